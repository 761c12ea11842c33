/* view/document/assignments.c  Add-on licences with their holders: /modules. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#include "store/search.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"
#include "view/list/listing.h"

static const char *const filters[] = {"q", "module", "status", "sort", NULL};

/* after every deadline there is; as in sql/list.sql */
#define NO_DEADLINE APR_INT64_C(9000000000000)

/* Statements that read add-on licences have the same columns in the same order */
#define ROW(column)         LIC_C_LIST_ASSIGNMENTS_BY_NAME_##column
#define SAME(which, column) _Static_assert((int)LIC_C_LIST_ASSIGNMENTS_##which##_##column == (int)ROW(column), #which)
#define SAME_ROWS(which)                                                                                               \
    SAME(which, ID);                                                                                                   \
    SAME(which, ASSIGNED_AT);                                                                                          \
    SAME(which, NAME_KEY)
SAME_ROWS(BY_NAME_DOWN);
SAME_ROWS(BY_LOGIN);
SAME_ROWS(BY_LOGIN_DOWN);
SAME_ROWS(BY_ID);
SAME_ROWS(BY_ASSIGNED);
SAME_ROWS(BY_ASSIGNED_DOWN);
SAME_ROWS(OF_MODULE);
SAME_ROWS(OF_MODULE_DOWN);
SAME_ROWS(MARKED);
SAME_ROWS(UNMARKED);
SAME_ROWS(OF_IDS);
SAME_ROWS(OF_EMPLOYEES);

/* --- the head ----------------------------------------------------------------------------------------------------- */

static lic_error_t *assignments_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    return lic_part_modules(x, q, db, p);
}

/* --- modules, as words name them, and in the order of their names ---------------------------------------------------
 */

static lic_error_t *load_modules(const lic_module_t **modules, int *n, const lic_query_t *q, lic_db_t *db,
                                 apr_pool_t *keep, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *all = apr_array_make(keep, 8, sizeof(lic_module_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_MODULES, p, q->account->id));
    while (lic_rows_next(rows)) {
        lic_module_t *module = apr_array_push(all);
        module->id = lic_rows_int(rows, LIC_C_LIST_MODULES_ID);
        module->key = apr_pstrdup(keep, lic_rows_text(rows, LIC_C_LIST_MODULES_KEY));
        module->name = apr_pstrdup(keep, lic_rows_text(rows, LIC_C_LIST_MODULES_NAME));
        module->terms = lic_search_text(module->name, module->key, "", "", keep);
        module->used = lic_rows_int(rows, LIC_C_LIST_MODULES_USED);
    }
    *modules = (const lic_module_t *)all->elts;
    *n = all->nelts;
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    const lic_module_t *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

static const lic_module_t *module_find(const lic_listing_t *list, apr_int64_t id)
{
    static const lic_module_t none = {0, "", "", "", 0};
    for (int i = 0; i < list->search->nmodules; i++)
        if (list->search->modules[i].id == id)
            return &list->search->modules[i];
    return &none;
}

/* The module that a stage of the order by module is about. */
static apr_int64_t module_of_stage(const lic_listing_t *list)
{
    if (list->module)
        return list->module;
    return list->search->nmodules
               ? list->search->modules[list->down ? list->search->nmodules - 1 - list->stage : list->stage].id
               : -1;
}

/* --- lookup ------------------------------------------------------------------------------------------------------- */

#define LOOKUP(l) (l)->match, (l)->patterns, (l)->modules[0], (l)->modules[1], (l)->modules[2], (l)->from, (l)->until

static lic_error_t *count_held(apr_int64_t *found, const lic_listing_t *list, const lic_lookup_t *l, lic_db_t *db,
                               apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_ASSIGNMENTS_COUNT, p, list->q->account->id, LOOKUP(l), most));
    *found = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_COUNT_FOUND) : 0;
    return NULL;
}

static lic_error_t *find_held(lic_found_t *found, const lic_listing_t *list, const lic_lookup_t *l, lic_db_t *db,
                              apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_ASSIGNMENTS_FOUND, p, list->q->account->id, LOOKUP(l), most));
    while (lic_rows_next(rows)) {
        const apr_int64_t employee_id = lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_FOUND_EMPLOYEE);
        if (employee_id)
            APR_ARRAY_PUSH(found->employees, apr_int64_t) = employee_id;
        else
            APR_ARRAY_PUSH(found->rows, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_FOUND_ID);
    }
    return NULL;
}

/* Where only holders were found, and the order is theirs, what they have need not be read to be put in order. The
 * holder whose row the list goes on after is among them once more. */
static lic_error_t *sort_holders(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    const lic_keyset_t *keyset = &list->keyset;
    const apr_int64_t at = list->down ? (keyset->number == APR_INT64_MAX ? keyset->number : keyset->number + 1)
                                      : (keyset->number > 0 ? keyset->number - 1 : 0);
    LIC_TRY(lic_db_select(&rows, db, list->down ? LIC_Q_LIST_EMPLOYEES_SORTED_DOWN : LIC_Q_LIST_EMPLOYEES_SORTED, p,
                          list->q->account->id, (apr_int64_t)list->order, keyset->text, (apr_int64_t)0, at,
                          (apr_int64_t)2, (apr_int64_t)0, lic_listing_ids(found->employees, p),
                          (apr_int64_t)found->employees->nelts));
    list->by_employee = 1;
    lic_listing_keep(list, rows);
    return NULL;
}

static lic_error_t *sort_held(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    enum { HELD_BY_EACH = 1000 };
    lic_rows_t *rows;
    if (!found->rows->nelts && (list->order == LIC_BY_NAME || list->order == LIC_BY_LOGIN))
        return sort_holders(list, found, db, p);
    LIC_TRY(lic_db_select(&rows, db, list->down ? LIC_Q_LIST_ASSIGNMENTS_SORTED_DOWN : LIC_Q_LIST_ASSIGNMENTS_SORTED, p,
                          list->q->account->id, (apr_int64_t)list->order, list->keyset.text, list->keyset.number,
                          list->keyset.id, list->module, lic_listing_ids(found->employees, p),
                          lic_listing_ids(found->rows, p),
                          (apr_int64_t)found->rows->nelts + (apr_int64_t)found->employees->nelts * HELD_BY_EACH));
    lic_listing_keep(list, rows);
    return NULL;
}

static lic_error_t *load_held(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const char *ids,
                              apr_pool_t *p)
{
    enum { MOST = 100000 }; /* what is wanted of ids is little; of holders there are few modules */
    if (list->by_employee)
        return lic_db_select(rows, db, LIC_Q_LIST_ASSIGNMENTS_OF_EMPLOYEES, p, list->q->account->id, list->module,
                             (apr_int64_t)(list->down ? -1 : 1), ids, (apr_int64_t)MOST);
    return lic_db_select(rows, db, LIC_Q_LIST_ASSIGNMENTS_OF_IDS, p, list->q->account->id, ids, (apr_int64_t)MOST);
}

static apr_int64_t lookup_id(const lic_listing_t *list, const lic_rows_t *rows)
{
    return list->by_employee ? lic_rows_int(rows, ROW(EMPLOYEE)) : lic_rows_int(rows, ROW(ID));
}

/* --- scan --------------------------------------------------------------------------------------------------------- */

/* By module, and by what else a module's index gives. */
static lic_error_t *scan_module(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const lic_keyset_t *after,
                                apr_int64_t limit, apr_pool_t *p)
{
    return lic_db_select(rows, db,
                         list->down ? LIC_Q_LIST_ASSIGNMENTS_OF_MODULE_DOWN : LIC_Q_LIST_ASSIGNMENTS_OF_MODULE, p,
                         list->q->account->id, module_of_stage(list), after->number, after->id, list->patterns, limit);
}

static lic_error_t *scan_assignments(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db,
                                     const lic_keyset_t *after, apr_int64_t limit, apr_pool_t *p)
{
    const apr_int64_t account = list->q->account->id, number = after->number, id = after->id;
    const char *patterns = list->patterns;
    switch (list->order) {
    case LIC_BY_LOGIN:
        return lic_db_select(rows, db,
                             list->down ? LIC_Q_LIST_ASSIGNMENTS_BY_LOGIN_DOWN : LIC_Q_LIST_ASSIGNMENTS_BY_LOGIN, p,
                             account, after->text, number, id, patterns, list->module, limit);
    case LIC_BY_ID:
        return lic_db_select(rows, db, LIC_Q_LIST_ASSIGNMENTS_BY_ID, p, account, id, patterns, list->module, limit);
    case LIC_BY_MODULE:
        return scan_module(rows, list, db, after, limit, p);
    case LIC_BY_ASSIGNED:
        if (list->module)
            return scan_module(rows, list, db, after, limit, p);
        return lic_db_select(rows, db,
                             list->down ? LIC_Q_LIST_ASSIGNMENTS_BY_ASSIGNED_DOWN : LIC_Q_LIST_ASSIGNMENTS_BY_ASSIGNED,
                             p, account, number, id, patterns, limit);
    case LIC_BY_DEADLINE:
        if (list->stage && list->module)
            return scan_module(rows, list, db, after, limit, p);
        if (list->stage)
            return lic_db_select(rows, db, LIC_Q_LIST_ASSIGNMENTS_UNMARKED, p, account, id, patterns, limit);
        return lic_db_select(rows, db, LIC_Q_LIST_ASSIGNMENTS_MARKED, p, account, number, id, patterns, list->module,
                             limit);
    default:
        return lic_db_select(rows, db,
                             list->down ? LIC_Q_LIST_ASSIGNMENTS_BY_NAME_DOWN : LIC_Q_LIST_ASSIGNMENTS_BY_NAME, p,
                             account, after->text, number, id, patterns, list->module, limit);
    }
}

/* An inactive holder's isn't counted. Those of a module that aren't marked are met among all of it. */
static int belongs(const lic_listing_t *list, const lic_rows_t *rows)
{
    if (list->counted && !lic_rows_int(rows, ROW(ACTIVE)))
        return 0;
    return list->by_lookup || list->order != LIC_BY_DEADLINE || !list->stage || lic_rows_null(rows, ROW(DEADLINE));
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* What the orders go by, of a row or of the one that a page goes on after. */
static lic_keyset_t keyset_in(const lic_listing_t *list, apr_int64_t id, const char *name, const char *login,
                              apr_int64_t employee, apr_int64_t product, apr_time_t assigned, apr_time_t deadline)
{
    lic_keyset_t keyset = {"", 0, id};
    switch (list->order) {
    case LIC_BY_MODULE:
        keyset.text = module_find(list, product)->name;
        keyset.number = apr_time_sec(assigned);
        break;
    case LIC_BY_ASSIGNED:
        keyset.number = apr_time_sec(assigned);
        break;
    case LIC_BY_DEADLINE:
        keyset.number = deadline ? apr_time_sec(deadline) : NO_DEADLINE;
        if (!deadline && list->module && !list->by_lookup)
            keyset.number = apr_time_sec(assigned);
        break;
    case LIC_BY_ID:
        break;
    default:
        keyset.text = list->order == LIC_BY_LOGIN ? login : name;
        keyset.number = employee;
    }
    return keyset;
}

static lic_keyset_t keyset_of(const lic_listing_t *list, const lic_rows_t *rows)
{
    if (list->order == LIC_BY_NAME) /* as exports are: nothing is read that isn't needed */
        return (lic_keyset_t){lic_rows_text(rows, ROW(NAME_KEY)), lic_rows_int(rows, ROW(EMPLOYEE)),
                              lic_rows_int(rows, ROW(ID))};
    return keyset_in(list, lic_rows_int(rows, ROW(ID)), lic_rows_text(rows, ROW(NAME_KEY)),
                     lic_rows_text(rows, ROW(LOGIN)), lic_rows_int(rows, ROW(EMPLOYEE)),
                     lic_rows_int(rows, ROW(PRODUCT)), lic_rows_time(rows, ROW(ASSIGNED_AT)),
                     lic_rows_time(rows, ROW(DEADLINE)));
}

static lic_searched_t searched_of(const lic_rows_t *rows)
{
    return (lic_searched_t){lic_rows_text(rows, ROW(SEARCH)),
                            lic_rows_int(rows, ROW(PRODUCT)),
                            {lic_rows_time(rows, ROW(ASSIGNED_AT)), lic_rows_time(rows, ROW(DEADLINE)), 0}};
}

static void write_assignment(lic_xml_t *x, const lic_listing_t *list, const lic_rows_t *rows)
{
    const lic_module_t *module = module_find(list, lic_rows_int(rows, ROW(PRODUCT)));
    lic_xml_start(x, "assignment");
    lic_xml_attr_int(x, "id", lic_rows_int(rows, ROW(ID)));
    lic_xml_attr_int(x, "employee", lic_rows_int(rows, ROW(EMPLOYEE)));
    lic_xml_attr(x, "login", lic_rows_text(rows, ROW(LOGIN)));
    lic_xml_attr(x, "initials", lic_rows_text(rows, ROW(INITIALS)));
    lic_xml_attr(x, "email", lic_rows_text(rows, ROW(EMAIL)));
    lic_xml_attr(x, "status", lic_rows_int(rows, ROW(ACTIVE)) ? "active" : "inactive");
    lic_xml_attr(x, "module", module->key);
    lic_xml_attr_time(x, "assigned", lic_rows_time(rows, ROW(ASSIGNED_AT)));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, ROW(DEADLINE)));
    lic_xml_element(x, "name", lic_rows_text(rows, ROW(NAME)));
    lic_xml_element(x, "module-name", module->name);
    lic_xml_end(x);
}

static const lic_listing_kind_t kind = {.held = 1,
                                        .scan = scan_assignments,
                                        .count = count_held,
                                        .find = find_held,
                                        .sort = sort_held,
                                        .load = load_held,
                                        .lookup_id = lookup_id,
                                        .keyset = keyset_of,
                                        .searched = searched_of,
                                        .belongs = belongs,
                                        .write = write_assignment};

/* --- the list that a cursor is in ------------------------------------------------------------------------------------
 */

/* A page that goes on after an id first asks where in the order that is. */
static lic_error_t *find_keyset(lic_listing_t *list, lic_db_t *db, const lic_cursor_t *at, apr_pool_t *p)
{
    const apr_int64_t after = at->id;
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_ASSIGNMENTS_KEYSET, p, list->q->account->id, after));
    if (!lic_rows_next(rows))
        return lic_listing_gone(list, at, p);
    const apr_int64_t product = lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_PRODUCT);
    list->keyset = keyset_in(list, after, lic_rows_text(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_NAME_KEY),
                             lic_rows_text(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_LOGIN),
                             lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_EMPLOYEE), product,
                             lic_rows_time(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_ASSIGNED_AT),
                             lic_rows_time(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_DEADLINE));
    list->keyset.text = apr_pstrdup(list->pool, list->keyset.text);
    if (list->order == LIC_BY_DEADLINE)
        list->stage = lic_rows_null(rows, LIC_C_LIST_ASSIGNMENTS_KEYSET_DEADLINE);
    for (int i = 0; list->order == LIC_BY_MODULE && !list->module && i < list->search->nmodules; i++)
        if (list->search->modules[i].id == product)
            list->stage = list->down ? list->search->nmodules - 1 - i : i;
    return NULL;
}

static lic_error_t *open_list(lic_listing_t **opened, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                              apr_pool_t *p)
{
    const lic_module_t *modules;
    lic_found_t found;
    int n;
    const char *key = lic_part_arg(q, "module");
    lic_listing_t *list = apr_pcalloc(at->pool, sizeof(*list));
    LIC_TRY(load_modules(&modules, &n, q, db, at->pool, p));
    qsort((void *)modules, (size_t)n, sizeof(*modules), by_name);
    list->kind = &kind;
    list->q = q;
    list->pool = at->pool;
    list->active = 2;
    list->counted = lic_part_arg(q, "status") != NULL;
    list->search = lic_search_parse(lic_part_arg(q, "q"), q->account, lic_part_locale(q), modules, n, at->pool);
    lic_listing_order(&list->order, &list->down, q);
    list->module = key ? -1 : 0;
    for (int i = 0; key && i < n; i++)
        if (!strcmp(modules[i].key, key))
            list->module = modules[i].id;
    if (list->module < 0 && !at->person)
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no add-on module %s", key),
                              "product", key);
    list->stages = list->order == LIC_BY_DEADLINE ? 2 : list->order == LIC_BY_MODULE && !list->module ? n : 1;
    list->keyset = lic_listing_start(list->down);
    LIC_TRY(lic_listing_choose(&found, list, db, p));
    if (at->id)
        LIC_TRY(find_keyset(list, db, at, p));
    *opened = list;
    return list->by_lookup ? lic_listing_lookup(list, &found, db, p) : NULL;
}

static lic_error_t *assignments_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_listing_t *list = at->list;
    if (!list)
        LIC_TRY(open_list(&list, q, db, at, p));
    at->list = list;
    return lic_listing_write(x, list, db, at, p);
}

const lic_document_t lic_document_assignments = {"assignments", "assignments", 1, assignments_head, assignments_rows};
