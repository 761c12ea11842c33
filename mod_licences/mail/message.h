/**
 * @file mail/message.h  One message as SMTP takes it: RFC 5322 headers, a text and an HTML part (RFC 2045, 2046, 2047),
 * and perhaps a file (RFC 2183).
 */
#ifndef LIC_MAIL_MESSAGE_H
#define LIC_MAIL_MESSAGE_H

#include "base/error.h"
#include <apr_time.h>

typedef struct lic_message_t {
    const char *from;      /**< address; its domain is the Message-ID's too */
    const char *from_name; /**< shown beside it; NULL: none */
    const char *to;        /**< either's domain is sent in ASCII (lic_text_email_ascii) */
    const char *subject;
    apr_time_t date;
    const char *id;          /**< left of the Message-ID's @ */
    const char *language;    /**< "da" */
    const char *text, *html; /**< UTF-8; lines end in LF or CRLF */
    const char *file;        /**< name of a file that is attached: letters, digits, dots and dashes; NULL: none */
    const char *xml;         /**< and what it holds, in UTF-8 */
} lic_message_t;

/**
 * Makes the whole message, 7-bit unless an address isn't ASCII before its @, lines of at most 998 bytes that end in
 * CRLF. LIC_INVALID "mail-header" when an address, a name, the subject, the language or the file's name is none: a
 * control character never gets into a header. LIC_INVALID "mail-text" for a part that isn't UTF-8 or holds NUL or
 * control characters.
 */
lic_error_t *lic_message_make(const char **message, apr_size_t *length, const lic_message_t *facts, apr_pool_t *p);

/** "<id@domain of from>" */
const char *lic_message_id(const char *id, const char *from, apr_pool_t *p);

#endif
