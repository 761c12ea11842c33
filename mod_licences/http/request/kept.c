/* http/request/kept.c  Writes the rows of a list to a file, and reads them back. */
#include "http/request/kept.h"

#include <string.h>

#include <apr_strings.h>

#include "http/request/body.h"

enum { LOGIN, NAME, INITIALS, EMAIL, EXTERNAL, MODULES, WRONG, ELEMENT, TEXTS };

/* Precedes each row. The texts follow it, one after another; length -1: NULL. */
typedef struct lic_head_t {
    apr_int64_t line, id;
    int status, code;
    lic_plan_dates_t dates;
    const char *problem; /* of this program: a literal; NULL: the row isn't wrong */
    int lengths[TEXTS];
} lic_head_t;

struct lic_kept_t {
    apr_file_t *file;
    apr_pool_t *pool;
};

static lic_error_t *broken(const lic_kept_t *kept)
{
    return lic_error_make(kept->pool, LIC_UNAVAILABLE, "body-broken", "what was sent can't be kept here just now");
}

lic_error_t *lic_kept_make(lic_kept_t **kept, const lic_exchange_t *x)
{
    *kept = apr_pcalloc(x->pool, sizeof(**kept));
    (*kept)->pool = x->pool;
    return lic_body_open(&(*kept)->file, x);
}

/* Keys have no blanks in them */
static const char *joined(const char *const *modules, apr_pool_t *p)
{
    const char *text = NULL;
    for (; modules && *modules; modules++)
        text = text ? apr_pstrcat(p, text, " ", *modules, NULL) : *modules;
    return text;
}

static const char *const *parted(const char *text, apr_pool_t *p)
{
    apr_array_header_t *modules = apr_array_make(p, 2, sizeof(const char *));
    char *rest;
    for (char *key = apr_strtok(apr_pstrdup(p, text), " ", &rest); key; key = apr_strtok(NULL, " ", &rest))
        APR_ARRAY_PUSH(modules, const char *) = key;
    APR_ARRAY_PUSH(modules, const char *) = NULL;
    return (const char *const *)modules->elts;
}

lic_error_t *lic_kept_add(lic_kept_t *kept, const lic_roster_row_t *row, apr_pool_t *p)
{
    static const lic_plan_dates_t unsaid = {LIC_DATE_NONE, LIC_DATE_NONE};
    const lic_error_t *wrong = row->wrong;
    const char *const texts[TEXTS] = {[LOGIN] = row->login,
                                      [NAME] = row->name,
                                      [INITIALS] = row->initials,
                                      [EMAIL] = row->email,
                                      [EXTERNAL] = row->external,
                                      [MODULES] = joined(row->modules, p),
                                      [WRONG] = wrong ? wrong->message : NULL,
                                      [ELEMENT] =
                                          wrong && wrong->facts ? apr_table_get(wrong->facts, "element") : NULL};
    lic_head_t head = {.line = row->line,
                       .id = row->id,
                       .status = row->status,
                       .dates = row->dates ? *row->dates : unsaid,
                       .code = wrong ? (int)wrong->code : 0,
                       .problem = wrong ? wrong->problem : NULL};
    for (int i = 0; i < TEXTS; i++)
        head.lengths[i] = texts[i] ? (int)strlen(texts[i]) : -1;
    if (apr_file_write_full(kept->file, &head, sizeof(head), NULL))
        return broken(kept);
    for (int i = 0; i < TEXTS; i++)
        if (texts[i] && apr_file_write_full(kept->file, texts[i], (apr_size_t)head.lengths[i], NULL))
            return broken(kept);
    return NULL;
}

lic_error_t *lic_kept_rewind(lic_kept_t *kept)
{
    apr_off_t start = 0;
    return apr_file_seek(kept->file, APR_SET, &start) ? broken(kept) : NULL;
}

static lic_error_t *read_text(const char **text, lic_kept_t *kept, int length, apr_pool_t *p)
{
    *text = NULL;
    if (length < 0)
        return NULL;
    char *read = apr_palloc(p, (apr_size_t)length + 1);
    if (apr_file_read_full(kept->file, read, (apr_size_t)length, NULL))
        return broken(kept);
    read[length] = '\0';
    *text = read;
    return NULL;
}

lic_error_t *lic_kept_next(lic_roster_row_t *row, int *more, lic_kept_t *kept, apr_pool_t *p)
{
    lic_head_t head;
    const apr_status_t rv = apr_file_read_full(kept->file, &head, sizeof(head), NULL);
    *more = rv == APR_SUCCESS;
    if (rv)
        return rv == APR_EOF ? NULL : broken(kept);
    const char *texts[TEXTS];
    for (int i = 0; i < TEXTS; i++)
        LIC_TRY(read_text(&texts[i], kept, head.lengths[i], p));
    const lic_plan_dates_t *dates = apr_pmemdup(p, &head.dates, sizeof(head.dates));
    *row = (lic_roster_row_t){.line = head.line,
                              .id = head.id,
                              .external = texts[EXTERNAL],
                              .login = texts[LOGIN],
                              .name = texts[NAME],
                              .initials = texts[INITIALS],
                              .email = texts[EMAIL],
                              .status = (lic_roster_status_t)head.status,
                              .dates = lic_plan_dates_said(dates),
                              .modules = texts[MODULES] ? parted(texts[MODULES], p) : NULL};
    if (!head.problem)
        return NULL;
    row->wrong = lic_error_make(p, (lic_code_t)head.code, head.problem, "%s", texts[WRONG]);
    if (texts[ELEMENT])
        lic_error_fact(row->wrong, "element", texts[ELEMENT]);
    return NULL;
}
