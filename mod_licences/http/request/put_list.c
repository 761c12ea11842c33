/* http/request/put_list.c  Reads a list from a PUT, and names every line of it that is wrong. */
#include "http/request/put_list.h"

#include <stdlib.h>

#include <apr_strings.h>

/* --- reading ---------------------------------------------------------------------------------------------------- */

static lic_error_t *rewind_list(void *baton)
{
    lic_put_list_t *sent = baton;
    if (sent->scans++)
        return lic_kept_rewind(sent->kept);
    LIC_TRY(lic_kept_make(&sent->kept, sent->x));
    LIC_TRY(lic_put_root(&sent->reader, sent->put, sent->x, sent->root, LIC_ROSTER_TOLD, sent->pool));
    return lic_reader_next(&sent->name, &sent->depth, sent->reader);
}

lic_error_t *lic_put_list_unknown(const char *name, const char *within, apr_pool_t *p)
{
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "xml-invalid",
                                      "%s: nothing is done with this element in %s; what is of others belongs into "
                                      "extension",
                                      name, within);
    return lic_error_fact(err, "element", name);
}

/* Elements in an element in the row (of an extension) aren't ours to look at. The first that is wrong is kept. */
static lic_error_t *take_children(lic_roster_row_t *row, lic_put_list_t *sent, apr_pool_t *p)
{
    LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    while (sent->name && sent->depth > 1) {
        lic_error_t *err = NULL;
        if (sent->depth == 2 && strcmp(sent->name, "extension"))
            err = sent->child(row, apr_pstrdup(p, sent->name), sent->reader, p);
        if (err && strcmp(err->problem, "xml-invalid") && strcmp(err->problem, "field-invalid"))
            return err;
        if (err && apr_table_get(err->facts, "line")) /* the reader's own: it can't go on */
            return err;
        if (err && !row->wrong)
            row->wrong = err;
        LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    }
    return NULL;
}

static int is_other(const lic_put_list_t *sent)
{
    if (sent->depth > 1 || !strcmp(sent->name, "extension"))
        return 1;
    for (const char *const *other = sent->others; *other; other++)
        if (!strcmp(sent->name, *other))
            return 1;
    return 0;
}

/* A page of a list, or what a search found of it, isn't the whole: whoever is not on it would be deactivated */
static lic_error_t *check_part(lic_roster_row_t *row, const lic_put_list_t *sent, apr_pool_t *p)
{
    static const char part[] = "this is a part of a list: send all of it, or mode=\"merge\"";
    const char *name, *value;
    if (!strcmp(sent->name, "more")) {
        row->wrong = lic_error_make(p, LIC_INVALID, "field-invalid", "more: %s", part);
        return NULL;
    }
    if (strcmp(sent->name, "filter"))
        return NULL;
    name = lic_reader_word(sent->reader, "name", p);
    LIC_TRY(lic_reader_text(&value, sent->reader, p));
    const int leaves_out = name && *value &&
                           (!strcmp(name, "q") || (!strcmp(name, "status") && strcmp(value, "active")) ||
                            (!strcmp(name, "module") && (!sent->put->module || strcmp(sent->put->module, value))));
    if (leaves_out)
        row->wrong = lic_error_make(p, LIC_INVALID, "field-invalid", "filter: %s is %s: %s", name, value, part);
    return NULL;
}

/* Passes over what isn't a row; stops where it says that the list is no whole */
static lic_error_t *skip_others(lic_roster_row_t *row, lic_put_list_t *sent, apr_pool_t *p)
{
    while (sent->name && is_other(sent) && !row->wrong) {
        row->line = lic_reader_line(sent->reader);
        if (sent->whole && sent->depth == 1)
            LIC_TRY(check_part(row, sent, p));
        LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    }
    return NULL;
}

/* A line of XML that breaks the schema, as a row */
static lic_error_t *take_wrong(lic_roster_row_t *row, int *more, const lic_put_list_t *sent)
{
    lic_error_t *err = lic_reader_wrong(sent->reader);
    *more = err != NULL;
    if (err)
        *row = (lic_roster_row_t){.line = apr_atoi64(apr_table_get(err->facts, "line")), .wrong = err};
    return NULL;
}

static lic_error_t *parse_next(lic_roster_row_t *row, int *more, lic_put_list_t *sent, apr_pool_t *p)
{
    LIC_TRY(take_wrong(row, more, sent));
    if (*more)
        return NULL;
    *row = (lic_roster_row_t){.status = LIC_ROSTER_AS_IS};
    LIC_TRY(skip_others(row, sent, p));
    *more = 1;
    if (row->wrong)
        return NULL;
    if (!sent->name)
        return take_wrong(row, more, sent);
    *row = (lic_roster_row_t){.line = lic_reader_line(sent->reader), .status = LIC_ROSTER_AS_IS};
    if (!strcmp(sent->name, sent->element)) {
        sent->attributes(row, sent->reader, p);
        return take_children(row, sent, p);
    }
    row->wrong = lic_put_list_unknown(apr_pstrdup(p, sent->name), sent->root, p);
    return lic_reader_next(&sent->name, &sent->depth, sent->reader);
}

static lic_error_t *next_row(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    lic_put_list_t *sent = baton;
    if (sent->scans > 1)
        return lic_kept_next(row, more, sent->kept, p);
    LIC_TRY(parse_next(row, more, sent, p));
    return *more ? lic_kept_add(sent->kept, row, p) : NULL;
}

/* Reads the root alone, for its attribute mode. */
static lic_error_t *read_mode(int *whole, const lic_put_list_t *sent)
{
    lic_reader_t *reader;
    apr_pool_t *p;
    apr_pool_create(&p, sent->x->pool);
    lic_error_t *err = lic_put_root(&reader, sent->put, sent->x, sent->root, LIC_ROSTER_TOLD, p);
    if (err)
        return err;
    const char *mode = lic_reader_word(reader, "mode", p);
    *whole = !mode || strcmp(mode, "merge");
    apr_pool_destroy(p);
    return NULL;
}

lic_error_t *lic_put_list_open(lic_roster_t *list, lic_put_list_t *sent)
{
    apr_pool_create(&sent->pool, sent->x->pool);
    *list = (lic_roster_t){.rewind = rewind_list,
                           .next = next_row,
                           .baton = sent,
                           .strict = 1,
                           .dry_run = sent->put->dry_run,
                           .tell = sent->put->dry_run ? LIC_ROSTER_TOLD : 0,
                           .max_absent = sent->put->max_absent >= 0 ? &sent->put->max_absent : NULL,
                           .condition = &sent->put->condition};
    LIC_TRY(read_mode(&sent->whole, sent));
    list->whole = sent->whole;
    return NULL;
}

/* --- what was wrong --------------------------------------------------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
    const lic_roster_outcome_t *left = a, *right = b;
    return (left->line > right->line) - (left->line < right->line);
}

/* The schema's own words begin with their line already */
static const char *detail_of(const lic_roster_outcome_t *row, apr_pool_t *p)
{
    const char *line = apr_psprintf(p, "line %u: ", row->line);
    return strncmp(row->message, line, strlen(line)) ? apr_pstrcat(p, line, row->message, NULL) : row->message;
}

static void add_row(lic_error_t *err, const lic_roster_outcome_t *row, const char *element, apr_pool_t *p)
{
    apr_table_t *facts = lic_error_row(err, "wrong");
    apr_table_set(facts, "line", apr_psprintf(p, "%u", row->line));
    apr_table_set(facts, "problem", row->problem);
    apr_table_set(facts, "element", element);
    apr_table_set(facts, "detail", detail_of(row, p));
}

/* Of what isn't there the rule book says no: the address that was written to is there */
static lic_code_t code_of(const lic_roster_outcome_t *row)
{
    return row->code == LIC_UNKNOWN ? LIC_REFUSED : (lic_code_t)row->code;
}

lic_error_t *lic_put_list_refusal(const lic_roster_report_t *report, const lic_put_list_t *sent)
{
    apr_pool_t *p = sent->x->pool;
    const apr_array_header_t *wrong = report->wrong;
    if (!wrong->nelts)
        return lic_error_make(p, LIC_BUG, "internal", "a list was refused for no row");
    qsort(wrong->elts, (size_t)wrong->nelts, sizeof(lic_roster_outcome_t), by_line);
    const lic_roster_outcome_t *first = &APR_ARRAY_IDX(wrong, 0, lic_roster_outcome_t);
    const char *others = report->refused == 1
                             ? ""
                             : apr_psprintf(p, " (and %" APR_INT64_T_FMT " more, of which %d are named here)",
                                            report->refused - 1, wrong->nelts - 1);
    lic_error_t *err = lic_error_make(p, code_of(first), first->problem, "%s%s", detail_of(first, p), others);
    lic_error_fact(err, "line", apr_psprintf(p, "%u", first->line));
    lic_error_fact(err, "element", first->element ? first->element : sent->element);
    lic_error_fact(err, "refused", apr_psprintf(p, "%" APR_INT64_T_FMT, report->refused));
    for (int i = 0; i < wrong->nelts; i++) {
        const lic_roster_outcome_t *row = &APR_ARRAY_IDX(wrong, i, lic_roster_outcome_t);
        add_row(err, row, row->element ? row->element : sent->element, p);
    }
    return err;
}
