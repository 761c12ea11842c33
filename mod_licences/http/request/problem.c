/* http/request/problem.c  Errors become a status, a line in the log and a page or a problem document. */
#include "http/request/problem.h"

#include <apr_strings.h>

#include <http_protocol.h>

#include "base/token.h"
#include "http/request/access.h"
#include "http/request/headers.h"
#include "http/request/respond.h"
#include "http/server/databases.h"
#include "http/server/log.h"

#define RETRY_AFTER "2"

/* THE table: problems that have a status of their own, then codes. */
static const struct {
    const char *problem;
    int status;
} by_problem[] = {{"method-not-allowed", HTTP_METHOD_NOT_ALLOWED},
                  {"not-acceptable", HTTP_NOT_ACCEPTABLE},
                  {"content-type", HTTP_UNSUPPORTED_MEDIA_TYPE},
                  {"exports-busy", HTTP_SERVICE_UNAVAILABLE},
                  {"precondition-failed", HTTP_PRECONDITION_FAILED},
                  {"precondition-required", HTTP_PRECONDITION_REQUIRED},
                  {"log-begun-anew", HTTP_GONE}};

static const int by_code[] = {[LIC_INVALID] = HTTP_BAD_REQUEST,
                              [LIC_FORBIDDEN] = HTTP_FORBIDDEN,
                              [LIC_UNKNOWN] = HTTP_NOT_FOUND,
                              [LIC_CONFLICT] = HTTP_CONFLICT,
                              [LIC_REFUSED] = HTTP_UNPROCESSABLE_ENTITY,
                              [LIC_TOO_LARGE] = HTTP_REQUEST_ENTITY_TOO_LARGE,
                              [LIC_UNAVAILABLE] = HTTP_SERVICE_UNAVAILABLE,
                              [LIC_BUG] = HTTP_INTERNAL_SERVER_ERROR};

int lic_problem_status(const lic_error_t *err)
{
    for (apr_size_t i = 0; i < sizeof(by_problem) / sizeof(by_problem[0]); i++)
        if (!strcmp(by_problem[i].problem, err->problem))
            return by_problem[i].status;
    return by_code[err->code] ? by_code[err->code] : HTTP_INTERNAL_SERVER_ERROR;
}

/* While the database is out of reach the log says so once, not for each request */
static int is_known(const lic_exchange_t *x, const lic_error_t *err)
{
    return (!strcmp(err->problem, "database-unreachable") || !strcmp(err->problem, "database-standby")) &&
           !lic_databases_turn(x->r->server, 1);
}

/* Faults of ours and outages are errors in the log; what the sender did wrong is information. Logged nowhere else. */
static void log_problem(const lic_exchange_t *x, const lic_error_t *err, const char *reference)
{
    const char *what = apr_psprintf(x->pool, "%s: %s", err->problem, lic_error_chain(err, x->pool));
    if (err->code == LIC_BUG)
        lic_log_request(x->r, LIC_LOG_ERROR, "LIC3101",
                        apr_psprintf(x->pool, "%s (%s:%d; reference %s)", what, err->file, err->line, reference));
    else if (err->code == LIC_UNAVAILABLE)
        lic_log_request(x->r, is_known(x, err) ? LIC_LOG_INFO : LIC_LOG_ERROR, "LIC3102", what);
    else
        lic_log_request(x->r, LIC_LOG_INFO, "LIC3103", what);
}

/* What is said of an outage, whose own message names what is nobody's business: most are over soon, but not all. */
static const struct {
    const char *problem, *message;
} outages[] = {
    {"commit-unknown",
     "the database's answer was lost, so it is not known whether the change was made; sent again with the "
     "same token or Idempotency-Key it is carried out only once, and without one look first"},
    {"directive-missing",
     "the portal does not say which account this is for: trying again will not help before somebody "
     "who runs it has completed its configuration"},
    {"schema-missing", "the database is not set up: trying again will not help before somebody who runs the portal has "
                       "seen to it"},
    {"schema-older", "the database is being upgraded: try again when that is done"},
    {"database-unwritable", "the database takes no changes just now: nothing was changed; reading goes on"},
    {"too-slow", "this took too long and was broken off: nothing was changed; ask for less at once"},
};

static const char *outage_message(const char *problem)
{
    for (apr_size_t i = 0; i < sizeof(outages) / sizeof(outages[0]); i++)
        if (!strcmp(outages[i].problem, problem))
            return outages[i].message;
    return "this cannot be done just now; try again soon";
}

/* The error as it is shown. Of a fault of ours nothing is told but a reference, by which support finds it in the log.
 */
static lic_error_t *presentable(const lic_exchange_t *x, lic_error_t *err, const char *reference)
{
    if (err->code == LIC_BUG)
        return lic_error_fact(lic_error_make(x->pool, LIC_BUG, "internal",
                                             "something went wrong here; support finds it by the reference %s",
                                             reference),
                              "reference", reference);
    if (err->code == LIC_UNAVAILABLE)
        return lic_error_make(x->pool, LIC_UNAVAILABLE, err->problem, "%s", outage_message(err->problem));
    return err;
}

static void last_resort(lic_exchange_t *x, const lic_error_t *err, int status)
{
    x->route.form = LIC_HTML;
    lic_headers_set(x, 1);
    lic_headers_fleeting(x);
    lic_respond_plain(x, status, "text/html; charset=utf-8",
                      apr_psprintf(x->pool,
                                   "<!DOCTYPE html>\n<html lang=\"en\"><head><title>%s</title></head>"
                                   "<body><h1>%s</h1><p>%s</p></body></html>\n",
                                   ap_get_status_line(status), ap_get_status_line(status),
                                   ap_escape_html(x->pool, err->message)));
}

void lic_problem_retry(const lic_exchange_t *x, int status)
{
    if (status == HTTP_SERVICE_UNAVAILABLE)
        apr_table_setn(x->r->headers_out, "Retry-After", RETRY_AFTER);
}

void lic_problem_answer(lic_exchange_t *x, lic_error_t *err)
{
    const char *reference = apr_pstrndup(x->pool, lic_token_random(x->pool), 8);
    log_problem(x, err, reference);
    if (x->status != OK)
        return; /* something is out already */
    apr_table_setn(x->r->notes, "licences-problem", err->problem);
    if (!x->identified && err->code != LIC_UNAVAILABLE && err->code != LIC_BUG)
        (void)lic_access_identify(x); /* for the frame's language and menu, where that can be had */
    int status = lic_problem_status(err);
    lic_problem_retry(x, status);
    lic_error_t *told = presentable(x, err, reference);
    lic_error_t *failed = lic_respond_problem(x, told, status);
    if (failed && x->status == OK) {
        lic_log_request(x->r, LIC_LOG_ERROR, "LIC3104", lic_error_chain(failed, x->pool));
        last_resort(x, told, status);
    }
}

void lic_problem_misplaced(const lic_exchange_t *x)
{
    lic_log_request(
        x->r, LIC_LOG_ERROR, "LIC3105",
        "the handler licences was reached outside its <Location>; SetHandler licences belongs in a Location");
}
