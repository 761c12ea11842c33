/* core/archive.c  How much is past, and the checkpoint's entry in the log. */
#include "core/archive.h"

#include <apr_strings.h>

lic_date_t lic_archive_cut(const lic_account_t *account, lic_date_t asked)
{
    /* a closed account's last period is past as well */
    const lic_date_t over = account->state == LIC_ACCOUNT_CLOSED ? account->period_end : account->period_start;
    return asked < over ? asked : over;
}

void lic_archive_logged(lic_change_t *change, apr_int64_t from, apr_int64_t to)
{
    lic_event_subject(lic_change_event(change, LIC_EVENT_ARCHIVED, NULL), "log", "",
                      apr_psprintf(change->pool, "%" APR_INT64_T_FMT, from),
                      apr_psprintf(change->pool, "%" APR_INT64_T_FMT, to));
}
