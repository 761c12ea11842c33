/* http/request/packed.c  Takes packed pages from behind the filters that pack them. */
#include "http/request/packed.h"

#include <apr_strings.h>

#include <util_filter.h>

#define FILTER "LICENCES_PACKED"
#define BEHIND ((ap_filter_type)(AP_FTYPE_CONTENT_SET + 1)) /* of what packs, before what chunks */

typedef struct taking_t {
    lic_packed_fn *taken;
    void *baton;
    apr_bucket_brigade *bb;
} taking_t;

/* As they are called, and as mod_filter's AddOutputFilterByType calls them */
static int packs(const char *name)
{
    static const char *const names[] = {"deflate", "brotli_compress", "bytype:deflate", "bytype:brotli_compress"};
    for (apr_size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcasecmp(names[i], name))
            return 1;
    return 0;
}

static int is_packed_alone(const request_rec *r)
{
    int any = 0;
    for (const ap_filter_t *f = r->output_filters; f && f->frec->ftype < AP_FTYPE_PROTOCOL; f = f->next) {
        if (!packs(f->frec->name))
            return 0;
        any = 1;
    }
    return any;
}

const char *lic_packed_how(request_rec *r)
{
    static const char *const words[] = {"no-gzip", "no-brotli", "force-gzip", "gzip-only-text/html"};
    const char *how = apr_table_get(r->headers_in, "Accept-Encoding");
    if (!how || r->header_only || !is_packed_alone(r))
        return NULL;
    for (apr_size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *value = apr_table_get(r->subprocess_env, words[i]);
        how = apr_pstrcat(r->pool, how, "\n", value ? value : "-", NULL);
    }
    return how;
}

static void hand_over(const request_rec *r, const taking_t *taking)
{
    char *body;
    apr_size_t length;
    const char *etag = apr_table_get(r->headers_out, "ETag");
    const char *encoding = apr_table_get(r->headers_out, "Content-Encoding");
    if (r->status == HTTP_OK && etag && encoding && *encoding &&
        !apr_brigade_pflatten(taking->bb, &body, &length, r->pool))
        taking->taken(taking->baton, etag, encoding, body, length);
}

static apr_status_t take(ap_filter_t *f, apr_bucket_brigade *bb)
{
    taking_t *taking = f->ctx;
    for (apr_bucket *b = APR_BRIGADE_FIRST(bb); b != APR_BRIGADE_SENTINEL(bb); b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t length;
        if (APR_BUCKET_IS_EOS(b)) {
            hand_over(f->r, taking);
            ap_remove_output_filter(f);
            break;
        }
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        if (apr_bucket_read(b, &data, &length, APR_BLOCK_READ) ||
            apr_brigade_write(taking->bb, NULL, NULL, data, length)) {
            ap_remove_output_filter(f);
            break;
        }
    }
    return ap_pass_brigade(f->next, bb);
}

void lic_packed_take(request_rec *r, lic_packed_fn *taken, void *baton)
{
    taking_t *taking = apr_pcalloc(r->pool, sizeof(*taking));
    taking->taken = taken;
    taking->baton = baton;
    taking->bb = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    ap_add_output_filter(FILTER, taking, r, r->connection);
}

void lic_packed_register(void)
{
    ap_register_output_filter(FILTER, take, NULL, BEHIND);
}
