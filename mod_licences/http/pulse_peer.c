#include "pulse_peer.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/un.h>
#include <unistd.h>

#include <apr_strings.h>

#include "base/wait.h"

/* A question that nobody takes is put again soon, since a way that is open again isn't tried by itself for long; one
 * that was taken waits longer, since a server that stands still finds each of them when it goes on. */
#define UNTAKEN    apr_time_from_msec(500)
#define UNANSWERED apr_time_from_msec(1500)
#define FDS_MOST   65536 /* a child with more open files than that ends no connections beyond them */

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

static void call(lic_peer_question_t *question, const lic_peer_t *peer)
{
    question->opened = lic_wait_clock();
    question->fd = socket(peer->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (question->fd >= 0 && connect(question->fd, (const struct sockaddr *)&peer->address, peer->length) &&
        errno != EINPROGRESS)
        lic_peer_hang_up(question);
}

static int is_taken(const lic_peer_question_t *question)
{
    struct pollfd look = {.fd = question->fd, .events = POLLOUT};
    return poll(&look, 1, 0) > 0;
}

/* PostgreSQL's SSLRequest: one byte is the answer, and whoever then goes is no failed log-in. */
static int ask(lic_peer_question_t *question, const lic_peer_t *peer)
{
    static const unsigned char tls[8] = {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};
    if (question->sent || peer->dialect != LIC_POSTGRESQL)
        return 1;
    question->sent = send(question->fd, tls, sizeof(tls), MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)sizeof(tls);
    return question->sent;
}

int lic_peer_answers(lic_peer_question_t *question, const lic_peer_t *peer)
{
    char answer;
    if (question->fd < 0)
        call(question, peer);
    if (question->fd < 0)
        return 0;
    const int taken = is_taken(question);
    if (taken && ask(question, peer)) {
        const ssize_t got = recv(question->fd, &answer, 1, MSG_DONTWAIT);
        if (got > 0)
            return 1;
        if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
            lic_peer_hang_up(question);
    } else if (taken) {
        lic_peer_hang_up(question); /* it was refused */
    }
    if (question->fd >= 0 && lic_wait_clock() - question->opened > (taken ? UNANSWERED : UNTAKEN))
        lic_peer_hang_up(question);
    return 0;
}

/* --- ending connections ------------------------------------------------------------------------------------------- */

/* By SO_PEERNAME, which knows it of a connection that is still being made, too, and is to be asked for no more than
 * there is. */
static int leads_to(int fd, const lic_peer_t *peer)
{
    lic_peer_t other = {.length = peer->length};
    return !getsockopt(fd, SOL_SOCKET, SO_PEERNAME, &other.address, &other.length) && lic_peer_same(&other, peer);
}

static int highest_fd(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur > FDS_MOST)
        return FDS_MOST;
    return (int)limit.rlim_cur;
}

/* A number may be closed by its owner meanwhile, and be somebody else's: what was looked at is held by a copy. */
void lic_peer_end_all(const lic_peer_t *peer, int (*spared)(int fd))
{
    const int most = highest_fd();
    for (int fd = 0; fd < most; fd++) {
        if (!leads_to(fd, peer) || spared(fd))
            continue;
        const int held = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (held < 0)
            continue;
        if (leads_to(held, peer))
            shutdown(held, SHUT_RDWR);
        close(held);
    }
}
