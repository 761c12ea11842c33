/**
 * @file store/overage.h  Whom marking is about: the seats beyond what is purchased.
 */
#ifndef LIC_STORE_OVERAGE_H
#define LIC_STORE_OVERAGE_H

#include "core/grace.h"
#include "store/db.h"

/** The facts for lic_grace_decide, of a user or addon position. The cost depends on the overage, not on the account. */
lic_error_t *lic_overage_load(lic_overage_t *overage, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                              apr_pool_t *p);

#define LIC_NEWEST_MAX 500

/** The first n in marking order, for previews and forecasts; at most LIC_NEWEST_MAX. */
lic_error_t *lic_overage_newest(const lic_seat_t **seats, int *nseats, lic_db_t *db, apr_int64_t account,
                                const lic_position_t *position, apr_int64_t n, apr_pool_t *p);

#endif
