/*
 * The forecast of random futures, from fixed seeds, against what carrying the days out one by one comes to
 * (product.md, Plans: "to the licence").
 */
#include <apr_strings.h>

#include "core/forecast.h"
#include "core/period.h"
#include "marking.h"
#include "memory.h"

enum { FUTURES = 10000, STEPS = 28 };

static memory_t *memory;
static apr_uint64_t seed;

/* Numerical Recipes' 64-bit generator: the same numbers everywhere, and nothing but the seed decides them */
static int below(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (apr_uint64_t)n);
}

static void start(int number)
{
    static const char *const zones[] = {"Europe/Copenhagen", "UTC", "America/Havana", "Asia/Kolkata", "Pacific/Apia"};
    static const char *const anchors[] = {"2025-01-31", "2026-01-01", "2024-02-29", "2025-10-26"};
    static const int months[] = {1, 1, 1, 1, 1, 3, 3, 12};
    seed = 0x9e3779b97f4a7c15u * (apr_uint64_t)(number + 1);
    memory = memory_make(zones[below(5)], anchors[below(4)], months[below(8)], memory_instant("2026-01-10T10:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2020-01-01", product == CENTRAL ? 0 : 1 + below(30000));
    memory->label = apr_psprintf(memory->pool, "future %d", number);
    if (!below(4))
        memory->book->grace = apr_time_from_sec(3600 * (1 + (apr_int64_t)below(72)));
}

/* --- what the account is like today ------------------------------------------------------------------------------- */

static apr_int64_t anybody(void)
{
    return memory->employees->nelts ? 1 + below(memory->employees->nelts) : 0;
}

static void give_role(apr_int64_t id, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_EMPLOYEE_ROLE);
    operation->employee = id;
    operation->role = "admin";
    operation->on = 1;
    memory_end(memory, change);
}

static void buy_something(apr_time_t now)
{
    static const apr_int64_t counted[] = {STANDARD, STANDARD, CRM, OUTLOOK};
    const apr_int64_t product = counted[below(4)];
    memory_quantity(memory, product, memory_position(memory, product)->purchased + below(8) - 3, LIC_REQUESTER_ADMIN,
                    now);
}

static void set_policy(apr_time_t now)
{
    static const apr_int64_t counted[] = {STANDARD, CRM, OUTLOOK};
    memory_policy(memory, counted[below(3)], (lic_policy_t)below(3), below(2) ? below(12) : LIC_POLICY_NO_CAP, now);
}

static void close_account(apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_lifecycle_close(change);
    memory_end(memory, change);
}

static void change_something(apr_time_t now)
{
    static const apr_int64_t addons[] = {CRM, OUTLOOK};
    const apr_int64_t id = anybody();
    const int what = id ? below(20) : 0;
    if (what < 5)
        memory_hire(memory, apr_psprintf(memory->pool, "e%d", memory->employees->nelts + 1), below(4) > 0, !below(8),
                    now);
    else if (what < 6)
        memory_activate(memory, id, now);
    else if (what < 7)
        memory_deactivate(memory, id, now);
    else if (what < 11)
        memory_assign(memory, id, addons[below(2)], now);
    else if (what < 12)
        memory_protect(memory, id, 1, now);
    else if (what < 13)
        give_role(id, now);
    else if (what < 15)
        set_policy(now);
    else
        buy_something(now);
}

/* In the days to come, and some beyond them */
static void plan_something(apr_time_t now)
{
    static const apr_int64_t counted[] = {STANDARD, STANDARD, CRM, OUTLOOK};
    const apr_int64_t id = anybody(), product = counted[below(4)];
    const lic_date_t day = lic_zone_date(memory->book->account->zone, now) + 1 + below(below(3) ? 30 : 90);
    const char *on = lic_date_format(day, memory->pool);
    const int what = id ? below(7) : 6;
    if (what < 3)
        memory_plan(memory, id, LIC_PLAN_START, on, now);
    else if (what < 6)
        memory_plan(memory, id, LIC_PLAN_LEAVE, on, now);
    else
        memory_plan_buy(memory, product, memory_position(memory, product)->purchased + 1 + below(5), on, now);
}

static apr_time_t make_account(void)
{
    apr_time_t now = memory->book->account->last_at;
    memory_quantity(memory, STANDARD, 1 + below(6), LIC_REQUESTER_ADMIN, now);
    if (below(2))
        memory_quantity(memory, CENTRAL, 1, LIC_REQUESTER_SUPPORT, now);
    if (below(2))
        memory_quantity(memory, VISMA, 1, LIC_REQUESTER_SUPPORT, now);
    for (int i = 0; i < STEPS; i++) {
        now += apr_time_from_sec(below(4) ? below(3600 * 9) : below(3600 * 50));
        if (below(2))
            change_something(now);
        else
            plan_something(now);
    }
    if (!below(20))
        close_account(now);
    memory_catch_up(memory, now);
    return now;
}

/* --- the forecast and what comes ---------------------------------------------------------------------------------- */

static lic_forecast_employee_t facts_of(apr_int64_t id)
{
    return (lic_forecast_employee_t){.facts = *memory_load(memory, id),
                                     .role_admin = memory_employee(memory, id)->holds_roles};
}

/* Those that wait, then by the day that they are due on */
static int plan_order(const void *a, const void *b)
{
    const lic_plan_t *x = a, *y = b;
    const lic_date_t on = lic_plan_due_on(x->kind, x->on), other = lic_plan_due_on(y->kind, y->on);
    if (!x->waits != !y->waits)
        return x->waits ? -1 : 1;
    if (on != other)
        return on < other ? -1 : 1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : (x->id > y->id) - (x->id < y->id);
}

static void load_plans(lic_forecast_facts_t *facts)
{
    lic_plan_t *plans = apr_pcalloc(memory->pool, sizeof(*plans) * (apr_size_t)(memory->plans->nelts + 1));
    for (int i = 0; i < memory->plans->nelts; i++)
        if (APR_ARRAY_IDX(memory->plans, i, lic_plan_t).id)
            plans[facts->nplans++] = APR_ARRAY_IDX(memory->plans, i, lic_plan_t);
    qsort(plans, (size_t)facts->nplans, sizeof(*plans), plan_order);
    facts->plans = plans;
    facts->plans_until = LIC_DATE_NONE;
}

static void load_facts(lic_forecast_facts_t *facts, apr_time_t now)
{
    const int n = memory->employees->nelts;
    lic_forecast_employee_t *employees = apr_pcalloc(memory->pool, sizeof(*employees) * (apr_size_t)(n + 1));
    *facts = (lic_forecast_facts_t){.book = memory->book, .now = now, .employees = employees, .nemployees = n};
    for (int i = 0; i < n; i++) {
        employees[i] = facts_of(i + 1);
        facts->role_admins += employees[i].role_admin && employees[i].facts.active;
    }
    load_plans(facts);
}

/* The day's row of a product, if it has one */
static const lic_forecast_day_t *row_of(const lic_forecast_t *forecast, lic_date_t date, int position)
{
    for (int i = 0; i < forecast->ndays; i++)
        if (forecast->days[i].date == date && forecast->days[i].position == position)
            return &forecast->days[i];
    return NULL;
}

static void compare_day(const lic_forecast_t *forecast, lic_date_t date, const lic_position_t *before)
{
    for (int i = 0; i < memory->book->npositions; i++) {
        const lic_position_t *now = &memory->book->positions[i];
        const lic_forecast_day_t *row = row_of(forecast, date, i);
        const apr_int64_t purchased = row ? row->purchased : before[i].purchased,
                          used = row ? row->used : before[i].used;
        if (now->purchased != purchased || now->used != used)
            fail_msg("%s, %s, %s: %d of %d instead of %d of %d", memory->label, lic_date_format(date, memory->pool),
                     now->key, (int)used, (int)purchased, (int)now->used, (int)now->purchased);
    }
}

static int live(const lic_forecast_t *forecast, apr_time_t now)
{
    const lic_zone_t *zone = memory->book->account->zone;
    const lic_date_t today = lic_zone_date(zone, now);
    int changes = 0;
    for (lic_date_t date = today; date <= forecast->until; date++) {
        const lic_position_t *before = lic_book_copy(memory->book, memory->pool)->positions;
        memory_catch_up(memory, lic_zone_start(zone, date + 1) - apr_time_from_sec(1));
        compare_day(forecast, date, before);
        for (int i = 0; i < memory->book->npositions; i++)
            changes += before[i].used != memory->book->positions[i].used;
    }
    return changes;
}

static void a_forecast_is_what_the_days_then_bring(void **state)
{
    (void)state;
    int eventful = 0, short_of = 0, seen[LIC_EVENT_KINDS] = {0};
    for (int number = 0; number < FUTURES; number++) {
        lic_forecast_facts_t facts;
        lic_forecast_t *forecast;
        start(number);
        const apr_time_t now = make_account();
        load_facts(&facts, now);
        assert_null(lic_forecast_make(&forecast, &facts, memory->pool));
        assert_int_equal(forecast->until, forecast->end);
        short_of += forecast->shortage != NULL;
        const int before = memory->journal->nelts;
        eventful += live(forecast, now) > 0;
        for (int i = before; i < memory->journal->nelts; i++)
            seen[APR_ARRAY_IDX(memory->journal, i, memory_entry_t).kind]++;
        memory_destroy(memory);
    }
    /* What never happens proves nothing */
    static const lic_event_kind_t kinds[] = {LIC_EVENT_RENEWED,   LIC_EVENT_BOUGHT,      LIC_EVENT_MARKED,
                                             LIC_EVENT_UNMARKED,  LIC_EVENT_DEACTIVATED, LIC_EVENT_TAKEN_BACK,
                                             LIC_EVENT_CLOSED,    LIC_EVENT_LAPSED,      LIC_EVENT_CARRIED_OUT,
                                             LIC_EVENT_ACTIVATED, LIC_EVENT_PLAN_WAITS,  LIC_EVENT_PLAN_REFUSED};
    for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (seen[kinds[i]] < 50)
            fail_msg("only %d times %s", seen[kinds[i]], lic_word_of(lic_event_words, (int)kinds[i]));
    assert_true(eventful > FUTURES / 4);
    assert_true(short_of > FUTURES / 20);
}

/* --- what of the account isn't known ------------------------------------------------------------------------------ */

static int in_order(const void *a, const void *b)
{
    return marking_compare(a, b);
}

/* The seats of a product in marking order */
static int list_seats(lic_seat_t *seats, const lic_forecast_facts_t *all, apr_int64_t product)
{
    int n = 0;
    const apr_int64_t last_role_admin = memory_last_role_admin(memory);
    for (int i = 0; i < all->nemployees; i++) {
        const lic_employee_t *e = &all->employees[i].facts;
        if (product == STANDARD && e->active && !e->service)
            seats[n++] = (lic_seat_t){.employee = e->id,
                                      .is_protected = e->is_protected,
                                      .last_role_admin = e->id == last_role_admin,
                                      .since = e->activated,
                                      .created = e->created};
        for (int k = 0; e->active && k < e->nheld; k++)
            if (e->held[k].product == product)
                seats[n++] = (lic_seat_t){.employee = e->id, .assignment = e->held[k].id, .since = e->held[k].since};
    }
    qsort(seats, (size_t)n, sizeof(*seats), in_order);
    return n;
}

static int is_among(const lic_seat_t *seats, int n, apr_int64_t employee)
{
    for (int i = 0; i < n; i++)
        if (seats[i].employee == employee)
            return 1;
    return 0;
}

/* Only the first of the add-on licences that somebody holds are known, as nothing else is asked about the holder */
static void drop_unknown(lic_forecast_employee_t *employee, lic_seat_t seats[][64], const int *known)
{
    lic_assignment_t *held = apr_pcalloc(memory->pool, sizeof(*held) * PRODUCTS);
    int n = 0;
    for (int k = 0; k < employee->facts.nheld; k++) {
        const lic_assignment_t *one = &employee->facts.held[k];
        for (int i = 0; i < known[one->product]; i++)
            if (seats[one->product][i].assignment == one->id)
                held[n++] = *one;
    }
    employee->partly = 1;
    employee->facts.held = held;
    employee->facts.nheld = n;
}

/* As the store does: the newest seats of each product, whoever manages roles alone, and nobody else who is active */
static void forget(lic_forecast_facts_t *some, const lic_forecast_facts_t *all, int most)
{
    static const apr_int64_t counted[] = {STANDARD, CRM, OUTLOOK};
    lic_seat_t seats[PRODUCTS + 1][64];
    int known[PRODUCTS + 1] = {0};
    lic_forecast_employee_t *employees =
        apr_pcalloc(memory->pool, sizeof(*employees) * (apr_size_t)(all->nemployees + 1));
    lic_forecast_end_t *ends = apr_pcalloc(memory->pool, sizeof(*ends) * 3);
    *some = *all;
    some->employees = employees;
    some->nemployees = 0;
    some->ends = ends;
    for (int i = 0; i < 3; i++) {
        const int n = list_seats(seats[counted[i]], all, counted[i]);
        known[counted[i]] = n < most ? n : most;
        if (n > most)
            ends[some->nends++] = (lic_forecast_end_t){counted[i], seats[counted[i]][most - 1]};
    }
    for (int i = 0; i < all->nemployees; i++) {
        lic_forecast_employee_t one = all->employees[i];
        const int holds = is_among(seats[CRM], known[CRM], one.facts.id) ||
                          is_among(seats[OUTLOOK], known[OUTLOOK], one.facts.id),
                  seat = is_among(seats[STANDARD], known[STANDARD], one.facts.id) ||
                         one.facts.id == memory_last_role_admin(memory) || one.facts.nplans;
        if (!seat && !holds)
            continue;
        if (!seat)
            drop_unknown(&one, seats, known);
        employees[some->nemployees++] = one;
    }
}

static void compare_until(const lic_forecast_t *part, const lic_forecast_t *whole)
{
    int n = 0;
    while (n < whole->ndays && whole->days[n].date <= part->until)
        n++;
    if (part->ndays != n)
        fail_msg("%s: %d days instead of %d until %s", memory->label, part->ndays, n,
                 lic_date_format(part->until, memory->pool));
    for (int i = 0; i < n; i++) {
        assert_int_equal(part->days[i].date, whole->days[i].date);
        assert_int_equal(part->days[i].position, whole->days[i].position);
        assert_int_equal(part->days[i].used, whole->days[i].used);
        assert_int_equal(part->days[i].purchased, whole->days[i].purchased);
        assert_int_equal(part->days[i].lowest, whole->days[i].lowest);
    }
}

static void with_fewer_facts_it_is_the_same_and_ends_where_they_do(void **state)
{
    (void)state;
    int shorter = 0, whole = 0;
    for (int number = 0; number < FUTURES / 4; number++) {
        lic_forecast_facts_t all, some;
        lic_forecast_t *of_all, *of_some;
        start(number);
        load_facts(&all, make_account());
        forget(&some, &all, 1 + below(3));
        assert_null(lic_forecast_make(&of_all, &all, memory->pool));
        assert_null(lic_forecast_make(&of_some, &some, memory->pool));
        compare_until(of_some, of_all);
        if (of_some->until < of_some->end)
            shorter++;
        else if (some.nends)
            whole++;
        memory_destroy(memory);
    }
    assert_true(shorter > 50);
    assert_true(whole > 50);
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forecast_is_what_the_days_then_bring),
        cmocka_unit_test(with_fewer_facts_it_is_the_same_and_ends_where_they_do),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
