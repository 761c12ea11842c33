/* /log: the action log. */
#include "res.h"

#include "base/date.h"
#include "exchange.h"
#include "form.h"

lic_error_t *lic_log_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    const char *from = apr_table_get(answer->query.args, "from"), *to = apr_table_get(answer->query.args, "to");
    if (!from || !to || lic_date_parse(from) <= lic_date_parse(to))
        return NULL;
    lic_error_t *err = lic_error_make(x->pool, LIC_INVALID, "filter-invalid", "from %s is after to %s", from, to);
    return lic_error_fact(lic_error_fact(err, "field", "to"), "value", to);
}
