/**
 * @file http/server/thread.h  Threads beside those for requests. Each has a pool of its own, gets no signals, and is
 * woken from its rests when the child ends.
 */
#ifndef LIC_HTTP_THREAD_H
#define LIC_HTTP_THREAD_H

#include <pthread.h>

#include <apr_pools.h>
#include <apr_thread_proc.h>
#include <apr_time.h>

typedef struct lic_thread_t {
    volatile apr_uint32_t stop; /**< non-zero: the thread is to end */
    apr_thread_t *thread;       /**< NULL until it is started */
    apr_pool_t *pool;           /**< with an allocator of its own, as pchild's is for one thread under prefork */
    pthread_mutex_t mutex;
    pthread_cond_t wake;
} lic_thread_t;

/** Makes the pool, named `tag`, and what rests need. NULL: no memory. Lives in its own pool, a child of pchild. */
lic_thread_t *lic_thread_make(apr_pool_t *pchild, const char *tag);

/** Starts it; it ends by returning. */
apr_status_t lic_thread_start(lic_thread_t *thread, apr_thread_start_t run, void *data);

/** In the thread: rests for so long, by a clock that nobody sets. Ends at once when it is told to stop. */
void lic_thread_rest(lic_thread_t *thread, apr_interval_time_t time);

/** From any thread: tells it to end, and doesn't wait. */
void lic_thread_stop(lic_thread_t *thread);

/** Tells it to end and waits for that; before pchild goes (apr_pool_pre_cleanup_register). */
void lic_thread_join(lic_thread_t *thread);

#endif
