#include "pulse_peer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include <apr_strings.h>

#include "base/wait.h"

#define UNTAKEN  apr_time_from_msec(500) /* put again: a way that is open again isn't tried by itself for long */
#define LEAVE    apr_time_from_sec(5)    /* for taking it */
#define FDS_MOST 16384                   /* that are looked at where the system doesn't list them */

void lic_peer_of(lic_peer_t *peer, const lic_db_t *db)
{
    memset(peer, 0, sizeof(*peer));
    peer->dialect = lic_db_dialect(db);
    if (!lic_db_peer(db, &peer->address, &peer->length) || peer->length <= sizeof(sa_family_t))
        peer->length = 0;
}

int lic_peer_same(const lic_peer_t *a, const lic_peer_t *b)
{
    return a->length == b->length && !memcmp(&a->address, &b->address, a->length);
}

const char *lic_peer_name(const lic_peer_t *peer, apr_pool_t *p)
{
    char host[64], port[16];
    if (peer->address.ss_family == AF_UNIX)
        return apr_pstrmemdup(p, ((const struct sockaddr_un *)&peer->address)->sun_path,
                              peer->length - offsetof(struct sockaddr_un, sun_path));
    if (getnameinfo((const struct sockaddr *)&peer->address, peer->length, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV))
        return "unknown";
    return apr_psprintf(p, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

/* --- is it alive? ------------------------------------------------------------------------------------------------- */

void lic_peer_hang_up(lic_peer_question_t *question)
{
    if (question->fd >= 0)
        close(question->fd);
    *question = (lic_peer_question_t){.fd = -1};
}

/* A connection that leads nowhere any more, as when the address has moved, is lost within three seconds. */
static void set_alive(int fd)
{
    static const struct {
        int level, name, value;
    } options[] = {{SOL_SOCKET, SO_KEEPALIVE, 1},
                   {IPPROTO_TCP, TCP_KEEPIDLE, 1},
                   {IPPROTO_TCP, TCP_KEEPINTVL, 1},
                   {IPPROTO_TCP, TCP_KEEPCNT, 2},
                   {IPPROTO_TCP, TCP_USER_TIMEOUT, 3000}};
    for (apr_size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        (void)setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof(options[i].value));
}

static void call(lic_peer_question_t *question, const lic_peer_t *peer)
{
    question->opened = lic_wait_clock();
    question->fd = socket(peer->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (question->fd < 0)
        return;
    if (peer->address.ss_family != AF_UNIX)
        set_alive(question->fd);
    if (connect(question->fd, (const struct sockaddr *)&peer->address, peer->length) && errno != EINPROGRESS)
        lic_peer_hang_up(question);
}

static int is_taken(const lic_peer_question_t *question)
{
    struct pollfd look = {.fd = question->fd, .events = POLLOUT};
    return poll(&look, 1, 0) > 0;
}

static int say(const lic_peer_question_t *question, const void *bytes, apr_size_t length)
{
    return send(question->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

/* -1: nothing yet; 0: it is over, and the question gone */
static ssize_t hear(lic_peer_question_t *question, unsigned char *bytes, apr_size_t length)
{
    memset(bytes, 0, length);
    const ssize_t got = recv(question->fd, bytes, length, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return -1;
    if (got <= 0)
        lic_peer_hang_up(question);
    return got > 0 ? got : 0;
}

/* PostgreSQL's SSLRequest: one byte is the answer, and whoever then goes is no failed log-in. */
static int ask(lic_peer_question_t *question, const lic_peer_t *peer)
{
    static const unsigned char tls[8] = {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};
    if (!question->sent && peer->dialect == LIC_POSTGRESQL)
        question->sent = say(question, tls, sizeof(tls));
    return question->sent || peer->dialect != LIC_POSTGRESQL;
}

/* MariaDB counts whoever is greeted and goes as an error of the host, and shuts the host out after a hundred of them
 * (max_connect_errors); somebody without a right isn't counted. So a log-in of nobody follows: its length and number,
 * what we can (protocol 4.1, passwords since then), 16 MB, UTF-8, 23 zeros, a name, no password. */
#define NOBODY "mod_licences-asks"
static const unsigned char log_in_of_nobody[4 + 32 + sizeof(NOBODY) + 1] =
    "\x33\0\0\x01"
    "\0\x82\0\0"
    "\0\0\0\x01"
    "\x21"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" NOBODY "\0";

int lic_peer_answers(lic_peer_question_t *question, const lic_peer_t *peer)
{
    unsigned char said[512];
    if (question->fd < 0)
        call(question, peer);
    if (question->fd < 0)
        return 0;
    if (!is_taken(question)) {
        if (lic_wait_clock() - question->opened > UNTAKEN)
            lic_peer_hang_up(question);
        return 0;
    }
    if (!ask(question, peer)) {
        lic_peer_hang_up(question); /* it was refused */
        return 0;
    }
    const ssize_t got = hear(question, said, sizeof(said));
    if (got <= 0)
        return 0;
    question->answered = 1;
    question->opened = lic_wait_clock();
    if (peer->dialect != LIC_MARIADB || got < 5 || said[4] == 0xff ||
        !say(question, log_in_of_nobody, sizeof(log_in_of_nobody)))
        lic_peer_hang_up(question);
    return 1;
}

/* Nobody has no right; or it is another way to log in that is wanted. */
static void hear_out(lic_peer_question_t *question)
{
    unsigned char said[512];
    if (hear(question, said, sizeof(said)) <= 0)
        return;
    const unsigned char nothing[4] = {0, 0, 0, (unsigned char)(said[3] + 1)};
    if (said[4] != 0xfe || !say(question, nothing, sizeof(nothing)))
        lic_peer_hang_up(question);
}

void lic_peer_take_leave(lic_peer_question_t *question, const lic_peer_t *peer)
{
    if (question->answered)
        hear_out(question);
    else
        (void)lic_peer_answers(question, peer);
    if (question->fd >= 0 && lic_wait_clock() - question->opened > LEAVE)
        lic_peer_hang_up(question);
}

/* --- ending connections ------------------------------------------------------------------------------------------- */

/* By SO_PEERNAME, which knows it of a connection that is still being made, too, and is to be asked for no more than
 * there is. */
static int leads_to(int fd, const lic_peer_t *peer)
{
    lic_peer_t other = {.length = peer->length};
    return !getsockopt(fd, SOL_SOCKET, SO_PEERNAME, &other.address, &other.length) && lic_peer_same(&other, peer);
}

/* A number may be closed by its owner meanwhile, and be somebody else's: what was looked at is held by a copy. */
static void end_one(int fd, const lic_peer_t *peer, int (*spared)(int fd))
{
    const int held = leads_to(fd, peer) && !spared(fd) ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (held < 0)
        return;
    if (leads_to(held, peer))
        shutdown(held, SHUT_RDWR);
    close(held);
}

void lic_peer_end_all(const lic_peer_t *peer, int (*spared)(int fd))
{
    DIR *list = opendir("/proc/self/fd");
    const struct dirent *entry;
    if (!list) { /* as in a jail */
        for (int fd = 0; fd < FDS_MOST; fd++)
            end_one(fd, peer, spared);
        return;
    }
    while ((entry = readdir(list)))
        if (*entry->d_name != '.')
            end_one((int)apr_atoi64(entry->d_name), peer, spared);
    closedir(list);
}
