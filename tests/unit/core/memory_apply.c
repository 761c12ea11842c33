/* memory_apply.c  What the store's apply does with a change, and what a unit does after it: marks. */
#include "memory.h"
#include "marking.h"

#include <apr_strings.h>

static lic_seat_t *holders_of(const memory_t *memory, apr_int64_t product, int *n)
{
    const apr_int64_t last_role_admin = memory_last_role_admin(memory);
    const int most = memory->employees->nelts + memory->seats->nelts;
    lic_seat_t *list = apr_pcalloc(memory->pool, sizeof(*list) * (apr_size_t)(most + 1));
    *n = 0;
    for (int id = 1; product == STANDARD && id <= memory->employees->nelts; id++) {
        const lic_employee_t *e = &memory_employee(memory, id)->facts;
        if (e->active && !e->service)
            list[(*n)++] = (lic_seat_t){.employee = id,
                                        .name = e->name,
                                        .login = e->login,
                                        .is_protected = e->is_protected,
                                        .last_role_admin = id == last_role_admin,
                                        .since = e->activated,
                                        .created = e->created,
                                        .deadline = e->deadline};
    }
    for (int i = 0; product != STANDARD && i < memory->seats->nelts; i++) {
        const lic_assignment_t *a = &memory_seat(memory, i + 1)->facts;
        if (!a->id || a->product != product || !memory_employee(memory, a->employee)->facts.active)
            continue;
        const lic_employee_t *e = &memory_employee(memory, a->employee)->facts;
        list[(*n)++] = (lic_seat_t){.employee = e->id,
                                    .assignment = a->id,
                                    .name = e->name,
                                    .since = a->since,
                                    .is_protected = e->is_protected,
                                    .last_role_admin = e->id == last_role_admin,
                                    .deadline = a->deadline};
    }
    return list;
}

static memory_entry_t *journal(memory_t *memory, const lic_change_t *change, lic_event_kind_t kind)
{
    memory_entry_t *entry = apr_array_push(memory->journal);
    *entry = (memory_entry_t){.kind = kind, .event = memory->nevents, .at = change->now, .actor = change->actor};
    return entry;
}

/* Rows of a range operation: subjects that the event of that operation will show */
static void range_row(memory_t *memory, apr_array_header_t *rows, apr_int64_t employee, const char *product,
                      const char *old_state, const char *new_state, apr_time_t deadline)
{
    APR_ARRAY_PUSH(rows, lic_subject_t) =
        (lic_subject_t){.object = apr_psprintf(memory->pool, "employee/%d%s%s", (int)employee, product ? "/" : "",
                                               product ? product : ""),
                        .name = memory_employee(memory, employee)->facts.name,
                        .old_state = old_state,
                        .new_state = new_state,
                        .deadline = deadline};
}

static void seats_count(memory_t *memory, apr_int64_t employee, apr_time_t at, int on)
{
    for (int i = 0; i < memory->seats->nelts; i++) {
        lic_assignment_t *a = &memory_seat(memory, i + 1)->facts;
        if (!a->id || a->employee != employee)
            continue;
        a->deadline = 0;
        if (on)
            a->since = at;
    }
}

static void deactivate(memory_t *memory, apr_int64_t employee)
{
    lic_employee_t *e = &memory_employee(memory, employee)->facts;
    e->active = 0;
    e->deadline = 0;
    seats_count(memory, employee, 0, 0);
}

static void set_mark(memory_t *memory, const lic_seat_t *seat, apr_time_t deadline)
{
    if (!seat->assignment)
        memory_employee(memory, seat->employee)->facts.deadline = deadline;
    else
        memory_seat(memory, seat->assignment)->facts.deadline = deadline;
}

static void range_marks(memory_t *memory, const lic_operation_t *op, apr_array_header_t *rows)
{
    const char *key = op->product == STANDARD ? NULL : memory_position(memory, op->product)->key;
    const char *state = key ? "assigned" : "active";
    int n;
    lic_seat_t *list = holders_of(memory, op->product, &n);
    for (int i = 0; i < n; i++) {
        const int beyond = op->boundary && marking_compare(&list[i], op->boundary) <= 0;
        const int mark = op->kind == LIC_OP_MARK_BEYOND;
        if (beyond != mark || !!list[i].deadline == mark)
            continue;
        set_mark(memory, &list[i], mark ? op->at : 0);
        range_row(memory, rows, list[i].employee, key, state, state, mark ? op->at : 0);
    }
}

static void recount(memory_t *memory)
{
    for (int product = STANDARD; product <= PRODUCTS; product++) {
        lic_position_t *position = memory_position(memory, product);
        int n;
        holders_of(memory, product, &n);
        if (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON)
            position->used = n;
    }
    lic_book_sync_used(memory->book);
}

static void range_employees(memory_t *memory, const lic_operation_t *op, apr_array_header_t *rows)
{
    for (int id = 1; id <= memory->employees->nelts; id++) {
        const lic_employee_t *e = &memory_employee(memory, id)->facts;
        const int due = e->deadline && e->deadline <= op->at;
        if (!e->active || !(op->kind == LIC_OP_DEACTIVATE_ALL || due))
            continue;
        deactivate(memory, id);
        range_row(memory, rows, id, NULL, "active", "inactive", 0);
    }
    recount(memory);
}

static void range_seats(memory_t *memory, const lic_operation_t *op, apr_array_header_t *rows)
{
    for (int i = 0; i < memory->seats->nelts; i++) {
        lic_assignment_t *a = &memory_seat(memory, i + 1)->facts;
        if (!a->id || !a->deadline || a->deadline > op->at)
            continue;
        range_row(memory, rows, a->employee, memory_position(memory, a->product)->key, "assigned", "", 0);
        a->id = 0;
    }
    recount(memory);
}

static void range_remind(memory_t *memory, const lic_operation_t *op, apr_array_header_t *rows)
{
    for (int id = 1; id <= memory->employees->nelts; id++)
        if (memory_employee(memory, id)->facts.deadline == op->at)
            range_row(memory, rows, id, NULL, "active", "active", op->at);
    for (int i = 0; i < memory->seats->nelts; i++) {
        const lic_assignment_t *a = &memory_seat(memory, i + 1)->facts;
        if (a->id && a->deadline == op->at)
            range_row(memory, rows, a->employee, memory_position(memory, a->product)->key, "assigned", "assigned",
                      op->at);
    }
}

static void add_seat(memory_t *memory, const lic_operation_t *op)
{
    assert_int_equal(op->assignment, memory->seats->nelts + 1);
    APR_ARRAY_PUSH(memory->seats, memory_seat_t) = (memory_seat_t){.facts = {.id = op->assignment,
                                                                             .employee = op->employee,
                                                                             .product = op->product,
                                                                             .assigned = op->at,
                                                                             .since = op->at}};
}

static void operate_on_employee(memory_t *memory, const lic_operation_t *op)
{
    lic_employee_t *e = &memory_employee(memory, op->employee)->facts;
    switch (op->kind) {
    case LIC_OP_EMPLOYEE_ACTIVATE:
        e->active = 1;
        e->activated = op->at;
        seats_count(memory, op->employee, op->at, 1);
        break;
    case LIC_OP_EMPLOYEE_DEACTIVATE:
        deactivate(memory, op->employee);
        break;
    case LIC_OP_EMPLOYEE_EDIT:
        e->name = op->details->name;
        e->initials = op->details->initials;
        e->email = op->details->email;
        break;
    case LIC_OP_EMPLOYEE_RENAME:
        e->login = op->details->login;
        e->external = op->details->external;
        break;
    case LIC_OP_EMPLOYEE_PROTECT:
        e->is_protected = op->on;
        break;
    case LIC_OP_EMPLOYEE_MARK:
        e->deadline = op->at;
        break;
    case LIC_OP_EMPLOYEE_ROLE:
        memory_employee(memory, op->employee)->holds_roles = op->on && !strcmp(op->role, "admin");
        break;
    default:
        fail_msg("operation %d is not of a person", op->kind);
    }
}

static void operate(memory_t *memory, const lic_operation_t *op, apr_array_header_t *rows)
{
    switch (op->kind) {
    case LIC_OP_EMPLOYEE_ADD:
        assert_int_equal(op->details->id, memory->employees->nelts + 1);
        APR_ARRAY_PUSH(memory->employees, memory_employee_t) = (memory_employee_t){.facts = *op->details};
        break;
    case LIC_OP_THRESHOLD_SET:
        memory_position(memory, op->product)->threshold = op->count;
        break;
    case LIC_OP_PLAN_DROP:
    case LIC_OP_PLAN_PUT:
    case LIC_OP_PLAN_WAIT:
        memory_apply_plan(memory, op);
        break;
    case LIC_OP_ASSIGN:
        add_seat(memory, op);
        break;
    case LIC_OP_UNASSIGN:
        memory_seat(memory, op->assignment)->facts.id = 0;
        break;
    case LIC_OP_ASSIGNMENT_MARK:
        memory_seat(memory, op->assignment)->facts.deadline = op->at;
        break;
    case LIC_OP_MARK_BEYOND:
    case LIC_OP_UNMARK_WITHIN:
        range_marks(memory, op, rows);
        break;
    case LIC_OP_DEACTIVATE_DUE:
    case LIC_OP_DEACTIVATE_ALL:
        range_employees(memory, op, rows);
        break;
    case LIC_OP_TAKE_BACK_DUE:
        range_seats(memory, op, rows);
        break;
    case LIC_OP_REMIND:
        range_remind(memory, op, rows);
        break;
    default:
        operate_on_employee(memory, op);
    }
}

void memory_apply(memory_t *memory, lic_change_t *change)
{
    memory->book = change->after;
    apr_array_header_t **rows = apr_pcalloc(memory->pool, sizeof(*rows) * (apr_size_t)(change->operations->nelts + 1));
    for (int i = 0; i < change->operations->nelts; i++) {
        rows[i] = apr_array_make(memory->pool, 1, sizeof(lic_subject_t));
        operate(memory, &APR_ARRAY_IDX(change->operations, i, lic_operation_t), rows[i]);
    }
    apr_array_cat(memory->invoices, change->invoices);
    for (int i = 0; i < change->events->nelts; i++) {
        const lic_event_t *event = APR_ARRAY_IDX(change->events, i, lic_event_t *);
        const apr_array_header_t *subjects = event->range < 0 ? event->subjects : rows[event->range];
        memory->nevents++;
        for (int j = 0; j < subjects->nelts; j++)
            journal(memory, change, event->kind)->subject = APR_ARRAY_IDX(subjects, j, lic_subject_t);
    }
}

/* --- marks ---------------------------------------------------------------------------------------- */

static int in_order(const void *a, const void *b)
{
    return marking_compare(a, b);
}

static void decide_marks(memory_t *memory, lic_change_t *change, apr_int64_t product)
{
    lic_position_t *position = memory_position(memory, product);
    int n;
    lic_seat_t *list = holders_of(memory, product, &n);
    qsort(list, (size_t)n, sizeof(*list), in_order);
    lic_overage_t overage = {.product = product,
                             .beyond = position->used - position->purchased,
                             .last_role_admin = memory_last_role_admin(memory)};
    lic_seat_t *marked = apr_pcalloc(memory->pool, sizeof(*marked) * (apr_size_t)(n + 1));
    for (int i = 0; i < n; i++)
        if (list[i].deadline)
            marked[overage.marked_total++] = list[i];
    if (overage.beyond > LIC_OVERAGE_LIST || overage.marked_total > LIC_OVERAGE_LIST) {
        overage.boundary = overage.beyond > 0 ? &list[overage.beyond - 1] : NULL;
    } else {
        overage.newest = list;
        overage.nnewest = overage.beyond > 0 ? (int)overage.beyond : 0;
        overage.marked = marked;
        overage.nmarked = (int)overage.marked_total;
    }
    lic_grace_decide(change, &overage);
}

void memory_settle(memory_t *memory, lic_change_t *change)
{
    memory_check_block(memory, change);
    assert_null(lic_policy_buy(change));
    memory_outdo(memory, change);
    lic_threshold_warn(change);
    memory_apply(memory, change);
    memory_admit(memory, change);
    lic_change_t *marks = lic_change_make(memory->book, change->now, change->actor, NULL, memory->pool);
    decide_marks(memory, marks, STANDARD);
    decide_marks(memory, marks, CRM);
    decide_marks(memory, marks, OUTLOOK);
    memory_apply(memory, marks);
    memory_expect(memory, change->now);
}

static void earliest(apr_time_t *which, apr_time_t deadline, apr_time_t after)
{
    if (deadline > after && (!*which || deadline < *which))
        *which = deadline;
}

static void load_deadlines(lic_deadlines_t *deadlines, const memory_t *memory)
{
    const apr_time_t remind_after = memory->book->account->told_until + LIC_REMIND_BEFORE;
    *deadlines = (lic_deadlines_t){.plan_on = memory_plan_on(memory)};
    for (int id = 1; id <= memory->employees->nelts; id++) {
        earliest(&deadlines->employee, memory_employee(memory, id)->facts.deadline, 0);
        earliest(&deadlines->unreminded, memory_employee(memory, id)->facts.deadline, remind_after);
    }
    for (int i = 0; i < memory->seats->nelts; i++) {
        if (!memory_seat(memory, i + 1)->facts.id)
            continue;
        earliest(&deadlines->assignment, memory_seat(memory, i + 1)->facts.deadline, 0);
        earliest(&deadlines->unreminded, memory_seat(memory, i + 1)->facts.deadline, remind_after);
    }
}

void memory_catch_up(memory_t *memory, apr_time_t now)
{
    for (;;) {
        lic_deadlines_t deadlines;
        lic_due_t due;
        load_deadlines(&deadlines, memory);
        if (!lic_agenda_next(&due, memory->book->account, &deadlines, now))
            return;
        assert_true(lic_agenda_when(memory->book->account, &deadlines) == due.at);
        if (due.kind == LIC_DUE_PLAN)
            due.plans = memory_plans_due(memory, deadlines.plan_on);
        lic_change_t *change = lic_change_make(memory->book, due.at, "system", NULL, memory->pool);
        assert_null(lic_agenda_decide(change, &due));
        memory_settle(memory, change);
    }
}
