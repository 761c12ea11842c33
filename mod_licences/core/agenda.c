/* core/agenda.c  What falls due next: of each kind the earliest, of these the first by instant and then by kind. */
#include "core/agenda.h"

#include "core/grace.h"
#include "core/lifecycle.h"
#include "core/period.h"
#include "core/plan_due.h"

enum { KINDS = LIC_DUE_NOTICE + 1 };

/* Other clock changes than were known when an account's last instant was written don't let its time run back */
static apr_time_t plan_at(const lic_account_t *account, lic_date_t on)
{
    if (!on)
        return 0;
    const apr_time_t start = lic_zone_start(account->zone, on);
    return start > account->last_at ? start : account->last_at;
}

/* The instant of the next of each kind; 0: none */
static void gather(apr_time_t *at, const lic_account_t *account, const lic_deadlines_t *deadlines)
{
    at[LIC_DUE_RENEWAL] = account->state == LIC_ACCOUNT_CLOSED ? 0 : account->period_end_at;
    at[LIC_DUE_DEACTIVATION] = deadlines->employee;
    at[LIC_DUE_TAKING_BACK] = deadlines->assignment;
    at[LIC_DUE_PLAN] = plan_at(account, deadlines->plan_on);
    at[LIC_DUE_REMINDER] = 0;
    if (deadlines->unreminded && deadlines->unreminded - LIC_REMIND_BEFORE > account->told_until)
        at[LIC_DUE_REMINDER] = deadlines->unreminded - LIC_REMIND_BEFORE;
    at[LIC_DUE_NOTICE] = 0;
    if (deadlines->held) {
        at[LIC_DUE_RENEWAL] = 0;
    } else if (account->state == LIC_ACCOUNT_OPEN) {
        const apr_time_t notice = lic_period_notice_at(account);
        if (notice > account->told_until)
            at[LIC_DUE_NOTICE] = notice;
    }
}

static int first_of(const apr_time_t *at)
{
    int first = -1;
    for (int kind = 0; kind < KINDS; kind++)
        if (at[kind] && (first < 0 || at[kind] < at[first]))
            first = kind;
    return first;
}

int lic_agenda_next(lic_due_t *due, const lic_account_t *account, const lic_deadlines_t *deadlines, apr_time_t now)
{
    apr_time_t at[KINDS];
    gather(at, account, deadlines);
    const int first = first_of(at);
    if (first < 0 || at[first] > now)
        return 0;
    const int notice_past = account->period_end_at <= now;
    *due = (lic_due_t){.kind = (lic_due_kind_t)first, .at = at[first]};
    if (first == LIC_DUE_REMINDER) {
        due->past = deadlines->unreminded <= now;
        due->notice = at[LIC_DUE_NOTICE] == at[first] && !notice_past;
    } else if (first == LIC_DUE_NOTICE) {
        due->past = notice_past;
    }
    return 1;
}

apr_time_t lic_agenda_when(const lic_account_t *account, const lic_deadlines_t *deadlines)
{
    apr_time_t at[KINDS];
    gather(at, account, deadlines);
    const int first = first_of(at);
    return first < 0 ? 0 : at[first];
}

static lic_error_t *carry_out(lic_change_t *change, const lic_due_t *due)
{
    switch (due->kind) {
    case LIC_DUE_RENEWAL:
        return lic_lifecycle_renew(change);
    case LIC_DUE_DEACTIVATION:
        lic_grace_deactivate(change, due->at);
        return NULL;
    case LIC_DUE_TAKING_BACK:
        lic_grace_take_back(change, due->at);
        return NULL;
    case LIC_DUE_PLAN:
        lic_plan_carry_out(change, due->plans);
        return NULL;
    case LIC_DUE_REMINDER:
        if (!due->past)
            lic_grace_remind(change, due->at + LIC_REMIND_BEFORE);
        return due->notice ? lic_lifecycle_notice(change, due->plans) : NULL;
    case LIC_DUE_NOTICE:
        return due->past ? NULL : lic_lifecycle_notice(change, due->plans);
    }
    return NULL;
}

lic_error_t *lic_agenda_decide(lic_change_t *change, const lic_due_t *due)
{
    LIC_TRY(carry_out(change, due));
    lic_agenda_done(change->after->account, due->kind, due->at);
    return NULL;
}

static void move_on(apr_time_t *instant, apr_time_t to)
{
    if (*instant < to)
        *instant = to;
}

void lic_agenda_done(lic_account_t *account, lic_due_kind_t kind, apr_time_t at)
{
    const int told = kind == LIC_DUE_REMINDER || kind == LIC_DUE_NOTICE;
    move_on(&account->last_at, at);
    move_on(&account->told_until, told ? at : at - apr_time_from_sec(1));
}
