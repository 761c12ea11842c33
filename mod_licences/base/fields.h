/**
 * @file base/fields.h  Fields of a form or a query (application/x-www-form-urlencoded), decoded strictly.
 *
 * httpd's own parser lets "%00" and "%zz" pass; here every escape is two hex digits, text is UTF-8 without control
 * characters, and a name comes once.
 */
#ifndef LIC_BASE_FIELDS_H
#define LIC_BASE_FIELDS_H

#include "base/error.h"
#include <apr_tables.h>

#define LIC_FORM_FIELDS 200

typedef struct lic_fields_t lic_fields_t;

/**
 * Decodes length bytes; many (may be NULL) names the one field that may come many times, lines
 * (may be NULL) the one that may have line breaks. LIC_INVALID "form-malformed"
 * (bad escape, NUL, a name that isn't text, too many fields), "field-invalid" (fact field: its value holds control
 * characters other than tabs, or isn't UTF-8) or "field-repeated" (fact field).
 */
lic_error_t *lic_fields_parse(lic_fields_t **fields, const char *text, apr_size_t length, const char *many,
                              const char *lines, apr_pool_t *p);

const char *lic_fields_get(const lic_fields_t *fields, const char *name); /**< NULL: not sent */

/** The name of the i-th field as it was sent, without the one that may come many times; NULL: there are no more. */
const char *lic_fields_name(const lic_fields_t *fields, int i);

/** The values of the field that may come many times, of const char *. */
const apr_array_header_t *lic_fields_many(const lic_fields_t *fields);

#endif
