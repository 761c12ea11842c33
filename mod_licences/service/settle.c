/* service/settle.c  Applies a change, then marks and unmarks, and saves when something is due next. */
#include "service/settle.h"

#include "core/grace.h"
#include "core/plan_due.h"
#include "core/policy_buy.h"
#include "core/threshold.h"
#include "service/planned.h"
#include "store/account.h"
#include "store/apply/apply.h"
#include "store/overage.h"

static apr_int64_t beyond(const lic_position_t *position)
{
    return position->used > position->purchased ? position->used - position->purchased : 0;
}

static int moves_seats(const lic_change_t *change)
{
    return change->parts || change->operations->nelts;
}

/* Whether marks may have to move. They depend on purchased, on used, and on the order of seats, which only operations
 * change. admitted: the change that let those in who waited, NULL: nobody did. */
static int may_mark(const lic_change_t *change, const lic_change_t *admitted, int i)
{
    const lic_position_t *was = &change->before->positions[i],
                         *now = &(admitted ? admitted : change)->after->positions[i];
    if (now->kind != LIC_KIND_USER && now->kind != LIC_KIND_ADDON)
        return 0;
    if (!beyond(was) && !beyond(now))
        return 0;
    return moves_seats(change) || admitted || was->used != now->used || was->purchased != now->purchased;
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

/* Marks are a second change, made when the first has been applied: range operations set `used` only then. */
static lic_error_t *mark(lic_change_t **marks, lic_db_t *db, const lic_change_t *change, const lic_change_t *admitted,
                         apr_pool_t *p)
{
    const lic_book_t *book = (admitted ? admitted : change)->after;
    *marks = lic_change_make(book, change->now, change->actor, change->actor_email, p);
    (*marks)->actor_locale = change->actor_locale;
    for (int i = 0; i < book->npositions; i++) {
        if (!may_mark(change, admitted, i))
            continue;
        lic_overage_t overage;
        LIC_TRY(lic_overage_load(&overage, db, book->account->id, &book->positions[i], p));
        lic_grace_decide(*marks, &overage);
    }
    return lic_change_is_empty(*marks) ? NULL : lic_change_apply(db, *marks, p);
}

lic_error_t *lic_settle(lic_settled_t *settled, lic_db_t *db, lic_change_t *change, apr_pool_t *p)
{
    lic_change_t *marks, *admitted;
    LIC_TRY(lic_policy_buy(change));
    LIC_TRY(lic_planned_outdo(change, db, p));
    lic_threshold_warn(change);
    LIC_TRY(lic_change_apply(db, change, p));
    LIC_TRY(lic_planned_admit(&admitted, change, db, p));
    LIC_TRY(mark(&marks, db, change, admitted, p));
    lic_account_t *account = marks->after->account;
    LIC_TRY(lic_deadlines_load(&settled->deadlines, db, account, p));
    account->next_due = lic_agenda_when(account, &settled->deadlines);
    settled->next_due = account->next_due;
    settled->marked_until = newly_marked_until(marks);
    return lic_account_save(db, account, p);
}
