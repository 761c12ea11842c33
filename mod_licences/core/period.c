/* core/period.c  Which period an instant belongs to, and how many of its days remain. */
#include "core/period.h"

static lic_date_t start_of(lic_date_t anchor, int months, int k)
{
    return lic_date_add_months(anchor, months * k);
}

void lic_period_number(lic_period_t *period, lic_date_t anchor, int months, int k)
{
    period->k = k;
    period->start = start_of(anchor, months, k);
    period->end = start_of(anchor, months, k + 1);
    period->days = period->end - period->start;
    period->remaining = period->days;
}

/* A clock change can repeat the last minutes of the day before the first one, or skip a first day altogether */
static void count_remaining(lic_period_t *period, const lic_zone_t *zone, apr_time_t at)
{
    const int remaining = period->end - lic_zone_date(zone, at);
    period->remaining = remaining < 0 ? 0 : remaining > period->days ? period->days : remaining;
}

void lic_period_at(lic_period_t *period, lic_date_t anchor, int months, const lic_zone_t *zone, apr_time_t at)
{
    int year, month, day, anchor_year, anchor_month, anchor_day;
    lic_date_split(lic_zone_date(zone, at), &year, &month, &day);
    lic_date_split(anchor, &anchor_year, &anchor_month, &anchor_day);
    int k = ((year - anchor_year) * 12 + month - anchor_month) / months; /* off by one at most; put right below */
    while (at < lic_zone_start(zone, start_of(anchor, months, k)))
        k--;
    while (at >= lic_zone_start(zone, start_of(anchor, months, k + 1)))
        k++;
    lic_period_number(period, anchor, months, k);
    count_remaining(period, zone, at);
}

void lic_period_current(lic_period_t *period, const lic_account_t *account, apr_time_t at)
{
    period->k = account->period;
    period->start = account->period_start;
    period->end = account->period_end;
    period->days = period->end - period->start;
    count_remaining(period, account->zone, at);
}

apr_time_t lic_period_notice_at(const lic_account_t *account)
{
    return lic_zone_start(account->zone, account->period_end - 14);
}
