/* ctl/cmd_doctor.c  Looking at whatever the licences need, and saying what is wrong. */
#include "doctor.h"

#include <stdarg.h>
#include <string.h>

#include <apr_file_info.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/source.h"

#define HTTPD "/etc/apache2" /* Debian's */

const lic_option_t lic_doctor_options[] = {
    {"url", "URL", "the running server's LicencesMetrics, by http:// (as in http://127.0.0.1/licences-metrics)", 0},
    {"httpd", "DIRECTORY", "where httpd's configuration is, in Debian's form (default: " HTTPD ")", 0},
    {"smtp", "SETTING", "the mail server, in the words of LicencesMail (default: LICENCES_MAIL)", 0},
    {NULL, NULL, NULL, 0}};

__attribute__((format(printf, 3, 0))) static void say(const char *verdict, const char *what, const char *fmt,
                                                      va_list args, apr_pool_t *p)
{
    printf("%-6s %s: %s\n", verdict, what, lic_text_vprintf(p, fmt, args));
}

void lic_doctor_ok(const lic_doctor_t *doctor, const char *what, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say("ok", what, fmt, args, doctor->pool);
    va_end(args);
}

void lic_doctor_wrong(lic_doctor_t *doctor, const char *what, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say("WRONG", what, fmt, args, doctor->pool);
    va_end(args);
    doctor->wrong++;
}

lic_error_t *lic_cmd_doctor(lic_invocation_t *invocation)
{
    lic_doctor_t doctor = {.invocation = invocation, .pool = invocation->pool};
    const char *httpd = lic_order_option(invocation, "httpd"), *url = lic_order_option(invocation, "url");
    apr_finfo_t info;
    if (!invocation->ctl->database)
        return lic_order_usage(invocation, "which database? Say --database DRIVER:PARAMS or set LICENCES_DATABASE");
    LIC_TRY(lic_db_source_parse(&doctor.driver, &doctor.params, invocation->ctl->database, doctor.pool));
    lic_doctor_database(&doctor);
    lic_doctor_host(&doctor);
    if (httpd || apr_stat(&info, HTTPD, APR_FINFO_TYPE, doctor.pool) == APR_SUCCESS)
        lic_doctor_httpd(&doctor, httpd ? httpd : HTTPD);
    lic_doctor_mail(&doctor);
    if (url)
        lic_doctor_metrics(&doctor, url);
    if (doctor.wrong)
        printf("%d thing%s wrong\n", doctor.wrong, doctor.wrong == 1 ? " is" : "s are");
    invocation->ctl->breached = doctor.wrong > 0;
    return NULL;
}
