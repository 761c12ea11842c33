/* core/employee.c  Employees and add-on licences: who becomes active, who holds what, and what counts. */
#include "core/employee.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text_clean.h"
#include "core/policy.h"

const lic_word_t lic_act_words[] = {
    {"activate", LIC_ACT_ACTIVATE}, {"deactivate", LIC_ACT_DEACTIVATE}, {"assign", LIC_ACT_ASSIGN},
    {"unassign", LIC_ACT_UNASSIGN}, {"protect", LIC_ACT_PROTECT},       {"unprotect", LIC_ACT_UNPROTECT},
    {"start", LIC_ACT_START},       {"leave", LIC_ACT_LEAVE},           {NULL, 0}};

const lic_word_t lic_employee_outcome_words[] = {{"done", LIC_EMPLOYEE_DONE},
                                                 {"unchanged", LIC_EMPLOYEE_UNCHANGED},
                                                 {"last-roles", LIC_EMPLOYEE_LAST_ROLES},
                                                 {"inactive", LIC_EMPLOYEE_INACTIVE},
                                                 {"service", LIC_EMPLOYEE_SERVICE},
                                                 {"no-licence-free", LIC_EMPLOYEE_NO_LICENCE},
                                                 {"plan-order", LIC_EMPLOYEE_ORDER},
                                                 {"unknown", LIC_EMPLOYEE_UNKNOWN},
                                                 {NULL, 0}};

static lic_error_t *invalid(apr_pool_t *p, const char *field, const char *expected)
{
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, expected);
    return lic_error_fact(err, "field", field);
}

void lic_employee_tidy(lic_employee_t *employee, apr_pool_t *p)
{
    employee->login = lic_text_nfc(employee->login, p);
    employee->name = lic_text_tidy(employee->name, p);
    employee->initials = lic_text_tidy(employee->initials, p);
    employee->email = lic_text_nfc(employee->email, p);
    employee->external = lic_text_tidy(employee->external, p);
}

lic_error_t *lic_employee_check_details(const lic_employee_t *employee, apr_pool_t *p)
{
    if (!lic_text_valid_line(employee->name, 100))
        return invalid(p, "name", "one line of 1 to 100 characters, of which something is seen");
    if (*employee->initials && !lic_text_valid_line(employee->initials, 10))
        return invalid(p, "initials", "one line of at most 10 characters");
    if (!(employee->service && !*employee->email) && !lic_text_valid_email(employee->email, p))
        return invalid(p, "email",
                       "an address like name@example.com, of at most 254 characters, those before the @ of ASCII and "
                       "all of them visible");
    if (employee->external && *employee->external && !lic_text_valid_line(employee->external, LIC_TEXT_EXTERNAL))
        return invalid(p, "external", "one line of at most 64 characters");
    return NULL;
}

lic_error_t *lic_employee_check(const lic_employee_t *employee, apr_pool_t *p)
{
    if (!lic_text_valid_login(employee->login))
        return invalid(p, "login", LIC_EMPLOYEE_LOGIN_EXPECTED);
    return lic_employee_check_details(employee, p);
}

static const char *object_of(const lic_change_t *change, const lic_employee_t *employee, const char *rest)
{
    return apr_psprintf(change->texts, "employee/%" APR_INT64_T_FMT "%s%s", employee->id, rest ? "/" : "",
                        rest ? rest : "");
}

static lic_operation_t *operate(lic_change_t *change, lic_operation_kind_t kind, const lic_employee_t *employee)
{
    lic_operation_t *operation = lic_change_operation(change, kind);
    operation->employee = employee->id;
    operation->at = change->now;
    return operation;
}

static void count(lic_change_t *change, lic_position_t *position, int by)
{
    if (position) {
        position->used += by;
        position->taken += by > 0 ? by : 0;
    }
    lic_book_sync_used(change->after);
}

/* An active employee takes a user licence (a service log-in doesn't), and its add-on licences count */
static void count_employee(lic_change_t *change, const lic_employee_t *employee, int by)
{
    if (!employee->service)
        count(change, lic_book_user(change->after), by);
    for (int i = 0; i < employee->nheld; i++)
        count(change, lic_book_position(change->after, employee->held[i].product), by);
}

lic_employee_outcome_t lic_employee_role(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                         const char *role, int held, int on, int last)
{
    if (!held == !on)
        return LIC_EMPLOYEE_UNCHANGED;
    if (!on && last)
        return LIC_EMPLOYEE_LAST_ROLES;
    lic_operation_t *operation = operate(change, LIC_OP_EMPLOYEE_ROLE, employee);
    operation->role = role;
    operation->on = !!on;
    lic_event_subject(event, object_of(change, employee, apr_pstrcat(change->texts, "role/", role, NULL)),
                      employee->name, on ? "" : "given", on ? "given" : "");
    return LIC_EMPLOYEE_DONE;
}

const lic_position_t *lic_employee_lacks(const lic_book_t *book, const lic_employee_t *employee)
{
    const lic_position_t *user = lic_book_user(book);
    if (!employee->service && user && lic_policy_blocks(user))
        return user;
    for (int i = 0; i < employee->nheld; i++) {
        const lic_position_t *position = lic_book_position(book, employee->held[i].product);
        if (position && lic_policy_blocks(position))
            return position;
    }
    return NULL;
}

/* Activating, or creating somebody active */
static int is_blocked(const lic_change_t *change, const lic_employee_t *employee)
{
    return !change->asks_later && lic_employee_lacks(change->after, employee);
}

lic_employee_outcome_t lic_employee_create(lic_change_t *change, lic_event_t *event, lic_employee_t *employee)
{
    if (employee->active && is_blocked(change, employee))
        return LIC_EMPLOYEE_NO_LICENCE;
    employee->id = ++change->after->account->last_employee;
    employee->created = change->now;
    employee->activated = employee->active ? change->now : 0;
    employee->deadline = 0;
    operate(change, LIC_OP_EMPLOYEE_ADD, employee)->details = employee;
    lic_event_subject(event, object_of(change, employee, NULL), employee->name, "",
                      employee->active ? "active" : "inactive");
    if (employee->active)
        count_employee(change, employee, 1);
    for (int i = 0; employee->roles && employee->roles[i]; i++)
        lic_employee_role(change, lic_change_event_of(change, LIC_EVENT_ROLE_GIVEN), employee, employee->roles[i], 0, 1,
                          0);
    return LIC_EMPLOYEE_DONE;
}

lic_employee_outcome_t lic_employee_activate(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee)
{
    if (employee->active)
        return LIC_EMPLOYEE_UNCHANGED;
    if (is_blocked(change, employee))
        return LIC_EMPLOYEE_NO_LICENCE;
    operate(change, LIC_OP_EMPLOYEE_ACTIVATE, employee);
    lic_event_subject(event, object_of(change, employee, NULL), employee->name, "inactive", "active");
    lic_plan_overtake(change, employee->plans, employee->nplans, LIC_PLAN_START);
    count_employee(change, employee, 1);
    return LIC_EMPLOYEE_DONE;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static int log_edit(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee, const char *field,
                    const char *was, const char *is)
{
    if (!strcmp(was, is))
        return 0;
    lic_event_subject(event, object_of(change, employee, field), employee->name, was, is);
    return 1;
}

lic_employee_outcome_t lic_employee_edit(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                         const lic_employee_t *wanted)
{
    const char *login = wanted->login ? wanted->login : or_empty(employee->login);
    const int edits = log_edit(change, event, employee, "name", employee->name, wanted->name) +
                      log_edit(change, event, employee, "initials", employee->initials, wanted->initials) +
                      log_edit(change, event, employee, "email", employee->email, wanted->email);
    const int renames =
        log_edit(change, event, employee, "login", or_empty(employee->login), login) +
        log_edit(change, event, employee, "external", or_empty(employee->external), or_empty(wanted->external));
    if (!edits && !renames)
        return LIC_EMPLOYEE_UNCHANGED;
    lic_employee_t *after = apr_pmemdup(change->texts, employee, sizeof(*employee));
    after->name = wanted->name;
    after->initials = wanted->initials;
    after->email = wanted->email;
    after->login = login;
    after->external = or_empty(wanted->external);
    if (edits)
        operate(change, LIC_OP_EMPLOYEE_EDIT, employee)->details = after;
    if (renames) {
        lic_operation_t *rename = operate(change, LIC_OP_EMPLOYEE_RENAME, employee);
        rename->details = after;
        rename->was = employee->login;
    }
    return LIC_EMPLOYEE_DONE;
}

lic_employee_outcome_t lic_employee_deactivate(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                               apr_int64_t last_role_admin)
{
    if (!employee->active)
        return LIC_EMPLOYEE_UNCHANGED;
    if (employee->id == last_role_admin)
        return LIC_EMPLOYEE_LAST_ROLES;
    operate(change, LIC_OP_EMPLOYEE_DEACTIVATE, employee);
    lic_event_subject(event, object_of(change, employee, NULL), employee->name, "active", "inactive");
    lic_plan_overtake(change, employee->plans, employee->nplans, LIC_PLAN_LEAVE);
    count_employee(change, employee, -1);
    return LIC_EMPLOYEE_DONE;
}

lic_employee_outcome_t lic_employee_protect(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                            int on)
{
    if (!employee->is_protected == !on)
        return LIC_EMPLOYEE_UNCHANGED;
    operate(change, LIC_OP_EMPLOYEE_PROTECT, employee)->on = !!on;
    lic_event_subject(event, object_of(change, employee, "protection"), employee->name, on ? "" : "protected",
                      on ? "protected" : "");
    return LIC_EMPLOYEE_DONE;
}

static const lic_assignment_t *held(const lic_employee_t *employee, apr_int64_t product)
{
    for (int i = 0; i < employee->nheld; i++)
        if (employee->held[i].product == product)
            return &employee->held[i];
    return NULL;
}

lic_employee_outcome_t lic_employee_assign(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                           apr_int64_t product)
{
    lic_position_t *position = lic_book_position(change->after, product);
    if (!position || position->kind != LIC_KIND_ADDON)
        return LIC_EMPLOYEE_UNKNOWN;
    if (employee->service)
        return LIC_EMPLOYEE_SERVICE;
    if (held(employee, product))
        return LIC_EMPLOYEE_UNCHANGED;
    if (!employee->active)
        return LIC_EMPLOYEE_INACTIVE;
    if (!change->asks_later && lic_policy_blocks(position))
        return LIC_EMPLOYEE_NO_LICENCE;
    lic_operation_t *operation = operate(change, LIC_OP_ASSIGN, employee);
    operation->assignment = ++change->after->account->last_assignment;
    operation->product = product;
    operation->on = 1;
    lic_event_subject(event, object_of(change, employee, position->key), employee->name, "", "assigned");
    count(change, position, 1);
    return LIC_EMPLOYEE_DONE;
}

lic_employee_outcome_t lic_employee_unassign(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                             apr_int64_t product)
{
    lic_position_t *position = lic_book_position(change->after, product);
    const lic_assignment_t *assignment = held(employee, product);
    if (!position || position->kind != LIC_KIND_ADDON)
        return LIC_EMPLOYEE_UNKNOWN;
    if (!assignment)
        return LIC_EMPLOYEE_UNCHANGED;
    lic_operation_t *operation = operate(change, LIC_OP_UNASSIGN, employee);
    operation->assignment = assignment->id;
    operation->product = product;
    lic_event_subject(event, object_of(change, employee, position->key), employee->name, "assigned", "");
    if (employee->active)
        count(change, position, -1);
    return LIC_EMPLOYEE_DONE;
}
