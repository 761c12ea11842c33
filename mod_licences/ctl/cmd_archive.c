/* ctl/cmd_archive.c  licencesctl archive: what is past goes into files, and then out of the database. */
#include "ctl.h"

#include "archive_file.h"
#include "progress.h"
#include "service/archive.h"

const lic_option_t lic_archive_options[] = {
    {"before", "DATE", "what was before this local date; of the current period nothing goes", 1},
    {"to", "DIRECTORY", "where the files go, one for each account (default: here)", 0},
    {NULL, NULL, NULL, 0}};

static void show_taken(void *baton, apr_int64_t through)
{
    lic_bar_step(baton, through);
}

static lic_error_t *take_out(const lic_archive_t *archive, const lic_invocation_t *invocation,
                             const lic_caller_t *caller, apr_pool_t *p)
{
    lic_bar_t bar;
    lic_bar_begin(&bar, "archive", archive->through);
    lic_error_t *err = lic_archive_run(archive, &invocation->ctl->source, caller, show_taken, &bar, p);
    lic_bar_end(&bar);
    return err;
}

/* Why more of the log doesn't go */
static void tell_held(const lic_archive_t *archive, const char *key, apr_pool_t *p)
{
    if (archive->since)
        printf("%s: the log of %s and later stays here for mail that isn't sent yet: %lld waiting, %lld parked; "
               "licencesctl "
               "mail list %s names it, mail drop lets it go\n",
               key, lic_date_format(lic_zone_date(archive->account->zone, archive->since), p),
               (long long)archive->waiting, (long long)archive->parked, key);
}

static lic_error_t *archive_account(const lic_invocation_t *whole, const char *key, lic_date_t before, apr_pool_t *p)
{
    const char *directory = lic_order_option(whole, "to"), *name;
    lic_invocation_t invocation = *whole;
    lic_archive_count_t count;
    lic_archive_t archive;
    lic_caller_t caller;
    invocation.pool = p;
    LIC_TRY(lic_order_caller(&caller, &invocation, key));
    LIC_TRY(lic_archive_plan(&archive, &invocation.ctl->source, &caller, before, p));
    tell_held(&archive, key, p);
    if (lic_archive_is_empty(&archive)) {
        printf("%s: nothing to archive before %s\n", key, lic_date_format(archive.before, p));
        return NULL;
    }
    LIC_TRY(lic_archive_file_write(&name, &count, directory ? directory : ".", &archive, &invocation.ctl->source, p));
    LIC_TRY(take_out(&archive, &invocation, &caller, p));
    printf("%s: archived before %s: %lld log entries, %lld mails, %lld days of usage, in %s\n", key,
           lic_date_format(archive.before, p), (long long)count.entries, (long long)count.mails, (long long)count.days,
           name);
    return NULL;
}

lic_error_t *lic_cmd_archive(lic_invocation_t *invocation)
{
    apr_array_header_t *keys = apr_array_make(invocation->pool, 16, sizeof(const char *));
    lic_date_t before;
    apr_pool_t *each;
    LIC_TRY(lic_order_date(&before, invocation, "before"));
    if (invocation->nargs)
        APR_ARRAY_PUSH(keys, const char *) = invocation->args[0];
    else
        LIC_TRY(lic_ctl_keys(keys, invocation));
    apr_pool_create(&each, invocation->pool);
    for (int i = 0; i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);
        apr_pool_clear(each);
        lic_error_t *err = archive_account(invocation, key, before, each);
        if (err)
            return lic_error_wrap(err, invocation->pool, "%s", key);
    }
    return NULL;
}
