/* store/employee_list.c  Reads of many employees at once, by a list of ids or log-ins. */
#include "store/employee_list.h"

#include <apr_strings.h>

#include "store/employee_private.h"
#include "store/json_rows.h"
#include "store/plan.h"
#include "store/statement.h"

#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_BY_ID, EMPLOYEES_BY_ID, EXTERNAL);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_BY_LOGIN, EXTERNAL);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_BY_EXTERNAL, EXTERNAL);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_ACTIVE, EXTERNAL);
SAME(EMPLOYEE_BY_ID, EMPLOYEES_ALL, EXTERNAL);

static void index_employees(apr_hash_t *employees, lic_rows_t *rows, apr_pool_t *p)
{
    while (lic_rows_next(rows)) {
        lic_employee_t *employee = apr_palloc(p, sizeof(*employee));
        lic_employee_read(employee, rows);
        apr_hash_set(employees, &employee->id, sizeof(employee->id), employee);
    }
}

/* Rows of one employee come together; an employee named twice brings each of them twice */
static void index_held(const apr_hash_t *employees, lic_rows_t *rows, apr_pool_t *p)
{
    lic_employee_t *holder = NULL;
    apr_array_header_t *held = NULL;
    while (lic_rows_next(rows)) {
        const apr_int64_t employee = lic_rows_int(rows, LIC_C_ASSIGNMENTS_HELD_EMPLOYEE);
        const apr_int64_t id = lic_rows_int(rows, LIC_C_ASSIGNMENTS_HELD_ID);
        if (!holder || holder->id != employee) {
            holder = apr_hash_get((apr_hash_t *)employees, &employee, sizeof(employee));
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

lic_error_t *lic_employee_load_held(const apr_hash_t *employees, lic_db_t *db, apr_int64_t account,
                                    const apr_int64_t *ids, int n, apr_pool_t *p)
{
    for (int from = 0; from < n; from += LIC_JSON_ROWS_MAX) {
        lic_rows_t *rows;
        const char *some =
            lic_json_rows_ints(ids + from, n - from < LIC_JSON_ROWS_MAX ? n - from : LIC_JSON_ROWS_MAX, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENTS_HELD, p, account, some));
        index_held(employees, rows, p);
    }
    return NULL;
}

lic_error_t *lic_employee_load_all(apr_hash_t **employees, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids,
                                   int n, apr_pool_t *p)
{
    *employees = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_JSON_ROWS_MAX) {
        lic_rows_t *rows;
        const char *some =
            lic_json_rows_ints(ids + from, n - from < LIC_JSON_ROWS_MAX ? n - from : LIC_JSON_ROWS_MAX, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_ID, p, account, some));
        index_employees(*employees, rows, p);
        LIC_TRY(lic_plan_load_employees(*employees, db, account, some, p));
    }
    return lic_employee_load_held(*employees, db, account, ids, n, p);
}

/* What they hold, and what is planned of them; at most LIC_JSON_ROWS_MAX */
static lic_error_t *load_rest(const apr_hash_t *employees, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids,
                              int n, apr_pool_t *p)
{
    LIC_TRY(lic_employee_load_held(employees, db, account, ids, n, p));
    return lic_plan_load_employees(employees, db, account, lic_json_rows_ints(ids, n, p), p);
}

void lic_employee_found_add(lic_employee_found_t *found, const lic_employee_t *employee)
{
    apr_hash_set(found->by_id, &employee->id, sizeof(employee->id), employee);
    apr_hash_set(found->by_login, employee->login, APR_HASH_KEY_STRING, employee);
    if (employee->external && *employee->external)
        apr_hash_set(found->by_external, employee->external, APR_HASH_KEY_STRING, employee);
}

static void add_found(lic_employee_found_t *found, lic_rows_t *rows, apr_pool_t *p)
{
    while (lic_rows_next(rows)) {
        lic_employee_t *employee = apr_palloc(p, sizeof(*employee));
        lic_employee_read(employee, rows);
        if (!apr_hash_get(found->by_id, &employee->id, sizeof(employee->id)))
            lic_employee_found_add(found, employee);
    }
}

static const char *list_texts(const char *const *texts, int n, apr_pool_t *p)
{
    lic_json_rows_t *list = lic_json_rows_make(p);
    for (int i = 0; i < n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_text(list, texts[i]);
    }
    return lic_json_rows_end(list);
}

/* At most three times LIC_JSON_ROWS_MAX, loaded in as many goes */
static lic_error_t *load_rest_of(const apr_hash_t *by_id, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    int n = 0;
    for (apr_hash_index_t *at = apr_hash_first(p, (apr_hash_t *)by_id); at; at = apr_hash_next(at)) {
        ids[n++] = ((const lic_employee_t *)apr_hash_this_val(at))->id;
        if (n == LIC_JSON_ROWS_MAX) {
            LIC_TRY(load_rest(by_id, db, account, ids, n, p));
            n = 0;
        }
    }
    return n ? load_rest(by_id, db, account, ids, n, p) : NULL;
}

lic_error_t *lic_employee_load_named(lic_employee_found_t *found, lic_db_t *db, apr_int64_t account,
                                     const lic_employee_names_t *names, apr_pool_t *p)
{
    lic_rows_t *rows;
    *found = (lic_employee_found_t){apr_hash_make(p), apr_hash_make(p), apr_hash_make(p)};
    if (names->nids) {
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_ID, p, account,
                              lic_json_rows_ints(names->ids, names->nids, p)));
        add_found(found, rows, p);
    }
    if (names->nexternals) {
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_EXTERNAL, p, account,
                              list_texts(names->externals, names->nexternals, p)));
        add_found(found, rows, p);
    }
    if (names->nlogins) {
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_BY_LOGIN, p, account,
                              list_texts(names->logins, names->nlogins, p)));
        add_found(found, rows, p);
    }
    return load_rest_of(found->by_id, db, account, p);
}

lic_error_t *lic_employee_count_active(apr_int64_t *active, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_ACTIVE_COUNT, p, account));
    *active = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_EMPLOYEE_ACTIVE_COUNT_ACTIVE) : 0;
    return NULL;
}

lic_error_t *lic_assignment_list(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, apr_int64_t product,
                                 apr_int64_t after, apr_pool_t *p)
{
    lic_rows_t *rows;
    *list = apr_array_make(p, LIC_JSON_ROWS_MAX, sizeof(lic_assignment_row_t));
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_ASSIGNMENTS_NEXT, p, account, after, product, (apr_int64_t)LIC_JSON_ROWS_MAX));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(*list, lic_assignment_row_t) =
            (lic_assignment_row_t){.id = lic_rows_int(rows, LIC_C_ASSIGNMENTS_NEXT_ID),
                                   .employee = lic_rows_int(rows, LIC_C_ASSIGNMENTS_NEXT_EMPLOYEE),
                                   .product = lic_rows_int(rows, LIC_C_ASSIGNMENTS_NEXT_PRODUCT)};
    return NULL;
}

lic_error_t *lic_assignment_count(apr_int64_t *held, lic_db_t *db, apr_int64_t account, apr_int64_t product,
                                  apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ASSIGNMENT_ALL_COUNT, p, account, product));
    *held = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_ASSIGNMENT_ALL_COUNT_HELD) : 0;
    return NULL;
}

lic_error_t *lic_employee_load_active(apr_array_header_t **employees, lic_db_t *db, apr_int64_t account,
                                      apr_int64_t after, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_hash_t *by_id = apr_hash_make(p);
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    *employees = apr_array_make(p, LIC_JSON_ROWS_MAX, sizeof(const lic_employee_t *));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_ACTIVE, p, account, after, (apr_int64_t)LIC_JSON_ROWS_MAX));
    while (lic_rows_next(rows)) {
        lic_employee_t *employee = apr_palloc(p, sizeof(*employee));
        lic_employee_read(employee, rows);
        ids[(*employees)->nelts] = employee->id;
        apr_hash_set(by_id, &employee->id, sizeof(employee->id), employee);
        APR_ARRAY_PUSH(*employees, const lic_employee_t *) = employee;
    }
    return load_rest(by_id, db, account, ids, (*employees)->nelts, p);
}

lic_error_t *lic_employee_load_some(apr_array_header_t *employees, lic_db_t *db, apr_int64_t account, apr_int64_t after,
                                    apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_ALL, p, account, after, (apr_int64_t)LIC_JSON_ROWS_MAX));
    while (lic_rows_next(rows))
        lic_employee_read(apr_array_push(employees), rows);
    return NULL;
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

lic_error_t *lic_employee_roles(apr_hash_t **roles, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                                apr_pool_t *p)
{
    *roles = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_JSON_ROWS_MAX) {
        lic_rows_t *rows;
        const char *some =
            lic_json_rows_ints(ids + from, n - from < LIC_JSON_ROWS_MAX ? n - from : LIC_JSON_ROWS_MAX, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEE_ROLES, p, account, some));
        index_roles(*roles, rows, p);
    }
    return NULL;
}

lic_error_t *lic_employee_with_right(apr_hash_t **found, lic_db_t *db, apr_int64_t account, lic_right_t right,
                                     const apr_int64_t *ids, int n, apr_pool_t *p)
{
    *found = apr_hash_make(p);
    for (int from = 0; from < n; from += LIC_JSON_ROWS_MAX) {
        lic_rows_t *rows;
        const char *some =
            lic_json_rows_ints(ids + from, n - from < LIC_JSON_ROWS_MAX ? n - from : LIC_JSON_ROWS_MAX, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_EMPLOYEES_WITH_RIGHT, p, account, lic_word_of(lic_right_words, right),
                              some));
        while (lic_rows_next(rows)) {
            apr_int64_t *id = apr_palloc(p, sizeof(*id));
            *id = lic_rows_int(rows, LIC_C_EMPLOYEES_WITH_RIGHT_EMPLOYEE);
            apr_hash_set(*found, id, sizeof(*id), id);
        }
    }
    return NULL;
}
