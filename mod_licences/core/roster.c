/* core/roster.c  A list of employees: each row is carried out whole, or refused for a reason. */
#include "core/roster.h"

#include <string.h>

#include <apr_strings.h>

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

static const char *either(const char *said, const char *known)
{
    return said ? said : known ? known : "";
}

/* The person as the row wants it */
static lic_employee_t wanted_by(const lic_roster_row_t *row, const lic_employee_t *person)
{
    static const lic_employee_t nobody = {.active = 1};
    lic_employee_t wanted = person ? *person : nobody;
    wanted.login = either(row->login, wanted.login);
    wanted.name = either(row->name, wanted.name);
    wanted.initials = either(row->initials, wanted.initials);
    wanted.email = either(row->email, wanted.email);
    if (row->status != LIC_ROSTER_AS_IS)
        wanted.active = row->status == LIC_ROSTER_ACTIVE;
    return wanted;
}

lic_error_t *lic_roster_check(const lic_roster_row_t *row, apr_pool_t *p)
{
    if (row->wrong)
        return row->wrong;
    lic_employee_t wanted = wanted_by(row, NULL);
    if (!row->name) /* stays as it is, which is right */
        wanted.name = wanted.login;
    wanted.service = 1; /* may have no e-mail address: who this is isn't known yet */
    return lic_staff_check(&wanted, p);
}

static lic_error_t *last_roles(const lic_employee_t *person, apr_pool_t *p)
{
    lic_error_t *err =
        lic_error_make(p, LIC_REFUSED, "last-roles",
                       "%s is the last active one with the right roles: give it to somebody else first", person->login);
    return lic_error_fact(err, "login", person->login);
}

static int holds(const char *const *roles, const char *role)
{
    for (; roles && *roles; roles++)
        if (!strcmp(*roles, role))
            return 1;
    return 0;
}

static unsigned give_roles(lic_change_t *change, const lic_roster_events_t *events, const lic_employee_t *person,
                           const char *const *roles, const char *const *held)
{
    unsigned done = 0;
    for (const char *const *role = roles; role && *role; role++) {
        int named = 0; /* twice in one row: once is enough */
        for (const char *const *before = roles; before < role && !named; before++)
            named = !strcmp(*before, *role);
        if (!named && lic_staff_role(change, events->roles, person, *role, holds(held, *role), 1, 0) == LIC_STAFF_DONE)
            done = LIC_ROSTER_ROLES;
    }
    return done;
}

static unsigned create(const lic_employee_t **person, lic_change_t *change, const lic_roster_events_t *events,
                       const lic_employee_t *wanted)
{
    lic_employee_t *made = apr_pmemdup(change->texts, wanted, sizeof(*wanted));
    made->roles = NULL; /* an event of their own for the whole list */
    lic_staff_create(change, events->created, made);
    *person = made;
    return LIC_ROSTER_CREATED;
}

static unsigned change_person(lic_change_t *change, const lic_roster_events_t *events, const lic_employee_t *person,
                              const lic_employee_t *wanted)
{
    unsigned done = 0;
    if (lic_staff_edit(change, events->edited, person, wanted) == LIC_STAFF_DONE)
        done |= LIC_ROSTER_EDITED;
    if (wanted->active && lic_staff_activate(change, events->activated, person) == LIC_STAFF_DONE)
        done |= LIC_ROSTER_ACTIVATED;
    if (!wanted->active && lic_staff_deactivate(change, events->deactivated, person, 0) == LIC_STAFF_DONE)
        done |= LIC_ROSTER_DEACTIVATED;
    return done;
}

lic_error_t *lic_roster_decide(unsigned *done, const lic_employee_t **person, lic_change_t *change,
                               const lic_roster_events_t *events, const lic_roster_row_t *row,
                               const lic_roster_facts_t *facts)
{
    *done = 0;
    *person = facts->person;
    LIC_TRY(lic_roster_check(row, change->texts));
    const lic_employee_t wanted = wanted_by(row, facts->person);
    LIC_TRY(lic_staff_check(&wanted, change->texts));
    if (facts->person && facts->keeper && facts->person->active && !wanted.active)
        return last_roles(facts->person, change->texts);
    if (facts->person)
        *done = change_person(change, events, facts->person, &wanted);
    else
        *done = create(person, change, events, &wanted);
    *done |= give_roles(change, events, *person, row->roles, facts->held_roles);
    return NULL;
}
