#include "service/staff.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "service/quantity.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/staff.h"

static const lic_event_kind_t act_events[] = {
    [LIC_ACT_ACTIVATE] = LIC_EVENT_ACTIVATED, [LIC_ACT_DEACTIVATE] = LIC_EVENT_DEACTIVATED,
    [LIC_ACT_ASSIGN] = LIC_EVENT_ASSIGNED,    [LIC_ACT_UNASSIGN] = LIC_EVENT_UNASSIGNED,
    [LIC_ACT_PROTECT] = LIC_EVENT_PROTECTED,  [LIC_ACT_UNPROTECT] = LIC_EVENT_UNPROTECTED};

/* One bulk while its ids are gone through */
typedef struct lic_acting_t {
    lic_act_report_t *report;
    lic_act_t act;
    const apr_int64_t *ids;
    int n;
    const char *module;
    lic_employee_t *person;     /**< for lic_staff_add */
    const lic_buying_t *buying; /**< NULL: none */
    lic_step_fn *step;          /**< what is done after buying */
    /* of one try */
    const lic_position_t *position; /**< the module, else the user licence; NULL where there is none */
    lic_event_t *event;
    apr_hash_t *people; /**< of all ids, loaded at once */
    apr_hash_t *seen;
    apr_int64_t keepers; /**< active holders of `roles` left */
    apr_hash_t *holders; /**< who of the bulk is one; NULL where the bulk is too small to reach the last */
} lic_acting_t;

static lic_error_t *find_position(lic_acting_t *acting, const lic_unit_t *unit)
{
    if (!acting->module) {
        acting->position = lic_book_user(unit->book);
        return NULL;
    }
    acting->position = lic_book_find(unit->book, acting->module);
    if (acting->position && acting->position->kind == LIC_KIND_ADDON)
        return NULL;
    return lic_error_fact(
        lic_error_make(unit->pool, LIC_UNKNOWN, "product-unknown", "there is no add-on module %s", acting->module),
        "product", acting->module);
}

/* Who of the bulk is the last active holder of `roles` depends on whom it has deactivated before. */
static lic_staff_outcome_t deactivate(lic_acting_t *acting, const lic_unit_t *unit, const lic_employee_t *person)
{
    const int holds = acting->holders && apr_hash_get(acting->holders, &person->id, sizeof(person->id));
    const lic_staff_outcome_t outcome =
        lic_staff_deactivate(unit->change, acting->event, person, holds && acting->keepers == 1 ? person->id : 0);
    if (holds && outcome == LIC_STAFF_DONE)
        acting->keepers--;
    return outcome;
}

static lic_error_t *act_on(lic_staff_outcome_t *outcome, lic_acting_t *acting, lic_unit_t *unit,
                           const lic_employee_t *person)
{
    switch (acting->act) {
    case LIC_ACT_ACTIVATE:
        *outcome = lic_staff_activate(unit->change, acting->event, person);
        return NULL;
    case LIC_ACT_DEACTIVATE:
        *outcome = deactivate(acting, unit, person);
        return NULL;
    case LIC_ACT_ASSIGN:
        *outcome = lic_staff_assign(unit->change, acting->event, person, acting->position->product);
        return NULL;
    case LIC_ACT_UNASSIGN:
        *outcome = lic_staff_unassign(unit->change, acting->event, person, acting->position->product);
        return NULL;
    case LIC_ACT_PROTECT:
    case LIC_ACT_UNPROTECT:
        *outcome = lic_staff_protect(unit->change, acting->event, person, acting->act == LIC_ACT_PROTECT);
        return NULL;
    }
    return lic_error_make(unit->pool, LIC_BUG, "act", "no such act: %d", (int)acting->act);
}

static lic_error_t *act_on_row(lic_acting_t *acting, lic_unit_t *unit, int i)
{
    lic_act_outcome_t *row = &acting->report->rows[i];
    *row = (lic_act_outcome_t){acting->ids[i], "", LIC_STAFF_UNKNOWN};
    const lic_employee_t *person = apr_hash_get(acting->people, &acting->ids[i], sizeof(acting->ids[i]));
    if (!person)
        return NULL;
    row->name = person->name;
    row->outcome = LIC_STAFF_UNCHANGED;
    if (apr_hash_get(acting->seen, &acting->ids[i], sizeof(acting->ids[i]))) /* named twice: done by the first */
        return NULL;
    apr_hash_set(acting->seen, &acting->ids[i], sizeof(acting->ids[i]), person);
    LIC_TRY(act_on(&row->outcome, acting, unit, person));
    acting->report->ndone += row->outcome == LIC_STAFF_DONE;
    return NULL;
}

void lic_staff_beyond(apr_int64_t *beyond, apr_time_t *deadline, const lic_unit_t *unit, apr_int64_t product)
{
    const lic_position_t *now = lic_book_position(unit->change->after, product);
    const lic_deadlines_t *earliest = &unit->settled.deadlines;
    *beyond = now->used > now->purchased ? now->used - now->purchased : 0;
    *deadline = 0;
    if (*beyond)
        *deadline = unit->settled.marked_until   ? unit->settled.marked_until
                    : now->kind == LIC_KIND_USER ? earliest->employee
                                                 : earliest->assignment;
}

static lic_error_t *finish_staff(lic_unit_t *unit, void *baton)
{
    const lic_acting_t *acting = baton;
    lic_act_report_t *report = acting->report;
    report->log = lic_unit_log(unit);
    report->revision = unit->book->account->revision;
    if (acting->position)
        lic_staff_beyond(&report->beyond, &report->deadline, unit, acting->position->product);
    return NULL;
}

static lic_error_t *start(lic_acting_t *acting, lic_unit_t *unit, lic_event_kind_t kind)
{
    acting->report->ndone = 0;
    acting->report->log = 0;
    acting->report->beyond = 0;
    acting->report->deadline = 0;
    acting->report->revision = unit->book->account->revision - 1;
    LIC_TRY(lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool));
    LIC_TRY(find_position(acting, unit));
    acting->event = lic_change_event(unit->change, kind, acting->position ? acting->position->key : NULL);
    unit->finish = finish_staff;
    return NULL;
}

static lic_error_t *find_keepers(lic_acting_t *acting, const lic_unit_t *unit)
{
    const apr_int64_t account = unit->book->account->id;
    acting->holders = NULL;
    LIC_TRY(lic_role_others(&acting->keepers, unit->db, account, LIC_RIGHT_ROLES, "", unit->pool));
    if (acting->keepers > acting->n)
        return NULL;
    return lic_staff_holders(&acting->holders, unit->db, account, LIC_RIGHT_ROLES, acting->ids, acting->n, unit->pool);
}

static lic_error_t *step_act(lic_unit_t *unit, void *baton)
{
    lic_acting_t *acting = baton;
    LIC_TRY(start(acting, unit, act_events[acting->act]));
    acting->seen = apr_hash_make(unit->pool);
    LIC_TRY(lic_staff_load_all(&acting->people, unit->db, unit->book->account->id, acting->ids, acting->n, unit->pool));
    if (acting->act == LIC_ACT_DEACTIVATE)
        LIC_TRY(find_keepers(acting, unit));
    for (int i = 0; i < acting->n; i++)
        LIC_TRY(act_on_row(acting, unit, i));
    return NULL;
}

static lic_error_t *check_act(const lic_acting_t *acting, apr_pool_t *p)
{
    const int with_module = acting->act == LIC_ACT_ASSIGN || acting->act == LIC_ACT_UNASSIGN;
    if (acting->n > LIC_STAFF_BULK)
        return lic_error_fact(
            lic_error_make(p, LIC_TOO_LARGE, "too-many", "at most %d employees can be changed at once", LIC_STAFF_BULK),
            "most", apr_itoa(p, LIC_STAFF_BULK));
    if (with_module && !acting->module)
        return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "module: the key of an add-on module"),
                              "field", "module");
    return NULL;
}

/*
 * What is bought along is what is missing, and somebody gets it: who was refused, has been activated or has made room
 * since the offer was made voids it, so that nobody pays for nothing.
 */
static lic_error_t *step_bought(lic_unit_t *unit, void *baton)
{
    const lic_acting_t *acting = baton;
    LIC_TRY(acting->step(unit, baton));
    const lic_position_t *position = lic_book_find(unit->change->after, acting->buying->product);
    if (acting->report->ndone && position && position->used == acting->buying->asked)
        return NULL;
    return lic_quantity_moved_on(unit->pool);
}

/* Runs the step by itself, or along with a purchase. content: what a repeat must ask for too. */
static lic_error_t *run_step(lic_acting_t *acting, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                             const char *content, apr_pool_t *p)
{
    const lic_buying_t *buying = acting->buying;
    const lic_along_t along = {step_bought, acting, content};
    lic_outcome_t outcome;
    acting->step = step;
    if (!buying)
        return lic_unit_run(&acting->report->revision, from, caller, step, acting, p);
    LIC_TRY(
        lic_quantity_confirm_along(&outcome, from, caller, buying->product, buying->asked, buying->token, &along, p));
    acting->report->revision = outcome.revision;
    acting->report->log = outcome.log;
    if (outcome.replayed)
        acting->report->nrows = 0;
    return NULL;
}

static const char *content_of(const lic_acting_t *acting, apr_pool_t *p)
{
    apr_array_header_t *parts = apr_array_make(p, acting->n + 2, sizeof(const char *));
    APR_ARRAY_PUSH(parts, const char *) = lic_word_of(lic_act_words, (int)acting->act);
    APR_ARRAY_PUSH(parts, const char *) = acting->module ? acting->module : "";
    for (int i = 0; i < acting->n; i++)
        APR_ARRAY_PUSH(parts, const char *) = apr_psprintf(p, "%" APR_INT64_T_FMT, acting->ids[i]);
    return apr_array_pstrcat(p, parts, ' ');
}

static lic_error_t *start_acting(lic_acting_t *acting, lic_act_report_t *report, lic_act_t act, const apr_int64_t *ids,
                                 int n, const char *module, apr_pool_t *p)
{
    const int with_module = act == LIC_ACT_ASSIGN || act == LIC_ACT_UNASSIGN;
    *acting = (lic_acting_t){.report = report, .act = act, .ids = ids, .n = n, .module = with_module ? module : NULL};
    *report = (lic_act_report_t){.rows = apr_pcalloc(p, sizeof(*report->rows) * (apr_size_t)(n + 1)), .nrows = n};
    return check_act(acting, p);
}

lic_error_t *lic_staff_act_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  const lic_buying_t *buying, lic_act_t act, const apr_int64_t *ids, int n,
                                  const char *module, apr_pool_t *p)
{
    lic_acting_t acting;
    LIC_TRY(start_acting(&acting, report, act, ids, n, module, p));
    acting.buying = buying;
    return run_step(&acting, from, caller, step_act, buying ? content_of(&acting, p) : NULL, p);
}

lic_error_t *lic_staff_act(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                           const apr_int64_t *ids, int n, const char *module, apr_pool_t *p)
{
    return lic_staff_act_buying(report, from, caller, NULL, act, ids, n, module, p);
}

/* What the counters come to; whoever would be marked now has the whole grace period. */
static lic_error_t *step_preview(lic_unit_t *unit, void *baton)
{
    lic_acting_t *acting = baton;
    LIC_TRY(step_act(unit, acting));
    const lic_position_t *after =
        acting->position ? lic_book_position(unit->change->after, acting->position->product) : NULL;
    if (after && after->used > after->purchased) {
        acting->report->beyond = after->used - after->purchased;
        acting->report->deadline = unit->change->now + unit->book->grace;
    }
    return NULL;
}

lic_error_t *lic_staff_preview(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                               lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p)
{
    lic_acting_t acting;
    LIC_TRY(start_acting(&acting, report, act, ids, n, module, p));
    return lic_unit_peek(from, caller, step_preview, &acting, p);
}

/* --- adding ------------------------------------------------------------------------------------- */

static lic_error_t *check_login_free(lic_unit_t *unit, const char *login)
{
    lic_employee_t *same;
    lic_error_t *err = lic_staff_by_login(&same, unit->db, unit->book->account->id, login, unit->pool);
    if (err)
        return err->code == LIC_UNKNOWN ? NULL : err;
    return lic_error_fact(lic_error_make(unit->pool, LIC_CONFLICT, "login-taken",
                                         "the log-in %s is taken by employee %lld", login, (long long)same->id),
                          "login", login);
}

/* Who may create employees may not thereby give rights away, least of all to themselves: roles take the right roles. */
static lic_error_t *may_give_roles(const lic_unit_t *unit)
{
    const char *right = lic_rights_word(LIC_RIGHT_ROLES);
    if (unit->caller->trusted || lic_rights_allow(unit->rights, LIC_RIGHT_ROLES))
        return NULL;
    lic_error_t *err = lic_error_make(unit->pool, LIC_FORBIDDEN, "no-right", "giving roles takes the right %s", right);
    return lic_error_fact(lic_error_fact(err, "user", unit->caller->user), "right", right);
}

static lic_error_t *check_roles(lic_unit_t *unit, const lic_employee_t *person)
{
    if (person->roles && person->roles[0])
        LIC_TRY(may_give_roles(unit));
    for (int i = 0; person->roles && person->roles[i]; i++) {
        lic_role_t *role;
        lic_error_t *err = lic_role_load(&role, unit->db, unit->book->account->id, person->roles[i], unit->pool);
        if (err && err->code == LIC_UNKNOWN && unit->caller->trusted)
            err = lic_role_insert(unit->db, unit->book->account->id, person->roles[i], person->roles[i], unit->pool);
        LIC_TRY(err);
    }
    return NULL;
}

static lic_error_t *step_add(lic_unit_t *unit, void *baton)
{
    lic_acting_t *acting = baton;
    LIC_TRY(start(acting, unit, LIC_EVENT_CREATED));
    LIC_TRY(check_login_free(unit, acting->person->login));
    LIC_TRY(check_roles(unit, acting->person));
    lic_act_outcome_t *row = acting->report->rows;
    row->outcome = lic_staff_create(unit->change, acting->event, acting->person);
    row->employee = acting->person->id;
    row->name = acting->person->name;
    acting->report->ndone = 1;
    return NULL;
}

static const char *content_of_person(const lic_employee_t *person, apr_pool_t *p)
{
    apr_array_header_t *parts = apr_array_make(p, 8, sizeof(const char *));
    APR_ARRAY_PUSH(parts, const char *) = person->active ? "create active" : "create";
    APR_ARRAY_PUSH(parts, const char *) = person->login;
    APR_ARRAY_PUSH(parts, const char *) = person->name;
    APR_ARRAY_PUSH(parts, const char *) = person->initials;
    APR_ARRAY_PUSH(parts, const char *) = person->email;
    for (int i = 0; person->roles && person->roles[i]; i++)
        APR_ARRAY_PUSH(parts, const char *) = person->roles[i];
    return apr_array_pstrcat(p, parts, '\n');
}

lic_error_t *lic_staff_add_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  const lic_buying_t *buying, lic_employee_t *person, apr_pool_t *p)
{
    LIC_TRY(lic_staff_check(person, p));
    *report = (lic_act_report_t){.rows = apr_pcalloc(p, sizeof(*report->rows)), .nrows = 1};
    lic_acting_t acting = {.report = report, .n = 1, .person = person, .buying = buying};
    return run_step(&acting, from, caller, step_add, content_of_person(person, p), p);
}

lic_error_t *lic_staff_add(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                           lic_employee_t *person, apr_pool_t *p)
{
    return lic_staff_add_buying(report, from, caller, NULL, person, p);
}

/* --- looking up --------------------------------------------------------------------------------- */

typedef struct lic_finding_t {
    apr_int64_t *id;
    const char *account, *login;
} lic_finding_t;

static lic_error_t *try_find(lic_try_t *attempt, void *baton)
{
    const lic_finding_t *finding = baton;
    lic_account_t *account;
    lic_employee_t *person;
    LIC_TRY(lic_account_find(&account, attempt->db, finding->account, attempt->pool));
    lic_error_t *err = lic_staff_by_login(&person, attempt->db, account->id, finding->login, attempt->pool);
    if (err && err->code == LIC_UNKNOWN)
        return lic_error_fact(lic_error_make(attempt->pool, LIC_UNKNOWN, "employee-unknown",
                                             "the account %s has no employee %s", finding->account, finding->login),
                              "login", finding->login);
    LIC_TRY(err);
    *finding->id = person->id;
    return NULL;
}

lic_error_t *lic_staff_id(apr_int64_t *id, lic_db_source_t *from, const char *account, const char *login, apr_pool_t *p)
{
    lic_finding_t finding = {id, account, login};
    return lic_retry_run(from, try_find, &finding, p);
}
