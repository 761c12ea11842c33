/* http/request/exports.c  Places for exports in memory that all children share, and the time-out of their readers. */
#include "http/request/exports.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <unistd.h>

#include <apr_portable.h>
#include <apr_strings.h>

#include <ap_mpm.h>
#include <http_core.h>

#include "base/log.h"
#include "base/token.h"
#include "http/server/shared.h"

#define PLACES   256 /* no more exports run at once */
#define PATIENCE apr_time_from_sec(60)
#define PROGRESS (64 * 1024) /* bytes within PATIENCE */

/* Read and written atomically. The place of a child that was killed is free for anybody (is_alive). */
typedef struct place_t {
    apr_uint32_t process; /* 0: free */
    apr_uint64_t user;
} place_t;

struct lic_export_t {
    place_t *place;
    apr_socket_t *socket; /* whose time-out was shortened; NULL: of none */
    apr_interval_time_t before;
};

/* Set in post_config; anew whenever httpd maps the module again. */
static place_t *places;

/* This child's. */
static struct {
    apr_uint32_t process;
    int alone; /* it has one thread, so exports of all children are counted together */
    int most;
} child = {0, 0, 1};

int lic_exports_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)pconf;
    (void)plog;
    places = lic_shared_memory(s, "exports", PLACES * sizeof(*places));
    if (!places)
        lic_log(LIC_LOG_WARNING, "LIC3107", ptemp, "no memory can be shared: exports aren't limited");
    return OK;
}

void lic_exports_start(apr_pool_t *pchild, server_rec *s)
{
    int threads = 1, children = 1;
    (void)pchild;
    (void)s;
    (void)ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    (void)ap_mpm_query(AP_MPMQ_MAX_DAEMONS, &children);
    child.alone = threads <= 1;
    child.most = ((child.alone ? children : threads) + 3) / 4; /* at least one */
    child.process = (apr_uint32_t)getpid();
    for (int i = 0; places && i < PLACES; i++) { /* frees places of a killed child that had the same process id */
        apr_uint32_t mine = child.process;
        __atomic_compare_exchange_n(&places[i].process, &mine, 0, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    }
}

/* --- places ------------------------------------------------------------------------------------------------------- */

/* If kill() isn't permitted, the process id belongs to another user's process by now, so our child is gone. */
static int is_alive(apr_uint32_t process)
{
    return process && (process == child.process || !kill((pid_t)process, 0));
}

/* A number for server, account and user, which other processes compare. It is part of a cryptographic digest, so that
 * nobody can choose a name with another user's number. */
static apr_uint64_t user_of(const lic_exchange_t *x)
{
    const char *name = apr_pstrcat(x->pool, x->r->server->server_hostname, "\n", x->account_key, "\n", x->user, NULL);
    const char *digest = lic_token_digest(name, strlen(name), x->pool);
    return (apr_uint64_t)apr_strtoi64(apr_pstrmemdup(x->pool, digest, 15), NULL, 16);
}

static place_t *take_place(apr_uint64_t user)
{
    for (int i = 0; i < PLACES; i++) {
        apr_uint32_t process = __atomic_load_n(&places[i].process, __ATOMIC_SEQ_CST);
        if (is_alive(process) || !__atomic_compare_exchange_n(&places[i].process, &process, child.process, 0,
                                                              __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            continue;
        __atomic_store_n(&places[i].user, user, __ATOMIC_SEQ_CST);
        return &places[i];
    }
    return NULL;
}

static void leave_place(place_t *place)
{
    __atomic_store_n(&place->user, 0, __ATOMIC_SEQ_CST);
    __atomic_store_n(&place->process, 0, __ATOMIC_SEQ_CST);
}

/* Called after one's own place is taken: so of two that come at once for one place, at most one gets it. */
static int is_too_many(apr_uint64_t user)
{
    int here = 0, of_user = 0;
    for (int i = 0; i < PLACES; i++) {
        const apr_uint32_t process = __atomic_load_n(&places[i].process, __ATOMIC_SEQ_CST);
        if (!is_alive(process))
            continue;
        here += child.alone || process == child.process;
        of_user += __atomic_load_n(&places[i].user, __ATOMIC_SEQ_CST) == user;
    }
    return here > child.most || of_user > LIC_EXPORTS_OF_USER;
}

/* --- the reader --------------------------------------------------------------------------------------------------- */

/* Limits the unsent bytes in the socket's buffer: the socket is writable again, which counts as progress, when half of
 * them are sent. Without a limit the buffer may hold megabytes, and a slow reader seems to stand still. 0: no limit. */
static void set_unsent(apr_socket_t *socket, unsigned most)
{
#ifdef TCP_NOTSENT_LOWAT
    apr_os_sock_t fd;
    if (apr_os_sock_get(&fd, socket) == APR_SUCCESS)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &most, sizeof(most));
#else
    (void)socket;
    (void)most;
#endif
}

/* An HTTP/2 connection carries other requests too, so it is left to httpd's own time-out. */
static void limit_patience(lic_export_t *export, conn_rec *c)
{
    apr_socket_t *socket = c->master ? NULL : ap_get_conn_socket(c);
    if (!socket || apr_socket_timeout_get(socket, &export->before) != APR_SUCCESS)
        return;
    export->socket = socket;
    if (export->before < 0 || export->before > PATIENCE)
        (void)apr_socket_timeout_set(socket, PATIENCE);
    set_unsent(socket, 2 * PROGRESS);
}

/* Closes the connection after the answer, without waiting for another request or for the client to close it: in most
 * MPMs either would occupy a thread. */
static void hear_no_more(conn_rec *c)
{
    if (c->master)
        return;
    c->keepalive = AP_CONN_CLOSE;
    (void)apr_socket_shutdown(ap_get_conn_socket(c), APR_SHUTDOWN_READ);
}

/* --- entering and leaving ----------------------------------------------------------------------------------------- */

lic_error_t *lic_exports_enter(lic_export_t **entered, lic_exchange_t *x)
{
    lic_export_t *export = apr_pcalloc(x->pool, sizeof(*export));
    const apr_uint64_t user = user_of(x);
    export->place = places ? take_place(user) : NULL;
    if (places && (!export->place || is_too_many(user))) {
        if (export->place)
            leave_place(export->place);
        hear_no_more(x->r->connection);
        return lic_error_make(x->pool, LIC_REFUSED, "exports-busy",
                              "as many exports are under way as may be at once; try again when one has ended");
    }
    limit_patience(export, x->r->connection);
    *entered = export;
    return NULL;
}

void lic_exports_leave(lic_export_t *entered)
{
    if (entered->socket) {
        set_unsent(entered->socket, 0);
        (void)apr_socket_timeout_set(entered->socket, entered->before);
    }
    if (entered->place)
        leave_place(entered->place);
}
