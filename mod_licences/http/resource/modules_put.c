/* http/resource/modules_put.c  PUT /modules.xml: who holds which add-on module, as a whole or merged into what there is
 * (interface.md, XML). */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "http/request/exchange.h"
#include "http/request/put_list.h"
#include "service/roster.h"
#include "view/document/put_result.h"

#define MAY_WRITE (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_PARTNER)

/* What GET writes beside the rows */
static const char *const others[] = {"account-name", "filter", "done", "module", "more", NULL};

static lic_error_t *invalid(apr_pool_t *p, const char *field, const char *expected)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, expected), "field", field);
}

static void take_attributes(lic_roster_row_t *row, lic_reader_t *reader, apr_pool_t *p)
{
    const char *employee = lic_reader_word(reader, "employee", p), *module = lic_reader_word(reader, "module", p);
    const char **modules = apr_pcalloc(p, sizeof(*modules) * 2);
    row->external = lic_reader_attr(reader, "external", p);
    row->login = lic_reader_attr(reader, "login", p);
    if (employee && (!lic_text_parse_int(&row->id, employee) || row->id < 1))
        row->wrong = invalid(p, "employee", "the employee's id, as GET gave it");
    if (!module || !lic_text_valid_key(module))
        row->wrong = invalid(p, "module", "the key of an add-on module");
    modules[0] = module ? module : "";
    row->modules = modules;
}

/* What GET writes in a row is passed over */
static lic_error_t *take_child(lic_roster_row_t *row, const char *name, lic_reader_t *reader, apr_pool_t *p)
{
    (void)row;
    (void)reader;
    return strcmp(name, "name") && strcmp(name, "module-name") ? lic_put_list_unknown(name, "assignment", p) : NULL;
}

lic_error_t *lic_modules_put(lic_exchange_t *x, lic_put_t *put, lic_answer_t *answer)
{
    lic_put_list_t sent = {.put = put,
                           .x = x,
                           .root = "assignments",
                           .element = "assignment",
                           .others = others,
                           .attributes = take_attributes,
                           .child = take_child};
    lic_roster_t list;
    lic_roster_report_t report;
    LIC_TRY(lic_put_list_open(&list, &sent));
    list.assignments = 1;
    list.module = put->module;
    LIC_TRY(lic_roster_run(&report, x->source, lic_exchange_caller(x, MAY_WRITE), &list, x->pool));
    if (!report.applied)
        return lic_put_list_refusal(&report, &sent);
    return lic_put_result_assignments(&answer->tree, &report, list.whole, x->account, put->dry_run, x->pool);
}
