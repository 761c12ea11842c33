/* base/fields.c  Fields of a form or a query (application/x-www-form-urlencoded), decoded strictly. */
#include "base/fields.h"

#include <apr_strings.h>

#include <string.h>

#include "base/text.h"

struct lic_fields_t {
    apr_table_t *table;
    const char *many;           /* the name of the field that may come many times, or NULL … */
    apr_array_header_t *values; /* … and its values */
    const char *lines;          /* of the field that may have line breaks, or NULL */
    int n;
};

static int hex(int c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* [from, to) decoded into p; NULL for a bad escape or a NUL */
static const char *decode(const char *from, const char *to, apr_pool_t *p)
{
    char *text = apr_palloc(p, (apr_size_t)(to - from) + 1), *out = text;
    for (; from < to; from++) {
        int c = (unsigned char)*from;
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (to - from < 3 || hex(from[1]) < 0 || hex(from[2]) < 0)
                return NULL;
            c = hex(from[1]) * 16 + hex(from[2]);
            from += 2;
        }
        if (!c)
            return NULL;
        *out++ = (char)c;
    }
    *out = '\0';
    return text;
}

static lic_error_t *malformed(apr_pool_t *p, const char *why)
{
    return lic_error_make(p, LIC_INVALID, "form-malformed", "what was sent is not a well-formed form: %s", why);
}

static int is_text(const char *value, int lines, apr_pool_t *p)
{
    char *flat = lines ? apr_pstrdup(p, value) : NULL;
    for (char *at = flat; at && *at; at++)
        if (*at == '\r' || *at == '\n')
            *at = ' ';
    return lic_text_valid_plain(flat ? flat : value, 1);
}

/* A tab is a blank to whoever pastes out of a spreadsheet. */
static lic_error_t *check(const char *name, const char *value, const char *lines, apr_pool_t *p)
{
    if (!name || !value)
        return malformed(p, "a bad escape or a NUL");
    if (!lic_text_valid_plain(name, 0))
        return malformed(p, "the name of a field holds control characters, or isn't UTF-8");
    if (is_text(value, lines && !strcmp(name, lines), p))
        return NULL;
    return lic_error_fact(
        lic_error_make(p, LIC_INVALID, "field-invalid", "%s: text in UTF-8, without control characters", name), "field",
        name);
}

static lic_error_t *add(lic_fields_t *fields, const char *from, const char *to, apr_pool_t *p)
{
    const char *equals = memchr(from, '=', (apr_size_t)(to - from));
    const char *name = decode(from, equals ? equals : to, p);
    const char *value = equals ? decode(equals + 1, to, p) : "";
    LIC_TRY(check(name, value, fields->lines, p));
    if (fields->many && !strcmp(name, fields->many)) {
        APR_ARRAY_PUSH(fields->values, const char *) = value;
        return NULL;
    }
    if (lic_fields_get(fields, name))
        return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-repeated", "the field %s was sent twice", name),
                              "field", name);
    if (++fields->n > LIC_FORM_FIELDS)
        return malformed(p, "too many fields");
    apr_table_setn(fields->table, name, value);
    return NULL;
}

lic_error_t *lic_fields_parse(lic_fields_t **out, const char *text, apr_size_t length, const char *many,
                              const char *lines, apr_pool_t *p)
{
    lic_fields_t *fields = apr_pcalloc(p, sizeof(*fields));
    fields->table = apr_table_make(p, 8);
    fields->many = many;
    fields->lines = lines;
    fields->values = apr_array_make(p, 1, sizeof(const char *));
    const char *end = text + length;
    while (text < end) {
        const char *next = memchr(text, '&', (apr_size_t)(end - text));
        if (!next)
            next = end;
        if (next > text)
            LIC_TRY(add(fields, text, next, p));
        text = next + 1;
    }
    *out = fields;
    return NULL;
}

const char *lic_fields_get(const lic_fields_t *fields, const char *name)
{
    return apr_table_get(fields->table, name);
}

const char *lic_fields_name(const lic_fields_t *fields, int i)
{
    const apr_array_header_t *sent = apr_table_elts(fields->table);
    return i < sent->nelts ? APR_ARRAY_IDX(sent, i, apr_table_entry_t).key : NULL;
}

const apr_array_header_t *lic_fields_many(const lic_fields_t *fields)
{
    return fields->values;
}
