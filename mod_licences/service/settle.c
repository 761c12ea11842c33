#include "service/settle.h"

#include "core/grace.h"
#include "store/account.h"
#include "store/apply.h"
#include "store/staff.h"

static apr_int64_t beyond(const lic_position_t *position)
{
    return position->used > position->purchased ? position->used - position->purchased : 0;
}

/* Marks follow from purchased, used and the holders' order, which only operations change. */
static int may_mark(const lic_change_t *change, int i)
{
    const lic_position_t *was = &change->before->positions[i], *now = &change->after->positions[i];
    if (now->kind != LIC_KIND_USER && now->kind != LIC_KIND_ADDON)
        return 0;
    if (!beyond(was) && !beyond(now))
        return 0;
    return change->parts || change->operations->nelts || was->used != now->used || was->purchased != now->purchased;
}

static apr_time_t newly_marked_until(const lic_change_t *marks)
{
    for (int i = 0; i < marks->operations->nelts; i++) {
        const lic_operation_t *operation = &APR_ARRAY_IDX(marks->operations, i, lic_operation_t);
        if (operation->at && (operation->kind == LIC_OP_EMPLOYEE_MARK || operation->kind == LIC_OP_ASSIGNMENT_MARK ||
                              operation->kind == LIC_OP_MARK_BEYOND))
            return operation->at;
    }
    return 0;
}

/* A change of its own, as it starts from what the first one left: range operations alter `used` when applied. */
static lic_error_t *mark(lic_change_t **marks, lic_db_t *db, const lic_change_t *change, apr_pool_t *p)
{
    *marks = lic_change_make(change->after, change->now, change->actor, change->actor_email, p);
    for (int i = 0; i < change->after->npositions; i++) {
        if (!may_mark(change, i))
            continue;
        lic_crowd_t crowd;
        LIC_TRY(lic_staff_crowd(&crowd, db, change->after->account->id, &change->after->positions[i], p));
        lic_grace_decide(*marks, &crowd);
    }
    return lic_change_is_empty(*marks) ? NULL : lic_change_apply(db, *marks, p);
}

lic_error_t *lic_settle(lic_settled_t *settled, lic_db_t *db, lic_change_t *change, apr_pool_t *p)
{
    lic_change_t *marks;
    lic_grace_warn(change);
    LIC_TRY(lic_change_apply(db, change, p));
    LIC_TRY(mark(&marks, db, change, p));
    lic_account_t *account = marks->after->account;
    LIC_TRY(lic_deadlines_load(&settled->deadlines, db, account, p));
    account->next_due = lic_agenda_when(account, &settled->deadlines);
    settled->next_due = account->next_due;
    settled->marked_until = newly_marked_until(marks);
    return lic_account_save(db, account, p);
}
