/**
 * @file mail/smtp.h  The mail server: how the setting says it, and handing a message over (RFC 5321, by libcurl).
 */
#ifndef LIC_MAIL_SMTP_H
#define LIC_MAIL_SMTP_H

#include "base/error.h"
#include <apr_time.h>

typedef enum {
    LIC_SMTP_PLAIN,
    LIC_SMTP_STARTTLS, /**< required: without it nothing is sent */
    LIC_SMTP_TLS       /**< from the first byte (smtps) */
} lic_smtp_security_t;

typedef struct lic_smtp_t {
    int off; /**< no mail is sent; it waits */
    const char *host;
    int port;
    lic_smtp_security_t security;
    const char *from;            /**< address, its domain in ASCII */
    const char *name;            /**< shown beside it; NULL */
    const char *user, *password; /**< NULL: no log-in */
    const char *password_file;   /**< where the password was read; NULL */
    const char *ca_file;         /**< NULL: the system's certificates */
    const char *portal;          /**< address of the licences' pages, without a slash at its end; NULL: no links */
} lic_smtp_t;

/**
 * The words of LicencesMail and of licencesctl's --smtp: Off, or
 * smtp://HOST[:PORT] | smtps://HOST[:PORT]  from=ADDRESS [name=NAME] [starttls] [user=NAME password-file=FILE]
 * [ca-file=FILE] [portal=URL]. Files are relative to root (NULL: the working directory); the password is read here, so
 * that the file may be root's own. LIC_INVALID "mail-setting" says what was wrong and what would be right, and never
 * has the password in it.
 */
lic_error_t *lic_smtp_parse(const lic_smtp_t **smtp, const char *const *words, int n, const char *root, apr_pool_t *p);

/** Once per process, before threads start: libcurl. */
void lic_smtp_init(apr_pool_t *pconf);

/** What became of a message. */
typedef enum {
    LIC_SMTP_TAKEN,
    LIC_SMTP_LATER,       /**< this message was put off: a 4xx, or the connection broke in it */
    LIC_SMTP_REFUSED,     /**< a 5xx about the recipient, or one that may pass */
    LIC_SMTP_IMPOSSIBLE,  /**< a 552 or 554 about the message itself */
    LIC_SMTP_UNREACHABLE, /**< the server takes nothing now: no connection, TLS or log-in; it says so */
    LIC_SMTP_STOPPED      /**< the caller asked to stop */
} lic_smtp_verdict_t;

/** How far a dialogue got, by the last command sent. */
typedef enum { LIC_SMTP_AT_LOGIN, LIC_SMTP_AT_MAIL, LIC_SMTP_AT_RCPT, LIC_SMTP_AT_DATA } lic_smtp_stage_t;

/** The verdict on a message that wasn't taken, by the server's last reply code (0: none). */
lic_smtp_verdict_t lic_smtp_judge(lic_smtp_stage_t stage, int code);

typedef struct lic_smtp_reply_t {
    lic_smtp_verdict_t verdict;
    int code;          /**< the server's last, 0 if it said nothing */
    const char *words; /**< its last line, or libcurl's words; printable ASCII, never a password */
} lic_smtp_reply_t;

typedef int lic_smtp_stop_fn(void *baton); /**< non-zero: stop now */

/** Several messages of one run go through one connection. It lives in p and closes with it. */
typedef struct lic_smtp_session_t lic_smtp_session_t;
lic_error_t *lic_smtp_open(lic_smtp_session_t **session, const lic_smtp_t *smtp, lic_smtp_stop_fn *stop, void *baton,
                           apr_pool_t *p);

/**
 * Hands over one message (connecting at the first, and again where the connection is gone). Encryption is never left to
 * chance: certificates are always verified, and STARTTLS that isn't offered is UNREACHABLE. Bounded: LIC_SMTP_CONNECT
 * to connect, LIC_SMTP_PATIENCE in all. stop is asked at least once a second.
 */
void lic_smtp_send(lic_smtp_reply_t *reply, lic_smtp_session_t *session, const char *to, const char *message,
                   apr_size_t length, apr_pool_t *p);

#define LIC_SMTP_CONNECT  (apr_time_from_sec(5))
#define LIC_SMTP_PATIENCE (apr_time_from_sec(30))

#endif
