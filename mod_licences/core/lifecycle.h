/**
 * @file core/lifecycle.h  How an account begins, renews, is closed and reopened (product.md, Periods).
 */
#ifndef LIC_CORE_LIFECYCLE_H
#define LIC_CORE_LIFECYCLE_H

#include "core/change.h"

/** Sets the facts of the period that holds now, last_at and told_until, from anchor, months and zone. */
void lic_lifecycle_begin(lic_account_t *account, apr_time_t now);

/** The first state of a new account as of change->now: its period; logged as created (account: "" → period start). */
void lic_lifecycle_open(lic_change_t *change);

/** Ends the account with its period (product.md, Changing a quantity). Returns 0 if it is closing or closed already. */
int lic_lifecycle_close(lic_change_t *change);

/**
 * Closed: open again with today as the anchor, everything still at 0 (product.md, Changing a quantity). Closing: open
 * again, the period goes on, so that periods tile. Returns 0 if it is open.
 */
int lic_lifecycle_reopen(lic_change_t *change);

/**
 * Carries out a period's end, which is change->now. Open: `next` becomes purchased, a new period begins, with one
 * numbered invoice (none where nothing is charged). Closing: everybody is deactivated, everything is 0, there is no
 * invoice, and the account is closed. LIC_REFUSED "amount-overflow" or "no-price": it can't be reckoned.
 */
lic_error_t *lic_lifecycle_renew(lic_change_t *change);

/** The next period begins, with what `next` says: numbers and period alone, for what is reckoned ahead, too. */
void lic_lifecycle_turn_over(lic_book_t *book);

struct lic_plan_batch_t;
/**
 * The notice 14 days before: quantities, amount, last moment to scale down, and what is planned around the renewal
 * (NULL: nothing). Errors as lic_lifecycle_renew.
 */
lic_error_t *lic_lifecycle_notice(lic_change_t *change, const struct lic_plan_batch_t *planned);

#endif
