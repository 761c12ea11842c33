/* http/server/ending.c  Keeps the signal that ends a child from coming where the child can't be ended. */
#include "http/server/ending.h"

#include <pthread.h>
#include <signal.h>

#include <ap_mpm.h>

/* This child's. */
static struct {
    int alone; /* it has one thread for requests, and the signal's handler ends it */
    int held;
    sigset_t before;
    sigset_t before_birth;
} ending;

static void hold(sigset_t *before)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, before);
}

static void release(const sigset_t *before)
{
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* Looking up the user's groups allocates much. A child that is ended in the midst of malloc allocates again while it
 * exits, and aborts, or waits for itself. Before child_init httpd blocks all signals itself. */
int lic_ending_at_birth(apr_pool_t *pchild, server_rec *s)
{
    (void)pchild;
    (void)s;
    hold(&ending.before_birth);
    return OK;
}

int lic_ending_after_birth(apr_pool_t *pchild, server_rec *s)
{
    (void)pchild;
    (void)s;
    release(&ending.before_birth);
    return OK;
}

void lic_ending_start(apr_pool_t *pchild, server_rec *s)
{
    int threaded = 0;
    (void)pchild;
    (void)s;
    ending.alone = ap_mpm_query(AP_MPMQ_IS_THREADED, &threaded) == APR_SUCCESS && !threaded;
}

void lic_ending_waits(void)
{
    if (ending.alone && !ending.held++)
        hold(&ending.before);
}

void lic_ending_may_come(void)
{
    if (ending.alone && !--ending.held)
        release(&ending.before);
}
