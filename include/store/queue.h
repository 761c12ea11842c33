/**
 * @file store/queue.h  The queue of this process's writers to SQLite; for store/db.c only.
 *
 * SQLite has one writer at a time, and apr_dbd's driver waits for a lock by sleeping 100 ms at a time. Threads that
 * wait for each other here instead go on at once. Between processes the driver's waiting remains.
 */
#ifndef LIC_STORE_QUEUE_H
#define LIC_STORE_QUEUE_H

#include <apr_pools.h>
#include <apr_time.h>

/** Once per process. Without it lic_queue_enter lets everybody pass. */
apr_status_t lic_queue_init(apr_pool_t *process);

/** Waits for the turn; 0 when it hasn't come within a few seconds. Needn't be left by the thread that entered. */
int lic_queue_enter(void);
int lic_queue_enter_for(apr_interval_time_t patience);
void lic_queue_leave(void);

#endif
