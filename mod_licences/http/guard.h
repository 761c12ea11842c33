/**
 * @file guard.h  What a request must be like before anything is done for it: method, size, type, origin, form token.
 */
#ifndef LIC_HTTP_GUARD_H
#define LIC_HTTP_GUARD_H

#include "exchange.h"
#include "form.h"

/** LIC_INVALID "method-not-allowed" (405), with Allow set. */
lic_error_t *lic_guard_method(const lic_exchange_t *x);

/** Whether XML can be written here: by its suffix, or where XML is what is accepted. */
int lic_guard_may_put(const lic_exchange_t *x);
/** Sets Allow. */
void lic_guard_allow(const lic_exchange_t *x);

/** LIC_FORBIDDEN "cross-site" when a change was not asked for by the portal's own pages (interface.md, Paths). */
lic_error_t *lic_guard_origin(const lic_exchange_t *x);

/** LIC_INVALID "content-type" (415) unless the body is a form. */
lic_error_t *lic_guard_type(const lic_exchange_t *x);

/**
 * The token that a page's forms carry for the caller; NULL in *token for a resource without forms. It lives from 6 to
 * 12 hours: its expiry is one of four a day, so that a page and its ETag stay the same meanwhile. *expires goes into
 * the ETag.
 */
lic_error_t *lic_guard_token(const char **token, apr_time_t *expires, const lic_exchange_t *x);

/** LIC_FORBIDDEN "token-missing" or "token-invalid", LIC_CONFLICT "token-expired". */
lic_error_t *lic_guard_form(const lic_exchange_t *x, const lic_fields_t *form);

#endif
