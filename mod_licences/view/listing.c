#include "view/listing.h"

#include <string.h>
#include <apr_strings.h>

#include "base/words.h"
#include "store/list.h"
#include "view/part.h"

/*
 * Of a search that finds up to LIC_DRAWN_MOST, all are put in order. Beyond that, walking meets enough of them: among
 * 250,000 employees 50 of so many are met on the first 1,600, unless all are called alike. Up to VERY_FEW they are
 * found without having been counted before.
 */
enum { VERY_FEW = 200, AT_ONCE = 500 };

static const lic_word_t orders[] = {
    {"name", LIC_BY_NAME},         {"login", LIC_BY_LOGIN},       {"id", LIC_BY_ID}, {"module", LIC_BY_MODULE},
    {"assigned", LIC_BY_ASSIGNED}, {"deadline", LIC_BY_DEADLINE}, {NULL, 0},
};

void lic_listing_order(lic_order_t *order, int *down, const lic_query_t *q)
{
    const char *sort = lic_part_arg(q, "sort");
    *down = sort && *sort == '-';
    *order = (lic_order_t)lic_word_value(orders, sort ? sort + *down : "", LIC_BY_NAME);
}

lic_place_t lic_listing_start(int down)
{
    /* below and above every text and number; the text is Unicode's last character */
    static const lic_place_t first = {"", -1, 0}, last = {"\xf4\x8f\xbf\xbf", APR_INT64_MAX, APR_INT64_MAX};
    return down ? last : first;
}

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static int found_in(const lic_found_t *found)
{
    return found->rows->nelts + found->holders->nelts;
}

/* By nothing but words, and in the order of a column that those who are found have themselves. */
static int is_of_words(const lic_listing_t *list, const lic_draw_t *draw)
{
    return *draw->match && draw->modules[0] < 0 && !draw->until && draw->status < 0 && list->active == 2 &&
           !list->marked && (list->order == LIC_BY_NAME || list->order == LIC_BY_LOGIN);
}

static lic_error_t *find_in_order(lic_found_t *found, const lic_listing_t *list, const lic_draw_t *draw, lic_db_t *db,
                                  apr_int64_t most, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *ids = list->kind->held ? found->holders : found->rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_PEOPLE_OF_WORDS, p, list->q->account->id, (apr_int64_t)list->order,
                          draw->match, draw->likes[0], draw->likes[1], draw->likes[2], draw->likes[3], most));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(ids, apr_int64_t) = lic_rows_int(rows, LIC_C_LIST_PEOPLE_OF_WORDS_ID);
    found->in_order = 1;
    return NULL;
}

static lic_error_t *find(lic_found_t *found, const lic_listing_t *list, const lic_draw_t *draw, lic_db_t *db,
                         apr_int64_t most, apr_pool_t *p)
{
    found->rows = apr_array_make(p, VERY_FEW + 1, sizeof(apr_int64_t));
    found->holders = apr_array_make(p, VERY_FEW + 1, sizeof(apr_int64_t));
    found->in_order = 0;
    return is_of_words(list, draw) ? find_in_order(found, list, draw, db, most, p)
                                   : list->kind->find(found, list, draw, db, most, p);
}

lic_error_t *lic_listing_choose(lic_found_t *found, lic_listing_t *list, lic_db_t *db, apr_pool_t *p)
{
    lic_draw_t draws[LIC_DRAWS_MAX];
    int n = lic_search_draws(draws, list->search, list->module, list->active == 2 ? -1 : list->active, list->pool);
    lic_search_pattern(&list->pattern, &list->other, list->search, list->pool);
    for (int i = 0; i < n && !list->drawn; i++) {
        apr_int64_t counted;
        LIC_TRY(find(found, list, &draws[i], db, VERY_FEW + 1, p));
        list->drawn = found_in(found) <= VERY_FEW;
        if (list->drawn)
            break;
        LIC_TRY(list->kind->count(&counted, list, &draws[i], db, LIC_DRAWN_MOST + 1, p));
        list->drawn = counted <= LIC_DRAWN_MOST;
        if (list->drawn)
            LIC_TRY(find(found, list, &draws[i], db, counted + VERY_FEW, p));
    }
    return NULL;
}

const char *lic_listing_ids(const apr_array_header_t *ids, apr_pool_t *p)
{
    return lic_list_ints((const apr_int64_t *)ids->elts, ids->nelts, p);
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
static int number_of_place(const lic_listing_t *list)
{
    const apr_int64_t id = list->by_holder ? list->place.number : list->place.id;
    if (list->place.id == lic_listing_start(list->down).id)
        return 0;
    for (int i = 0; i < list->nids; i++)
        if (list->ids[i] == id)
            return list->by_holder ? i : i + 1; /* a holder may have more than was shown */
    return -1;
}

/* Takes ids that were found in order; 0: not, as it can't be told which of them come after the place. */
static int keep_found(lic_listing_t *list, const lic_found_t *found)
{
    const apr_array_header_t *from = list->kind->held ? found->holders : found->rows;
    if (!found->in_order)
        return 0;
    apr_int64_t *ids = apr_palloc(list->pool, sizeof(*ids) * (apr_size_t)from->nelts);
    for (int i = 0; i < from->nelts; i++)
        ids[i] = APR_ARRAY_IDX(from, list->down ? from->nelts - 1 - i : i, apr_int64_t);
    list->by_holder = list->kind->held;
    list->ids = ids;
    list->nids = from->nelts;
    const int first = number_of_place(list);
    list->ids += first > 0 ? first : 0;
    list->nids -= first > 0 ? first : 0;
    return first >= 0;
}

lic_error_t *lic_listing_draw(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p)
{
    const apr_int64_t holder = list->place.number;
    if (found_in(found) && !keep_found(list, found))
        LIC_TRY(list->kind->sort(list, found, db, p));
    /* From here on places count ids. Where a page ended with a holder, the next one may show more of what they have. */
    list->place.number = 0;
    if (!list->by_holder || !list->nids || list->ids[0] != holder)
        list->place.id = lic_listing_start(list->down).id;
    return NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* One reading of rows, from `from` on. */
typedef struct reading_t {
    lic_xml_t *x;
    lic_listing_t *list;
    lic_cursor_t *at;
    lic_place_t from;  /* the last row that was looked at */
    lic_place_t wrote; /* the last row that was written */
    int written, more;
} reading_t;

static int after(const reading_t *r, const lic_place_t *place)
{
    if (!r->list->drawn || place->number != r->from.number)
        return 1;
    return r->list->down ? place->id < r->from.id : place->id > r->from.id;
}

/* When drawing, a row's place is the number of its id, which is at the last one's or beyond. */
static lic_place_t place_of(const reading_t *r, const lic_rows_t *rows)
{
    const lic_listing_t *list = r->list;
    lic_place_t place = list->kind->place(list, rows);
    if (!list->drawn)
        return place;
    const apr_int64_t id = list->kind->drawn_id(list, rows);
    place.text = "";
    place.number = r->from.number;
    while (place.number + 1 < list->nids && list->ids[place.number] != id)
        place.number++;
    return place;
}

/* Rows up to one more than wanted, which is only known to be there. Returns how many were looked at. */
static int take(reading_t *r, lic_rows_t *rows)
{
    const lic_listing_kind_t *kind = r->list->kind;
    int looked = 0;
    while (!r->more && lic_rows_next(rows)) {
        const lic_place_t place = place_of(r, rows);
        const lic_searched_t searched = kind->searched(rows);
        looked++;
        if (!after(r, &place))
            continue;
        r->from = place;
        if (!kind->belongs(r->list, rows) || !lic_search_matches(r->list->search, &searched))
            continue;
        if (r->written == r->at->batch) {
            r->more = 1;
            break;
        }
        kind->write(r->x, r->list, rows);
        r->written++;
        r->wrote = place;
    }
    return looked;
}

/* *end: nothing comes after these rows. */
static lic_error_t *walk_on(int *end, reading_t *r, lic_db_t *db, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_listing_t *list = r->list;
    LIC_TRY(list->kind->walk(&rows, list, db, &r->from, limit, p));
    if (take(r, rows) == limit || r->more)
        return NULL;
    *end = list->stage + 1 >= list->stages;
    if (!*end) {
        list->stage++;
        r->from = lic_listing_start(list->down);
    }
    return NULL;
}

static lic_error_t *draw_on(int *end, reading_t *r, lic_db_t *db, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    const lic_listing_t *list = r->list;
    lic_list_t *ids = lic_list_make(p);
    /* the first of them may have been shown already */
    apr_int64_t last = r->from.number + limit + 1 < list->nids ? r->from.number + limit + 1 : list->nids;
    for (apr_int64_t i = r->from.number; i < last; i++) {
        lic_list_row(ids);
        lic_list_int(ids, i);
        lic_list_int(ids, list->ids[i]);
    }
    if (r->from.number < last) {
        LIC_TRY(list->kind->load(&rows, list, db, lic_list_end(ids), p));
        take(r, rows);
    }
    if (r->more)
        return NULL;
    r->from = lic_listing_start(list->down);
    r->from.number = last;
    *end = last == list->nids;
    return NULL;
}

/* Words that the database doesn't check are checked here, so more rows may have to be looked at than are wanted. */
static int is_checked_here(const lic_listing_t *list)
{
    return list->search->nwords > (list->drawn ? 0 : *list->pattern != '\0');
}

static int names_modules(const lic_search_t *search)
{
    for (int i = 0; i < search->nwords; i++)
        if (search->words[i].modules)
            return 1;
    return 0;
}

static lic_error_t *read_on(reading_t *r, lic_db_t *db, apr_pool_t *p)
{
    apr_pool_t *some[2];
    lic_error_t *err = NULL;
    lic_listing_t *list = r->list;
    int limit = r->at->batch + 1, stage = list->stage, end = 0;
    if (is_checked_here(list) && !list->drawn)
        limit = AT_ONCE / 2;
    else if (list->by_holder && !list->module && !names_modules(list->search))
        limit = limit / 2 + 1; /* all that each has is read and wanted, and many have two and more */
    apr_pool_create(&some[0], p);
    apr_pool_create(&some[1], p);
    for (int turn = 0; !err && !end && !r->more; turn = !turn) {
        const int before = r->written, here = list->stage;
        apr_pool_clear(some[turn]); /* the place that it goes on from is in the other one */
        err = list->drawn ? draw_on(&end, r, db, limit, some[turn]) : walk_on(&end, r, db, limit, some[turn]);
        r->from.text = apr_pstrdup(some[turn], r->from.text);
        r->wrote.text = apr_pstrdup(some[turn], r->wrote.text);
        if (r->written > before)
            stage = here;
        limit = limit < AT_ONCE / 2 ? limit * 2 : AT_ONCE;
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
    reading_t r = {.x = x, .list = list, .at = at, .from = list->place, .wrote = list->place};
    LIC_TRY(read_on(&r, db, p));
    list->place = r.wrote;
    at->id = list->place.id;
    at->done = !r.more;
    at->rows += r.written;
    return NULL;
}
