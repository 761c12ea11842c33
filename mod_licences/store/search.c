/* store/search.c  The words that an employee is found by, and the index of them. */
#include "store/search.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "base/text_fold.h"
#include "store/connection.h"
#include "store/json_rows.h"
#include "store/statement.h"

/* Within a name these begin a word of their own: Anne-Marie, O'Reilly, Müller/Hansen */
#define INNER "-'./(\""

typedef struct search_text_t {
    char *text;
    apr_size_t length;
    int characters;
    apr_pool_t *pool;
} search_text_t;

static int has_word(const search_text_t *g, const char *word, apr_size_t length)
{
    for (const char *at = g->text; (at = strstr(at, "  ")); at += 2)
        if (!strncmp(at + 2, word, length) && (at[2 + length] == '\0' || at[2 + length] == ' '))
            return 1;
    return 0;
}

static void add_word(search_text_t *g, const char *word)
{
    const int characters = lic_text_characters(word) + 2;
    const apr_size_t length = strlen(word);
    if (!length || has_word(g, word, length) || g->characters + characters > LIC_SEARCH_MAX)
        return;
    memcpy(g->text + g->length, "  ", 2);
    memcpy(g->text + g->length + 2, word, length + 1);
    g->length += length + 2;
    g->characters += characters;
}

/* Folded text has only plain blanks between words, and only straight quotation marks. */
static void add_folded(search_text_t *g, const char *folded, int inner)
{
    char *rest, *words = apr_pstrdup(g->pool, folded);
    for (char *word = apr_strtok(words, " ", &rest); word; word = apr_strtok(NULL, " ", &rest)) {
        /* a word that is longer than the column is cut, so that it is found by its beginning */
        add_word(g, lic_text_cut(word, LIC_SEARCH_MAX - 2, g->pool));
        for (const char *at = word; inner && (at = strpbrk(at, INNER));)
            add_word(g, lic_text_cut(++at, LIC_SEARCH_MAX - 2, g->pool));
    }
}

static void add_words(search_text_t *g, const char *text, int inner)
{
    add_folded(g, lic_text_fold(text, g->pool), inner);
    add_folded(g, lic_text_transcribe(text, g->pool), inner);
}

const char *lic_search_text(const char *name, const char *login, const char *initials, const char *email, apr_pool_t *p)
{
    search_text_t g = {.text = apr_pcalloc(p, LIC_SEARCH_MAX * 4 + 1), .pool = p};
    add_words(&g, name, 1);
    add_words(&g, login, 0);
    add_words(&g, initials, 0);
    add_words(&g, email, 0);
    return g.text;
}

lic_error_t *lic_search_insert(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_SEARCH_INSERT, scratch, account, rows);
}

lic_error_t *lic_search_remove(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_SEARCH_REMOVE, scratch, account, rows);
}

/* The next rows after *id, which moves on. *read: how many there were */
static lic_error_t *fill_some(int *read, apr_int64_t *id, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *list = lic_json_rows_make(p);
    *read = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SEARCH_NEXT, p, account, *id, (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (; lic_rows_next(rows); ++*read) {
        *id = lic_rows_int(rows, LIC_C_SEARCH_NEXT_ID);
        const char *text = lic_search_text(
            lic_rows_text(rows, LIC_C_SEARCH_NEXT_NAME), lic_rows_text(rows, LIC_C_SEARCH_NEXT_LOGIN),
            lic_rows_text(rows, LIC_C_SEARCH_NEXT_INITIALS), lic_rows_text(rows, LIC_C_SEARCH_NEXT_EMAIL), p);
        lic_json_rows_add(list);
        lic_json_rows_int(list, *id);
        lic_json_rows_text(list, text);
        if (lic_db_dialect(db) == LIC_SQLITE)
            LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SEARCH_SAVE_ONE, p, text, account, *id));
    }
    if (!*read)
        return NULL;
    const char *words = lic_json_rows_end(list);
    if (lic_db_dialect(db) != LIC_SQLITE)
        LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SEARCH_SAVE, p, account, words));
    return lic_search_insert(db, account, words, p);
}

static lic_error_t *fill_account(lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    apr_pool_t *some;
    apr_int64_t id = 0;
    int read;
    lic_error_t *err;
    apr_pool_create(&some, p);
    do {
        apr_pool_clear(some);
        err = fill_some(&read, &id, db, account, some);
    } while (!err && read == LIC_JSON_ROWS_MAX);
    err = err ? lic_error_wrap(err, p, "folding the words of employees") : NULL;
    apr_pool_destroy(some);
    return err;
}

lic_error_t *lic_search_fill(lic_db_t *db, apr_pool_t *scratch)
{
    apr_int64_t account = 0;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SEARCH_CLEAR, scratch));
    do {
        lic_rows_t *rows;
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_SEARCH_ACCOUNT, scratch, account));
        account = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_SEARCH_ACCOUNT_ACCOUNT) : 0;
        if (account)
            LIC_TRY(fill_account(db, account, scratch));
    } while (account);
    return NULL;
}
