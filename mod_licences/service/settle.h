/**
 * @file service/settle.h  The end of every transaction of an account: its change is applied, and what follows from it.
 */
#ifndef LIC_SERVICE_SETTLE_H
#define LIC_SERVICE_SETTLE_H

#include "core/agenda.h"
#include "core/change.h"
#include "store/db.h"

typedef struct lic_settled_t {
    apr_time_t marked_until;   /**< deadline of those whom this change marked; 0: it marked nobody */
    lic_deadlines_t deadlines; /**< as they are now */
    apr_time_t next_due;       /**< as the account row has it now; 0: nothing */
} lic_settled_t;

/**
 * Under the account's lock: warns of few licences left, applies the change, lets in who waits for a licence that has
 * become free (product.md, When no licence is free), marks who is newly beyond what is
 * purchased and unmarks who no longer is (deadlines already set stay; product.md, Red, and seven days), and saves the
 * account row with its next due instant.
 */
lic_error_t *lic_settle(lic_settled_t *settled, lic_db_t *db, lic_change_t *change, apr_pool_t *p);

#endif
