#include "store/connection.h"

#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

typedef int pq_socket_fn(const void *connection);
typedef int mysql_socket_fn(const void *connection);

void *lic_network_function(const char *name)
{
    return dlsym(RTLD_DEFAULT, name);
}

/* -1: there is none, or it can't be told */
static int socket_of(const lic_db_t *db)
{
    void *connection = apr_dbd_native_handle(db->driver, db->handle);
    pq_socket_fn *pq = NULL;
    mysql_socket_fn *mysql = NULL;
    if (db->dialect == LIC_POSTGRESQL)
        *(void **)&pq = lic_network_function("PQsocket");
    if (db->dialect == LIC_MARIADB)
        *(void **)&mysql = lic_network_function("mysql_get_socket");
    if (pq)
        return pq(connection);
    return mysql ? mysql(connection) : -1;
}

void lic_db_set_network_patience(lic_db_t *db, int milliseconds)
{
    unsigned said = 0;
    socklen_t length = sizeof(said);
    const int fd = socket_of(db);
    if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &said, &length) != 0 || said)
        return; /* a socket of the same machine has no such option */
    said = (unsigned)milliseconds;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &said, sizeof(said));
}

int lic_db_peer(const lic_db_t *db, struct sockaddr_storage *peer, socklen_t *length)
{
    const int fd = db->dialect == LIC_SQLITE ? -1 : socket_of(db);
    *length = sizeof(*peer);
    return fd >= 0 && getpeername(fd, (struct sockaddr *)peer, length) == 0 && *length <= sizeof(*peer);
}
