#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "view/part.h"

static const char *const filters[] = {"q", "module", "sort", NULL};

static int by_id(const lic_query_t *q)
{
    const char *sort = lic_part_arg(q, "sort");
    return sort && !strcmp(sort, "id");
}

static lic_error_t *assignments_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_MODULES, p, q->account->id));
    while (lic_rows_next(rows)) {
        lic_xml_start(x, "module");
        lic_xml_attr(x, "key", lic_rows_text(rows, LIC_C_VIEW_MODULES_PRODUCT));
        lic_xml_attr_int(x, "purchased", lic_rows_int(rows, LIC_C_VIEW_MODULES_PURCHASED));
        lic_xml_attr_int(x, "used", lic_rows_int(rows, LIC_C_VIEW_MODULES_USED));
        lic_xml_text(x, lic_rows_text(rows, LIC_C_VIEW_MODULES_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *find_place(const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    if (at->text)
        return NULL;
    at->text = "";
    if (!at->id || by_id(q))
        return NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_ASSIGNMENT_PLACE, p, q->account->id, at->id));
    if (lic_rows_next(rows)) {
        at->text = apr_pstrdup(at->pool, lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENT_PLACE_NAME));
        at->group = lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENT_PLACE_EMPLOYEE);
    }
    return NULL;
}

static lic_error_t *select_assignments(lic_rows_t **rows, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                                       apr_pool_t *p)
{
    const char *pattern = lic_part_pattern(lic_part_arg(q, "q"), p), *module = lic_part_arg(q, "module");
    apr_int64_t limit = (apr_int64_t)at->batch + 1, account = q->account->id;
    if (by_id(q))
        return lic_db_select(rows, db, LIC_Q_VIEW_ASSIGNMENTS_BY_ID, p, account, at->id, pattern, module ? module : "",
                             limit);
    return lic_db_select(rows, db, LIC_Q_VIEW_ASSIGNMENTS_BY_NAME, p, account, at->text, at->group, at->id, pattern,
                         module ? module : "", limit);
}

static void write_assignment(lic_xml_t *x, const lic_rows_t *rows)
{
    lic_xml_start(x, "assignment");
    lic_xml_attr_int(x, "id", lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_ID));
    lic_xml_attr_int(x, "employee", lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_EMPLOYEE));
    lic_xml_attr(x, "login", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_LOGIN));
    lic_xml_attr(x, "initials", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_INITIALS));
    lic_xml_attr(x, "email", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_EMAIL));
    lic_xml_attr(x, "status", lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_ACTIVE) ? "active" : "inactive");
    lic_xml_attr(x, "module", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_MODULE));
    lic_xml_attr_time(x, "assigned", lic_rows_time(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_ASSIGNED_AT));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_DEADLINE));
    lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_NAME));
    lic_xml_element(x, "module-name", lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_MODULE_NAME));
    lic_xml_end(x);
}

static lic_error_t *assignments_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    int written = 0;
    LIC_TRY(find_place(q, db, at, p));
    LIC_TRY(select_assignments(&rows, q, db, at, p));
    at->done = 1;
    while (lic_rows_next(rows)) {
        if (written == at->batch) {
            at->done = 0;
            break;
        }
        write_assignment(x, rows);
        written++;
        at->id = lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_ID);
        at->group = lic_rows_int(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_EMPLOYEE);
        at->text = lic_rows_text(rows, LIC_C_VIEW_ASSIGNMENTS_BY_ID_NAME);
    }
    at->text = apr_pstrdup(at->pool, at->text);
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_assignments = {"assignments", "assignments", 1, assignments_head, assignments_rows};
