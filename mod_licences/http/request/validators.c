/* http/request/validators.c  Makes ETags, and compares them with the conditions of the request. */
#include "http/request/validators.h"

#include <apr_strings.h>

#include <http_protocol.h>

#include "base/text.h"
#include "base/token.h"
#include "view/render/sheet.h"

/* 64 bits of the digest are enough, as one revision has some hundred representations; the epoch is random */
enum { DIGITS = 16, EPOCH_DIGITS = 8 };

const char *lic_validators_etag(const lic_exchange_t *x, const lic_account_t *account, apr_int64_t salt)
{
    const char *parts = lic_text_printf(
        x->pool, "%s\n%s\n%s\n%s\n%d\n%s\n%s\n%u\n%s\n%s\n%s\n%s\n%s\n%lld", account->key, account->catalogue,
        x->config->base, x->route.page, (int)x->route.form, x->r->args ? x->r->args : "", x->user, x->rights, x->locale,
        lic_sheets_digest(x->sheets), LIC_VERSION, x->config->support ? x->config->support : "", x->also ? x->also : "",
        (long long)salt);
    const char *digest = lic_token_digest(parts, strlen(parts), x->pool);
    const char *date = lic_date_format(lic_zone_date(account->zone, x->now), x->pool);
    return lic_text_printf(x->pool, "\"%lld.%s.%.*s%.*s\"", (long long)account->revision, date, EPOCH_DIGITS,
                           account->epoch, DIGITS, digest);
}

/* What it may be without: the revision alone, as it stands in documents (interface.md, XML) */
int lic_validators_is_of_epoch(const char *tag, const lic_account_t *account)
{
    const char *digest = strchr(tag, '.');
    digest = digest ? strchr(digest + 1, '.') : NULL;
    return !digest || !strncmp(digest + 1, account->epoch, strnlen(account->epoch, EPOCH_DIGITS));
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

void lic_validators_accept(const lic_exchange_t *x)
{
    static const char *const headers[] = {"If-None-Match", "If-Match"};
    for (apr_size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        const char *tags = apr_table_get(x->r->headers_in, headers[i]);
        if (tags)
            apr_table_setn(x->r->headers_in, headers[i], lic_validators_plain(tags, x->pool));
    }
}

int lic_validators_check(const lic_exchange_t *x, const char *etag)
{
    lic_validators_accept(x);
    apr_table_setn(x->r->headers_out, "ETag", etag);
    /* there is no Last-Modified here, and without one such a condition is to be ignored (RFC 9110, 13.1.4) */
    apr_table_unset(x->r->headers_in, "If-Unmodified-Since");
    int status = ap_meets_conditions(x->r);
    return status == OK ? 0 : status;
}
