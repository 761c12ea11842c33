/**
 * @file store/name.h  Names in the order of an account's language: employee.name_key, by which lists are sorted.
 *
 * Whoever writes a name writes its key (base/collation.h) in the same statement. Keys that were made for another locale
 * or by another version of ICU have no place among the others, so all of an account's, or of the database's, change at
 * once. The setting LIC_SETTING_COLLATION says which version has made those that there are.
 */
#ifndef LIC_STORE_NAME_H
#define LIC_STORE_NAME_H

#include "store/db.h"

/** Makes an account's keys anew: part of a change of its locale. Under its lock. */
lic_error_t *lic_name_fill_account(lic_db_t *db, apr_int64_t account, const char *locale, apr_pool_t *scratch);

/** Makes the keys of every account anew. Inside a transaction. */
lic_error_t *lic_name_fill(lic_db_t *db, apr_pool_t *scratch);

/** The same, if another version of ICU has made those that there are; every account is locked then. Inside a
 * transaction. */
lic_error_t *lic_name_refresh(lic_db_t *db, apr_pool_t *scratch);

#endif
