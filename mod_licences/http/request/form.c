/* http/request/form.c  Reads the fields of a form from the body, and those of the query. */
#include "http/request/form.h"

#include <string.h>

#include "http/request/exchange.h"
#include "http/request/input.h"

static int most_bytes(const lic_exchange_t *x)
{
    return x->route.resource->many ? LIC_FORM_LARGE : LIC_FORM_BYTES;
}

typedef struct lic_body_args_t {
    char *bytes;
    apr_size_t length;
} lic_body_args_t;

static lic_error_t *append(void *baton, const char *data, apr_size_t length)
{
    lic_body_args_t *body = baton;
    memcpy(body->bytes + body->length, data, length);
    body->length += length;
    return NULL;
}

lic_error_t *lic_form_read(lic_fields_t **fields, lic_exchange_t *x)
{
    lic_body_args_t body = {.bytes = apr_palloc(x->pool, (apr_size_t)most_bytes(x))};
    LIC_TRY(lic_input_read(x, most_bytes(x), append, &body));
    const lic_resource_t *resource = x->route.resource;
    return lic_fields_parse(fields, body.bytes, body.length, resource->many, resource->lines, x->pool);
}

lic_error_t *lic_form_query(lic_fields_t **fields, const lic_exchange_t *x)
{
    const char *query = x->r->args ? x->r->args : "";
    return lic_fields_parse(fields, query, strlen(query), NULL, NULL, x->pool);
}
