#include "breaker.h"

#include <pthread.h>
#include <apr_time.h>

#include "exchange.h"

#define REST       apr_time_from_sec(1)
#define STALL      apr_time_from_msec(2500) /* nothing has moved: whoever waits is told so (503 within 3 s) */
#define CROWDED    apr_time_from_msec(300)  /* the same, when most threads wait already and pages elsewhere suffer */
#define PATIENCE   apr_time_from_sec(10)    /* although things move */
#define LOOK_AGAIN apr_time_from_msec(100)

struct lic_breaker_t {
    apr_uint64_t until; /* instant up to which nobody tries; 0: all is well */
    pthread_mutex_t mutex;
    pthread_cond_t free;
    int inside; /* a thread is asking the pool */
    int waiting;
    apr_time_t moved; /* when it began to, or a connection was last had or given back */
};

static int crowd = 16; /* as many waiting threads are too many */

lic_breaker_t *lic_breaker_make(apr_pool_t *p)
{
    lic_breaker_t *breaker = apr_pcalloc(p, sizeof(*breaker));
    pthread_mutex_init(&breaker->mutex, NULL);
    pthread_cond_init(&breaker->free, NULL);
    return breaker;
}

void lic_breaker_start(int threads)
{
    crowd = threads > 4 ? threads / 2 : 2;
}

/* Open, or this thread is the one that finds out whether it may be. */
static int may_try(lic_breaker_t *breaker, apr_time_t now)
{
    apr_uint64_t until = __atomic_load_n(&breaker->until, __ATOMIC_RELAXED);
    if (!until)
        return 1;
    if ((apr_time_t)until > now && (apr_time_t)until <= now + REST) /* else the clock was set back */
        return 0;
    return __atomic_compare_exchange_n(&breaker->until, &until, (apr_uint64_t)(now + REST), 0, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED);
}

static int is_hopeless(const lic_breaker_t *breaker, apr_time_t since, apr_time_t now)
{
    const apr_time_t still = now - breaker->moved;
    return still > STALL || (still > CROWDED && breaker->waiting > crowd) || now - since > PATIENCE;
}

static void wait_a_little(lic_breaker_t *breaker)
{
    struct timespec until;
    const apr_time_t at = lic_exchange_clock() + LOOK_AGAIN;
    until.tv_sec = (time_t)apr_time_sec(at);
    until.tv_nsec = (long)apr_time_usec(at) * 1000;
    pthread_cond_timedwait(&breaker->free, &breaker->mutex, &until);
}

int lic_breaker_enter(lic_breaker_t *breaker)
{
    const apr_time_t since = lic_exchange_clock();
    int entered = may_try(breaker, since);
    if (!entered)
        return 0;
    pthread_mutex_lock(&breaker->mutex);
    breaker->waiting++;
    while (breaker->inside && entered) {
        const apr_time_t now = lic_exchange_clock();
        entered = !is_hopeless(breaker, since, now);
        if (entered)
            wait_a_little(breaker);
    }
    breaker->waiting--;
    if (entered) {
        breaker->inside = 1;
        breaker->moved = lic_exchange_clock();
    }
    pthread_mutex_unlock(&breaker->mutex);
    return entered;
}

void lic_breaker_leave(lic_breaker_t *breaker, int connected)
{
    const apr_time_t now = lic_exchange_clock();
    __atomic_store_n(&breaker->until, connected ? 0 : (apr_uint64_t)(now + REST), __ATOMIC_RELAXED);
    pthread_mutex_lock(&breaker->mutex);
    breaker->inside = 0;
    breaker->moved = now;
    pthread_cond_signal(&breaker->free);
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_moved(lic_breaker_t *breaker)
{
    const apr_time_t now = lic_exchange_clock();
    pthread_mutex_lock(&breaker->mutex);
    breaker->moved = now;
    pthread_mutex_unlock(&breaker->mutex);
}
