/* view/document/result.c  What a change of employees came to, or would: an outcome for each. */
#include <string.h>
#include <apr_strings.h>

#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"

static void write_row(lic_xml_t *x, apr_int64_t employee, const char *outcome, const char *name)
{
    lic_xml_start(x, "row");
    lic_xml_attr_int(x, "employee", employee);
    lic_xml_attr(x, "outcome", outcome);
    lic_xml_text(x, name);
    lic_xml_end(x);
}

static lic_error_t *result_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    const lic_act_report_t *report = q->report;
    if (!report)
        return lic_error_make(p, LIC_BUG, "view", "a result was to be shown, but there is none");
    lic_xml_attr(x, "action", q->act);
    lic_xml_attr(x, "module", q->module);
    lic_xml_attr(x, "typed", q->typed);
    lic_xml_attr_int(x, "asked", report->nrows);
    lic_xml_attr_int(x, "done", report->ndone);
    if (report->log)
        lic_xml_attr_int(x, "log", report->log);
    else if (report->ndone)
        lic_xml_attr(x, "preview", "true");
    lic_xml_attr_int(x, "beyond", report->beyond);
    lic_xml_attr_time(x, "deadline", report->deadline);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    lic_part_offers(x, q);
    for (int i = 0; i < report->nrows; i++) {
        const lic_act_outcome_t *row = &report->rows[i];
        write_row(x, row->employee, lic_word_of(lic_employee_outcome_words, (int)row->outcome), row->name);
    }
    return NULL;
}

const lic_document_t lic_document_result = {"result", "result", 0, result_head, NULL};

/* --- from the log --------------------------------------------------------------------------------------------- */

static lic_error_t *event_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_xml_attr_int(x, "log", lic_part_arg_int(q, "done", 0));
    return lic_part_head(x, q, NULL, db, p);
}

static lic_error_t *find_event(apr_int64_t *event, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *event = lic_part_arg_int(q, "done", 0);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_CARD_SAME_EVENT, p, q->account->id, *event));
    if (lic_rows_next(rows) && !lic_rows_null(rows, LIC_C_CARD_SAME_EVENT_EVENT))
        *event = lic_rows_int(rows, LIC_C_CARD_SAME_EVENT_EVENT);
    return NULL;
}

static lic_error_t *event_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    static const char employees[] = "employee/";
    lic_rows_t *rows;
    apr_int64_t event;
    int written = 0;
    LIC_TRY(find_event(&event, q, db, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_CARD_EVENT, p, q->account->id, event, at->id, (apr_int64_t)at->batch + 1));
    at->done = 1;
    while (lic_rows_next(rows)) {
        const char *object = lic_rows_text(rows, LIC_C_CARD_EVENT_OBJECT);
        if (written++ == at->batch) {
            at->done = 0;
            break;
        }
        at->id = lic_rows_int(rows, LIC_C_CARD_EVENT_ID);
        if (!strncmp(object, employees, strlen(employees)))
            write_row(x, apr_atoi64(object + strlen(employees)), "done", lic_rows_text(rows, LIC_C_CARD_EVENT_NAME));
    }
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_event = {"result", "result", 0, event_head, event_rows};
