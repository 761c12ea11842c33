/**
 * @file things.h  A table of things, for the tests of test_db and test_transaction; its statements are in
 * statements.sql.
 */
#ifndef LIC_THINGS_H
#define LIC_THINGS_H

#include "harness.h"

void thing_make(harness_t *h);
void thing_add(lic_db_t *db, apr_int64_t id, const char *note, apr_pool_t *p);
apr_int64_t things_named(lic_db_t *db, const char *note, apr_pool_t *p);

#endif
