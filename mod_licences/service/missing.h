/**
 * @file service/missing.h  Buying all that is missing, of every product at once, in one transaction.
 */
#ifndef LIC_SERVICE_MISSING_H
#define LIC_SERVICE_MISSING_H

#include "core/employee.h"
#include "service/unit.h"

/**
 * An offer for each product of which more is used than purchased: its preview, or why it can't be bought. *offers lives
 * in p.
 */
lic_error_t *lic_missing_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from,
                              const lic_caller_t *caller, apr_pool_t *p);

/** One of the previews that are confirmed together. */
typedef struct lic_wanted_t {
    const char *product;
    apr_int64_t asked;
    const char *token;
} lic_wanted_t;

/**
 * Confirms n ≥ 1 previews of different products in one transaction: all or none, each with its invoice. *log is the log
 * id of the first purchase. Taken once, as lic_quantity_confirm, with the same errors.
 */
lic_error_t *lic_missing_confirm(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller,
                                 const lic_wanted_t *wanted, int n, apr_pool_t *p);

#endif
