/* service/roster_rows.c  The rows of such a list, batch by batch. */
#include "service/roster_run_private.h"

#include <apr_strings.h>

#include "store/apply/apply.h"
#include "store/employee_list.h"
#include "store/json_rows.h"
#include "store/role.h"

/* --- one row ------------------------------------------------------------------------------------ */

static apr_int64_t account_of(const lic_roster_run_t *run)
{
    return run->unit->book->account->id;
}

static lic_error_t *find_role(lic_role_t **role, lic_roster_run_t *run, const char *key)
{
    *role = apr_hash_get(run->roles, key, APR_HASH_KEY_STRING);
    if (*role)
        return NULL;
    LIC_TRY(lic_role_load(role, run->unit->db, account_of(run), key, run->unit->pool));
    apr_hash_set(run->roles, (*role)->key, APR_HASH_KEY_STRING, *role);
    return NULL;
}

/* *manages: one of the roles has the right `roles`. LIC_UNKNOWN where there is no such role */
static lic_error_t *find_roles(int *manages, lic_roster_run_t *run, const char *const *roles)
{
    *manages = 0;
    for (; roles && *roles; roles++) {
        lic_role_t *role;
        LIC_TRY(find_role(&role, run, *roles));
        *manages |= !!(role->rights & LIC_RIGHT_ROLES);
    }
    return NULL;
}

static lic_error_t *named_twice(const lic_roster_row_t *row, const lic_employee_t *employee, apr_uint32_t line,
                                apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "login-twice", "login: %s stands in line %u already; name everybody once",
                          row->login ? row->login : employee->login, line);
}

/* Counts the active role administrators after a row. employee is as it was before the row, or the new one. held and
 * given: it has had, or gets, the right `roles`. */
static void count_role_admins(lic_roster_run_t *run, const lic_employee_t *employee, unsigned done, int held, int given)
{
    const int was = held && employee->active;
    int is = employee->active;
    if (done & (LIC_ROSTER_ACTIVATED | LIC_ROSTER_DEACTIVATED))
        is = !is;
    run->role_admins += (is && (held || given)) - was;
}

static lic_error_t *decide(unsigned *done, const lic_employee_t **employee, lic_roster_run_t *run,
                           const lic_roster_row_t *row)
{
    const lic_employee_t *found = *employee;
    const int held = found && apr_hash_get(run->role_admin_ids, &found->id, sizeof(found->id));
    const lic_roster_facts_t facts = {.employee = found,
                                      .last_role_admin = held && run->role_admins == 1,
                                      .is_caller = found && run->unit->employee && run->unit->employee->id == found->id,
                                      .held_roles =
                                          found ? apr_hash_get(run->held_roles, &found->id, sizeof(found->id)) : NULL};
    lic_roster_row_t wanted = *row;
    int manages;
    wanted.roles = run->unit->caller->trusted ? row->roles : NULL;
    LIC_TRY(find_roles(&manages, run, wanted.roles));
    LIC_TRY(lic_roster_decide(done, employee, run->unit->change, &run->events, &wanted, &facts));
    count_role_admins(run, *employee, *done, held, manages);
    return NULL;
}

/* The employee as the row leaves it, as far as names go */
static lic_employee_t named_by(const lic_roster_row_t *row, const lic_employee_t *employee)
{
    lic_employee_t named = *employee;
    named.login = row->login ? row->login : employee->login;
    named.external = row->external ? row->external : employee->external;
    return named;
}

static lic_error_t *take_employee(lic_roster_run_t *run, const lic_roster_row_t *row, apr_pool_t *p)
{
    const lic_employee_t *found, *employee;
    unsigned done;
    LIC_TRY(lic_roster_find(&found, run, row, p));
    if (found && *lic_roster_find_line(run, found->id))
        return named_twice(row, found, *lic_roster_find_line(run, found->id), p);
    if (found)
        *lic_roster_find_line(run, found->id) = (apr_uint32_t)row->line;
    employee = found;
    LIC_TRY(decide(&done, &employee, run, row));
    const lic_employee_t named = named_by(row, employee);
    *lic_roster_find_line(run, employee->id) = (apr_uint32_t)row->line;
    lic_roster_find_note(run, found, &named, row->line, p);
    if (!found)
        lic_employee_found_add(&run->found, employee);
    run->activated += done & LIC_ROSTER_ACTIVATED || (done & LIC_ROSTER_CREATED && employee->active);
    lic_roster_report_done(run, row->line, done);
    return NULL;
}

/* --- batches ------------------------------------------------------------------------------------ */

static lic_error_t *read_batch(lic_roster_run_t *run, apr_pool_t *p)
{
    int more = 1;
    run->batch = apr_palloc(p, sizeof(*run->batch) * LIC_JSON_ROWS_MAX);
    for (run->nbatch = 0; run->nbatch < LIC_JSON_ROWS_MAX;) {
        LIC_TRY(run->list->next(&run->batch[run->nbatch], &more, run->list->baton, p));
        if (!more)
            break;
        lic_roster_tidy(&run->batch[run->nbatch++], p);
    }
    return NULL;
}

/* What is wrong with a row itself is reported with it; any other error ends the run */
static int is_outcome(const lic_error_t *err)
{
    return err->code == LIC_INVALID || err->code == LIC_REFUSED || err->code == LIC_UNKNOWN;
}

static lic_error_t *take_batch(lic_roster_run_t *run, apr_pool_t *p)
{
    for (int i = 0; i < run->nbatch; i++) {
        const lic_roster_row_t *row = &run->batch[i];
        lic_error_t *err = row->wrong;
        if (!err)
            err = run->list->assignments ? lic_roster_assignments_take(run, row, p) : take_employee(run, row, p);
        if (err && !is_outcome(err))
            return err;
        if (err)
            lic_roster_report_refuse(run, row->line, err);
    }
    return NULL;
}

lic_error_t *lic_roster_rows_apply(const lic_roster_run_t *run, apr_pool_t *batch)
{
    if (!run->dry)
        return lic_change_apply_part(run->unit->db, run->unit->change, batch);
    lic_change_drop_part(run->unit->change);
    return NULL;
}

/* What the rows of a batch take the database knows when it has been applied */
static void begin_batch(lic_roster_run_t *run, apr_pool_t *batch)
{
    if (!run->dry)
        run->taken_here = lic_roster_names_make(2 * LIC_JSON_ROWS_MAX, batch);
}

lic_error_t *lic_roster_rows_take(lic_roster_run_t *run, apr_pool_t *batch)
{
    run->left = lic_roster_names_make(0, run->unit->pool);
    if (run->dry)
        run->taken_here = lic_roster_names_make(run->expected, run->unit->pool);
    LIC_TRY(run->list->rewind(run->list->baton));
    for (;;) {
        apr_pool_clear(batch);
        begin_batch(run, batch);
        LIC_TRY(read_batch(run, batch));
        if (!run->nbatch)
            return NULL;
        LIC_TRY(lic_roster_find_load(run, batch));
        LIC_TRY(take_batch(run, batch));
        LIC_TRY(lic_roster_rows_apply(run, batch));
        if (run->list->progress)
            run->list->progress(run->list->baton, run->report->total);
    }
}

/* --- whoever isn't named ------------------------------------------------------------------------ */

static void leave(lic_roster_run_t *run, const lic_employee_t *employee, apr_int64_t most)
{
    const int held = !!apr_hash_get(run->role_admin_ids, &employee->id, sizeof(employee->id));
    const int is_caller = run->unit->employee && run->unit->employee->id == employee->id;
    if (employee->service || is_caller || (held && run->role_admins == 1)) {
        run->report->kept++;
        return;
    }
    lic_roster_report_absent(run, employee, NULL);
    run->role_admins -= held;
    if (run->report->absent <= most) /* else nothing of it will stay */
        lic_employee_deactivate(run->unit->change, run->events.deactivated, employee, 0);
}

static lic_error_t *leave_some(apr_int64_t *after, lic_roster_run_t *run, apr_int64_t most, apr_pool_t *batch)
{
    apr_array_header_t *employees;
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    int n = 0;
    LIC_TRY(lic_employee_load_active(&employees, run->unit->db, account_of(run), *after, batch));
    if (!employees->nelts) {
        *after = 0;
        return NULL;
    }
    *after = APR_ARRAY_IDX(employees, employees->nelts - 1, const lic_employee_t *)->id;
    for (int i = 0; i < employees->nelts; i++) {
        const lic_employee_t *employee = APR_ARRAY_IDX(employees, i, const lic_employee_t *);
        if (*lic_roster_find_line(run, employee->id))
            continue;
        APR_ARRAY_IDX(employees, n, const lic_employee_t *) = employee;
        ids[n++] = employee->id;
    }
    LIC_TRY(
        lic_employee_with_right(&run->role_admin_ids, run->unit->db, account_of(run), LIC_RIGHT_ROLES, ids, n, batch));
    for (int i = 0; i < n; i++)
        leave(run, APR_ARRAY_IDX(employees, i, const lic_employee_t *), most);
    return lic_roster_rows_apply(run, batch);
}

lic_error_t *lic_roster_rows_leave_absent(lic_roster_run_t *run, apr_pool_t *batch)
{
    apr_int64_t active, after = 0;
    LIC_TRY(lic_employee_count_active(&active, run->unit->db, account_of(run), batch));
    if (!run->dry) /* as before the list */
        active += run->report->deactivated - run->activated;
    const apr_int64_t most = lic_roster_report_most(run, active);
    do {
        apr_pool_clear(batch);
        LIC_TRY(leave_some(&after, run, most, batch));
    } while (after);
    return lic_roster_report_check_absent(run, active);
}
