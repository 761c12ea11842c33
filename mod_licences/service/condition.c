/* service/condition.c  Idempotency keys and preconditions. */
#include "service/condition.h"

#include <string.h>

#include <apr_strings.h>

#include "base/token.h"

/* A client may send any text as a key, of any length: its digest fits the column. */
const char *lic_condition_key(const lic_condition_t *condition, const lic_caller_t *caller, apr_pool_t *p)
{
    if (!condition || !condition->key)
        return NULL;
    const char *content = apr_pstrcat(p, caller->user, "\x1f", condition->key, NULL);
    return apr_pstrcat(p, "key:", lic_token_digest(content, strlen(content), p), NULL);
}

/* Why nothing that was sent matches. */
static const char *mismatch(const lic_condition_t *condition, apr_int64_t revision, apr_pool_t *p)
{
    int weak = 0, ours = 0;
    for (int i = 0; i < condition->nalso; i++) {
        weak |= condition->also[i] == LIC_CONDITION_WEAK;
        ours |= condition->also[i] >= 0;
    }
    if (weak)
        return "a weak tag (W/) in If-Match never matches (RFC 9110, 13.1.1); send a strong ETag, without W/";
    if (condition->if_match == LIC_CONDITION_NEVER && !ours)
        return "no tag in If-Match is one of ours: they begin with the account's revision, and stand in quotes";
    return apr_psprintf(p, "the account has changed: it is at revision %" APR_INT64_T_FMT, revision);
}

lic_error_t *lic_condition_check(const lic_condition_t *condition, apr_int64_t revision, apr_pool_t *p)
{
    if (!condition || condition->if_match == -1 || condition->if_match == revision)
        return NULL;
    for (int i = 0; i < condition->nalso; i++)
        if (condition->also[i] == revision)
            return NULL;
    return lic_error_fact(
        lic_error_make(p, LIC_CONFLICT, "precondition-failed", "%s", mismatch(condition, revision, p)), "revision",
        apr_psprintf(p, "%" APR_INT64_T_FMT, revision));
}
