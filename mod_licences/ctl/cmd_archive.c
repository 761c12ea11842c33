/* licencesctl archive: what is past goes into files, and then out of the database. */
#include "ctl.h"

#include "archive_file.h"
#include "service/archive.h"

const lic_option_t lic_archive_options[] = {
    {"before", "DATE", "what was before this local date; of the current period nothing goes", 1},
    {"to", "DIRECTORY", "where the files go, one for each account (default: here)", 0},
    {NULL, NULL, NULL, 0}};

static void show_taken(void *baton, apr_int64_t through)
{
    lic_bar_step(baton, through);
}

static lic_error_t *take_out(const lic_archive_t *archive, const lic_order_t *order, const lic_caller_t *caller,
                             apr_pool_t *p)
{
    lic_bar_t bar;
    lic_bar_begin(&bar, "archive", archive->through);
    lic_error_t *err = lic_archive_run(archive, &order->ctl->source, caller, show_taken, &bar, p);
    lic_bar_end(&bar);
    return err;
}

static lic_error_t *archive_account(const lic_order_t *whole, const char *key, lic_date_t before, apr_pool_t *p)
{
    const char *directory = lic_order_option(whole, "to"), *name;
    lic_order_t order = *whole;
    lic_archive_count_t count;
    lic_archive_t archive;
    lic_caller_t caller;
    order.pool = p;
    LIC_TRY(lic_order_caller(&caller, &order, key));
    LIC_TRY(lic_archive_plan(&archive, &order.ctl->source, &caller, before, p));
    if (lic_archive_is_empty(&archive)) {
        printf("%s: nothing to archive before %s\n", key, lic_date_format(archive.before, p));
        return NULL;
    }
    LIC_TRY(lic_archive_file_write(&name, &count, directory ? directory : ".", &archive, &order.ctl->source, p));
    LIC_TRY(take_out(&archive, &order, &caller, p));
    printf("%s: archived before %s: %lld log entries, %lld mails, %lld days of usage, in %s\n", key,
           lic_date_format(archive.before, p), (long long)count.entries, (long long)count.mails, (long long)count.days,
           name);
    return NULL;
}

lic_error_t *lic_cmd_archive(lic_order_t *order)
{
    apr_array_header_t *keys = apr_array_make(order->pool, 16, sizeof(const char *));
    lic_date_t before;
    apr_pool_t *each;
    LIC_TRY(lic_order_date(&before, order, "before"));
    if (order->nargs)
        APR_ARRAY_PUSH(keys, const char *) = order->args[0];
    else
        LIC_TRY(lic_ctl_keys(keys, order));
    apr_pool_create(&each, order->pool);
    for (int i = 0; i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);
        apr_pool_clear(each);
        lic_error_t *err = archive_account(order, key, before, each);
        if (err)
            return lic_error_wrap(err, order->pool, "%s", key);
    }
    return NULL;
}
