/**
 * @file store/audit.h  The "always true" list of product.md: sql/audit.sql has a query per invariant, any row is a
 * breach.
 */
#ifndef LIC_STORE_AUDIT_H
#define LIC_STORE_AUDIT_H

#include "store/db.h"

/** The names of the invariants, in the order that they are checked in: product.md's number, then what it is about. */
int lic_audit_invariants(void);
const char *lic_audit_invariant(int index);

typedef void lic_audit_fn(void *baton, const char *invariant, const char *account, const char *what);

/** account 0: all. Calls fn for each breach (at most 100 per invariant); *breaches counts them. */
lic_error_t *lic_audit_run(apr_int64_t *breaches, lic_db_t *db, apr_int64_t account, apr_time_t now, lic_audit_fn *fn,
                           void *baton, apr_pool_t *p);

/** The same of the accounts whose ids are from … to: a few dozen cost little more than one. */
lic_error_t *lic_audit_range(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, apr_time_t now,
                             lic_audit_fn *fn, void *baton, apr_pool_t *p);

#endif
