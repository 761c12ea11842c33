/* core/grace.c  Red, and seven days: the n newest beyond what is purchased are marked, nobody else. */
#include "core/grace.h"

#include <apr_strings.h>

/* Logs a mark, which is no change of state: old = new */
static void log_mark(lic_change_t *change, lic_event_t *event, const lic_seat_t *seat, apr_time_t deadline)
{
    const char *object, *state = "active";
    if (seat->assignment) {
        object = apr_psprintf(change->pool, "employee/%" APR_INT64_T_FMT "/%s", seat->employee, event->product);
        state = "assigned";
    } else {
        object = apr_psprintf(change->pool, "employee/%" APR_INT64_T_FMT, seat->employee);
    }
    lic_event_subject(event, object, seat->name, state, state)->deadline = deadline;
}

static void set_mark(lic_change_t *change, const lic_overage_t *overage, const lic_seat_t *seat, apr_time_t deadline)
{
    lic_operation_t *operation =
        lic_change_operation(change, seat->assignment ? LIC_OP_ASSIGNMENT_MARK : LIC_OP_EMPLOYEE_MARK);
    operation->employee = seat->employee;
    operation->assignment = seat->assignment;
    operation->product = overage->product;
    operation->at = deadline;
}

static int is_among(const lic_seat_t *seat, const lic_seat_t *list, int n)
{
    for (int i = 0; i < n; i++)
        if (list[i].employee == seat->employee && list[i].assignment == seat->assignment)
            return 1;
    return 0;
}

static void decide_one_by_one(lic_change_t *change, const lic_overage_t *overage, const char *product)
{
    const apr_time_t deadline = change->now + change->before->grace;
    const int n = overage->beyond <= 0                 ? 0
                  : overage->beyond < overage->nnewest ? (int)overage->beyond
                                                       : overage->nnewest;
    lic_event_t *event = NULL;
    for (int i = 0; i < overage->nmarked; i++) {
        if (is_among(&overage->marked[i], overage->newest, n))
            continue;
        if (!event)
            event = lic_change_event(change, LIC_EVENT_UNMARKED, product);
        set_mark(change, overage, &overage->marked[i], 0);
        log_mark(change, event, &overage->marked[i], 0);
    }
    event = NULL;
    for (int i = 0; i < n; i++) {
        if (overage->newest[i].deadline)
            continue;
        if (!event)
            event = lic_change_event(change, LIC_EVENT_MARKED, product);
        set_mark(change, overage, &overage->newest[i], deadline);
        log_mark(change, event, &overage->newest[i], deadline);
    }
}

static lic_operation_t *range(lic_change_t *change, lic_operation_kind_t kind, const lic_overage_t *overage)
{
    lic_operation_t *operation = lic_change_operation(change, kind);
    operation->product = overage->product;
    operation->boundary = overage->beyond > 0 ? overage->boundary : NULL;
    operation->last_role_admin = overage->last_role_admin;
    return operation;
}

static void decide_by_boundary(lic_change_t *change, const lic_overage_t *overage, const char *product)
{
    if (overage->marked_total > 0) {
        range(change, LIC_OP_UNMARK_WITHIN, overage);
        lic_change_range_event(change, LIC_EVENT_UNMARKED, product);
    }
    if (overage->beyond > 0) {
        range(change, LIC_OP_MARK_BEYOND, overage)->at = change->now + change->before->grace;
        lic_change_range_event(change, LIC_EVENT_MARKED, product);
    }
}

static int group(const lic_seat_t *seat)
{
    return seat->last_role_admin ? 2 : seat->is_protected ? 1 : 0;
}

static int higher_first(apr_int64_t a, apr_int64_t b)
{
    return (a < b) - (a > b);
}

int lic_grace_order(const lic_seat_t *a, const lic_seat_t *b)
{
    if (group(a) != group(b))
        return group(a) - group(b);
    if (a->since != b->since)
        return higher_first(a->since, b->since);
    if (a->created != b->created)
        return higher_first(a->created, b->created);
    return a->assignment != b->assignment ? higher_first(a->assignment, b->assignment)
                                          : higher_first(a->employee, b->employee);
}

void lic_grace_decide(lic_change_t *change, const lic_overage_t *overage)
{
    const lic_position_t *position = lic_book_position(change->after, overage->product);
    if (!position)
        return;
    if (overage->beyond > LIC_OVERAGE_LIST || overage->marked_total > LIC_OVERAGE_LIST)
        decide_by_boundary(change, overage, position->key);
    else
        decide_one_by_one(change, overage, position->key);
}

void lic_grace_deactivate(lic_change_t *change, apr_time_t at)
{
    const lic_position_t *user = lic_book_user(change->after);
    lic_change_operation(change, LIC_OP_DEACTIVATE_DUE)->at = at;
    lic_change_range_event(change, LIC_EVENT_DEACTIVATED, user ? user->key : NULL);
}

void lic_grace_take_back(lic_change_t *change, apr_time_t at)
{
    lic_change_operation(change, LIC_OP_TAKE_BACK_DUE)->at = at;
    lic_change_range_event(change, LIC_EVENT_TAKEN_BACK, NULL);
}

void lic_grace_remind(lic_change_t *change, apr_time_t deadline)
{
    if (change->before->grace <= LIC_REMIND_BEFORE)
        return;
    lic_change_operation(change, LIC_OP_REMIND)->at = deadline;
    lic_change_range_event(change, LIC_EVENT_REMINDED, NULL);
}
