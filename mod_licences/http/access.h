/**
 * @file access.h  Who asks, for which account, with which rights; and Require licences-right.
 *
 * Rights are read from the database on every request (product.md, Who gets in).
 */
#ifndef LIC_HTTP_ACCESS_H
#define LIC_HTTP_ACCESS_H

#include "exchange.h"
#include <mod_auth.h>

/** Finds the user, without the database. LIC_FORBIDDEN "login-missing". */
lic_error_t *lic_access_user(lic_exchange_t *x);

/**
 * Finds user, account and rights; brings the account up to date first when something is due. LIC_FORBIDDEN
 * "login-unknown", "login-ambiguous", LIC_UNKNOWN "account-unknown", or an error of the database.
 */
lic_error_t *lic_access_identify(lic_exchange_t *x);

/** LIC_FORBIDDEN "no-right" (fact: right) unless the resource is open to the caller. A refused change is logged. */
lic_error_t *lic_access_check(lic_exchange_t *x);

extern const authz_provider lic_access_provider;
#define LIC_ACCESS_PROVIDER "licences-right"

/** licences_account and licences_has_right of licences.h */
void lic_access_offer(void);

#endif
