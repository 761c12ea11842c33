/**
 * @file exchange.h  One request: its settings, its instant, its path, its caller and account, as far as they are known
 * yet.
 */
#ifndef LIC_HTTP_EXCHANGE_H
#define LIC_HTTP_EXCHANGE_H

#include <httpd.h>

#include "config.h"
#include "core/account.h"
#include "core/rights.h"
#include "route.h"
#include "service/unit.h"

typedef struct lic_exchange_t {
    request_rec *r;
    apr_pool_t *pool; /**< the request's */
    const lic_dir_config_t *config;
    const lic_sheets_slot_t *look;
    const lic_sheets_t *sheets; /**< of look; NULL only where the configuration is at fault */
    lic_db_source_t *source;
    apr_time_t now; /**< whole seconds; never before the account's last instant, once that is known */

    lic_route_t route;
    int changes; /**< the method is one that may change something */

    /* set by lic_access_identify; before it, or where it failed, the account is NULL */
    int identified;
    const char *user;
    const char *account_key;
    lic_account_t *account;
    lic_rights_t rights;

    int status; /**< what the handler answers to httpd */
} lic_exchange_t;

/** The handler: exchange → route → access → guard; then GET's or POST's way; any error leaves by problem.c. */
int lic_exchange_handle(request_rec *r);

/** Who asks for what, for service/. need: the rights of which one is enough. */
lic_caller_t *lic_exchange_caller(const lic_exchange_t *x, lic_rights_t need);

/** The instant that is, to the microsecond: for rests and intervals, not for rules. */
apr_time_t lic_exchange_clock(void);

#endif
