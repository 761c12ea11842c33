/* http/server/child.c  Runs the thread of a child's own: looks for silent servers, and for the timer's turn. */
#include "http/server/child.h"

#include <signal.h>

#include "base/log.h"
#include "http/server/silence.h"
#include "http/server/thread.h"
#include "http/server/timer.h"

#define LOOK         apr_time_from_msec(200)
#define LOOK_CLOSELY apr_time_from_msec(50) /* while a server is silent, or the child ends */
#define LOOK_IDLY    apr_time_from_sec(1)   /* where there is no server, but the turn */

/* This child's. */
static struct {
    lic_thread_t *thread;
    int servers; /* whether there are any besides SQLite */
    volatile int ending;
} child;

/* Whether the child is told to end. Under prefork the signal is blocked while a connection is in use (ending.c), so
 * that the hook child_stopping comes too late; the pending signal tells. */
static int is_ending(void)
{
    sigset_t pending;
    if (!child.ending && !sigpending(&pending) && (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP)))
        child.ending = 1;
    return child.ending;
}

static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    lic_thread_t *mine = data;
    apr_pool_t *look;
    (void)thread;
    apr_pool_create(&look, mine->pool);
    while (!mine->stop) {
        const int ending = is_ending(), silent = lic_silence_look(ending, look);
        lic_timer_look();
        apr_pool_clear(look);
        lic_thread_rest(mine, silent || ending ? LOOK_CLOSELY : child.servers ? LOOK : LOOK_IDLY);
    }
    return NULL;
}

static apr_status_t join(void *data)
{
    lic_thread_join(data);
    return APR_SUCCESS;
}

/* The timer's threads are joined first, as what they wait for may have to be ended. Pre-cleanups run in the reverse
 * order. */
void lic_child_start(apr_pool_t *pchild, server_rec *s)
{
    (void)s;
    child.thread = lic_thread_make(pchild, "licences-child");
    if (!child.thread)
        return;
    child.servers = lic_silence_start(child.thread->pool);
    if (!lic_timer_make(pchild) && !child.servers)
        return;
    if (lic_thread_start(child.thread, run, child.thread) != APR_SUCCESS) {
        lic_log(LIC_LOG_ERROR, "LIC3305", pchild,
                "no thread can be started that does what is due, and notices when the database is silent");
        return;
    }
    apr_pool_pre_cleanup_register(pchild, child.thread, join);
    apr_pool_pre_cleanup_register(pchild, NULL, lic_timer_end);
}

void lic_child_stop(apr_pool_t *pchild, int graceful)
{
    (void)pchild;
    if (!graceful)
        child.ending = 1;
    lic_timer_stop();
}
