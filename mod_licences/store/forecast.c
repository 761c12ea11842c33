/* store/forecast.c  Loads what a forecast is made from. */
#include "store/forecast.h"

#include <apr_strings.h>

#include "core/period.h"
#include "store/employee_list.h"
#include "store/overage.h"
#include "store/role.h"
#include "store/statement.h"

typedef struct lic_gathering_t {
    lic_forecast_facts_t *facts;
    lic_db_t *db;
    const lic_book_t *book;
    apr_array_header_t *employees; /* of lic_forecast_employee_t */
    apr_hash_t *by_id;             /* id → int, its place among them */
    apr_pool_t *pool;
} lic_gathering_t;

static apr_int64_t account_of(const lic_gathering_t *g)
{
    return g->book->account->id;
}

static lic_forecast_employee_t *find_employee(const lic_gathering_t *g, apr_int64_t id)
{
    const int *place = apr_hash_get(g->by_id, &id, sizeof(id));
    return place ? &APR_ARRAY_IDX(g->employees, *place, lic_forecast_employee_t) : NULL;
}

static void add_employee(lic_gathering_t *g, const lic_forecast_employee_t *employee)
{
    const apr_int64_t *id = apr_pmemdup(g->pool, &employee->facts.id, sizeof(*id));
    if (find_employee(g, *id))
        return;
    apr_hash_set(g->by_id, id, sizeof(*id), apr_pmemdup(g->pool, &g->employees->nelts, sizeof(int)));
    APR_ARRAY_PUSH(g->employees, lic_forecast_employee_t) = *employee;
}

/* Those who aren't known yet */
static lic_error_t *add_employees(lic_gathering_t *g, const apr_int64_t *ids, int n)
{
    apr_int64_t *unknown = apr_palloc(g->pool, sizeof(*unknown) * ((apr_size_t)n + 1));
    int many = 0;
    apr_hash_t *loaded;
    for (int i = 0; i < n; i++)
        if (!find_employee(g, ids[i]))
            unknown[many++] = ids[i];
    if (!many)
        return NULL;
    LIC_TRY(lic_employee_load_all(&loaded, g->db, account_of(g), unknown, many, g->pool));
    for (int i = 0; i < many; i++) {
        const lic_employee_t *employee = apr_hash_get(loaded, &unknown[i], sizeof(unknown[i]));
        if (employee)
            add_employee(g, &(lic_forecast_employee_t){.facts = *employee});
    }
    return NULL;
}

/* --- what is planned ---------------------------------------------------------------------------------------------- */

#define COLUMN(name) LIC_C_PLANS_AHEAD_##name

/* A plan, and whom it is about, as far as numbers depend on them */
typedef struct lic_ahead_t {
    lic_plan_t plan;
    lic_employee_t employee;
} lic_ahead_t;

static void read_ahead(lic_ahead_t *ahead, const lic_rows_t *rows, const lic_book_t *book)
{
    const lic_plan_kind_t kind = (lic_plan_kind_t)lic_rows_int(rows, COLUMN(PLACE));
    const lic_position_t *position = lic_book_position(book, lic_rows_int(rows, COLUMN(PRODUCT)));
    ahead->plan = (lic_plan_t){.id = lic_rows_int(rows, COLUMN(ID)),
                               .kind = kind,
                               .employee = lic_rows_int(rows, COLUMN(EMPLOYEE)),
                               .product = lic_rows_int(rows, COLUMN(PRODUCT)),
                               .quantity = lic_rows_int(rows, COLUMN(QUANTITY)),
                               .on = lic_rows_date(rows, COLUMN(DUE_ON)) - lic_plan_due_on(kind, 0),
                               .waits = !lic_rows_int(rows, COLUMN(TO_COME)),
                               .planned_by = "",
                               .name = "",
                               .login = "",
                               .key = position ? position->key : ""};
    ahead->employee = (lic_employee_t){.id = ahead->plan.employee,
                                       .login = "",
                                       .name = "",
                                       .active = (int)lic_rows_int(rows, COLUMN(ACTIVE)),
                                       .service = (int)lic_rows_int(rows, COLUMN(SERVICE)),
                                       .is_protected = (int)lic_rows_int(rows, COLUMN(PROTECTED)),
                                       .created = lic_rows_time(rows, COLUMN(CREATED_AT)),
                                       .activated = lic_rows_time(rows, COLUMN(ACTIVATED_AT)),
                                       .deadline = lic_rows_time(rows, COLUMN(DEADLINE))};
}

/* How many plans are looked at, which are those of whole days. Of one that waits even today isn't known. */
static lic_error_t *count_known(apr_int64_t *known, const lic_gathering_t *g, int most)
{
    lic_rows_t *rows;
    *known = most;
    LIC_TRY(lic_db_select(&rows, g->db, LIC_Q_PLANS_BEYOND, g->pool, account_of(g), (apr_int64_t)most));
    if (!lic_rows_next(rows))
        return NULL;
    const int waits = !lic_rows_int(rows, LIC_C_PLANS_BEYOND_TO_COME);
    *known = waits ? 0 : lic_rows_int(rows, LIC_C_PLANS_BEYOND_KNOWN);
    g->facts->plans_until = (waits ? lic_zone_date(g->book->account->zone, g->facts->now)
                                   : lic_rows_date(rows, LIC_C_PLANS_BEYOND_DUE_ON)) -
                            1;
    return NULL;
}

/* Of lic_ahead_t: those that are due until the end of the next period, or as far as is known */
static lic_error_t *list_ahead(apr_array_header_t **list, const lic_gathering_t *g, int most)
{
    const lic_account_t *account = g->book->account;
    apr_int64_t known;
    lic_rows_t *rows;
    lic_ahead_t one;
    lic_period_t next;
    *list = apr_array_make(g->pool, 16, sizeof(lic_ahead_t));
    if (!account->last_plan)
        return NULL;
    LIC_TRY(count_known(&known, g, most));
    if (!known)
        return NULL;
    lic_period_number(&next, account->anchor, account->months, account->period + 1);
    LIC_TRY(lic_db_select(&rows, g->db, LIC_Q_PLANS_AHEAD, g->pool, account->id, known));
    while (lic_rows_next(rows)) {
        read_ahead(&one, rows, g->book);
        if (one.plan.waits || lic_plan_due_on(one.plan.kind, one.plan.on) < next.end)
            APR_ARRAY_PUSH(*list, lic_ahead_t) = one;
    }
    return NULL;
}

static lic_error_t *add_held_by_all(const lic_gathering_t *g)
{
    const int n = g->employees->nelts;
    apr_int64_t *ids = apr_palloc(g->pool, sizeof(*ids) * ((apr_size_t)n + 1));
    apr_hash_t *employees = apr_hash_make(g->pool);
    for (int i = 0; i < n; i++) {
        lic_employee_t *employee = &APR_ARRAY_IDX(g->employees, i, lic_forecast_employee_t).facts;
        ids[i] = employee->id;
        apr_hash_set(employees, &employee->id, sizeof(employee->id), employee);
    }
    return lic_employee_load_held(employees, g->db, account_of(g), ids, n, g->pool);
}

static lic_error_t *add_planned(lic_gathering_t *g, int most)
{
    apr_array_header_t *ahead, *plans;
    LIC_TRY(list_ahead(&ahead, g, most));
    plans = apr_array_make(g->pool, ahead->nelts + 1, sizeof(lic_plan_t));
    for (int i = 0; i < ahead->nelts; i++) {
        const lic_ahead_t *one = &APR_ARRAY_IDX(ahead, i, lic_ahead_t);
        APR_ARRAY_PUSH(plans, lic_plan_t) = one->plan;
        if (one->plan.employee)
            add_employee(g, &(lic_forecast_employee_t){.facts = one->employee});
    }
    g->facts->plans = (const lic_plan_t *)plans->elts;
    g->facts->nplans = plans->nelts;
    return add_held_by_all(g);
}

/* --- the newest seats --------------------------------------------------------------------------------------------- */

static int takes(const lic_employee_t *employee, const lic_position_t *position)
{
    if (position->kind == LIC_KIND_USER)
        return !employee->service;
    for (int i = 0; i < employee->nheld; i++)
        if (employee->held[i].product == position->product)
            return 1;
    return 0;
}

/* How many seats have to be known at most: all who may come to be beyond what is purchased, and as many as may leave
 * before them. 0: nobody can. */
static apr_int64_t seats_wanted(const lic_gathering_t *g, const lic_position_t *position)
{
    const apr_int64_t least = position->next < position->purchased ? position->next : position->purchased;
    apr_int64_t beyond = position->used - least, leavers = 0;
    for (int i = 0; i < g->employees->nelts; i++) {
        const lic_employee_t *employee = &APR_ARRAY_IDX(g->employees, i, lic_forecast_employee_t).facts;
        beyond += !employee->active && takes(employee, position);
        leavers += employee->active && takes(employee, position);
    }
    return beyond > 0 ? beyond + leavers : 0;
}

/* Whoever has one of the newest add-on licences, and is nobody else that is asked about, is known by these alone */
static void add_held(lic_gathering_t *g, apr_int64_t product, const lic_seat_t *seat)
{
    const lic_employee_t nobody = {.id = seat->employee, .active = 1};
    const lic_assignment_t one = {.id = seat->assignment,
                                  .employee = seat->employee,
                                  .product = product,
                                  .since = seat->since,
                                  .deadline = seat->deadline};
    add_employee(g, &(lic_forecast_employee_t){.facts = nobody, .partly = 1});
    lic_forecast_employee_t *holder = find_employee(g, seat->employee);
    if (!holder->partly)
        return;
    lic_assignment_t *held = apr_palloc(g->pool, sizeof(*held) * (apr_size_t)(holder->facts.nheld + 1));
    for (int i = 0; i < holder->facts.nheld; i++)
        held[i] = holder->facts.held[i];
    held[holder->facts.nheld++] = one;
    holder->facts.held = held;
}

static lic_error_t *add_seats(lic_gathering_t *g, const lic_position_t *position)
{
    const apr_int64_t wanted = seats_wanted(g, position);
    const lic_seat_t *seats;
    int n;
    LIC_TRY(lic_overage_newest(&seats, &n, g->db, account_of(g), position, wanted, g->pool));
    if (n < position->used) {
        lic_forecast_end_t *end = (lic_forecast_end_t *)&g->facts->ends[g->facts->nends++];
        /* where none was asked for, one that is before all others */
        *end = (lic_forecast_end_t){position->product, n ? seats[n - 1] : (lic_seat_t){.since = APR_INT64_MAX}};
    }
    if (position->kind == LIC_KIND_ADDON) {
        for (int i = 0; i < n; i++)
            add_held(g, position->product, &seats[i]);
        return NULL;
    }
    apr_int64_t *ids = apr_palloc(g->pool, sizeof(*ids) * ((apr_size_t)n + 1));
    for (int i = 0; i < n; i++)
        ids[i] = seats[i].employee;
    return add_employees(g, ids, n);
}

static lic_error_t *add_newest(lic_gathering_t *g, lic_kind_t kind)
{
    for (int i = 0; i < g->book->npositions; i++)
        if (g->book->positions[i].kind == kind)
            LIC_TRY(add_seats(g, &g->book->positions[i]));
    return NULL;
}

/* --- roles -------------------------------------------------------------------------------------------------------- */

/* The last role administrator is marked last: it has to be known wherever somebody may be marked */
static lic_error_t *add_last_admin(lic_gathering_t *g)
{
    apr_int64_t last;
    if (!g->employees->nelts)
        return NULL;
    LIC_TRY(lic_role_last_admin(&last, g->db, account_of(g), g->pool));
    g->facts->role_admins = last ? 1 : 0;
    return last ? add_employees(g, &last, 1) : NULL;
}

static lic_error_t *tell_role_admins(lic_gathering_t *g)
{
    const int n = g->employees->nelts;
    apr_int64_t *ids = apr_palloc(g->pool, sizeof(*ids) * ((apr_size_t)n + 1));
    apr_hash_t *admins;
    for (int i = 0; i < n; i++)
        ids[i] = APR_ARRAY_IDX(g->employees, i, lic_forecast_employee_t).facts.id;
    LIC_TRY(lic_employee_with_right(&admins, g->db, account_of(g), LIC_RIGHT_ROLES, ids, n, g->pool));
    for (int i = 0; i < n; i++)
        APR_ARRAY_IDX(g->employees, i, lic_forecast_employee_t).role_admin =
            apr_hash_get(admins, &ids[i], sizeof(ids[i])) != NULL;
    if (g->facts->role_admins || !apr_hash_count(admins))
        return NULL;
    return lic_role_admins(&g->facts->role_admins, g->db, account_of(g), g->pool);
}

lic_error_t *lic_forecast_load(lic_forecast_facts_t *facts, lic_db_t *db, const lic_book_t *book, int most,
                               apr_time_t now, apr_pool_t *p)
{
    lic_gathering_t gathering = {.facts = facts,
                                 .db = db,
                                 .book = book,
                                 .employees = apr_array_make(p, 16, sizeof(lic_forecast_employee_t)),
                                 .by_id = apr_hash_make(p),
                                 .pool = p};
    *facts = (lic_forecast_facts_t){.book = book, .now = now, .plans_until = LIC_DATE_NONE};
    LIC_TRY(add_planned(&gathering, most));
    facts->ends = apr_pcalloc(p, sizeof(lic_forecast_end_t) * ((apr_size_t)book->npositions + 1));
    /* the user licence first: whoever has its newest seats is known whole */
    LIC_TRY(add_newest(&gathering, LIC_KIND_USER));
    LIC_TRY(add_last_admin(&gathering));
    LIC_TRY(add_newest(&gathering, LIC_KIND_ADDON));
    LIC_TRY(tell_role_admins(&gathering));
    facts->employees = (const lic_forecast_employee_t *)gathering.employees->elts;
    facts->nemployees = gathering.employees->nelts;
    return NULL;
}
