/* mail/encode.c  Quoted-printable and encoded words. */
#include "mail/encode.h"

#include <string.h>

#include <apr_base64.h>
#include <apr_strings.h>

enum {
    BODY_LINE = 76,   /* RFC 2045, 6.7 (5) */
    HEADER_LINE = 76, /* RFC 2047, 2: a line with an encoded word */
    WORD_BYTES = 45,  /* of text in an encoded word: 60 characters of base64 and 12 around them */
    WORD_AROUND = 12  /* =?UTF-8?B? and ?= */
};

static const char hex[] = "0123456789ABCDEF";

typedef struct lic_encoded_t {
    char *to;
    int column;
} lic_encoded_t;

static void put_break(lic_encoded_t *e, const char *how)
{
    const apr_size_t length = strlen(how);
    memcpy(e->to, how, length);
    e->to += length;
    e->column = 0;
}

/* A byte as it is, or as =XX. Behind it must be room for the = of a soft line break. */
static void put_byte(lic_encoded_t *e, unsigned char c, int plain)
{
    const int width = plain ? 1 : 3;
    if (e->column + width > BODY_LINE - 1)
        put_break(e, "=\r\n");
    if (plain) {
        *e->to++ = (char)c;
    } else {
        *e->to++ = '=';
        *e->to++ = hex[c >> 4];
        *e->to++ = hex[c & 15];
    }
    e->column += width;
}

static int ends_line(const char *at)
{
    return at[0] == '\n' || (at[0] == '\r' && at[1] == '\n');
}

/* Careless relays change lines that begin with a dot or "From ", and drop blanks at a line's end: these are encoded. */
static int is_plain(const lic_encoded_t *e, const char *at)
{
    const unsigned char c = (unsigned char)*at;
    if (c == ' ' || c == '\t')
        return at[1] && !ends_line(at + 1);
    if (!e->column && (c == '.' || !strncmp(at, "From ", 5)))
        return 0;
    return c > ' ' && c < 0x7f && c != '=';
}

const char *lic_encode_body(const char *text, apr_pool_t *p)
{
    /* three bytes for one, and a soft break for each 24 of them; a line end makes two of one */
    char *body = apr_palloc(p, strlen(text) * 4 + 8);
    lic_encoded_t e = {body, 0};
    for (const char *at = text; *at; at++) {
        if (ends_line(at)) {
            put_break(&e, "\r\n");
            at += *at == '\r';
        } else {
            put_byte(&e, (unsigned char)*at, is_plain(&e, at));
        }
    }
    if (e.column)
        put_break(&e, "\r\n");
    *e.to = '\0';
    return body;
}

static int is_ascii(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return 0;
    return 1;
}

/* How many bytes of text fit into an encoded word of at most room bytes, without splitting a character. Text that isn't
 * UTF-8, which older databases may hold, is split anywhere. 0: there is no room. */
static apr_size_t word_length(const char *text, apr_size_t room)
{
    enum { BEHIND_FIRST = 3 }; /* bytes of a character at most */
    const apr_size_t length = strlen(text);
    if (length <= room)
        return length;
    for (apr_size_t back = 0; back <= BEHIND_FIRST && back < room; back++)
        if ((text[room - back] & 0xc0) != 0x80)
            return room - back;
    return room > BEHIND_FIRST ? room : 0;
}

static const char *encoded_words(const char *text, apr_size_t used, apr_pool_t *p)
{
    const char *words = "";
    /* the first word shares its line with what is there already */
    apr_size_t room = used + WORD_AROUND + 8 < HEADER_LINE ? (HEADER_LINE - used - WORD_AROUND) / 4 * 3 : 0;
    while (*text) {
        apr_size_t length = word_length(text, room < WORD_BYTES ? room : WORD_BYTES);
        if (length) {
            char *base64 = apr_palloc(p, (apr_size_t)apr_base64_encode_len((int)length));
            apr_base64_encode(base64, text, (int)length);
            words = apr_pstrcat(p, words, "=?UTF-8?B?", base64, "?=", NULL);
            text += length;
        }
        if (*text)
            words = apr_pstrcat(p, words, "\r\n ", NULL);
        room = WORD_BYTES;
    }
    return words;
}

/* Folds at blanks. The blank begins the next line, so that unfolding gives the same text. */
static const char *folded(const char *text, apr_size_t used, apr_pool_t *p)
{
    char *lines = apr_palloc(p, strlen(text) * 3 + 1), *to = lines;
    while (*text) {
        const apr_size_t length = 1 + strcspn(text + 1, " ");
        if (*text == ' ' && used > 1 && used + length > HEADER_LINE && text[1] && text[1] != ' ') {
            memcpy(to, "\r\n", 2);
            to += 2;
            used = 0;
        }
        memcpy(to, text, length);
        to += length;
        used += length;
        text += length;
    }
    *to = '\0';
    return lines;
}

static int has_long_word(const char *text)
{
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        const apr_size_t length = strcspn(text, " ");
        if (length > HEADER_LINE)
            return 1;
        text += length;
    }
    return 0;
}

const char *lic_encode_header(const char *text, apr_size_t used, apr_pool_t *p)
{
    const apr_size_t length = strlen(text);
    const int blank_edge = length && (text[0] == ' ' || text[length - 1] == ' ');
    if (!is_ascii(text) || strstr(text, "=?") || blank_edge || has_long_word(text))
        return encoded_words(text, used, p);
    return folded(text, used, p);
}

const char *lic_encode_name(const char *name, apr_size_t used, apr_pool_t *p)
{
    if (!is_ascii(name) || strstr(name, "=?") || strlen(name) + used + 2 > HEADER_LINE)
        return encoded_words(name, used, p);
    char *quoted = apr_palloc(p, strlen(name) * 2 + 3), *to = quoted;
    *to++ = '"';
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            *to++ = '\\';
        *to++ = *name;
    }
    *to++ = '"';
    *to = '\0';
    return quoted;
}
