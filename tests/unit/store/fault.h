/**
 * @file fault.h  Makes one statement of the next operation fail, or cuts its connection.
 *
 * The test program's own apr_dbd_query, apr_dbd_pbquery and apr_dbd_pbselect stand before those of apr-util, and
 * hand on to them but for the one that is to fail. One fault is armed at a time, for the whole program.
 *
 * A moment is before each statement (begin and commit are ones) and after each COMMIT. Cut there, the connection is
 * lost as when the server or the network goes: what was open is rolled back, what was committed stays, and the answer
 * to a COMMIT that was cut is unknown.
 */
#ifndef LIC_TEST_FAULT_H
#define LIC_TEST_FAULT_H

#include "store/db.h"

typedef enum {
    FAULT_NONE,
    FAULT_ERROR,       /**< the database refuses the statement */
    FAULT_BUSY,        /**< deadlock, or a lock that isn't had */
    FAULT_LOST,        /**< the server ends the connection; not on SQLite */
    FAULT_ANSWER_LOST, /**< … after COMMIT was carried out; counts only these; not on SQLite */
    FAULT_CUT,         /**< a connection of fault_source is cut at a moment; counts moments. Another one can be had */
    FAULT_DOWN         /**< the same, and fault_source has no other until it is disarmed, as if the program had died */
} fault_kind_t;

/** A source that hands out the connections of `from`: only these are cut. Lives in p. */
lic_db_source_t *fault_source(lic_db_source_t *from, apr_pool_t *p);

/** The nth statement (or moment) from now on fails, once. */
void fault_arm(fault_kind_t kind, int nth);
int fault_armed(void);
/** Nothing fails any more. Returns whether something failed since it was armed. */
int fault_disarm(void);

#endif
