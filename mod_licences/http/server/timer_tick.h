/**
 * @file http/server/timer_tick.h  One tick: what a thread of the timer does for one database when it is due.
 */
#ifndef LIC_HTTP_TIMER_TICK_H
#define LIC_HTTP_TIMER_TICK_H

#include <apr_hash.h>

#include "base/wait.h"
#include "http/server/databases.h"

typedef enum { LIC_TIMER_SWEEP, LIC_TIMER_MAIL } lic_timer_purpose_t;

typedef struct lic_timer_tick_t {
    lic_timer_purpose_t purpose;
    lic_database_t *database;
    const char *holder;                /**< names this child in leases and in the log */
    const volatile apr_uint32_t *stop; /**< non-zero: the child is stopping */
    int down;                          /**< the last tick failed, and the log says so */
    int smtp_down;                     /**< the same of the mail server */
    apr_int64_t mail_turns; /**< how often somebody had begun to send mail, when this was looked at last … */
    apr_hash_t *failing;    /**< of lic_sweeper_t */
    lic_wait_t mail_look;   /**< … and until when it isn't looked at again */
} lic_timer_tick_t;

/** Whether the database has work of that kind. */
int lic_timer_tick_wanted(lic_timer_purpose_t purpose, const lic_database_t *database);

/** Does what is due at now, by a connection of its own; returns how long to rest until the next time. */
apr_interval_time_t lic_timer_tick(lic_timer_tick_t *tick, apr_time_t now, apr_pool_t *p);

#endif
