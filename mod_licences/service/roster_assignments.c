/* service/roster_assignments.c  A list of who holds which add-on module: its rows, and what it doesn't name. */
#include "service/roster_run_private.h"

#include <string.h>
#include <apr_strings.h>

#include "store/json_rows.h"

/* --- one row ------------------------------------------------------------------------------------ */

static lic_error_t *unknown(const lic_roster_row_t *row, apr_pool_t *p)
{
    const char *who = row->login ? row->login : row->external ? row->external : "";
    return lic_error_make(p, LIC_REFUSED, "employee-unknown", "there is no employee %s here", who);
}

static lic_error_t *login_differs(const lic_employee_t *employee, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid",
                                         "login: the employee %lld has the log-in %s; log-ins are changed by the list "
                                         "of employees",
                                         (long long)employee->id, employee->login),
                          "field", "login");
}

static lic_error_t *twice(apr_uint32_t line, apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "field-repeated", "this stands in line %u already; name each once", line);
}

static lic_error_t *find(const lic_employee_t **employee, const lic_roster_run_t *run, const lic_roster_row_t *row,
                         apr_pool_t *p)
{
    const char *module = run->list->module;
    LIC_TRY(lic_roster_check(row, NULL, p));
    LIC_TRY(lic_roster_find(employee, run, row, p));
    if (!*employee)
        return unknown(row, p);
    if (row->login && strcmp(row->login, (*employee)->login))
        return login_differs(*employee, p);
    if (module && strcmp(module, row->modules[0]))
        return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid",
                                             "module: the list is about %s only, as the address says", module),
                              "field", "module");
    return NULL;
}

static const lic_assignment_t *held(const lic_employee_t *employee, const lic_position_t *position)
{
    for (int i = 0; position && i < employee->nheld; i++)
        if (employee->held[i].product == position->product)
            return &employee->held[i];
    return NULL;
}

/* Each stands once in the list: one that is held already by its id, a new one by whose and which it is */
static lic_error_t *note(lic_roster_run_t *run, const lic_roster_row_t *row, const lic_employee_t *employee,
                         apr_pool_t *p)
{
    const lic_assignment_t *assignment = held(employee, lic_book_find(run->unit->change->after, row->modules[0]));
    const char *name = apr_psprintf(p, "%" APR_INT64_T_FMT "/%s", employee->id, row->modules[0]);
    const apr_uint32_t line = assignment ? *lic_roster_find_line(run, assignment->id)
                                         : lic_roster_names_line(run->taken_here, LIC_NAME_ASSIGNMENT, name);
    if (line)
        return twice(line, p);
    if (assignment)
        *lic_roster_find_line(run, assignment->id) = (apr_uint32_t)row->line;
    else
        lic_roster_names_add(run->taken_here, LIC_NAME_ASSIGNMENT, name, (apr_uint32_t)row->line);
    return NULL;
}

lic_error_t *lic_roster_assignments_take(lic_roster_run_t *run, const lic_roster_row_t *row, apr_pool_t *p)
{
    const lic_employee_t *employee;
    unsigned done;
    LIC_TRY(find(&employee, run, row, p));
    LIC_TRY(note(run, row, employee, p));
    const lic_roster_row_t wanted = {
        .line = row->line, .login = employee->login, .status = LIC_ROSTER_AS_IS, .modules = row->modules};
    const lic_roster_facts_t facts = {.employee = employee};
    const apr_int64_t last = run->unit->change->after->account->last_assignment;
    LIC_TRY(lic_roster_decide(&done, &employee, run->unit->change, &run->events, &wanted, &facts));
    if (run->unit->change->after->account->last_assignment > last)
        *lic_roster_find_line(run, last + 1) = (apr_uint32_t)row->line;
    run->activated += !!(done & LIC_ROSTER_ASSIGNED);
    lic_roster_report_done(run, row->line, done);
    return NULL;
}

/* --- what isn't named --------------------------------------------------------------------------- */

static void leave(lic_roster_run_t *run, const lic_employee_t *employee, const lic_assignment_row_t *row,
                  apr_int64_t most)
{
    const lic_position_t *position = lic_book_position(run->unit->change->after, row->product);
    if (!position || !employee)
        return;
    lic_roster_report_absent(run, employee, position->key);
    if (run->report->absent > most) /* nothing of it will stay */
        return;
    lic_employee_unassign(run->unit->change,
                          lic_roster_module_event(run->unit->change, LIC_EVENT_UNASSIGNED, position->key), employee,
                          row->product);
}

static lic_error_t *leave_some(apr_int64_t *after, lic_roster_run_t *run, apr_int64_t product, apr_int64_t most,
                               apr_pool_t *batch)
{
    const apr_int64_t account = run->unit->book->account->id;
    apr_array_header_t *rows;
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    lic_employee_found_t found;
    int n = 0;
    LIC_TRY(lic_assignment_list(&rows, run->unit->db, account, product, *after, batch));
    *after = rows->nelts ? APR_ARRAY_IDX(rows, rows->nelts - 1, lic_assignment_row_t).id : 0;
    for (int i = 0; i < rows->nelts; i++) {
        const lic_assignment_row_t row = APR_ARRAY_IDX(rows, i, lic_assignment_row_t);
        if (*lic_roster_find_line(run, row.id))
            continue;
        APR_ARRAY_IDX(rows, n, lic_assignment_row_t) = row;
        ids[n++] = row.employee;
    }
    const lic_employee_names_t names = {.ids = ids, .nids = n};
    LIC_TRY(lic_employee_load_named(&found, run->unit->db, account, &names, batch));
    for (int i = 0; i < n; i++)
        leave(run, apr_hash_get(found.by_id, &ids[i], sizeof(ids[i])), &APR_ARRAY_IDX(rows, i, lic_assignment_row_t),
              most);
    return lic_roster_rows_apply(run, batch);
}

lic_error_t *lic_roster_assignments_leave_absent(lic_roster_run_t *run, apr_pool_t *batch)
{
    const lic_position_t *position = run->list->module ? lic_book_find(run->unit->book, run->list->module) : NULL;
    const apr_int64_t product = position ? position->product : 0;
    apr_int64_t all, after = 0;
    LIC_TRY(lic_assignment_count(&all, run->unit->db, run->unit->book->account->id, product, batch));
    if (!run->dry) /* as before the list */
        all -= run->report->assigned;
    const apr_int64_t most = lic_roster_report_most(run, all);
    do {
        apr_pool_clear(batch);
        LIC_TRY(leave_some(&after, run, product, most, batch));
    } while (after);
    return lic_roster_report_check_absent(run, all);
}
