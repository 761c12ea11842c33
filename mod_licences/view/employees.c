#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "view/part.h"

static const char *const filters[] = {"q", "status", "sort", NULL};

enum { EITHER = 2 };

typedef enum { BY_NAME, BY_LOGIN, BY_ID, MARKED } order_t;

static order_t order_of(const lic_query_t *q)
{
    const char *status = lic_part_arg(q, "status"), *sort = lic_part_arg(q, "sort");
    if (status && !strcmp(status, "marked"))
        return MARKED;
    if (sort && !strcmp(sort, "login"))
        return BY_LOGIN;
    return sort && !strcmp(sort, "id") ? BY_ID : BY_NAME;
}

static lic_error_t *employees_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    return lic_part_head(x, q, filters, db, p);
}

/* A page that goes on after an id first asks where in the order that is; 1970 is where an order by deadline begins. */
static lic_error_t *find_place(const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, order_t order, apr_pool_t *p)
{
    lic_rows_t *rows;
    if (at->text)
        return NULL;
    at->text = "";
    at->group = 1;
    if (!at->id || order == BY_ID)
        return NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_EMPLOYEE_PLACE, p, q->account->id, at->id));
    if (!lic_rows_next(rows))
        return NULL;
    at->text = apr_pstrdup(at->pool, lic_rows_text(rows, order == BY_LOGIN ? LIC_C_VIEW_EMPLOYEE_PLACE_LOGIN
                                                                           : LIC_C_VIEW_EMPLOYEE_PLACE_NAME));
    at->group = apr_time_sec(lic_rows_time(rows, LIC_C_VIEW_EMPLOYEE_PLACE_DEADLINE));
    return NULL;
}

static lic_error_t *select_employees(lic_rows_t **rows, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                                     order_t order, apr_pool_t *p)
{
    const char *status = lic_part_arg(q, "status"), *pattern = lic_part_pattern(lic_part_arg(q, "q"), p);
    apr_int64_t limit = (apr_int64_t)at->batch + 1, account = q->account->id, active = EITHER;
    if (status && !strcmp(status, "active"))
        active = 1;
    else if (status && !strcmp(status, "inactive"))
        active = 0;
    switch (order) {
    case MARKED:
        return lic_db_select(rows, db, LIC_Q_VIEW_EMPLOYEES_MARKED, p, account, apr_time_from_sec(at->group), at->id,
                             pattern, limit);
    case BY_ID:
        return lic_db_select(rows, db, LIC_Q_VIEW_EMPLOYEES_BY_ID, p, account, at->id, pattern, active, limit);
    case BY_LOGIN:
        return lic_db_select(rows, db, LIC_Q_VIEW_EMPLOYEES_BY_LOGIN, p, account, at->text, at->id, pattern, active,
                             limit);
    default:
        return lic_db_select(rows, db, LIC_Q_VIEW_EMPLOYEES_BY_NAME, p, account, at->text, at->id, pattern, active,
                             limit);
    }
}

static void write_employee(lic_xml_t *x, const lic_rows_t *rows)
{
    lic_xml_start(x, "employee");
    lic_xml_attr_int(x, "id", lic_rows_int(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_ID));
    lic_xml_attr(x, "login", lic_rows_text(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_LOGIN));
    lic_xml_attr(x, "initials", lic_rows_text(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_INITIALS));
    lic_xml_attr(x, "email", lic_rows_text(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_EMAIL));
    lic_xml_attr(x, "status", lic_rows_int(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_ACTIVE) ? "active" : "inactive");
    if (lic_rows_int(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_SERVICE))
        lic_xml_attr(x, "service", "true");
    if (lic_rows_int(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_PROTECTED))
        lic_xml_attr(x, "protected", "true");
    lic_xml_attr_time(x, "created", lic_rows_time(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_CREATED_AT));
    lic_xml_attr_time(x, "activated", lic_rows_time(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_ACTIVATED_AT));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_DEADLINE));
    lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_NAME));
    lic_xml_end(x);
}

static lic_error_t *employees_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    order_t order = order_of(q);
    int written = 0;
    LIC_TRY(find_place(q, db, at, order, p));
    LIC_TRY(select_employees(&rows, q, db, at, order, p));
    at->done = 1;
    while (lic_rows_next(rows)) {
        if (written == at->batch) {
            at->done = 0;
            break;
        }
        write_employee(x, rows);
        written++;
        at->id = lic_rows_int(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_ID);
        at->group = apr_time_sec(lic_rows_time(rows, LIC_C_VIEW_EMPLOYEES_BY_ID_DEADLINE));
        at->text =
            lic_rows_text(rows, order == BY_LOGIN ? LIC_C_VIEW_EMPLOYEES_BY_ID_LOGIN : LIC_C_VIEW_EMPLOYEES_BY_ID_NAME);
    }
    at->text = apr_pstrdup(at->pool, at->text);
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_employees = {"employees", "employees", 1, employees_head, employees_rows};
