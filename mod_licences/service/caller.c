/* service/caller.c  Reads what a caller may do. */
#include "service/caller.h"

#include "store/setting.h"

#define ALL_RIGHTS                                                                                                     \
    (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_PARTNER | LIC_RIGHT_PARTNER_CSV | LIC_RIGHT_ROLES)

static lic_error_t *no_right(const lic_caller_t *caller, int admitted, apr_pool_t *p)
{
    const char *right = lic_rights_word(caller->need);
    lic_error_t *err;
    if (!admitted)
        err = lic_error_make(p, LIC_FORBIDDEN, "no-right", "%s is not an active employee of the account %s",
                             caller->user, caller->account);
    else
        err = lic_error_make(p, LIC_FORBIDDEN, "no-right",
                             "%s lacks the right %s; whoever holds the right roles can give it", caller->user, right);
    lic_error_fact(err, "user", caller->user);
    return right ? lic_error_fact(err, "right", right) : err;
}

lic_error_t *lic_caller_authorise(lic_rights_t *rights, const lic_caller_t *caller, const lic_admission_t *admission,
                                  apr_pool_t *p)
{
    *rights = caller->trusted ? ALL_RIGHTS : admission->rights;
    if (caller->trusted)
        return NULL;
    const int admitted = admission->employee && admission->employee->admitted;
    return admitted && lic_rights_allow(*rights, caller->need) ? NULL : no_right(caller, admitted, p);
}

lic_error_t *lic_caller_secret(lic_secret_t *secret, const lic_caller_t *caller, lic_db_t *db, apr_pool_t *p)
{
    if (!caller->secret)
        return lic_secret_load(secret, db, p);
    *secret = *caller->secret;
    return NULL;
}
