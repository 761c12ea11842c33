#include "view/draw.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/operation.h"

enum { LETTERS = LIC_SOUGHT_LETTERS, ASKED_MAX = 10, PARTS_MAX = ASKED_MAX / LETTERS };

/* Only an employee's own text can have it. */
static int is_personal(const lic_sought_t *word)
{
    return word->plain && !word->modules;
}

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

static void likes_of(const char **pattern, const char **other, const lic_sought_t *word, apr_pool_t *p)
{
    *pattern = like_of(word->plain, word->letters < LETTERS, p);
    *other = word->other == word->plain ? *pattern : like_of(word->other, word->letters < LETTERS, p);
}

/* What an index is asked for: the beginning of a long word tells enough, and what follows an @ is everybody's. */
static const char *telling_of(const char *spelling, apr_pool_t *p)
{
    const char *at = strchr(spelling, '@');
    const char *own = at ? apr_pstrmemdup(p, spelling, (apr_size_t)(at - spelling)) : "";
    return lic_column_cut(lic_text_characters(own) < LETTERS ? spelling : own, ASKED_MAX, p);
}

static lic_sought_t asked_of(const lic_sought_t *word, apr_pool_t *p)
{
    lic_sought_t asked = *word;
    asked.plain = telling_of(word->plain, p);
    asked.other = word->other == word->plain ? asked.plain : telling_of(word->other, p);
    return asked;
}

/* The first letters, quoted: each quotation mark in them doubled. */
static const char *part_of(const char *text, apr_pool_t *p)
{
    const char *part = lic_column_cut(text, LETTERS, p);
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
 * ("qvi" AND "stg" AND "aar"): parts that don't overlap, and the last one where that leaves only one. The index walks
 * through all that have a part, so each one more costs, and tells little of a word the others of which are there.
 */
static const char *parts_of(const char *spelling, int beginning, int most, apr_pool_t *p)
{
    const char *text = beginning ? apr_pstrcat(p, "  ", spelling, NULL) : spelling;
    const int letters = lic_text_characters(text);
    const char *all = apr_pstrcat(p, "(", part_of(text, p), NULL);
    if (most > 1 && letters > LETTERS && letters < 2 * LETTERS)
        all = apr_pstrcat(p, all, " AND ", part_of(letters_after(text, letters - LETTERS), p), NULL);
    for (int n = 1; n < most && letters >= (n + 1) * LETTERS; n++)
        all = apr_pstrcat(p, all, " AND ", part_of(letters_after(text, n * LETTERS), p), NULL);
    return apr_pstrcat(p, all, ")", NULL);
}

static const char *match_of(const lic_sought_t *word, int most, apr_pool_t *p)
{
    const int beginning = word->letters < LETTERS;
    const lic_sought_t asked = asked_of(word, p);
    const char *plain = parts_of(asked.plain, beginning, most, p);
    return asked.other == asked.plain
               ? plain
               : apr_pstrcat(p, "(", plain, " OR ", parts_of(asked.other, beginning, most, p), ")", NULL);
}

/* at: 0 or 2, where in likes */
static void ask_of(lic_draw_t *draw, int at, const lic_sought_t *word, apr_pool_t *p)
{
    const lic_sought_t asked = asked_of(word, p);
    likes_of(&draw->likes[at], &draw->likes[at + 1], &asked, p);
}

/* The longest word of a kind but for one; NULL: none. */
static const lic_sought_t *longest(const lic_search_t *search, const lic_sought_t *but)
{
    const lic_sought_t *found = NULL;
    for (int i = 0; i < search->nwords; i++) {
        const lic_sought_t *word = &search->words[i];
        if (word != but && is_personal(word) && (!found || word->letters > found->letters))
            found = word;
    }
    return found;
}

static lic_draw_t *draw_add(lic_draw_t *draws, int *n)
{
    static const lic_draw_t nothing = {"", {"%", "%", "%", "%"}, {-1, -1, -1}, 0, 0, -1};
    if (*n == LIC_DRAWS_MAX)
        return NULL;
    draws[*n] = nothing;
    return &draws[(*n)++];
}

/* All the words that only employees can have, at once; the longest tells most, and of the others a part is enough. */
static void draw_personal(lic_draw_t *draws, int *n, const lic_search_t *search, apr_pool_t *p)
{
    const lic_sought_t *first = longest(search, NULL), *second = first ? longest(search, first) : NULL;
    lic_draw_t *draw = first ? draw_add(draws, n) : NULL;
    if (!draw)
        return;
    ask_of(draw, 0, first, p);
    if (second)
        ask_of(draw, 2, second, p);
    for (int i = 0; i < search->nwords; i++) {
        const lic_sought_t *word = &search->words[i];
        if (is_personal(word))
            draw->match = apr_pstrcat(p, draw->match, *draw->match ? " AND " : "",
                                      match_of(word, word == first ? PARTS_MAX : 1, p), NULL);
    }
}

/* A word that employees and modules can have: all of both, unless these are many. */
static void draw_either(lic_draw_t *draws, int *n, const lic_search_t *search, const lic_sought_t *word, apr_pool_t *p)
{
    int count = 0;
    apr_int64_t used = 0;
    for (int i = 0; i < search->nmodules; i++) {
        count += word->modules[i];
        used += word->modules[i] ? search->modules[i].used : 0;
    }
    lic_draw_t *draw = count <= LIC_DRAWN_MODULES && used <= LIC_DRAWN_MOST ? draw_add(draws, n) : NULL;
    if (!draw)
        return;
    draw->match = match_of(word, PARTS_MAX, p);
    ask_of(draw, 0, word, p);
    for (int i = 0, k = 0; i < search->nmodules; i++)
        if (word->modules[i])
            draw->modules[k++] = search->modules[i].id;
}

static int is_of_few(const lic_search_t *search, apr_int64_t module)
{
    for (int i = 0; i < search->nmodules; i++)
        if (search->modules[i].id == module)
            return search->modules[i].used <= LIC_DRAWN_MOST;
    return 1;
}

int lic_search_draws(lic_draw_t draws[LIC_DRAWS_MAX], const lic_search_t *search, apr_int64_t module, int status,
                     apr_pool_t *p)
{
    int n = 0;
    lic_draw_t *draw;
    draw_personal(draws, &n, search, p);
    for (int i = 0; i < search->nwords; i++)
        if (!search->words[i].plain && (draw = draw_add(draws, &n))) {
            draw->from = search->words[i].from;
            draw->until = search->words[i].until;
        }
    if (module && is_of_few(search, module) && (draw = draw_add(draws, &n)))
        draw->modules[0] = module;
    if (status >= 0 && (draw = draw_add(draws, &n)))
        draw->status = status;
    for (int i = 0; i < search->nwords; i++)
        if (search->words[i].modules)
            draw_either(draws, &n, search, &search->words[i], p);
    return n;
}

void lic_search_pattern(const char **pattern, const char **other, const lic_search_t *search, apr_pool_t *p)
{
    const lic_sought_t *word = longest(search, NULL);
    *pattern = *other = "";
    if (!word)
        return;
    likes_of(pattern, other, word, p);
    if (*pattern == *other)
        *other = "";
}
