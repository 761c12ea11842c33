/**
 * @file service/act.h  What is known of every act on employees: what it buys first, and whom it leaves beyond what is
 * purchased.
 */
#ifndef LIC_SERVICE_ACT_H
#define LIC_SERVICE_ACT_H

#include "service/unit.h"

/** Licences to buy first, in the same transaction, as a preview showed them (service/preview.h). */
typedef struct lic_purchase_t {
    const char *product;
    apr_int64_t asked;
    const char *token;
} lic_purchase_t;

/**
 * For a unit's finish: how many are now beyond what is purchased of a product, and the deadline of those whom the
 * change marked, else the earliest one (0: nobody is beyond).
 */
void lic_act_beyond(apr_int64_t *beyond, apr_time_t *deadline, const lic_unit_t *unit, apr_int64_t product);

#endif
