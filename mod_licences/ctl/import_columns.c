/* ctl/import_columns.c  Headings: our own names, those that were mapped, those of the account's language. */
#include "import_columns.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "base/text_fold.h"

#define EXPECTED                                                                                                       \
    "the first line names the columns, in any order, parted by , or ; or tabs: login, name (or first_name and "        \
    "last_name), email, and if wanted initials, status, roles, external, start, end"

static const char *const names[COLUMNS] = {[COLUMN_LOGIN] = "login",
                                           [COLUMN_NAME] = "name",
                                           [COLUMN_EMAIL] = "email",
                                           [COLUMN_INITIALS] = "initials",
                                           [COLUMN_STATUS] = "status",
                                           [COLUMN_ROLES] = "roles",
                                           [COLUMN_EXTERNAL] = "external",
                                           [COLUMN_FIRST] = "first_name",
                                           [COLUMN_LAST] = "last_name",
                                           [COLUMN_START] = "start",
                                           [COLUMN_END] = "end",
                                           [COLUMN_ID] = "id",
                                           [COLUMN_CREATED] = "created_at",
                                           [COLUMN_ACTIVATED] = "activated_at",
                                           [COLUMN_MARKED] = "marked_until"};

/* The heading being looked at */
typedef struct lic_heading_args_t {
    int *place;
    const lic_headings_t *headings;
    apr_hash_t *mapped; /* folded heading → const char *[2]: heading, column's name; those that were found are NULL */
    apr_hash_t *words;  /* folded heading → column's name; NULL: not asked for yet */
    const char *wrong;  /* all that is wrong so far */
    apr_pool_t *pool;
} lic_heading_args_t;

/* E-mail, email and E_MAIL are one */
static const char *fold(const char *text, apr_pool_t *p)
{
    char *folded = apr_pstrdup(p, lic_text_fold(text, p)), *to = folded;
    for (const char *at = folded; *at; at++)
        if (!strchr(" -_.", *at))
            *to++ = *at;
    *to = '\0';
    return folded;
}

static int column_of(const char *name, apr_pool_t *p)
{
    const char *folded = fold(name, p);
    if (!strcmp(folded, "starts") || !strcmp(folded, "ends")) /* as our own exports have it */
        return *folded == 's' ? COLUMN_START : COLUMN_END;
    for (int i = 0; i < COLUMNS; i++)
        if (!strcmp(folded, fold(names[i], p)))
            return i;
    return -1;
}

static void complain(lic_heading_args_t *args, const char *what, const char *which)
{
    args->wrong = apr_pstrcat(args->pool, args->wrong, *args->wrong ? "; " : "", what, which, NULL);
}

/* --- words of others ---------------------------------------------------------------------------- */

static int add_mapped(void *baton, const char *heading, const char *name)
{
    lic_heading_args_t *args = baton;
    const char **pair = apr_palloc(args->pool, sizeof(*pair) * 2);
    pair[0] = heading;
    pair[1] = name;
    apr_hash_set(args->mapped, fold(heading, args->pool), APR_HASH_KEY_STRING, pair);
    if (column_of(name, args->pool) < 0)
        complain(args, "--map: there is no column to be filled that is called ", name);
    return 1;
}

static lic_error_t *load_words(lic_heading_args_t *args)
{
    const char *lines = "";
    char *rest;
    args->words = apr_hash_make(args->pool);
    if (args->headings->words)
        LIC_TRY(args->headings->words(&lines, args->headings->baton, args->pool));
    for (char *line = apr_strtok(apr_pstrdup(args->pool, lines), "\n", &rest); line;
         line = apr_strtok(NULL, "\n", &rest)) {
        char *tab = strchr(line, '\t');
        if (!tab)
            continue;
        *tab = '\0';
        apr_hash_set(args->words, fold(tab + 1, args->pool), APR_HASH_KEY_STRING, line);
    }
    return NULL;
}

/* --- a heading ---------------------------------------------------------------------------------- */

static lic_error_t *find_column(int *column, lic_heading_args_t *args, const char *cell)
{
    *column = column_of(cell, args->pool);
    if (*column >= 0)
        return NULL;
    if (!args->words)
        LIC_TRY(load_words(args));
    const char *name = apr_hash_get(args->words, fold(cell, args->pool), APR_HASH_KEY_STRING);
    *column = name ? column_of(name, args->pool) : -1;
    return NULL;
}

static int take_mapped(lic_heading_args_t *args, const char *cell, int at)
{
    const char *folded = fold(cell, args->pool), *const *pair = apr_hash_get(args->mapped, folded, APR_HASH_KEY_STRING);
    const int column = pair ? column_of(pair[1], args->pool) : -1;
    if (column < 0)
        return 0;
    apr_hash_set(args->mapped, folded, APR_HASH_KEY_STRING, NULL);
    if (args->place[column] >= 0)
        complain(args, "two columns are to be ", names[column]);
    args->place[column] = at;
    return 1;
}

/* What was mapped comes first, so that a file's own column of the same name is another one */
static lic_error_t *take_named(lic_heading_args_t *args, const char *cell, int at, const int *is_mapped)
{
    int column;
    LIC_TRY(find_column(&column, args, cell));
    const int taken = column >= 0 ? args->place[column] : -1;
    if (taken >= 0 && !is_mapped[taken])
        complain(args, "two columns are called ", names[column]);
    else if (column >= 0 && taken < 0)
        args->place[column] = at;
    else if (!args->headings->ignore_unknown)
        complain(args, "there is no column ", cell);
    return NULL;
}

/* One who is there by a number of the partner's own needs no log-in to be found */
static void check_needed(lic_heading_args_t *args)
{
    const int *place = args->place;
    if (place[COLUMN_LOGIN] < 0 && place[COLUMN_EXTERNAL] < 0)
        complain(args, "there is no column called ", names[COLUMN_LOGIN]);
    if (place[COLUMN_NAME] < 0 && place[COLUMN_FIRST] < 0 && place[COLUMN_LAST] < 0)
        complain(args, "there is no column called ", names[COLUMN_NAME]);
    if (place[COLUMN_EMAIL] < 0)
        complain(args, "there is no column called ", names[COLUMN_EMAIL]);
    for (apr_hash_index_t *at = apr_hash_first(args->pool, args->mapped); at; at = apr_hash_next(at))
        complain(args, "--map: the file has no column ", *(const char *const *)apr_hash_this_val(at));
}

static lic_error_t *verdict(const lic_heading_args_t *args)
{
    if (!*args->wrong)
        return NULL;
    const char *help = strstr(args->wrong, "there is no column ") && !args->headings->ignore_unknown
                           ? "; --map HEADING=column says which is which, --ignore-unknown leaves others out"
                           : "";
    return lic_error_make(args->pool, LIC_REFUSED, "csv-heading", "line 1: %s; " EXPECTED "%s", args->wrong, help);
}

lic_error_t *lic_import_columns_find(int place[COLUMNS], const int **nameless, const lic_headings_t *headings,
                                     const char *const *cells, int n, apr_pool_t *p)
{
    lic_heading_args_t args = {
        .place = place, .headings = headings, .mapped = apr_hash_make(p), .wrong = "", .pool = p};
    int *is_mapped = apr_pcalloc(p, sizeof(int) * (apr_size_t)(n + 1)),
        *empty = apr_palloc(p, sizeof(int) * (apr_size_t)(n + 1));
    int nempty = 0;
    for (int i = 0; i < COLUMNS; i++)
        place[i] = -1;
    if (headings->mapped)
        apr_table_do(add_mapped, &args, headings->mapped, NULL);
    for (int i = 0; i < n; i++)
        is_mapped[i] = take_mapped(&args, cells[i], i);
    for (int i = 0; i < n; i++)
        if (!*fold(cells[i], p))
            empty[nempty++] = i;
        else if (!is_mapped[i])
            LIC_TRY(take_named(&args, cells[i], i, is_mapped));
    empty[nempty] = -1;
    *nameless = empty;
    if (n)
        check_needed(&args);
    else
        complain(&args, "there is nothing in the file", "");
    return verdict(&args);
}
