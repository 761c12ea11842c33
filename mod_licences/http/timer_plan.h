/**
 * @file timer_plan.h  What the timer is to look after: each database behind the servers that show licences, once.
 */
#ifndef LIC_HTTP_TIMER_PLAN_H
#define LIC_HTTP_TIMER_PLAN_H

#include <apr_tables.h>

#include <httpd.h>

#include "config.h"

struct lic_tally_t;

typedef struct lic_timer_database_t {
    const char *driver, *params;   /**< for a connection of the timer's own */
    const char *said;              /**< DBDParams as it stands */
    apr_interval_time_t sweep;     /**< the shortest that one of its servers says; LIC_SWEEP_OFF: never */
    const lic_smtp_t *mail;        /**< of the first server that has any; NULL: none */
    const lic_sheets_slot_t *look; /**< of the same: mails are made by its stylesheets */
    const char *support;           /**< of the same; NULL */
    server_rec *server;            /**< the first that uses it: whose log it is told in */
    struct lic_tally_t *tally;     /**< metrics.h; NULL: none */
} lic_timer_database_t;

/** Reads DBDriver and DBDParams from the tree of directives, as mod_dbd merges them. In p. */
apr_array_header_t *lic_timer_plan(server_rec *s, apr_pool_t *p); /* of lic_timer_database_t */

#endif
