/*
 * view/list/lookup.c  How a search word reaches the index.
 *
 * Each word becomes a pattern for LIKE (patterns), which PostgreSQL answers by its trigram index and MariaDB by reading
 * the narrow table employee_search; and for SQLite a list of three-letter parts (match), which its index finds.
 */
#include "view/list/lookup.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/json_rows.h"

enum { LETTERS = LIC_TERM_LETTERS, PARTS_MAX = 5 };

/* Only an employee's own text can have it: it is no date, and no module has it. */
static int is_of_employees(const lic_term_t *term)
{
    return term->plain && !term->modules;
}

int lic_search_has_others(const lic_search_t *search)
{
    for (int i = 0; i < search->nterms; i++)
        if (!is_of_employees(&search->terms[i]))
            return 1;
    return 0;
}

/* --- LIKE --------------------------------------------------------------------------------------------------------- */

/* A short word is looked for at the beginning of words, which follow a blank. */
static const char *like_of(const char *spelling, int beginning, apr_pool_t *p)
{
    char *pattern = apr_palloc(p, 2 * strlen(spelling) + 4), *to = pattern;
    *to++ = '%';
    if (beginning)
        *to++ = ' ';
    for (; *spelling; spelling++) {
        if (strchr("%_!", *spelling))
            *to++ = '!';
        *to++ = *spelling;
    }
    *to++ = '%';
    *to = '\0';
    return pattern;
}

static void add_patterns(lic_json_rows_t *patterns, const lic_term_t *term, apr_pool_t *p)
{
    const int beginning = term->letters < LETTERS;
    lic_json_rows_add(patterns);
    lic_json_rows_text(patterns, like_of(term->plain, beginning, p));
    if (term->other != term->plain)
        lic_json_rows_text(patterns, like_of(term->other, beginning, p));
}

const char *lic_search_patterns(const lic_search_t *search, apr_pool_t *p)
{
    lic_json_rows_t *patterns = lic_json_rows_make(p);
    for (int i = 0; i < search->nterms; i++)
        if (is_of_employees(&search->terms[i]))
            add_patterns(patterns, &search->terms[i], p);
    return lic_json_rows_end(patterns);
}

/* --- MATCH -------------------------------------------------------------------------------------------------------- */

/* What follows an @ is everybody's, and is left out where the rest tells enough. */
static const char *own_of(const char *spelling, apr_pool_t *p)
{
    const char *at = strchr(spelling, '@');
    const char *own = at ? apr_pstrmemdup(p, spelling, (apr_size_t)(at - spelling)) : spelling;
    return lic_text_characters(own) < LETTERS ? spelling : own;
}

/* The first letters, quoted: each quotation mark in them doubled. */
static const char *part_of(const char *text, apr_pool_t *p)
{
    const char *part = lic_text_cut(text, LETTERS, p);
    char *made = apr_palloc(p, 2 * strlen(part) + 3), *to = made;
    *to++ = '"';
    for (; *part; part++) {
        if (*part == '"')
            *to++ = '"';
        *to++ = *part;
    }
    memcpy(to, "\"", 2);
    return made;
}

static const char *letters_after(const char *text, int n)
{
    for (; n; n--)
        for (text++; (*text & 0xc0) == 0x80; text++)
            ;
    return text;
}

/*
 * ("qvi" AND "stg" AND "aar" AND "ard"): parts from the first to the last, spread evenly. SQLite goes along the rarest
 * of them and skips in the others.
 */
static const char *parts_of(const char *spelling, int beginning, apr_pool_t *p)
{
    const char *text = beginning ? apr_pstrcat(p, "  ", spelling, NULL) : own_of(spelling, p), *all = "(";
    const int last = lic_text_characters(text) - LETTERS; /* where the last part begins */
    const int needed = (last + LETTERS - 1) / LETTERS + 1, n = needed < PARTS_MAX ? needed : PARTS_MAX;
    for (int i = 0; i < n; i++)
        all = apr_pstrcat(p, all, i ? " AND " : "", part_of(letters_after(text, i ? last * i / (n - 1) : 0), p), NULL);
    return apr_pstrcat(p, all, ")", NULL);
}

static const char *match_of(const lic_term_t *term, apr_pool_t *p)
{
    const int beginning = term->letters < LETTERS;
    const char *plain = parts_of(term->plain, beginning, p);
    return term->other == term->plain
               ? plain
               : apr_pstrcat(p, "(", plain, " OR ", parts_of(term->other, beginning, p), ")", NULL);
}

/* --- lookups ------------------------------------------------------------------------------------------------------ */

static lic_lookup_t *lookup_add(lic_lookup_t *lookups, int *n)
{
    static const lic_lookup_t nothing = {"", "[]", {-1, -1, -1}, 0, 0, -1};
    if (*n == LIC_LOOKUPS_MAX)
        return NULL;
    lookups[*n] = nothing;
    return &lookups[(*n)++];
}

/* All the words that only employees can have, at once: the index goes by the rarest. */
static void lookup_employees(lic_lookup_t *lookups, int *n, const lic_search_t *search, apr_pool_t *p)
{
    const char *match = "";
    for (int i = 0; i < search->nterms; i++)
        if (is_of_employees(&search->terms[i]))
            match = apr_pstrcat(p, match, *match ? " AND " : "", match_of(&search->terms[i], p), NULL);
    lic_lookup_t *lookup = *match ? lookup_add(lookups, n) : NULL;
    if (!lookup)
        return;
    lookup->match = match;
    lookup->patterns = lic_search_patterns(search, p);
}

/* A word that employees and modules can have: all of both, unless these are many. */
static void lookup_either(lic_lookup_t *lookups, int *n, const lic_search_t *search, const lic_term_t *term,
                          apr_pool_t *p)
{
    int count = 0;
    apr_int64_t used = 0;
    for (int i = 0; i < search->nmodules; i++) {
        count += term->modules[i];
        used += term->modules[i] ? search->modules[i].used : 0;
    }
    lic_lookup_t *lookup =
        count <= LIC_LOOKUP_MODULES_MAX && used <= LIC_LOOKUP_ROWS_MAX ? lookup_add(lookups, n) : NULL;
    if (!lookup)
        return;
    lic_json_rows_t *patterns = lic_json_rows_make(p);
    add_patterns(patterns, term, p);
    lookup->patterns = lic_json_rows_end(patterns);
    lookup->match = match_of(term, p);
    for (int i = 0, k = 0; i < search->nmodules; i++)
        if (term->modules[i])
            lookup->modules[k++] = search->modules[i].id;
}

static int is_of_few(const lic_search_t *search, apr_int64_t module)
{
    for (int i = 0; i < search->nmodules; i++)
        if (search->modules[i].id == module)
            return search->modules[i].used <= LIC_LOOKUP_ROWS_MAX;
    return 1;
}

int lic_search_lookups(lic_lookup_t lookups[LIC_LOOKUPS_MAX], const lic_search_t *search, apr_int64_t module,
                       int status, apr_pool_t *p)
{
    int n = 0;
    lic_lookup_t *lookup;
    lookup_employees(lookups, &n, search, p);
    for (int i = 0; i < search->nterms; i++)
        if (!search->terms[i].plain && (lookup = lookup_add(lookups, &n))) {
            lookup->from = search->terms[i].from;
            lookup->until = search->terms[i].until;
        }
    if (module && is_of_few(search, module) && (lookup = lookup_add(lookups, &n)))
        lookup->modules[0] = module;
    if (status >= 0 && (lookup = lookup_add(lookups, &n)))
        lookup->status = status;
    for (int i = 0; i < search->nterms; i++)
        if (search->terms[i].modules)
            lookup_either(lookups, &n, search, &search->terms[i], p);
    return n;
}
