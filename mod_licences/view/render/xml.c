#include "view/render/xml_private.h"

#include <string.h>
#include <apr_strings.h>

#include "base/instant.h"
#include "base/text.h"

lic_xml_t *lic_xml_make(const lic_xml_target_t *target, void *baton, apr_pool_t *p)
{
    lic_xml_t *x = apr_pcalloc(p, sizeof(*x));
    x->target = target;
    x->baton = baton;
    x->pool = x->scratch = p;
    return x;
}

lic_error_t *lic_xml_error(const lic_xml_t *x)
{
    return x->error;
}

static void check(lic_xml_t *x, int written)
{
    if (!written && !x->error)
        x->error =
            lic_error_make(x->pool, LIC_BUG, "xml", "this could not be written: out of memory, or nested too deeply");
}

void lic_xml_start(lic_xml_t *x, const char *name)
{
    if (!x->error)
        check(x, x->target->start(x->baton, name));
}

void lic_xml_end(lic_xml_t *x)
{
    if (!x->error)
        check(x, x->target->end(x->baton));
}

void lic_xml_attr(lic_xml_t *x, const char *name, const char *value)
{
    if (!x->error && value)
        check(x, x->target->attr(x->baton, name, lic_text_mended(value, x->scratch)));
}

void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value)
{
    char digits[LIC_TEXT_INT_SIZE];
    if (!x->error)
        check(x, x->target->attr(x->baton, name, lic_text_int(digits, value)));
}

void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at)
{
    if (!x->error && at)
        check(x, x->target->attr(x->baton, name, lic_instant_format(at, x->scratch)));
}

void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date)
{
    if (!x->error && date != LIC_DATE_NONE)
        check(x, x->target->attr(x->baton, name, lic_date_format(date, x->scratch)));
}

void lic_xml_text(lic_xml_t *x, const char *text)
{
    if (!x->error)
        check(x, x->target->text(x->baton, lic_text_mended(text, x->scratch)));
}

void lic_xml_element(lic_xml_t *x, const char *name, const char *text)
{
    lic_xml_start(x, name);
    lic_xml_text(x, text);
    lic_xml_end(x);
}

/* --- a buffer ------------------------------------------------------------------------------------------------- */

/* Written here and not by xmlTextWriter, which took a third of an export's time: escaping is all that there is to it.
 */

enum { DEPTH_MOST = 16, NAME_MOST = 48, BUFFER_SIZE = 16 * 1024 };

typedef struct buffer_t {
    apr_pool_t *p;
    char *text;
    apr_size_t length, size;
    const char *name_space;            /* of the root, until it is written */
    int tag;                           /* a start tag isn't ended yet */
    int depth;                         /* open elements */
    char names[DEPTH_MOST][NAME_MOST]; /* theirs */
} buffer_t;

/* Room for so many bytes more, which begin at what is returned. */
static char *room(buffer_t *buffer, apr_size_t length)
{
    if (buffer->length + length > buffer->size) {
        buffer->size = 2 * (buffer->length + length);
        char *larger = apr_palloc(buffer->p, buffer->size);
        memcpy(larger, buffer->text, buffer->length);
        buffer->text = larger;
    }
    return buffer->text + buffer->length;
}

/* Copies; returns where it ends. */
static char *copy(char *to, const char *text, apr_size_t length)
{
    memcpy(to, text, length);
    return to + length;
}

static void put(buffer_t *buffer, const char *text, apr_size_t length)
{
    copy(room(buffer, length), text, length);
    buffer->length += length;
}

static void put_string(buffer_t *buffer, const char *text)
{
    put(buffer, text, strlen(text));
}

static const char *reference_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return "&#13;";
    }
}

/* Every character of marks as a reference: those that a parser would take for markup, or normalise (XML 1.0, 2.11 and
 * 3.3.3). */
static void put_escaped(buffer_t *buffer, const char *text, const char *marks)
{
    for (;;) {
        const apr_size_t plain = strcspn(text, marks);
        put(buffer, text, plain);
        text += plain;
        if (!*text)
            return;
        put_string(buffer, reference_of(*text++));
    }
}

static void end_tag(buffer_t *buffer)
{
    if (buffer->tag)
        put(buffer, ">", 1);
    buffer->tag = 0;
}

/* All at once up to what is to be escaped, which is seldom anything. */
static int buffer_attr(void *baton, const char *name, const char *value)
{
    static const char marks[] = "<>&\"\t\n\r";
    buffer_t *buffer = baton;
    const apr_size_t length = strlen(name), plain = strcspn(value, marks);
    char *to = room(buffer, length + plain + sizeof(" =\"\""));
    *to++ = ' ';
    to = copy(to, name, length);
    *to++ = '=';
    *to++ = '"';
    to = copy(to, value, plain);
    if (!value[plain])
        *to++ = '"';
    buffer->length = (apr_size_t)(to - buffer->text);
    if (value[plain]) {
        put_escaped(buffer, value + plain, marks);
        put(buffer, "\"", 1);
    }
    return buffer->tag;
}

static int buffer_start(void *baton, const char *name)
{
    buffer_t *buffer = baton;
    const char *name_space = buffer->name_space;
    if (buffer->depth == DEPTH_MOST || strlen(name) >= NAME_MOST)
        return 0;
    end_tag(buffer);
    apr_cpystrn(buffer->names[buffer->depth++], name, NAME_MOST);
    put(buffer, "<", 1);
    put_string(buffer, name);
    buffer->tag = 1;
    buffer->name_space = NULL;
    return !name_space || buffer_attr(buffer, "xmlns", name_space);
}

static int buffer_text(void *baton, const char *text)
{
    buffer_t *buffer = baton;
    end_tag(buffer);
    put_escaped(buffer, text, "<>&\"\r");
    return buffer->depth > 0;
}

static int buffer_end(void *baton)
{
    buffer_t *buffer = baton;
    if (!buffer->depth--)
        return 0;
    const char *name = buffer->names[buffer->depth];
    const apr_size_t length = strlen(name);
    char *to = room(buffer, length + sizeof("</>"));
    if (buffer->tag) {
        to = copy(to, "/>", 2);
    } else {
        to = copy(to, "</", 2);
        to = copy(to, name, length);
        *to++ = '>';
    }
    buffer->length = (apr_size_t)(to - buffer->text);
    buffer->tag = 0;
    return 1;
}

static const lic_xml_target_t buffer_target = {buffer_start, buffer_attr, buffer_text, buffer_end};

lic_xml_t *lic_xml_make_buffer(const char *name_space, apr_pool_t *p)
{
    buffer_t *buffer = apr_pcalloc(p, sizeof(*buffer));
    lic_xml_t *x = lic_xml_make(&buffer_target, buffer, p);
    buffer->p = p;
    buffer->name_space = name_space;
    buffer->size = BUFFER_SIZE;
    buffer->text = apr_palloc(p, buffer->size);
    apr_pool_create(&x->scratch, p);
    put_string(buffer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return x;
}

const char *lic_xml_take(lic_xml_t *x, apr_size_t *length, apr_pool_t *p)
{
    buffer_t *buffer = x->baton;
    *length = x->error ? 0 : buffer->length;
    const char *taken = apr_pmemdup(p, buffer->text, *length);
    buffer->length = 0;
    apr_pool_clear(x->scratch);
    return taken;
}
