/* ctl/doctor_database.c  The database, as licencesctl doctor sees it. */
#include "doctor.h"

#include <stdlib.h>
#include <string.h>

#include <apr_file_info.h>
#include <apr_strings.h>

#include "base/instant.h"
#include "store/connection.h"
#include "store/schema.h"
#include "store/server.h"
#include "store/setting.h"
#include "store/watch.h"

#define CLOCKS_APART apr_time_from_sec(5)   /* claims of mail go by the host's, leases by the database's */
#define OVERDUE      apr_time_from_sec(900) /* fifteen sweeps of the usual interval */

/* The least versions: SQLite's and MariaDB's are those of the functions that sql/ uses, PostgreSQL's the oldest tried
 */
static const struct {
    const char *setting;
    int major, minor;
} least[] = {[LIC_SQLITE] = {"version", 3, 34},
             [LIC_POSTGRESQL] = {"server_version", 13, 0},
             [LIC_MARIADB] = {"version", 10, 6}};

/* Settings that have to be so, or what was confirmed may be lost; a server that doesn't have one isn't asked for it */
static const struct {
    lic_dialect_t dialect;
    const char *setting, *valid, *why;
} needed[] = {
    {LIC_SQLITE, "journal_mode", "wal",
     "readers and the writer wait for each other; right would be wal, which licencesctl upgrade sets"},
    {LIC_POSTGRESQL, "fsync", "on", "a crash of the machine may destroy the database"},
    {LIC_POSTGRESQL, "full_page_writes", "on", "a crash of the machine may destroy the database"},
    {LIC_MARIADB, "innodb_flush_log_at_trx_commit", "1", "a crash may lose purchases that were confirmed"},
    {LIC_MARIADB, "wsrep_ready", "ON", "the node isn't ready for questions"},
    {LIC_MARIADB, "wsrep_cluster_status", "Primary", "the node has lost its cluster"},
};

static void check_version(lic_doctor_t *doctor, lic_dialect_t dialect, const apr_table_t *settings)
{
    const char *version = apr_table_get(settings, least[dialect].setting);
    char *rest;
    const long major = strtol(version ? version : "", &rest, 10);
    const long minor = *rest == '.' ? strtol(rest + 1, NULL, 10) : 0;
    if (major > least[dialect].major || (major == least[dialect].major && minor >= least[dialect].minor))
        lic_doctor_ok(doctor, "database version", "%s %s", doctor->driver, version);
    else
        lic_doctor_wrong(doctor, "database version", "%s %s; right would be %d.%d or newer", doctor->driver, version,
                         least[dialect].major, least[dialect].minor);
}

/* A standby's answer to a COMMIT that statement_timeout cuts off is waited for no longer, and PostgreSQL says that it
 * has committed: what was confirmed may be on no standby. */
static void check_standbys(lic_doctor_t *doctor, const apr_table_t *settings)
{
    const char *commit = apr_table_get(settings, "synchronous_commit");
    const char *standbys = apr_table_get(settings, "synchronous_standby_names");
    const char *timeout = apr_table_get(settings, "statement_timeout");
    if (commit && !strcmp(commit, "off"))
        lic_doctor_wrong(doctor, "synchronous_commit",
                         "off: a crash may lose purchases that were confirmed; right would be on");
    if (standbys && *standbys && timeout && strcmp(timeout, "0") != 0)
        lic_doctor_wrong(
            doctor, "statement_timeout",
            "%s ms, with synchronous standbys: a COMMIT that it cuts off is answered as done, though no "
            "standby may have it; right would be none for this role (ALTER ROLE … SET statement_timeout = 0)",
            timeout);
}

static void check_settings(lic_doctor_t *doctor, lic_dialect_t dialect, const apr_table_t *settings)
{
    const int before = doctor->wrong;
    const char *cluster = apr_table_get(settings, "wsrep_on");
    const char *format = apr_table_get(settings, "binlog_format");
    for (apr_size_t k = 0; k < sizeof(needed) / sizeof(needed[0]); k++) {
        const char *value = needed[k].dialect == dialect ? apr_table_get(settings, needed[k].setting) : NULL;
        const int of_cluster = !strncmp(needed[k].setting, "wsrep", 5);
        if (value && strcmp(value, needed[k].valid) != 0 && (!of_cluster || (cluster && !strcmp(cluster, "ON"))))
            lic_doctor_wrong(doctor, needed[k].setting, "%s: %s; right would be %s", value, needed[k].why,
                             needed[k].valid);
    }
    if (cluster && !strcmp(cluster, "ON") && format && strcmp(format, "ROW") != 0)
        lic_doctor_wrong(doctor, "binlog_format", "%s: a Galera cluster copies rows alone; right would be ROW", format);
    if (dialect == LIC_POSTGRESQL)
        check_standbys(doctor, settings);
    if (doctor->wrong == before)
        lic_doctor_ok(doctor, "database settings", "what is confirmed is on the disk");
}

static lic_error_t *check_server(lic_doctor_t *doctor, lic_db_t *db)
{
    apr_table_t *settings;
    apr_time_t now;
    LIC_TRY(lic_server_settings(&settings, db, doctor->pool));
    check_version(doctor, lic_db_dialect(db), settings);
    check_settings(doctor, lic_db_dialect(db), settings);
    const char *connections = apr_table_get(settings, "max_connections");
    doctor->connections = connections ? apr_atoi64(connections) : 0;
    LIC_TRY(lic_server_clock(&now, db, doctor->pool));
    const apr_time_t apart = now - doctor->invocation->now;
    if (apart > CLOCKS_APART || apart < -CLOCKS_APART)
        lic_doctor_wrong(doctor, "clock",
                         "the database's is %" APR_INT64_T_FMT " s %s this host's; right would be both by NTP",
                         apr_time_sec(apart < 0 ? -apart : apart), apart < 0 ? "behind" : "ahead of");
    else
        lic_doctor_ok(doctor, "clock", "this host's and the database's agree");
    return NULL;
}

static void check_mails(lic_doctor_t *doctor, const lic_watch_t *watch, apr_time_t now)
{
    if (watch->parked)
        lic_doctor_wrong(doctor, "outbox",
                         "%" APR_INT64_T_FMT
                         " messages are parked; licencesctl mail list tells why, mail retry tries again",
                         watch->parked);
    if (watch->mail_due && now - watch->mail_due > OVERDUE)
        lic_doctor_wrong(doctor, "outbox",
                         "%" APR_INT64_T_FMT " messages wait, the oldest for %" APR_INT64_T_FMT
                         " minutes beyond its time: does a server have LicencesMail?",
                         watch->waiting, apr_time_sec(now - watch->mail_due) / 60);
    else if (!watch->parked)
        lic_doctor_ok(doctor, "outbox", "%" APR_INT64_T_FMT " messages wait", watch->waiting);
}

static lic_error_t *check_work(lic_doctor_t *doctor, lic_db_t *db)
{
    lic_watch_t watch;
    const apr_time_t now = doctor->invocation->now;
    LIC_TRY(lic_watch_read(&watch, db, now, doctor->pool));
    if (watch.due && now - watch.due_since > OVERDUE)
        lic_doctor_wrong(doctor, "sweeping",
                         "%" APR_INT64_T_FMT
                         " accounts have had something due since %s or later, and nobody does it; right would be "
                         "a running server whose LicencesSweepInterval isn't Off",
                         watch.due, lic_instant_format(watch.due_since, doctor->pool));
    else
        lic_doctor_ok(doctor, "sweeping", "nothing is overdue; %d leases are held", watch.leases->nelts);
    check_mails(doctor, &watch, now);
    return NULL;
}

static lic_error_t *check_contents(lic_doctor_t *doctor, lic_db_t *db)
{
    const char *epoch;
    lic_secret_t secret;
    LIC_TRY(lic_schema_check(db, doctor->pool));
    lic_doctor_ok(doctor, "schema", "version %d", lic_schema_newest());
    LIC_TRY(lic_setting_get(&epoch, db, LIC_SETTING_EPOCH, doctor->pool));
    LIC_TRY(lic_secret_load(&secret, db, doctor->pool));
    if (epoch)
        lic_doctor_ok(doctor, "epoch", "%s", epoch);
    else
        lic_doctor_wrong(doctor, "epoch", "there is none; licencesctl upgrade makes one");
    return check_work(doctor, db);
}

static lic_error_t *reach(lic_db_t **db, lic_doctor_t *doctor)
{
    apr_finfo_t info;
    if (!strcmp(doctor->driver, "sqlite3") &&
        apr_stat(&info, doctor->params, APR_FINFO_TYPE, doctor->pool) != APR_SUCCESS)
        return lic_error_make(doctor->pool, LIC_UNAVAILABLE, "database-missing",
                              "there is no file %s; licencesctl init makes it", doctor->params);
    return lic_ctl_open(db, doctor->invocation->ctl, doctor->pool);
}

void lic_doctor_database(lic_doctor_t *doctor)
{
    lic_db_t *db;
    const char *hangs = lic_server_may_hang(doctor->driver, doctor->params);
    if (hangs)
        lic_doctor_wrong(doctor, "connecting", "%s", hangs);
    lic_error_t *err = reach(&db, doctor);
    if (!err) {
        lic_doctor_ok(doctor, "database", "reached by %s", doctor->driver);
        err = check_server(doctor, db);
    }
    if (!err)
        err = check_contents(doctor, db);
    if (err)
        lic_doctor_wrong(doctor, "database", "%s", lic_error_chain(err, doctor->pool));
}
