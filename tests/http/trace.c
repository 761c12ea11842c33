/*
 * Writes every statement that a process runs on SQLite, with its values, to the file that LICENCES_TRACE names: loaded
 * by LD_PRELOAD, as SQLite has no log of its own. For tests/http/capture.py; nothing of the module.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_step(sqlite3_stmt *statement);

/* What apr_dbd's driver has loaded is in no global scope. */
static void *library(const char *name)
{
    void *handle = dlopen("libsqlite3.so.0", RTLD_LAZY | RTLD_NOLOAD);
    void *function = handle ? dlsym(handle, name) : NULL;
    if (!function)
        abort();
    dlclose(handle);
    return function;
}

static void write_down(const char *path, const char *sql)
{
    const int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    const size_t length = strlen(sql) + 1; /* a NUL ends each */
    if (fd < 0 || write(fd, sql, length) != (ssize_t)length)
        abort();
    close(fd);
}

int sqlite3_step(sqlite3_stmt *statement)
{
    static int (*step)(sqlite3_stmt *), (*busy)(sqlite3_stmt *);
    static char *(*expanded)(sqlite3_stmt *);
    static void (*release)(void *);
    const char *path = getenv("LICENCES_TRACE");
    if (!step) {
        *(void **)&busy = library("sqlite3_stmt_busy");
        *(void **)&expanded = library("sqlite3_expanded_sql");
        *(void **)&release = library("sqlite3_free");
        *(void **)&step = library("sqlite3_step");
    }
    if (path && !busy(statement)) {
        char *sql = expanded(statement);
        if (sql)
            write_down(path, sql);
        release(sql);
    }
    return step(statement);
}
