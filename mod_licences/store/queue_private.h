/**
 * @file store/queue_private.h  The queue of this process's writers to SQLite.
 *
 * SQLite has one writer at a time, and apr_dbd's driver waits for a lock by sleeping 100 ms at a time. Threads that
 * wait for each other here instead go on at once. Between processes the driver's waiting remains.
 */
#ifndef LIC_STORE_QUEUE_PRIVATE_H
#define LIC_STORE_QUEUE_PRIVATE_H

#include <apr_pools.h>
#include <apr_time.h>

/** Once per process. Without it lic_queue_enter lets everybody pass. */
apr_status_t lic_queue_init(apr_pool_t *process);

/** Waits for the turn; 0 when it hasn't come by then. Another thread than the one that entered may leave. */
int lic_queue_enter(apr_interval_time_t patience);
void lic_queue_leave(void);

#endif
