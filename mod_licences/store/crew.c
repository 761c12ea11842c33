/* store/crew.c  Reads of many employees at once, by a list of ids or log-ins. */
#include "store/staff.h"

#include <apr_strings.h>

#include "store/list.h"

#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_BY_ID, EMPLOYEES_BY_ID, DEADLINE);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_BY_LOGIN, DEADLINE);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_ACTIVE, DEADLINE);

static void index_people(apr_hash_t *people, lic_rows_t *rows, apr_pool_t *p)
{
    while (lic_rows_next(rows)) {
        lic_employee_t *person = apr_palloc(p, sizeof(*person));
        lic_staff_read(person, rows);
        apr_hash_set(people, &person->id, sizeof(person->id), person);
    }
}

/* Rows of one employee come together; an employee named twice brings each of them twice */
static void index_held(const apr_hash_t *people, lic_rows_t *rows, apr_pool_t *p)
{
    lic_employee_t *holder = NULL;
    apr_array_header_t *held = NULL;
    while (lic_rows_next(rows)) {
        const apr_int64_t employee = lic_rows_int(rows, LIC_C_ASSIGNMENTS_HELD_EMPLOYEE);
        const apr_int64_t id = lic_rows_int(rows, LIC_C_ASSIGNMENTS_HELD_ID);
        if (!holder || holder->id != employee) {
            holder = apr_hash_get((apr_hash_t *)people, &employee, sizeof(employee));
            held = apr_array_make(p, 4, sizeof(lic_assignment_t));
        } else if (held->nelts && APR_ARRAY_IDX(held, held->nelts - 1, lic_assignment_t).id == id) {
            continue;
        }
        *(lic_assignment_t *)apr_array_push(held) = (lic_assignment_t){
            .id = id,
            .employee = employee,
            .product = lic_rows_int(rows, LIC_C_ASSIGNMENTS_HELD_PRODUCT),
            .assigned = lic_rows_time(rows, LIC_C_ASSIGNMENTS_HELD_ASSIGNED_AT),
            .since = lic_rows_time(rows, LIC_C_ASSIGNMENTS_HELD_SINCE),
            .deadline = lic_rows_time(rows, LIC_C_ASSIGNMENTS_HELD_DEADLINE),
        };
        if (!holder)
            continue;
        holder->held = (const lic_assignment_t *)held->elts;
        holder->nheld = held->nelts;
    }
}

lic_error_t *lic_staff_load_all(apr_hash_t **people, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                                apr_pool_t *p)
{
    *people = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_LIST_ROWS) {
        lic_rows_t *rows;
        const char *some = lic_list_ints(ids + from, n - from < LIC_LIST_ROWS ? n - from : LIC_LIST_ROWS, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_ID, p, account, some));
        index_people(*people, rows, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENTS_HELD, p, account, some));
        index_held(*people, rows, p);
    }
    return NULL;
}

static lic_error_t *load_held(const apr_hash_t *people, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids,
                              int n, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENTS_HELD, p, account, lic_list_ints(ids, n, p)));
    index_held(people, rows, p);
    return NULL;
}

lic_error_t *lic_staff_load_logins(apr_hash_t **people, lic_db_t *db, apr_int64_t account, const char *const *logins,
                                   int n, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_hash_t *by_id = apr_hash_make(p);
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * (apr_size_t)(n + 1));
    int found = 0;
    *people = apr_hash_make(p);
    lic_list_t *list = lic_list_make(p);
    for (int i = 0; i < n; i++) {
        lic_list_row(list);
        lic_list_text(list, logins[i]);
    }
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_LOGIN, p, account, lic_list_end(list)));
    index_people(by_id, rows, p);
    for (apr_hash_index_t *at = apr_hash_first(p, by_id); at; at = apr_hash_next(at)) {
        const lic_employee_t *person = apr_hash_this_val(at);
        ids[found++] = person->id;
        apr_hash_set(*people, person->login, APR_HASH_KEY_STRING, person);
    }
    return load_held(by_id, db, account, ids, found, p);
}

lic_error_t *lic_staff_load_active(apr_array_header_t **people, lic_db_t *db, apr_int64_t account, apr_int64_t after,
                                   apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_hash_t *by_id = apr_hash_make(p);
    apr_int64_t ids[LIC_LIST_ROWS];
    *people = apr_array_make(p, LIC_LIST_ROWS, sizeof(const lic_employee_t *));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_ACTIVE, p, account, after, (apr_int64_t)LIC_LIST_ROWS));
    while (lic_rows_next(rows)) {
        lic_employee_t *person = apr_palloc(p, sizeof(*person));
        lic_staff_read(person, rows);
        ids[(*people)->nelts] = person->id;
        apr_hash_set(by_id, &person->id, sizeof(person->id), person);
        APR_ARRAY_PUSH(*people, const lic_employee_t *) = person;
    }
    return load_held(by_id, db, account, ids, (*people)->nelts, p);
}

static void index_roles(apr_hash_t *roles, lic_rows_t *rows, apr_pool_t *p)
{
    apr_int64_t *last = NULL;
    apr_array_header_t *keys = NULL;
    while (lic_rows_next(rows)) {
        const apr_int64_t employee = lic_rows_int(rows, LIC_C_EMPLOYEE_ROLES_EMPLOYEE);
        if (!last || *last != employee) {
            last = apr_pmemdup(p, &employee, sizeof(employee));
            keys = apr_array_make(p, 4, sizeof(const char *));
        }
        APR_ARRAY_PUSH(keys, const char *) = lic_rows_text(rows, LIC_C_EMPLOYEE_ROLES_ROLE_KEY);
        APR_ARRAY_PUSH(keys, const char *) = NULL;
        keys->nelts--; /* the end stays behind the last */
        apr_hash_set(roles, last, sizeof(*last), keys->elts);
    }
}

lic_error_t *lic_staff_roles(apr_hash_t **roles, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                             apr_pool_t *p)
{
    *roles = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_LIST_ROWS) {
        lic_rows_t *rows;
        const char *some = lic_list_ints(ids + from, n - from < LIC_LIST_ROWS ? n - from : LIC_LIST_ROWS, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_ROLES, p, account, some));
        index_roles(*roles, rows, p);
    }
    return NULL;
}

lic_error_t *lic_staff_holders(apr_hash_t **holders, lic_db_t *db, apr_int64_t account, lic_right_t right,
                               const apr_int64_t *ids, int n, apr_pool_t *p)
{
    *holders = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_LIST_ROWS) {
        lic_rows_t *rows;
        const char *some = lic_list_ints(ids + from, n - from < LIC_LIST_ROWS ? n - from : LIC_LIST_ROWS, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_RIGHT_HOLDERS, p, account, lic_word_of(lic_right_words, right), some));
        while (lic_rows_next(rows)) {
            apr_int64_t *id = apr_palloc(p, sizeof(*id));
            *id = lic_rows_int(rows, LIC_C_RIGHT_HOLDERS_EMPLOYEE);
            apr_hash_set(*holders, id, sizeof(*id), id);
        }
    }
    return NULL;
}
