/*
 * store/apply/range.c  Range operations: many rows in set-based SQL, so that a hundred thousand cost a few statements.
 *
 * Each first inserts the log rows from a SELECT that numbers them, then runs an UPDATE with the same condition. Both
 * must touch the same number of rows.
 */
#include "store/apply/range_private.h"

#include "core/employee.h"
#include "core/limits.h"
#include "store/statement.h"

enum { MAX_PRODUCTS = LIC_PRODUCTS_READ };

/* What every log row of the range has in common */
typedef struct lic_range_t {
    lic_db_t *db;
    lic_change_t *change;
    const lic_operation_t *op;
    apr_int64_t account, base, event;
    const char *action, *product;
    apr_pool_t *pool;
} lic_range_t;

#define ROW(r) (r)->base, (r)->event, (r)->change->now, (r)->change->actor, (r)->action

typedef lic_error_t *lic_range_fn(apr_int64_t *written, const lic_range_t *r);

static lic_error_t *equal(apr_int64_t logged, apr_int64_t touched, const lic_range_t *r)
{
    if (logged == touched)
        return NULL;
    return lic_error_make(r->pool, LIC_BUG, "apply",
                          "%s: %" APR_INT64_T_FMT " rows logged, %" APR_INT64_T_FMT " touched", r->action, logged,
                          touched);
}

/* The boundary in marking order, as the statements' parameters: group 0 is the unprotected, 1 the protected. The last
 * role administrator, who comes after both, is left out by its id. */
typedef struct lic_edge_t {
    apr_int64_t last_role_admin, group, id;
    apr_time_t since, created;
} lic_edge_t;

static lic_edge_t edge_of(const lic_operation_t *op)
{
    const lic_seat_t *boundary = op->boundary;
    if (!boundary) /* before the first of them: nobody is marked */
        return (lic_edge_t){.last_role_admin = op->last_role_admin, .group = -1};
    if (boundary->last_role_admin) /* past the last group, and nobody is left out: everybody is marked */
        return (lic_edge_t){.last_role_admin = 0, .group = 2};
    return (lic_edge_t){op->last_role_admin, !!boundary->is_protected, boundary->employee, boundary->since,
                        boundary->created};
}

static int is_addon(const lic_range_t *r)
{
    const lic_position_t *position = lic_book_position(r->change->after, r->op->product);
    return position && position->kind == LIC_KIND_ADDON;
}

static lic_error_t *mark_assignments(apr_int64_t *written, const lic_range_t *r)
{
    const lic_seat_t *boundary = r->op->boundary;
    apr_int64_t touched;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_MARK_ASSIGNMENTS, r->pool, ROW(r), r->op->at, r->account,
                           r->op->product, boundary->since, boundary->assignment));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_MARK_ASSIGNMENTS, r->pool, r->op->at, r->account, r->op->product,
                           boundary->since, boundary->assignment));
    return equal(*written, touched, r);
}

static lic_error_t *mark_beyond(apr_int64_t *written, const lic_range_t *r)
{
    const lic_edge_t edge = edge_of(r->op);
    apr_int64_t touched;
    if (!r->op->boundary)
        return lic_error_make(r->pool, LIC_BUG, "apply", "marking from a boundary that there isn't");
    if (is_addon(r))
        return mark_assignments(written, r);
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_MARK_EMPLOYEES, r->pool, ROW(r), r->product, r->op->at,
                           r->account, edge.last_role_admin, edge.group, edge.since, edge.created, edge.id));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_MARK_EMPLOYEES, r->pool, r->op->at, r->account, edge.last_role_admin,
                           edge.group, edge.since, edge.created, edge.id));
    return equal(*written, touched, r);
}

static lic_error_t *unmark_assignments(apr_int64_t *written, const lic_range_t *r)
{
    /* without a boundary all marks go: the end of 9999 is later than any */
    const lic_seat_t all = {.since = apr_time_from_sec(APR_INT64_C(253402300799))};
    const lic_seat_t *boundary = r->op->boundary ? r->op->boundary : &all;
    apr_int64_t touched;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_UNMARK_ASSIGNMENTS, r->pool, ROW(r), r->account,
                           r->op->product, boundary->since, boundary->assignment));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_UNMARK_ASSIGNMENTS, r->pool, r->account, r->op->product,
                           boundary->since, boundary->assignment));
    return equal(*written, touched, r);
}

static lic_error_t *unmark_within(apr_int64_t *written, const lic_range_t *r)
{
    const lic_edge_t edge = edge_of(r->op);
    apr_int64_t touched;
    if (is_addon(r))
        return unmark_assignments(written, r);
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_UNMARK_EMPLOYEES, r->pool, ROW(r), r->product, r->account,
                           edge.last_role_admin, edge.group, edge.since, edge.created, edge.id));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_UNMARK_EMPLOYEES, r->pool, r->account, edge.last_role_admin,
                           edge.group, edge.since, edge.created, edge.id));
    return equal(*written, touched, r);
}

/* Takes what was counted per product off `used` */
static lic_error_t *uncount(const lic_range_t *r, lic_rows_t *rows, int product, int held)
{
    while (lic_rows_next(rows)) {
        lic_position_t *position = lic_book_position(r->change->after, lic_rows_int(rows, product));
        if (!position)
            return lic_error_make(r->pool, LIC_BUG, "apply", "an add-on licence of a product that there isn't");
        position->used -= lic_rows_int(rows, held);
    }
    return NULL;
}

static lic_error_t *deactivate_due(apr_int64_t *written, const lic_range_t *r)
{
    apr_int64_t touched;
    lic_rows_t *rows;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_DEACTIVATE_DUE, r->pool, ROW(r), r->product, r->account,
                           r->op->at));
    if (!*written)
        return NULL;
    LIC_TRY(lic_db_select(&rows, r->db, LIC_Q_ASSIGNMENT_DUE_COUNTS, r->pool, r->account, r->op->at,
                          (apr_int64_t)MAX_PRODUCTS));
    LIC_TRY(uncount(r, rows, LIC_C_ASSIGNMENT_DUE_COUNTS_PRODUCT, LIC_C_ASSIGNMENT_DUE_COUNTS_HELD));
    LIC_TRY(lic_db_execute(NULL, r->db, LIC_Q_STOP_COUNTING_DUE, r->pool, r->account, r->op->at));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_DEACTIVATE_DUE, r->pool, r->account, r->op->at));
    lic_position_t *user = lic_book_user(r->change->after);
    if (user)
        user->used -= touched; /* only who takes a licence is ever marked */
    return equal(*written, touched, r);
}

static lic_error_t *deactivate_all(apr_int64_t *written, const lic_range_t *r)
{
    apr_int64_t touched;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_DEACTIVATE_ALL, r->pool, ROW(r), r->product, r->account));
    LIC_TRY(lic_db_execute(NULL, r->db, LIC_Q_STOP_COUNTING_ALL, r->pool, r->account));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_DEACTIVATE_ALL, r->pool, r->account));
    for (int i = 0; i < r->change->after->npositions; i++)
        r->change->after->positions[i].used = 0;
    return equal(*written, touched, r);
}

static lic_error_t *take_back_due(apr_int64_t *written, const lic_range_t *r)
{
    apr_int64_t touched;
    lic_rows_t *rows;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_TAKE_BACK, r->pool, ROW(r), r->account, r->op->at));
    if (!*written)
        return NULL;
    LIC_TRY(
        lic_db_select(&rows, r->db, LIC_Q_TAKE_BACK_COUNTS, r->pool, r->account, r->op->at, (apr_int64_t)MAX_PRODUCTS));
    LIC_TRY(uncount(r, rows, LIC_C_TAKE_BACK_COUNTS_PRODUCT, LIC_C_TAKE_BACK_COUNTS_HELD));
    LIC_TRY(lic_db_execute(&touched, r->db, LIC_Q_TAKE_BACK, r->pool, r->account, r->op->at));
    return equal(*written, touched, r);
}

/* Employees first, then add-on licences, all in one event */
static lic_error_t *remind(apr_int64_t *written, const lic_range_t *r)
{
    const lic_position_t *user = lic_book_user(r->change->after);
    lic_range_t rest = *r;
    apr_int64_t assignments;
    LIC_TRY(lic_db_execute(written, r->db, LIC_Q_JOURNAL_REMIND_EMPLOYEES, r->pool, ROW(r), user ? user->key : NULL,
                           r->account, r->op->at));
    rest.base += *written;
    LIC_TRY(lic_db_execute(&assignments, r->db, LIC_Q_JOURNAL_REMIND_ASSIGNMENTS, r->pool, ROW(&rest), r->account,
                           r->op->at));
    *written += assignments;
    return NULL;
}

static lic_range_fn *const functions[] = {
    [LIC_OP_MARK_BEYOND] = mark_beyond,       [LIC_OP_UNMARK_WITHIN] = unmark_within,
    [LIC_OP_DEACTIVATE_DUE] = deactivate_due, [LIC_OP_TAKE_BACK_DUE] = take_back_due,
    [LIC_OP_DEACTIVATE_ALL] = deactivate_all, [LIC_OP_REMIND] = remind,
};

lic_error_t *lic_range_apply(apr_int64_t *written, lic_db_t *db, lic_change_t *change, const lic_operation_t *operation,
                             const lic_event_t *event, apr_pool_t *scratch)
{
    const lic_account_t *account = change->after->account;
    const lic_range_t range = {.db = db,
                               .change = change,
                               .op = operation,
                               .account = account->id,
                               .base = account->last_log,
                               .event = event->first_log ? event->first_log : account->last_log + 1,
                               .action = lic_word_of(lic_event_words, event->kind),
                               .product = event->product,
                               .pool = scratch};
    *written = 0;
    return functions[operation->kind](written, &range);
}
