/* http/server/thread.c  Starts, wakes and joins threads, each with a pool of its own. */
#include "http/server/thread.h"

#include <signal.h>
#include <time.h>

#include <apr_thread_mutex.h>

static apr_pool_t *make_pool(apr_pool_t *pchild, const char *tag)
{
    apr_allocator_t *allocator;
    apr_thread_mutex_t *mutex;
    apr_pool_t *pool;
    if (apr_allocator_create(&allocator) != APR_SUCCESS)
        return NULL;
    if (apr_pool_create_ex(&pool, pchild, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    if (apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool) == APR_SUCCESS)
        apr_allocator_mutex_set(allocator, mutex);
    apr_pool_tag(pool, tag);
    return pool;
}

lic_thread_t *lic_thread_make(apr_pool_t *pchild, const char *tag)
{
    pthread_condattr_t attributes;
    apr_pool_t *pool = make_pool(pchild, tag);
    if (!pool)
        return NULL;
    lic_thread_t *thread = apr_pcalloc(pool, sizeof(*thread));
    thread->pool = pool;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&thread->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&thread->mutex, NULL);
    return thread;
}

/* Signals are the main thread's: a handler that ends the child must not run in a thread that it waits for. */
apr_status_t lic_thread_start(lic_thread_t *thread, apr_thread_start_t run, void *data)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const apr_status_t status = apr_thread_create(&thread->thread, NULL, run, data, thread->pool);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

void lic_thread_rest(lic_thread_t *thread, apr_interval_time_t time)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)apr_time_sec(time);
    until.tv_nsec += (long)apr_time_usec(time) * 1000;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&thread->mutex);
    while (!thread->stop && pthread_cond_timedwait(&thread->wake, &thread->mutex, &until) == 0)
        ;
    pthread_mutex_unlock(&thread->mutex);
}

void lic_thread_stop(lic_thread_t *thread)
{
    pthread_mutex_lock(&thread->mutex);
    thread->stop = 1;
    pthread_cond_signal(&thread->wake);
    pthread_mutex_unlock(&thread->mutex);
}

void lic_thread_join(lic_thread_t *thread)
{
    apr_status_t ignored;
    lic_thread_stop(thread);
    apr_thread_join(&ignored, thread->thread);
    pthread_cond_destroy(&thread->wake);
    pthread_mutex_destroy(&thread->mutex);
}
