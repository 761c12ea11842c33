/**
 * @file service/offer.h  Before an act goes beyond what is bought: how many are missing, what buying them costs, and
 * when those marked fall otherwise (product.md, Red, and seven days: activating is allowed, and warned of).
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
 * For one employee's card: activating or keeping it active, each add-on licence that it holds or could be given, as far
 * as licences are missing. *offers lives in p. LIC_UNKNOWN "employee-unknown".
 */
lic_error_t *lic_offer_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from, const lic_caller_t *caller,
                            apr_int64_t employee, apr_pool_t *p);

#endif
