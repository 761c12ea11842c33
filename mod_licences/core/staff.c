/* core/staff.c  Employees and add-on licences: who becomes active, who holds what, and what counts. */
#include "core/staff.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "core/change.h"

const lic_word_t lic_act_words[] = {{"activate", LIC_ACT_ACTIVATE},
                                    {"deactivate", LIC_ACT_DEACTIVATE},
                                    {"assign", LIC_ACT_ASSIGN},
                                    {"unassign", LIC_ACT_UNASSIGN},
                                    {"protect", LIC_ACT_PROTECT},
                                    {"unprotect", LIC_ACT_UNPROTECT},
                                    {NULL, 0}};

const lic_word_t lic_staff_outcome_words[] = {{"done", LIC_STAFF_DONE},
                                              {"unchanged", LIC_STAFF_UNCHANGED},
                                              {"last-roles", LIC_STAFF_LAST_ROLES},
                                              {"inactive", LIC_STAFF_INACTIVE},
                                              {"service", LIC_STAFF_SERVICE},
                                              {"unknown", LIC_STAFF_UNKNOWN},
                                              {NULL, 0}};

static lic_error_t *invalid(apr_pool_t *p, const char *field, const char *right)
{
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, right);
    return lic_error_fact(err, "field", field);
}

static int has_blanks_around(const char *text)
{
    return *text == ' ' || (*text && text[strlen(text) - 1] == ' ');
}

lic_error_t *lic_staff_check(const lic_employee_t *person, apr_pool_t *p)
{
    if (!lic_text_valid_line(person->login, 64) || has_blanks_around(person->login))
        return invalid(p, "login", "one line of 1 to 64 characters, without blanks around it");
    if (!lic_text_valid_line(person->name, 100))
        return invalid(p, "name", "one line of 1 to 100 characters");
    if (*person->initials && !lic_text_valid_line(person->initials, 10))
        return invalid(p, "initials", "one line of at most 10 characters");
    if (!(person->service && !*person->email) && !lic_text_valid_email(person->email))
        return invalid(p, "email", "an address like name@example.com, of at most 254 characters");
    return NULL;
}

static const char *object_of(const lic_change_t *change, const lic_employee_t *person, const char *rest)
{
    return apr_psprintf(change->texts, "employee/%" APR_INT64_T_FMT "%s%s", person->id, rest ? "/" : "",
                        rest ? rest : "");
}

static lic_operation_t *operate(lic_change_t *change, lic_operation_kind_t kind, const lic_employee_t *person)
{
    lic_operation_t *operation = lic_change_operation(change, kind);
    operation->employee = person->id;
    operation->at = change->now;
    return operation;
}

static void count(lic_change_t *change, lic_position_t *position, int by)
{
    if (position)
        position->used += by;
    lic_book_sync_used(change->after);
}

/* An active employee takes a user licence (a service log-in doesn't), and its add-on licences count */
static void count_person(lic_change_t *change, const lic_employee_t *person, int by)
{
    if (!person->service)
        count(change, lic_book_user(change->after), by);
    for (int i = 0; i < person->nheld; i++)
        count(change, lic_book_position(change->after, person->held[i].product), by);
}

lic_staff_outcome_t lic_staff_role(lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                   const char *role, int held, int on, int last)
{
    if (!held == !on)
        return LIC_STAFF_UNCHANGED;
    if (!on && last)
        return LIC_STAFF_LAST_ROLES;
    lic_operation_t *operation = operate(change, LIC_OP_EMPLOYEE_ROLE, person);
    operation->role = role;
    operation->on = !!on;
    lic_event_subject(event, object_of(change, person, apr_pstrcat(change->texts, "role/", role, NULL)), person->name,
                      on ? "" : "given", on ? "given" : "");
    return LIC_STAFF_DONE;
}

lic_staff_outcome_t lic_staff_create(lic_change_t *change, lic_event_t *event, lic_employee_t *person)
{
    person->id = ++change->after->account->last_employee;
    person->created = change->now;
    person->activated = person->active ? change->now : 0;
    person->deadline = 0;
    operate(change, LIC_OP_EMPLOYEE_ADD, person)->person = person;
    lic_event_subject(event, object_of(change, person, NULL), person->name, "", person->active ? "active" : "inactive");
    if (person->active)
        count_person(change, person, 1);
    for (int i = 0; person->roles && person->roles[i]; i++)
        lic_staff_role(change, lic_change_event_of(change, LIC_EVENT_ROLE_GIVEN), person, person->roles[i], 0, 1, 0);
    return LIC_STAFF_DONE;
}

lic_staff_outcome_t lic_staff_activate(lic_change_t *change, lic_event_t *event, const lic_employee_t *person)
{
    if (person->active)
        return LIC_STAFF_UNCHANGED;
    operate(change, LIC_OP_EMPLOYEE_ACTIVATE, person);
    lic_event_subject(event, object_of(change, person, NULL), person->name, "inactive", "active");
    count_person(change, person, 1);
    return LIC_STAFF_DONE;
}

static int log_edit(lic_change_t *change, lic_event_t *event, const lic_employee_t *person, const char *field,
                    const char *was, const char *is)
{
    if (!strcmp(was, is))
        return 0;
    lic_event_subject(event, object_of(change, person, field), person->name, was, is);
    return 1;
}

lic_staff_outcome_t lic_staff_edit(lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                   const lic_employee_t *wanted)
{
    const int edits = log_edit(change, event, person, "name", person->name, wanted->name) +
                      log_edit(change, event, person, "initials", person->initials, wanted->initials) +
                      log_edit(change, event, person, "email", person->email, wanted->email);
    if (!edits)
        return LIC_STAFF_UNCHANGED;
    lic_employee_t *after = apr_pmemdup(change->texts, person, sizeof(*person));
    after->name = wanted->name;
    after->initials = wanted->initials;
    after->email = wanted->email;
    operate(change, LIC_OP_EMPLOYEE_EDIT, person)->person = after;
    return LIC_STAFF_DONE;
}

lic_staff_outcome_t lic_staff_deactivate(lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                         apr_int64_t keeper)
{
    if (!person->active)
        return LIC_STAFF_UNCHANGED;
    if (person->id == keeper)
        return LIC_STAFF_LAST_ROLES;
    operate(change, LIC_OP_EMPLOYEE_DEACTIVATE, person);
    lic_event_subject(event, object_of(change, person, NULL), person->name, "active", "inactive");
    count_person(change, person, -1);
    return LIC_STAFF_DONE;
}

lic_staff_outcome_t lic_staff_protect(lic_change_t *change, lic_event_t *event, const lic_employee_t *person, int on)
{
    if (!person->is_protected == !on)
        return LIC_STAFF_UNCHANGED;
    operate(change, LIC_OP_EMPLOYEE_PROTECT, person)->on = !!on;
    lic_event_subject(event, object_of(change, person, "protection"), person->name, on ? "" : "protected",
                      on ? "protected" : "");
    return LIC_STAFF_DONE;
}

static const lic_assignment_t *held(const lic_employee_t *person, apr_int64_t product)
{
    for (int i = 0; i < person->nheld; i++)
        if (person->held[i].product == product)
            return &person->held[i];
    return NULL;
}

lic_staff_outcome_t lic_staff_assign(lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                     apr_int64_t product)
{
    lic_position_t *position = lic_book_position(change->after, product);
    if (!position || position->kind != LIC_KIND_ADDON)
        return LIC_STAFF_UNKNOWN;
    if (person->service)
        return LIC_STAFF_SERVICE;
    if (held(person, product))
        return LIC_STAFF_UNCHANGED;
    if (!person->active)
        return LIC_STAFF_INACTIVE;
    lic_operation_t *operation = operate(change, LIC_OP_ASSIGN, person);
    operation->assignment = ++change->after->account->last_assignment;
    operation->product = product;
    operation->on = 1;
    lic_event_subject(event, object_of(change, person, position->key), person->name, "", "assigned");
    count(change, position, 1);
    return LIC_STAFF_DONE;
}

lic_staff_outcome_t lic_staff_unassign(lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                       apr_int64_t product)
{
    lic_position_t *position = lic_book_position(change->after, product);
    const lic_assignment_t *assignment = held(person, product);
    if (!position || position->kind != LIC_KIND_ADDON)
        return LIC_STAFF_UNKNOWN;
    if (!assignment)
        return LIC_STAFF_UNCHANGED;
    lic_operation_t *operation = operate(change, LIC_OP_UNASSIGN, person);
    operation->assignment = assignment->id;
    operation->product = product;
    lic_event_subject(event, object_of(change, person, position->key), person->name, "assigned", "");
    if (person->active)
        count(change, position, -1);
    return LIC_STAFF_DONE;
}
