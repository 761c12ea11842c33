/* http/resource/log.c  /log: the action log. */
#include "http/resource/resources.h"

#include "base/date.h"
#include "base/text.h"
#include "http/request/exchange.h"
#include "http/request/form.h"
#include "store/refusal.h"

#define MINUTE apr_time_from_sec(60)

/* Refused attempts show here, but don't move the revision. Counts grow for as long as their minute lasts, and those of
 * the minute before may have been read just before its end. */
lic_error_t *lic_log_also(lic_exchange_t *x)
{
    const apr_time_t since = x->now - x->now % MINUTE - MINUTE;
    apr_int64_t attempts;
    lic_db_t *db;
    LIC_TRY(x->reading->kept.open(&db, x->reading->kept.baton, x->pool)); /* the page goes on with it */
    LIC_TRY(lic_refusal_sum(&attempts, db, x->account->id, since, x->pool));
    x->also = lic_text_printf(x->pool, "%lld %lld %lld", (long long)x->account->last_log, (long long)attempts,
                              (long long)(attempts ? apr_time_sec(since) : 0));
    return NULL;
}

/* A follower that has read further than the log goes has read one that is gone: the database was restored. */
static lic_error_t *check_after(const lic_exchange_t *x, const lic_answer_t *answer)
{
    apr_int64_t after;
    const char *asked = apr_table_get(answer->query.args, "after");
    if (x->route.form == LIC_HTML || !asked || !lic_text_parse_int(&after, asked) || after <= x->account->last_log)
        return NULL;
    return lic_error_make(x->pool, LIC_UNKNOWN, "log-begun-anew",
                          "the log ends at entry %lld: the database has been restored from a backup, so begin anew, "
                          "without after",
                          (long long)x->account->last_log);
}

lic_error_t *lic_log_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    LIC_TRY(check_after(x, answer));
    const char *from = apr_table_get(answer->query.args, "from"), *to = apr_table_get(answer->query.args, "to");
    if (!from || !to || lic_date_parse(from) <= lic_date_parse(to))
        return NULL;
    lic_error_t *err = lic_error_make(x->pool, LIC_INVALID, "filter-invalid", "from %s is after to %s", from, to);
    return lic_error_fact(lic_error_fact(err, "field", "to"), "value", to);
}
