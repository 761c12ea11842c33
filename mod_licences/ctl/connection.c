/* ctl/connection.c  The one connection that licencesctl keeps while it runs. */
#include "ctl.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <apr_file_info.h>
#include <apr_strings.h>

#include "store/schema.h"
#include "store/source.h"

/* SQLite would make a missing file, empty: a mistyped path is to be told of instead. */
static lic_error_t *check_file(const char *driver, const char *params, apr_pool_t *p)
{
    apr_finfo_t info;
    if (strcmp(driver, "sqlite3") || apr_stat(&info, params, APR_FINFO_TYPE, p) == APR_SUCCESS)
        return NULL;
    return lic_error_make(p, LIC_UNAVAILABLE, "database-missing",
                          "there is no database %s; licencesctl --database %s:%s init makes one", params, driver,
                          params);
}

static const char *directory_of(const char *path, apr_pool_t *p)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : apr_pstrmemdup(p, path, (apr_size_t)(slash - path));
}

/*
 * httpd makes a missing file, too, when it starts: empty, and by its own umask. What root makes here belongs to whom
 * the directory does, who is the one that httpd runs as, and couldn't write to it otherwise.
 */
static void make_private(const char *driver, const char *params, apr_pool_t *p)
{
    struct stat info, directory;
    if (strcmp(driver, "sqlite3") != 0)
        return;
    const int fd = open(params, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd >= 0 && !geteuid() && !stat(directory_of(params, p), &directory))
        (void)!fchown(fd, directory.st_uid, directory.st_gid);
    if (fd >= 0)
        close(fd);
    else if (!stat(params, &info) && S_ISREG(info.st_mode) && !info.st_size)
        chmod(params, info.st_mode & 0770);
}

static lic_error_t *source_of(lic_db_source_t **source, const char *driver, const char *params, int make,
                              apr_pool_t *pool, apr_pool_t *p)
{
    if (make)
        make_private(driver, params, p);
    else
        LIC_TRY(check_file(driver, params, p));
    return lic_db_source_make(source, driver, params, pool);
}

static lic_error_t *begin(lic_ctl_t *ctl, apr_pool_t *p)
{
    const char *driver, *params;
    if (!ctl->database)
        return lic_error_make(p, LIC_INVALID, "usage",
                              "which database? Say --database DRIVER:PARAMS or set LICENCES_DATABASE, e.g. "
                              "sqlite3:licences.db");
    LIC_TRY(lic_db_source_parse(&driver, &params, ctl->database, ctl->pool));
    LIC_TRY(source_of(&ctl->opens, driver, params, ctl->bare, ctl->pool, p));
    ctl->kept = lic_db_source_keep(ctl->opens, 0, ctl->pool);
    return NULL;
}

lic_error_t *lic_ctl_open(lic_db_t **db, lic_ctl_t *ctl, apr_pool_t *p)
{
    if (!ctl->kept)
        LIC_TRY(begin(ctl, p));
    LIC_TRY(ctl->kept->open(db, ctl->kept->baton, p));
    if (!ctl->bare && !ctl->checked)
        LIC_TRY(lic_schema_check(*db, p));
    ctl->checked = ctl->checked || !ctl->bare;
    return NULL;
}

lic_error_t *lic_ctl_open_other(lic_db_t **db, const char *database, int make, apr_pool_t *p)
{
    const char *driver, *params;
    lic_db_source_t *source;
    LIC_TRY(lic_db_source_parse(&driver, &params, database, p));
    LIC_TRY(source_of(&source, driver, params, make, p, p));
    return source->open(db, source->baton, p);
}

lic_error_t *lic_ctl_source_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    return lic_ctl_open(db, baton, p);
}

void lic_ctl_source_close(lic_db_t *db, void *baton)
{
    const lic_ctl_t *ctl = baton;
    ctl->kept->close(db, ctl->kept->baton);
}
