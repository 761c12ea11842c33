/**
 * @file form.h  Fields of a form or a query, decoded strictly.
 *
 * httpd's own parser lets "%00" and "%zz" pass; here every escape is two hex digits, text is UTF-8 without control
 * characters, and a name comes once.
 */
#ifndef LIC_HTTP_FORM_H
#define LIC_HTTP_FORM_H

#include "base/error.h"
#include <apr_tables.h>

#define LIC_FORM_BYTES  (64 * 1024)
#define LIC_FORM_LARGE  (512 * 1024) /**< of a resource with a field that comes many times */
#define LIC_FORM_FIELDS 200

typedef struct lic_fields_t lic_fields_t;

/**
 * Decodes length bytes of application/x-www-form-urlencoded; many (may be NULL) names the one field that may come many
 * times. LIC_INVALID "form-malformed" (bad escape, NUL, control
 * character, not UTF-8, too many fields) or "field-repeated" (fact: field).
 */
lic_error_t *lic_fields_parse(lic_fields_t **fields, const char *text, apr_size_t length, const char *many,
                              apr_pool_t *p);

const char *lic_fields_get(const lic_fields_t *fields, const char *name); /**< NULL: not sent */

/** The values of the field that may come many times, of const char *. */
const apr_array_header_t *lic_fields_many(const lic_fields_t *fields);

struct lic_exchange_t;

/** Reads the body, whatever its framing. LIC_TOO_LARGE "too-large" beyond LIC_FORM_BYTES; LIC_INVALID "body-broken". */
lic_error_t *lic_form_read(lic_fields_t **fields, struct lic_exchange_t *x);

/** Reads the query of the request; the same errors. */
lic_error_t *lic_form_query(lic_fields_t **fields, const struct lic_exchange_t *x);

#endif
