/*
 * act.c  One bulk of lic_employee_act, timed: act DRIVER:PARAMS ACCOUNT ACT FIRST STEP COUNT [MODULE]
 *
 * Acts on the employees FIRST, FIRST + STEP, … and prints seconds, how many were changed, the peak memory in KiB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "base/text_locale.h"
#include "service/employee.h"
#include "store/connection.h"
#include "store/source.h"

static lic_error_t *act(const char *const *args, const char *module, apr_pool_t *p)
{
    const char *driver, *params;
    lic_db_source_t *source;
    lic_act_report_t report;
    const apr_int64_t first = apr_atoi64(args[3]), step = apr_atoi64(args[4]);
    const int n = (int)apr_atoi64(args[5]);
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * (apr_size_t)n);
    for (int i = 0; i < n; i++)
        ids[i] = first + i * step;
    LIC_TRY(lic_db_init(p));
    LIC_TRY(lic_db_source_parse(&driver, &params, args[0], p));
    LIC_TRY(lic_db_source_make(&source, driver, params, p));
    const lic_caller_t caller = {
        .account = args[1], .user = "operator", .trusted = 1, .now = apr_time_from_sec(apr_time_sec(apr_time_now()))};
    const apr_time_t begun = apr_time_now();
    LIC_TRY(lic_employee_act(&report, source, &caller, (lic_act_t)lic_word_value(lic_act_words, args[2], 0), ids, n,
                             module, p));
    const apr_time_t took = apr_time_now() - begun;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%.3f %d %ld\n", (double)took / APR_USEC_PER_SEC, report.ndone, usage.ru_maxrss);
    return NULL;
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool;
    if (argc < 7 || apr_initialize() != APR_SUCCESS)
        return 2;
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
    lic_text_init(pool);
    lic_zone_init(pool);
    lic_error_t *err = act(argv + 1, argc > 7 ? argv[7] : NULL, pool);
    if (err)
        fprintf(stderr, "act: %s\n", lic_error_chain(err, pool));
    return err ? 1 : 0;
}
