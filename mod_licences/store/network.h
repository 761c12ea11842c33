/**
 * @file store/network.h  The network beneath a connection.
 */
#ifndef LIC_STORE_NETWORK_H
#define LIC_STORE_NETWORK_H

#include "store/db.h"

/**
 * A connection over the network on which nothing is acknowledged for so long is lost. Without it, what was sent to a
 * server that has vanished is repeated for a quarter of an hour. A longer or shorter time that the parameters say
 * stays.
 */
void lic_db_set_network_patience(lic_db_t *db, int milliseconds);

struct apr_dbd_driver_t;
struct apr_dbd_t;

/**
 * Whether the server has closed the connection while it was idle: bytes, or the end, have arrived that nobody has read.
 * Doesn't wait. Only for PostgreSQL, whose driver takes a connection for alive until something fails on it; MariaDB's
 * asks the server each time that mod_dbd hands one out.
 */
int lic_network_arrived(const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle);

/** Ends the connection beneath a driver that takes it for good, so that its pool makes another. */
void lic_network_end(const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle);

/**
 * Which of several servers that the parameters name a connection leads to: parameters that, after those, lead to that
 * one alone, whatever it is. "" where that can't be told.
 */
void lic_network_place(char place[LIC_PLACE_MAX], const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle);

/** A duplicate of the connection's socket, for the caller to close; -1: it isn't known, or there is none (SQLite). */
int lic_network_duplicate(const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle);

#endif
