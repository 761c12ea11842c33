/* store/network.c  The socket beneath a connection, asked for through the databases' own libraries. */
#include "store/network.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <apr_strings.h>

#include "store/db_private.h"
#include "store/network_private.h"

typedef int pq_socket_fn(const void *connection);
typedef int mysql_socket_fn(const void *connection);
typedef char *pq_text_fn(const void *connection);

void *lic_network_function(const char *name)
{
    return dlsym(RTLD_DEFAULT, name);
}

void lic_network_find_mutex(lic_db_t *db)
{
    typedef void *mutex_fn(void *connection);
    mutex_fn *mutex = NULL;
    lic_alone_t alone = {0};
    if (db->dialect != LIC_SQLITE)
        return;
    *(void **)&mutex = lic_network_function("sqlite3_db_mutex");
    *(void **)&alone.enter = lic_network_function("sqlite3_mutex_enter");
    *(void **)&alone.leave = lic_network_function("sqlite3_mutex_leave");
    if (mutex && alone.enter && alone.leave)
        alone.mutex = mutex(apr_dbd_native_handle(db->driver, db->handle));
    db->alone = alone;
}

/* -1: there is none, or it can't be told */
static int socket_of(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    void *connection = apr_dbd_native_handle(driver, handle);
    pq_socket_fn *pq = NULL;
    mysql_socket_fn *mysql = NULL;
    if (!strcmp(apr_dbd_name(driver), "pgsql"))
        *(void **)&pq = lic_network_function("PQsocket");
    if (!strcmp(apr_dbd_name(driver), "mysql"))
        *(void **)&mysql = lic_network_function("mysql_get_socket");
    if (pq)
        return pq(connection);
    return mysql ? mysql(connection) : -1;
}

void lic_db_set_network_patience(lic_db_t *db, int milliseconds)
{
    unsigned said = 0;
    socklen_t length = sizeof(said);
    const int fd = socket_of(db->driver, db->handle);
    if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &said, &length) != 0 || said)
        return; /* a socket of the same machine has no such option */
    said = (unsigned)milliseconds;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &said, sizeof(said));
}

int lic_network_arrived(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    char unread;
    const int fd = strcmp(apr_dbd_name(driver), "pgsql") != 0 ? -1 : socket_of(driver, handle);
    return fd >= 0 && !(recv(fd, &unread, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

void lic_network_end(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    int affected;
    const int fd = socket_of(driver, handle);
    if (fd >= 0)
        shutdown(fd, SHUT_RDWR);
    if (!strcmp(apr_dbd_name(driver), "pgsql")) /* its driver notices only when something fails */
        (void)apr_dbd_query(driver, handle, &affected, "SELECT 1");
}

void lic_network_place(char place[LIC_PLACE_MAX], const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    pq_text_fn *host = NULL, *port = NULL;
    *place = '\0';
    if (strcmp(apr_dbd_name(driver), "pgsql") != 0)
        return;
    *(void **)&host = lic_network_function("PQhost");
    *(void **)&port = lic_network_function("PQport");
    void *connection = apr_dbd_native_handle(driver, handle);
    if (host && port && host(connection) && port(connection))
        apr_snprintf(place, LIC_PLACE_MAX, " host=%s port=%s target_session_attrs=any", host(connection),
                     port(connection));
}

int lic_network_duplicate(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    const int fd = socket_of(driver, handle);
    return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
}
