/* service/roster_report.c  What a list came to: sums, lines that are wrong, and who isn't in it. */
#include "service/roster_run_private.h"

#include <apr_strings.h>

void lic_roster_report_forget(lic_roster_run_t *run)
{
    apr_array_header_t *rows = run->report->rows, *wrong = run->report->wrong;
    rows->nelts = wrong->nelts = 0;
    *run->report = (lic_roster_report_t){.rows = rows, .wrong = wrong, .buy_net = -1};
    run->wrong_lines = apr_hash_make(run->pool);
    run->last_wrong = 0;
}

static void tell_outcome(const lic_roster_run_t *run, const lic_roster_outcome_t *row)
{
    if (run->list->outcome)
        run->list->outcome(run->list->baton, row);
}

void lic_roster_report_refuse(lic_roster_run_t *run, apr_int64_t line, const lic_error_t *err)
{
    lic_roster_report_t *report = run->report;
    const apr_uint32_t key = (apr_uint32_t)line;
    const int one_by_one = report->wrong->nelts < LIC_ROSTER_TOLD;
    if (line == run->last_wrong || apr_hash_get(run->wrong_lines, &key, sizeof(key)))
        return;
    run->last_wrong = line;
    report->total++;
    report->refused++;
    const char *element = err->facts ? apr_table_get(err->facts, "element") : NULL;
    lic_roster_outcome_t row = {.line = key,
                                .problem = err->problem,
                                .message = err->message,
                                .element = element,
                                .code = (unsigned char)err->code};
    tell_outcome(run, &row);
    if (!one_by_one)
        return;
    row.message = apr_pstrdup(run->pool, err->message);
    row.element = element ? apr_pstrdup(run->pool, element) : NULL;
    lic_roster_outcome_t *kept = apr_array_push(report->wrong);
    *kept = row;
    apr_hash_set(run->wrong_lines, apr_pmemdup(run->pool, &key, sizeof(key)), sizeof(key), kept);
}

void lic_roster_report_done(lic_roster_run_t *run, apr_int64_t line, unsigned done)
{
    lic_roster_report_t *report = run->report;
    const lic_roster_outcome_t row = {.line = (apr_uint32_t)line, .done = (unsigned char)done};
    tell_outcome(run, &row);
    if (done && report->rows->nelts < run->list->tell)
        APR_ARRAY_PUSH(report->rows, lic_roster_outcome_t) = row;
    report->total++;
    report->created += !!(done & LIC_ROSTER_CREATED);
    report->edited += !!(done & LIC_ROSTER_EDITED);
    report->activated += !!(done & LIC_ROSTER_ACTIVATED);
    report->deactivated += !!(done & LIC_ROSTER_DEACTIVATED);
    report->given += !!(done & LIC_ROSTER_ROLES);
    report->assigned += !!(done & LIC_ROSTER_ASSIGNED);
    report->planned += !!(done & LIC_ROSTER_PLANNED);
    report->unchanged += !done;
}

/* --- whoever isn't in it ------------------------------------------------------------------------ */

typedef struct lic_absentee_t {
    apr_int64_t id;
    const char *login, *name, *module;
} lic_absentee_t;

void lic_roster_report_absent(lic_roster_run_t *run, const lic_employee_t *employee, const char *module)
{
    apr_pool_t *p = run->unit->pool;
    if (!run->absentees)
        run->absentees = apr_array_make(p, 8, sizeof(lic_absentee_t));
    if (run->report->absent++ < LIC_ROSTER_TOLD)
        APR_ARRAY_PUSH(run->absentees, lic_absentee_t) =
            (lic_absentee_t){employee->id, apr_pstrdup(p, employee->login), apr_pstrdup(p, employee->name), module};
}

apr_int64_t lic_roster_report_most(const lic_roster_run_t *run, apr_int64_t held)
{
    return run->list->max_absent ? *run->list->max_absent : lic_roster_max_absent(held);
}

static const char *number(apr_int64_t n, apr_pool_t *p)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

lic_error_t *lic_roster_report_check_absent(const lic_roster_run_t *run, apr_int64_t held)
{
    apr_pool_t *p = run->unit->pool;
    const apr_int64_t absent = run->report->absent, most = lic_roster_report_most(run, held);
    if (absent <= most)
        return NULL;
    lic_error_t *err =
        lic_error_make(p, LIC_REFUSED, "too-many-absent",
                       "%lld of %lld are absent from the list, and at most %lld may be; if that is meant, "
                       "send it again with max-absent=%lld",
                       (long long)absent, (long long)held, (long long)most, (long long)absent);
    lic_error_fact(err, "absent", number(absent, p));
    lic_error_fact(err, "max-absent", number(most, p));
    for (int i = 0; i < run->absentees->nelts; i++) {
        const lic_absentee_t *absentee = &APR_ARRAY_IDX(run->absentees, i, lic_absentee_t);
        apr_table_t *row = lic_error_row(err, "absentees");
        apr_table_set(row, "id", number(absentee->id, p));
        apr_table_set(row, "login", absentee->login);
        apr_table_set(row, "name", absentee->name);
        if (absentee->module)
            apr_table_set(row, "module", absentee->module);
    }
    return err;
}
