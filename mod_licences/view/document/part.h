/**
 * @file view/document/part.h  Parts that several documents share.
 */
#ifndef LIC_VIEW_PART_H
#define LIC_VIEW_PART_H

#include "core/period.h"
#include "core/plan.h"
#include "view/document/query.h"
#include "view/render/xml.h"
#include "store/row.h"

/** Attributes of every root: account, revision, today (the local date), currency, locale, timezone, state. */
void lic_part_root(lic_xml_t *x, const lic_query_t *q);

/** A filter's value as asked for; NULL when it isn't there or is empty. */
const char *lic_part_locale(const lic_query_t *q); /**< of the reader */
const char *lic_part_arg(const lic_query_t *q, const char *name);
apr_int64_t lic_part_arg_int(const lic_query_t *q, const char *name, apr_int64_t missing);

/** A log row's amount: money, if it has a currency; else (few left) the number of licences left. */
void lic_part_amount(lic_xml_t *x, apr_int64_t amount, const char *currency);

/** <account-name>, <filter name="…"> for each of names (NULL-terminated; may be NULL) that is set, <done> if args has
 * it. */
lic_error_t *lic_part_head(lic_xml_t *x, const lic_query_t *q, const char *const *names, lic_db_t *db, apr_pool_t *p);

/** The attribute archived-before, the local date before which the log is in files: none without an archive. *through:
 * up to which entry, or 0. */
lic_error_t *lic_part_archived(apr_int64_t *through, lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p);

/** <period start end last days remaining timezone/>, where end is the next period's first day and last the day before
 */
void lic_part_period(lic_xml_t *x, const lic_period_t *period, const lic_account_t *account);

/** A product's attributes: key, kind, section, purchased, next, used, available, few, price (on today's date). */
void lic_part_product(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position);

/**
 * Attributes undo-product, undo-invoice and undo-until, where the product's last purchase can be taken back. invoice:
 * only if that is its number; NULL: whichever.
 */
lic_error_t *lic_part_undo(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position,
                           const char *invoice, lic_db_t *db, apr_pool_t *p);

/** <next-invoice date net vat total currency/>; nothing where there won't be one. */
void lic_part_next_invoice(lic_xml_t *x, const lic_book_t *book, apr_pool_t *p);

/** <marked> rows, earliest deadline first, at most 50; product NULL: of all. */
lic_error_t *lic_part_marked(lic_xml_t *x, const lic_query_t *q, const char *product, lic_db_t *db, apr_pool_t *p);

/** How many more are used than purchased (product.md, Red): so many are marked. */
apr_int64_t lic_part_beyond(const lic_position_t *position);

/** "25" for 2500 hundredths of a per cent, "20.01" for 2001. */
const char *lic_part_rate(int rate, apr_pool_t *p);

/** <problem type="…"><detail/><fact name="…"/></problem>, the words of an error on a form. */
void lic_part_problem(lic_xml_t *x, const lic_error_t *error);

/** Begins an <entry> of the log and writes its attributes; the caller ends it. Rows as for lic_part_entry. */
void lic_part_entry_begin(lic_xml_t *x, const lic_rows_t *rows);
/** How many refused attempts an entry stands for, if several; reads a column that view_log_up and archive_entries
 * share. */
void lic_part_attempts(lic_xml_t *x, const lic_rows_t *rows);
/** An <entry> of the log, from a row of a statement with the columns of view_log_up. */
void lic_part_entry(lic_xml_t *x, const lic_rows_t *rows);

/** Each add-on module as a <module>, with the account's numbers, for a choice. */
lic_error_t *lic_part_modules(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p);

/** <offer>s: acts for which licences are missing, with what buying them costs. */
void lic_part_offers(lic_xml_t *x, const lic_query_t *q);

/**
 * Attributes of a purchase that is previewed: order-number, the invoice's or what was typed, unless there is none, and
 * lacking, what an invoice needs of the buyer and isn't there (core/buyer.h). invoice NULL, or no purchase: nothing.
 */
void lic_part_purchase(lic_xml_t *x, const lic_query_t *q, const lic_invoice_t *invoice, apr_pool_t *p);

/** A <plan>; with its amount at the price of its day, where the book is given. */
void lic_part_plan(lic_xml_t *x, const lic_plan_t *plan, const lic_book_t *book, apr_pool_t *p);

/** A <line> of an invoice; kind: the product's, or NULL. */
void lic_part_line(lic_xml_t *x, const lic_invoice_line_t *line, const char *kind);

#endif
