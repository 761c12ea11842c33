#include "fuzz.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>
#include <glib.h>

#include "base/text_locale.h"

void fuzz_broken(const char *file, int line, const char *condition)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

apr_pool_t *fuzz_kept(void)
{
    static apr_pool_t *kept;
    if (!kept) {
        HOLDS(apr_initialize() == APR_SUCCESS && apr_pool_create(&kept, NULL) == APR_SUCCESS);
        lic_text_init(kept); /* as httpd does: opening zones and formatters would be most of the time */
        lic_zone_init(kept);
    }
    return kept;
}

apr_pool_t *fuzz_pool(void)
{
    static apr_pool_t *pool;
    if (pool)
        apr_pool_clear(pool);
    else
        HOLDS(apr_pool_create(&pool, fuzz_kept()) == APR_SUCCESS);
    return pool;
}

const char *fuzz_source(const char *name, apr_pool_t *p)
{
    const char *top = getenv("top_srcdir");
    return apr_pstrcat(p, top ? top : ".", "/", name, NULL);
}

const char *fuzz_text(const uint8_t *data, size_t size, apr_pool_t *p)
{
    return apr_pstrndup(p, size ? (const char *)data : "", size);
}

const char *fuzz_line(const char **text, apr_pool_t *p)
{
    const size_t length = strcspn(*text, "\n");
    const char *line = apr_pstrmemdup(p, *text, length);
    *text += length + ((*text)[length] == '\n');
    return line;
}

int fuzz_like(const char *text, const char *expression)
{
    enum { MOST = 16 };
    static struct {
        const char *expression;
        regex_t compiled;
    } known[MOST];
    int i = 0;
    while (known[i].expression && known[i].expression != expression)
        HOLDS(++i < MOST);
    if (!known[i].expression)
        HOLDS(!regcomp(&known[i].compiled, expression, REG_EXTENDED));
    known[i].expression = expression;
    regmatch_t all;
    return !regexec(&known[i].compiled, text, 1, &all, 0) && all.rm_so == 0 && !text[all.rm_eo];
}

int fuzz_is_text(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL))
        return 0;
    for (; *text; text = g_utf8_next_char(text)) {
        const gunichar c = g_utf8_get_char(text);
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF)
            return 0;
    }
    return 1;
}
