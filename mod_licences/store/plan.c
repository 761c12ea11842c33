/* store/plan.c  Reads of what is planned. */
#include "store/plan.h"

#include "core/employee.h"
#include "core/limits.h"
#include "store/statement.h"

#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(PLAN_DUE, PLAN_WAITING, ORDER_NUMBER);
SAME(PLAN_DUE, PLANS_OF_EMPLOYEES, ORDER_NUMBER);
SAME(PLAN_DUE, PLANS_TO_BUY, ORDER_NUMBER);
SAME(PLAN_DUE, PLAN_BY_ID, ORDER_NUMBER);
SAME(PLAN_DUE, PLAN_PAGE, ORDER_NUMBER);

#define COLUMN(name) LIC_C_PLAN_DUE_##name

static void read_plan(lic_plan_t *plan, const lic_rows_t *rows)
{
    const lic_plan_kind_t kind =
        (lic_plan_kind_t)lic_word_value(lic_plan_words, lic_rows_text(rows, COLUMN(KIND)), LIC_PLAN_LEAVE);
    *plan = (lic_plan_t){
        .id = lic_rows_int(rows, COLUMN(ID)),
        .kind = kind,
        .employee = lic_rows_int(rows, COLUMN(EMPLOYEE)),
        .product = lic_rows_int(rows, COLUMN(PRODUCT)),
        .quantity = lic_rows_int(rows, COLUMN(QUANTITY)),
        .on = lic_rows_date(rows, COLUMN(DUE_ON)) - lic_plan_due_on(kind, 0),
        .waits = !lic_rows_int(rows, COLUMN(TO_COME)),
        .planned_by = lic_rows_text(rows, COLUMN(PLANNED_BY)),
        .planned_at = lic_rows_time(rows, COLUMN(PLANNED_AT)),
        .name = lic_rows_text(rows, kind == LIC_PLAN_BUY ? COLUMN(PRODUCT_NAME) : COLUMN(NAME)),
        .login = lic_rows_text(rows, COLUMN(LOGIN)),
        .key = lic_rows_text(rows, COLUMN(PRODUCT_KEY)),
        .order_number = lic_rows_null(rows, COLUMN(ORDER_NUMBER)) ? NULL : lic_rows_text(rows, COLUMN(ORDER_NUMBER))};
}

static apr_array_header_t *read_plans(lic_rows_t *rows, apr_pool_t *p)
{
    apr_array_header_t *list = apr_array_make(p, 8, sizeof(lic_plan_t));
    while (lic_rows_next(rows))
        read_plan(apr_array_push(list), rows);
    return list;
}

lic_error_t *lic_plan_list_due(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, lic_date_t due_on,
                               int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PLAN_DUE, p, account, due_on, (apr_int64_t)limit));
    *list = read_plans(rows, p);
    for (int i = 1; i < (*list)->nelts; i++)
        if (APR_ARRAY_IDX(*list, i, lic_plan_t).kind != APR_ARRAY_IDX(*list, 0, lic_plan_t).kind)
            (*list)->nelts = i;
    return NULL;
}

lic_error_t *lic_plan_list_waiting(apr_array_header_t **list, lic_db_t *db, apr_int64_t account,
                                   const lic_plan_t *after, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PLAN_WAITING, p, account, after ? after->on : 0,
                          after ? after->id : (apr_int64_t)0, (apr_int64_t)limit));
    *list = read_plans(rows, p);
    return NULL;
}

lic_error_t *lic_plan_list_buys(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PLANS_TO_BUY, p, account, (apr_int64_t)LIC_PRODUCTS_READ));
    *list = read_plans(rows, p);
    return NULL;
}

/* Statements compare days that plans are due on; who leaves does so the day after the last one, and is looked through
 */
static int is_within(const lic_plan_t *plan, lic_date_t from, lic_date_t to)
{
    return (from == LIC_DATE_NONE || plan->on >= from) && (to == LIC_DATE_NONE || plan->on <= to);
}

lic_error_t *lic_plan_list(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, const lic_plan_t *after,
                           lic_date_t from, lic_date_t to, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    *list = apr_array_make(p, 8, sizeof(lic_plan_t));
    const lic_date_t end = lic_date_make(9999, 12, 31);
    const lic_date_t first = from == LIC_DATE_NONE ? lic_date_make(1900, 1, 2) : from;
    const lic_date_t last = to == LIC_DATE_NONE || to == end ? end : to + 1;
    while ((*list)->nelts < limit) {
        const int want = limit - (*list)->nelts;
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_PLAN_PAGE, p, account, (apr_int64_t)(after ? !after->waits : 0),
                              after ? lic_plan_due_on(after->kind, after->on) : first - 1,
                              (apr_int64_t)(after ? after->kind : 0), after ? after->id : (apr_int64_t)0, first, last,
                              (apr_int64_t)want));
        const apr_array_header_t *some = read_plans(rows, p);
        for (int i = 0; i < some->nelts; i++) {
            after = &APR_ARRAY_IDX(some, i, lic_plan_t);
            if (is_within(after, from, to))
                APR_ARRAY_PUSH(*list, lic_plan_t) = *after;
        }
        if (some->nelts < want)
            break;
    }
    return NULL;
}

lic_error_t *lic_plan_find(lic_plan_t **plan, lic_db_t *db, apr_int64_t account, apr_int64_t id, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PLAN_BY_ID, p, account, id));
    *plan = NULL;
    if (lic_rows_next(rows)) {
        *plan = apr_palloc(p, sizeof(**plan));
        read_plan(*plan, rows);
    }
    return NULL;
}

lic_error_t *lic_plan_load_employees(const apr_hash_t *employees, lic_db_t *db, apr_int64_t account, const char *rows,
                                     apr_pool_t *p)
{
    lic_rows_t *found;
    LIC_TRY(lic_db_select(&found, db, LIC_Q_PLANS_OF_EMPLOYEES, p, account, rows));
    const apr_array_header_t *list = read_plans(found, p);
    const lic_plan_t *plans = (const lic_plan_t *)list->elts;
    for (int i = 0, n = 0; i < list->nelts; i += n) {
        lic_employee_t *employee = apr_hash_get((apr_hash_t *)employees, &plans[i].employee, sizeof(plans[i].employee));
        for (n = 1; i + n < list->nelts && plans[i + n].employee == plans[i].employee; n++)
            ;
        if (!employee)
            continue;
        employee->plans = &plans[i];
        employee->nplans = n;
    }
    return NULL;
}
