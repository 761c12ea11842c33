/**
 * @file view/listing.h  Lists that are searched, sorted and paged by keyset: how a batch of their rows is read.
 *
 * A list is read in one of two ways, chosen once (sql/list.sql): walking along the index of its order, where much fits
 * or nothing is searched for; or drawing from an index of the search what that finds, where it finds few.
 */
#ifndef LIC_VIEW_LISTING_H
#define LIC_VIEW_LISTING_H

#include "view/document.h"
#include "view/search.h"

/** What a list is sorted by; the numbers are those of sql/list.sql. */
typedef enum {
    LIC_BY_NAME = 1,
    LIC_BY_LOGIN = 2,
    LIC_BY_ID = 3,
    LIC_BY_MODULE = 4,
    LIC_BY_ASSIGNED = 5,
    LIC_BY_DEADLINE = 6
} lic_order_t;

/** A place in an order: between it and a row no other can come. */
typedef struct lic_place_t {
    const char *text;
    apr_int64_t number, id;
} lic_place_t;

typedef struct lic_listing_t lic_listing_t;

/** What kinds of lists do differently. */
typedef struct lic_listing_kind_t {
    /** rows of the way that was chosen, after a place: of list->stage when walking */
    lic_error_t *(*select)(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const lic_place_t *after,
                           apr_int64_t limit, apr_pool_t *p);
    lic_error_t *(*count)(apr_int64_t *found, const lic_listing_t *list, const lic_draw_t *draw, lic_db_t *db,
                          apr_int64_t most, apr_pool_t *p);
    /** where a row stands in the order; its text lives as long as the rows */
    lic_place_t (*place)(const lic_listing_t *list, const lic_rows_t *rows);
    lic_searched_t (*searched)(const lic_rows_t *rows);
    void (*write)(lic_xml_t *x, const lic_listing_t *list, const lic_rows_t *rows);
} lic_listing_kind_t;

struct lic_listing_t {
    const lic_listing_kind_t *kind;
    const lic_query_t *q;
    lic_order_t order;
    int down;
    const lic_search_t *search;
    const char *pattern, *other; /**< one word of the search, for LIKE; "": none */
    apr_int64_t module;          /**< id; 0: all */
    int active;                  /**< 1, 0, or 2 for both */
    int marked;                  /**< only those who are */
    int drawn;                   /**< by draw; else walking */
    lic_draw_t draw;
    apr_int64_t most;  /**< that draw was counted to find, and some */
    int stage, stages; /**< walking: orders that are several lists one after the other */
    lic_place_t place; /**< of the last row that was written; its text in pool */
    apr_pool_t *pool;
};

/** The order of the argument `sort`, "name" or "-name". */
void lic_listing_order(lic_order_t *order, int *down, const lic_query_t *q);

/** Before the first row of an order. */
lic_place_t lic_listing_start(int down);

/** Chooses between walking and drawing: draws the first of the search's ways that finds few. */
lic_error_t *lic_listing_choose(lic_listing_t *list, lic_db_t *db, apr_pool_t *p);

/** Writes the next batch, and moves the cursor and the list's place behind its last row. */
lic_error_t *lic_listing_write(lic_xml_t *x, lic_listing_t *list, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p);

#endif
