/**
 * @file http/server/databases.h  The databases behind the servers that show licences, each once: what the timer looks
 * after and what metrics tell of.
 */
#ifndef LIC_HTTP_DATABASES_H
#define LIC_HTTP_DATABASES_H

#include <apr_tables.h>

#include <httpd.h>

#include "http/server/config.h"
#include "store/db.h"

struct lic_tally_t;

typedef struct lic_database_t {
    const char *driver, *params;   /**< for a connection of the timer's own */
    const char *said;              /**< DBDParams as it stands */
    const char *key;               /**< driver and parameters, which tell it from others */
    apr_interval_time_t sweep;     /**< the shortest that one of its servers says; LIC_SWEEP_OFF: never */
    const lic_smtp_t *mail;        /**< of the first server that has any; NULL: none */
    const lic_sheets_slot_t *look; /**< of the same: mails are made by its stylesheets */
    const char *support;           /**< of the same; NULL */
    server_rec *server;            /**< the first that uses it: whose log it is told in */
    struct lic_tally_t *tally;     /**< metrics.h; NULL: none */
    unsigned losses; /**< how often this child lost a connection, or met a server that takes no changes: connections
                          made before the last time aren't used any more. Atomic */
    /* each child's own, for silence.c */
    lic_db_source_t *own; /**< for asking whether the server is there; NULL: it has none */
    int doubted;          /**< being asked, as something waits; atomic. Nobody else is to connect meanwhile */
    apr_time_t asked;     /**< when that was last answered, or wasn't (lic_wait_clock) */
    apr_time_t silent;    /**< since when the server is silent; 0: it isn't. Atomic */
} lic_database_t;

/** Hook post_config, first, and in configtest: reads DBDriver and DBDParams from the tree of directives, as mod_dbd
 * merges them. */
int lic_databases_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** The one with these DBDriver and DBDParams; NULL: licences don't use it. */
lic_database_t *lic_database_find(const char *driver, const char *params);

/** Whether it has a server, which SQLite has not. */
int lic_database_is_served(const lic_database_t *database);

/** What the log calls it, as its parameters may hold a password. */
const char *lic_database_name(const lic_database_t *database);

/** The lic_database_t that were found; NULL before, and in the reading that httpd throws away at its start. */
const apr_array_header_t *lic_databases(void);

/** A request found a server's database out of reach, or reached it: whether that is new, so that it is told once. */
int lic_databases_turn(const server_rec *s, int is_down);

#endif
