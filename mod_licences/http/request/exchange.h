/**
 * @file http/request/exchange.h  One request and what is known of it so far: settings, instant, path, caller, account.
 */
#ifndef LIC_HTTP_EXCHANGE_H
#define LIC_HTTP_EXCHANGE_H

#include <httpd.h>

#include "core/book.h"
#include "core/rights.h"
#include "http/request/reading.h"
#include "http/resource/resource.h"
#include "http/server/config.h"
#include "service/unit.h"
#include "store/budget.h"

/** Path, suffix and Accept, read by route.c. */
typedef struct lic_route_t {
    const lic_resource_t *resource; /**< NULL until found */
    const char *path;               /**< below the Location, with its suffix: "/products/standard.xml" */
    const char *page;               /**< the same without it */
    const char *key;                /**< what stands for {…}; NULL */
    lic_form_kind_t form;           /**< until the resource is found: what a problem is best sent as */
    const char *elsewhere;          /**< the page is there: 308; NULL */
} lic_route_t;

typedef struct lic_exchange_t {
    request_rec *r;
    apr_pool_t *pool; /**< the request's */
    const lic_dir_config_t *config;
    const lic_sheets_slot_t *look;
    const lic_sheets_t *sheets; /**< of look; NULL only where the configuration is at fault */
    lic_reading_t *reading;
    lic_db_source_t *source; /**< of reading: the one for all but the page itself */
    lic_budget_t budget;     /**< of all that is asked of source */
    apr_time_t now;          /**< whole seconds; never before the account's last instant, once that is known */

    lic_route_t route;
    int changes; /**< the method is one that may change something */

    /* set by lic_access_identify; before it, or where it failed, the account is NULL */
    int identified;
    const char *user;
    const char *account_key;
    lic_account_t *account;
    const char *locale; /**< of pages and problems: the account's, in the language that the user has chosen */
    lic_rights_t rights;
    lic_secret_t secret; /**< signs and verifies the tokens of forms; read only where there can be one */

    const char *also; /**< what the page shows that can change without a new revision; goes into the ETag; NULL */
    int status;       /**< what the handler answers to httpd */
} lic_exchange_t;

/** With what the request and the configuration of its Location say. Its source opens no connection yet. */
lic_exchange_t *lic_exchange_make(request_rec *r);

/** Whether the document is sent as a page, or as XML without rows or with at most so many (limit; 0: all): made
 * as a whole before anything goes out. */
int lic_exchange_is_whole(const lic_exchange_t *x, const lic_document_t *document, int limit);

/** The caller as service/ wants it. need: rights of which any one is enough. */
lic_caller_t *lic_exchange_caller(const lic_exchange_t *x, lic_rights_t need);

/** The present instant to the microsecond, for figures about the server. Rules go by x->now. */
apr_time_t lic_exchange_clock(void);

#endif
