#include "form.h"

#include <apr_lib.h>
#include <apr_strings.h>

#include <http_protocol.h>
#include <util_filter.h>

#include "base/text.h"
#include "exchange.h"

struct lic_fields_t {
    apr_table_t *table;
    const char *many;           /* the name of the field that may come many times, or NULL … */
    apr_array_header_t *values; /* … and its values */
    int n;
};

static int hex(int c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* [from, to) decoded into p; NULL for a bad escape, a NUL, a control character or bytes that aren't UTF-8 */
static const char *decode(const char *from, const char *to, apr_pool_t *p)
{
    char *text = apr_palloc(p, (apr_size_t)(to - from) + 1), *out = text;
    for (; from < to; from++) {
        int c = (unsigned char)*from;
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (to - from < 3 || hex(from[1]) < 0 || hex(from[2]) < 0)
                return NULL;
            c = hex(from[1]) * 16 + hex(from[2]);
            from += 2;
        }
        if (!c)
            return NULL;
        *out++ = (char)c;
    }
    *out = '\0';
    return lic_text_valid(text) ? text : NULL;
}

static lic_error_t *malformed(apr_pool_t *p, const char *why)
{
    return lic_error_make(p, LIC_INVALID, "form-malformed", "what was sent is not a well-formed form: %s", why);
}

static lic_error_t *add(lic_fields_t *fields, const char *from, const char *to, apr_pool_t *p)
{
    const char *equals = memchr(from, '=', (apr_size_t)(to - from));
    const char *name = decode(from, equals ? equals : to, p);
    const char *value = equals ? decode(equals + 1, to, p) : "";
    if (!name || !value)
        return malformed(p, "a bad escape, a control character, or text that is not UTF-8");
    if (fields->many && !strcmp(name, fields->many)) {
        APR_ARRAY_PUSH(fields->values, const char *) = value;
        return NULL;
    }
    if (lic_fields_get(fields, name))
        return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-repeated", "the field %s was sent twice", name),
                              "field", name);
    if (++fields->n > LIC_FORM_FIELDS)
        return malformed(p, "too many fields");
    apr_table_setn(fields->table, name, value);
    return NULL;
}

lic_error_t *lic_fields_parse(lic_fields_t **out, const char *text, apr_size_t length, const char *many, apr_pool_t *p)
{
    lic_fields_t *fields = apr_pcalloc(p, sizeof(*fields));
    fields->table = apr_table_make(p, 8);
    fields->many = many;
    fields->values = apr_array_make(p, 1, sizeof(const char *));
    const char *end = text + length;
    while (text < end) {
        const char *next = memchr(text, '&', (apr_size_t)(end - text));
        if (!next)
            next = end;
        if (next > text)
            LIC_TRY(add(fields, text, next, p));
        text = next + 1;
    }
    *out = fields;
    return NULL;
}

const char *lic_fields_get(const lic_fields_t *fields, const char *name)
{
    return apr_table_get(fields->table, name);
}

const apr_array_header_t *lic_fields_many(const lic_fields_t *fields)
{
    return fields->values;
}

static int most_bytes(const lic_exchange_t *x)
{
    return x->route.resource->many ? LIC_FORM_LARGE : LIC_FORM_BYTES;
}

static lic_error_t *too_large(const lic_exchange_t *x)
{
    return lic_error_make(x->pool, LIC_TOO_LARGE, "too-large", "at most %d bytes can be sent here", most_bytes(x));
}

/* One read. *end when the body is over. */
static lic_error_t *read_some(char *body, apr_size_t *length, int *end, apr_bucket_brigade *bb, lic_exchange_t *x)
{
    apr_status_t rv = ap_get_brigade(x->r->input_filters, bb, AP_MODE_READBYTES, APR_BLOCK_READ, HUGE_STRING_LEN);
    if (rv) {
        int status = ap_map_http_request_error(rv, HTTP_BAD_REQUEST);
        if (status == HTTP_REQUEST_ENTITY_TOO_LARGE)
            return too_large(x);
        if (status == AP_FILTER_ERROR)
            x->status = status; /* httpd has answered already */
        return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off or could not be read");
    }
    for (apr_bucket *b = APR_BRIGADE_FIRST(bb); b != APR_BRIGADE_SENTINEL(bb) && !*end; b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t n;
        if (APR_BUCKET_IS_EOS(b)) {
            *end = 1;
            continue;
        }
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        if (apr_bucket_read(b, &data, &n, APR_BLOCK_READ))
            return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off");
        if (n > (apr_size_t)most_bytes(x) - *length)
            return too_large(x);
        memcpy(body + *length, data, n);
        *length += n;
    }
    return NULL;
}

lic_error_t *lic_form_read(lic_fields_t **fields, lic_exchange_t *x)
{
    const char *declared = apr_table_get(x->r->headers_in, "Content-Length");
    apr_off_t bytes;
    char *rest;
    if (declared && (apr_strtoff(&bytes, declared, &rest, 10) || *rest || bytes > most_bytes(x)))
        return too_large(x);
    char *body = apr_palloc(x->pool, (apr_size_t)most_bytes(x));
    apr_bucket_brigade *bb = apr_brigade_create(x->pool, x->r->connection->bucket_alloc);
    apr_size_t length = 0;
    for (int end = 0; !end;) {
        LIC_TRY(read_some(body, &length, &end, bb, x));
        apr_brigade_cleanup(bb);
    }
    return lic_fields_parse(fields, body, length, x->route.resource->many, x->pool);
}

lic_error_t *lic_form_query(lic_fields_t **fields, const lic_exchange_t *x)
{
    const char *query = x->r->args ? x->r->args : "";
    return lic_fields_parse(fields, query, strlen(query), NULL, x->pool);
}
