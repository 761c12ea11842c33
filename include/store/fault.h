/**
 * @file store/fault.h  A source of connections that break when they are told to: for licencesctl simulate and tests.
 *
 * A moment is before each statement (begin and commit are ones) and after each COMMIT. Cut there, the connection is
 * lost as when the server or the network goes: what was open is rolled back, what was committed stays, and the answer
 * to a COMMIT that was cut is unknown. Nothing of the module links this.
 */
#ifndef LIC_STORE_FAULT_H
#define LIC_STORE_FAULT_H

#include "store/db.h"

typedef struct lic_fault_t lic_fault_t;

/** A source that hands out the connections of `from`, unharmed until it is armed. Lives in p. */
lic_db_source_t *lic_fault_source(lic_fault_t **fault, lic_db_source_t *from, apr_pool_t *p);

/**
 * The connection in use at the moments-th moment from now on (1: the next) is cut, once. With `down` there is no other
 * connection either until it is disarmed, as if the program itself had died; else whoever asks gets a new one.
 */
void lic_fault_arm(lic_fault_t *fault, int moments, int down);

int lic_fault_armed(const lic_fault_t *fault);

/** All is well again. Returns whether a connection was cut since it was armed. */
int lic_fault_disarm(lic_fault_t *fault);

#endif
