/* base/words.c  Enum ↔ word tables. */
#include "base/words.h"

#include <string.h>
#include <apr_strings.h>

const char *lic_word_of(const lic_word_t *table, int value)
{
    for (; table->word; table++) {
        if (table->value == value)
            return table->word;
    }
    return NULL;
}

int lic_word_value(const lic_word_t *table, const char *word, int missing)
{
    if (!word)
        return missing;
    for (; table->word; table++) {
        if (!strcmp(table->word, word))
            return table->value;
    }
    return missing;
}

const char *lic_word_list(const lic_word_t *table, apr_pool_t *p)
{
    const char *list = "";
    for (; table->word; table++)
        list = apr_pstrcat(p, list, *list ? ", " : "", table->word, NULL);
    return list;
}
