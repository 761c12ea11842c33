#include "body.h"

#include <apr_strings.h>

#include <http_protocol.h>
#include <util_filter.h>

#include "base/token.h"

/* --- what it says it is ------------------------------------------------------------------------------------ */

static int is_xml(const char *type)
{
    static const char *const types[] = {"application/xml", "text/xml"};
    const apr_size_t length = strcspn(type, "; \t");
    for (apr_size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (length == strlen(types[i]) && !strncasecmp(type, types[i], length))
            return 1;
    return 0;
}

/* RFC 7303: the charset parameter would decide, so one that isn't what is read is refused */
static int is_utf8(const char *type)
{
    const char *charset = strcasestr(type, "charset=");
    if (!charset)
        return 1;
    charset += strlen("charset=");
    charset += *charset == '"';
    return !strncasecmp(charset, "utf-8", 5) || !strncasecmp(charset, "us-ascii", 8);
}

lic_error_t *lic_body_check_type(const lic_exchange_t *x)
{
    const char *type = apr_table_get(x->r->headers_in, "Content-Type");
    const char *encoding = apr_table_get(x->r->headers_in, "Content-Encoding");
    if (encoding && strcasecmp(encoding, "identity"))
        return lic_error_make(x->pool, LIC_INVALID, "content-type", "XML is expected here as it is, not as %s",
                              encoding);
    if (type && is_xml(type) && is_utf8(type))
        return NULL;
    return lic_error_make(x->pool, LIC_INVALID, "content-type",
                          "XML in UTF-8 is expected here (application/xml), not %s",
                          type ? type : "a body without a type");
}

/* --- spooling -------------------------------------------------------------------------------------------------- */

static lic_error_t *too_large(const lic_exchange_t *x, apr_off_t most)
{
    const char *bytes = apr_off_t_toa(x->pool, most);
    return lic_error_fact(
        lic_error_make(x->pool, LIC_TOO_LARGE, "too-large", "at most %s bytes can be sent here", bytes), "most", bytes);
}

static lic_error_t *spool_broken(const lic_exchange_t *x)
{
    return lic_error_make(x->pool, LIC_UNAVAILABLE, "body-broken", "what is sent can't be kept here just now");
}

static const char *spool_dir; /* of this child; APR finds it by writing a file there, so it is asked for once */

void lic_body_start(apr_pool_t *pchild, server_rec *s)
{
    const char *dir;
    (void)s;
    spool_dir = apr_temp_dir_get(&dir, pchild) ? NULL : dir;
}

/* Its name goes at once, so that nothing is left of it whatever happens */
static lic_error_t *open_spool(apr_file_t **file, const lic_exchange_t *x)
{
    const char *name;
    if (!spool_dir)
        return spool_broken(x);
    char *template = apr_pstrcat(x->pool, spool_dir, "/licences.XXXXXX", NULL);
    if (apr_file_mktemp(file, template,
                        APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_EXCL | APR_FOPEN_BINARY,
                        x->pool))
        return spool_broken(x);
    if (apr_file_name_get(&name, *file) || apr_file_remove(name, x->pool))
        return spool_broken(x);
    return NULL;
}

typedef struct lic_spooling_t {
    lic_body_t *body;
    lic_digest_t *digest;
    apr_off_t most;
    int end;
} lic_spooling_t;

static lic_error_t *take(lic_spooling_t *s, const lic_exchange_t *x, const char *data, apr_size_t length)
{
    if ((apr_off_t)length > s->most - s->body->size)
        return too_large(x, s->most);
    if (apr_file_write_full(s->body->file, data, length, NULL))
        return spool_broken(x);
    lic_digest_add(s->digest, data, length);
    s->body->size += (apr_off_t)length;
    return NULL;
}

static lic_error_t *read_some(lic_spooling_t *s, apr_bucket_brigade *bb, lic_exchange_t *x)
{
    apr_status_t rv = ap_get_brigade(x->r->input_filters, bb, AP_MODE_READBYTES, APR_BLOCK_READ, HUGE_STRING_LEN);
    if (rv) {
        int status = ap_map_http_request_error(rv, HTTP_BAD_REQUEST);
        if (status == HTTP_REQUEST_ENTITY_TOO_LARGE)
            return too_large(x, s->most);
        if (status == AP_FILTER_ERROR)
            x->status = status; /* httpd has answered already */
        return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off or could not be read");
    }
    for (apr_bucket *b = APR_BRIGADE_FIRST(bb); b != APR_BRIGADE_SENTINEL(bb) && !s->end; b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t length;
        s->end = APR_BUCKET_IS_EOS(b);
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        if (apr_bucket_read(b, &data, &length, APR_BLOCK_READ))
            return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off");
        LIC_TRY(take(s, x, data, length));
    }
    return NULL;
}

lic_error_t *lic_body_spool(lic_body_t *body, lic_exchange_t *x, apr_off_t most)
{
    const char *declared = apr_table_get(x->r->headers_in, "Content-Length");
    lic_spooling_t spooling = {.body = body, .digest = lic_digest_make(x->pool), .most = most};
    apr_off_t bytes;
    char *rest;
    *body = (lic_body_t){.size = 0};
    if (declared && (apr_strtoff(&bytes, declared, &rest, 10) || *rest || bytes > most))
        return too_large(x, most);
    LIC_TRY(open_spool(&body->file, x));
    apr_bucket_brigade *bb = apr_brigade_create(x->pool, x->r->connection->bucket_alloc);
    while (!spooling.end) {
        LIC_TRY(read_some(&spooling, bb, x));
        apr_brigade_cleanup(bb);
    }
    body->digest = lic_digest_end(spooling.digest);
    return NULL;
}

/* --- reading it ------------------------------------------------------------------------------------------------ */

static apr_status_t read_bytes(void *baton, char *buffer, apr_size_t *length)
{
    const lic_body_t *body = baton;
    return apr_file_read(body->file, buffer, length);
}

lic_error_t *lic_body_read(lic_reader_t **reader, lic_body_t *body, const lic_xsd_t *schema, apr_pool_t *p)
{
    apr_off_t start = 0;
    if (apr_file_seek(body->file, APR_SET, &start))
        return lic_error_make(p, LIC_UNAVAILABLE, "body-broken", "what was sent can't be read again");
    return lic_reader_open(reader, read_bytes, body, schema, p);
}
