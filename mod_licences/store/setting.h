/**
 * @file store/setting.h  Settings of the whole database: names and values; the catalogue's mark, and the secret.
 */
#ifndef LIC_STORE_SETTING_H
#define LIC_STORE_SETTING_H

#include "base/token.h"
#include "store/db.h"

#define LIC_SETTING_GRACE         "grace-period"    /**< seconds */
#define LIC_SETTING_UNDO          "undo-period"     /**< seconds; "0": Off; unset: LIC_UNDO_PERIOD */
#define LIC_SETTING_CATALOGUE     "catalogue"       /**< lic_catalogue_move */
#define LIC_SETTING_COLLATION     "collation"       /**< what made the keys of names (store/name.h) */
#define LIC_SETTING_EPOCH         "epoch"           /**< lic_epoch_begin */
#define LIC_SETTING_LOGINS        "logins"          /**< portal or account (store/login.h) */
#define LIC_SETTING_SECRET        "secret"          /**< signs tokens */
#define LIC_SETTING_SECRET_BEFORE "secret-previous" /**< still verifies them while the secret is being changed */

lic_error_t *lic_setting_get(const char **value, lic_db_t *db, const char *name, apr_pool_t *p); /**< NULL: unset */
/** Moves the catalogue on, unless the value is the one that it has. */
lic_error_t *lic_setting_set(lic_db_t *db, const char *name, const char *value, apr_pool_t *p);

/**
 * Part of every change to what all accounts share, in the same transaction: pages of every account are others from now
 * on (account->catalogue, which their ETags cover).
 */
lic_error_t *lic_catalogue_move(lic_db_t *db, apr_pool_t *p);

/**
 * Begins a new epoch, in the same transaction: the database was restored from a backup, so that revisions and entries
 * of the log come again that have been handed out for others. ETags hold the epoch, and tokens are signed with a new
 * secret, so none of before matches.
 */
lic_error_t *lic_epoch_begin(lic_db_t *db, apr_pool_t *p);
lic_error_t *lic_secret_missing(apr_pool_t *p); /**< LIC_UNAVAILABLE "schema-missing" */
lic_error_t *lic_secret_load(lic_secret_t *secret, lic_db_t *db, apr_pool_t *p);

#endif
