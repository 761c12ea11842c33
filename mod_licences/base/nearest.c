/* base/nearest.c  The nearest word: by letters that are inserted, left out or replaced (Levenshtein). */
#include "base/nearest.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>

static int least(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static int cut(const char *word)
{
    const size_t length = strlen(word);
    return length < LIC_NEAREST_WORD ? (int)length : LIC_NEAREST_WORD;
}

/* Capitals don't count. */
static int distance(const char *a, const char *b)
{
    const int m = cut(a), n = cut(b);
    int row[LIC_NEAREST_WORD + 1];
    for (int j = 0; j <= n; j++)
        row[j] = j;
    for (int i = 1; i <= m; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= n; j++) {
            const int differ = apr_tolower(a[i - 1]) != apr_tolower(b[j - 1]);
            const int here = least(diagonal + differ, row[j] + 1, row[j - 1] + 1);
            diagonal = row[j];
            row[j] = here;
        }
    }
    return row[n];
}

void lic_nearest_begin(lic_nearest_t *nearest, const char *typed)
{
    *nearest = (lic_nearest_t){.typed = typed, .distance = LIC_NEAREST_WORD + 1};
}

void lic_nearest_try(lic_nearest_t *nearest, const char *known)
{
    const char *last = strrchr(known, '/');
    int differ = distance(nearest->typed, known);
    if (last) {
        const int alone = distance(nearest->typed, last + 1);
        differ = alone < differ ? alone : differ;
    }
    if (differ >= nearest->distance)
        return;
    nearest->distance = differ;
    apr_cpystrn(nearest->best, known, sizeof(nearest->best));
}

const char *lic_nearest_word(const lic_nearest_t *nearest, apr_pool_t *p)
{
    return nearest->best[0] && nearest->distance * 3 <= cut(nearest->typed) ? apr_pstrdup(p, nearest->best) : NULL;
}
