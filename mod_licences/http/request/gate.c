/* http/request/gate.c  Refuses path, query and headers that are not plain text in UTF-8. */
#include "http/request/gate.h"

#include "base/text.h"
#include "http/request/form.h"

static const char *const kept[] = {"Accept", "Accept-Language", "Content-Encoding", "Content-Type",
                                   "Host",   "Idempotency-Key", "If-Match",         "If-None-Match",
                                   "Origin", "Sec-Fetch-Site"};

lic_error_t *lic_gate_refusal(const char *part, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "text-malformed",
                                         "%s: text in UTF-8, without control characters, is expected", part),
                          "field", part);
}

static lic_error_t *check_headers(const lic_exchange_t *x)
{
    for (apr_size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        const char *value = apr_table_get(x->r->headers_in, kept[i]);
        if (value && !lic_text_valid_plain(value, 1)) /* RFC 9110, 5.5: a tab is a blank */
            return lic_gate_refusal(kept[i], x->pool);
    }
    return NULL;
}

lic_error_t *lic_gate_check(const lic_exchange_t *x)
{
    lic_fields_t *query;
    if (!lic_text_valid_plain(x->route.path, 0))
        return lic_gate_refusal("path", x->pool);
    if (x->r->args && !lic_text_valid_plain(x->r->args, 0))
        return lic_gate_refusal("query", x->pool);
    LIC_TRY(lic_form_query(&query, x));
    return check_headers(x);
}
