/**
 * @file core/quantity.h  Changing a quantity (product.md, Changing a quantity): the table for "asked r".
 */
#ifndef LIC_CORE_QUANTITY_H
#define LIC_CORE_QUANTITY_H

#include "core/change.h"
#include "core/employee.h"
#include "core/period.h"

typedef enum {
    LIC_BOUGHT,
    LIC_SCALED_DOWN,
    LIC_KEPT,
    LIC_UNCHANGED,
    LIC_UNDONE,
    LIC_REFUSED_OUTCOME
} lic_outcome_kind_t;
extern const lic_word_t lic_outcome_words[]; /**< bought scaled-down kept unchanged undone refused */

/** Who asks: an admin may edit user and addon; support (licencesctl) switches bundled and integration too. */
typedef enum { LIC_REQUESTER_ADMIN, LIC_REQUESTER_SUPPORT } lic_requester_t;

typedef struct lic_outcome_t {
    lic_outcome_kind_t kind;
    apr_int64_t product;
    apr_int64_t asked;
    apr_int64_t wiped;      /**< the scheduled `next` that buying wiped; -1: none */
    lic_invoice_t *invoice; /**< what is charged now; NULL: nothing */
    apr_int64_t revision;   /**< set by the service: the account's revision after it */
    apr_int64_t log;        /**< set by the service: log id of the event; 0: unchanged */
    int replayed;           /**< set by the service: this is the stored answer of an earlier confirmation */
} lic_outcome_t;

/**
 * Decides and adds to the change: positions (bundled ones follow), the invoice (numbered), the event.
 * Errors, all LIC_REFUSED, with facts for the sentence: "quantity-above-ceiling" (ceiling), "quantity-below-least"
 * (least, product), "product-follows" (product; bundled by an admin, or other than 0 or 1), "product-is-fee" (product;
 * integration by an admin), "no-price" (product, currency), "amount-overflow" (now, or at the next renewal),
 * "account-closed" (state: closing or closed), "fee-is-one" (product; integration other than 0 or 1), "no-user-licence"
 * (product; bundled before any user licence); or LIC_UNKNOWN "product-unknown". With an error the change is as it was,
 * and out->kind is LIC_REFUSED_OUTCOME.
 */
lic_error_t *lic_quantity_decide(lic_change_t *change, lic_outcome_t *out, apr_int64_t product, apr_int64_t asked,
                                 lic_requester_t requester);

/**
 * Buys, as an admin would, what is missing of every product of which more is used than purchased; what can't be bought
 * is left out. How many purchases the change got; *net is the sum of their invoices.
 */
int lic_quantity_buy_missing(apr_int64_t *net, lic_change_t *change);

/** A preview: what would happen, with its facts; made by service/quantity.c, written by view/document/product.c. */
typedef struct lic_preview_t {
    lic_outcome_t outcome;
    lic_period_t period;
    lic_date_t on; /**< planned for that day, whose period and price these are; LIC_DATE_NONE: now */
    lic_position_t before, after;
    apr_int64_t next_before, next_after; /**< totals incl. VAT of the next period's invoice */
    apr_int64_t next_net_before, next_net_after;
    lic_date_t next_date;
    apr_int64_t would_mark; /**< how many would be beyond what is purchased */
    const lic_seat_t *who;  /**< the first of them, at most 50, newest first */
    int nwho;
    apr_time_t would_mark_at, would_deactivate_at;
    const char *confirm; /**< token; NULL when there is nothing to confirm */
} lic_preview_t;

#endif
