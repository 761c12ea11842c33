/**
 * @file core/book.h  The facts that decisions are made on: an account's terms, positions and prices ("the book").
 *
 * The store loads a book under the account's lock; core functions never change the one they were given but the copy
 * in a change (core/change.h). Strings and arrays live in the pool of the book.
 */
#ifndef LIC_CORE_BOOK_H
#define LIC_CORE_BOOK_H

#include "base/date.h"
#include "base/error.h"
#include "base/words.h"
#include "base/zone.h"
#include "core/tax.h"
#include <apr_time.h>

typedef enum { LIC_KIND_USER, LIC_KIND_BUNDLED, LIC_KIND_ADDON, LIC_KIND_INTEGRATION } lic_kind_t;
typedef enum { LIC_ACCOUNT_OPEN, LIC_ACCOUNT_CLOSING, LIC_ACCOUNT_CLOSED } lic_account_state_t;

/** What happens when no licence is free (core/policy.h) */
typedef enum { LIC_POLICY_GRACE, LIC_POLICY_BLOCK, LIC_POLICY_BUY } lic_policy_t;

extern const lic_word_t lic_policy_words[];        /**< grace block buy */
extern const lic_word_t lic_kind_words[];          /**< user bundled addon integration */
extern const lic_word_t lic_account_state_words[]; /**< open closing closed */

/** One customer. Instants are whole seconds; 0 is "none". */
typedef struct lic_account_t {
    apr_int64_t id;
    const char *key, *name, *currency, *locale, *timezone, *billing;
    const char *legal_name, *address, *country, *vat_id; /**< may be "" */
    const char *electronic_address;                      /**< SCHEME:ID, or "" */
    const char *order_number;                            /**< of invoices that name none of their own, or "" */
    int attach_ubl;                                      /**< to mails that tell the billing address of an invoice */
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
    const char *catalogue; /**< another word whenever products, prices or settings, which all accounts share, change */
    const char *epoch;     /**< the database's: another word once it has been restored from a backup */
    apr_int64_t last_employee, last_assignment, last_log, last_outbox; /**< counters: commit order = number order */
    apr_int64_t last_plan;
    apr_int64_t last_invoice; /**< in invoice_year */
    int invoice_year;
    apr_int64_t invoices; /**< the highest id of an invoice, of all years; for whoever holds the account */

    apr_int64_t seller; /**< whom invoices of now are from (lic_seller_t); 0: nobody yet. Set by lic_book_load */
    lic_tax_t tax;      /**< and how they are taxed. Set by lic_book_load */
} lic_account_t;

/** What an account has of one product. */
typedef struct lic_position_t {
    apr_int64_t product; /**< id */
    const char *key, *name;
    lic_kind_t kind;
    apr_int64_t purchased, next;
    apr_int64_t used;      /**< user, addon: counted; bundled: the user licence's while it is switched on,
                                else 0; integration: purchased */
    apr_int64_t threshold; /**< account's own threshold of "few left"; -1: product.md's */
    lic_policy_t policy;
    apr_int64_t cap;   /**< of LIC_POLICY_BUY: the highest total that is bought; LIC_POLICY_NO_CAP */
    apr_int64_t taken; /**< how many licences a change's activations and assignments take; not stored */
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
    const lic_price_t *prices; /**< of one product by date */
    int nprices;
    apr_interval_time_t grace; /**< the setting grace-period */
    apr_interval_time_t undo;  /**< the setting undo-period, LIC_UNDO_PERIOD where it isn't set; 0: Off */
} lic_book_t;

lic_position_t *lic_book_position(const lic_book_t *book, apr_int64_t product); /**< NULL if unknown */
lic_position_t *lic_book_find(const lic_book_t *book, const char *key);
lic_position_t *lic_book_user(const lic_book_t *book);            /**< the user licence; NULL before one is added */
lic_book_t *lic_book_copy(const lic_book_t *book, apr_pool_t *p); /**< account and positions are copied */
void lic_book_sync_used(lic_book_t *book); /**< sets `used` where it follows: bundled, integration */

/** "25", or "25/20" where the next period starts with 20: the state of a position in the log's old and new. */
const char *lic_position_state(const lic_position_t *position, apr_pool_t *p);
/** And back. Returns 0 where it is no such state. */
int lic_position_parse_state(apr_int64_t *purchased, apr_int64_t *next, const char *state, apr_pool_t *p);

/** LIC_REFUSED "account-closed" (fact state) when the account's state is worse than `worst`. */
lic_error_t *lic_account_check(const lic_account_t *account, lic_account_state_t worst, apr_pool_t *p);

/** The highest total that can be asked for: an older database may have a higher one than is allowed. */
apr_int64_t lic_account_ceiling(const lic_account_t *account);

/** An operation was done now, and before it everything that was due: moves last_at and told_until on. */
void lic_account_reached(lic_account_t *account, apr_time_t now);

#endif
