#include "view/search.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/operation.h"

enum { WORDS_MAX = 16, DATE_WORDS = 4, LETTERS = 3, ASKED_MAX = 10, PARTS_MAX = ASKED_MAX - LETTERS + 1 };

/* --- taking apart ------------------------------------------------------------------------------------------------ */

static int letters_of(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

static int has(const char *text, const char *word, int beginning)
{
    apr_size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at += length)
        if (!beginning || (at > text && at[-1] == ' '))
            return 1;
    return 0;
}

static int word_in(const lic_sought_t *word, const char *text)
{
    const int beginning = word->letters < LETTERS;
    return has(text, word->plain, beginning) || (word->other != word->plain && has(text, word->other, beginning));
}

/* Typed words without what only separates them: "Kirk, Mette". */
static int split(const char *words[WORDS_MAX], const char *typed, apr_pool_t *p)
{
    int n = 0;
    char *rest, *copy = apr_pstrdup(p, typed);
    for (char *word = apr_strtok(copy, " \t", &rest); word && n < WORDS_MAX; word = apr_strtok(NULL, " \t", &rest)) {
        apr_size_t length;
        word += strspn(word, ",;");
        for (length = strlen(word); length && strchr(",;", word[length - 1]); length--)
            ;
        word[length] = '\0';
        if (*word)
            words[n++] = word;
    }
    return n;
}

/* "9.30", "10:00": minutes of the day, or -1. */
static int minutes_of(const char *word)
{
    char *end;
    apr_int64_t hours = apr_strtoi64(word, &end, 10);
    if (!apr_isdigit(word[0]) || end > word + 2 || (*end != ':' && *end != '.') || !apr_isdigit(end[1]) ||
        !apr_isdigit(end[2]) || end[3])
        return -1;
    int minutes = (end[1] - '0') * 10 + end[2] - '0';
    return hours < 24 && minutes < 60 ? (int)hours * 60 + minutes : -1;
}

/* The minute of a date at which the account's clocks show it; once is enough where they show it twice. */
static void within_minute(lic_sought_t *word, const lic_zone_t *zone, int minutes)
{
    apr_time_t at = word->from + apr_time_from_sec(minutes * 60);
    at += apr_time_from_sec(lic_zone_offset(zone, word->from) - lic_zone_offset(zone, at));
    word->from = at;
    word->until = at + apr_time_from_sec(60);
}

/* How many of the words are a date, and its time of day, at their beginning; 0: none. */
static int read_date(lic_sought_t *word, const char *const *words, int n, const lic_account_t *account, apr_pool_t *p)
{
    for (int used = n < DATE_WORDS ? n : DATE_WORDS; used > 0; used--) {
        const char *text = words[0];
        for (int i = 1; i < used; i++)
            text = apr_pstrcat(p, text, " ", words[i], NULL);
        lic_date_t date = lic_text_parse_date(account->locale, text, p);
        if (date == LIC_DATE_NONE)
            continue;
        word->from = lic_zone_start(account->zone, date);
        word->until = lic_zone_start(account->zone, date + 1);
        int minutes = used < n ? minutes_of(words[used]) : -1;
        if (minutes >= 0)
            within_minute(word, account->zone, minutes);
        return used + (minutes >= 0);
    }
    return 0;
}

static const char *modules_with(const lic_sought_t *word, const lic_module_t *modules, int n, apr_pool_t *p)
{
    int any = 0;
    char *which = apr_pcalloc(p, (apr_size_t)n + 1);
    for (int i = 0; i < n; i++)
        any |= which[i] = (char)word_in(word, modules[i].words);
    return any ? which : NULL;
}

static void read_word(lic_sought_t *word, const char *typed, const lic_search_t *search, apr_pool_t *p)
{
    word->plain = lic_text_fold(typed, p);
    word->other = lic_text_transcribe(typed, p);
    if (!strcmp(word->plain, word->other))
        word->other = word->plain;
    word->letters = letters_of(word->plain);
    word->modules = modules_with(word, search->modules, search->nmodules, p);
}

lic_search_t *lic_search_parse(const char *typed, const lic_account_t *account, const lic_module_t *modules,
                               int nmodules, apr_pool_t *p)
{
    const char *split_words[WORDS_MAX];
    lic_search_t *search = apr_pcalloc(p, sizeof(*search));
    lic_sought_t *words = apr_pcalloc(p, sizeof(*words) * WORDS_MAX);
    search->words = words;
    search->modules = modules;
    search->nmodules = nmodules;
    int n = typed ? split(split_words, typed, p) : 0;
    for (int i = 0; i < n;) {
        lic_sought_t *word = &words[search->nwords];
        int used = read_date(word, split_words + i, n - i, account, p);
        if (!used)
            read_word(word, split_words[i], search, p);
        search->nwords += used || word->letters;
        i += used ? used : 1;
    }
    return search;
}

/* --- matching ----------------------------------------------------------------------------------------------------- */

static int module_matches(const lic_search_t *search, const lic_sought_t *word, apr_int64_t module)
{
    for (int i = 0; word->modules && i < search->nmodules; i++)
        if (search->modules[i].id == module)
            return word->modules[i];
    return 0;
}

static int time_matches(const lic_sought_t *word, const lic_searched_t *row)
{
    for (unsigned i = 0; i < sizeof(row->times) / sizeof(row->times[0]); i++)
        if (row->times[i] && row->times[i] >= word->from && row->times[i] < word->until)
            return 1;
    return 0;
}

int lic_search_matches(const lic_search_t *search, const lic_searched_t *row)
{
    for (int i = 0; i < search->nwords; i++) {
        const lic_sought_t *word = &search->words[i];
        if (word->plain ? !word_in(word, row->text) && !module_matches(search, word, row->module)
                        : !time_matches(word, row))
            return 0;
    }
    return 1;
}

/* --- what an index can find --------------------------------------------------------------------------------------- */

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

/* ("sor" AND "ore" AND "ren"), each quotation mark in them doubled. */
static const char *parts_of(const char *spelling, int beginning, apr_pool_t *p)
{
    const char *text = beginning ? apr_pstrcat(p, "  ", spelling, NULL) : spelling, *all = "";
    for (int n = 0; n < PARTS_MAX && letters_of(text) >= LETTERS; n++) {
        char part[2 * 4 * LETTERS + 1], *to = part;
        int letters = 0;
        for (const char *at = text; *at; at++) {
            letters += (*at & 0xc0) != 0x80;
            if (letters > LETTERS)
                break;
            if (*at == '"')
                *to++ = '"';
            *to++ = *at;
        }
        *to = '\0';
        all = apr_pstrcat(p, all, *all ? " AND " : "(", "\"", part, "\"", NULL);
        for (text++; (*text & 0xc0) == 0x80; text++)
            ;
    }
    return apr_pstrcat(p, all, ")", NULL);
}

static const char *match_of(const lic_sought_t *word, apr_pool_t *p)
{
    const int beginning = word->letters < LETTERS;
    const char *plain = parts_of(word->plain, beginning, p);
    return word->other == word->plain
               ? plain
               : apr_pstrcat(p, "(", plain, " OR ", parts_of(word->other, beginning, p), ")", NULL);
}

/* What an index is asked for: the beginning of a long word tells enough, and all that ends in @example.com little more.
 */
static void asked_of(const char **pattern, const char **other, const lic_sought_t *word, apr_pool_t *p)
{
    lic_sought_t beginning = *word;
    beginning.plain = lic_column_cut(word->plain, ASKED_MAX, p);
    beginning.other = word->other == word->plain ? beginning.plain : lic_column_cut(word->other, ASKED_MAX, p);
    likes_of(pattern, other, &beginning, p);
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

/* All the words that only employees can have, at once. */
static void draw_personal(lic_draw_t *draws, int *n, const lic_search_t *search, apr_pool_t *p)
{
    const lic_sought_t *first = longest(search, NULL), *second = first ? longest(search, first) : NULL;
    lic_draw_t *draw = first ? draw_add(draws, n) : NULL;
    if (!draw)
        return;
    asked_of(&draw->likes[0], &draw->likes[1], first, p);
    if (second)
        asked_of(&draw->likes[2], &draw->likes[3], second, p);
    for (int i = 0; i < search->nwords; i++)
        if (is_personal(&search->words[i]))
            draw->match =
                apr_pstrcat(p, draw->match, *draw->match ? " AND " : "", match_of(&search->words[i], p), NULL);
}

/* A word that employees and modules can have: all of both, unless these are many modules. */
static void draw_either(lic_draw_t *draws, int *n, const lic_search_t *search, const lic_sought_t *word, apr_pool_t *p)
{
    int count = 0;
    for (int i = 0; i < search->nmodules; i++)
        count += word->modules[i];
    lic_draw_t *draw = count <= LIC_DRAWN_MODULES ? draw_add(draws, n) : NULL;
    if (!draw)
        return;
    draw->match = match_of(word, p);
    asked_of(&draw->likes[0], &draw->likes[1], word, p);
    for (int i = 0, k = 0; i < search->nmodules; i++)
        if (word->modules[i])
            draw->modules[k++] = search->modules[i].id;
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
    if (module && (draw = draw_add(draws, &n)))
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
