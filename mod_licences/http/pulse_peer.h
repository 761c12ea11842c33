/**
 * @file pulse_peer.h  A database server as the network knows it: asking whether it lives, and ending all connections to
 * it. Nothing here waits.
 */
#ifndef LIC_HTTP_PULSE_PEER_H
#define LIC_HTTP_PULSE_PEER_H

#include "store/db.h"

typedef struct lic_peer_t {
    struct sockaddr_storage address;
    socklen_t length; /**< 0: none is known yet */
    lic_dialect_t dialect;
} lic_peer_t;

/** A question under way. */
typedef struct lic_peer_question_t {
    int fd; /**< -1: none */
    int sent, answered;
    apr_time_t opened; /**< when, or when it was answered */
} lic_peer_question_t;

/** Whom db leads to; length 0 where there is no network. */
void lic_peer_of(lic_peer_t *peer, const lic_db_t *db);
int lic_peer_same(const lic_peer_t *a, const lic_peer_t *b);

/** "192.0.2.1:3306", or the path of a socket. */
const char *lic_peer_name(const lic_peer_t *peer, apr_pool_t *p);

/**
 * Asks, by a connection of its own, or goes on with that. Non-zero once the server has said anything: MariaDB greets
 * whoever connects, PostgreSQL answers the question for TLS. A question that is lost is put again; one that was taken
 * stays, since a server that stands still finds each of them when it goes on.
 */
int lic_peer_answers(lic_peer_question_t *question, const lic_peer_t *peer);

/** Of a question that needs no answer any more: takes leave as the server wants it. To be called until fd is -1. */
void lic_peer_take_leave(lic_peer_question_t *question, const lic_peer_t *peer);

/** Gives the question up. */
void lic_peer_hang_up(lic_peer_question_t *question);

/**
 * Shuts down every connection of this process to the peer, whether it is open or still being made, so that whoever
 * waits for it is told at once; only those that `spared` says yes to are left. They are closed by their owners.
 */
void lic_peer_end_all(const lic_peer_t *peer, int (*spared)(int fd));

#endif
