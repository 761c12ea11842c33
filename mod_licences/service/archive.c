/* service/archive.c  Plans what is archived, and takes it out of the database. */
#include "service/archive.h"

#include "core/archive.h"
#include "service/catch_up.h"
#include "store/account.h"

lic_error_t *lic_archive_plan(lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_date_t before, apr_pool_t *p)
{
    lic_db_t *db;
    lic_account_t *account;
    LIC_TRY(lic_catch_up(NULL, from, caller->account, caller->now, NULL, p));
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = lic_account_find(&account, db, caller->account, p);
    if (!err)
        err = lic_archive_find(archive, db, account, lic_archive_cut(account, before), p);
    from->close(db, from->baton);
    return err;
}

int lic_archive_is_empty(const lic_archive_t *archive)
{
    return archive->through == archive->after && !archive->nusage;
}

typedef struct lic_take_args_t {
    const lic_archive_t *archive;
    apr_int64_t to;
    int moved;
} lic_take_args_t;

/* A change without an event, where nothing was left to take, is rolled back by the unit. */
static lic_error_t *step_take(lic_unit_t *unit, void *baton)
{
    lic_take_args_t *args = baton;
    apr_int64_t from;
    LIC_TRY(lic_archive_take(&args->moved, &from, &args->to, unit->db, args->archive, unit->change->now, unit->pool));
    if (args->moved)
        lic_archive_logged(unit->change, from, args->to);
    return NULL;
}

lic_error_t *lic_archive_run(const lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                             lic_archive_fn *tell, void *baton, apr_pool_t *p)
{
    lic_take_args_t args = {.archive = archive};
    apr_pool_t *each;
    lic_error_t *err;
    apr_pool_create(&each, p);
    do {
        apr_pool_clear(each);
        err = lic_unit_run(NULL, from, caller, step_take, &args, each);
        if (!err && args.moved && tell)
            tell(baton, args.to);
    } while (!err && args.moved && args.to < archive->through);
    err = err ? lic_error_wrap(err, p, "args out what is archived") : NULL;
    apr_pool_destroy(each);
    return err;
}
