/**
 * @file core/rights.h  What a role may do (product.md, Who gets in).
 */
#ifndef LIC_CORE_RIGHTS_H
#define LIC_CORE_RIGHTS_H

#include "base/error.h"
#include "base/words.h"
#include "core/change.h"

/** Bits, so that a set of rights is an unsigned. */
typedef enum {
    LIC_RIGHT_MY_ACCOUNT = 1,
    LIC_RIGHT_MY_ACCOUNT_VIEW = 2,
    LIC_RIGHT_PARTNER = 4,
    LIC_RIGHT_ROLES = 8,
    LIC_RIGHT_PARTNER_CSV = 16
} lic_right_t;
#define LIC_RIGHTS 5 /**< how many there are */
typedef unsigned lic_rights_t;
extern const lic_word_t lic_right_words[]; /**< my-account my-account-view partner partner-csv roles */

/** my-account includes my-account-view; any one of `need` is enough; need 0 lets everybody in. */
int lic_rights_allow(lic_rights_t held, lic_rights_t need);

/** Whether an employee comes in: the active ones; of a closed account everybody, to read why it is read-only. */
int lic_rights_admit(int active, lic_account_state_t state);

/**
 * The word of the least right in need, for the sentence that says which is missing: my-account-view, my-account,
 * partner, partner-csv, roles; NULL when need is 0.
 */
const char *lic_rights_word(lic_rights_t need);

typedef struct lic_role_t {
    const char *key;
    lic_rights_t rights;
    apr_int64_t members; /**< active employees who hold it */
} lic_role_t;

/**
 * Grants or revokes; nothing is added when it is so already (*changed = 0). Lock-out rule: LIC_REFUSED "last-roles"
 * (fact role) when revoking `roles` would leave no active employee with it; remaining = active holders of `roles`
 * through other roles. A role that no active employee holds can always lose it.
 */
lic_error_t *lic_rights_decide(lic_change_t *change, int *changed, const lic_role_t *role, lic_right_t right, int on,
                               apr_int64_t remaining);

#endif
