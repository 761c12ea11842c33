/* store/lease.c  Leases on the database's clock. */
#include "store/lease.h"

#include <string.h>
#include <unistd.h>
#include <apr_network_io.h>
#include <apr_strings.h>

#include "base/token.h"
#include "store/statement.h"
#include "store/transaction.h"

#define HOST_MAX 40

const char *lic_lease_holder(apr_pool_t *p)
{
    char host[APRMAXHOSTLEN + 1] = "host";
    (void)apr_gethostname(host, APRMAXHOSTLEN, p); /* the random part tells apart */
    return apr_psprintf(p, "%.*s/%d/%.16s", HOST_MAX, host, (int)getpid(), lic_token_random(p));
}

/* Looks before it locks. *free: it can be tried; a lease that was never taken gets its row. */
static lic_error_t *look(int *is_free, const char **by, lic_db_t *db, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LEASE_READ, p, name));
    *is_free = 1;
    if (!lic_rows_next(rows))
        return lic_db_execute(NULL, db, LIC_Q_LEASE_MAKE, p, name);
    *is_free = lic_rows_int(rows, LIC_C_LEASE_READ_LEFT) <= 0;
    if (by)
        *by = lic_rows_text(rows, LIC_C_LEASE_READ_HOLDER);
    return NULL;
}

/* *taken 0: another was faster */
static lic_error_t *take(int *taken, lic_lease_t *lease, lic_db_t *db, const char *holder, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_int64_t affected;
    *taken = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LEASE_FREE, p, lease->name));
    if (!lic_rows_next(rows))
        return NULL;
    lease->token = lic_rows_int(rows, LIC_C_LEASE_FREE_TOKEN);
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_LEASE_TAKE, p, holder, (apr_int64_t)apr_time_sec(lease->ttl),
                           lease->name, lease->token));
    *taken = affected == 1;
    lease->token++;
    return NULL;
}

lic_error_t *lic_lease_take(lic_lease_t **lease, const char **by, lic_db_t *db, const char *name, const char *holder,
                            apr_interval_time_t ttl, const lic_lease_t *done, apr_pool_t *p)
{
    lic_lease_t *made = apr_pcalloc(p, sizeof(*made));
    int is_free, taken;
    *lease = NULL;
    if (by)
        *by = "";
    LIC_TRY(look(&is_free, by, db, name, p));
    if (!is_free)
        return NULL;
    made->name = apr_pstrdup(p, name);
    made->ttl = ttl;
    LIC_TRY(lic_db_begin(db, p));
    lic_error_t *err = take(&taken, made, db, holder, p);
    if (!err && taken && done)
        err = lic_lease_release(db, done, p);
    if (err || !taken) {
        lic_db_rollback(db);
        return err;
    }
    LIC_TRY(lic_db_commit(db, p));
    *lease = made;
    return NULL;
}

lic_error_t *lic_lease_turns(apr_int64_t *turns, lic_db_t *db, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LEASE_TURNS, p, name));
    *turns = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_LEASE_TURNS_TOKEN) : 0;
    return NULL;
}

lic_error_t *lic_lease_beat(lic_db_t *db, const lic_lease_t *lease, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_LEASE_BEAT, scratch, (apr_int64_t)apr_time_sec(lease->ttl), lease->name,
                           lease->token));
    if (affected == 1)
        return NULL;
    return lic_error_make(scratch, LIC_CONFLICT, "lease-lost", "the lease %s is somebody else's by now", lease->name);
}

int lic_lease_error_is_lost(const lic_error_t *err)
{
    return err && err->code == LIC_CONFLICT && !strcmp(err->problem, "lease-lost");
}

lic_error_t *lic_lease_release(lic_db_t *db, const lic_lease_t *lease, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_LEASE_RELEASE, scratch, lease->name, lease->token);
}
