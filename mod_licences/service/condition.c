#include "service/condition.h"

#include <string.h>

#include <apr_strings.h>

/* Any text of a client's: stored as a digest */
const char *lic_condition_key(const lic_condition_t *condition, const lic_caller_t *caller, apr_pool_t *p)
{
    if (!condition || !condition->key)
        return NULL;
    const char *content = apr_pstrcat(p, caller->user, "\x1f", condition->key, NULL);
    return apr_pstrcat(p, "key:", lic_token_digest(content, strlen(content), p), NULL);
}

lic_error_t *lic_condition_check(const lic_condition_t *condition, apr_int64_t revision, apr_pool_t *p)
{
    if (!condition || condition->if_match == -1 || condition->if_match == revision)
        return NULL;
    for (int i = 0; i < condition->nalso; i++)
        if (condition->also[i] == revision)
            return NULL;
    return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "precondition-failed",
                                         "the account has changed: it is at revision %lld", (long long)revision),
                          "revision", apr_psprintf(p, "%" APR_INT64_T_FMT, revision));
}
