/* core/grace.c  Red, and seven days: the n newest beyond what is purchased are marked, nobody else. */
#include "core/grace.h"

#include <apr_strings.h>

static int group(const lic_holder_t *holder)
{
    return holder->keeper ? 2 : holder->is_protected ? 1 : 0;
}

static int later_first(apr_int64_t a, apr_int64_t b)
{
    return a > b ? -1 : a < b ? 1 : 0;
}

int lic_grace_compare(const lic_holder_t *a, const lic_holder_t *b)
{
    int order = 0;
    if (a->assignment || b->assignment) {
        order = later_first(a->since, b->since);
        return order ? order : later_first(a->assignment, b->assignment);
    }
    order = group(a) - group(b);
    if (!order)
        order = later_first(a->since, b->since);
    if (!order)
        order = later_first(a->created, b->created);
    return order ? order : later_first(a->employee, b->employee);
}

/* Logs a mark, which is no change of state: old = new */
static void log_mark(lic_change_t *change, lic_event_t *event, const lic_holder_t *holder, apr_time_t deadline)
{
    const char *object, *state = "active";
    if (holder->assignment) {
        object = apr_psprintf(change->pool, "employee/%" APR_INT64_T_FMT "/%s", holder->employee, event->product);
        state = "assigned";
    } else {
        object = apr_psprintf(change->pool, "employee/%" APR_INT64_T_FMT, holder->employee);
    }
    lic_event_subject(event, object, holder->name, state, state)->deadline = deadline;
}

static void set_mark(lic_change_t *change, const lic_crowd_t *crowd, const lic_holder_t *holder, apr_time_t deadline)
{
    lic_operation_t *operation =
        lic_change_operation(change, holder->assignment ? LIC_OP_ASSIGNMENT_MARK : LIC_OP_EMPLOYEE_MARK);
    operation->employee = holder->employee;
    operation->assignment = holder->assignment;
    operation->product = crowd->product;
    operation->at = deadline;
}

static int is_among(const lic_holder_t *holder, const lic_holder_t *list, int n)
{
    for (int i = 0; i < n; i++)
        if (list[i].employee == holder->employee && list[i].assignment == holder->assignment)
            return 1;
    return 0;
}

static void decide_one_by_one(lic_change_t *change, const lic_crowd_t *crowd, const char *product)
{
    const apr_time_t deadline = change->now + change->before->grace;
    const int n = crowd->beyond <= 0 ? 0 : crowd->beyond < crowd->nnewest ? (int)crowd->beyond : crowd->nnewest;
    lic_event_t *event = NULL;
    for (int i = 0; i < crowd->nmarked; i++) {
        if (is_among(&crowd->marked[i], crowd->newest, n))
            continue;
        if (!event)
            event = lic_change_event(change, LIC_EVENT_UNMARKED, product);
        set_mark(change, crowd, &crowd->marked[i], 0);
        log_mark(change, event, &crowd->marked[i], 0);
    }
    event = NULL;
    for (int i = 0; i < n; i++) {
        if (crowd->newest[i].deadline)
            continue;
        if (!event)
            event = lic_change_event(change, LIC_EVENT_MARKED, product);
        set_mark(change, crowd, &crowd->newest[i], deadline);
        log_mark(change, event, &crowd->newest[i], deadline);
    }
}

static lic_operation_t *range(lic_change_t *change, lic_operation_kind_t kind, const lic_crowd_t *crowd)
{
    lic_operation_t *operation = lic_change_operation(change, kind);
    operation->product = crowd->product;
    operation->boundary = crowd->beyond > 0 ? crowd->boundary : NULL;
    operation->keeper = crowd->keeper;
    return operation;
}

static void decide_by_boundary(lic_change_t *change, const lic_crowd_t *crowd, const char *product)
{
    if (crowd->marked_total > 0) {
        range(change, LIC_OP_UNMARK_WITHIN, crowd);
        lic_change_range_event(change, LIC_EVENT_UNMARKED, product);
    }
    if (crowd->beyond > 0) {
        range(change, LIC_OP_MARK_BEYOND, crowd)->at = change->now + change->before->grace;
        lic_change_range_event(change, LIC_EVENT_MARKED, product);
    }
}

void lic_grace_decide(lic_change_t *change, const lic_crowd_t *crowd)
{
    const lic_position_t *position = lic_book_position(change->after, crowd->product);
    if (!position)
        return;
    if (crowd->beyond > LIC_CROWD_LIST || crowd->marked_total > LIC_CROWD_LIST)
        decide_by_boundary(change, crowd, position->key);
    else
        decide_one_by_one(change, crowd, position->key);
}

void lic_grace_due(lic_change_t *change, lic_due_kind_t kind, apr_time_t at)
{
    const lic_position_t *user = lic_book_user(change->after);
    if (kind == LIC_DUE_DEACTIVATION) {
        lic_change_operation(change, LIC_OP_DEACTIVATE_DUE)->at = at;
        lic_change_range_event(change, LIC_EVENT_DEACTIVATED, user ? user->key : NULL);
    } else if (kind == LIC_DUE_TAKING_BACK) {
        lic_change_operation(change, LIC_OP_TAKE_BACK_DUE)->at = at;
        lic_change_range_event(change, LIC_EVENT_TAKEN_BACK, NULL);
    } else if (kind == LIC_DUE_REMINDER && change->before->grace > LIC_REMIND_BEFORE) {
        lic_change_operation(change, LIC_OP_REMIND)->at = at + LIC_REMIND_BEFORE;
        lic_change_range_event(change, LIC_EVENT_REMINDED, NULL);
    }
}

apr_int64_t lic_grace_few(apr_int64_t purchased, apr_int64_t few)
{
    if (purchased <= 0)
        return -1;
    if (few >= 0)
        return few;
    if (purchased <= 15)
        return 1;
    if (purchased <= 25)
        return 2;
    const apr_int64_t share = purchased <= 99 ? 10 : purchased <= 999 ? 8 : 5; /* per cent */
    return purchased / 100 * share + purchased % 100 * share / 100;
}

int lic_grace_is_few(const lic_position_t *position)
{
    const apr_int64_t left = position->purchased - position->used;
    return (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON) && left >= 0 &&
           left <= lic_grace_few(position->purchased, position->few);
}

static lic_error_t *check_few(const lic_change_t *change, const lic_position_t *position, apr_int64_t few)
{
    const lic_account_t *account = change->before->account;
    if (!position)
        return lic_error_make(change->pool, LIC_UNKNOWN, "product-unknown", "there is no such product");
    if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
        return lic_error_fact(lic_error_make(change->pool, LIC_REFUSED,
                                             position->kind == LIC_KIND_BUNDLED ? "product-follows" : "product-is-fee",
                                             "%s has no licences of its own that could run out", position->key),
                              "product", position->key);
    if (few < -1)
        return lic_error_make(change->pool, LIC_REFUSED, "quantity-not-a-number", "a threshold is 0 or more");
    if (few > account->ceiling)
        return lic_error_fact(lic_error_make(change->pool, LIC_REFUSED, "quantity-above-ceiling",
                                             "%" APR_INT64_T_FMT " is above the ceiling, %" APR_INT64_T_FMT, few,
                                             account->ceiling),
                              "ceiling", apr_psprintf(change->pool, "%" APR_INT64_T_FMT, account->ceiling));
    return lic_account_check(account, LIC_ACCOUNT_CLOSING, change->pool);
}

static const char *few_state(apr_int64_t few, apr_pool_t *p)
{
    return few < 0 ? "" : apr_psprintf(p, "%" APR_INT64_T_FMT, few);
}

lic_error_t *lic_grace_decide_few(lic_change_t *change, apr_int64_t product, apr_int64_t few)
{
    const lic_position_t *position = lic_book_position(change->after, product);
    LIC_TRY(check_few(change, position, few));
    if (position->few == few)
        return NULL;
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_FEW_SET);
    operation->product = product;
    operation->count = few;
    lic_event_subject(lic_change_event(change, LIC_EVENT_SETTING, position->key),
                      apr_pstrcat(change->pool, "account/few/", position->key, NULL), position->name,
                      few_state(position->few, change->pool), few_state(few, change->pool));
    return NULL;
}

void lic_grace_warn(lic_change_t *change)
{
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *was = &change->before->positions[i], *now = &change->after->positions[i];
        const apr_int64_t left = now->purchased - now->used;
        if (!lic_grace_is_few(now) || left >= was->purchased - was->used)
            continue;
        lic_event_t *event = lic_change_event(change, LIC_EVENT_FEW_LEFT, now->key);
        lic_event_subject(event, apr_pstrcat(change->pool, now->key, "/few", NULL), now->name, "", "")->amount = left;
    }
}
