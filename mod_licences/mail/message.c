/* mail/message.c  The headers, and parts between boundaries. Nothing that could break a header gets into one. */
#include "mail/message.h"

#include <string.h>

#include <apr_base64.h>
#include <apr_strings.h>

#include "base/date.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "base/token.h"
#include "mail/encode.h"

enum { SUBJECT_MAX = 500, NAME_MAX_LENGTH = 100, ID_MAX = 100, FILE_MAX = 100, BASE64_LINE = 76 };

static lic_error_t *bad_header(const char *what, apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "mail-header",
                          "%s can't stand in a mail's header: it is empty, too long, or has control characters", what);
}

static int is_word(const char *text, apr_size_t max)
{
    const apr_size_t length = text ? strlen(text) : 0;
    return length && length <= max &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == length;
}

/* Addresses become what goes over the wire */
static lic_error_t *check(lic_message_t *facts, apr_pool_t *p)
{
    facts->from = lic_text_email_ascii(facts->from, p);
    facts->to = lic_text_email_ascii(facts->to, p);
    if (!facts->from)
        return bad_header("the sender's address", p);
    if (!facts->to)
        return bad_header("the recipient's address", p);
    if (facts->from_name && !lic_text_valid_line(facts->from_name, NAME_MAX_LENGTH))
        return bad_header("the sender's name", p);
    if (!lic_text_valid_line(facts->subject, SUBJECT_MAX))
        return bad_header("the subject", p);
    if (!is_word(facts->id, ID_MAX))
        return bad_header("the message's id", p);
    if (!is_word(facts->language, 20))
        return bad_header("the language", p);
    if (facts->file && !is_word(facts->file, FILE_MAX))
        return bad_header("the name of a file", p);
    if (!lic_text_valid(facts->text) || !lic_text_valid(facts->html))
        return lic_error_make(p, LIC_INVALID, "mail-text",
                              "a mail's part is no UTF-8, or holds control characters other than line ends");
    return NULL;
}

/* RFC 5322, 3.3, in UTC; names of days and months are English by that standard */
static const char *date_header(apr_time_t at, apr_pool_t *p)
{
    static const char days[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; /* 1970-01-01 was a Thursday */
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    apr_int64_t seconds = apr_time_sec(at);
    const lic_date_t date = (lic_date_t)(seconds / 86400);
    int year, month, day;
    seconds %= 86400;
    lic_date_split(date, &year, &month, &day);
    return apr_psprintf(p, "%s, %d %s %d %02d:%02d:%02d +0000", days[date % 7], day, months[month - 1], year,
                        (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

const char *lic_message_id(const char *id, const char *from, apr_pool_t *p)
{
    const char *at = strchr(from, '@');
    return apr_pstrcat(p, "<", id, "@", at ? at + 1 : from, ">", NULL);
}

static const char *from_header(const lic_message_t *facts, apr_pool_t *p)
{
    if (!facts->from_name)
        return facts->from;
    const char *name = lic_encode_name(facts->from_name, strlen("From: "), p);
    return apr_pstrcat(p, name, "\r\n <", facts->from, ">", NULL);
}

static const char *part(const char *type, const char *boundary, const char *text, apr_pool_t *p)
{
    return apr_pstrcat(p, "--", boundary, "\r\nContent-Type: ", type,
                       "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                       lic_encode_body(text, p), NULL);
}

/* In lines of 76 characters (RFC 2045, 6.8) */
static const char *base64_lines(const char *content, apr_pool_t *p)
{
    const int length = (int)strlen(content);
    char *all = apr_palloc(p, (apr_size_t)apr_base64_encode_len(length));
    apr_array_header_t *lines = apr_array_make(p, 64, sizeof(const char *));
    apr_base64_encode(all, content, length);
    for (const char *at = all; *at; at += strlen(APR_ARRAY_IDX(lines, lines->nelts - 2, const char *))) {
        APR_ARRAY_PUSH(lines, const char *) = apr_pstrndup(p, at, BASE64_LINE);
        APR_ARRAY_PUSH(lines, const char *) = "\r\n";
    }
    return apr_array_pstrcat(p, lines, '\0');
}

/* Both texts, of which a reader shows the one that it likes best */
static const char *alternatives(const lic_message_t *facts, const char *boundary, apr_pool_t *p)
{
    return apr_pstrcat(p, "Content-Type: multipart/alternative;\r\n boundary=\"", boundary, "\"\r\n\r\n",
                       part("text/plain", boundary, facts->text, p), part("text/html", boundary, facts->html, p), "--",
                       boundary, "--\r\n", NULL);
}

/* The texts, and the file beside them */
static const char *with_file(const lic_message_t *facts, const char *texts, const char *boundary, apr_pool_t *p)
{
    return apr_pstrcat(p, "Content-Type: multipart/mixed;\r\n boundary=\"", boundary, "\"\r\n\r\n--", boundary, "\r\n",
                       texts, "\r\n--", boundary, "\r\nContent-Type: application/xml; charset=utf-8\r\n",
                       "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename=\"",
                       facts->file, "\"\r\n\r\n", base64_lines(facts->xml, p), "--", boundary, "--\r\n", NULL);
}

lic_error_t *lic_message_make(const char **message, apr_size_t *length, const lic_message_t *wanted, apr_pool_t *p)
{
    lic_message_t sent = *wanted, *facts = &sent;
    LIC_TRY(check(facts, p));
    const char *id = lic_message_id(facts->id, facts->from, p);
    /* "=_" never occurs in quoted-printable or base64, so no text holds the boundary (RFC 2045, 6.7) */
    const char *word = apr_pstrndup(p, lic_token_digest(id, strlen(id), p), 24);
    const char *body = alternatives(facts, apr_pstrcat(p, "=_", word, NULL), p);
    if (facts->file)
        body = with_file(facts, body, apr_pstrcat(p, "=_file_", word, NULL), p);
    *message =
        apr_pstrcat(p, "Date: ", date_header(facts->date, p), "\r\nFrom: ", from_header(facts, p),
                    "\r\nTo: ", facts->to, "\r\nSubject: ", lic_encode_header(facts->subject, strlen("Subject: "), p),
                    "\r\nMessage-ID: ", id, "\r\nAuto-Submitted: auto-generated\r\nContent-Language: ", facts->language,
                    "\r\nMIME-Version: 1.0\r\n", body, NULL);
    *length = strlen(*message);
    return NULL;
}
