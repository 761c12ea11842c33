#include "store/queue.h"

#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>

#define PATIENCE apr_time_from_sec(5)

/* All databases of the process share the queue: a second one is rare, and waits no longer than it would for its own. */
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

int lic_queue_enter_for(apr_interval_time_t patience)
{
    apr_status_t status = APR_SUCCESS;
    if (!queue.mutex)
        return 1;
    apr_thread_mutex_lock(queue.mutex);
    while (queue.taken && status == APR_SUCCESS)
        status = apr_thread_cond_timedwait(queue.turn, queue.mutex, patience);
    if (!queue.taken)
        status = APR_SUCCESS;
    if (status == APR_SUCCESS)
        queue.taken = 1;
    apr_thread_mutex_unlock(queue.mutex);
    return status == APR_SUCCESS;
}

int lic_queue_enter(void)
{
    return lic_queue_enter_for(PATIENCE);
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
