/** @file plan.h  Reads the plans that EXPLAIN shows of statements. */
#ifndef LIC_TEST_PLAN_H
#define LIC_TEST_PLAN_H

#include "harness.h"

/** The tables that grow. */
#define PLAN_NBIG 17
extern const char *const plan_big[PLAN_NBIG];

/** apr_dbd's text as SQL, with that number and texts where the parameters are. number NULL: texts everywhere. In p. */
const char *plan_filled(const char *text, const char *number, apr_pool_t *p);

/** Whether that plan of that SQL reads the table from end to end, on the harness's kind of database. */
int plan_scans(const harness_t *h, const char *plan, const char *sql, const char *table, apr_pool_t *p);

/**
 * PostgreSQL: whether a big table is looked into without the account. A plan tells by which condition: below the line
 * of the node, before the next node's. The account may come from elsewhere in the plan (account = er.account).
 */
int plan_leaves_account(const char *plan, apr_pool_t *p);

/**
 * PostgreSQL: whether the list of that name joins a licence to its holder, or a holder to the licences, by comparing
 * each with all that the account has.
 */
int plan_rereads(const char *name, const char *plan);

#endif
