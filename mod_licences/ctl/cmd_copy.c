/* ctl/cmd_copy.c  All of a database: into another, into a file, and back. */
#include "ctl.h"
#include "durable.h"
#include "progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "store/connection.h"
#include "store/copy.h"
#include "store/schema.h"
#include "store/statement.h"

const lic_option_t lic_copy_options[] = {
    {"to", "DRIVER:PARAMS", "the new database; one with a password is better named by LICENCES_COPY_TO (default)", 0},
    {NULL, NULL, NULL, 0}};

static void show(void *baton, apr_int64_t rows, apr_int64_t of)
{
    lic_bar_t *bar = baton;
    bar->total = of;
    lic_bar_step(bar, rows);
}

/* Makes the schema in `to`, and copies */
static lic_error_t *fill(lic_copy_report_t *report, const lic_invocation_t *invocation, lic_db_t *to, lic_db_t *from,
                         apr_pool_t *p)
{
    lic_bar_t bar;
    int before;
    LIC_TRY(lic_schema_upgrade(&before, to, invocation->now, p));
    lic_bar_begin(&bar, invocation->command->name, 0);
    lic_error_t *err = lic_copy_run(report, to, from, show, &bar, p);
    lic_bar_end(&bar);
    return err;
}

static void print_report(const lic_copy_report_t *report, const char *what)
{
    printf("%s: %" APR_INT64_T_FMT " rows of %d tables; a new epoch has begun there\n", what, report->rows,
           report->tables);
}

lic_error_t *lic_cmd_copy(lic_invocation_t *invocation)
{
    lic_db_t *from, *to;
    lic_copy_report_t report;
    const char *database = lic_order_option(invocation, "to");
    if (!database)
        database = getenv("LICENCES_COPY_TO");
    if (!database)
        return lic_order_usage(invocation, "into which database? Say --to DRIVER:PARAMS or set LICENCES_COPY_TO");
    LIC_TRY(lic_ctl_open(&from, invocation->ctl, invocation->pool));
    LIC_TRY(lic_ctl_open_other(&to, database, 1, invocation->pool));
    LIC_TRY(fill(&report, invocation, to, from, invocation->pool));
    print_report(&report, "copied");
    return NULL;
}

/* --- backup ------------------------------------------------------------------------------------------------------ */

/* SQLite writes its file itself; from a server all rows are copied into one. */
static lic_error_t *write_backup(const lic_invocation_t *invocation, const char *path, apr_pool_t *p)
{
    lic_db_t *from, *to;
    lic_copy_report_t report;
    LIC_TRY(lic_ctl_open(&from, invocation->ctl, p));
    if (lic_db_dialect(from) == LIC_SQLITE)
        return lic_copy_file(from, path, p);
    LIC_TRY(lic_ctl_open_other(&to, apr_pstrcat(p, "sqlite3:", path, NULL), 1, p));
    LIC_TRY(fill(&report, invocation, to, from, p));
    return lic_db_run(to, "PRAGMA journal_mode = DELETE", p); /* all is in the one file */
}

static apr_status_t remove_file(void *path)
{
    unlink(path);
    return APR_SUCCESS;
}

/* A temporary file of the directory, for its owner alone; removed with p if it is still called so. */
static lic_error_t *temporary_make(char **path, apr_file_t **file, const char *directory, apr_pool_t *p)
{
    *path = apr_pstrcat(p, directory, "/.licences-XXXXXX", NULL);
    const apr_status_t status =
        apr_file_mktemp(file, *path, APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_EXCL, p);
    if (status != APR_SUCCESS)
        return lic_durable_failed("can't be made", *path, status, p);
    apr_pool_cleanup_register(p, *path, remove_file, apr_pool_cleanup_null);
    return NULL;
}

static lic_error_t *stream_copy(apr_file_t *to, apr_file_t *from, const char *name, apr_pool_t *p)
{
    char buffer[64 * 1024];
    for (;;) {
        apr_size_t length = sizeof(buffer);
        apr_status_t status = apr_file_read(from, buffer, &length);
        if (status == APR_EOF)
            return NULL;
        if (status == APR_SUCCESS)
            status = apr_file_write_full(to, buffer, length, NULL);
        if (status != APR_SUCCESS)
            return lic_durable_failed("can't be copied", name, status, p);
    }
}

static lic_error_t *spool_directory(const char **directory, apr_pool_t *p)
{
    const apr_status_t status = apr_temp_dir_get(directory, p);
    return status == APR_SUCCESS ? NULL
                                 : lic_durable_failed("there is no directory for temporary files", "TMPDIR", status, p);
}

static lic_error_t *backup_to_output(const lic_invocation_t *invocation, apr_pool_t *p)
{
    apr_file_t *output, *file;
    const char *directory;
    char *path;
    LIC_TRY(spool_directory(&directory, p));
    LIC_TRY(temporary_make(&path, &file, directory, p));
    LIC_TRY(write_backup(invocation, path, p));
    apr_status_t status = apr_file_open_stdout(&output, p);
    if (status == APR_SUCCESS)
        status = apr_file_open(&file, path, APR_FOPEN_READ, APR_OS_DEFAULT, p);
    if (status != APR_SUCCESS)
        return lic_durable_failed("can't be read", path, status, p);
    return stream_copy(output, file, "standard output", p);
}

static const char *stamped(const char *directory, apr_time_t now, apr_pool_t *p)
{
    apr_time_exp_t at;
    apr_time_exp_gmt(&at, now);
    return apr_psprintf(p, "%s/licences-%04d%02d%02dT%02d%02d%02dZ.db", directory, at.tm_year + 1900, at.tm_mon + 1,
                        at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec);
}

lic_error_t *lic_cmd_backup(lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    const char *directory = invocation->args[0], *name = stamped(directory, invocation->now, p);
    apr_file_t *file;
    char *temporary;
    if (!strcmp(directory, "-"))
        return backup_to_output(invocation, p);
    LIC_TRY(temporary_make(&temporary, &file, directory, p));
    LIC_TRY(write_backup(invocation, temporary, p));
    apr_status_t status = lic_durable_sync(temporary);
    if (status == APR_SUCCESS)
        status = lic_durable_name(temporary, name, directory);
    if (status != APR_SUCCESS)
        return lic_durable_failed("can't be kept safe", name, status, p);
    printf("%s\n", name);
    return NULL;
}

/* --- restore ----------------------------------------------------------------------------------------------------- */

static lic_error_t *spool_input(const char **path, apr_pool_t *p)
{
    apr_file_t *input, *file;
    const char *directory;
    char *spooled;
    LIC_TRY(spool_directory(&directory, p));
    LIC_TRY(temporary_make(&spooled, &file, directory, p));
    const apr_status_t status = apr_file_open_stdin(&input, p);
    if (status != APR_SUCCESS)
        return lic_durable_failed("can't be read", "standard input", status, p);
    *path = spooled;
    return stream_copy(file, input, "standard input", p);
}

lic_error_t *lic_cmd_restore(lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    lic_db_t *from, *to;
    lic_copy_report_t report;
    const char *path = invocation->args[0];
    if (!strcmp(path, "-"))
        LIC_TRY(spool_input(&path, p));
    LIC_TRY(lic_ctl_open_other(&from, apr_pstrcat(p, "sqlite3:", path, NULL), 0, p));
    LIC_TRY(lic_ctl_open(&to, invocation->ctl, p));
    LIC_TRY(fill(&report, invocation, to, from, p));
    print_report(&report, "restored");
    return NULL;
}
