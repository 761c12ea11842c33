/* base/error.c  Errors: made, given facts, wrapped in what was being done. */
#include "base/error.h"

#include <stdarg.h>
#include <apr_strings.h>

#include "base/text.h"

lic_error_t *lic_error_make_at(const char *file, int line, apr_pool_t *p, lic_code_t code, const char *problem,
                               const char *fmt, ...)
{
    lic_error_t *err = apr_pcalloc(p, sizeof(*err));
    va_list args;
    va_start(args, fmt);
    err->message = lic_text_vprintf(p, fmt, args);
    va_end(args);
    err->code = code;
    err->problem = problem;
    err->file = file;
    err->line = line;
    err->pool = p;
    return err;
}

lic_error_t *lic_error_fact(lic_error_t *err, const char *name, const char *value)
{
    if (!err->facts)
        err->facts = apr_table_make(err->pool, 4);
    apr_table_set(err->facts, name, value);
    return err;
}

apr_table_t *lic_error_row(lic_error_t *err, const char *list)
{
    if (!err->rows)
        err->rows = apr_array_make(err->pool, 8, sizeof(apr_table_t *));
    err->list = list;
    apr_table_t *row = apr_table_make(err->pool, 4);
    APR_ARRAY_PUSH(err->rows, apr_table_t *) = row;
    return row;
}

/* A cause from a scratch pool would dangle once that pool is cleared, so a wrapper in another pool holds a copy. */
static lic_error_t *error_copy(const lic_error_t *err, apr_pool_t *p)
{
    lic_error_t *copy = apr_pmemdup(p, err, sizeof(*err));
    copy->problem = apr_pstrdup(p, err->problem);
    copy->message = apr_pstrdup(p, err->message);
    copy->facts = err->facts ? apr_table_clone(p, err->facts) : NULL;
    copy->rows = err->rows ? apr_array_copy(p, err->rows) : NULL;
    for (int i = 0; copy->rows && i < copy->rows->nelts; i++)
        APR_ARRAY_IDX(copy->rows, i, apr_table_t *) = apr_table_clone(p, APR_ARRAY_IDX(copy->rows, i, apr_table_t *));
    copy->cause = err->cause ? error_copy(err->cause, p) : NULL;
    copy->pool = p;
    return copy;
}

lic_error_t *lic_error_wrap(lic_error_t *cause, apr_pool_t *p, const char *fmt, ...)
{
    const lic_error_t *kept = cause->pool == p ? cause : error_copy(cause, p);
    lic_error_t *err = apr_pmemdup(p, kept, sizeof(*kept));
    va_list args;
    va_start(args, fmt);
    err->message = lic_text_vprintf(p, fmt, args);
    va_end(args);
    err->cause = kept;
    return err;
}

const char *lic_error_chain(const lic_error_t *err, apr_pool_t *p)
{
    const char *chain = err->message;
    while ((err = err->cause))
        chain = apr_pstrcat(p, chain, ": ", err->message, NULL);
    return chain;
}
