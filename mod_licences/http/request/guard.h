/**
 * @file http/request/guard.h  Checks before anything is done: method, origin, type, form token.
 */
#ifndef LIC_HTTP_GUARD_H
#define LIC_HTTP_GUARD_H

#include "http/request/exchange.h"
#include "http/request/form.h"

/** LIC_INVALID "method-not-allowed" (405), with Allow set. */
lic_error_t *lic_guard_method(const lic_exchange_t *x);

/** Whether a PUT is possible here: the resource takes one, and the route's form is XML. */
int lic_guard_may_put(const lic_exchange_t *x);
/** Sets Allow. */
void lic_guard_allow(const lic_exchange_t *x);

/** LIC_FORBIDDEN "cross-site" when a change was not asked for by the portal's own pages (interface.md, Paths). */
lic_error_t *lic_guard_origin(const lic_exchange_t *x);

/** LIC_INVALID "content-type" (415) unless the body is a form. */
lic_error_t *lic_guard_type(const lic_exchange_t *x);

/**
 * The token that a page's forms carry for the caller; NULL for a resource without forms. It is valid for 6 to 12 hours.
 * It expires at one of four instants a day, so that the page, and with it the ETag, stays the same for six hours.
 * *expires goes into the ETag.
 */
const char *lic_guard_token(apr_time_t *expires, const lic_exchange_t *x);

/** LIC_FORBIDDEN "token-missing" or "token-invalid", LIC_CONFLICT "token-expired". */
lic_error_t *lic_guard_form(const lic_exchange_t *x, const lic_fields_t *form);

#endif
