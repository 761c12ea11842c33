/**
 * @file base/words.h  Enum ↔ word tables, one per enum, shared by SQL, XML and forms.
 */
#ifndef LIC_BASE_WORDS_H
#define LIC_BASE_WORDS_H

#include <apr_pools.h>

typedef struct lic_word_t {
    const char *word; /**< NULL ends the table */
    int value;
} lic_word_t;

const char *lic_word_of(const lic_word_t *table, int value); /**< NULL if there is none */
int lic_word_value(const lic_word_t *table, const char *word, int missing);
const char *lic_word_list(const lic_word_t *table,
                          apr_pool_t *p); /**< "user, bundled, addon", of what would be right */

#endif
