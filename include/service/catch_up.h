/**
 * @file service/catch_up.h  Carrying out what is due (product.md, Bring up to date first): the pieces units are made
 * of.
 *
 * lic_catch_up itself is declared in service/unit.h.
 */
#ifndef LIC_SERVICE_CATCH_UP_H
#define LIC_SERVICE_CATCH_UP_H

#include "core/account.h"
#include "store/db.h"

/** The instant that an operation asked for at `now` happens at: whole seconds, and never before the last one written.
 */
apr_time_t lic_catch_up_now(const lic_account_t *account, apr_time_t now);

/** Whether something is due at that instant, by the account row. */
int lic_catch_up_needed(const lic_account_t *account, apr_time_t now);

/** Carries out what is due in transactions of its own on db; adds how many things were to *done (may be NULL). */
lic_error_t *lic_catch_up_on(int *done, lic_db_t *db, const char *account, apr_time_t now, apr_pool_t *p);

/** The same inside the transaction that is open and holds the account: *account is replaced by its row afterwards. */
lic_error_t *lic_catch_up_inside(lic_account_t **account, lic_db_t *db, apr_time_t now, apr_pool_t *p);

/** lic_catch_up, counting what was done. */
lic_error_t *lic_catch_up_count(int *done, lic_db_source_t *from, const char *account, apr_time_t now, apr_pool_t *p);

#endif
