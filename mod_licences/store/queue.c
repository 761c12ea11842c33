/* store/queue.c  The queue of this process's writers to SQLite. */
#include "store/queue_private.h"

#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>

/* One queue for all databases of the process: more than one is rare, and then some writers wait needlessly. */
static struct {
    apr_thread_mutex_t *mutex;
    apr_thread_cond_t *turn;
    int taken;
} queue;

static apr_status_t queue_gone(void *unused)
{
    (void)unused;
    queue.mutex = NULL;
    return APR_SUCCESS;
}

apr_status_t lic_queue_init(apr_pool_t *process)
{
    apr_thread_mutex_t *mutex;
    apr_status_t status;
    if (queue.mutex)
        return APR_SUCCESS;
    status = apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, process);
    if (status == APR_SUCCESS)
        status = apr_thread_cond_create(&queue.turn, process);
    if (status != APR_SUCCESS)
        return status;
    queue.taken = 0;
    queue.mutex = mutex;
    apr_pool_pre_cleanup_register(process, NULL, queue_gone);
    return APR_SUCCESS;
}

int lic_queue_enter(apr_interval_time_t patience)
{
    apr_status_t status = APR_SUCCESS;
    if (!queue.mutex)
        return 1;
    apr_thread_mutex_lock(queue.mutex);
    while (queue.taken && status == APR_SUCCESS)
        status = apr_thread_cond_timedwait(queue.turn, queue.mutex, patience);
    const int entered = !queue.taken;
    if (entered)
        queue.taken = 1;
    apr_thread_mutex_unlock(queue.mutex);
    return entered;
}

void lic_queue_leave(void)
{
    if (!queue.mutex)
        return;
    apr_thread_mutex_lock(queue.mutex);
    queue.taken = 0;
    apr_thread_cond_signal(queue.turn);
    apr_thread_mutex_unlock(queue.mutex);
}
