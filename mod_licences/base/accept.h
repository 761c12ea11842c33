/**
 * @file base/accept.h  What an Accept header says of a media type (RFC 9110, 12.5.1).
 */
#ifndef LIC_BASE_ACCEPT_H
#define LIC_BASE_ACCEPT_H

#include <apr_pools.h>

#define LIC_ACCEPT_MOST 1000

/** The weight of a type ("text/html") by the closest of the header's ranges, in thousandths: 0, it isn't wanted. */
int lic_accept_weight(const char *accept, const char *type, apr_pool_t *p);

#endif
