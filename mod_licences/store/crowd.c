/*
 * store/crowd.c  The crowd that marking is decided on: the newest and the marked, or a boundary in their order.
 *
 * The order is the indexes' own, but for the keeper: the statements leave it out, and it is put last here.
 */
#include "store/staff.h"

typedef struct lic_crowd_query_t {
    lic_db_t *db;
    apr_int64_t account, product, keeper;
    int addon;
    apr_pool_t *pool;
} lic_crowd_query_t;

#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(EMPLOYEE_NEWEST, EMPLOYEE_MARKED, DEADLINE);
SAME(EMPLOYEE_NEWEST, EMPLOYEE_ONE, DEADLINE);
SAME(ASSIGNMENT_NEWEST, ASSIGNMENT_MARKED, DEADLINE);

static void push_employees(apr_array_header_t *holders, lic_rows_t *rows, apr_int64_t keeper)
{
    while (lic_rows_next(rows)) {
        lic_holder_t *holder = apr_array_push(holders);
        *holder = (lic_holder_t){
            .employee = lic_rows_int(rows, LIC_C_EMPLOYEE_NEWEST_EMPLOYEE),
            .login = lic_rows_text(rows, LIC_C_EMPLOYEE_NEWEST_LOGIN),
            .name = lic_rows_text(rows, LIC_C_EMPLOYEE_NEWEST_NAME),
            .is_protected = (int)lic_rows_int(rows, LIC_C_EMPLOYEE_NEWEST_PROTECTED),
            .since = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_SINCE),
            .created = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_CREATED_AT),
            .deadline = lic_rows_time(rows, LIC_C_EMPLOYEE_NEWEST_DEADLINE),
        };
        holder->keeper = keeper && holder->employee == keeper;
    }
}

static void push_assignments(apr_array_header_t *holders, lic_rows_t *rows)
{
    while (lic_rows_next(rows)) {
        lic_holder_t *holder = apr_array_push(holders);
        *holder = (lic_holder_t){
            .assignment = lic_rows_int(rows, LIC_C_ASSIGNMENT_NEWEST_ASSIGNMENT),
            .employee = lic_rows_int(rows, LIC_C_ASSIGNMENT_NEWEST_EMPLOYEE),
            .login = lic_rows_text(rows, LIC_C_ASSIGNMENT_NEWEST_LOGIN),
            .name = lic_rows_text(rows, LIC_C_ASSIGNMENT_NEWEST_NAME),
            .since = lic_rows_time(rows, LIC_C_ASSIGNMENT_NEWEST_SINCE),
            .deadline = lic_rows_time(rows, LIC_C_ASSIGNMENT_NEWEST_DEADLINE),
        };
    }
}

/* The keeper, if it takes a licence; called where the others don't suffice */
static lic_error_t *push_keeper(apr_array_header_t *holders, const lic_crowd_query_t *q)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_ONE, q->pool, q->account, q->keeper));
    push_employees(holders, rows, q->keeper);
    return NULL;
}

/* `limit` in marking order from the place `skip` on */
static lic_error_t *load_newest(apr_array_header_t **holders, const lic_crowd_query_t *q, apr_int64_t limit,
                                apr_int64_t skip)
{
    lic_rows_t *rows;
    *holders = apr_array_make(q->pool, (int)limit, sizeof(lic_holder_t));
    if (q->addon) {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_ASSIGNMENT_NEWEST, q->pool, q->account, q->product, limit, skip));
        push_assignments(*holders, rows);
        return NULL;
    }
    LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_NEWEST, q->pool, q->account, q->keeper, limit, skip));
    push_employees(*holders, rows, q->keeper);
    return q->keeper && (*holders)->nelts < limit ? push_keeper(*holders, q) : NULL;
}

/* One more than a list may hold, so that a longer one is known without counting */
static lic_error_t *load_marked(apr_array_header_t **holders, const lic_crowd_query_t *q)
{
    const apr_int64_t limit = LIC_CROWD_LIST + 1;
    lic_rows_t *rows;
    *holders = apr_array_make(q->pool, 8, sizeof(lic_holder_t));
    if (q->addon) {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_ASSIGNMENT_MARKED, q->pool, q->account, q->product, limit));
        push_assignments(*holders, rows);
    } else {
        LIC_TRY(lic_db_select(&rows, q->db, LIC_Q_EMPLOYEE_MARKED, q->pool, q->account, limit));
        push_employees(*holders, rows, q->keeper);
    }
    return NULL;
}

/* The n-th in marking order. Where there are fewer: a boundary that takes in everybody */
static lic_error_t *load_boundary(const lic_holder_t **boundary, const lic_crowd_query_t *q, apr_int64_t n)
{
    apr_array_header_t *holders;
    LIC_TRY(load_newest(&holders, q, 1, n - 1));
    if (!holders->nelts)
        *(lic_holder_t *)apr_array_push(holders) = (lic_holder_t){.keeper = 1, .since = apr_time_from_sec(1)};
    *boundary = (const lic_holder_t *)holders->elts;
    return NULL;
}

static lic_error_t *start(lic_crowd_query_t *q, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                          apr_pool_t *p)
{
    *q = (lic_crowd_query_t){.db = db,
                             .account = account,
                             .product = position->product,
                             .addon = position->kind == LIC_KIND_ADDON,
                             .pool = p};
    return q->addon ? NULL : lic_staff_keeper(&q->keeper, db, account, p);
}

lic_error_t *lic_staff_crowd(lic_crowd_t *crowd, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                             apr_pool_t *p)
{
    lic_crowd_query_t q;
    apr_array_header_t *marked, *newest;
    *crowd = (lic_crowd_t){.product = position->product};
    if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
        return NULL;
    LIC_TRY(start(&q, db, account, position, p));
    crowd->beyond = position->used - position->purchased;
    crowd->keeper = q.keeper;
    LIC_TRY(load_marked(&marked, &q));
    crowd->marked_total = marked->nelts;
    if (crowd->beyond > LIC_CROWD_LIST || crowd->marked_total > LIC_CROWD_LIST)
        return crowd->beyond > 0 ? load_boundary(&crowd->boundary, &q, crowd->beyond) : NULL;
    crowd->marked = (const lic_holder_t *)marked->elts;
    crowd->nmarked = marked->nelts;
    if (crowd->beyond <= 0)
        return NULL;
    LIC_TRY(load_newest(&newest, &q, crowd->beyond, 0));
    crowd->newest = (const lic_holder_t *)newest->elts;
    crowd->nnewest = newest->nelts;
    return NULL;
}

lic_error_t *lic_staff_newest(const lic_holder_t **holders, int *nholders, lic_db_t *db, apr_int64_t account,
                              const lic_position_t *position, apr_int64_t n, apr_pool_t *p)
{
    lic_crowd_query_t q;
    apr_array_header_t *newest;
    *holders = NULL;
    *nholders = 0;
    if (n <= 0 || (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON))
        return NULL;
    LIC_TRY(start(&q, db, account, position, p));
    LIC_TRY(load_newest(&newest, &q, n > LIC_NEWEST_MAX ? LIC_NEWEST_MAX : n, 0));
    *holders = (const lic_holder_t *)newest->elts;
    *nholders = newest->nelts;
    return NULL;
}
