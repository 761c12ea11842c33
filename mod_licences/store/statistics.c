/* store/statistics.c  Has the server count its rows. */
#include "store/statistics.h"

#include "store/connection.h"
#include "store/statement.h"

lic_error_t *lic_statistics_count(lic_db_t *db, apr_pool_t *scratch)
{
    if (lic_db_dialect(db) != LIC_POSTGRESQL)
        return NULL;
    return lic_db_execute(NULL, db, LIC_Q_STATISTICS_COUNT, scratch);
}
