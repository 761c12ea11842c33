/**
 * @file http/request/route.h  Finds resource and representation by path, suffix and Accept (interface.md, Paths).
 */
#ifndef LIC_HTTP_ROUTE_H
#define LIC_HTTP_ROUTE_H

#include "base/error.h"
#include "http/request/exchange.h"

/** Sets x->route's path and page, and the form by suffix, else by Accept. */
void lic_route_start(lic_exchange_t *x);

/** The rest of x->route. LIC_UNKNOWN "not-found", LIC_INVALID "not-acceptable". Vary: Accept is set where Accept
 * decides. */
lic_error_t *lic_route_find(lic_exchange_t *x);

/**
 * Of the representations in forms (bits of lic_form_kind_t) the one that an Accept header likes best; the earlier in
 * the enum's order among equals; 0 if it wants none of them. accept NULL: anything.
 */
lic_form_kind_t lic_route_negotiate(const char *accept, unsigned forms, apr_pool_t *p);

#endif
