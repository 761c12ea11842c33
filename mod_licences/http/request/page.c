/* http/request/page.c  The key of a page, and how it lies in memory: three texts, each with its NUL, then the bytes. */
#include "http/request/page.h"

#include <apr_strings.h>

#include "base/text.h"
#include "base/token.h"
#include "http/request/packed.h"
#include "http/server/databases.h"
#include "http/server/pages.h"
#include "view/render/sheet.h"

int lic_page_may_be_kept(const lic_exchange_t *x, const lic_answer_t *answer)
{
    return !x->changes && !answer->fleeting && answer->status == HTTP_OK && answer->document &&
           answer->document == x->route.resource->document &&
           lic_exchange_is_whole(x, answer->document, answer->query.limit) && lic_pages_on(x->r->server);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* A period whose renewal is held is shown as such from its end on (view/document/part.c) */
static int is_unrenewed(const lic_exchange_t *x)
{
    return x->account->period_end_at && x->account->period_end_at <= x->now;
}

static const char *number(apr_int64_t value, apr_pool_t *p)
{
    return lic_text_printf(p, "%lld", (long long)value);
}

/* how: lic_packed_how; "": plain */
static void key_of(unsigned char key[LIC_RING_KEY], const lic_exchange_t *x, const char *token, const char *how)
{
    const lic_account_t *account = x->account;
    const char *const fields[] = {
        lic_config_of_server(x->r->server)->database->key,
        account->epoch,
        number(account->id, x->pool),
        account->key,
        number(account->revision, x->pool),
        account->catalogue,
        account->timezone,
        x->locale,
        lic_date_format(lic_zone_date(account->zone, x->now), x->pool),
        number(is_unrenewed(x), x->pool),
        x->user,
        number((apr_int64_t)x->rights, x->pool),
        or_empty(token),
        x->config->base,
        x->route.page,
        number((apr_int64_t)x->route.form, x->pool),
        or_empty(x->r->args),
        or_empty(x->also),
        or_empty(x->config->support),
        lic_sheets_digest(x->sheets),
        LIC_VERSION,
        how,
    };
    lic_token_digest_fields(key, fields, (int)(sizeof(fields) / sizeof(fields[0])), x->pool);
}

/* The text that begins at *at, which is moved behind it; NULL: there is no whole one. */
static const char *next_text(const char **at, const char *end)
{
    const char *text = *at, *nul = memchr(text, '\0', (apr_size_t)(end - text));
    *at = nul ? nul + 1 : end;
    return nul ? text : NULL;
}

static int get(lic_page_t *page, const unsigned char *key, apr_pool_t *p)
{
    apr_size_t length;
    const char *at = lic_pages_get(key, &length, p), *end = at + length;
    if (!at)
        return 0;
    page->after = next_text(&at, end);
    page->etag = next_text(&at, end);
    page->encoding = next_text(&at, end);
    page->body = at;
    page->length = (apr_size_t)(end - at);
    return page->after && page->etag && page->encoding;
}

static void put(const lic_page_t *page, const unsigned char *key, apr_pool_t *p)
{
    const char *const texts[] = {page->after, page->etag, page->encoding};
    apr_size_t length = page->length;
    for (int i = 0; i < 3; i++)
        length += strlen(texts[i]) + 1;
    char *data = apr_palloc(p, length), *to = data;
    for (int i = 0; i < 3; i++) {
        const apr_size_t n = strlen(texts[i]) + 1;
        memcpy(to, texts[i], n);
        to += n;
    }
    memcpy(to, page->body, page->length);
    lic_pages_put(key, data, length);
}

typedef struct packing_t {
    unsigned char key[LIC_RING_KEY];
    const char *after;
    apr_pool_t *pool;
} packing_t;

static void keep_packed(void *baton, const char *etag, const char *encoding, const char *body, apr_size_t length)
{
    const packing_t *packing = baton;
    const lic_page_t page = {packing->after, etag, encoding, body, length};
    put(&page, packing->key, packing->pool);
}

static void take_packed(const lic_exchange_t *x, const unsigned char *key, const char *after)
{
    packing_t *packing = apr_pcalloc(x->pool, sizeof(*packing));
    memcpy(packing->key, key, sizeof(packing->key));
    packing->after = after;
    packing->pool = x->pool;
    lic_packed_take(x->r, keep_packed, packing);
}

/* Where it is only there plain, it is packed once more and taken then. */
static int find(lic_page_t *page, const lic_exchange_t *x, const char *token)
{
    unsigned char plain[LIC_RING_KEY], packed[LIC_RING_KEY];
    const char *how = lic_packed_how(x->r);
    if (how) {
        key_of(packed, x, token, how);
        if (get(page, packed, x->pool))
            return 1;
    }
    key_of(plain, x, token, "");
    if (!get(page, plain, x->pool))
        return 0;
    if (how)
        take_packed(x, packed, page->after);
    return 1;
}

int lic_page_find(lic_page_t *page, const lic_exchange_t *x, const char *token)
{
    const int found = find(page, x, token);
    lic_pages_count(found ? LIC_PAGES_HITS : LIC_PAGES_MISSES);
    return found;
}

void lic_page_keep(const lic_page_t *page, const lic_exchange_t *x, const char *token)
{
    unsigned char key[LIC_RING_KEY];
    key_of(key, x, token, "");
    put(page, key, x->pool);
    const char *how = lic_packed_how(x->r);
    if (!how)
        return;
    key_of(key, x, token, how);
    take_packed(x, key, page->after);
}
