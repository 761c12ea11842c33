/* http/server/timer.c  The timer's threads: who has the turn, and when which database is looked after. */
#include "http/server/timer.h"

#include <fcntl.h>

#include <apr_general.h>
#include <apr_portable.h>

#include <http_config.h>
#include <http_core.h>

#include "base/log.h"
#include "base/wait.h"
#include "http/server/metrics.h"
#include "http/server/thread.h"
#include "http/server/timer_tick.h"
#include "store/lease.h"

/* With a small MaxConnectionsPerChild a child may live for only a second, and is to do some work in it. */
#define FIRST_TICK apr_time_from_msec(50)

typedef struct lic_timer_job_t {
    lic_timer_tick_t tick;
    lic_wait_t rest; /* until it is due again */
} lic_timer_job_t;

/* One thread of this child. */
typedef struct lic_timer_t {
    apr_file_t *turn; /* locked by the child that works; NULL: there is none, and leases alone decide */
    lic_timer_job_t *jobs;
    int njobs;
    lic_thread_t *thread;
} lic_timer_t;

enum { THREADS = LIC_TIMER_MAIL + 1 };

/* Made in post_config; anew whenever httpd maps the module again. */
static apr_file_t *turns[THREADS];

/* This child's. */
static lic_timer_t *timers[THREADS];
static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
static int ended; /* under the mutex: no thread may be started any more */

/* --- the turn ----------------------------------------------------------------------------------------------------- */

/* A file without a name, open in every child. Its lock belongs to a process, and ends with it in any case. */
static apr_file_t *make_turn(apr_pool_t *pconf)
{
    apr_file_t *file;
    char *name = ap_runtime_dir_relative(pconf, "licences-XXXXXX");
    apr_status_t status = apr_file_mktemp(&file, name, APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE, pconf);
    if (status == APR_SUCCESS)
        status = apr_file_remove(name, pconf);
    if (status == APR_SUCCESS)
        return file;
    lic_log(LIC_LOG_WARNING, "LIC3401", pconf,
            "%s can't be made: every child looks for what is due, instead of one at a time (right would be a "
            "DefaultRuntimeDir that httpd can write to)",
            name);
    return NULL;
}

/* By fcntl: apr_file_lock may use flock, whose lock belongs to the open file, which all children share. */
static int lock_turn(const lic_timer_t *timer, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    apr_os_file_t fd;
    return apr_os_file_get(&fd, timer->turn) == APR_SUCCESS && fcntl(fd, F_SETLK, &lock) == 0;
}

static int take_turn(const lic_timer_t *timer)
{
    return !timer->turn || lock_turn(timer, F_WRLCK);
}

static void give_turn(const lic_timer_t *timer)
{
    if (timer->turn)
        lock_turn(timer, F_UNLCK);
}

/* --- waiting ------------------------------------------------------------------------------------------------------ */

/* Three quarters to five quarters of the time, by chance, so that many servers don't work at the same moments. */
static apr_interval_time_t about(apr_interval_time_t time)
{
    apr_uint32_t dice = 0;
    apr_generate_random_bytes((unsigned char *)&dice, sizeof(dice));
    return time - time / 4 + (apr_interval_time_t)((double)dice / UINT32_MAX * (double)time / 2);
}

static apr_interval_time_t until_next(lic_timer_t *timer)
{
    apr_interval_time_t next = lic_wait_left(&timer->jobs[0].rest);
    for (int i = 1; i < timer->njobs; i++) {
        const apr_interval_time_t left = lic_wait_left(&timer->jobs[i].rest);
        if (left < next)
            next = left;
    }
    return next;
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

static apr_time_t seconds_now(void)
{
    return apr_time_from_sec(apr_time_sec(apr_time_now()));
}

/* Ends by returning: after apr_thread_exit the address sanitizer reports a stack that wasn't unwound. */
static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    lic_timer_t *timer = data;
    apr_pool_t *tick;
    (void)thread;
    apr_pool_create(&tick, timer->thread->pool);
    lic_thread_rest(timer->thread, about(FIRST_TICK));
    while (!timer->thread->stop) {
        for (int i = 0; i < timer->njobs && !timer->thread->stop; i++) {
            if (lic_wait_left(&timer->jobs[i].rest))
                continue;
            lic_wait_start(&timer->jobs[i].rest, about(lic_timer_tick(&timer->jobs[i].tick, seconds_now(), tick)));
            apr_pool_clear(tick);
        }
        if (!timer->thread->stop)
            lic_thread_rest(timer->thread, until_next(timer));
    }
    give_turn(timer);
    return NULL;
}

/* --- a child's life ----------------------------------------------------------------------------------------------- */

static lic_timer_t *make_timer(lic_timer_purpose_t purpose, apr_pool_t *pchild)
{
    lic_thread_t *thread = lic_thread_make(pchild, "licences-timer");
    if (!thread)
        return NULL;
    lic_timer_t *timer = apr_pcalloc(thread->pool, sizeof(*timer));
    const apr_array_header_t *databases = lic_databases();
    const char *holder = lic_lease_holder(thread->pool);
    timer->thread = thread;
    timer->turn = turns[purpose];
    timer->jobs = apr_pcalloc(thread->pool, (apr_size_t)databases->nelts * sizeof(*timer->jobs));
    for (int i = 0; i < databases->nelts; i++) {
        lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (lic_timer_tick_wanted(purpose, database))
            timer->jobs[timer->njobs++].tick = (lic_timer_tick_t){.purpose = purpose,
                                                                  .database = database,
                                                                  .holder = holder,
                                                                  .stop = &timer->thread->stop,
                                                                  .failing = apr_hash_make(thread->pool)};
    }
    return timer;
}

static int is_wanted(lic_timer_purpose_t purpose)
{
    const apr_array_header_t *databases = lic_databases();
    for (int i = 0; i < databases->nelts; i++)
        if (lic_timer_tick_wanted(purpose, &APR_ARRAY_IDX(databases, i, lic_database_t)))
            return 1;
    return 0;
}

int lic_timer_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    (void)ptemp;
    const apr_array_header_t *databases = lic_databases();
    if (!databases)
        return OK;
    lic_metrics_prepare(s);
    for (int i = 0; i < databases->nelts; i++) {
        lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        database->tally = lic_metrics_tally(database->driver, database->params);
    }
    for (int purpose = 0; purpose < THREADS; purpose++)
        turns[purpose] = is_wanted(purpose) ? make_turn(pconf) : NULL;
    return OK;
}

int lic_timer_make(apr_pool_t *pchild)
{
    int wanted = 0;
    for (int purpose = 0; lic_databases() && purpose < THREADS; purpose++) {
        timers[purpose] = is_wanted(purpose) ? make_timer(purpose, pchild) : NULL;
        wanted += timers[purpose] != NULL;
    }
    return wanted;
}

static void start(lic_timer_t *timer)
{
    if (timer->thread->thread || timer->thread->stop || !take_turn(timer))
        return;
    if (lic_thread_start(timer->thread, run, timer) != APR_SUCCESS) {
        lic_log(LIC_LOG_ERROR, "LIC3405", timer->thread->pool, "no thread can be started for what is due");
        lic_thread_stop(timer->thread);
        give_turn(timer);
    }
}

void lic_timer_look(void)
{
    pthread_mutex_lock(&starting);
    for (int purpose = 0; purpose < THREADS && !ended; purpose++)
        if (timers[purpose])
            start(timers[purpose]);
    pthread_mutex_unlock(&starting);
}

void lic_timer_stop(void)
{
    for (int purpose = 0; purpose < THREADS; purpose++)
        if (timers[purpose])
            lic_thread_stop(timers[purpose]->thread);
}

apr_status_t lic_timer_end(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&starting);
    ended = 1;
    pthread_mutex_unlock(&starting);
    for (int purpose = 0; purpose < THREADS; purpose++) {
        lic_timer_t *timer = timers[purpose];
        timers[purpose] = NULL;
        if (timer && timer->thread->thread)
            lic_thread_join(timer->thread);
    }
    return APR_SUCCESS;
}
