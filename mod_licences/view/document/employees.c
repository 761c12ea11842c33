/* view/document/employees.c  The list of employees: /employees. */
#include <string.h>
#include <apr_strings.h>

#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"
#include "view/list/listing.h"

static const char *const filters[] = {"q", "status", "sort", NULL};

enum { EITHER = 2, PLANNED_MOST = 50000 };

/* Statements that read employees have the same columns in the same order */
#define ROW(column)         LIC_C_LIST_EMPLOYEES_BY_NAME_##column
#define SAME(which, column) _Static_assert((int)LIC_C_LIST_EMPLOYEES_##which##_##column == (int)ROW(column), #which)
#define SAME_ROWS(which)                                                                                               \
    SAME(which, ID);                                                                                                   \
    SAME(which, CREATED_AT);                                                                                           \
    SAME(which, NAME_KEY);                                                                                             \
    SAME(which, EXTERNAL);                                                                                             \
    SAME(which, LEAVES_ON)
SAME_ROWS(BY_NAME_DOWN);
SAME_ROWS(BY_LOGIN);
SAME_ROWS(BY_LOGIN_DOWN);
SAME_ROWS(BY_ID);
SAME_ROWS(MARKED);
SAME_ROWS(OF_IDS);

static lic_error_t *employees_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    return q->charts ? lic_part_modules(x, q, db, p) : NULL; /* a person chooses one to give or to take */
}

/* --- lookup ------------------------------------------------------------------------------------------------------- */

#define LOOKUP(l) (l)->match, (l)->patterns, (l)->status, (l)->from, (l)->until

static lic_error_t *count_employees(apr_int64_t *found, const lic_listing_t *list, const lic_lookup_t *l, lic_db_t *db,
                                    apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_EMPLOYEES_COUNT, p, list->q->account->id, LOOKUP(l), most));
    *found = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_LIST_EMPLOYEES_COUNT_FOUND) : 0;
    return NULL;
}

static lic_error_t *find_employees(lic_found_t *found, const lic_listing_t *list, const lic_lookup_t *l, lic_db_t *db,
                                   apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_EMPLOYEES_FOUND, p, list->q->account->id, LOOKUP(l), most));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found->rows, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_EMPLOYEES_FOUND_ID);
    return NULL;
}

static lic_error_t *sort_employees(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, list->down ? LIC_Q_LIST_EMPLOYEES_SORTED_DOWN : LIC_Q_LIST_EMPLOYEES_SORTED, p,
                          list->q->account->id, (apr_int64_t)list->order, list->keyset.text, list->keyset.number,
                          list->keyset.id, (apr_int64_t)list->active, (apr_int64_t)list->marked,
                          lic_listing_ids(found->rows, p), (apr_int64_t)found->rows->nelts));
    lic_listing_keep(list, rows);
    return NULL;
}

static lic_error_t *load_employees(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const char *ids,
                                   apr_pool_t *p)
{
    enum { MOST = 10000 };
    return lic_db_select(rows, db, LIC_Q_LIST_EMPLOYEES_OF_IDS, p, list->q->account->id, ids, (apr_int64_t)MOST);
}

static apr_int64_t lookup_id(const lic_listing_t *list, const lic_rows_t *rows)
{
    (void)list;
    return lic_rows_int(rows, ROW(ID));
}

/* --- scan --------------------------------------------------------------------------------------------------------- */

static lic_error_t *scan_employees(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db,
                                   const lic_keyset_t *after, apr_int64_t limit, apr_pool_t *p)
{
    const apr_int64_t account = list->q->account->id, active = list->active, marked = list->marked;
    switch (list->order) {
    case LIC_BY_DEADLINE:
        return lic_db_select(rows, db, LIC_Q_LIST_EMPLOYEES_MARKED, p, account, after->number, after->id,
                             list->patterns, active, limit);
    case LIC_BY_ID:
        return lic_db_select(rows, db, LIC_Q_LIST_EMPLOYEES_BY_ID, p, account, after->id, list->patterns, active,
                             marked, limit);
    case LIC_BY_LOGIN:
        return lic_db_select(rows, db, list->down ? LIC_Q_LIST_EMPLOYEES_BY_LOGIN_DOWN : LIC_Q_LIST_EMPLOYEES_BY_LOGIN,
                             p, account, after->text, after->id, list->patterns, active, marked, limit);
    default:
        return lic_db_select(rows, db, list->down ? LIC_Q_LIST_EMPLOYEES_BY_NAME_DOWN : LIC_Q_LIST_EMPLOYEES_BY_NAME, p,
                             account, after->text, after->id, list->patterns, active, marked, limit);
    }
}

/* Service log-ins are active but take no licence. */
static int belongs(const lic_listing_t *list, const lic_rows_t *rows)
{
    return !list->counted || !lic_rows_int(rows, ROW(SERVICE));
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static lic_keyset_t keyset_in(const lic_listing_t *list, apr_int64_t id, const char *name, const char *login,
                              apr_time_t deadline)
{
    lic_keyset_t keyset = {"", 0, id};
    if (list->order == LIC_BY_DEADLINE)
        keyset.number = apr_time_sec(deadline);
    else if (list->order != LIC_BY_ID)
        keyset.text = list->order == LIC_BY_LOGIN ? login : name;
    return keyset;
}

static lic_keyset_t keyset_of(const lic_listing_t *list, const lic_rows_t *rows)
{
    const apr_time_t deadline = list->order == LIC_BY_DEADLINE ? lic_rows_time(rows, ROW(DEADLINE)) : 0;
    return keyset_in(list, lic_rows_int(rows, ROW(ID)), lic_rows_text(rows, ROW(NAME_KEY)),
                     lic_rows_text(rows, ROW(LOGIN)), deadline);
}

static lic_searched_t searched_of(const lic_rows_t *rows)
{
    return (lic_searched_t){lic_rows_text(rows, ROW(SEARCH)),
                            0,
                            {lic_rows_time(rows, ROW(ACTIVATED_AT)), lic_rows_time(rows, ROW(DEADLINE)), 0}};
}

static void write_employee(lic_xml_t *x, const lic_listing_t *list, const lic_rows_t *rows)
{
    (void)list;
    lic_xml_start(x, "employee");
    lic_xml_attr_int(x, "id", lic_rows_int(rows, ROW(ID)));
    lic_xml_attr(x, "login", lic_rows_text(rows, ROW(LOGIN)));
    if (!lic_rows_null(rows, ROW(EXTERNAL)))
        lic_xml_attr(x, "external", lic_rows_text(rows, ROW(EXTERNAL)));
    lic_xml_attr(x, "initials", lic_rows_text(rows, ROW(INITIALS)));
    lic_xml_attr(x, "email", lic_rows_text(rows, ROW(EMAIL)));
    lic_xml_attr(x, "status", lic_rows_int(rows, ROW(ACTIVE)) ? "active" : "inactive");
    if (lic_rows_int(rows, ROW(SERVICE)))
        lic_xml_attr(x, "service", "true");
    if (lic_rows_int(rows, ROW(PROTECTED)))
        lic_xml_attr(x, "protected", "true");
    lic_xml_attr_time(x, "created", lic_rows_time(rows, ROW(CREATED_AT)));
    lic_xml_attr_time(x, "activated", lic_rows_time(rows, ROW(ACTIVATED_AT)));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, ROW(DEADLINE)));
    if (!lic_rows_null(rows, ROW(STARTS_ON)))
        lic_xml_attr_date(x, "starts", lic_rows_date(rows, ROW(STARTS_ON)));
    if (!lic_rows_null(rows, ROW(LEAVES_ON))) /* the day after the last one */
        lic_xml_attr_date(x, "ends", lic_rows_date(rows, ROW(LEAVES_ON)) - 1);
    lic_xml_element(x, "name", lic_rows_text(rows, ROW(NAME)));
    lic_xml_end(x);
}

static const lic_listing_kind_t kind = {.scan = scan_employees,
                                        .count = count_employees,
                                        .find = find_employees,
                                        .sort = sort_employees,
                                        .load = load_employees,
                                        .lookup_id = lookup_id,
                                        .keyset = keyset_of,
                                        .searched = searched_of,
                                        .belongs = belongs,
                                        .write = write_employee};

/* --- the list that a cursor is in ------------------------------------------------------------------------------------
 */

/* Without another wish, marked ones come by deadline. */
static void read_filters(lic_listing_t *list, const lic_query_t *q)
{
    const char *status = lic_part_arg(q, "status");
    lic_listing_order(&list->order, &list->down, q);
    list->marked = status && !strcmp(status, "marked");
    list->counted = status && !strcmp(status, "counted");
    list->active = EITHER;
    if (status && (!strcmp(status, "active") || list->counted))
        list->active = 1;
    else if (status && !strcmp(status, "inactive"))
        list->active = 0;
    if (list->marked) {
        list->order = LIC_BY_DEADLINE;
        list->down = 0;
    }
}

static lic_error_t *find_keyset(lic_listing_t *list, lic_db_t *db, const lic_cursor_t *at, apr_pool_t *p)
{
    const apr_int64_t after = at->id;
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_EMPLOYEES_KEYSET, p, list->q->account->id, after));
    if (!lic_rows_next(rows))
        return lic_listing_gone(list, at, p);
    list->keyset = keyset_in(list, after, lic_rows_text(rows, LIC_C_LIST_EMPLOYEES_KEYSET_NAME_KEY),
                             lic_rows_text(rows, LIC_C_LIST_EMPLOYEES_KEYSET_LOGIN),
                             lic_rows_time(rows, LIC_C_LIST_EMPLOYEES_KEYSET_DEADLINE));
    list->keyset.text = apr_pstrdup(list->pool, list->keyset.text);
    return NULL;
}

/* Who is planned to start or leave is looked up by the plans, of which there are few beside all who are there */
static lic_error_t *find_planned(lic_found_t *found, lic_listing_t *list, const char *planned, lic_db_t *db,
                                 apr_pool_t *p)
{
    lic_rows_t *rows;
    list->patterns = lic_search_patterns(list->search, list->pool);
    list->by_lookup = 1;
    *found = (lic_found_t){apr_array_make(p, 16, sizeof(apr_int64_t)), apr_array_make(p, 1, sizeof(apr_int64_t)), 0};
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_EMPLOYEES_PLANNED, p, list->q->account->id, planned,
                          (apr_int64_t)PLANNED_MOST));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found->rows, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_EMPLOYEES_PLANNED_ID);
    return NULL;
}

static lic_error_t *choose(lic_found_t *found, lic_listing_t *list, lic_db_t *db, apr_pool_t *p)
{
    const char *status = lic_part_arg(list->q, "status");
    if (status && !strcmp(status, "starting"))
        return find_planned(found, list, lic_word_of(lic_plan_words, LIC_PLAN_START), db, p);
    if (status && !strcmp(status, "leaving"))
        return find_planned(found, list, lic_word_of(lic_plan_words, LIC_PLAN_LEAVE), db, p);
    return lic_listing_choose(found, list, db, p);
}

static lic_error_t *open_list(lic_listing_t **opened, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                              apr_pool_t *p)
{
    lic_found_t found;
    lic_listing_t *list = apr_pcalloc(at->pool, sizeof(*list));
    list->kind = &kind;
    list->q = q;
    list->pool = at->pool;
    list->stages = 1;
    list->search = lic_search_parse(lic_part_arg(q, "q"), q->account, lic_part_locale(q), NULL, 0, at->pool);
    read_filters(list, q);
    list->keyset = lic_listing_start(list->down);
    LIC_TRY(choose(&found, list, db, p));
    if (at->id)
        LIC_TRY(find_keyset(list, db, at, p));
    *opened = list;
    return list->by_lookup ? lic_listing_lookup(list, &found, db, p) : NULL;
}

static lic_error_t *employees_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_listing_t *list = at->list;
    if (!list)
        LIC_TRY(open_list(&list, q, db, at, p));
    at->list = list;
    return lic_listing_write(x, list, db, at, p);
}

const lic_document_t lic_document_employees = {"employees", "employees", 1, employees_head, employees_rows};
