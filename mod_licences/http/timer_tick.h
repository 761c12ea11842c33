/**
 * @file timer_tick.h  What a thread of the timer does each time for one database.
 */
#ifndef LIC_HTTP_TIMER_TICK_H
#define LIC_HTTP_TIMER_TICK_H

#include "timer_plan.h"

typedef enum { LIC_TIMER_SWEEP, LIC_TIMER_MAIL } lic_timer_purpose_t;

typedef struct lic_timer_tick_t {
    lic_timer_purpose_t purpose;
    const lic_timer_database_t *database;
    const char *holder;                /**< names this child in leases and in the log */
    const volatile apr_uint32_t *stop; /**< non-zero: the child is stopping */
    int down;                          /**< the database was out of reach, which has been told */
} lic_timer_tick_t;

/** Whether the database has work of that kind. */
int lic_timer_tick_wanted(lic_timer_purpose_t purpose, const lic_timer_database_t *database);

/** Does what is due at now, by a connection of its own; returns how long to rest until the next time. */
apr_interval_time_t lic_timer_tick(lic_timer_tick_t *tick, apr_time_t now, apr_pool_t *p);

#endif
