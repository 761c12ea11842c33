#include "view/listing.h"

#include <string.h>
#include <apr_strings.h>

#include "base/words.h"
#include "view/part.h"

/*
 * Of a search that finds up to FEW, all are read and put in order. Beyond that, walking meets enough of them: among
 * 250,000 employees 50 of FEW are met on the first 3,000.
 */
enum { FEW = 4000, AT_ONCE = 1000 };

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

lic_error_t *lic_listing_choose(lic_listing_t *list, lic_db_t *db, apr_pool_t *p)
{
    lic_draw_t draws[LIC_DRAWS_MAX];
    int n = lic_search_draws(draws, list->search, list->module, list->active == 2 ? -1 : list->active, list->pool);
    lic_search_pattern(&list->pattern, &list->other, list->search, list->pool);
    for (int i = 0; i < n && !list->drawn; i++) {
        apr_int64_t found;
        LIC_TRY(list->kind->count(&found, list, &draws[i], db, FEW + 1, p));
        list->drawn = found <= FEW;
        list->draw = draws[i];
        list->most = found + FEW / 10;
    }
    return NULL;
}

/* One reading of rows, from `from` on. */
typedef struct reading_t {
    lic_xml_t *x;
    lic_listing_t *list;
    lic_cursor_t *at;
    lic_place_t from;  /* the last row that was looked at */
    lic_place_t wrote; /* the last row that was written */
    int written, more;
} reading_t;

/* Rows up to one more than wanted, which is only known to be there. Returns how many were looked at. */
static int take(reading_t *r, lic_rows_t *rows)
{
    const lic_listing_kind_t *kind = r->list->kind;
    int looked = 0;
    while (!r->more && lic_rows_next(rows)) {
        const lic_place_t place = kind->place(r->list, rows);
        const int again = looked && place.id == r->from.id; /* by two ways into the same row */
        const lic_searched_t searched = kind->searched(rows);
        looked++;
        r->from = place;
        if (again || !lic_search_matches(r->list->search, &searched))
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

static void keep(reading_t *r, apr_pool_t *p)
{
    r->from.text = apr_pstrdup(p, r->from.text);
    r->wrote.text = apr_pstrdup(p, r->wrote.text);
}

static int next_stage(reading_t *r)
{
    lic_listing_t *list = r->list;
    if (list->drawn || list->stage + 1 >= list->stages)
        return 0;
    list->stage++;
    r->from = lic_listing_start(list->down);
    return 1;
}

/* Words that the database doesn't check are checked here, so more rows may have to be looked at than are wanted. */
static int is_checked_here(const lic_listing_t *list)
{
    return list->search->nwords > (*list->pattern != '\0');
}

lic_error_t *lic_listing_write(lic_xml_t *x, lic_listing_t *list, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    reading_t r = {.x = x, .list = list, .at = at, .from = list->place, .wrote = list->place};
    apr_pool_t *some[2];
    lic_error_t *err = NULL;
    int limit = at->batch + 1, turn = 0, stage = list->stage;
    if (is_checked_here(list) && limit < AT_ONCE / 4)
        limit = AT_ONCE / 4;
    apr_pool_create(&some[0], p);
    apr_pool_create(&some[1], p);
    for (int end = 0; !err && !end && !r.more; turn = !turn) {
        lic_rows_t *rows;
        const int before = r.written;
        apr_pool_clear(some[turn]); /* the place that it goes on from is in the other one */
        err = list->kind->select(&rows, list, db, &r.from, limit, some[turn]);
        if (err)
            break;
        const int looked = take(&r, rows);
        keep(&r, some[turn]);
        if (r.written > before)
            stage = list->stage;
        end = !r.more && looked < limit && !next_stage(&r);
        limit = limit < AT_ONCE / 2 ? limit * 2 : AT_ONCE;
    }
    list->place = r.wrote;
    list->place.text = apr_pstrdup(list->pool, r.wrote.text);
    list->stage = stage;
    at->id = list->place.id;
    at->done = !r.more;
    at->rows += r.written;
    err = err ? lic_error_wrap(err, p, "the rows of a list") : NULL;
    apr_pool_destroy(some[0]);
    apr_pool_destroy(some[1]);
    return err;
}
