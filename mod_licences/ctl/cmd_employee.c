/* ctl/cmd_employee.c  Employees and add-on licences: adding, listing, changing, and what is done with one. */
#include "ctl.h"
#include "table.h"

#include <string.h>

#include <apr_strings.h>

#include "base/instant.h"
#include "base/text.h"
#include "service/employee.h"
#include "service/employee_new.h"
#include "service/employee_edit.h"
#include "store/employee_list.h"

const lic_option_t lic_employee_add_options[] = {
    {"name", "NAME", "first and last name", 1},
    {"initials", "INITIALS", "at most 10 characters", 0},
    {"email", "EMAIL", "(a service log-in may have none)", 0},
    {"inactive", NULL, "takes no licence yet", 0},
    {"service", NULL, "a program's log-in: it never takes a licence", 0},
    {"role", "ROLE", "a role to give; may be repeated; made if it is new", 0},
    {NULL, NULL, NULL, 0}};

static int collect_role(void *roles, const char *name, const char *value)
{
    (void)name;
    APR_ARRAY_PUSH((apr_array_header_t *)roles, const char *) = value;
    return 1;
}

static const char *const *roles_of(const lic_invocation_t *invocation)
{
    apr_array_header_t *roles = apr_array_make(invocation->pool, 2, sizeof(const char *));
    apr_table_do(collect_role, roles, invocation->options, "role", NULL);
    APR_ARRAY_PUSH(roles, const char *) = NULL;
    return (const char *const *)roles->elts;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void say_beyond(const lic_act_report_t *report, const char *of, apr_pool_t *p)
{
    if (report->beyond && report->deadline)
        printf("  %s beyond what is purchased: %lld; marked until %s unless more are bought\n", of,
               (long long)report->beyond, lic_instant_format(report->deadline, p));
}

lic_error_t *lic_cmd_employee_add(lic_invocation_t *invocation)
{
    lic_caller_t caller;
    lic_act_report_t report;
    lic_employee_t employee = {.login = invocation->args[1],
                               .name = lic_order_option(invocation, "name"),
                               .initials = or_empty(lic_order_option(invocation, "initials")),
                               .email = or_empty(lic_order_option(invocation, "email")),
                               .active = !lic_order_option(invocation, "inactive"),
                               .service = !!lic_order_option(invocation, "service"),
                               .roles = roles_of(invocation)};
    for (const char *const *role = employee.roles; *role; role++)
        if (!lic_text_valid_key(*role))
            return lic_order_usage(invocation, "--role: %s is no key of a-z, 0-9 and -", *role);
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_employee_add(&report, &invocation->ctl->source, &caller, &employee, invocation->pool));
    printf("%s: employee %lld (%s) added\n", caller.account, (long long)employee.id, employee.login);
    if (employee.active && !employee.service)
        say_beyond(&report, "user licences", invocation->pool);
    return NULL;
}

static lic_error_t *refused(const lic_invocation_t *invocation, const char *account, const lic_act_outcome_t *row)
{
    static const lic_word_t why[] = {
        {"is the last active one with the right roles; the account would be locked out of itself",
         LIC_EMPLOYEE_LAST_ROLES},
        {"is inactive, and can't be given an add-on licence", LIC_EMPLOYEE_INACTIVE},
        {"gets no licence, as none is free; free or buy one first", LIC_EMPLOYEE_NO_LICENCE},
        {"is a service log-in, which takes no licence", LIC_EMPLOYEE_SERVICE},
        {"is not known", LIC_EMPLOYEE_UNKNOWN},
        {NULL, 0}};
    return lic_error_make(invocation->pool, LIC_REFUSED, lic_word_of(lic_employee_outcome_words, row->outcome),
                          "%s: %s %s", account, invocation->args[1], lic_word_of(why, row->outcome));
}

static lic_error_t *act(lic_invocation_t *invocation, const char *word, const char *module)
{
    lic_caller_t caller;
    lic_act_report_t report;
    apr_int64_t id;
    const lic_act_t what = (lic_act_t)lic_word_value(lic_act_words, word, 0);
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_employee_id(&id, &invocation->ctl->source, caller.account, invocation->args[1], invocation->pool));
    LIC_TRY(lic_employee_act(&report, &invocation->ctl->source, &caller, what, &id, 1, module, invocation->pool));
    const int done = report.rows[0].outcome == LIC_EMPLOYEE_DONE;
    if (!done && report.rows[0].outcome != LIC_EMPLOYEE_UNCHANGED)
        return refused(invocation, caller.account, &report.rows[0]);
    printf("%s: %s %s%s%s%s\n", caller.account, word, invocation->args[1], module ? " " : "", module ? module : "",
           done ? "" : ": unchanged, it was so already");
    if (what == LIC_ACT_ACTIVATE || what == LIC_ACT_ASSIGN)
        say_beyond(&report, module ? "add-on licences" : "user licences", invocation->pool);
    return NULL;
}

lic_error_t *lic_cmd_employee_act(lic_invocation_t *invocation)
{
    return act(invocation, strchr(invocation->command->name, ' ') + 1, NULL);
}

lic_error_t *lic_cmd_assign(lic_invocation_t *invocation)
{
    return act(invocation, invocation->command->name, invocation->args[2]);
}

/* --- listing and changing ----------------------------------------------------------------------- */

const lic_option_t lic_employee_list_options[] = {
    {"status", "active|inactive|marked", "only these", 0},
    {"format", "table|csv", "in columns for people, or for programs (default: a table on a terminal, else CSV)", 0},
    {NULL, NULL, NULL, 0}};

typedef struct lic_employees_args_t {
    apr_array_header_t *some; /* of lic_employee_t */
    apr_int64_t after;
    apr_pool_t *pool;
} lic_employees_args_t;

static lic_error_t *step_read(lic_unit_t *unit, void *baton)
{
    lic_employees_args_t *args = baton;
    args->some = apr_array_make(args->pool, LIC_CTL_SOME, sizeof(lic_employee_t));
    return lic_employee_load_some(args->some, unit->db, unit->book->account->id, args->after, args->pool);
}

static const char *status_of(const lic_employee_t *employee)
{
    return employee->deadline ? "marked" : employee->active ? "active" : "inactive";
}

static void list_employee(lic_table_t *table, const lic_employee_t *employee, apr_pool_t *p)
{
    const char *const cells[] = {apr_psprintf(p, "%" APR_INT64_T_FMT, employee->id),
                                 employee->login,
                                 employee->name,
                                 employee->initials,
                                 employee->email,
                                 status_of(employee),
                                 employee->deadline ? lic_instant_format(employee->deadline, p) : "",
                                 employee->is_protected ? "yes" : "",
                                 employee->service ? "yes" : ""};
    lic_table_row(table, cells);
}

/* Who is marked is active as well */
static int is_wanted(const lic_employee_t *employee, const char *status)
{
    return !status || !strcmp(status, status_of(employee)) || (employee->active && !strcmp(status, "active"));
}

lic_error_t *lic_cmd_employee_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"id",     "login",        "name",      "initials", "email",
                                          "status", "marked_until", "protected", "service"};
    const char *status = lic_order_option(invocation, "status");
    lic_caller_t caller;
    lic_table_t *table;
    apr_pool_t *each;
    if (status && strcmp(status, "active") && strcmp(status, "inactive") && strcmp(status, "marked"))
        return lic_order_usage(invocation, "--status: %s is none of active, inactive, marked", status);
    LIC_TRY(lic_table_begin(&table, invocation, columns, sizeof(columns) / sizeof(columns[0]), invocation->pool));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    apr_pool_create(&each, invocation->pool);
    lic_employees_args_t args = {.pool = each};
    do {
        apr_pool_clear(each);
        LIC_TRY(lic_unit_peek(&invocation->ctl->source, &caller, step_read, &args, each));
        for (int i = 0; i < args.some->nelts; i++) {
            const lic_employee_t *employee = &APR_ARRAY_IDX(args.some, i, lic_employee_t);
            args.after = employee->id;
            if (is_wanted(employee, status))
                list_employee(table, employee, each);
        }
    } while (args.some->nelts);
    lic_table_end(table);
    return NULL;
}

const lic_option_t lic_employee_set_options[] = {{"name", "NAME", "first and last name", 0},
                                                 {"initials", "INITIALS", "at most 10 characters", 0},
                                                 {"email", "EMAIL", "where this employee's mail goes", 0},
                                                 {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_employee_set(lic_invocation_t *invocation)
{
    const lic_employee_t wanted = {.login = invocation->args[1],
                                   .name = lic_order_option(invocation, "name"),
                                   .initials = lic_order_option(invocation, "initials"),
                                   .email = lic_order_option(invocation, "email")};
    lic_employee_outcome_t outcome;
    lic_caller_t caller;
    LIC_TRY(lic_order_some(invocation));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_employee_set(&outcome, &invocation->ctl->source, &caller, &wanted, invocation->pool));
    printf("%s: %s %s\n", caller.account, wanted.login,
           outcome == LIC_EMPLOYEE_DONE ? "changed" : "unchanged, it was so already");
    return NULL;
}
