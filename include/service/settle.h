/**
 * @file service/settle.h  The end of every transaction: applies its change, then marks, warnings and what is due next.
 */
#ifndef LIC_SERVICE_SETTLE_H
#define LIC_SERVICE_SETTLE_H

#include "core/agenda.h"
#include "core/change.h"
#include "store/db.h"

typedef struct lic_settled_t {
    apr_time_t marked_until;   /**< deadline of those whom the change marked; 0: nobody */
    lic_deadlines_t deadlines; /**< as they are now */
    apr_time_t next_due;       /**< as the account row has it now; 0: nothing */
} lic_settled_t;

/**
 * Under the account's lock: warns of few licences left, applies the change, marks again whoever is beyond what is
 * purchased (product.md, Red, and seven days) and saves the account row with its next due instant.
 */
lic_error_t *lic_settle(lic_settled_t *settled, lic_db_t *db, lic_change_t *change, apr_pool_t *p);

#endif
