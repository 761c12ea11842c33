/* core/threshold.c  The low-stock threshold: how few available licences are few, the account's own, and the warning. */
#include "core/threshold.h"

#include <apr_strings.h>

apr_int64_t lic_threshold_of(apr_int64_t purchased, apr_int64_t threshold)
{
    if (purchased <= 0)
        return -1;
    if (threshold >= 0)
        return threshold;
    if (purchased <= 15)
        return 1;
    if (purchased <= 25)
        return 2;
    const apr_int64_t share = purchased <= 99 ? 10 : purchased <= 999 ? 8 : 5; /* per cent */
    return purchased / 100 * share + purchased % 100 * share / 100;
}

int lic_threshold_reached(const lic_position_t *position)
{
    const apr_int64_t left = position->purchased - position->used;
    return (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON) && left >= 0 &&
           left <= lic_threshold_of(position->purchased, position->threshold);
}

static lic_error_t *check_threshold(const lic_change_t *change, const lic_position_t *position, apr_int64_t threshold)
{
    const lic_account_t *account = change->before->account;
    if (!position)
        return lic_error_make(change->pool, LIC_UNKNOWN, "product-unknown", "there is no such product");
    if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
        return lic_error_fact(lic_error_make(change->pool, LIC_REFUSED,
                                             position->kind == LIC_KIND_BUNDLED ? "product-follows" : "product-is-fee",
                                             "%s has no licences of its own that could run out", position->key),
                              "product", position->key);
    if (threshold < -1)
        return lic_error_make(change->pool, LIC_REFUSED, "quantity-not-a-number", "a threshold is 0 or more");
    if (threshold > account->ceiling)
        return lic_error_fact(lic_error_make(change->pool, LIC_REFUSED, "quantity-above-ceiling",
                                             "%" APR_INT64_T_FMT " is above the ceiling, %" APR_INT64_T_FMT, threshold,
                                             account->ceiling),
                              "ceiling", apr_psprintf(change->pool, "%" APR_INT64_T_FMT, account->ceiling));
    return lic_account_check(account, LIC_ACCOUNT_CLOSING, change->pool);
}

static const char *threshold_state(apr_int64_t threshold, apr_pool_t *p)
{
    return threshold < 0 ? "" : apr_psprintf(p, "%" APR_INT64_T_FMT, threshold);
}

lic_error_t *lic_threshold_decide(lic_change_t *change, apr_int64_t product, apr_int64_t threshold)
{
    const lic_position_t *position = lic_book_position(change->after, product);
    LIC_TRY(check_threshold(change, position, threshold));
    if (position->threshold == threshold)
        return NULL;
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_THRESHOLD_SET);
    operation->product = product;
    operation->count = threshold;
    lic_event_subject(lic_change_event(change, LIC_EVENT_SETTING, position->key),
                      apr_pstrcat(change->pool, "account/few/", position->key, NULL), position->name,
                      threshold_state(position->threshold, change->pool), threshold_state(threshold, change->pool));
    return NULL;
}

void lic_threshold_warn(lic_change_t *change)
{
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *was = &change->before->positions[i], *now = &change->after->positions[i];
        const apr_int64_t left = now->purchased - now->used;
        if (!lic_threshold_reached(now) || left >= was->purchased - was->used)
            continue;
        lic_event_t *event = lic_change_event(change, LIC_EVENT_FEW_LEFT, now->key);
        lic_event_subject(event, apr_pstrcat(change->pool, now->key, "/few", NULL), now->name, "", "")->amount = left;
    }
}
