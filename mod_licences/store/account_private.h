/**
 * @file store/account_private.h  The account row, for statements that read it beside others.
 */
#ifndef LIC_STORE_ACCOUNT_PRIVATE_H
#define LIC_STORE_ACCOUNT_PRIVATE_H

#include "core/book.h"
#include "store/row.h"

/** The account of the present row, whose first columns are those of account_by_key. LIC_BUG LIC_ACCOUNT_UNREADABLE. */
lic_error_t *lic_account_read(lic_account_t **account, lic_rows_t *rows, apr_pool_t *p);

/** The same with what account_by_key has beside them, for whoever holds the account. */
lic_error_t *lic_account_read_held(lic_account_t **account, lic_rows_t *rows, apr_pool_t *p);

/** LIC_UNKNOWN "account-unknown". */
lic_error_t *lic_account_unknown(const char *key, apr_pool_t *p);

#endif
