/* ctl/words.c  Taking a batch's line apart into words, as a shell would. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

static lic_error_t *unterminated(char quote, apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "usage", "a quotation that begins with %c doesn't end on this line", quote);
}

/* Moves one word from *line to word, quotes and backslashes taken off. */
static lic_error_t *take_word(char *word, const char **line, apr_pool_t *p)
{
    const char *at = *line;
    char quote = 0;
    for (; *at && (quote || !strchr(" \t\r\n", *at)); at++) {
        if (*at == quote)
            quote = 0;
        else if (!quote && (*at == '\'' || *at == '"'))
            quote = *at;
        else if (*at == '\\' && quote != '\'' && at[1])
            *word++ = *++at;
        else
            *word++ = *at;
    }
    *word = '\0';
    *line = at;
    return quote ? unterminated(quote, p) : NULL;
}

lic_error_t *lic_words_split(const char ***words, int *n, const char *line, apr_pool_t *p)
{
    apr_array_header_t *found = apr_array_make(p, 8, sizeof(const char *));
    for (;;) {
        line += strspn(line, " \t\r\n");
        if (!*line || *line == '#')
            break;
        char *word = apr_palloc(p, strlen(line) + 1);
        APR_ARRAY_PUSH(found, const char *) = word;
        LIC_TRY(take_word(word, &line, p));
    }
    *words = (const char **)found->elts;
    *n = found->nelts;
    return NULL;
}
