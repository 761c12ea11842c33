/* store/operation.c  Operations on employees, add-on licences and roles: a small function for each kind. */
#include "store/operation.h"

#include <apr_strings.h>

#include "store/list.h"
#include "store/search.h"

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

const char *lic_column_cut(const char *text, int characters, apr_pool_t *p)
{
    const char *end = text;
    for (; *end; end++)
        if ((*end & 0xc0) != 0x80 && characters-- == 0) /* never within a character of UTF-8 */
            return apr_pstrndup(p, text, (apr_size_t)(end - text));
    return text;
}

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
    lic_list_t *list = lic_list_make(a->pool);
    for (int i = 0; i < a->n; i++) {
        lic_list_row(list);
        lic_list_int(list, a->ops[i]->employee);
    }
    return lic_list_end(list);
}

static const char *assignments(const lic_alike_t *a)
{
    lic_list_t *list = lic_list_make(a->pool);
    for (int i = 0; i < a->n; i++) {
        lic_list_row(list);
        lic_list_int(list, a->ops[i]->assignment);
    }
    return lic_list_end(list);
}

static lic_error_t *add_employees(const lic_alike_t *a)
{
    lic_list_t *list = lic_list_make(a->pool), *words = lic_list_make(a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_employee_t *person = a->ops[i]->person;
        const char *search = lic_search_text(person->name, person->login, person->initials, person->email, a->pool);
        lic_list_row(words);
        lic_list_int(words, person->id);
        lic_list_text(words, search);
        lic_list_row(list);
        lic_list_int(list, person->id);
        lic_list_text(list, person->login);
        lic_list_text(list, person->name);
        lic_list_text(list, person->initials);
        lic_list_text(list, person->email);
        lic_list_text(list, search);
        lic_list_int(list, !!person->active);
        lic_list_int(list, !!person->service);
        lic_list_int(list, !!person->is_protected);
        lic_list_time(list, person->created);
        lic_list_time(list, person->activated);
    }
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_INSERT, a->pool, a->account, lic_list_end(list)));
    LIC_TRY(each_once(affected, "adding", a));
    return lic_search_insert(a->db, a->account, lic_list_end(words), a->pool);
}

static lic_error_t *edit_employees(const lic_alike_t *a)
{
    lic_list_t *list = lic_list_make(a->pool), *words = lic_list_make(a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        const lic_employee_t *person = a->ops[i]->person;
        const char *search = lic_search_text(person->name, person->login, person->initials, person->email, a->pool);
        lic_list_row(words);
        lic_list_int(words, person->id);
        lic_list_text(words, search);
        lic_list_row(list);
        lic_list_int(list, person->id);
        lic_list_text(list, person->name);
        lic_list_text(list, person->initials);
        lic_list_text(list, person->email);
        lic_list_text(list, search);
    }
    LIC_TRY(lic_search_remove(a->db, a->account, lic_list_end(words), a->pool)); /* by the words of the row so far */
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_EMPLOYEE_EDIT, a->pool, a->account, lic_list_end(list)));
    LIC_TRY(each_once(affected, "editing", a));
    return lic_search_insert(a->db, a->account, lic_list_end(words), a->pool);
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
    lic_list_t *list = lic_list_make(a->pool);
    apr_int64_t affected;
    for (int i = 0; i < a->n; i++) {
        lic_list_row(list);
        lic_list_int(list, a->ops[i]->assignment);
        lic_list_int(list, a->ops[i]->employee);
    }
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_ASSIGNMENT_INSERT, a->pool, a->op->product, a->op->at,
                           (apr_int64_t) !!a->op->on, a->account, lic_list_end(list)));
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
static lic_error_t *set_few(const lic_alike_t *a)
{
    lic_position_t *position = lic_book_position(a->change->after, a->op->product);
    if (!position)
        return lic_error_make(a->pool, LIC_BUG, "apply", "a threshold for a product that there isn't");
    position->few = a->op->count;
    return NULL;
}

/* NULL: a range operation, which store/range.c carries out */
static lic_operation_fn *const functions[] = {
    [LIC_OP_EMPLOYEE_ADD] = add_employees,
    [LIC_OP_EMPLOYEE_EDIT] = edit_employees,
    [LIC_OP_EMPLOYEE_ACTIVATE] = activate,
    [LIC_OP_EMPLOYEE_DEACTIVATE] = deactivate,
    [LIC_OP_EMPLOYEE_PROTECT] = protect,
    [LIC_OP_EMPLOYEE_MARK] = mark_employees,
    [LIC_OP_ASSIGN] = assign,
    [LIC_OP_UNASSIGN] = unassign,
    [LIC_OP_ASSIGNMENT_MARK] = mark_assignments,
    [LIC_OP_ROLE_RIGHT] = set_right,
    [LIC_OP_EMPLOYEE_ROLE] = set_roles,
    [LIC_OP_FEW_SET] = set_few,
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
