/* core/terms.c  Changing an account's terms, and what can't be changed any more. */
#include "core/terms.h"

#include <string.h>
#include <apr_strings.h>

static lic_error_t *fixed(const lic_change_t *change, const char *field, const char *why)
{
    lic_error_t *err = lic_error_make(change->pool, LIC_REFUSED, "terms-fixed", "%s: %s", field, why);
    return lic_error_fact(err, "field", field);
}

/* An account is numbered from its first invoice on, in the year of the last one. */
static int has_invoices(const lic_account_t *account)
{
    return account->invoice_year != 0;
}

static lic_error_t *check_fixed(const lic_change_t *change, const lic_account_t *wanted)
{
    const lic_account_t *account = change->before->account;
    const int moves = strcmp(account->timezone, wanted->timezone) != 0;
    if (has_invoices(account) && strcmp(account->currency, wanted->currency) != 0)
        return fixed(change, "currency",
                     apr_psprintf(change->pool,
                                  "there are invoices in %s, so it stays; close the account and add another one for %s",
                                  account->currency, wanted->currency));
    if (has_invoices(account) && moves)
        return fixed(
            change, "timezone",
            apr_psprintf(change->pool,
                         "there are invoices for periods of %s, so it stays; close the account and add another "
                         "one for %s",
                         account->timezone, wanted->timezone));
    if (moves && lic_zone_date(wanted->zone, change->now) != change->today)
        return fixed(change, "timezone",
                     apr_psprintf(change->pool, "in %s it is %s now, in %s %s; set it when it is the same date in both",
                                  account->timezone, lic_date_format(change->today, change->pool), wanted->timezone,
                                  lic_date_format(lic_zone_date(wanted->zone, change->now), change->pool)));
    return NULL;
}

/* "25", "5.5": as it is typed */
static const char *percent(int hundredths, apr_pool_t *p)
{
    const int rest = hundredths % 100;
    if (!rest)
        return apr_itoa(p, hundredths / 100);
    return rest % 10 ? apr_psprintf(p, "%d.%02d", hundredths / 100, rest)
                     : apr_psprintf(p, "%d.%d", hundredths / 100, rest / 10);
}

static void log_field(lic_change_t *change, const char *field, const char *was, const char *is)
{
    if (strcmp(was, is) != 0)
        lic_event_subject(lic_change_event_of(change, LIC_EVENT_SETTING),
                          apr_pstrcat(change->pool, "account/", field, NULL), change->after->account->name, was, is);
}

static void log_fields(lic_change_t *change)
{
    const lic_account_t *was = change->before->account, *is = change->after->account;
    apr_pool_t *p = change->pool;
    log_field(change, "name", was->name, is->name);
    log_field(change, "billing", was->billing, is->billing);
    log_field(change, "locale", was->locale, is->locale);
    log_field(change, "timezone", was->timezone, is->timezone);
    log_field(change, "currency", was->currency, is->currency);
    log_field(change, "vat", percent(was->vat, p), percent(is->vat, p));
    log_field(change, "ceiling", apr_psprintf(p, "%" APR_INT64_T_FMT, was->ceiling),
              apr_psprintf(p, "%" APR_INT64_T_FMT, is->ceiling));
    log_field(change, "legal-name", was->legal_name, is->legal_name);
    log_field(change, "address", was->address, is->address);
    log_field(change, "country", was->country, is->country);
    log_field(change, "vat-id", was->vat_id, is->vat_id);
    log_field(change, "electronic-address", was->electronic_address, is->electronic_address);
    log_field(change, "order-number", was->order_number, is->order_number);
    log_field(change, "attach-ubl", was->attach_ubl ? "yes" : "no", is->attach_ubl ? "yes" : "no");
}

lic_error_t *lic_terms_decide(lic_change_t *change, const lic_account_t *wanted)
{
    lic_account_t *account = change->after->account;
    LIC_TRY(check_fixed(change, wanted));
    account->name = wanted->name;
    account->billing = wanted->billing;
    account->locale = wanted->locale;
    if (strcmp(account->timezone, wanted->timezone) != 0) {
        account->timezone = wanted->timezone;
        account->zone = wanted->zone;
        account->period_end_at = lic_zone_start(account->zone, account->period_end);
    }
    account->currency = wanted->currency;
    account->digits = wanted->digits;
    account->vat = wanted->vat;
    account->ceiling = wanted->ceiling;
    account->legal_name = wanted->legal_name;
    account->address = wanted->address;
    account->country = wanted->country;
    account->vat_id = wanted->vat_id;
    account->electronic_address = wanted->electronic_address;
    account->order_number = wanted->order_number;
    account->attach_ubl = wanted->attach_ubl;
    log_fields(change);
    return NULL;
}
