/* base/accept.c  What an Accept header says of a media type (RFC 9110, 12.5.1). */
#include "base/accept.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

/* RFC 9110, 12.4.2: 0 to 1 with at most three decimals. What is none counts as if it weren't there. */
static int parse_weight(const char *text)
{
    int weight = *text == '1' ? LIC_ACCEPT_MOST : 0;
    const char *at = text + 1;
    if (*text != '0' && *text != '1')
        return LIC_ACCEPT_MOST;
    at += *at == '.';
    for (int unit = LIC_ACCEPT_MOST / 10; at > text + 1 && unit && apr_isdigit(*at); unit /= 10)
        weight += (*at++ - '0') * unit;
    at += strspn(at, " \t");
    return weight <= LIC_ACCEPT_MOST && (!*at || *at == ';') ? weight : LIC_ACCEPT_MOST;
}

/* The q of a media range in thousandths. */
static int quality(const char *parameters)
{
    for (const char *at = parameters; (at = strchr(at, ';'));) {
        at += 1 + strspn(at + 1, " \t");
        if ((at[0] == 'q' || at[0] == 'Q') && at[1] == '=')
            return parse_weight(at + 2);
    }
    return LIC_ACCEPT_MOST;
}

/* How closely a media range names a type: 3 exactly, 2 its kind, 1 anything, 0 not at all. */
static int closeness(const char *range, const char *type)
{
    apr_size_t length = strcspn(range, "; \t");
    if (length == 3 && !strncmp(range, "*/*", 3))
        return 1;
    if (strlen(type) == length && !strncasecmp(range, type, length))
        return 3;
    apr_size_t kind = (apr_size_t)(strchr(type, '/') - type) + 1;
    return length == kind + 1 && range[kind] == '*' && !strncasecmp(range, type, kind) ? 2 : 0;
}

int lic_accept_weight(const char *accept, const char *type, apr_pool_t *p)
{
    int best = 0, q = 0;
    char *rest, *list = apr_pstrdup(p, accept);
    for (char *range = apr_strtok(list, ",", &rest); range; range = apr_strtok(NULL, ",", &rest)) {
        range += strspn(range, " \t");
        int close = closeness(range, type);
        if (close > best) {
            best = close;
            q = quality(range);
        }
    }
    return q;
}
