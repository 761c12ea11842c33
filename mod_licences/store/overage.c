/*
 * store/overage.c  Loads the facts that marking is decided on: the newest seats and the marked ones, or where there are
 * too many, the seat at the boundary.
 *
 * The statements read along indexes that are in marking order. Only the last role administrator isn't in its place
 * there: the statements leave it out, and it is added at the end here.
 */
#include "store/overage.h"

#include "store/role.h"
#include "store/statement.h"

typedef struct lic_overage_query_t {
    lic_db_t *db;
    apr_int64_t account, product, last_role_admin;
    int addon;
    apr_pool_t *pool;
} lic_overage_query_t;

#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_NEWEST, EMPLOYEE_MARKED, DEADLINE);
SAME(EMPLOYEE_NEWEST, EMPLOYEE_ONE, DEADLINE);
SAME(ASSIGNMENT_NEWEST, ASSIGNMENT_MARKED, DEADLINE);

static void push_employees(apr_array_header_t *seats, lic_rows_t *rows, apr_int64_t last_role_admin)
{
    while (lic_rows_next(rows)) {
        lic_seat_t *seat = apr_array_push(seats);
        *seat = (lic_seat_t){
            .employee = lic_rows_int(rows, LIC_C_EMPLOYEE_NEWEST_EMPLOYEE),
            .login = lic_rows_text(rows, LIC_C_EMPLOYEE_NEWEST_LOGIN),
            .name = lic_rows_text(rows, LIC_C_EMPLOYEE_NEWEST_NAME),
            .is_protected = (int)lic_rows_int(rows, LIC_C_EMPLOYEE_NEWEST_PROTECTED),
            .since = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_SINCE),
            .created = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_CREATED_AT),
            .deadline = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_DEADLINE),
        };
        seat->last_role_admin = last_role_admin && seat->employee == last_role_admin;
    }
}

static void push_assignments(apr_array_header_t *seats, lic_rows_t *rows)
{
    while (lic_rows_next(rows)) {
        lic_seat_t *seat = apr_array_push(seats);
        *seat = (lic_seat_t){
            .assignment = lic_rows_int(rows, LIC_C_ASSIGNMENT_NEWEST_ASSIGNMENT),
            .employee = lic_rows_int(rows, LIC_C_ASSIGNMENT_NEWEST_EMPLOYEE),
            .login = lic_rows_text(rows, LIC_C_ASSIGNMENT_NEWEST_LOGIN),
            .name = lic_rows_text(rows, LIC_C_ASSIGNMENT_NEWEST_NAME),
            .since = lic_rows_time(rows, LIC_C_ASSIGNMENT_NEWEST_SINCE),
            .deadline = lic_rows_time(rows, LIC_C_ASSIGNMENT_NEWEST_DEADLINE),
        };
    }
}

/* Adds the last role administrator if it takes a licence; called where there are fewer others than are wanted */
static lic_error_t *push_last_role_admin(apr_array_header_t *seats, const lic_overage_query_t *q)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_ONE, q->pool, q->account, q->last_role_admin));
    push_employees(seats, rows, q->last_role_admin);
    return NULL;
}

/* `limit` seats in marking order, after the first `skip` */
static lic_error_t *load_newest(apr_array_header_t **seats, const lic_overage_query_t *q, apr_int64_t limit,
                                apr_int64_t skip)
{
    lic_rows_t *rows;
    *seats = apr_array_make(q->pool, (int)limit, sizeof(lic_seat_t));
    if (q->addon) {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_ASSIGNMENT_NEWEST, q->pool, q->account, q->product, limit, skip));
        push_assignments(*seats, rows);
        return NULL;
    }
    LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_NEWEST, q->pool, q->account, q->last_role_admin, limit, skip));
    push_employees(*seats, rows, q->last_role_admin);
    return q->last_role_admin && (*seats)->nelts < limit ? push_last_role_admin(*seats, q) : NULL;
}

/* At most one more than a list may hold, which tells that there are too many without counting them */
static lic_error_t *load_marked(apr_array_header_t **seats, const lic_overage_query_t *q)
{
    const apr_int64_t limit = LIC_OVERAGE_LIST + 1;
    lic_rows_t *rows;
    *seats = apr_array_make(q->pool, 8, sizeof(lic_seat_t));
    if (q->addon) {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_ASSIGNMENT_MARKED, q->pool, q->account, q->product, limit));
        push_assignments(*seats, rows);
    } else {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_MARKED, q->pool, q->account, limit));
        push_employees(*seats, rows, q->last_role_admin);
    }
    return NULL;
}

/* The n-th seat in marking order. Where there are fewer, a boundary beyond everybody */
static lic_error_t *load_boundary(const lic_seat_t **boundary, const lic_overage_query_t *q, apr_int64_t n)
{
    apr_array_header_t *seats;
    LIC_TRY(load_newest(&seats, q, 1, n - 1));
    if (!seats->nelts)
        *(lic_seat_t *)apr_array_push(seats) = (lic_seat_t){.last_role_admin = 1, .since = apr_time_from_sec(1)};
    *boundary = (const lic_seat_t *)seats->elts;
    return NULL;
}

static lic_error_t *start(lic_overage_query_t *q, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                          apr_pool_t *p)
{
    *q = (lic_overage_query_t){.db = db,
                               .account = account,
                               .product = position->product,
                               .addon = position->kind == LIC_KIND_ADDON,
                               .pool = p};
    return q->addon ? NULL : lic_role_last_admin(&q->last_role_admin, db, account, p);
}

lic_error_t *lic_overage_load(lic_overage_t *overage, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                              apr_pool_t *p)
{
    lic_overage_query_t q;
    apr_array_header_t *marked, *newest;
    *overage = (lic_overage_t){.product = position->product};
    if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
        return NULL;
    LIC_TRY(start(&q, db, account, position, p));
    overage->beyond = position->used - position->purchased;
    overage->last_role_admin = q.last_role_admin;
    LIC_TRY(load_marked(&marked, &q));
    overage->marked_total = marked->nelts;
    if (overage->beyond > LIC_OVERAGE_LIST || overage->marked_total > LIC_OVERAGE_LIST)
        return overage->beyond > 0 ? load_boundary(&overage->boundary, &q, overage->beyond) : NULL;
    overage->marked = (const lic_seat_t *)marked->elts;
    overage->nmarked = marked->nelts;
    if (overage->beyond <= 0)
        return NULL;
    LIC_TRY(load_newest(&newest, &q, overage->beyond, 0));
    overage->newest = (const lic_seat_t *)newest->elts;
    overage->nnewest = newest->nelts;
    return NULL;
}

lic_error_t *lic_overage_newest(const lic_seat_t **seats, int *nseats, lic_db_t *db, apr_int64_t account,
                                const lic_position_t *position, apr_int64_t n, apr_pool_t *p)
{
    lic_overage_query_t q;
    apr_array_header_t *newest;
    *seats = NULL;
    *nseats = 0;
    if (n <= 0 || (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON))
        return NULL;
    LIC_TRY(start(&q, db, account, position, p));
    LIC_TRY(load_newest(&newest, &q, n > LIC_NEWEST_MAX ? LIC_NEWEST_MAX : n, 0));
    *seats = (const lic_seat_t *)newest->elts;
    *nseats = newest->nelts;
    return NULL;
}
