/**
 * @file service/offer.h  Offers to buy what is missing, made before an act goes beyond what is purchased.
 *
 * An offer says how many licences are missing, what they cost, and when those marked would be deactivated if nothing is
 * bought (product.md, Red, and seven days: activating is allowed, and warned of).
 */
#ifndef LIC_SERVICE_OFFER_H
#define LIC_SERVICE_OFFER_H

#include "service/unit.h"

/**
 * For an act that takes `adding` licences more of a product (NULL: the user licence). missing is 0 where there are
 * enough. LIC_UNKNOWN "product-unknown".
 */
lic_error_t *lic_offer_make(lic_offer_t *offer, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                            const char *product, apr_int64_t adding, apr_pool_t *p);

/**
 * The offers on one employee's card: for activating, or staying active while marked, and for each add-on licence that
 * is held while marked, or could be given. Only those where licences are missing. *offers lives in p. LIC_UNKNOWN
 * "employee-unknown".
 */
lic_error_t *lic_offer_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from, const lic_caller_t *caller,
                            apr_int64_t employee, apr_pool_t *p);

#endif
