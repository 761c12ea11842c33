/**
 * @file http/request/access.h  Who asks, for which account, and with which rights.
 *
 * Rights are read from the database for every request (product.md, Who gets in).
 */
#ifndef LIC_HTTP_ACCESS_H
#define LIC_HTTP_ACCESS_H

#include "http/request/exchange.h"

/** Finds the user, without the database. LIC_FORBIDDEN "login-missing", LIC_INVALID "text-malformed". */
lic_error_t *lic_access_user(lic_exchange_t *x);

/**
 * Finds user, account and rights; brings the account up to date first when something is due. LIC_FORBIDDEN
 * "login-unknown", LIC_UNKNOWN "account-unknown", LIC_UNAVAILABLE "directive-missing", or an error of the database.
 */
lic_error_t *lic_access_identify(lic_exchange_t *x);

/** LIC_FORBIDDEN "no-right" (fact: right) unless the resource is open to the caller. A refused change is logged. */
lic_error_t *lic_access_check(lic_exchange_t *x);

#endif
