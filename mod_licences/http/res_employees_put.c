/* PUT /employees.xml: the whole list of employees, or one to be merged into what there is (interface.md, XML). */
#include "res.h"

#include <apr_strings.h>

#include "exchange.h"
#include "put.h"
#include "service/roster.h"
#include "view/written.h"

#define TOLD      1000 /* rows of a list that a dry run tells one by one */
#define MAY_WRITE (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_PARTNER)

/* The list as the body has it; read with the schema the first time */
typedef struct lic_sent_t {
    lic_put_t *put;
    const lic_exchange_t *x;
    lic_reader_t *reader;
    apr_pool_t *pool; /* of the reader */
    int walks;
    const char *name; /* of the element that the reader is at; NULL: there is none */
    int depth;
} lic_sent_t;

static lic_error_t *sent_rewind(void *baton)
{
    lic_sent_t *sent = baton;
    const lic_xsd_t *schema = sent->walks++ ? NULL : sent->x->look->schema;
    apr_pool_clear(sent->pool);
    LIC_TRY(lic_body_read(&sent->reader, &sent->put->body, schema, sent->pool));
    LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader)); /* the root */
    return sent->name ? lic_reader_next(&sent->name, &sent->depth, sent->reader) : NULL;
}

static void take_attributes(lic_roster_row_t *row, lic_sent_t *sent, apr_pool_t *p)
{
    const char *status = lic_reader_word(sent->reader, "status", p);
    *row = (lic_roster_row_t){.line = lic_reader_line(sent->reader),
                              .login = lic_reader_attr(sent->reader, "login", p),
                              .initials = lic_reader_attr(sent->reader, "initials", p),
                              .email = lic_reader_attr(sent->reader, "email", p),
                              .status = LIC_ROSTER_AS_IS};
    if (status)
        row->status = strcmp(status, "active") ? LIC_ROSTER_INACTIVE : LIC_ROSTER_ACTIVE;
}

/* An employee's own elements lie one below it; what else they are doesn't count here */
static lic_error_t *take_children(lic_roster_row_t *row, lic_sent_t *sent, apr_pool_t *p)
{
    LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    while (sent->name && sent->depth > 1) {
        if (sent->depth == 2 && !strcmp(sent->name, "name") && !row->name)
            LIC_TRY(lic_reader_text(&row->name, sent->reader, p));
        LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    }
    return NULL;
}

static lic_error_t *sent_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    lic_sent_t *sent = baton;
    while (sent->name && (sent->depth != 1 || strcmp(sent->name, "employee")))
        LIC_TRY(lic_reader_next(&sent->name, &sent->depth, sent->reader));
    *more = sent->name != NULL;
    if (!*more)
        return NULL;
    take_attributes(row, sent, p);
    return take_children(row, sent, p);
}

/* mode stands on the root, and what comes after it isn't read yet */
static lic_error_t *read_mode(int *whole, lic_put_t *put, const lic_exchange_t *x)
{
    lic_reader_t *reader;
    apr_pool_t *p;
    apr_pool_create(&p, x->pool);
    lic_error_t *err = lic_put_root(&reader, put, x, "employees", p);
    if (err)
        return err;
    const char *mode = lic_reader_word(reader, "mode", p);
    *whole = !mode || strcmp(mode, "merge");
    apr_pool_destroy(p);
    return NULL;
}

/* Nothing is taken in part: the first row that was refused is why nothing was done */
static lic_error_t *refusal(const lic_roster_report_t *report, const lic_exchange_t *x)
{
    for (int i = 0; i < report->rows->nelts; i++) {
        const lic_roster_outcome_t *row = &APR_ARRAY_IDX(report->rows, i, lic_roster_outcome_t);
        if (!row->problem)
            continue;
        lic_error_t *err =
            lic_error_make(x->pool, (lic_code_t)row->code, row->problem, "line %u: %s", row->line, row->message);
        lic_error_fact(err, "line", apr_psprintf(x->pool, "%u", row->line));
        lic_error_fact(err, "element", "employee");
        return lic_error_fact(err, "refused", apr_psprintf(x->pool, "%" APR_INT64_T_FMT, report->refused));
    }
    return lic_error_make(x->pool, LIC_BUG, "internal", "a list was refused for no row");
}

lic_error_t *lic_employees_put(lic_exchange_t *x, lic_put_t *put, lic_answer_t *answer)
{
    lic_sent_t sent = {.put = put, .x = x};
    lic_roster_t list = {.rewind = sent_rewind,
                         .next = sent_next,
                         .baton = &sent,
                         .strict = 1,
                         .dry_run = put->dry_run,
                         .tell = put->dry_run ? TOLD : 1,
                         .condition = &put->condition};
    lic_roster_report_t report;
    apr_pool_create(&sent.pool, x->pool);
    LIC_TRY(read_mode(&list.whole, put, x));
    LIC_TRY(lic_roster_run(&report, x->source, lic_exchange_caller(x, MAY_WRITE), &list, x->pool));
    if (!report.applied)
        return refusal(&report, x);
    return lic_written_roster(&answer->tree, &report, list.whole, x->account, put->dry_run, x->pool);
}
