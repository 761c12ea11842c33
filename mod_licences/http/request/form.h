/**
 * @file http/request/form.h  The fields that a request brings in its body or its query (base/fields.h decodes them).
 */
#ifndef LIC_HTTP_FORM_H
#define LIC_HTTP_FORM_H

#include "base/fields.h"

#define LIC_FORM_BYTES (64 * 1024)
#define LIC_FORM_LARGE (512 * 1024) /**< of a resource with a field that comes many times */

struct lic_exchange_t;

/** Reads the body, whatever its framing. LIC_TOO_LARGE "too-large" beyond LIC_FORM_BYTES; LIC_INVALID "body-broken". */
lic_error_t *lic_form_read(lic_fields_t **fields, struct lic_exchange_t *x);

/** Reads the query of the request; the same errors. */
lic_error_t *lic_form_query(lic_fields_t **fields, const struct lic_exchange_t *x);

#endif
