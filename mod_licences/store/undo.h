/**
 * @file store/undo.h  A product's last purchase, as the log and the invoices tell of it.
 */
#ifndef LIC_STORE_UNDO_H
#define LIC_STORE_UNDO_H

#include "core/undo.h"
#include "store/db.h"

/** *bought lives in p; its at is 0 where the last thing that changed the product wasn't a purchase. */
lic_error_t *lic_bought_load(lic_bought_t *bought, lic_db_t *db, const lic_book_t *book, const lic_position_t *position,
                             apr_pool_t *p);

#endif
