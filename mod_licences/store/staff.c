/* store/staff.c  Reads of employees and of their add-on licences, one by one and in marking order. */
#include "store/staff.h"

#include <string.h>

/* One employee can't hold more add-on licences than there are products */
enum { MAX_HELD = 1000 };

/* Two statements with the same columns in the same order share their reading */
#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_BY_ID, EMPLOYEE_BY_LOGIN, DEADLINE);
SAME(EMPLOYEE_BY_ID, EMPLOYEE_RIGHTS, DEADLINE);

static lic_error_t *unknown(apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNKNOWN, "employee-unknown", "there is no such employee");
}

void lic_staff_read(lic_employee_t *person, const lic_rows_t *rows)
{
    *person = (lic_employee_t){
        .id = lic_rows_int(rows, LIC_C_EMPLOYEE_BY_ID_ID),
        .login = lic_rows_text(rows, LIC_C_EMPLOYEE_BY_ID_LOGIN),
        .name = lic_rows_text(rows, LIC_C_EMPLOYEE_BY_ID_NAME),
        .initials = lic_rows_text(rows, LIC_C_EMPLOYEE_BY_ID_INITIALS),
        .email = lic_rows_text(rows, LIC_C_EMPLOYEE_BY_ID_EMAIL),
        .active = (int)lic_rows_int(rows, LIC_C_EMPLOYEE_BY_ID_ACTIVE),
        .service = (int)lic_rows_int(rows, LIC_C_EMPLOYEE_BY_ID_SERVICE),
        .is_protected = (int)lic_rows_int(rows, LIC_C_EMPLOYEE_BY_ID_PROTECTED),
        .created = lic_rows_time(rows, LIC_C_EMPLOYEE_BY_ID_CREATED_AT),
        .activated = lic_rows_time(rows, LIC_C_EMPLOYEE_BY_ID_ACTIVATED_AT),
        .deadline = lic_rows_time(rows, LIC_C_EMPLOYEE_BY_ID_DEADLINE),
    };
}

lic_error_t *lic_staff_caller(lic_employee_t **person, lic_rights_t *rights, lic_db_t *db, apr_int64_t account,
                              const char *login, apr_pool_t *p)
{
    lic_rows_t *rows;
    *person = NULL;
    *rights = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_RIGHTS, p, account, login));
    while (lic_rows_next(rows)) {
        if (!*person) {
            *person = apr_palloc(p, sizeof(**person));
            lic_staff_read(*person, rows);
            const lic_account_state_t state = (lic_account_state_t)lic_word_value(
                lic_account_state_words, lic_rows_text(rows, LIC_C_EMPLOYEE_RIGHTS_STATE), LIC_ACCOUNT_OPEN);
            (*person)->admitted = lic_rights_admit((*person)->active, state);
        }
        if ((*person)->admitted)
            *rights |=
                (lic_rights_t)lic_word_value(lic_right_words, lic_rows_text(rows, LIC_C_EMPLOYEE_RIGHTS_RIGHT_KEY), 0);
    }
    return NULL;
}

static lic_error_t *load_held(lic_employee_t *person, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENT_HELD, p, account, person->id, (apr_int64_t)MAX_HELD));
    apr_array_header_t *held = apr_array_make(p, 4, sizeof(lic_assignment_t));
    while (lic_rows_next(rows)) {
        lic_assignment_t *assignment = apr_array_push(held);
        *assignment = (lic_assignment_t){
            .id = lic_rows_int(rows, LIC_C_ASSIGNMENT_HELD_ID),
            .employee = person->id,
            .product = lic_rows_int(rows, LIC_C_ASSIGNMENT_HELD_PRODUCT),
            .assigned = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_ASSIGNED_AT),
            .since = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_SINCE),
            .deadline = lic_rows_time(rows, LIC_C_ASSIGNMENT_HELD_DEADLINE),
        };
    }
    person->held = (const lic_assignment_t *)held->elts;
    person->nheld = held->nelts;
    return NULL;
}

static lic_error_t *finish_loading(lic_employee_t **person, lic_rows_t *rows, lic_db_t *db, apr_int64_t account,
                                   apr_pool_t *p)
{
    if (!lic_rows_next(rows))
        return unknown(p);
    lic_employee_t *found = apr_palloc(p, sizeof(*found));
    lic_staff_read(found, rows);
    LIC_TRY(load_held(found, db, account, p));
    *person = found;
    return NULL;
}

lic_error_t *lic_staff_load(lic_employee_t **person, lic_db_t *db, apr_int64_t account, apr_int64_t id, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_BY_ID, p, account, id));
    return finish_loading(person, rows, db, account, p);
}

lic_error_t *lic_staff_by_login(lic_employee_t **person, lic_db_t *db, apr_int64_t account, const char *login,
                                apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_BY_LOGIN, p, account, login));
    return finish_loading(person, rows, db, account, p);
}

lic_error_t *lic_staff_keeper(apr_int64_t *keeper, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    *keeper = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_KEEPER, p, account));
    if (lic_rows_next(rows))
        *keeper = lic_rows_int(rows, LIC_C_EMPLOYEE_KEEPER_ID);
    if (lic_rows_next(rows))
        *keeper = 0;
    return NULL;
}
