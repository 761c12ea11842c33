/* core/forecast.c  The days to come, carried out on a copy of the facts, and what changes on each of them. */
#include "core/forecast.h"

#include <limits.h>

#include "core/period.h"
#include "core/policy_buy.h"
#include "core/rehearsal_private.h"

typedef struct lic_telling_t {
    lic_rehearsal_t *rehearsal;
    lic_deadlines_t deadlines;
    int held; /* the renewal can't be reckoned: it is left out, as when its day comes */
    apr_array_header_t *days;
    int steps;              /* left: so many things can't all be due */
    lic_date_t date;        /* that is being told */
    lic_position_t *before; /* the positions as the day before ended */
    apr_int64_t *lowest;    /* of the day so far */
} lic_telling_t;

static apr_int64_t available(const lic_position_t *position)
{
    return position->purchased - position->used;
}

/* Each time that all that is due at an instant is done */
static void note_lowest(lic_telling_t *telling)
{
    const lic_book_t *book = telling->rehearsal->book;
    for (int i = 0; i < book->npositions; i++)
        if (available(&book->positions[i]) < telling->lowest[i])
            telling->lowest[i] = available(&book->positions[i]);
}

/* The day is over: a row of each product that it changed */
static void end_day(lic_telling_t *telling)
{
    const lic_book_t *book = telling->rehearsal->book;
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *now = &book->positions[i], *was = &telling->before[i];
        const int lower = telling->lowest[i] < available(was) && telling->lowest[i] < available(now);
        if (now->purchased != was->purchased || now->used != was->used || lower)
            APR_ARRAY_PUSH(telling->days, lic_forecast_day_t) =
                (lic_forecast_day_t){telling->date, i, now->purchased, now->used, telling->lowest[i]};
        telling->before[i] = *now;
        telling->lowest[i] = APR_INT64_MAX;
    }
}

/* --- what is due -------------------------------------------------------------------------------------------------- */

static lic_change_t *begin(const lic_telling_t *telling, apr_time_t at, apr_pool_t *each)
{
    return lic_change_make(telling->rehearsal->book, at, "system", NULL, each);
}

static lic_error_t *mark(int *known, lic_rehearsal_t *rehearsal, apr_time_t at, apr_pool_t *each)
{
    lic_change_t *marks = lic_change_make(rehearsal->book, at, "system", NULL, each);
    *known = 1;
    for (int i = 0; i < rehearsal->book->npositions; i++) {
        const lic_position_t *position = &rehearsal->book->positions[i];
        lic_overage_t overage;
        if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
            continue;
        if (!lic_rehearsal_overage(&overage, rehearsal, position, each)) {
            *known = 0;
            return NULL;
        }
        lic_grace_decide(marks, &overage);
    }
    lic_rehearsal_apply(rehearsal, marks);
    return NULL;
}

/* Whoever waits for a licence gets one that is free now */
static lic_error_t *admit(const lic_telling_t *telling, apr_time_t at, apr_pool_t *each)
{
    lic_change_t *change = begin(telling, at, each);
    const lic_plan_batch_t *waiting = lic_rehearsal_waiting(telling->rehearsal, each);
    if (!waiting->n || !lic_plan_may_admit(change, NULL))
        return NULL;
    lic_plan_admit(change, waiting);
    LIC_TRY(lic_policy_buy(change));
    lic_rehearsal_apply(telling->rehearsal, change);
    return NULL;
}

/* As lic_settle does: what the policy buy buys, the change, who waits, then the marks. *known 0: more would be marked
 * than are known. */
static lic_error_t *settle(int *known, const lic_telling_t *telling, lic_change_t *change)
{
    LIC_TRY(lic_policy_buy(change));
    lic_rehearsal_apply(telling->rehearsal, change);
    LIC_TRY(admit(telling, change->now, change->pool));
    return mark(known, telling->rehearsal, change->now, change->pool);
}

static lic_error_t *carry_out(int *known, lic_telling_t *telling, lic_due_t *due, apr_pool_t *each)
{
    if (due->kind == LIC_DUE_PLAN)
        due->plans = lic_rehearsal_due(telling->rehearsal, telling->deadlines.plan_on, each);
    lic_change_t *change = begin(telling, due->at, each);
    lic_error_t *err = lic_agenda_decide(change, due);
    *known = 1;
    if (err && err->code != LIC_REFUSED)
        return err;
    if (err) {
        telling->held = 1;
        return NULL;
    }
    return settle(known, telling, change);
}

/* The next thing due before an instant. Returns 0 when there is none. Nobody is told of anything here. */
static int next_due(lic_due_t *due, lic_telling_t *telling, apr_time_t before)
{
    lic_account_t *account = telling->rehearsal->book->account;
    account->told_until = before;
    lic_rehearsal_deadlines(&telling->deadlines, telling->rehearsal);
    telling->deadlines.held = telling->held;
    return lic_agenda_next(due, account, &telling->deadlines, before - apr_time_from_sec(1));
}

/* From now until before an instant. *until: the day up to which it could be told */
static lic_error_t *tell(lic_date_t *until, lic_telling_t *telling, apr_time_t now, apr_time_t before)
{
    const lic_zone_t *zone = telling->rehearsal->book->account->zone;
    apr_pool_t *each;
    apr_time_t at = 0;
    lic_due_t due;
    int known;
    apr_pool_create(&each, telling->rehearsal->pool);
    LIC_TRY(mark(&known, telling->rehearsal, now, each)); /* nothing changes, if all who are marked are known */
    for (; known && next_due(&due, telling, before); at = due.at) {
        const lic_date_t date = lic_zone_date(zone, due.at);
        apr_pool_clear(each);
        if (!telling->steps--)
            return lic_error_make(telling->rehearsal->pool, LIC_BUG, "agenda-stuck", "something is always due");
        if (at != due.at)
            note_lowest(telling);
        if (date != telling->date)
            end_day(telling);
        telling->date = date;
        LIC_TRY(carry_out(&known, telling, &due, each));
    }
    apr_pool_destroy(each);
    if (known) {
        note_lowest(telling);
        end_day(telling);
    } else {
        *until = telling->date - 1;
    }
    return NULL;
}

static const lic_forecast_day_t *find_shortage(const lic_forecast_t *forecast, const lic_book_t *book, apr_pool_t *p)
{
    apr_int64_t *left = apr_palloc(p, sizeof(*left) * (apr_size_t)(book->npositions + 1));
    for (int i = 0; i < book->npositions; i++)
        left[i] = available(&book->positions[i]);
    for (int i = 0; i < forecast->ndays; i++) {
        const lic_forecast_day_t *day = &forecast->days[i];
        const lic_kind_t kind = book->positions[day->position].kind;
        if (day->lowest < 0 && left[day->position] >= 0 && (kind == LIC_KIND_USER || kind == LIC_KIND_ADDON))
            return day;
        left[day->position] = day->purchased - day->used;
    }
    return NULL;
}

lic_error_t *lic_forecast_make(lic_forecast_t **forecast, const lic_forecast_facts_t *facts, apr_pool_t *p)
{
    const lic_account_t *account = facts->book->account;
    const int n = facts->book->npositions;
    lic_forecast_t *made = apr_pcalloc(p, sizeof(*made));
    lic_period_t next;
    lic_period_number(&next, account->anchor, account->months, account->period + 1);
    lic_telling_t telling = {.rehearsal = lic_rehearsal_make(facts, p),
                             .days = apr_array_make(p, 32, sizeof(lic_forecast_day_t)),
                             .date = lic_zone_date(account->zone, facts->now),
                             .before = lic_book_copy(facts->book, p)->positions,
                             .lowest = apr_palloc(p, sizeof(apr_int64_t) * (apr_size_t)(n + 1))};
    /* each is done once, but for deadlines, which whoever is marked again has again */
    telling.steps = 1000 + 100 * (facts->nplans + facts->nemployees);
    for (int i = 0; i < n; i++)
        telling.lowest[i] = APR_INT64_MAX;
    made->end = made->until = next.end - 1;
    if (facts->plans_until != LIC_DATE_NONE && facts->plans_until < made->end)
        made->until = facts->plans_until;
    LIC_TRY(tell(&made->until, &telling, facts->now, lic_zone_start(account->zone, made->until + 1)));
    made->days = (const lic_forecast_day_t *)telling.days->elts;
    made->ndays = telling.days->nelts;
    made->shortage = find_shortage(made, facts->book, p);
    *forecast = made;
    return NULL;
}
