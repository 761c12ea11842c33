/*
 * Searching: what was typed is taken apart and matched within bounds; whoever is named by every word of their own name
 * is found by it; and whatever matches is brought by each way of asking the database, here by an own reading of
 * SQLite's MATCH and of LIKE. Lines: typed, name, log-in, initials, e-mail.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/text_fold.h"
#include "store/search.h"
#include "view/list/lookup.h"

enum { WORDS = 16, LETTERS = 3 };

/* --- LIKE … ESCAPE '!' --- */

static const char *letter_after(const char *text)
{
    for (text++; (*text & 0xc0) == 0x80; text++)
        ;
    return text;
}

static int is_like(const char *text, const char *pattern)
{
    const char *star = NULL, *from = NULL; /* where to go on after the last % */
    while (*text) {
        const int escapes = *pattern == '!';
        if (*pattern == '%') {
            star = ++pattern;
            from = text;
        } else if (*pattern == '_') {
            pattern++;
            text = letter_after(text);
        } else if (pattern[escapes] == *text) {
            pattern += escapes + 1;
            text++;
        } else if (star) {
            pattern = star;
            text = ++from;
        } else {
            return 0;
        }
    }
    return !pattern[strspn(pattern, "%")];
}

/* --- the patterns, [["%a%","%b%"],["%c%"]] --- */

/* A text of JSON, of which only \\u00XX is escaped, from its quotation mark on. */
static const char *read_text(const char **at, apr_pool_t *p)
{
    char *text = apr_pstrdup(p, *at), *to = text;
    HOLDS(**at == '"');
    for (++*at; **at != '"'; ++*at) {
        HOLDS((unsigned char)**at >= ' ');
        if (**at == '\\') {
            HOLDS(!strncmp(*at, "\\u00", 4));
            *to++ = (char)strtol(apr_pstrndup(p, *at + 4, 2), NULL, 16);
            *at += 5;
        } else {
            *to++ = **at;
        }
    }
    ++*at;
    *to = '\0';
    return text;
}

/* Whether the text is like one of each row; at most WORDS rows of at most two. */
static int is_like_all(const char *text, const char *patterns, apr_pool_t *p)
{
    int all = 1, rows = 0;
    HOLDS(*patterns == '[');
    for (patterns++; *patterns != ']'; patterns += *patterns == ',') {
        int any = 0, spellings = 0;
        HOLDS(*patterns == '[' && rows++ < WORDS);
        for (patterns++; *patterns != ']'; patterns += *patterns == ',', spellings++)
            any |= is_like(text, read_text(&patterns, p));
        patterns++;
        HOLDS(spellings == 1 || spellings == 2);
        all &= any;
    }
    HOLDS(!patterns[1]);
    return all;
}

/* --- MATCH, of what an index of three-letter parts can be asked --- */

static int read_any(const char **at, const char *text, apr_pool_t *p);

static int read_part(const char **at, const char *text, apr_pool_t *p)
{
    char *part = apr_pstrdup(p, ++*at), *to = part;
    for (;; ++*at) {
        HOLDS(**at);
        if (**at == '"' && *++*at != '"')
            break;
        *to++ = **at;
    }
    *to = '\0';
    return lic_text_characters(part) >= LETTERS && strstr(text, part);
}

static int read_one(const char **at, const char *text, apr_pool_t *p)
{
    if (**at == '"')
        return read_part(at, text, p);
    HOLDS(**at == '(');
    ++*at;
    const int is = read_any(at, text, p);
    HOLDS(**at == ')');
    ++*at;
    return is;
}

static int read_any(const char **at, const char *text, apr_pool_t *p)
{
    int is = read_one(at, text, p);
    while (!strncmp(*at, " AND ", 5) || !strncmp(*at, " OR ", 4)) {
        const int both = (*at)[1] == 'A';
        *at += both ? 5 : 4;
        const int other = read_one(at, text, p);
        is = both ? is && other : is || other;
    }
    return is;
}

/* --- what must hold --- */

static void is_brought(const lic_lookup_t *lookup, const lic_searched_t *row, apr_pool_t *p)
{
    for (size_t i = 0; i < sizeof(row->times) / sizeof(*row->times); i++)
        if (row->times[i] && row->times[i] >= lookup->from && row->times[i] < lookup->until)
            return;
    for (size_t i = 0; i < sizeof(lookup->modules) / sizeof(*lookup->modules); i++)
        if (row->module && row->module == lookup->modules[i])
            return;
    const char *at = lookup->match;
    HOLDS(*at);
    HOLDS(read_any(&at, row->text, p) && !*at);
    HOLDS(is_like_all(row->text, lookup->patterns, p));
}

static void take_row(const lic_search_t *search, const lic_searched_t *row, apr_pool_t *p)
{
    lic_lookup_t lookups[LIC_LOOKUPS_MAX];
    const int n = lic_search_lookups(lookups, search, 0, -1, p), matches = lic_search_matches(search, row);
    HOLDS(n >= 0 && n <= LIC_LOOKUPS_MAX);
    HOLDS(search->nterms || matches);
    const int like = is_like_all(row->text, lic_search_patterns(search, p), p);
    if (!lic_search_has_others(search))
        HOLDS(like == matches); /* then nothing is left to be checked */
    if (!matches)
        return;
    for (int i = 0; i < n; i++)
        is_brought(&lookups[i], row, p);
    HOLDS(like);
}

static void are_words(const lic_search_t *search, size_t typed, apr_pool_t *p)
{
    HOLDS(search->nterms >= 0 && search->nterms <= WORDS);
    for (int i = 0; i < search->nterms; i++) {
        const lic_term_t *term = &search->terms[i];
        if (term->plain) {
            HOLDS(term->letters > 0 && term->letters == lic_text_characters(term->plain) && *term->other);
            HOLDS(strlen(term->plain) <= 20 * typed && !strcmp(lic_text_fold(term->plain, p), term->plain));
        } else {
            HOLDS(term->from < term->until && term->until - term->from <= apr_time_from_sec(50 * 3600));
        }
    }
}

/* Whether each word of a name is among the words of its row: what the column has no room for isn't */
static int has_all(const char *text, const char *name, apr_pool_t *p)
{
    char *rest, *terms = apr_pstrdup(p, lic_text_fold(name, p));
    for (char *term = apr_strtok(terms, " ", &rest); term; term = apr_strtok(NULL, " ", &rest))
        if (!strstr(apr_pstrcat(p, text, "  ", NULL), apr_pstrcat(p, "  ", term, "  ", NULL)))
            return 0;
    return 1;
}

static void finds_itself(const lic_searched_t *row, const char *name, const lic_account_t *account, apr_pool_t *p)
{
    if (!lic_text_valid_line(name, 200) || strpbrk(name, ",;") || !has_all(row->text, name, p))
        return;
    const lic_search_t *search = lic_search_parse(name, account, account->locale, NULL, 0, p);
    for (int i = 0; i < search->nterms; i++)
        if (!search->terms[i].plain)
            return; /* is a date, too */
    HOLDS(lic_search_matches(search, row));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const lic_module_t modules[] = {{.id = 1, .key = "crm", .name = "CRM", .terms = "  crm", .used = 5},
                                           {.id = 2, .key = "outlook", .terms = "  outlook  add-in", .used = 9000}};
    apr_pool_t *p = fuzz_pool();
    lic_zone_t *zone;
    const char *text = fuzz_text(data, size, p), *typed = fuzz_line(&text, p), *name = fuzz_line(&text, p);
    const char *login = fuzz_line(&text, p), *initials = fuzz_line(&text, p), *email = fuzz_line(&text, p);
    HOLDS(!lic_zone_open(&zone, "Europe/Copenhagen", p));
    const lic_account_t account = {.id = 1, .locale = size % 2 ? "da-DK" : "en-GB", .zone = zone};
    const lic_search_t *search = lic_search_parse(typed, &account, account.locale, modules, 2, p);
    lic_searched_t row = {
        lic_search_text(name, login, initials, email, p), (apr_int64_t)(size % 3), {1795514400000000}};
    HOLDS(lic_text_characters(row.text) <= LIC_SEARCH_MAX);
    are_words(search, strlen(typed), p);
    take_row(search, &row, p);
    finds_itself(&row, name, &account, p);
    return 0;
}
