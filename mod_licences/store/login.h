/**
 * @file store/login.h  Whose a log-in is (product.md, Who gets in): the setting `logins`, and who holds which name.
 *
 * Names are compared as they are written, but those that are created are held however they are written: two that
 * differ only in case aren't created. Who was there before that was so has stayed, and may hold nothing.
 */
#ifndef LIC_STORE_LOGIN_H
#define LIC_STORE_LOGIN_H

#include <apr_hash.h>

#include "base/words.h"
#include "store/db.h"

typedef enum {
    LIC_LOGINS_PORTAL, /**< a log-in belongs to one account */
    LIC_LOGINS_ACCOUNT /**< the same may stand in many; the portal says which account is meant */
} lic_logins_t;

extern const lic_word_t lic_logins_words[]; /**< portal, account */

/** The setting alone. */
lic_error_t *lic_login_setting(lic_logins_t *logins, lic_db_t *db, apr_pool_t *p);

/** Within what a log-in can be held once: 0 for everybody, or the account's id. */
apr_int64_t lic_login_scope(lic_logins_t logins, apr_int64_t account);

/** What a log-in is held by: the same for all that differ only in case (or width, or marks that aren't seen). */
const char *lic_login_key(const char *login, apr_pool_t *p);

/** Of n log-ins, the keys that are held where this account may not take them again. As many n as LIC_JSON_ROWS_MAX. */
lic_error_t *lic_login_taken(apr_hash_t **keys, lic_db_t *db, apr_int64_t account, const char *const *logins, int n,
                             apr_pool_t *p);

/**
 * Holds the log-ins of new employees: rows of key and id (store/json_rows.h). LIC_UNAVAILABLE "database-busy" where
 * another account took one at the same moment: a repeat finds it taken.
 */
lic_error_t *lic_login_claim(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch);
/** Gives an employee's log-in back, under the account's lock: somebody else may have it from now on. */
lic_error_t *lic_login_release(lic_db_t *db, apr_int64_t account, apr_int64_t employee, const char *login,
                               apr_pool_t *scratch);

/** A log-in that becomes another. */
typedef struct lic_login_move_t {
    apr_int64_t employee;
    const char *was, *is;
} lic_login_move_t;

/**
 * Lets go of the log-ins that n employees had, and holds their new ones, which nobody may hold; n is at most
 * LIC_JSON_ROWS_MAX. Where the two differ only in case nothing is to do. Errors as of lic_login_claim.
 */
lic_error_t *lic_login_move(lic_db_t *db, apr_int64_t account, const lic_login_move_t *moves, int n,
                            apr_pool_t *scratch);

/**
 * Changes the setting and holds every log-in anew; of several that differ only in case the first one's. Locks every
 * account. LIC_REFUSED "logins-doubled" (facts count, logins) where one would have to belong to two accounts.
 */
lic_error_t *lic_login_change(lic_db_t *db, lic_logins_t logins, apr_pool_t *scratch);

/**
 * What an older database holds, in an upgrade's transaction: log-ins become NFC unless that is a colleague's, the
 * setting portal unless a log-in stands in two accounts, and log-ins are held as after lic_login_change.
 */
lic_error_t *lic_login_fill(lic_db_t *db, apr_pool_t *scratch);

#endif
