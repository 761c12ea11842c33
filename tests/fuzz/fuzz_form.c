/* Forms and queries: the same fields and the same refusals as by GLib's decoder; and what is encoded anew is the same.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>
#include <glib.h>

#include "base/fields.h"

#define MANY  "id"
#define LINES "q"

typedef struct pair_t {
    const char *name, *value;
} pair_t;

/* [from, to) as GLib decodes it; NULL: malformed */
static const char *decoded(const char *from, const char *to, apr_pool_t *p)
{
    if (memchr(from, '\0', (size_t)(to - from)))
        return NULL;
    char *spaced = apr_pstrmemdup(p, from, (size_t)(to - from));
    for (char *c = spaced; *c; c++)
        if (*c == '+')
            *c = ' ';
    char *made = g_uri_unescape_string(spaced, NULL);
    const char *copy = made ? apr_pstrdup(p, made) : NULL;
    g_free(made);
    return copy;
}

/* Without control characters, as Unicode and GLib have them, but for some */
static int is_plain(const char *text, const char *allowed)
{
    if (!fuzz_is_text(text))
        return 0;
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_type(g_utf8_get_char(text)) == G_UNICODE_CONTROL && !strchr(allowed, *text))
            return 0;
    return 1;
}

/* The pairs up to the first that is malformed, which has no name */
static apr_array_header_t *pairs_of(const char *text, size_t length, apr_pool_t *p)
{
    apr_array_header_t *pairs = apr_array_make(p, 8, sizeof(pair_t));
    for (const char *end = text + length, *next; text < end; text = next + 1) {
        if (!(next = memchr(text, '&', (size_t)(end - text))))
            next = end;
        if (next == text)
            continue;
        const char *equals = memchr(text, '=', (size_t)(next - text));
        const pair_t pair = {decoded(text, equals ? equals : next, p), equals ? decoded(equals + 1, next, p) : ""};
        APR_ARRAY_PUSH(pairs, pair_t) = pair.value ? pair : (pair_t){NULL, NULL};
        if (!pair.name || !pair.value)
            break;
    }
    return pairs;
}

/* What is wrong with the pairs; NULL: nothing */
static const char *problem_of(const apr_array_header_t *pairs, apr_pool_t *p)
{
    apr_table_t *seen = apr_table_make(p, 8);
    for (int i = 0, n = 0; i < pairs->nelts; i++) {
        const pair_t *pair = &APR_ARRAY_IDX(pairs, i, pair_t);
        if (!pair->name || !is_plain(pair->name, ""))
            return "form-malformed";
        if (!is_plain(pair->value, strcmp(pair->name, LINES) ? "\t" : "\t\r\n"))
            return "field-invalid";
        if (!strcmp(pair->name, MANY))
            continue;
        if (apr_table_get(seen, pair->name))
            return "field-repeated";
        if (++n > LIC_FORM_FIELDS)
            return "form-malformed";
        apr_table_setn(seen, pair->name, pair->value);
    }
    return NULL;
}

static const char *escaped(const char *text, apr_pool_t *p)
{
    char *made = apr_palloc(p, 3 * strlen(text) + 1), *to = made;
    for (; *text; text++, to += 3) {
        to[0] = '%';
        to[1] = "0123456789abcdef"[(unsigned char)*text >> 4];
        to[2] = "0123456789ABCDEF"[*text & 15];
    }
    *to = '\0';
    return made;
}

static void has_all(const lic_fields_t *fields, const apr_array_header_t *pairs)
{
    int many = 0;
    for (int i = 0; i < pairs->nelts; i++) {
        const pair_t *pair = &APR_ARRAY_IDX(pairs, i, pair_t);
        const int repeats = !strcmp(pair->name, MANY);
        HOLDS(!repeats || many < lic_fields_many(fields)->nelts);
        const char *value =
            repeats ? APR_ARRAY_IDX(lic_fields_many(fields), many++, const char *) : lic_fields_get(fields, pair->name);
        HOLDS(value && !strcmp(value, pair->value));
    }
    HOLDS(many == lic_fields_many(fields)->nelts);
    HOLDS(!lic_fields_name(fields, pairs->nelts - many));
    for (int i = 0; i < pairs->nelts - many; i++)
        HOLDS(lic_fields_name(fields, i) && lic_fields_get(fields, lic_fields_name(fields, i)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    lic_fields_t *fields;
    const char *form = apr_pmemdup(p, size ? (const char *)data : "", size), *again = "";
    const apr_array_header_t *pairs = pairs_of(form, size, p);
    const char *problem = problem_of(pairs, p);
    lic_error_t *err = lic_fields_parse(&fields, form, size, MANY, LINES, p);
    HOLDS(!err == !problem && (!err || !strcmp(err->problem, problem)));
    if (err)
        return 0;
    has_all(fields, pairs);
    for (int i = 0; i < pairs->nelts && size < 4096; i++) {
        const pair_t *pair = &APR_ARRAY_IDX(pairs, i, pair_t);
        again = apr_pstrcat(p, again, "&", escaped(pair->name, p), "=", escaped(pair->value, p), NULL);
    }
    if (size < 4096) {
        HOLDS(!lic_fields_parse(&fields, again, strlen(again), MANY, LINES, p));
        has_all(fields, pairs);
    }
    return 0;
}
