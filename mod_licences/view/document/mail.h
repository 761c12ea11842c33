/**
 * @file view/document/mail.h  The document that a mail is made of: root `mail`, from one event of the action log.
 *
 *   <mail account kind event at date actor rows currency state language [closed] [portal] [support]>
 *     <account-name/> [<actor-name/>] [<product key kind>NAME</product>] [<period start end/>]
 *     [<invoice number date net vat total vat-rate currency/>]
 *     <entry object old new [product] [kind purchased-before next-before purchased next] [deadline] [amount]
 * [currency]> <name/> [<product-name/>]
 *     </entry>                         at most LIC_MAIL_ENTRIES of `rows`
 *   </mail>
 *
 * period is the one that the event fell into. An event never changes, so neither does its mail, however late it is
 * made.
 */
#ifndef LIC_VIEW_MAIL_H
#define LIC_VIEW_MAIL_H

#include "core/book.h"
#include "store/db.h"
#include <libxml/tree.h>

#define LIC_MAIL_ENTRIES 50 /**< product.md, What is told: up to 50 names are listed */

typedef struct lic_mail_query_t {
    const lic_account_t *account;
    apr_int64_t event;            /**< journal id of the operation's first row */
    const char *kind;             /**< action word */
    apr_int64_t rows;             /**< journal rows of the event */
    const char *locale;           /**< of the reader */
    const char *portal, *support; /**< NULL: not known, left out */
} lic_mail_query_t;

/** LIC_UNKNOWN "event-unknown" when the action log has no such event (any more). */
lic_error_t *lic_mail_tree(xmlDoc **doc, const lic_mail_query_t *q, lic_db_t *db, apr_pool_t *p);

#endif
