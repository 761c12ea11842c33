/**
 * @file store/statement.h  Runs the named statements of sql/.
 *
 * Statements are prepared at their first use, once per connection. Arguments follow the order of the statement's
 * declaration in sql/ and have its types: int → apr_int64_t, text → const char * (NULL: NULL), time and time? →
 * apr_time_t (stored as whole seconds; 0 is 1970, but NULL to a time?), date → lic_date_t (LIC_DATE_NONE: NULL; stored
 * as ISO text). Errors are those of store/failure.h.
 */
#ifndef LIC_STORE_STATEMENT_H
#define LIC_STORE_STATEMENT_H

#include "base/histogram.h"
#include "store/db.h"
#include "store/row.h"

/** Runs an INSERT/UPDATE/DELETE; *affected may be NULL. */
lic_error_t *lic_db_execute(apr_int64_t *affected, lic_db_t *db, lic_statement_t which, apr_pool_t *scratch, ...);

/** Runs a SELECT; all rows are in p. Bound every result by a LIMIT. */
lic_error_t *lic_db_select(lic_rows_t **rows, lic_db_t *db, lic_statement_t which, apr_pool_t *p, ...);

/** One SQL text without parameters, for migrations and session settings only; rows are thrown away (not on MariaDB). */
lic_error_t *lic_db_run(lic_db_t *db, const char *sql, apr_pool_t *scratch);

/** Before there are threads: from now on, how long each statement of this process takes is counted there. NULL: isn't.
 */
void lic_db_count_durations(lic_histogram_t *histogram);

/** Around whatever waits for the server, as statements do by themselves; watch NULL: nobody watches. */
void lic_db_watch_begin(lic_db_watch_t *watch);
void lic_db_watch_end(lic_db_watch_t *watch, int succeeded);

#endif
