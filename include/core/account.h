/**
 * @file core/account.h  The facts that decisions are made on: an account's terms, positions and prices ("the book").
 *
 * The store loads a book under the account's lock; core functions never change the one they were given but the copy
 * in a change (core/change.h). Strings and arrays live in the pool of the book.
 */
#ifndef LIC_CORE_ACCOUNT_H
#define LIC_CORE_ACCOUNT_H

#include "base/date.h"
#include "base/error.h"
#include "base/words.h"
#include "base/zone.h"
#include <apr_time.h>

typedef enum { LIC_KIND_USER, LIC_KIND_BUNDLED, LIC_KIND_ADDON, LIC_KIND_INTEGRATION } lic_kind_t;
typedef enum { LIC_ACCOUNT_OPEN, LIC_ACCOUNT_CLOSING, LIC_ACCOUNT_CLOSED } lic_account_state_t;

extern const lic_word_t lic_kind_words[];          /**< user bundled addon integration */
extern const lic_word_t lic_account_state_words[]; /**< open closing closed */

/** One customer. Instants are whole seconds; 0 is "none". */
typedef struct lic_account_t {
    apr_int64_t id;
    const char *key, *name, *currency, *locale, *timezone, *billing;
    const char *legal_name, *address, *country, *vat_id; /**< may be "" */
    int digits;                                          /**< of the currency's minor unit */
    int months;                                          /**< period length: 1, 3, 6, 12 */
    lic_date_t anchor;
    int vat;             /**< hundredths of a per cent */
    apr_int64_t ceiling; /**< highest total that can be asked for */
    lic_account_state_t state;
    const lic_zone_t *zone;

    int period; /**< k of the current period */
    lic_date_t period_start, period_end;
    apr_time_t period_end_at; /**< first instant of the next period */
    apr_time_t last_at;       /**< last instant written: time never runs back before it */
    apr_time_t told_until;    /**< reminders and notices up to here are done */
    apr_time_t next_due;      /**< 0: nothing ever */

    apr_int64_t revision;
    apr_int64_t last_employee, last_assignment, last_log, last_outbox; /**< counters: commit order = number order */
    apr_int64_t last_invoice;                                          /**< in invoice_year */
    int invoice_year;
} lic_account_t;

/** What an account has of one product. */
typedef struct lic_position_t {
    apr_int64_t product; /**< id */
    const char *key, *name;
    lic_kind_t kind;
    apr_int64_t purchased, next;
    apr_int64_t used; /**< user, addon: counted; bundled: the user licence's while it is switched on,
                           else 0; integration: purchased */
    apr_int64_t few;  /**< account's own threshold of "few left"; -1: product.md's */
} lic_position_t;

/** A price per licence and month in the account's currency, valid from a date. */
typedef struct lic_price_t {
    apr_int64_t product;
    lic_date_t from;
    apr_int64_t per_month; /**< minor units */
} lic_price_t;

typedef struct lic_book_t {
    lic_account_t *account;
    lic_position_t *positions; /**< every product there is, in display order; 0/0/0 where the account has none */
    int npositions;
    const lic_price_t *prices; /**< by product, then date */
    int nprices;
    apr_interval_time_t grace; /**< the setting grace-period */
} lic_book_t;

lic_position_t *lic_book_position(const lic_book_t *book, apr_int64_t product); /**< NULL if unknown */
lic_position_t *lic_book_find(const lic_book_t *book, const char *key);
lic_position_t *lic_book_user(const lic_book_t *book);            /**< the user licence; NULL before one is added */
lic_book_t *lic_book_copy(const lic_book_t *book, apr_pool_t *p); /**< account and positions are copied */
void lic_book_sync_used(lic_book_t *book); /**< sets `used` where it follows: bundled, integration */

/** "25", or "25/20" where the next period starts with 20: the state of a position in the log's old and new. */
const char *lic_position_state(const lic_position_t *position, apr_pool_t *p);

/** LIC_REFUSED "account-closed" (fact state) when the account's state is worse than `worst`. */
lic_error_t *lic_account_check(const lic_account_t *account, lic_account_state_t worst, apr_pool_t *p);

/** Sets the facts of the period that holds now, last_at and told_until, from anchor, months and zone. */
void lic_account_begin(lic_account_t *account, apr_time_t now);

struct lic_change_t;

/** The first state of a new account as of change->now: its period; logged as created (account: "" → period start). */
void lic_account_open(struct lic_change_t *change);

/** Ends the account with its period (product.md, Changing a quantity). Returns 0 if it is closing or closed already. */
int lic_account_close(struct lic_change_t *change);

/**
 * Closed: open again with today as the anchor, everything still at 0 (product.md, Changing a quantity). Closing: open
 * again, the period goes on, so that periods tile. Returns 0 if it is open.
 */
int lic_account_reopen(struct lic_change_t *change);

#endif
