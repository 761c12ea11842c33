#include "service/archive.h"

#include "core/archive.h"
#include "store/account.h"

lic_error_t *lic_archive_plan(lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_date_t before, apr_pool_t *p)
{
    lic_db_t *db;
    lic_account_t *account;
    LIC_TRY(lic_catch_up(from, caller->account, caller->now, p));
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

typedef struct lic_taking_t {
    const lic_archive_t *archive;
    apr_int64_t to;
    int moved;
} lic_taking_t;

/* Where nothing is left, the change stays empty. */
static lic_error_t *step_take(lic_unit_t *unit, void *baton)
{
    lic_taking_t *taking = baton;
    apr_int64_t from;
    LIC_TRY(
        lic_archive_take(&taking->moved, &from, &taking->to, unit->db, taking->archive, unit->change->now, unit->pool));
    if (taking->moved)
        lic_archive_logged(unit->change, from, taking->to);
    return NULL;
}

lic_error_t *lic_archive_run(const lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                             lic_archive_fn *tell, void *baton, apr_pool_t *p)
{
    lic_taking_t taking = {.archive = archive};
    apr_pool_t *each;
    lic_error_t *err;
    apr_pool_create(&each, p);
    do {
        apr_pool_clear(each);
        err = lic_unit_run(NULL, from, caller, step_take, &taking, each);
        if (!err && taking.moved && tell)
            tell(baton, taking.to);
    } while (!err && taking.moved && taking.to < archive->through);
    err = err ? lic_error_wrap(err, p, "taking out what is archived") : NULL;
    apr_pool_destroy(each);
    return err;
}
