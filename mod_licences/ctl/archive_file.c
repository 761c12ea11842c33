/* ctl/archive_file.c  Writes what is archived into a file of its own. */
#include "archive_file.h"
#include "durable.h"

#include <unistd.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#define NAMES 1000 /* tried: each archiving that was interrupted after its file was made has left one */

static apr_status_t to_file(void *baton, const char *data, apr_size_t length)
{
    return apr_file_write_full(baton, data, length, NULL);
}

/* Never overwrites a file: what it holds may no longer be in the database. */
static lic_error_t *name_it(const char **name, const char *temporary, const char *directory,
                            const lic_archive_t *archive, apr_pool_t *p)
{
    apr_status_t status = APR_EEXIST;
    for (int n = 1; n <= NAMES && APR_STATUS_IS_EEXIST(status); n++) {
        *name = apr_psprintf(p, "%s/%s-log-%" APR_INT64_T_FMT "-%" APR_INT64_T_FMT "%s.xml", directory,
                             archive->account->key, archive->after + 1, archive->through,
                             n > 1 ? apr_psprintf(p, "-%d", n) : "");
        status = lic_durable_name(temporary, *name, directory);
    }
    return status == APR_SUCCESS ? NULL : lic_durable_failed("can't be kept safe", *name, status, p);
}

static lic_error_t *check_whole(const lic_archive_count_t *count, const lic_archive_t *archive, apr_pool_t *p)
{
    if (count->entries == archive->through - archive->after)
        return NULL;
    return lic_error_make(p, LIC_REFUSED, "log-hole",
                          "of the log's entries after %" APR_INT64_T_FMT " up to %" APR_INT64_T_FMT
                          " there are %" APR_INT64_T_FMT ": nothing is archived; licencesctl audit tells more",
                          archive->after, archive->through, count->entries);
}

static lic_error_t *write_all(lic_archive_count_t *count, apr_file_t *file, const char *temporary,
                              const lic_archive_t *archive, lic_db_source_t *from, apr_pool_t *p)
{
    lic_out_t out = {to_file, file, NULL};
    lic_error_t *err = lic_archive_write(count, &out, archive, from, p);
    if (!err)
        err = check_whole(count, archive, p);
    apr_status_t status = err ? APR_SUCCESS : apr_file_flush(file);
    if (!err && status == APR_SUCCESS)
        status = apr_file_sync(file);
    apr_file_close(file);
    return err || status == APR_SUCCESS ? err : lic_durable_failed("can't be written", temporary, status, p);
}

lic_error_t *lic_archive_file_write(const char **name, lic_archive_count_t *count, const char *directory,
                                    const lic_archive_t *archive, lic_db_source_t *from, apr_pool_t *p)
{
    apr_file_t *file;
    char *temporary = apr_psprintf(p, "%s/.%s-XXXXXX", directory, archive->account->key);
    /* for its owner alone: it holds names and addresses */
    const apr_status_t status =
        apr_file_mktemp(&file, temporary, APR_FOPEN_CREATE | APR_FOPEN_WRITE | APR_FOPEN_EXCL | APR_FOPEN_BUFFERED, p);
    if (status != APR_SUCCESS)
        return lic_durable_failed("can't be made", temporary, status, p);
    lic_error_t *err = write_all(count, file, temporary, archive, from, p);
    if (!err)
        err = name_it(name, temporary, directory, archive, p);
    if (err)
        unlink(temporary);
    return err;
}
