/* store/server.c  The database server: what it says of itself, and how long it may keep who connects waiting. */
#include "store/server.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#include "store/statement.h"

lic_error_t *lic_server_settings(apr_table_t **settings, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *settings = apr_table_make(p, 10);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SERVER_SETTINGS, p));
    while (lic_rows_next(rows))
        apr_table_set(*settings, lic_rows_text(rows, LIC_C_SERVER_SETTINGS_NAME),
                      lic_rows_text(rows, LIC_C_SERVER_SETTINGS_VALUE));
    return NULL;
}

lic_error_t *lic_server_clock(apr_time_t *now, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LEASE_CLOCK, p));
    *now = lic_rows_next(rows) ? lic_rows_time(rows, LIC_C_LEASE_CLOCK_NOW) : 0;
    return NULL;
}

#define CONNECT_TIMEOUT "connect_timeout="
#define SECONDS_MOST    2 /* and libpq's least: a request is to be answered within three seconds */

/* What PostgreSQL's library is told: as DBDParams says, or the environment. 0: no limit */
static int seconds_to_connect(const char *said)
{
    const char *at = strstr(said, CONNECT_TIMEOUT);
    const char *number = at ? at + strlen(CONNECT_TIMEOUT) : getenv("PGCONNECT_TIMEOUT");
    return number ? (int)apr_atoi64(number) : 0;
}

const char *lic_server_may_hang(const char *driver, const char *said)
{
    const int seconds = seconds_to_connect(said);
    if (!strcmp(driver, "pgsql") && (strstr(said, "://") || (strstr(said, "host") && !strstr(said, "host=/"))) &&
        !strstr(said, "service=") && (seconds < 1 || seconds > SECONDS_MOST))
        return "DBDParams says no connect_timeout, or a long one: requests and children may hang for as long "
               "while the database server is out of reach; right would be connect_timeout=2";
    if (!strcmp(driver, "mysql") && strstr(said, "host=") && !strstr(said, "host=localhost") &&
        !strstr(said, "sock=") && !strstr(said, "group="))
        return "DBDParams names no option group, in which alone MariaDB's library finds a connect-timeout: "
               "requests and children may hang while the database server is out of reach; right would be "
               "group=licences, and connect-timeout = 2 below [licences] in its option file";
    return NULL;
}
