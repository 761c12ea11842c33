/* http/server/silence.c  Notices a database server that doesn't answer, and ends our waiting for it. */
#include "http/server/silence.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <apr_strings.h>

#include "base/log.h"
#include "base/wait.h"
#include "store/connection.h"
#include "store/network.h"
#include "store/source.h"
#include "store/transaction.h"

/* A request is to be answered 503 within three seconds, of which two are for connecting. */
#define PATIENCE apr_time_from_msec(300) /* how long something waits before the server is asked */
#define PROMPT   apr_time_from_msec(800) /* who refuses does it sooner; libpq's shortest time limit is about a second */
#define AGAIN    apr_time_from_msec(500) /* a server that is merely slow is asked as often as this at most */
#define LATELY   apr_time_from_msec(600) /* an answer is a sign of life for so long */

/* This child's. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static lic_waiter_t *waiters; /* under the mutex */

/* Under prefork the handler of a signal may end the child, and needs the mutex, too. So no signal comes meanwhile. */
static void lock(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
    pthread_mutex_lock(&mutex);
}

static void unlock(const sigset_t *before)
{
    pthread_mutex_unlock(&mutex);
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* --- who waits ---------------------------------------------------------------------------------------------------- */

static void join(lic_waiter_t *waiter)
{
    sigset_t before;
    lock(&before);
    waiter->next = waiters;
    waiters = waiter;
    unlock(&before);
}

void lic_waiter_join(lic_waiter_t *waiter, lic_database_t *database)
{
    *waiter = (lic_waiter_t){.watch = {.socket = -1}, .database = database};
    join(waiter);
}

void lic_waiter_ask(lic_waiter_t *waiter, lic_database_t *database)
{
    *waiter = (lic_waiter_t){.watch = {.since = lic_wait_clock(), .socket = -1}, .database = database, .asks = 1};
    join(waiter);
}

void lic_waiter_change(lic_waiter_t *waiter, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle)
{
    sigset_t before;
    lock(&before);
    const int old = waiter->watch.socket;
    lic_network_place(waiter->watch.place, driver, handle);
    waiter->watch.socket = lic_network_duplicate(driver, handle);
    unlock(&before);
    if (old >= 0)
        close(old);
}

void lic_waiter_leave(lic_waiter_t *waiter)
{
    sigset_t before;
    lock(&before);
    lic_waiter_t **at = &waiters;
    while (*at && *at != waiter)
        at = &(*at)->next;
    if (*at)
        *at = waiter->next;
    unlock(&before);
    if (waiter->watch.socket >= 0)
        close(waiter->watch.socket);
    waiter->watch.socket = -1;
}

static apr_time_t since_of(const lic_waiter_t *waiter)
{
    return __atomic_load_n(&waiter->watch.since, __ATOMIC_RELAXED);
}

/* Of what waits for the database: when the oldest wait began (0: nothing waits), and when a statement was last answered
 */
static void find_waits(apr_time_t *since, apr_time_t *answered, const lic_database_t *database)
{
    sigset_t before;
    *since = *answered = 0;
    lock(&before);
    for (const lic_waiter_t *waiter = waiters; waiter; waiter = waiter->next) {
        if (waiter->database != database)
            continue;
        const apr_time_t began = since_of(waiter), last = __atomic_load_n(&waiter->watch.answered, __ATOMIC_RELAXED);
        if (began && (!*since || began < *since))
            *since = began;
        if (last > *answered)
            *answered = last;
    }
    unlock(&before);
}

/* The server that the oldest wait on a connection is for; "" where nothing waits, or it can't be told. */
static void find_place(char place[LIC_PLACE_MAX], const lic_database_t *database)
{
    sigset_t before;
    apr_time_t oldest = 0;
    *place = '\0';
    lock(&before);
    for (const lic_waiter_t *waiter = waiters; waiter; waiter = waiter->next) {
        const apr_time_t began = since_of(waiter);
        if (waiter->database != database || !began || (oldest && began > oldest) ||
            __atomic_load_n(&waiter->watch.socket, __ATOMIC_ACQUIRE) < 0)
            continue;
        oldest = began;
        apr_cpystrn(place, waiter->watch.place, LIC_PLACE_MAX);
    }
    unlock(&before);
}

static void end_all_at(const char *place, const lic_database_t *database)
{
    sigset_t before;
    lock(&before);
    for (const lic_waiter_t *waiter = waiters; waiter; waiter = waiter->next) {
        const int socket = __atomic_load_n(&waiter->watch.socket, __ATOMIC_ACQUIRE);
        if (waiter->database == database && socket >= 0 && !strcmp(waiter->watch.place, place))
            shutdown(socket, SHUT_RDWR);
    }
    unlock(&before);
}

static int asks_pool(const lic_database_t *database)
{
    for (const lic_waiter_t *waiter = waiters; waiter; waiter = waiter->next)
        if (waiter->database == database && waiter->asks)
            return 1;
    return 0;
}

/* The connections are closed by their owners. Only MariaDB's driver sends anything when mod_dbd looks at one. */
static void end_waits(const lic_database_t *database)
{
    sigset_t before;
    lock(&before);
    const int pinged = !strcmp(database->driver, "mysql") && asks_pool(database);
    for (const lic_waiter_t *waiter = waiters; waiter; waiter = waiter->next) {
        const int socket = __atomic_load_n(&waiter->watch.socket, __ATOMIC_RELAXED);
        if (waiter->database == database && socket >= 0 && (pinged || since_of(waiter)))
            shutdown(socket, SHUT_RDWR);
    }
    unlock(&before);
}

/* --- is the server there? ----------------------------------------------------------------------------------------- */

/* It is also there if a statement was answered just now: it may just take no more connections. An answer from when the
 * attempt to connect began says nothing: the server may have fallen silent since. In doubt it is asked again at once.
 */
static int is_there(lic_database_t *database, apr_pool_t *p)
{
    const apr_time_t begun = lic_wait_clock();
    __atomic_store_n(&database->doubted, 1, __ATOMIC_RELAXED);
    const lic_error_t *err = lic_db_source_try(database->own, p);
    __atomic_store_n(&database->doubted, 0, __ATOMIC_RELAXED);
    const apr_time_t now = lic_wait_clock();
    const int in_doubt = err && now - begun >= PROMPT;
    apr_time_t since, answered;
    find_waits(&since, &answered, database);
    database->asked = in_doubt ? begun : now;
    return !in_doubt || answered > now - LATELY;
}

/* Whether DBDParams names several servers: host=a,b,c */
static int has_several(const lic_database_t *database)
{
    const char *hosts = strcmp(database->driver, "pgsql") ? NULL : strstr(database->params, "host=");
    return hosts && hosts[strcspn(hosts, ", ")] == ',' && !strstr(database->params, "://");
}

/* Asks the one of several servers that something waits for; if it is silent, nobody waits for it any longer. */
static void leave_silent_server(const lic_database_t *database, apr_pool_t *p)
{
    char place[LIC_PLACE_MAX];
    lic_db_source_t *source;
    if (!has_several(database))
        return;
    find_place(place, database);
    if (!*place || lic_db_source_make(&source, database->driver, apr_pstrcat(p, database->params, place, NULL), p))
        return;
    const apr_time_t begun = lic_wait_clock();
    if (!lic_db_source_try(source, p) || lic_wait_clock() - begun < PROMPT)
        return;
    end_all_at(place, database);
    lic_log(LIC_LOG_WARNING, "LIC3306", p,
            "one of the database servers of %s gives no sign of life (%.*s): connections to "
            "it are ended",
            lic_database_name(database), (int)(strstr(place, " target") - place - 1), place + 1);
}

static void fall_silent(lic_database_t *database, apr_pool_t *p)
{
    __atomic_store_n(&database->silent, lic_wait_clock(), __ATOMIC_RELAXED);
    end_waits(database);
    lic_log(LIC_LOG_WARNING, "LIC3303", p, "the database server of %s gives no sign of life: waiting for it is ended",
            lic_database_name(database));
}

static void revive(lic_database_t *database, apr_pool_t *p)
{
    lic_log(LIC_LOG_NOTICE, "LIC3304", p, "the database server of %s is there again, after %d s",
            lic_database_name(database), (int)apr_time_sec(lic_wait_clock() - database->silent));
    __atomic_store_n(&database->silent, 0, __ATOMIC_RELAXED);
}

static void look_at(lic_database_t *database, int ending, apr_pool_t *p)
{
    const apr_time_t now = lic_wait_clock();
    apr_time_t since, answered;
    find_waits(&since, &answered, database);
    const int waits = since && now - since > PATIENCE;
    if ((ending && waits) || database->silent)
        end_waits(database);
    if (ending)
        return;
    if (database->silent && is_there(database, p))
        revive(database, p);
    else if (!database->silent && waits && now - database->asked > AGAIN) {
        leave_silent_server(database, p);
        if (!is_there(database, p))
            fall_silent(database, p);
    }
}

int lic_silence_start(apr_pool_t *p)
{
    const apr_array_header_t *databases = lic_databases();
    int servers = 0;
    for (int i = 0; databases && i < databases->nelts; i++) {
        lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (lic_database_is_served(database) &&
            !lic_db_source_make(&database->own, database->driver, database->params, p))
            servers++;
    }
    return servers;
}

int lic_silence_look(int ending, apr_pool_t *p)
{
    const apr_array_header_t *databases = lic_databases();
    int silent = 0;
    for (int i = 0; databases && i < databases->nelts; i++) {
        lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (database->own)
            look_at(database, ending, p);
        silent |= database->silent != 0;
    }
    return silent;
}

/* --- the timer's connections -------------------------------------------------------------------------------------- */

typedef struct watched_t {
    lic_db_source_t *own;
    lic_database_t *database;
    lic_waiter_t waiter;
} watched_t;

static lic_error_t *watched_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    watched_t *watched = baton;
    lic_waiter_join(&watched->waiter, watched->database);
    lic_error_t *err = watched->own->open(db, watched->own->baton, p);
    if (err)
        lic_waiter_leave(&watched->waiter);
    return err;
}

/* The rollback comes first, as it may have to wait, too. */
static void watched_close(lic_db_t *db, void *baton)
{
    watched_t *watched = baton;
    lic_db_rollback(db);
    lic_db_set_watch(db, NULL);
    lic_waiter_leave(&watched->waiter);
    watched->own->close(db, watched->own->baton);
}

lic_error_t *lic_silence_source(lic_db_source_t **source, lic_database_t *database, apr_pool_t *p)
{
    watched_t *watched = apr_pcalloc(p, sizeof(*watched));
    LIC_TRY(lic_db_source_make(&watched->own, database->driver, database->params, p));
    watched->database = database;
    lic_db_source_watch(watched->own, &watched->waiter.watch);
    *source = apr_pcalloc(p, sizeof(**source));
    **source = (lic_db_source_t){watched_open, watched_close, watched};
    return NULL;
}
