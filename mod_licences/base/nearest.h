/**
 * @file base/nearest.h  Which of the words that there are a typed one is likely meant to be.
 */
#ifndef LIC_BASE_NEAREST_H
#define LIC_BASE_NEAREST_H

#include <apr_pools.h>

enum { LIC_NEAREST_WORD = 64 }; /* longer words are compared by their beginning */

typedef struct lic_nearest_t {
    const char *typed;
    char best[LIC_NEAREST_WORD + 1];
    int distance; /* how many letters best differs from typed in */
} lic_nearest_t;

void lic_nearest_begin(lic_nearest_t *nearest, const char *typed);
/** One more word that there is. Of a name with slashes, as time zones have, the last part is compared alone as well. */
void lic_nearest_try(lic_nearest_t *nearest, const char *known);
/** The word that differs least, in p: of those alike the first. NULL where none is near: every third letter differs. */
const char *lic_nearest_word(const lic_nearest_t *nearest, apr_pool_t *p);

#endif
