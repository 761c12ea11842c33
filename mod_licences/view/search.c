#include "view/search.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"

enum { WORDS_MAX = 16, DATE_WORDS = 4, LETTERS = LIC_SOUGHT_LETTERS };

/* --- taking apart ------------------------------------------------------------------------------------------------ */

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
    word->letters = lic_text_characters(word->plain);
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
