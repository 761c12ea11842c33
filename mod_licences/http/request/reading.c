/* http/request/reading.c  Keeps a connection from the look at the caller to the end of the page's document. */
#include "http/request/reading.h"

#include "store/connection.h"
#include "store/transaction.h"

void lic_reading_end(lic_reading_t *reading)
{
    lic_db_t *db = reading->db;
    reading->db = NULL;
    if (!db)
        return;
    lic_db_rollback(db);
    reading->from->close(db, reading->from->baton);
}

static lic_error_t *others_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    lic_reading_t *reading = baton;
    lic_reading_end(reading);
    return reading->from->open(db, reading->from->baton, p);
}

static void others_close(lic_db_t *db, void *baton)
{
    const lic_reading_t *reading = baton;
    reading->from->close(db, reading->from->baton);
}

static lic_error_t *kept_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    lic_reading_t *reading = baton;
    if (!reading->db)
        LIC_TRY(reading->from->open(&reading->db, reading->from->baton, p));
    *db = reading->db;
    return NULL;
}

static void kept_close(lic_db_t *db, void *baton)
{
    (void)db;
    lic_reading_end(baton);
}

lic_reading_t *lic_reading_make(lic_db_source_t *from, apr_pool_t *p)
{
    lic_reading_t *reading = apr_pcalloc(p, sizeof(*reading));
    reading->from = from;
    reading->others = (lic_db_source_t){others_open, others_close, reading};
    reading->kept = (lic_db_source_t){kept_open, kept_close, reading};
    return reading;
}

lic_error_t *lic_reading_begin(lic_db_t **db, lic_reading_t *reading, apr_pool_t *p)
{
    lic_reading_end(reading);
    LIC_TRY(kept_open(db, reading, p));
    lic_error_t *err = lic_db_dialect(*db) == LIC_SQLITE ? lic_db_begin_reading(*db, p) : NULL;
    if (err)
        lic_reading_end(reading);
    return err;
}
