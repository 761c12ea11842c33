#include "validators.h"

#include <apr_strings.h>

#include <http_protocol.h>

#include "base/text.h"
#include "base/token.h"
#include "view/sheet.h"

#define DIGITS 16 /* of the digest: 64 bits tell some hundred representations apart */

const char *lic_validators_etag(const lic_exchange_t *x, const lic_account_t *account, apr_int64_t salt)
{
    const char *parts = lic_text_printf(x->pool, "%s\n%s\n%d\n%s\n%s\n%u\n%s\n%s\n%s\n%s\n%lld", x->config->base,
                                        x->route.page, (int)x->route.form, x->r->args ? x->r->args : "", x->user,
                                        x->rights, account->locale, lic_sheets_digest(x->sheets), LIC_VERSION,
                                        x->config->support ? x->config->support : "", (long long)salt);
    const char *digest = lic_token_digest(parts, strlen(parts), x->pool);
    const char *date = lic_date_format(lic_zone_date(account->zone, x->now), x->pool);
    return lic_text_printf(x->pool, "\"%lld.%s.%.*s\"", (long long)account->revision, date, DIGITS, digest);
}

const char *lic_validators_plain(const char *tags, apr_pool_t *p)
{
    static const char *const endings[] = {"-gzip\"", "-br\""};
    char *plain = apr_pstrdup(p, tags);
    for (apr_size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        apr_size_t n = strlen(endings[i]);
        for (char *at = plain; (at = strstr(at, endings[i]));)
            memmove(at, at + n - 1, strlen(at + n - 1) + 1);
    }
    return plain;
}

int lic_validators_check(const lic_exchange_t *x, const char *etag)
{
    static const char *const headers[] = {"If-None-Match", "If-Match"};
    for (apr_size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        const char *tags = apr_table_get(x->r->headers_in, headers[i]);
        if (tags)
            apr_table_setn(x->r->headers_in, headers[i], lic_validators_plain(tags, x->pool));
    }
    apr_table_setn(x->r->headers_out, "ETag", etag);
    /* there is no Last-Modified here, and without one such a condition is to be ignored (RFC 9110, 13.1.4) */
    apr_table_unset(x->r->headers_in, "If-Unmodified-Since");
    int status = ap_meets_conditions(x->r);
    return status == OK ? 0 : status;
}
