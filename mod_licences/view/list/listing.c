/* view/list/listing.c  Reads a batch of a list's rows: chooses lookup or scan, and goes on after a keyset. */
#include "view/list/listing.h"

#include <string.h>
#include <apr_strings.h>

#include "base/words.h"
#include "store/json_rows.h"
#include "store/statement.h"
#include "view/document/part.h"

/*
 * Of a search that finds up to LIC_LOOKUP_ROWS_MAX, all are put in order. Beyond that, a scan meets enough of them:
 * among 250,000 employees 50 of so many are met on the first 1,600, unless all are called alike. Up to VERY_FEW they
 * are found without having been counted before. A batch of an export ends when LOOKED_MOST rows were looked at, however
 * few of them it has, so that a search for what few have can go through all there are.
 */
enum { VERY_FEW = 200, AT_ONCE = 500, LOOKED_MOST = 5000 };

static const lic_word_t orders[] = {
    {"name", LIC_BY_NAME},         {"login", LIC_BY_LOGIN},       {"id", LIC_BY_ID}, {"module", LIC_BY_MODULE},
    {"assigned", LIC_BY_ASSIGNED}, {"deadline", LIC_BY_DEADLINE}, {NULL, 0},
};

void lic_listing_order(lic_sort_t *order, int *down, const lic_query_t *q)
{
    const char *sort = lic_part_arg(q, "sort");
    *down = sort && *sort == '-';
    *order = (lic_sort_t)lic_word_value(orders, sort ? sort + *down : "", LIC_BY_NAME);
}

lic_keyset_t lic_listing_start(int down)
{
    /* below and above every text and number; the text is Unicode's last character */
    static const lic_keyset_t first = {"", -1, 0}, last = {"\xf4\x8f\xbf\xbf", APR_INT64_MAX, APR_INT64_MAX};
    return down ? last : first;
}

lic_error_t *lic_listing_gone(lic_listing_t *list, const lic_cursor_t *at, apr_pool_t *p)
{
    const char *id = apr_psprintf(p, "%" APR_INT64_T_FMT, at->id);
    if (list->order == LIC_BY_ID)
        list->keyset = (lic_keyset_t){"", 0, at->id};
    if (list->order == LIC_BY_ID || at->person)
        return NULL;
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "filter-invalid",
                                      "after: the row %s is no longer there; begin again, or sort by id", id);
    return lic_error_fact(lic_error_fact(err, "field", "after"), "value", id);
}

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static int found_in(const lic_found_t *found)
{
    return found->rows->nelts + found->employees->nelts;
}

/* By nothing but words, and in the order of a column that those who are found have themselves. */
static int is_of_words(const lic_listing_t *list, const lic_lookup_t *lookup)
{
    return *lookup->match && lookup->modules[0] < 0 && !lookup->until && lookup->status < 0 && list->active == 2 &&
           !list->marked && (list->order == LIC_BY_NAME || list->order == LIC_BY_LOGIN);
}

static lic_error_t *find_in_order(lic_found_t *found, const lic_listing_t *list, const lic_lookup_t *lookup,
                                  lic_db_t *db, apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *ids = list->kind->held ? found->employees : found->rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_EMPLOYEES_OF_WORDS, p, list->q->account->id, (apr_int64_t)list->order,
                          lookup->match, lookup->patterns, most));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(ids, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_EMPLOYEES_OF_WORDS_ID);
    found->in_order = 1;
    return NULL;
}

static lic_error_t *find(lic_found_t *found, const lic_listing_t *list, const lic_lookup_t *lookup, lic_db_t *db,
                         apr_int64_t most, apr_pool_t *p)
{
    found->rows = apr_array_make(p, VERY_FEW + 1, sizeof(apr_int64_t));
    found->employees = apr_array_make(p, VERY_FEW + 1, sizeof(apr_int64_t));
    found->in_order = 0;
    return is_of_words(list, lookup) ? find_in_order(found, list, lookup, db, most, p)
                                     : list->kind->find(found, list, lookup, db, most, p);
}

lic_error_t *lic_listing_choose(lic_found_t *found, lic_listing_t *list, lic_db_t *db, apr_pool_t *p)
{
    lic_lookup_t lookups[LIC_LOOKUPS_MAX];
    int n = lic_search_lookups(lookups, list->search, list->module, list->active == 2 ? -1 : list->active, list->pool);
    list->patterns = lic_search_patterns(list->search, list->pool);
    for (int i = 0; i < n && !list->by_lookup; i++) {
        apr_int64_t counted;
        LIC_TRY(find(found, list, &lookups[i], db, VERY_FEW + 1, p));
        list->by_lookup = found_in(found) <= VERY_FEW;
        if (list->by_lookup)
            break;
        LIC_TRY(list->kind->count(&counted, list, &lookups[i], db, LIC_LOOKUP_ROWS_MAX + 1, p));
        list->by_lookup = counted <= LIC_LOOKUP_ROWS_MAX;
        if (list->by_lookup)
            LIC_TRY(find(found, list, &lookups[i], db, counted + VERY_FEW, p));
    }
    return NULL;
}

const char *lic_listing_ids(const apr_array_header_t *ids, apr_pool_t *p)
{
    return lic_json_rows_ints((const apr_int64_t *)ids->elts, ids->nelts, p);
}

void lic_listing_keep(lic_listing_t *list, lic_rows_t *rows)
{
    apr_array_header_t *ids = apr_array_make(list->pool, VERY_FEW, sizeof(apr_int64_t));
    while (lic_rows_next(rows)) {
        const apr_int64_t id = lic_rows_int(rows, 0);
        /* by two ways to the same row: next to each other in the order */
        if (!ids->nelts || APR_ARRAY_IDX(ids, ids->nelts - 1, apr_int64_t) != id)
            APR_ARRAY_PUSH(ids, apr_int64_t) = id;
    }
    list->ids = (const apr_int64_t *)ids->elts;
    list->nids = ids->nelts;
}

/* The number of the id, among the list's, that the list goes on from; -1: it isn't among them. */
static int number_of_keyset(const lic_listing_t *list)
{
    const apr_int64_t id = list->by_employee ? list->keyset.number : list->keyset.id;
    if (list->keyset.id == lic_listing_start(list->down).id)
        return 0;
    for (int i = 0; i < list->nids; i++)
        if (list->ids[i] == id)
            return list->by_employee ? i : i + 1; /* a holder may have more than was shown */
    return -1;
}

/* Takes ids that were found in order; 0: not, as it can't be told which of them come after the place. */
static int keep_found(lic_listing_t *list, const lic_found_t *found)
{
    const apr_array_header_t *from = list->kind->held ? found->employees : found->rows;
    if (!found->in_order)
        return 0;
    apr_int64_t *ids = apr_palloc(list->pool, sizeof(*ids) * (apr_size_t)from->nelts);
    for (int i = 0; i < from->nelts; i++)
        ids[i] = APR_ARRAY_IDX(from, list->down ? from->nelts - 1 - i : i, apr_int64_t);
    list->by_employee = list->kind->held;
    list->ids = ids;
    list->nids = from->nelts;
    const int first = number_of_keyset(list);
    list->ids += first > 0 ? first : 0;
    list->nids -= first > 0 ? first : 0;
    return first >= 0;
}

lic_error_t *lic_listing_lookup(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    const apr_int64_t employee_id = list->keyset.number;
    if (found_in(found) && !keep_found(list, found))
        LIC_TRY(list->kind->sort(list, found, db, p));
    /* From here on places count ids. Where a page ended with a holder, the next one may show more of what they have. */
    list->keyset.number = 0;
    if (!list->by_employee || !list->nids || list->ids[0] != employee_id)
        list->keyset.id = lic_listing_start(list->down).id;
    return NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* One reading of rows, from `from` on. */
typedef struct read_args_t {
    lic_xml_t *x;
    lic_listing_t *list;
    lic_cursor_t *at;
    lic_keyset_t from;  /* the last row that was looked at */
    lic_keyset_t wrote; /* the last row that was written */
    int written, more;
    int looked, end; /* how many were looked at; nothing comes after them */
} read_args_t;

static int is_wanted(const lic_listing_t *list, const lic_rows_t *rows)
{
    if (!list->kind->belongs(list, rows))
        return 0;
    if (!list->search->nterms) /* without words nothing that words could be in is looked at */
        return 1;
    const lic_searched_t searched = list->kind->searched(rows);
    return lic_search_matches(list->search, &searched);
}

static int after(const read_args_t *r, const lic_keyset_t *keyset)
{
    if (!r->list->by_lookup || keyset->number != r->from.number)
        return 1;
    return r->list->down ? keyset->id < r->from.id : keyset->id > r->from.id;
}

/* In a lookup a keyset holds the number of the row's id among list->ids, which only grows. */
static lic_keyset_t keyset_of(const read_args_t *r, const lic_rows_t *rows)
{
    const lic_listing_t *list = r->list;
    lic_keyset_t keyset = list->kind->keyset(list, rows);
    if (!list->by_lookup)
        return keyset;
    const apr_int64_t id = list->kind->lookup_id(list, rows);
    keyset.text = "";
    keyset.number = r->from.number;
    while (keyset.number + 1 < list->nids && list->ids[keyset.number] != id)
        keyset.number++;
    return keyset;
}

/* Rows up to one more than wanted, which is only known to be there. Returns how many were looked at. */
static int take(read_args_t *r, lic_rows_t *rows)
{
    const lic_listing_kind_t *kind = r->list->kind;
    int looked = 0;
    while (!r->more && lic_rows_next(rows)) {
        const lic_keyset_t keyset = keyset_of(r, rows);
        looked++;
        r->looked++;
        if (!after(r, &keyset))
            continue;
        r->from = keyset;
        if (!is_wanted(r->list, rows))
            continue;
        if (r->written == r->at->batch) {
            r->more = 1;
            break;
        }
        kind->write(r->x, r->list, rows);
        r->written++;
        r->wrote = keyset;
    }
    return looked;
}

static lic_error_t *scan_on(read_args_t *r, lic_db_t *db, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_listing_t *list = r->list;
    LIC_TRY(list->kind->scan(&rows, list, db, &r->from, limit, p));
    if (take(r, rows) == limit || r->more)
        return NULL;
    r->end = list->stage + 1 >= list->stages;
    if (!r->end) {
        list->stage++;
        r->from = lic_listing_start(list->down);
    }
    return NULL;
}

static lic_error_t *lookup_on(read_args_t *r, lic_db_t *db, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    const lic_listing_t *list = r->list;
    lic_json_rows_t *ids = lic_json_rows_make(p);
    /* the first of them may have been shown already */
    apr_int64_t last = r->from.number + limit + 1 < list->nids ? r->from.number + limit + 1 : list->nids;
    for (apr_int64_t i = r->from.number; i < last; i++) {
        lic_json_rows_add(ids);
        lic_json_rows_int(ids, i);
        lic_json_rows_int(ids, list->ids[i]);
    }
    if (r->from.number < last) {
        LIC_TRY(list->kind->load(&rows, list, db, lic_json_rows_end(ids), p));
        take(r, rows);
    }
    if (r->more)
        return NULL;
    r->from = lic_listing_start(list->down);
    r->from.number = last;
    r->end = last == list->nids;
    return NULL;
}

static int is_enough(const read_args_t *r)
{
    return r->end || r->more || (!r->at->page && r->looked >= LOOKED_MOST);
}

static lic_error_t *read_on(read_args_t *r, lic_db_t *db, apr_pool_t *p)
{
    apr_pool_t *some[2];
    lic_error_t *err = NULL;
    lic_listing_t *list = r->list;
    int limit = r->at->batch + 1, stage = list->stage;
    const int others = lic_search_has_others(list->search);
    if (others && !list->by_lookup)
        limit = AT_ONCE / 2;
    else if (list->by_employee && !list->module && !others)
        limit = limit / 2 + 1; /* all that each has is read and wanted, and many have two and more */
    apr_pool_create(&some[0], p);
    apr_pool_create(&some[1], p);
    for (int turn = 0; !err && !is_enough(r); turn = !turn) {
        const int before = r->written, here = list->stage;
        apr_pool_clear(some[turn]); /* the place that it goes on from is in the other one */
        err = list->by_lookup ? lookup_on(r, db, limit, some[turn]) : scan_on(r, db, limit, some[turn]);
        r->from.text = apr_pstrdup(some[turn], r->from.text);
        r->wrote.text = apr_pstrdup(some[turn], r->wrote.text);
        if (r->written > before)
            stage = here;
        limit = limit < AT_ONCE / 2 ? limit * 2 : AT_ONCE;
    }
    if (!r->end && !r->more) { /* goes on after what was looked at in vain */
        r->wrote = r->from;
        stage = list->stage;
    }
    r->wrote.text = apr_pstrdup(list->pool, r->wrote.text);
    list->stage = stage;
    err = err ? lic_error_wrap(err, p, "the rows of a list") : NULL;
    apr_pool_destroy(some[0]);
    apr_pool_destroy(some[1]);
    return err;
}

lic_error_t *lic_listing_write(lic_xml_t *x, lic_listing_t *list, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    read_args_t r = {.x = x, .list = list, .at = at, .from = list->keyset, .wrote = list->keyset};
    LIC_TRY(read_on(&r, db, p));
    list->keyset = r.wrote;
    at->id = list->keyset.id;
    at->done = r.end && !r.more;
    at->rows += r.written;
    return NULL;
}
