/**
 * @file route.h  Path, suffix and Accept → resource and representation (interface.md, Paths).
 */
#ifndef LIC_HTTP_ROUTE_H
#define LIC_HTTP_ROUTE_H

#include "base/error.h"
#include "resources.h"

typedef struct lic_route_t {
    const lic_resource_t *resource; /**< NULL until found */
    const char *path;               /**< below the Location, with its suffix: "/products/standard.xml" */
    const char *page;               /**< the same without it */
    const char *key;                /**< what stands for {…}; NULL */
    lic_form_kind_t form;           /**< LIC_HTML where nothing is known */
    const char *elsewhere;          /**< the page is there: 308; NULL */
} lic_route_t;

struct lic_exchange_t;

/** Fills x->route. LIC_UNKNOWN "not-found", LIC_INVALID "not-acceptable". Vary: Accept is set where Accept decides. */
lic_error_t *lic_route_find(struct lic_exchange_t *x);

/**
 * Of the representations in forms (bits of lic_form_kind_t) the one that an Accept header likes best; the earlier in
 * the enum's order among equals; 0 if it wants none of them. accept NULL: anything.
 */
lic_form_kind_t lic_route_negotiate(const char *accept, unsigned forms, apr_pool_t *p);

#endif
