/**
 * @file failing.h  Makes one statement of the next operation fail, whatever connection it is on.
 *
 * The test program's own apr_dbd_query, apr_dbd_pbquery and apr_dbd_pbselect stand before those of apr-util, and
 * hand on to them but for the one that is to fail.
 */
#ifndef LIC_TEST_FAILING_H
#define LIC_TEST_FAILING_H

typedef enum {
    FAULT_NONE,
    FAULT_ERROR,      /**< the database refuses the statement */
    FAULT_BUSY,       /**< deadlock, or a lock that isn't had */
    FAULT_LOST,       /**< the server ends the connection; not on SQLite */
    FAULT_ANSWER_LOST /**< … after COMMIT was carried out; counts only these; not on SQLite */
} fault_t;

/** The nth statement from now on fails, once. 0: none does, but statements are counted. */
void failing_arm(fault_t kind, int nth);
/** Nothing fails any more. Returns how many statements were counted; *fired whether one failed. */
int failing_disarm(int *fired);

#endif
