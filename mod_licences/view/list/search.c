/* view/list/search.c  Takes apart what was typed into a search field, and checks a row by it. */
#include "view/list/search.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"
#include "base/text_fold.h"
#include "base/text_locale.h"

enum { TERMS_MAX = 16, DATE_TERMS = 4, LETTERS = LIC_TERM_LETTERS };

/* --- taking apart ------------------------------------------------------------------------------------------------ */

/* Each turn goes on by the word's length, and nothing is found by a word without any. */
static int has(const char *text, const char *term, int beginning)
{
    const apr_size_t length = strlen(term);
    for (const char *at = length ? strstr(text, term) : NULL; at; at = strstr(at + length, term))
        if (!beginning || (at > text && at[-1] == ' '))
            return 1;
    return 0;
}

static int term_in(const lic_term_t *term, const char *text)
{
    const int beginning = term->letters < LETTERS;
    return has(text, term->plain, beginning) || (term->other != term->plain && has(text, term->other, beginning));
}

/* Typed words without what only separates them: "Kirk, Mette". */
static int split(const char *terms[TERMS_MAX], const char *typed, apr_pool_t *p)
{
    int n = 0;
    char *rest, *copy = apr_pstrdup(p, typed);
    for (char *term = apr_strtok(copy, " \t", &rest); term && n < TERMS_MAX; term = apr_strtok(NULL, " \t", &rest)) {
        apr_size_t length;
        term += strspn(term, ",;");
        for (length = strlen(term); length && strchr(",;", term[length - 1]); length--)
            ;
        term[length] = '\0';
        if (*term)
            terms[n++] = term;
    }
    return n;
}

/* "9.30", "10:00": minutes of the day, or -1. */
static int minutes_of(const char *term)
{
    char *end;
    apr_int64_t hours = apr_strtoi64(term, &end, 10);
    if (!apr_isdigit(term[0]) || end > term + 2 || (*end != ':' && *end != '.') || !apr_isdigit(end[1]) ||
        !apr_isdigit(end[2]) || end[3])
        return -1;
    int minutes = (end[1] - '0') * 10 + end[2] - '0';
    return hours < 24 && minutes < 60 ? (int)hours * 60 + minutes : -1;
}

/* The minute of a date at which the account's clocks show it; once is enough where they show it twice. */
static void within_minute(lic_term_t *term, const lic_zone_t *zone, int minutes)
{
    apr_time_t at = term->from + apr_time_from_sec(minutes * 60);
    at += apr_time_from_sec(lic_zone_offset(zone, term->from) - lic_zone_offset(zone, at));
    term->from = at;
    term->until = at + apr_time_from_sec(60);
}

/* How many of the words are a date, and its time of day, at their beginning; 0: none. */
static int read_date(lic_term_t *term, const char *const *terms, int n, const lic_account_t *account,
                     const char *locale, apr_pool_t *p)
{
    for (int used = n < DATE_TERMS ? n : DATE_TERMS; used > 0; used--) {
        const char *text = terms[0];
        for (int i = 1; i < used; i++)
            text = apr_pstrcat(p, text, " ", terms[i], NULL);
        lic_date_t date = lic_text_parse_date(locale, text, p);
        if (date == LIC_DATE_NONE)
            continue;
        term->from = lic_zone_start(account->zone, date);
        term->until = lic_zone_start(account->zone, date + 1);
        int minutes = used < n ? minutes_of(terms[used]) : -1;
        if (minutes >= 0)
            within_minute(term, account->zone, minutes);
        return used + (minutes >= 0);
    }
    return 0;
}

static const char *modules_with(const lic_term_t *term, const lic_module_t *modules, int n, apr_pool_t *p)
{
    int any = 0;
    char *which = apr_pcalloc(p, (apr_size_t)n + 1);
    for (int i = 0; i < n; i++)
        any |= which[i] = (char)term_in(term, modules[i].terms);
    return any ? which : NULL;
}

/*
 * What was typed without a blank, folded: no term where nothing is left of it (an accent alone, what isn't seen), and
 * more than one where a blank is (O´Reilly), as rows have them. Returns how many, at most `room`.
 */
static int read_terms(lic_term_t *terms, int room, const char *typed, const lic_search_t *search, apr_pool_t *p)
{
    int n = 0;
    char *rest, *other_rest;
    char *plain = apr_strtok(apr_pstrdup(p, lic_text_fold(typed, p)), " ", &rest);
    char *other = apr_strtok(apr_pstrdup(p, lic_text_transcribe(typed, p)), " ", &other_rest);
    for (; plain && other && n < room; n++) {
        lic_term_t *term = &terms[n];
        term->plain = plain;
        term->other = strcmp(plain, other) ? other : plain;
        term->letters = lic_text_characters(plain);
        term->modules = modules_with(term, search->modules, search->nmodules, p);
        plain = apr_strtok(NULL, " ", &rest);
        other = apr_strtok(NULL, " ", &other_rest);
    }
    return n;
}

lic_search_t *lic_search_parse(const char *typed, const lic_account_t *account, const char *locale,
                               const lic_module_t *modules, int nmodules, apr_pool_t *p)
{
    const char *split_words[TERMS_MAX];
    lic_search_t *search = apr_pcalloc(p, sizeof(*search));
    lic_term_t *terms = apr_pcalloc(p, sizeof(*terms) * TERMS_MAX);
    search->terms = terms;
    search->modules = modules;
    search->nmodules = nmodules;
    int n = typed ? split(split_words, typed, p) : 0;
    for (int i = 0; i < n && search->nterms < TERMS_MAX;) {
        lic_term_t *next = &terms[search->nterms];
        int used = read_date(next, split_words + i, n - i, account, locale, p);
        search->nterms += used ? 1 : read_terms(next, TERMS_MAX - search->nterms, split_words[i], search, p);
        i += used ? used : 1;
    }
    return search;
}

/* --- matching ----------------------------------------------------------------------------------------------------- */

static int module_matches(const lic_search_t *search, const lic_term_t *term, apr_int64_t module)
{
    for (int i = 0; term->modules && i < search->nmodules; i++)
        if (search->modules[i].id == module)
            return term->modules[i];
    return 0;
}

static int time_matches(const lic_term_t *term, const lic_searched_t *row)
{
    for (unsigned i = 0; i < sizeof(row->times) / sizeof(row->times[0]); i++)
        if (row->times[i] && row->times[i] >= term->from && row->times[i] < term->until)
            return 1;
    return 0;
}

int lic_search_matches(const lic_search_t *search, const lic_searched_t *row)
{
    for (int i = 0; i < search->nterms; i++) {
        const lic_term_t *term = &search->terms[i];
        if (term->plain ? !term_in(term, row->text) && !module_matches(search, term, row->module)
                        : !time_matches(term, row))
            return 0;
    }
    return 1;
}
