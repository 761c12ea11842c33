/**
 * @file core/undo.h  Taking a purchase back (product.md, Undo).
 */
#ifndef LIC_CORE_UNDO_H
#define LIC_CORE_UNDO_H

#include "core/quantity.h"

/** What one product was before the purchase. */
typedef struct lic_restored_t {
    apr_int64_t product, purchased, next;
    int changed; /**< something has changed it since the purchase */
} lic_restored_t;

/** A product's last purchase, as the store finds it in the log; what else it bought is in it, too. */
typedef struct lic_bought_t {
    apr_time_t at;                /**< 0: the last thing that changed the product wasn't a purchase */
    const lic_invoice_t *invoice; /**< with its lines */
    const lic_restored_t *restored;
    int nrestored;
} lic_bought_t;

/** The first instant at which the purchase can't be taken back any more; 0: it can't at all, as that is switched off.
 */
apr_time_t lic_undo_until(const lic_book_t *book, const lic_bought_t *bought);

/** 1: its time isn't over, and nothing has changed what it bought. Licences in use don't count here. */
int lic_undo_is_open(const lic_book_t *book, const lic_bought_t *bought, apr_time_t now);

/**
 * How many employees would have to give up a licence of the product first; 0: the purchase can be taken back. Only for
 * what bought->restored holds.
 */
apr_int64_t lic_undo_in_use(const lic_book_t *book, const lic_bought_t *bought, apr_int64_t product);

/**
 * Decides and adds to the change: positions as they were, the credit note (numbered), the event. out->kind is
 * LIC_UNDONE. Errors, all LIC_REFUSED: "undo-off" (the setting), "undo-nothing" (product; nothing was bought in this
 * period), "undo-changed" (product), "undo-late" (product, until), "undo-in-use" (product, missing), "product-follows"
 * and "product-is-fee" (product; by an admin), "account-closed" (state).
 */
lic_error_t *lic_undo_decide(lic_change_t *change, lic_outcome_t *out, apr_int64_t product, const lic_bought_t *bought,
                             lic_requester_t requester);

#endif
