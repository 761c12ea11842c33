/*
 * Accept: of any bytes a weight within bounds that capitals and empty elements don't change; and of a header that is
 * written by the grammar of RFC 9110 the weight that it was written with.
 */
#include "fuzz.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "base/accept.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const char *const types[] = {"text/html", "application/xml", "text/xml", "text/csv"};

static void take_any(const char *accept, apr_pool_t *p)
{
    char *loud = apr_pstrdup(p, accept);
    for (char *c = loud; *c; c++)
        *c = (char)apr_toupper(*c);
    for (size_t i = 0; i < COUNT(types); i++) {
        const int weight = lic_accept_weight(accept, types[i], p);
        HOLDS(weight >= 0 && weight <= LIC_ACCEPT_MOST);
        HOLDS(weight == lic_accept_weight(loud, types[i], p));
        HOLDS(weight == lic_accept_weight(apr_pstrcat(p, ", ,", accept, NULL), types[i], p));
    }
}

/* How closely a range names a type */
static int closeness(const char *range, const char *type, apr_pool_t *p)
{
    const char *kind = apr_pstrndup(p, type, strcspn(type, "/"));
    return !strcasecmp(range, type)                               ? 3
           : !strcasecmp(range, apr_pstrcat(p, kind, "/*", NULL)) ? 2
           : !strcmp(range, "*/*")                                ? 1
                                                                  : 0;
}

/* A weight as the grammar has it, with up to three digits; "" for that of a range which has none */
static const char *write_weight(int weight, int digits, apr_pool_t *p)
{
    const char *all = apr_psprintf(p, "%d.%03d", weight / 1000, weight % 1000);
    const int needed = weight % 10 ? 5 : weight % 100 ? 4 : weight % 1000 ? 3 : 1;
    return apr_pstrmemdup(p, all, (size_t)(digits > needed ? digits : needed));
}

/* Each range is made of four bytes: which, with which weight, written how. */
static void take_written(const uint8_t *data, size_t size, apr_pool_t *p)
{
    static const char *const ranges[] = {"*/*",      "text/*",   "application/*", "text/html", "Application/XML",
                                         "text/xml", "TEXT/csv", "image/png",     "text/htm",  "text/html5"};
    static const char *const commas[] = {",", ", ", " ,\t", ",,", " , , "};
    static const char *const semicolons[] = {";", "; ", " ;", " \t; "};
    static const char *const others[] = {"", ";level=1", "; charset=utf-8", ";v=\"1.0\""};
    const char *accept = "";
    int close[COUNT(types)] = {0}, weights[COUNT(types)] = {0};
    for (; size >= 4; data += 4, size -= 4) {
        const char *range = ranges[data[0] % COUNT(ranges)];
        const int weight = (data[1] << 2 | data[2] >> 6) % 1001, plain = !(data[2] & 1);
        const char *mark = apr_pstrcat(p, semicolons[data[2] % COUNT(semicolons)],
                                       data[2] & 32 ? "Q=" : "q=", write_weight(weight, 1 + data[2] / 4 % 5, p), NULL);
        accept = apr_pstrcat(p, accept, *accept ? commas[data[3] % COUNT(commas)] : "", range,
                             others[data[3] / 8 % COUNT(others)], plain ? "" : mark, NULL);
        for (size_t i = 0; i < COUNT(types); i++) {
            const int here = closeness(range, types[i], p);
            if (here > close[i])
                weights[i] = plain ? LIC_ACCEPT_MOST : weight;
            close[i] = here > close[i] ? here : close[i];
        }
    }
    for (size_t i = 0; i < COUNT(types); i++)
        HOLDS(lic_accept_weight(accept, types[i], p) == weights[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    take_any(fuzz_text(data, size, p), p);
    take_written(data, size < 200 ? size : 200, p);
    return 0;
}
