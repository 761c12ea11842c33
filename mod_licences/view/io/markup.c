#include "view/io/markup.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>

enum { TEXT, OPENED, TAG, VALUE, BANG, DASH, COMMENT, CDATA, INSTRUCTION };

#define DECLARED sizeof(((lic_markup_t *)0)->declared)

static int refuse(lic_markup_t *m, const char *problem, const char *wrong)
{
    m->problem = problem;
    m->wrong = wrong;
    return 0;
}

static int not_this_encoding(lic_markup_t *m)
{
    return refuse(m, "xml-malformed", "this encoding is not taken; UTF-8 is");
}

/* As programs do that make a text first, whose own encoding the declaration names, and then write it as UTF-8 */
static int declared_as_another(lic_markup_t *m)
{
    return refuse(m, "xml-malformed",
                  m->bytes == 2
                      ? "this is UTF-16, but its declaration says another encoding; correct it or leave it out"
                      : "the declaration says encoding UTF-16, but this is UTF-8 or the like, of one byte for "
                        "a character of ASCII; correct it or leave it out");
}

/* --- markup --------------------------------------------------------------------------------------------------------
 */

static int close_tag(lic_markup_t *m)
{
    m->state = TEXT;
    if (m->ends)
        m->depth--;
    else if (m->last != '/' && ++m->depth > LIC_MARKUP_DEPTH)
        return refuse(m, "xml-invalid", "elements lie at most 16 deep");
    return 1;
}

static int in_tag(lic_markup_t *m, char c)
{
    if ((m->tag += (apr_size_t)m->bytes) > LIC_MARKUP_TAG)
        return refuse(m, "xml-invalid", "a tag has at most 16 KB");
    if (m->state == VALUE) {
        m->state = c == m->quote ? TAG : VALUE;
        return 1;
    }
    if (c == '>')
        return close_tag(m);
    m->last = c;
    if (c == '=' && ++m->attributes > LIC_MARKUP_ATTRIBUTES)
        return refuse(m, "xml-invalid", "a tag has at most 64 attributes, declarations of namespaces among them");
    if (c == '"' || c == '\'') {
        m->quote = c;
        m->state = VALUE;
    }
    return 1;
}

static int opened(lic_markup_t *m, char c)
{
    m->matched = 0;
    m->state = c == '?' ? INSTRUCTION : c == '!' ? BANG : TAG;
    if (m->state != TAG)
        return 1;
    m->tag = (apr_size_t)m->bytes;
    m->attributes = 0;
    m->ends = c == '/';
    m->last = '\0';
    return in_tag(m, c);
}

/* What ends with '>' after `most` of a character */
static int in_other(lic_markup_t *m, char c, char character, int most)
{
    if (c == '>' && m->matched >= most)
        m->state = TEXT;
    m->matched = c == character ? m->matched + 1 : 0;
    return 1;
}

static int after_bang(lic_markup_t *m, char c)
{
    static const char comment[] = "--", section[] = "[CDATA[";
    const char *begins = m->state == DASH || c == '-' ? comment : section;
    if ((m->state == BANG && begins == comment && m->matched) || c != begins[m->matched])
        return refuse(m, "xml-malformed", "a document type declaration is not taken; leave it out");
    m->matched++;
    m->state = begins == comment ? DASH : BANG;
    if (begins[m->matched])
        return 1;
    m->state = begins == comment ? COMMENT : CDATA;
    m->matched = 0;
    return 1;
}

static int next(lic_markup_t *m, char c)
{
    switch (m->state) {
    case TEXT:
        m->state = c == '<' ? OPENED : TEXT;
        return 1;
    case OPENED:
        return opened(m, c);
    case TAG:
    case VALUE:
        return in_tag(m, c);
    case COMMENT:
        return in_other(m, c, '-', 2);
    case CDATA:
        return in_other(m, c, ']', 2);
    case INSTRUCTION:
        return in_other(m, c, '?', 1);
    default:
        return after_bang(m, c);
    }
}

/* --- encodings -----------------------------------------------------------------------------------------------------
 */

static int named(const char *name, apr_size_t length, const char *known)
{
    return length == strlen(known) && !strncasecmp(name, known, length);
}

/* Those in which a byte below 128 is always that character of ASCII */
static int is_like_ascii(const char *name, apr_size_t length)
{
    static const char *const families[] = {"iso-8859-", "windows-125"};
    for (apr_size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
        if (length > strlen(families[i]) && length <= strlen(families[i]) + 2 &&
            !strncasecmp(name, families[i], strlen(families[i])))
            return 1;
    return named(name, length, "utf-8") || named(name, length, "us-ascii");
}

static int is_utf16(const char *name, apr_size_t length)
{
    return named(name, length, "utf-16") || named(name, length, "utf-16le") || named(name, length, "utf-16be");
}

int lic_markup_knows(const char *charset)
{
    return is_like_ascii(charset, strlen(charset)) || is_utf16(charset, strlen(charset));
}

/* <?xml … ?>: the value that follows the word, which its other values can't hold */
static int check_declared(lic_markup_t *m)
{
    const char *at = strstr(m->declared, "encoding");
    if (!at)
        return 1;
    at += strcspn(at, "\"'");
    const char *name = *at ? at + 1 : at;
    const apr_size_t length = strcspn(name, "\"'");
    if (m->bytes == 2 ? named(name, length, "utf-16") : is_like_ascii(name, length))
        return 1;
    return m->bytes == 2 || is_utf16(name, length) ? declared_as_another(m) : not_this_encoding(m);
}

static int declare(lic_markup_t *m, char c)
{
    static const char begins[] = "<?xml";
    if (m->declaring == DECLARED - 1)
        return refuse(m, "xml-malformed", "this declaration is longer than any that is taken");
    m->declared[m->declaring] = c;
    const apr_size_t n = ++m->declaring;
    if (n < sizeof(begins) ? c != begins[n - 1] : n == sizeof(begins) && !apr_isspace(c)) {
        m->declaring = DECLARED; /* there is none */
        return 1;
    }
    if (m->state != TEXT)
        return 1;
    m->declaring = DECLARED;
    return m->charset ? 1 : check_declared(m);
}

static int take(lic_markup_t *m, char c)
{
    if (!c)
        return not_this_encoding(m);
    m->line += c == '\n';
    if (!next(m, c))
        return 0;
    return m->declaring < DECLARED ? declare(m, c) : 1;
}

/* UTF-16LE and UTF-16BE have no mark, but UTF-16 has one (RFC 7303, 3.2) */
static int begin_unmarked(lic_markup_t *m, unsigned char byte)
{
    if (!m->charset[strlen("utf-16")])
        return refuse(m, "xml-malformed", "UTF-16 is taken with its byte order mark");
    m->bytes = 2;
    m->high = (m->charset[strlen("utf-16")] | ' ') == 'l';
    m->first = byte;
    return 1;
}

/* The document's first bytes. UTF-8's mark has three, the first of which is no character of a document's beginning. */
static int begin(lic_markup_t *m, unsigned char byte)
{
    m->begun = 1;
    m->bytes = byte == 0xfe || byte == 0xff ? 2 : 1;
    m->high = byte == 0xff;
    m->first = m->bytes == 2 ? byte : -1;
    if (m->bytes == 2 || byte == 0xef)
        return 1;
    if (m->charset && is_utf16(m->charset, strlen(m->charset)))
        return begin_unmarked(m, byte);
    return byte == '<' || apr_isspace(byte) ? take(m, (char)byte) : not_this_encoding(m);
}

/* A byte of UTF-16: what isn't of ASCII is no markup */
static int take_half(lic_markup_t *m, int byte)
{
    if (m->first < 0) {
        m->first = byte;
        return 1;
    }
    const int high = m->high ? byte : m->first, low = m->high ? m->first : byte;
    m->first = -1;
    if (high == 0xfe && low == 0xff)
        return 1;
    return take(m, high || low > 127 ? 'x' : (char)low);
}

/* … and one of anything else; of UTF-8's mark the rest */
static int take_byte(lic_markup_t *m, int byte)
{
    return m->declaring == 0 && byte > 127 ? 1 : take(m, byte > 127 ? 'x' : (char)byte);
}

int lic_markup_scan(lic_markup_t *m, const char *data, apr_size_t length)
{
    for (apr_size_t i = 0; i < length && !m->problem; i++) {
        const unsigned char byte = (unsigned char)data[i];
        if (!m->begun)
            begin(m, byte);
        else if (m->bytes == 2)
            take_half(m, byte);
        else
            take_byte(m, byte);
    }
    return !m->problem;
}
