/* ctl/cmd_archive_read.c  licencesctl archive read: what archive files hold goes back into the database. */
#include "ctl.h"

#include <stdlib.h>

#include <apr_file_io.h>

#include "service/archive_back.h"
#include "view/io/archive_read.h"

/* Where the reading of an account's files is */
typedef struct lic_files_t {
    lic_archived_file_t *files;
    int nfiles;
    apr_int64_t rows;
} lic_files_t;

static apr_status_t read_bytes(void *baton, char *buffer, apr_size_t *length)
{
    return apr_file_read(baton, buffer, length);
}

/* Opened in p, with which it is closed */
static lic_error_t *open_file(lic_archive_reader_t **reader, lic_archived_head_t *head, const char *name, apr_pool_t *p)
{
    apr_file_t *file;
    if (apr_file_open(&file, name, APR_FOPEN_READ | APR_FOPEN_BUFFERED, APR_OS_DEFAULT, p) != APR_SUCCESS)
        return lic_error_make(p, LIC_INVALID, "usage", "%s can't be read", name);
    lic_error_t *err = lic_archive_read_open(reader, head, read_bytes, file, p);
    return err ? lic_error_wrap(err, p, "%s", name) : NULL;
}

static lic_error_t *add_rows(lic_archive_back_t *back, lic_files_t *all, const char *name, apr_pool_t *p)
{
    lic_archive_reader_t *reader;
    lic_archived_head_t head;
    lic_archived_row_t row;
    apr_pool_t *each;
    int more = 1;
    LIC_TRY(open_file(&reader, &head, name, p));
    apr_pool_create(&each, p);
    while (more) {
        apr_pool_clear(each);
        lic_error_t *err = lic_archive_read_next(&row, &more, reader, each);
        if (err)
            return lic_error_wrap(err, p, "%s", name);
        if (more)
            LIC_TRY(lic_archive_back_add(back, &row));
        all->rows += more;
    }
    apr_pool_destroy(each);
    return NULL;
}

static lic_error_t *add_all(lic_archive_back_t *back, void *baton, apr_pool_t *p)
{
    lic_files_t *all = baton;
    all->rows = 0;
    for (int i = 0; i < all->nfiles; i++)
        LIC_TRY(add_rows(back, all, all->files[i].name, p));
    return NULL;
}

static int by_place(const void *a, const void *b)
{
    const lic_archived_file_t *left = a, *right = b;
    return left->after != right->after ? (left->after < right->after ? -1 : 1)
                                       : (left->through > right->through) - (left->through < right->through);
}

lic_error_t *lic_cmd_archive_read(lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    lic_files_t all = {.files = apr_pcalloc(p, sizeof(*all.files) * (apr_size_t)invocation->nargs),
                       .nfiles = invocation->nargs};
    lic_caller_t caller;
    for (int i = 0; i < all.nfiles; i++) {
        lic_archive_reader_t *reader;
        lic_archived_head_t head;
        LIC_TRY(open_file(&reader, &head, invocation->args[i], p));
        all.files[i] = (lic_archived_file_t){invocation->args[i], head.account, head.epoch, head.after, head.through};
    }
    qsort(all.files, (size_t)all.nfiles, sizeof(*all.files), by_place);
    LIC_TRY(lic_order_caller(&caller, invocation, all.files[0].account));
    LIC_TRY(lic_archive_back_run(&invocation->ctl->source, &caller, all.files, all.nfiles, add_all, &all, p));
    printf("%s: read back: %lld rows of %d %s\n", caller.account, (long long)all.rows, all.nfiles,
           all.nfiles == 1 ? "file" : "files");
    return NULL;
}
