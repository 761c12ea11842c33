/* store/operation.c  Operations on one employee, add-on licence or role: a small function for each kind. */
#include "store/operation.h"

#include "base/text.h"

#include <apr_strings.h>

typedef lic_error_t *lic_operation_fn(lic_db_t *db, lic_change_t *change, const lic_operation_t *op,
                                      apr_pool_t *scratch);

/* employee.search holds this many characters; folding can make a text longer than it was */
enum { SEARCH_MAX = 500 };

const char *lic_column_cut(const char *text, int characters, apr_pool_t *p)
{
    const char *end = text;
    for (; *end; end++)
        if ((*end & 0xc0) != 0x80 && characters-- == 0) /* never within a character of UTF-8 */
            return apr_pstrndup(p, text, (apr_size_t)(end - text));
    return text;
}

static lic_error_t *exactly_one(apr_int64_t affected, const char *what, const lic_operation_t *op, apr_pool_t *p)
{
    if (affected == 1)
        return NULL;
    return lic_error_make(p, LIC_BUG, "apply",
                          "%s: %" APR_INT64_T_FMT " rows instead of 1 (employee %" APR_INT64_T_FMT
                          ", add-on licence %" APR_INT64_T_FMT ", role %s)",
                          what, affected, op->employee, op->assignment, op->role ? op->role : "-");
}

static apr_int64_t account_of(const lic_change_t *change)
{
    return change->before->account->id;
}

static lic_error_t *add_employee(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    const lic_employee_t *person = op->person;
    const char *search = lic_text_fold(
        apr_pstrcat(scratch, person->name, " ", person->login, " ", person->initials, " ", person->email, NULL),
        scratch);
    return lic_db_execute(NULL, db, LIC_Q_EMPLOYEE_INSERT, scratch, account_of(change), person->id, person->login,
                          person->name, person->initials, person->email, lic_column_cut(search, SEARCH_MAX, scratch),
                          (apr_int64_t) !!person->active, (apr_int64_t) !!person->service,
                          (apr_int64_t) !!person->is_protected, person->created, person->activated);
}

static lic_error_t *activate(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_ACTIVATE, scratch, op->at, account_of(change), op->employee));
    LIC_TRY(exactly_one(affected, "activating", op, scratch));
    return lic_db_execute(NULL, db, LIC_Q_ASSIGNMENT_COUNT_AGAIN, scratch, op->at, account_of(change), op->employee);
}

static lic_error_t *deactivate(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_DEACTIVATE, scratch, account_of(change), op->employee));
    LIC_TRY(exactly_one(affected, "deactivating", op, scratch));
    return lic_db_execute(NULL, db, LIC_Q_ASSIGNMENT_STOP_COUNTING, scratch, account_of(change), op->employee);
}

static lic_error_t *protect(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_PROTECT, scratch, (apr_int64_t) !!op->on, account_of(change),
                           op->employee));
    return exactly_one(affected, "protecting", op, scratch);
}

static lic_error_t *mark_employee(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_MARK, scratch, op->at, account_of(change), op->employee));
    return exactly_one(affected, "marking an employee", op, scratch);
}

static lic_error_t *assign(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ASSIGNMENT_INSERT, scratch, op->assignment, op->product, op->at,
                           (apr_int64_t) !!op->on, account_of(change), op->employee));
    return exactly_one(affected, "assigning", op, scratch);
}

static lic_error_t *unassign(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ASSIGNMENT_DELETE, scratch, account_of(change), op->assignment));
    return exactly_one(affected, "taking an add-on licence away", op, scratch);
}

static lic_error_t *mark_assignment(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ASSIGNMENT_MARK, scratch, op->at, account_of(change), op->assignment));
    return exactly_one(affected, "marking an add-on licence", op, scratch);
}

static lic_error_t *set_right(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    if (op->on)
        LIC_TRY(
            lic_db_execute(&affected, db, LIC_Q_ROLE_RIGHT_INSERT, scratch, op->right, account_of(change), op->role));
    else
        LIC_TRY(
            lic_db_execute(&affected, db, LIC_Q_ROLE_RIGHT_DELETE, scratch, account_of(change), op->role, op->right));
    return exactly_one(affected, op->on ? "granting a right" : "revoking a right", op, scratch);
}

static lic_error_t *set_role(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    apr_int64_t affected;
    if (op->on)
        LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_ROLE_INSERT, scratch, account_of(change), op->role,
                               op->employee));
    else
        LIC_TRY(lic_db_execute(&affected, db, LIC_Q_EMPLOYEE_ROLE_DELETE, scratch, account_of(change), op->employee,
                               op->role));
    if (affected != 1 &&
        op->on) /* the service asks for a role by name: a name that isn't there is an input's mistake */
        return lic_error_fact(lic_error_make(scratch, LIC_UNKNOWN, "role-unknown", "there is no role %s", op->role),
                              "role", op->role);
    return exactly_one(affected, "taking a role", op, scratch);
}

/* Written with the position's difference, which comes after the operations */
static lic_error_t *set_few(lic_db_t *db, lic_change_t *change, const lic_operation_t *op, apr_pool_t *scratch)
{
    lic_position_t *position = lic_book_position(change->after, op->product);
    (void)db;
    if (!position)
        return lic_error_make(scratch, LIC_BUG, "apply", "a threshold for a product that there isn't");
    position->few = op->count;
    return NULL;
}

/* NULL: a range operation, which store/range.c carries out */
static lic_operation_fn *const functions[] = {
    [LIC_OP_EMPLOYEE_ADD] = add_employee,
    [LIC_OP_EMPLOYEE_ACTIVATE] = activate,
    [LIC_OP_EMPLOYEE_DEACTIVATE] = deactivate,
    [LIC_OP_EMPLOYEE_PROTECT] = protect,
    [LIC_OP_EMPLOYEE_MARK] = mark_employee,
    [LIC_OP_ASSIGN] = assign,
    [LIC_OP_UNASSIGN] = unassign,
    [LIC_OP_ASSIGNMENT_MARK] = mark_assignment,
    [LIC_OP_ROLE_RIGHT] = set_right,
    [LIC_OP_EMPLOYEE_ROLE] = set_role,
    [LIC_OP_FEW_SET] = set_few,
    [LIC_OP_REMIND] = NULL,
};

int lic_operation_is_range(lic_operation_kind_t kind)
{
    return functions[kind] == NULL;
}

lic_error_t *lic_operation_apply(lic_db_t *db, lic_change_t *change, const lic_operation_t *operation,
                                 apr_pool_t *scratch)
{
    return functions[operation->kind](db, change, operation, scratch);
}
