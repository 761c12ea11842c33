/* view/employees.c  The list of employees: /employees. */
#include <string.h>
#include <apr_strings.h>

#include "view/listing.h"
#include "view/part.h"

static const char *const filters[] = {"q", "status", "sort", NULL};

enum { EITHER = 2 };

/* Statements that read employees have the same columns in the same order */
#define ROW(column)         LIC_C_LIST_PEOPLE_BY_NAME_##column
#define SAME(which, column) _Static_assert((int)LIC_C_LIST_PEOPLE_##which##_##column == (int)ROW(column), #which)
#define SAME_ROWS(which)                                                                                               \
    SAME(which, ID);                                                                                                   \
    SAME(which, CREATED_AT);                                                                                           \
    SAME(which, SEARCH)
SAME_ROWS(BY_NAME_DOWN);
SAME_ROWS(BY_LOGIN);
SAME_ROWS(BY_LOGIN_DOWN);
SAME_ROWS(BY_ID);
SAME_ROWS(MARKED);
SAME_ROWS(OF_IDS);

static lic_error_t *employees_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    return q->charts ? lic_part_modules(x, q, db, p) : NULL; /* a person chooses one to give or to take */
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

#define DRAW(d)                                                                                                        \
    (d)->match, (d)->likes[0], (d)->likes[1], (d)->likes[2], (d)->likes[3], (d)->status, (d)->from, (d)->until

static lic_error_t *count_people(apr_int64_t *found, const lic_listing_t *list, const lic_draw_t *d, lic_db_t *db,
                                 apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_PEOPLE_COUNT, p, list->q->account->id, DRAW(d), most));
    *found = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_LIST_PEOPLE_COUNT_FOUND) : 0;
    return NULL;
}

static lic_error_t *find_people(lic_found_t *found, const lic_listing_t *list, const lic_draw_t *d, lic_db_t *db,
                                apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_PEOPLE_FOUND, p, list->q->account->id, DRAW(d), most));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found->rows, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_PEOPLE_FOUND_ID);
    return NULL;
}

static lic_error_t *sort_people(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, list->down ? LIC_Q_LIST_PEOPLE_SORTED_DOWN : LIC_Q_LIST_PEOPLE_SORTED, p,
                          list->q->account->id, (apr_int64_t)list->order, list->place.text, list->place.number,
                          list->place.id, (apr_int64_t)list->active, (apr_int64_t)list->marked,
                          lic_listing_ids(found->rows, p), (apr_int64_t)found->rows->nelts));
    lic_listing_keep(list, rows);
    return NULL;
}

static lic_error_t *load_people(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const char *ids,
                                apr_pool_t *p)
{
    enum { MOST = 10000 };
    return lic_db_select(rows, db, LIC_Q_LIST_PEOPLE_OF_IDS, p, list->q->account->id, ids, (apr_int64_t)MOST);
}

static apr_int64_t drawn_id(const lic_listing_t *list, const lic_rows_t *rows)
{
    (void)list;
    return lic_rows_int(rows, ROW(ID));
}

/* --- walking ------------------------------------------------------------------------------------------------------ */

static lic_error_t *walk_people(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const lic_place_t *after,
                                apr_int64_t limit, apr_pool_t *p)
{
    const apr_int64_t account = list->q->account->id, active = list->active, marked = list->marked;
    switch (list->order) {
    case LIC_BY_DEADLINE:
        return lic_db_select(rows, db, LIC_Q_LIST_PEOPLE_MARKED, p, account, after->number, after->id, list->pattern,
                             list->other, active, limit);
    case LIC_BY_ID:
        return lic_db_select(rows, db, LIC_Q_LIST_PEOPLE_BY_ID, p, account, after->id, list->pattern, list->other,
                             active, marked, limit);
    case LIC_BY_LOGIN:
        return lic_db_select(rows, db, list->down ? LIC_Q_LIST_PEOPLE_BY_LOGIN_DOWN : LIC_Q_LIST_PEOPLE_BY_LOGIN, p,
                             account, after->text, after->id, list->pattern, list->other, active, marked, limit);
    default:
        return lic_db_select(rows, db, list->down ? LIC_Q_LIST_PEOPLE_BY_NAME_DOWN : LIC_Q_LIST_PEOPLE_BY_NAME, p,
                             account, after->text, after->id, list->pattern, list->other, active, marked, limit);
    }
}

static int belongs(const lic_listing_t *list, const lic_rows_t *rows)
{
    (void)list;
    (void)rows;
    return 1;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static lic_place_t place_in(const lic_listing_t *list, apr_int64_t id, const char *name, const char *login,
                            apr_time_t deadline)
{
    lic_place_t place = {"", 0, id};
    if (list->order == LIC_BY_DEADLINE)
        place.number = apr_time_sec(deadline);
    else if (list->order != LIC_BY_ID)
        place.text = list->order == LIC_BY_LOGIN ? login : name;
    return place;
}

static lic_place_t place_of(const lic_listing_t *list, const lic_rows_t *rows)
{
    return place_in(list, lic_rows_int(rows, ROW(ID)), lic_rows_text(rows, ROW(NAME)), lic_rows_text(rows, ROW(LOGIN)),
                    lic_rows_time(rows, ROW(DEADLINE)));
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
    lic_xml_element(x, "name", lic_rows_text(rows, ROW(NAME)));
    lic_xml_end(x);
}

static const lic_listing_kind_t kind = {.walk = walk_people,
                                        .count = count_people,
                                        .find = find_people,
                                        .sort = sort_people,
                                        .load = load_people,
                                        .drawn_id = drawn_id,
                                        .place = place_of,
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
    list->active = EITHER;
    if (status && !strcmp(status, "active"))
        list->active = 1;
    else if (status && !strcmp(status, "inactive"))
        list->active = 0;
    if (list->marked) {
        list->order = LIC_BY_DEADLINE;
        list->down = 0;
    }
}

static lic_error_t *find_place(lic_listing_t *list, lic_db_t *db, apr_int64_t after, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_PEOPLE_PLACE, p, list->q->account->id, after));
    if (!lic_rows_next(rows))
        return NULL;
    list->place = place_in(list, after, lic_rows_text(rows, LIC_C_LIST_PEOPLE_PLACE_NAME),
                           lic_rows_text(rows, LIC_C_LIST_PEOPLE_PLACE_LOGIN),
                           lic_rows_time(rows, LIC_C_LIST_PEOPLE_PLACE_DEADLINE));
    list->place.text = apr_pstrdup(list->pool, list->place.text);
    return NULL;
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
    list->search = lic_search_parse(lic_part_arg(q, "q"), q->account, NULL, 0, at->pool);
    read_filters(list, q);
    list->place = lic_listing_start(list->down);
    LIC_TRY(lic_listing_choose(&found, list, db, p));
    if (at->id)
        LIC_TRY(find_place(list, db, at->id, p));
    *opened = list;
    return list->drawn ? lic_listing_draw(list, &found, db, p) : NULL;
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
