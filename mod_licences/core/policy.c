/* core/policy.c  What happens when no licence is free: refused, bought, or allowed and marked. */
#include "core/policy.h"

#include <apr_strings.h>

#include "core/limits.h"

static int is_counted(const lic_position_t *position)
{
    return position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON;
}

const char *lic_policy_state(const lic_position_t *position, apr_pool_t *p)
{
    const char *word = lic_word_of(lic_policy_words, (int)position->policy);
    if (position->policy != LIC_POLICY_BUY || position->cap == LIC_POLICY_NO_CAP)
        return word;
    return apr_psprintf(p, "%s %" APR_INT64_T_FMT, word, position->cap);
}

static lic_error_t *check(const lic_book_t *book, const lic_position_t *position, lic_policy_t policy, apr_int64_t cap,
                          apr_pool_t *p)
{
    LIC_TRY(lic_account_check(book->account, LIC_ACCOUNT_CLOSING, p));
    if (!is_counted(position))
        return lic_error_fact(lic_error_make(p, LIC_REFUSED,
                                             position->kind == LIC_KIND_BUNDLED ? "product-follows" : "product-is-fee",
                                             "%s has no licences of its own that could run out", position->name),
                              "product", position->name);
    if (policy == LIC_POLICY_BUY && cap > lic_account_ceiling(book->account)) {
        const char *ceiling = apr_psprintf(p, "%" APR_INT64_T_FMT, lic_account_ceiling(book->account));
        return lic_error_fact(lic_error_make(p, LIC_REFUSED, "quantity-above-ceiling",
                                             "at most %s licences can be bought here; for more, write to support",
                                             ceiling),
                              "ceiling", ceiling);
    }
    return NULL;
}

lic_error_t *lic_policy_decide(lic_change_t *change, apr_int64_t product, lic_policy_t policy, apr_int64_t cap)
{
    lic_position_t *position = lic_book_position(change->after, product);
    if (!position)
        return lic_error_make(change->pool, LIC_UNKNOWN, "product-unknown", "there is no such product");
    LIC_TRY(check(change->after, position, policy, cap, change->pool));
    if (policy != LIC_POLICY_BUY)
        cap = LIC_POLICY_NO_CAP;
    if (position->policy == policy && position->cap == cap)
        return NULL;
    const char *old = lic_policy_state(position, change->pool);
    position->policy = policy;
    position->cap = cap;
    lic_event_subject(lic_change_event(change, LIC_EVENT_POLICY, position->key),
                      apr_pstrcat(change->pool, position->key, "/policy", NULL), position->name, old,
                      lic_policy_state(position, change->pool));
    return NULL;
}

int lic_policy_blocks(const lic_position_t *position)
{
    return position->policy == LIC_POLICY_BLOCK && position->used >= position->purchased;
}

lic_error_t *lic_policy_refuse(const lic_position_t *position, apr_int64_t available, apr_pool_t *p)
{
    const char *free = apr_psprintf(p, "%" APR_INT64_T_FMT, available > 0 ? available : 0);
    lic_error_t *err = lic_error_make(p, LIC_REFUSED, "no-licence-free",
                                      "%s: %s licences are free, and here nobody gets one that isn't: free or buy one "
                                      "first",
                                      position->name, available > 0 ? free : "no");
    err = lic_error_fact(lic_error_fact(err, "product", position->name), "module", position->key);
    return lic_error_fact(err, "free", free);
}

lic_error_t *lic_policy_check(const lic_change_t *change)
{
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *now = &change->after->positions[i], *was = &change->before->positions[i];
        if (now->policy == LIC_POLICY_BLOCK && now->taken > 0 && now->used > now->purchased)
            return lic_policy_refuse(now, was->purchased - was->used, change->pool);
    }
    return NULL;
}

apr_int64_t lic_policy_total(const lic_position_t *position, apr_int64_t used)
{
    return position->cap != LIC_POLICY_NO_CAP && position->cap < used ? position->cap : used;
}
