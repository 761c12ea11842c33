/* http/resource/employees_put.c  PUT /employees.xml: a list of employees that replaces the present one, or is merged
 * into it (interface.md, XML). */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "http/request/exchange.h"
#include "http/request/put_list.h"
#include "service/roster.h"
#include "view/document/put_result.h"

#define MAY_WRITE (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_PARTNER)

/* What GET writes beside the rows */
static const char *const others[] = {"account-name", "filter", "done", "more", NULL};

static lic_error_t *invalid(apr_pool_t *p, const char *field, const char *expected)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, expected), "field", field);
}

/* A day that is planned; "" is none, any more */
static lic_date_t take_day(lic_roster_row_t *row, const char *name, lic_reader_t *reader, apr_pool_t *p)
{
    const char *text = lic_reader_word(reader, name, p);
    if (!text)
        return LIC_DATE_NONE;
    const lic_date_t day = *text ? lic_date_parse(text) : LIC_DATE_CANCEL;
    if (day == LIC_DATE_NONE)
        row->wrong =
            invalid(p, name, "a day of the calendar, as 2026-12-01, or nothing where none is planned any more");
    return day;
}

static void take_days(lic_roster_row_t *row, lic_reader_t *reader, apr_pool_t *p)
{
    lic_plan_dates_t *dates = apr_palloc(p, sizeof(*dates));
    dates->starts = take_day(row, "starts", reader, p);
    dates->ends = take_day(row, "ends", reader, p);
    row->dates = lic_plan_dates_said(dates);
}

/* Words and numbers are checked here too: what follows an element that the schema doesn't know isn't checked by it. */
static void take_attributes(lic_roster_row_t *row, lic_reader_t *reader, apr_pool_t *p)
{
    const char *status = lic_reader_word(reader, "status", p), *id = lic_reader_word(reader, "id", p);
    row->external = lic_reader_attr(reader, "external", p);
    row->login = lic_reader_attr(reader, "login", p);
    row->initials = lic_reader_attr(reader, "initials", p);
    row->email = lic_reader_attr(reader, "email", p);
    if (id && (!lic_text_parse_int(&row->id, id) || row->id < 1))
        row->wrong = invalid(p, "id", "the number that GET gave it");
    if (status && !strcmp(status, "active"))
        row->status = LIC_ROSTER_ACTIVE;
    else if (status && !strcmp(status, "inactive"))
        row->status = LIC_ROSTER_INACTIVE;
    else if (status)
        row->wrong = invalid(p, "status", "active or inactive");
    take_days(row, reader, p);
}

static lic_error_t *take_module(lic_roster_row_t *row, lic_reader_t *reader, apr_pool_t *p)
{
    const char *module = lic_reader_word(reader, "module", p);
    int n = 0;
    if (!module || !lic_text_valid_key(module))
        return invalid(p, "module", "the key of an add-on module");
    while (row->modules && row->modules[n])
        n++;
    const char **modules = apr_pcalloc(p, sizeof(*modules) * (apr_size_t)(n + 2));
    for (int i = 0; i < n; i++)
        modules[i] = row->modules[i];
    modules[n] = module;
    row->modules = modules;
    return NULL;
}

static lic_error_t *take_child(lic_roster_row_t *row, const char *name, lic_reader_t *reader, apr_pool_t *p)
{
    if (!strcmp(name, "name") && !row->name)
        return lic_reader_text(&row->name, reader, p);
    if (!strcmp(name, "assignment"))
        return take_module(row, reader, p);
    return lic_put_list_unknown(name, "employee", p);
}

lic_error_t *lic_employees_put(lic_exchange_t *x, lic_put_t *put, lic_answer_t *answer)
{
    lic_put_list_t sent = {.put = put,
                           .x = x,
                           .root = "employees",
                           .element = "employee",
                           .others = others,
                           .attributes = take_attributes,
                           .child = take_child};
    lic_roster_t list;
    lic_roster_report_t report;
    LIC_TRY(lic_put_list_open(&list, &sent));
    LIC_TRY(lic_roster_run(&report, x->source, lic_exchange_caller(x, MAY_WRITE), &list, x->pool));
    if (!report.applied)
        return lic_put_list_refusal(&report, &sent);
    return lic_put_result_roster(&answer->tree, &report, list.whole, x->account, put->dry_run, x->pool);
}
