/* store/apply/operation.c  Operations on employees, add-on licences and roles: a small function for each kind. */
#include "store/apply/operation_private.h"

#include <apr_strings.h>

#include "base/collation.h"
#include "core/plan.h"
#include "store/apply/anonymise_private.h"
#include "store/json_rows.h"
#include "store/login.h"
#include "store/search.h"
#include "store/statement.h"

/* Operations of one kind, alike in all but their rows */
typedef struct lic_alike_t {
    lic_db_t *db;
    lic_change_t *change;
    apr_int64_t account;
    const lic_operation_t *const *ops;
    const lic_operation_t *op; /* the first of them */
    int n;
    apr_pool_t *pool;
} lic_alike_t;

typedef lic_error_t *lic_operation_fn(const lic_alike_t *a);

static lic_error_t *each_once(apr_int64_t affected, const char *what, const lic_alike_t *a)
{
    if (affected == a->n)
        return NULL;
    return lic_error_make(a->pool, LIC_BUG, "apply",
                          "%s: %" APR_INT64_T_FMT " rows instead of %d (the first: employee %" APR_INT64_T_FMT
                          ", add-on licence %" APR_INT64_T_FMT ", role %s)",
                          what, affected, a->n, a->op->employee, a->op->assignment, a->op->role ? a->op->role : "-");
}

static const char *employees(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool);
    for (int i = 0; i < a->n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_int(list, a->ops[i]->employee);
    }
    return lic_json_rows_end(list);
}

static const char *assignments(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool);
    for (int i = 0; i < a->n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_int(list, a->ops[i]->assignment);
    }
    return lic_json_rows_end(list);
}

static void list_external(lic_json_rows_t *list, const lic_employee_t *employee)
{
    lic_json_rows_text(list, employee->external && *employee->external ? employee->external : NULL);
}

static lic_error_t *add_employees(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool), *words = lic_json_rows_make(a->pool),
                    *logins = lic_json_rows_make(a->pool);
    const lic_collation_t *collation = lic_collation_open(a->change->after->account->locale, a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_employee_t *employee = a->ops[i]->details;
        const char *search =
            lic_search_text(employee->name, employee->login, employee->initials, employee->email, a->pool);
        lic_json_rows_add(logins);
        lic_json_rows_text(logins, lic_login_key(employee->login, a->pool));
        lic_json_rows_int(logins, employee->id);
        lic_json_rows_add(words);
        lic_json_rows_int(words, employee->id);
        lic_json_rows_text(words, search);
        lic_json_rows_add(list);
        lic_json_rows_int(list, employee->id);
        lic_json_rows_text(list, employee->login);
        lic_json_rows_text(list, employee->name);
        lic_json_rows_text(list, lic_collation_key(collation, employee->name, a->pool));
        lic_json_rows_text(list, employee->initials);
        lic_json_rows_text(list, employee->email);
        lic_json_rows_text(list, search);
        lic_json_rows_int(list, !!employee->active);
        lic_json_rows_int(list, !!employee->service);
        lic_json_rows_int(list, !!employee->is_protected);
        lic_json_rows_time(list, employee->created);
        lic_list_time_optional(list, employee->activated);
        list_external(list, employee);
    }
    LIC_TRY(lic_login_claim(a->db, a->account, lic_json_rows_end(logins), a->pool));
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_INSERT, a->pool, a->account, lic_json_rows_end(list)));
    LIC_TRY(each_once(affected, "adding", a));
    return lic_search_insert(a->db, a->account, lic_json_rows_end(words), a->pool);
}

static lic_error_t *edit_employees(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool), *words = lic_json_rows_make(a->pool);
    const lic_collation_t *collation = lic_collation_open(a->change->after->account->locale, a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_employee_t *employee = a->ops[i]->details;
        const char *search =
            lic_search_text(employee->name, employee->login, employee->initials, employee->email, a->pool);
        lic_json_rows_add(words);
        lic_json_rows_int(words, employee->id);
        lic_json_rows_text(words, search);
        lic_json_rows_add(list);
        lic_json_rows_int(list, employee->id);
        lic_json_rows_text(list, employee->name);
        lic_json_rows_text(list, lic_collation_key(collation, employee->name, a->pool));
        lic_json_rows_text(list, employee->initials);
        lic_json_rows_text(list, employee->email);
        lic_json_rows_text(list, search);
    }
    LIC_TRY(
        lic_search_remove(a->db, a->account, lic_json_rows_end(words), a->pool)); /* by the words of the row so far */
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_EDIT, a->pool, a->account, lic_json_rows_end(list)));
    LIC_TRY(each_once(affected, "editing", a));
    return lic_search_insert(a->db, a->account, lic_json_rows_end(words), a->pool);
}

static lic_error_t *rename_employees(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool), *words = lic_json_rows_make(a->pool);
    lic_login_move_t *moves = apr_palloc(a->pool, sizeof(*moves) * (apr_size_t)a->n);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_employee_t *employee = a->ops[i]->details;
        const char *search =
            lic_search_text(employee->name, employee->login, employee->initials, employee->email, a->pool);
        moves[i] = (lic_login_move_t){employee->id, a->ops[i]->was, employee->login};
        lic_json_rows_add(words);
        lic_json_rows_int(words, employee->id);
        lic_json_rows_text(words, search);
        lic_json_rows_add(list);
        lic_json_rows_int(list, employee->id);
        lic_json_rows_text(list, employee->login);
        list_external(list, employee);
        lic_json_rows_text(list, search);
    }
    LIC_TRY(lic_login_move(a->db, a->account, moves, a->n, a->pool));
    LIC_TRY(lic_search_remove(a->db, a->account, lic_json_rows_end(words), a->pool));
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_RENAME, a->pool, a->account, lic_json_rows_end(list)));
    LIC_TRY(each_once(affected, "renaming", a));
    return lic_search_insert(a->db, a->account, lic_json_rows_end(words), a->pool);
}

static lic_error_t *anonymise(const lic_alike_t *a)
{
    return lic_anonymise_apply(a->db, a->change->after->account, a->op->details, a->pool);
}

static lic_error_t *activate(const lic_alike_t *a)
{
    const char *rows = employees(a);
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_ACTIVATE, a->pool, a->op->at, a->account, rows));
    LIC_TRY(each_once(affected, "activating", a));
    return lic_db_execute(NULL, a->db, LIC_Q_ASSIGNMENT_COUNT_AGAIN, a->pool, a->op->at, a->account, rows);
}

static lic_error_t *deactivate(const lic_alike_t *a)
{
    const char *rows = employees(a);
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_DEACTIVATE, a->pool, a->account, rows));
    LIC_TRY(each_once(affected, "deactivating", a));
    return lic_db_execute(NULL, a->db, LIC_Q_ASSIGNMENT_STOP_COUNTING, a->pool, a->account, rows);
}

static lic_error_t *protect(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_PROTECT, a->pool, (apr_int64_t) !!a->op->on, a->account,
                           employees(a)));
    return each_once(affected, "protecting", a);
}

static lic_error_t *mark_employees(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_MARK, a->pool, a->op->at, a->account, employees(a)));
    return each_once(affected, "marking an employee", a);
}

static lic_error_t *assign(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_int(list, a->ops[i]->assignment);
        lic_json_rows_int(list, a->ops[i]->employee);
    }
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ASSIGNMENT_INSERT, a->pool, a->op->product, a->op->at,
                           (apr_int64_t) !!a->op->on, a->account, lic_json_rows_end(list)));
    return each_once(affected, "assigning", a);
}

static lic_error_t *unassign(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ASSIGNMENT_DELETE, a->pool, a->account, assignments(a)));
    return each_once(affected, "taking an add-on licence away", a);
}

static lic_error_t *mark_assignments(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ASSIGNMENT_MARK, a->pool, a->op->at, a->account, assignments(a)));
    return each_once(affected, "marking an add-on licence", a);
}

static lic_error_t *set_right(const lic_alike_t *a)
{
    const lic_operation_t *op = a->op;
    apr_int64_t affected;
    if (op->on)
        LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ROLE_RIGHT_INSERT, a->pool, op->right, a->account, op->role));
    else
        LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ROLE_RIGHT_DELETE, a->pool, a->account, op->role, op->right));
    return each_once(affected, op->on ? "granting a right" : "revoking a right", a);
}

static lic_error_t *set_roles(const lic_alike_t *a)
{
    const lic_operation_t *op = a->op;
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, op->on ? LIC_Q_EMPLOYEE_ROLE_INSERT : LIC_Q_EMPLOYEE_ROLE_DELETE, a->pool,
                           a->account, op->role, employees(a)));
    if (!affected && op->on) /* the service asks for a role by name: a name that isn't there is an input's mistake */
        return lic_error_fact(lic_error_make(a->pool, LIC_UNKNOWN, "role-unknown", "there is no role %s", op->role),
                              "role", op->role);
    return each_once(affected, op->on ? "giving a role" : "taking a role", a);
}

/* Written with the position's difference, which comes after the operations */
static lic_error_t *set_threshold(const lic_alike_t *a)
{
    lic_position_t *position = lic_book_position(a->change->after, a->op->product);
    if (!position)
        return lic_error_make(a->pool, LIC_BUG, "apply", "a threshold for a product that there isn't");
    position->threshold = a->op->count;
    return NULL;
}

static const char *plans(const lic_alike_t *a)
{
    apr_int64_t *ids = apr_palloc(a->pool, sizeof(*ids) * (apr_size_t)a->n);
    for (int i = 0; i < a->n; i++)
        ids[i] = a->ops[i]->plan->id;
    return lic_json_rows_ints(ids, a->n, a->pool);
}

static lic_error_t *drop_plans(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_PLAN_DELETE, a->pool, a->account, plans(a)));
    return each_once(affected, "dropping a plan", a);
}

static lic_error_t *let_plans_wait(const lic_alike_t *a)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_PLAN_WAIT, a->pool, a->account, plans(a)));
    return each_once(affected, "letting a plan wait", a);
}

static lic_error_t *put_plans(const lic_alike_t *a)
{
    lic_json_rows_t *list = lic_json_rows_make(a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_plan_t *plan = a->ops[i]->plan;
        lic_json_rows_add(list);
        lic_json_rows_int(list, plan->id);
        lic_json_rows_text(list, lic_word_of(lic_plan_words, (int)plan->kind));
        lic_json_rows_int(list, (apr_int64_t)plan->kind);
        lic_json_rows_int(list, plan->employee);
        lic_json_rows_int(list, plan->product);
        lic_json_rows_text(list, lic_date_format(lic_plan_due_on(plan->kind, plan->on), a->pool));
        lic_json_rows_int(list, plan->quantity);
        lic_json_rows_text(list, plan->planned_by);
        lic_json_rows_time(list, plan->planned_at);
        lic_json_rows_text(list, plan->order_number);
    }
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_PLAN_INSERT, a->pool, a->account, lic_json_rows_end(list)));
    return each_once(affected, "planning", a);
}

/* NULL: a range operation, which store/apply/range.c carries out */
static lic_operation_fn *const functions[] = {
    [LIC_OP_EMPLOYEE_ADD] = add_employees,
    [LIC_OP_EMPLOYEE_EDIT] = edit_employees,
    [LIC_OP_EMPLOYEE_RENAME] = rename_employees,
    [LIC_OP_EMPLOYEE_ANONYMISE] = anonymise,
    [LIC_OP_EMPLOYEE_ACTIVATE] = activate,
    [LIC_OP_EMPLOYEE_DEACTIVATE] = deactivate,
    [LIC_OP_EMPLOYEE_PROTECT] = protect,
    [LIC_OP_EMPLOYEE_MARK] = mark_employees,
    [LIC_OP_ASSIGN] = assign,
    [LIC_OP_UNASSIGN] = unassign,
    [LIC_OP_ASSIGNMENT_MARK] = mark_assignments,
    [LIC_OP_ROLE_RIGHT] = set_right,
    [LIC_OP_EMPLOYEE_ROLE] = set_roles,
    [LIC_OP_THRESHOLD_SET] = set_threshold,
    [LIC_OP_PLAN_DROP] = drop_plans,
    [LIC_OP_PLAN_PUT] = put_plans,
    [LIC_OP_PLAN_WAIT] = let_plans_wait,
    [LIC_OP_REMIND] = NULL,
};

int lic_operation_is_range(lic_operation_kind_t kind)
{
    return functions[kind] == NULL;
}

lic_error_t *lic_operation_apply(lic_db_t *db, lic_change_t *change, const lic_operation_t *const *operations, int n,
                                 apr_pool_t *scratch)
{
    const lic_alike_t alike = {.db = db,
                               .change = change,
                               .account = change->before->account->id,
                               .ops = operations,
                               .op = operations[0],
                               .n = n,
                               .pool = scratch};
    return functions[alike.op->kind](&alike);
}
