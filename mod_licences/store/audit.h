/**
 * @file store/audit.h  The "always true" list of product.md: sql/audit.sql has a query per invariant, any row is a
 * breach.
 */
#ifndef LIC_STORE_AUDIT_H
#define LIC_STORE_AUDIT_H

#include "store/db.h"

typedef void lic_audit_fn(void *baton, const char *invariant, const char *account, const char *what);

/** account 0: all. Calls fn for each breach (at most 100 per invariant); *breaches counts them. */
lic_error_t *lic_audit_run(apr_int64_t *breaches, lic_db_t *db, apr_int64_t account, apr_time_t now, lic_audit_fn *fn,
                           void *baton, apr_pool_t *p);

/** The same of the accounts whose ids are from … to: a few dozen cost little more than one. */
lic_error_t *lic_audit_range(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, apr_time_t now,
                             lic_audit_fn *fn, void *baton, apr_pool_t *p);

#define LIC_AUDIT_TEXTS "texts-can-be-shown"

/** Adds to *breaches the log entries and employees of these accounts that hold what XML can't (base/text.h). */
lic_error_t *lic_audit_texts(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                             void *baton, apr_pool_t *p);

#define LIC_AUDIT_ACCOUNTS "settings-are-known"

/** Adds to *breaches those of these accounts whose time zone, currency or state isn't known, so that they can't be
 * read.
 */
lic_error_t *lic_audit_accounts(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                                void *baton, apr_pool_t *p);

#define LIC_AUDIT_LOGINS "employees-have-claims"

/** Adds to *breaches those employees of these accounts whose log-in isn't claimed, so that somebody else could get it.
 */
lic_error_t *lic_audit_logins(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                              void *baton, apr_pool_t *p);

#endif
