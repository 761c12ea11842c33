/* store/schema.c  Takes a database to the newest schema, migration by migration. */
#include "store/schema.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "base/token.h"
#include "store/db_private.h"
#include "store/login.h"
#include "store/name.h"
#include "store/search.h"
#include "store/setting.h"
#include "store/statement.h"
#include "store/transaction.h"

#define SERVES       "%d serves %s"
#define GRACE_PERIOD "604800" /* seven days in seconds: product.md, Red, and seven days */

static int newest_of(const lic_migration_t *migrations)
{
    int newest = 0;
    while (migrations[newest].number)
        newest++;
    return newest;
}

int lic_schema_newest(void)
{
    return newest_of(lic_migrations);
}

int lic_schema_serves(int version)
{
    return version >= lic_migrations[lic_schema_newest() - 1].serves;
}

/* The one row and column of a statement without parameters. */
static lic_error_t *number_read(apr_int64_t *number, lic_db_t *db, lic_statement_t which, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, which, p));
    *number = lic_rows_next(rows) ? lic_rows_int(rows, 0) : 0;
    return NULL;
}

static lic_error_t *table_exists(int *exists, lic_db_t *db, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SCHEMA_TABLE, p, name));
    *exists = lic_rows_next(rows) && lic_rows_int(rows, LIC_C_SCHEMA_TABLE_FOUND) > 0;
    return NULL;
}

lic_error_t *lic_schema_version(int *version, lic_db_t *db, apr_pool_t *p)
{
    apr_int64_t number = 0;
    int exists;
    LIC_TRY(table_exists(&exists, db, "schema_version", p));
    if (exists)
        LIC_TRY(number_read(&number, db, LIC_Q_SCHEMA_VERSION, p));
    *version = (int)number;
    return NULL;
}

static lic_error_t *refuse_newer(int version, int newest, lic_code_t code, apr_pool_t *p)
{
    return lic_error_make(p, code, "schema-newer",
                          "the database has schema %d, made by a newer mod_licences; this one knows up to %d", version,
                          newest);
}

/* A newer schema says which older one's programs it serves; what doesn't say so of itself serves none. */
static lic_error_t *check_newer(lic_db_t *db, int version, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *of = apr_psprintf(p, SERVES, version, "");
    apr_int64_t from = version;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SCHEMA_SERVES, p));
    const char *said = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_SCHEMA_SERVES_VALUE) : "";
    if (!strncmp(said, of, strlen(of)) && lic_text_parse_int(&from, said + strlen(of)) && from <= lic_schema_newest())
        return NULL;
    return refuse_newer(version, lic_schema_newest(), LIC_UNAVAILABLE, p);
}

lic_error_t *lic_schema_check(lic_db_t *db, apr_pool_t *p)
{
    apr_int64_t version = 0;
    int exists;
    /* one small read when all is well; whether the table is missing matters only when that fails */
    lic_error_t *err = number_read(&version, db, LIC_Q_SCHEMA_VERSION, p);
    if (err && err->code != LIC_BUG)
        return err;
    if (err) {
        LIC_TRY(table_exists(&exists, db, "schema_version", p));
        if (exists)
            return err;
    }
    if (!version)
        return lic_error_make(p, LIC_UNAVAILABLE, "schema-missing",
                              "the database has no tables of mod_licences yet: run licencesctl init");
    if (version > lic_schema_newest())
        return check_newer(db, (int)version, p);
    if (version < lic_schema_newest())
        return lic_error_make(p, LIC_UNAVAILABLE, "schema-older",
                              "the database has schema %d, this mod_licences needs %d: run licencesctl upgrade",
                              (int)version, lic_schema_newest());
    return NULL;
}

/* --- upgrade ---------------------------------------------------------------------------------------------------- */

static lic_error_t *locked(lic_db_t *db, apr_pool_t *p)
{
    apr_int64_t got;
    /* whoever waits for another upgrade waits for its end */
    if (db->dialect == LIC_POSTGRESQL)
        LIC_TRY(lic_db_run(db, "SET LOCAL lock_timeout = 0", p));
    LIC_TRY(number_read(&got, db, LIC_Q_SCHEMA_LOCK, p));
    if (!got)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-busy", "another upgrade of the database is at work");
    return NULL;
}

static lic_error_t *recorded(lic_db_t *db, const lic_migration_t *migration, apr_time_t now, apr_pool_t *p)
{
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SCHEMA_VERSION_INSERT, p, (apr_int64_t)migration->number, now));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SCHEMA_SERVES_DELETE, p));
    return lic_db_execute(NULL, db, LIC_Q_SCHEMA_SETTING_INSERT, p, "schema-serves",
                          apr_psprintf(p, SERVES, migration->number, apr_itoa(p, migration->serves)));
}

/* Steps that need more of the database than tables: what is to be done where it isn't there. */
static lic_error_t *explained(lic_error_t *err, const char *step, apr_pool_t *p)
{
    if (err->code == LIC_BUG && !strncmp(step, "CREATE EXTENSION", 16))
        return lic_error_make(
            p, LIC_REFUSED, "database-extension",
            "searching needs PostgreSQL's extensions pg_trgm and btree_gin (Debian: in postgresql-15, "
            "elsewhere postgresql-contrib), and they can't be made here (%s). Have the owner of the "
            "database or an administrator run in it: CREATE EXTENSION pg_trgm; CREATE EXTENSION "
            "btree_gin; and then run licencesctl upgrade again",
            err->message);
    if (err->code == LIC_BUG && !strncmp(step, "CREATE VIRTUAL TABLE", 20))
        return lic_error_make(p, LIC_REFUSED, "database-extension",
                              "searching needs an SQLite of at least 3.34 that was built with FTS5 (%s)", err->message);
    return err;
}

/* A step is SQL, or what only the program can do. */
static lic_error_t *step_run(lic_db_t *db, const char *step, apr_pool_t *p)
{
    if (!strcmp(step, "FILL employee_search"))
        return lic_search_fill(db, p);
    if (!strcmp(step, "FILL login_claim"))
        return lic_login_fill(db, p);
    if (!strcmp(step, "FILL name_key"))
        return lic_name_fill(db, p);
    lic_error_t *err = lic_db_run(db, step, p);
    return err ? explained(err, step, p) : NULL;
}

/* Where changes of the schema can be rolled back, a migration is one transaction: all of it happens, or nothing. */
static lic_error_t *migrate_whole(lic_db_t *db, const lic_migration_t *migration, apr_time_t now, apr_pool_t *p)
{
    int version;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(locked(db, p));
    LIC_TRY(lic_schema_version(&version, db, p));
    if (version >= migration->number) { /* another upgrade has done it while this one waited */
        lic_db_rollback(db);
        return NULL;
    }
    for (const char *const *step = migration->steps[db->dialect]; *step; step++)
        LIC_TRY(step_run(db, *step, p));
    LIC_TRY(recorded(db, migration, now, p));
    return lic_db_commit(db, p);
}

/* 1050 table exists, 1051 unknown table, 1060 column exists, 1061 index exists, 1091 nothing to drop, 1146 no such
 * table: what a step answers that has been carried out already */
static int done_before(const lic_db_t *db)
{
    int code = db->code;
    return code == 1050 || code == 1051 || code == 1060 || code == 1061 || code == 1091 || code == 1146;
}

static lic_error_t *step_save(lic_db_t *db, const lic_migration_t *migration, int step, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_SCHEMA_STEP_SAVE, p, (apr_int64_t)migration->number, (apr_int64_t)step);
}

/* The step has failed, and nothing of it has been done: what stands in its way now would stand in its way again. */
static lic_error_t *step_undone(lic_error_t *err, lic_db_t *db, const lic_migration_t *migration, int step,
                                apr_pool_t *p)
{
    lic_error_t *saved = lic_db_begin(db, p);
    if (!saved)
        saved = step_save(db, migration, step, p);
    if (!saved)
        saved = lic_db_commit(db, p);
    return saved ? lic_error_wrap(saved, p, "%s", lic_error_chain(err, p)) : err;
}

/*
 * A change of the schema commits what was begun before it: that it is under way is so recorded in the same moment in
 * which it may be done. A step that changes rows is recorded with what it did. resumed: an upgrade was cut in this
 * step, which may have been carried out.
 */
static lic_error_t *migrate_step(lic_db_t *db, const lic_migration_t *migration, int step, int resumed, apr_pool_t *p)
{
    lic_error_t *err;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(step_save(db, migration, -(step + 1), p));
    err = step_run(db, migration->steps[db->dialect][step], p);
    if (err) {
        const int done = resumed && done_before(db);
        lic_db_rollback(db);
        if (!done)
            return db->broken ? err : step_undone(err, db, migration, step, p);
        LIC_TRY(lic_db_begin(db, p));
    }
    LIC_TRY(step_save(db, migration, step + 1, p));
    return lic_db_commit(db, p);
}

/* MariaDB commits each change of the schema at once, so how far it got is kept beside it. */
static lic_error_t *migrate_stepwise(lic_db_t *db, const lic_migration_t *migration, apr_time_t now, apr_pool_t *p)
{
    lic_rows_t *rows;
    int version, step, resumed;

    LIC_TRY(lic_schema_version(&version, db, p));
    if (version >= migration->number)
        return NULL;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SCHEMA_STEP_CREATE, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SCHEMA_STEP, p, (apr_int64_t)migration->number));
    step = lic_rows_next(rows) ? (int)lic_rows_int(rows, LIC_C_SCHEMA_STEP_STEP) : 0;
    resumed = step < 0;
    for (step = resumed ? -step - 1 : step; migration->steps[db->dialect][step]; step++, resumed = 0)
        LIC_TRY(migrate_step(db, migration, step, resumed, p));
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(recorded(db, migration, now, p));
    return lic_db_commit(db, p);
}

static lic_error_t *migrate(lic_db_t *db, const lic_migration_t *migration, apr_time_t now, apr_pool_t *p)
{
    lic_error_t *err;
    if (db->dialect != LIC_MARIADB)
        return migrate_whole(db, migration, now, p);
    LIC_TRY(locked(db, p));
    err = migrate_stepwise(db, migration, now, p);
    lic_db_rollback(db);
    if (!db->broken)
        LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SCHEMA_UNLOCK, p));
    return err;
}

static lic_error_t *setting_begin(lic_db_t *db, const char *name, const char *value, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SCHEMA_SETTING, p, name));
    if (lic_rows_next(rows) && lic_rows_int(rows, LIC_C_SCHEMA_SETTING_FOUND) > 0)
        return NULL;
    return lic_db_execute(NULL, db, LIC_Q_SCHEMA_SETTING_INSERT, p, name, value);
}

/* Settings that a database can't do without. A first run that was interrupted before them has them made by the next. */
static lic_error_t *settings_begin(lic_db_t *db, apr_pool_t *p)
{
    lic_error_t *err;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(locked(db, p));
    LIC_TRY(setting_begin(db, LIC_SETTING_SECRET, lic_token_secret(p), p));
    LIC_TRY(setting_begin(db, "grace-period", GRACE_PERIOD, p));
    LIC_TRY(setting_begin(db, LIC_SETTING_CATALOGUE, lic_token_random(p), p));
    LIC_TRY(setting_begin(db, LIC_SETTING_EPOCH, lic_token_random(p), p));
    LIC_TRY(lic_name_refresh(db, p));
    err = lic_db_commit(db, p);
    if (!err && db->dialect == LIC_MARIADB)
        err = lic_db_execute(NULL, db, LIC_Q_SCHEMA_UNLOCK, p);
    return err;
}

static lic_error_t *encoding_check(lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *encoding;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SCHEMA_ENCODING, p));
    encoding = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_SCHEMA_ENCODING_ENCODING) : "";
    if (strcmp(encoding, "UTF8") != 0)
        return lic_error_make(p, LIC_REFUSED, "database-encoding",
                              "the database keeps text as %s: create one with ENCODING 'UTF8'", encoding);
    return NULL;
}

static lic_error_t *upgrade(const lic_migration_t *migrations, int *from, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    LIC_TRY(lic_schema_version(from, db, p));
    if (*from > newest_of(migrations))
        return refuse_newer(*from, newest_of(migrations), LIC_REFUSED, p);
    LIC_TRY(encoding_check(db, p));
    if (db->dialect == LIC_SQLITE) /* kept in the file: readers don't wait for the writer, nor it for them */
        LIC_TRY(lic_db_run(db, "PRAGMA journal_mode = WAL", p));
    for (const lic_migration_t *migration = migrations; migration->number; migration++)
        if (migration->number > *from)
            LIC_TRY(migrate(db, migration, now, p));
    return settings_begin(db, p);
}

lic_error_t *lic_schema_upgrade_by(const lic_migration_t *migrations, int *from, lic_db_t *db, apr_time_t now,
                                   apr_pool_t *p)
{
    lic_error_t *err = upgrade(migrations, from, db, now, p);
    lic_db_rollback(db);
    return err;
}

lic_error_t *lic_schema_upgrade(int *from, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    return lic_schema_upgrade_by(lic_migrations, from, db, now, p);
}
