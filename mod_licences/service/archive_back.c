/* service/archive_back.c  Reads archive files back, under the account's lock. */
#include "service/archive_back.h"

#include <string.h>

#include "core/archive.h"
#include "store/archive.h"

typedef struct lic_back_args_t {
    const lic_archived_file_t *files;
    int nfiles;
    lic_archived_row_fn *rows;
    void *baton;
} lic_back_args_t;

static lic_error_t *check_origin(const lic_archived_file_t *file, const lic_account_t *account, apr_pool_t *p)
{
    if (strcmp(file->account, account->key) != 0)
        return lic_error_make(p, LIC_REFUSED, "archive-foreign", "%s is of the account %s, not of %s", file->name,
                              file->account, account->key);
    if (file->epoch && strcmp(file->epoch, account->epoch) != 0)
        return lic_error_make(p, LIC_REFUSED, "archive-foreign",
                              "%s was taken from another database, or from this one before it was restored",
                              file->name);
    return NULL;
}

/* Each goes on where the one before it ended, from the first entry to the last that was archived */
static lic_error_t *check_files(const lic_back_args_t *args, const lic_account_t *account, apr_int64_t through,
                                apr_pool_t *p)
{
    apr_int64_t reached = 0;
    for (int i = 0; i < args->nfiles; i++) {
        const lic_archived_file_t *file = &args->files[i];
        LIC_TRY(check_origin(file, account, p));
        if (through && file->after != reached)
            return lic_error_make(
                p, LIC_REFUSED, "archive-gap",
                "%s begins after entry %lld, where one that begins after entry %lld is expected: all of "
                "the account's files, each once, are read back together",
                file->name, (long long)file->after, (long long)reached);
        reached = file->through;
    }
    if (!through)
        return lic_error_make(p, LIC_REFUSED, "archive-there", "all of the log of %s is in the database already",
                              account->key);
    if (reached == through)
        return NULL;
    return lic_error_make(
        p, LIC_REFUSED, "archive-gap",
        "the files end with entry %lld, but the log is archived up to entry %lld: a file is missing, or "
        "is of another database",
        (long long)reached, (long long)through);
}

static lic_error_t *step_back(lic_unit_t *unit, void *baton)
{
    const lic_back_args_t *args = baton;
    const lic_account_t *account = unit->book->account;
    apr_int64_t through;
    LIC_TRY(lic_archive_through(&through, NULL, unit->db, account->id, unit->pool));
    LIC_TRY(check_files(args, account, through, unit->pool));
    lic_archive_back_t *back = lic_archive_back_make(unit->db, account, unit->pool);
    LIC_TRY(args->rows(back, args->baton, unit->pool));
    LIC_TRY(lic_archive_back_end(back));
    lic_archive_logged(unit->change, through, 0);
    return NULL;
}

lic_error_t *lic_archive_back_run(lic_db_source_t *from, const lic_caller_t *caller, const lic_archived_file_t *files,
                                  int nfiles, lic_archived_row_fn *rows, void *baton, apr_pool_t *p)
{
    lic_back_args_t args = {files, nfiles, rows, baton};
    return lic_unit_run(NULL, from, caller, step_back, &args, p);
}
