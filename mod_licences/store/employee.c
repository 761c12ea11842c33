/* store/employee.c  Reads of employees and of their add-on licences, one by one and in marking order. */
#include "store/employee.h"

#include <string.h>

#include "base/text.h"
#include "core/limits.h"
#include "store/employee_private.h"
#include "store/json_rows.h"
#include "store/plan.h"
#include "store/statement.h"

/* One employee can't hold more add-on licences than there are products */
enum { MAX_HELD = LIC_PRODUCTS_READ };

/* Two statements with the same columns in the same order share their reading */
#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_BY_ID, EMPLOYEE_BY_LOGIN, EXTERNAL);

static lic_error_t *unknown(apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNKNOWN, "employee-unknown", "there is no such employee");
}

void lic_employee_read_at(lic_employee_t *employee, const lic_rows_t *rows, int first)
{
    *employee = (lic_employee_t){
        .id = lic_rows_int(rows, first + LIC_C_EMPLOYEE_BY_ID_ID),
        .login = lic_rows_text(rows, first + LIC_C_EMPLOYEE_BY_ID_LOGIN),
        .name = lic_rows_text(rows, first + LIC_C_EMPLOYEE_BY_ID_NAME),
        .initials = lic_rows_text(rows, first + LIC_C_EMPLOYEE_BY_ID_INITIALS),
        .email = lic_rows_text(rows, first + LIC_C_EMPLOYEE_BY_ID_EMAIL),
        .active = (int)lic_rows_int(rows, first + LIC_C_EMPLOYEE_BY_ID_ACTIVE),
        .service = (int)lic_rows_int(rows, first + LIC_C_EMPLOYEE_BY_ID_SERVICE),
        .is_protected = (int)lic_rows_int(rows, first + LIC_C_EMPLOYEE_BY_ID_PROTECTED),
        .created = lic_rows_time(rows, first + LIC_C_EMPLOYEE_BY_ID_CREATED_AT),
        .activated = lic_rows_time(rows, first + LIC_C_EMPLOYEE_BY_ID_ACTIVATED_AT),
        .deadline = lic_rows_time(rows, first + LIC_C_EMPLOYEE_BY_ID_DEADLINE),
        .external = lic_rows_text(rows, first + LIC_C_EMPLOYEE_BY_ID_EXTERNAL),
    };
}

void lic_employee_read(lic_employee_t *employee, const lic_rows_t *rows)
{
    lic_employee_read_at(employee, rows, 0);
}

static lic_error_t *load_held(lic_employee_t *employee, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENT_HELD, p, account, employee->id, (apr_int64_t)MAX_HELD));
    apr_array_header_t *held = apr_array_make(p, 4, sizeof(lic_assignment_t));
    while (lic_rows_next(rows)) {
        lic_assignment_t *assignment = apr_array_push(held);
        *assignment = (lic_assignment_t){
            .id = lic_rows_int(rows, LIC_C_ASSIGNMENT_HELD_ID),
            .employee = employee->id,
            .product = lic_rows_int(rows, LIC_C_ASSIGNMENT_HELD_PRODUCT),
            .assigned = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_ASSIGNED_AT),
            .since = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_SINCE),
            .deadline = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_DEADLINE),
        };
    }
    employee->held = (const lic_assignment_t *)held->elts;
    employee->nheld = held->nelts;
    return NULL;
}

static lic_error_t *finish_loading(lic_employee_t **employee, lic_rows_t *rows, lic_db_t *db, apr_int64_t account,
                                   apr_pool_t *p)
{
    if (!lic_rows_next(rows))
        return unknown(p);
    lic_employee_t *found = apr_palloc(p, sizeof(*found));
    lic_employee_read(found, rows);
    LIC_TRY(load_held(found, db, account, p));
    apr_hash_t *only = apr_hash_make(p);
    apr_hash_set(only, &found->id, sizeof(found->id), found);
    *employee = found;
    return lic_plan_load_employees(only, db, account, lic_json_rows_ints(&found->id, 1, p), p);
}

lic_error_t *lic_employee_load(lic_employee_t **employee, lic_db_t *db, apr_int64_t account, apr_int64_t id,
                               apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_BY_ID, p, account, id));
    return finish_loading(employee, rows, db, account, p);
}

lic_error_t *lic_employee_by_login(lic_employee_t **employee, lic_db_t *db, apr_int64_t account, const char *login,
                                   apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_BY_LOGIN, p, account, login));
    return finish_loading(employee, rows, db, account, p);
}

lic_error_t *lic_employee_set_language(lic_db_t *db, apr_int64_t account, const char *login, const char *language,
                                       apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_EMPLOYEE_LANGUAGE_SAVE, scratch, language, account, login);
}

lic_error_t *lic_employee_shares(int *shared, lic_db_t *db, apr_int64_t account, apr_int64_t id, const char *email,
                                 apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_EMPLOYEE_SHARES, p, account, id, lic_text_cut(email, LIC_EMPLOYEE_ADDRESS, p)));
    *shared = lic_rows_next(rows);
    return NULL;
}
