/* view/document/employee.c  An employee's card, /employees/{id}, with the history as rows; and the form for a new one.
 */
#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/account.h"
#include "store/employee.h"
#include "store/json_rows.h"
#include "store/role.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"

enum { MOST_ROLES = 200 };

/* card_history's columns are read as those of view_log_up */
#define SAME(column) _Static_assert((int)LIC_C_CARD_HISTORY_##column == (int)LIC_C_VIEW_LOG_UP_##column, #column)
SAME(ID);
SAME(OBJECT);
SAME(DEADLINE);
SAME(PLANNED_BY);

static lic_error_t *find_employee(lic_employee_t **employee, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    apr_int64_t id = 0;
    if (!q->key || !lic_text_parse_int(&id, q->key) || id <= 0)
        return lic_error_make(p, LIC_UNKNOWN, "employee-unknown", "there is no employee %s here", q->key ? q->key : "");
    return lic_employee_load(employee, db, q->account->id, id, p);
}

static void write_plan(lic_xml_t *x, const char *name, const lic_plan_t *plan)
{
    if (plan)
        lic_xml_attr_date(x, name, plan->on);
}

static void write_employee(lic_xml_t *x, const lic_employee_t *employee)
{
    if (employee->id)
        lic_xml_attr_int(x, "id", employee->id);
    lic_xml_attr(x, "login", employee->login);
    if (employee->external && *employee->external)
        lic_xml_attr(x, "external", employee->external);
    lic_xml_attr(x, "initials", employee->initials);
    lic_xml_attr(x, "email", employee->email);
    lic_xml_attr(x, "status", employee->active ? "active" : "inactive");
    if (employee->service)
        lic_xml_attr(x, "service", "true");
    if (employee->is_protected)
        lic_xml_attr(x, "protected", "true");
    lic_xml_attr_time(x, "created", employee->created);
    lic_xml_attr_time(x, "activated", employee->activated);
    lic_xml_attr_time(x, "deadline", employee->deadline);
    write_plan(x, "starts", lic_plan_of(employee->plans, employee->nplans, LIC_PLAN_START));
    write_plan(x, "ends", lic_plan_of(employee->plans, employee->nplans, LIC_PLAN_LEAVE));
    lic_xml_element(x, "name", employee->name);
}

static int is_typed(const lic_employee_t *employee, const char *role)
{
    for (int i = 0; employee && employee->roles && employee->roles[i]; i++)
        if (!strcmp(employee->roles[i], role))
            return 1;
    return 0;
}

/* Whether nobody would manage roles any more, were this role taken from the last who does (product.md, Who gets in). */
static lic_error_t *find_locked(int *locked, const lic_query_t *q, const char *role, apr_int64_t last_role_admin,
                                lic_db_t *db, apr_pool_t *p)
{
    lic_role_t *loaded;
    int left;
    LIC_TRY(lic_role_load(&loaded, db, q->account->id, role, p));
    *locked = 0;
    if (!(loaded->rights & LIC_RIGHT_ROLES))
        return NULL;
    LIC_TRY(lic_role_left(&left, db, q->account->id, role, last_role_admin, p));
    *locked = !left;
    return NULL;
}

static lic_error_t *write_roles(lic_xml_t *x, const lic_query_t *q, apr_int64_t employee, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_int64_t last_role_admin = 0;
    if (employee)
        LIC_TRY(lic_role_last_admin(&last_role_admin, db, q->account->id, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_CARD_ROLES, p, q->account->id, employee, (apr_int64_t)MOST_ROLES));
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_CARD_ROLES_ROLE_KEY);
        int locked = 0;
        if (last_role_admin && last_role_admin == employee && lic_rows_int(rows, LIC_C_CARD_ROLES_HELD))
            LIC_TRY(find_locked(&locked, q, key, last_role_admin, db, p));
        lic_xml_start(x, "role");
        lic_xml_attr(x, "key", key);
        lic_xml_attr(x, "held",
                     lic_rows_int(rows, LIC_C_CARD_ROLES_HELD) || is_typed(q->new_employee, key) ? "true" : "false");
        lic_xml_attr(x, "locked", locked ? "true" : NULL);
        lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_CARD_ROLES_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

/* Each add-on module, and since when it is held. */
static void write_modules(lic_xml_t *x, const lic_book_t *book, const lic_employee_t *employee)
{
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *position = &book->positions[i];
        if (position->kind != LIC_KIND_ADDON)
            continue;
        lic_xml_start(x, "module");
        lic_xml_attr(x, "key", position->key);
        lic_xml_attr_int(x, "purchased", position->purchased);
        lic_xml_attr_int(x, "used", position->used);
        for (int k = 0; k < employee->nheld; k++) {
            if (employee->held[k].product != position->product)
                continue;
            lic_xml_attr_time(x, "assigned", employee->held[k].assigned);
            lic_xml_attr_time(x, "deadline", employee->held[k].deadline);
        }
        lic_xml_text(x, position->name);
        lic_xml_end(x);
    }
}

/* The days as typed, which may be none */
static void write_typed(lic_xml_t *x, const lic_query_t *q)
{
    lic_xml_attr(x, "starts-typed", q->typed_starts);
    lic_xml_attr(x, "ends-typed", q->typed_ends);
}

static lic_error_t *employee_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_employee_t *employee;
    lic_book_t *book;
    apr_int64_t archived;
    LIC_TRY(find_employee(&employee, q, db, p));
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    LIC_TRY(lic_part_archived(&archived, x, q, db, p));
    write_typed(x, q);
    write_employee(x, employee);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    LIC_TRY(write_roles(x, q, employee->id, db, p));
    write_modules(x, book, employee);
    lic_part_offers(x, q);
    return NULL;
}

/* --- history ------------------------------------------------------------------------------------------------- */

static void add_object(lic_json_rows_t *objects, apr_int64_t id, const char *rest, apr_pool_t *p)
{
    lic_json_rows_add(objects);
    lic_json_rows_text(objects, apr_psprintf(p, "employee/%" APR_INT64_T_FMT "%s", id, rest));
}

/* Everything of the log that is about somebody, by name, so that an index finds it. */
static lic_error_t *list_objects(const char **list, const lic_query_t *q, apr_int64_t id, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *objects = lic_json_rows_make(p);
    add_object(objects, id, "", p);
    add_object(objects, id, "/protection", p);
    add_object(objects, id, "/plan/start", p);
    add_object(objects, id, "/plan/leave", p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_MODULES, p, q->account->id));
    while (lic_rows_next(rows))
        add_object(objects, id, apr_pstrcat(p, "/", lic_rows_text(rows, LIC_C_LIST_MODULES_KEY), NULL), p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_CARD_ROLES, p, q->account->id, id, (apr_int64_t)MOST_ROLES));
    while (lic_rows_next(rows))
        add_object(objects, id, apr_pstrcat(p, "/role/", lic_rows_text(rows, LIC_C_CARD_ROLES_ROLE_KEY), NULL), p);
    *list = lic_json_rows_end(objects);
    return NULL;
}

static lic_error_t *employee_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *objects;
    apr_int64_t id = 0, before = at->id ? at->id : APR_INT64_MAX;
    int written = 0;
    lic_text_parse_int(&id, q->key);
    LIC_TRY(list_objects(&objects, q, id, db, p));
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_CARD_HISTORY, p, q->account->id, before, objects, (apr_int64_t)at->batch + 1));
    at->done = 1;
    while (lic_rows_next(rows)) {
        if (written == at->batch) {
            at->done = 0;
            break;
        }
        at->id = lic_rows_int(rows, LIC_C_CARD_HISTORY_ID);
        lic_part_entry(x, rows);
        written++;
    }
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_employee = {"employee", "employee", 0, employee_head, employee_rows};

/* --- a new employee -------------------------------------------------------------------------------------------- */

static lic_error_t *new_employee_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    static const lic_employee_t nobody = {.login = "", .name = "", .initials = "", .email = "", .active = 1};
    write_typed(x, q);
    write_employee(x, q->new_employee ? q->new_employee : &nobody);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    LIC_TRY(write_roles(x, q, 0, db, p));
    lic_part_offers(x, q);
    return NULL;
}

const lic_document_t lic_document_employee_new = {"employee", "employee-new", 0, new_employee_head, NULL};
