#include "timer.h"

#include <fcntl.h>

#include <apr_general.h>
#include <apr_portable.h>

#include <http_config.h>
#include <http_core.h>

#include "base/log.h"
#include "base/wait.h"
#include "metrics.h"
#include "store/lease.h"
#include "thread.h"
#include "timer_tick.h"

/* Children of a busy httpd with a small MaxConnectionsPerChild live for a second: they must get to work at once. */
#define FIRST_TICK apr_time_from_msec(50)
#define TURN_LOOK  apr_time_from_sec(1) /* whether the turn is free by now */

typedef struct lic_timer_job_t {
    lic_timer_tick_t tick;
    lic_wait_t rest; /* until it is due again */
} lic_timer_job_t;

/* One thread of this child. */
typedef struct lic_timer_t {
    apr_file_t *turn; /* locked by the one child of this httpd that works; NULL: leases alone decide */
    int has_turn;
    lic_timer_job_t *jobs;
    int njobs;
    lic_thread_t *thread;
} lic_timer_t;

enum { THREADS = LIC_TIMER_MAIL + 1 };

/* Made in post_config; anew whenever httpd maps the module again. */
static apr_array_header_t *plan;
static apr_file_t *turns[THREADS];

/* This child's. */
static lic_timer_t *timers[THREADS];

/* --- the turn ----------------------------------------------------------------------------------------------------- */

/* A file without a name, open in every child. Its lock is a process's, and goes with it, however that ends. */
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

/* By fcntl: apr_file_lock's flock goes with the open file, which the children share. */
static int lock_turn(const lic_timer_t *timer, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    apr_os_file_t fd;
    return apr_os_file_get(&fd, timer->turn) == APR_SUCCESS && fcntl(fd, F_SETLK, &lock) == 0;
}

static int take_turn(lic_timer_t *timer)
{
    if (!timer->has_turn)
        timer->has_turn = !timer->turn || lock_turn(timer, F_WRLCK);
    return timer->has_turn;
}

static void give_turn(lic_timer_t *timer)
{
    if (timer->has_turn && timer->turn)
        lock_turn(timer, F_UNLCK);
    timer->has_turn = 0;
}

/* --- waiting ------------------------------------------------------------------------------------------------------ */

/* Three quarters to five quarters of it, so that many servers don't keep step. */
static apr_interval_time_t about(apr_interval_time_t time)
{
    apr_uint32_t dice = 0;
    apr_generate_random_bytes((unsigned char *)&dice, sizeof(dice));
    return time - time / 4 + (apr_interval_time_t)((double)dice / UINT32_MAX * (double)time / 2);
}

static apr_interval_time_t until_next(lic_timer_t *timer)
{
    apr_interval_time_t next = timer->has_turn ? lic_wait_left(&timer->jobs[0].rest) : about(TURN_LOOK);
    for (int i = 1; timer->has_turn && i < timer->njobs; i++) {
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

/* Returns, instead of apr_thread_exit: a stack that isn't unwound looks damaged to the address sanitizer. */
static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    lic_timer_t *timer = data;
    apr_pool_t *tick;
    (void)thread;
    apr_pool_create(&tick, timer->thread->pool);
    lic_thread_rest(timer->thread, about(FIRST_TICK));
    while (!timer->thread->stop) {
        for (int i = 0; i < timer->njobs && take_turn(timer) && !timer->thread->stop; i++) {
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

static apr_status_t join(void *data)
{
    lic_timer_t **mine = data, *timer = *mine;
    *mine = NULL;
    lic_thread_join(timer->thread);
    return APR_SUCCESS;
}

static lic_timer_t *make_timer(lic_timer_purpose_t purpose, apr_pool_t *pchild)
{
    lic_thread_t *thread = lic_thread_make(pchild, "licences-timer");
    if (!thread)
        return NULL;
    lic_timer_t *timer = apr_pcalloc(thread->pool, sizeof(*timer));
    const char *holder = lic_lease_holder(thread->pool);
    timer->thread = thread;
    timer->turn = turns[purpose];
    timer->jobs = apr_pcalloc(thread->pool, (apr_size_t)plan->nelts * sizeof(*timer->jobs));
    for (int i = 0; i < plan->nelts; i++) {
        const lic_timer_database_t *database = &APR_ARRAY_IDX(plan, i, lic_timer_database_t);
        if (lic_timer_tick_wanted(purpose, database))
            timer->jobs[timer->njobs++].tick = (lic_timer_tick_t){
                .purpose = purpose, .database = database, .holder = holder, .stop = &timer->thread->stop};
    }
    return timer;
}

static int is_wanted(lic_timer_purpose_t purpose)
{
    for (int i = 0; i < plan->nelts; i++)
        if (lic_timer_tick_wanted(purpose, &APR_ARRAY_IDX(plan, i, lic_timer_database_t)))
            return 1;
    return 0;
}

int lic_timer_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    (void)ptemp;
    plan = NULL;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG)
        return OK;
    plan = lic_timer_plan(s, pconf);
    lic_metrics_prepare(s);
    for (int i = 0; i < plan->nelts; i++) {
        lic_timer_database_t *database = &APR_ARRAY_IDX(plan, i, lic_timer_database_t);
        database->tally = lic_metrics_tally(database->driver, database->params);
    }
    for (int purpose = 0; purpose < THREADS; purpose++)
        turns[purpose] = is_wanted(purpose) ? make_turn(pconf) : NULL;
    return OK;
}

const apr_array_header_t *lic_timer_databases(void)
{
    return plan;
}

void lic_timer_start(apr_pool_t *pchild, server_rec *s)
{
    (void)s;
    for (int purpose = 0; plan && purpose < THREADS; purpose++) {
        lic_timer_t *timer = is_wanted(purpose) ? make_timer(purpose, pchild) : NULL;
        if (!timer)
            continue;
        if (lic_thread_start(timer->thread, run, timer) != APR_SUCCESS) {
            lic_log(LIC_LOG_ERROR, "LIC3405", pchild, "no thread can be started for what is due");
            continue;
        }
        timers[purpose] = timer;
        apr_pool_pre_cleanup_register(pchild, &timers[purpose], join);
    }
}

void lic_timer_stop(apr_pool_t *pchild, int graceful)
{
    (void)pchild;
    (void)graceful;
    for (int purpose = 0; purpose < THREADS; purpose++)
        if (timers[purpose])
            lic_thread_stop(timers[purpose]->thread);
}
