/* core/roster.c  A list of employees: each row is carried out whole, or refused for a reason. */
#include "core/roster.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text_clean.h"
#include "core/policy.h"

void lic_roster_begin(lic_roster_events_t *events, lic_change_t *change)
{
    const lic_position_t *user = lic_book_user(change->after);
    const char *product = user ? user->key : NULL;
    events->created = lic_change_event(change, LIC_EVENT_CREATED, product);
    events->edited = lic_change_event(change, LIC_EVENT_EDITED, NULL);
    events->activated = lic_change_event(change, LIC_EVENT_ACTIVATED, product);
    events->deactivated = lic_change_event(change, LIC_EVENT_DEACTIVATED, product);
    events->roles = lic_change_event_of(change, LIC_EVENT_ROLE_GIVEN);
}

apr_int64_t lic_roster_max_absent(apr_int64_t held)
{
    return held / 10 > 5 ? held / 10 : 5;
}

static const char *either(const char *said, const char *known)
{
    return said ? said : known ? known : "";
}

/* The employee as the row wants it */
static lic_employee_t wanted_by(const lic_roster_row_t *row, const lic_employee_t *employee)
{
    static const lic_employee_t nobody = {.active = 1};
    lic_employee_t wanted = employee ? *employee : nobody;
    wanted.login = either(row->login, wanted.login);
    wanted.external = either(row->external, wanted.external);
    wanted.name = either(row->name, wanted.name);
    wanted.initials = either(row->initials, wanted.initials);
    wanted.email = either(row->email, wanted.email);
    if (row->status != LIC_ROSTER_AS_IS)
        wanted.active = row->status == LIC_ROSTER_ACTIVE;
    else if (!employee && lic_plan_dates_later(row->dates))
        wanted.active = 0;
    return wanted;
}

void lic_roster_tidy(lic_roster_row_t *row, apr_pool_t *p)
{
    lic_employee_t said = {.login = row->login,
                           .name = row->name,
                           .initials = row->initials,
                           .email = row->email,
                           .external = row->external};
    lic_employee_tidy(&said, p);
    row->external = said.external;
    row->login = said.login;
    row->name = said.name;
    row->initials = said.initials;
    row->email = said.email;
}

/* What a list that was read may be sent back with: an address that was taken before what addresses are was asked for.
 */
static int address_stays(const lic_roster_row_t *row, const lic_employee_t *employee)
{
    if (!row->email)
        return 1;
    return employee ? !strcmp(row->email, employee->email)
                    : lic_text_valid_line(row->email, 254) && strchr(row->email, '@') != NULL;
}

static lic_error_t *bad_login(apr_pool_t *p, const char *expected)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "login: %s", expected), "field", "login");
}

/* A row says who it is about. A log-in of before may have blanks. */
static lic_error_t *check_identity(const lic_roster_row_t *row, apr_pool_t *p)
{
    if (!row->login && !row->id && !(row->external && *row->external))
        return bad_login(p, "who it is about is said by id, external or login");
    if (row->login && !lic_text_valid_line(row->login, LIC_TEXT_LOGIN))
        return bad_login(p, "one line of 1 to 64 characters");
    return NULL;
}

lic_error_t *lic_roster_check(const lic_roster_row_t *row, const lic_employee_t *employee, apr_pool_t *p)
{
    if (row->wrong)
        return row->wrong;
    LIC_TRY(check_identity(row, p));
    lic_employee_t said = wanted_by(row, NULL);
    if (!row->name) /* stays as it is, whatever that is */
        said.name = "-";
    said.service = !employee || employee->service; /* may have no e-mail address */
    if (address_stays(row, employee)) {
        said.email = "";
        said.service = 1;
    }
    return lic_employee_check_details(&said, p);
}

static lic_error_t *last_roles(const lic_employee_t *employee, apr_pool_t *p)
{
    lic_error_t *err = lic_error_make(p, LIC_REFUSED, "last-roles",
                                      "%s is the last active one with the right roles: give it to somebody else first",
                                      employee->login);
    return lic_error_fact(err, "login", employee->login);
}

static lic_error_t *own_login(const lic_employee_t *employee, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "own-login",
                                         "%s is the log-in that sends this list: let somebody else deactivate it",
                                         employee->login),
                          "login", employee->login);
}

/* --- add-on licences ---------------------------------------------------------------------------- */

lic_event_t *lic_roster_module_event(lic_change_t *change, lic_event_kind_t kind, const char *module)
{
    for (int i = 0; i < change->events->nelts; i++) {
        lic_event_t *event = APR_ARRAY_IDX(change->events, i, lic_event_t *);
        if (event->kind == kind && event->product && !strcmp(event->product, module))
            return event;
    }
    return lic_change_event(change, kind, module);
}

static int has_module(const lic_employee_t *employee, apr_int64_t product)
{
    for (int i = 0; i < employee->nheld; i++)
        if (employee->held[i].product == product)
            return 1;
    return 0;
}

static lic_error_t *check_module(const lic_change_t *change, const char *module, const lic_employee_t *wanted)
{
    const lic_position_t *position = lic_book_find(change->after, module);
    apr_pool_t *p = change->texts;
    lic_error_t *err = NULL;
    if (!position || position->kind != LIC_KIND_ADDON)
        err = lic_error_make(p, LIC_REFUSED, "product-unknown", "module: there is no add-on module %s", module);
    else if (wanted->service)
        err = lic_error_make(p, LIC_REFUSED, "employee-service",
                             "module: %s is a service log-in, which takes no licence", wanted->login);
    else if (!wanted->active && !has_module(wanted, position->product))
        err = lic_error_make(p, LIC_REFUSED, "employee-inactive",
                             "module: %s is inactive, and can't be given an add-on licence", wanted->login);
    return err ? lic_error_fact(err, "product", module) : NULL;
}

static lic_error_t *check_modules(const lic_change_t *change, const char *const *modules, const lic_employee_t *wanted)
{
    for (const char *const *module = modules; module && *module; module++)
        LIC_TRY(check_module(change, *module, wanted));
    return NULL;
}

static int is_before(const char *const *list, const char *const *word)
{
    for (; list < word; list++)
        if (!strcmp(*list, *word))
            return 1;
    return 0;
}

/* active: the employee as the row leaves it. What it has been given already stays as it is. */
static unsigned assign_modules(lic_change_t *change, const lic_employee_t *employee, int active,
                               const char *const *modules)
{
    lic_employee_t after = *employee;
    unsigned done = 0;
    after.active = active;
    for (const char *const *module = modules; module && *module; module++) {
        const lic_position_t *position = lic_book_find(change->after, *module);
        if (has_module(&after, position->product) || is_before(modules, module))
            continue;
        lic_event_t *event = lic_roster_module_event(change, LIC_EVENT_ASSIGNED, position->key);
        if (lic_employee_assign(change, event, &after, position->product) == LIC_EMPLOYEE_DONE)
            done = LIC_ROSTER_ASSIGNED;
    }
    return done;
}

/* --- roles -------------------------------------------------------------------------------------- */

static int holds(const char *const *roles, const char *role)
{
    for (; roles && *roles; roles++)
        if (!strcmp(*roles, role))
            return 1;
    return 0;
}

static unsigned give_roles(lic_change_t *change, const lic_roster_events_t *events, const lic_employee_t *employee,
                           const char *const *roles, const char *const *held)
{
    unsigned done = 0;
    for (const char *const *role = roles; role && *role; role++) {
        if (!is_before(roles, role) &&
            lic_employee_role(change, events->roles, employee, *role, holds(held, *role), 1, 0) == LIC_EMPLOYEE_DONE)
            done = LIC_ROSTER_ROLES;
    }
    return done;
}

static unsigned create(const lic_employee_t **employee, lic_change_t *change, const lic_roster_events_t *events,
                       const lic_employee_t *wanted)
{
    lic_employee_t *made = apr_pmemdup(change->texts, wanted, sizeof(*wanted));
    made->roles = NULL; /* an event of their own for the whole list */
    lic_employee_create(change, events->created, made);
    *employee = made;
    return LIC_ROSTER_CREATED;
}

static unsigned change_employee(lic_change_t *change, const lic_roster_events_t *events, const lic_employee_t *employee,
                                const lic_employee_t *wanted)
{
    unsigned done = 0;
    if (lic_employee_edit(change, events->edited, employee, wanted) == LIC_EMPLOYEE_DONE)
        done |= LIC_ROSTER_EDITED;
    if (wanted->active && lic_employee_activate(change, events->activated, employee) == LIC_EMPLOYEE_DONE)
        done |= LIC_ROSTER_ACTIVATED;
    if (!wanted->active && lic_employee_deactivate(change, events->deactivated, employee, 0) == LIC_EMPLOYEE_DONE)
        done |= LIC_ROSTER_DEACTIVATED;
    return done;
}

/* What the row makes of an employee: a new log-in is a valid one, and nobody locks the account or itself out. */
static lic_error_t *check_licence(const lic_change_t *change, const lic_roster_facts_t *facts,
                                  const lic_employee_t *wanted, apr_pool_t *p)
{
    const int activates = wanted->active && !(facts->employee && facts->employee->active);
    const lic_position_t *blocks = activates && !change->asks_later
                                       ? lic_employee_lacks(change->after, facts->employee ? facts->employee : wanted)
                                       : NULL;
    return blocks ? lic_policy_refuse(blocks, 0, p) : NULL;
}

static lic_error_t *check_wanted(const lic_roster_facts_t *facts, const lic_employee_t *wanted, apr_pool_t *p)
{
    const lic_employee_t *employee = facts->employee;
    if (!employee)
        return lic_employee_check(wanted, p);
    if (strcmp(employee->login, wanted->login) && !lic_text_valid_login(wanted->login))
        return bad_login(p, LIC_EMPLOYEE_LOGIN_EXPECTED);
    if (!employee->active || wanted->active)
        return NULL;
    if (facts->is_caller)
        return own_login(employee, p);
    return facts->last_role_admin ? last_roles(employee, p) : NULL;
}

/* The employee when the row has been carried out but for its days: what it did by hand has ended the plan to do so */
static lic_employee_t without_overtaken(const lic_employee_t *employee, int active, lic_plan_t *plans)
{
    lic_employee_t after = *employee;
    after.active = active;
    after.plans = plans;
    after.nplans = 0;
    for (int i = 0; i < employee->nplans && i < 2; i++)
        if (active == employee->active || (employee->plans[i].kind == LIC_PLAN_START) != active)
            plans[after.nplans++] = employee->plans[i];
    return after;
}

static lic_error_t *check_dates(const lic_change_t *change, const lic_roster_row_t *row,
                                const lic_roster_facts_t *facts, const lic_employee_t *wanted)
{
    lic_plan_t plans[2];
    const lic_employee_t after = without_overtaken(facts->employee ? facts->employee : wanted, wanted->active, plans);
    return lic_plan_dates_check(change, &after, row->dates);
}

static lic_error_t *plan_dates(unsigned *done, lic_change_t *change, const lic_roster_row_t *row,
                               const lic_employee_t *employee, int active)
{
    lic_plan_t plans[2];
    const lic_employee_t after = without_overtaken(employee, active, plans);
    int changed;
    LIC_TRY(lic_plan_dates_decide(&changed, change, &after, row->dates));
    if (changed)
        *done |= LIC_ROSTER_PLANNED;
    return NULL;
}

lic_error_t *lic_roster_decide(unsigned *done, const lic_employee_t **employee, lic_change_t *change,
                               const lic_roster_events_t *events, const lic_roster_row_t *row,
                               const lic_roster_facts_t *facts)
{
    *done = 0;
    *employee = facts->employee;
    LIC_TRY(lic_roster_check(row, facts->employee, change->texts));
    const lic_employee_t wanted = wanted_by(row, facts->employee);
    LIC_TRY(check_wanted(facts, &wanted, change->texts));
    LIC_TRY(check_licence(change, facts, &wanted, change->texts));
    LIC_TRY(check_modules(change, row->modules, &wanted));
    LIC_TRY(check_dates(change, row, facts, &wanted));
    if (facts->employee)
        *done = change_employee(change, events, facts->employee, &wanted);
    else
        *done = create(employee, change, events, &wanted);
    *done |= give_roles(change, events, *employee, row->roles, facts->held_roles);
    *done |= assign_modules(change, *employee, wanted.active, row->modules);
    return plan_dates(done, change, row, *employee, wanted.active);
}
