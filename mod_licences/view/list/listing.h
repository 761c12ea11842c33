/**
 * @file view/list/listing.h  Lists that are searched, sorted and paged by keyset: how a batch of their rows is read.
 *
 * A list is read in one of two ways, chosen once (sql/list.sql): a scan along the index of its order, where much
 * matches or nothing is searched for; or a lookup by an index of what is searched for, where that finds few rows.
 */
#ifndef LIC_VIEW_LISTING_H
#define LIC_VIEW_LISTING_H

#include "view/document/document.h"
#include "view/list/lookup.h"
#include "store/row.h"

/** What a list is sorted by; the numbers are those of sql/list.sql. */
typedef enum {
    LIC_BY_NAME = 1,
    LIC_BY_LOGIN = 2,
    LIC_BY_ID = 3,
    LIC_BY_MODULE = 4,
    LIC_BY_ASSIGNED = 5,
    LIC_BY_DEADLINE = 6
} lic_sort_t;

/** Where a list goes on: after the row with these values. In a lookup number is the place among the list's ids. */
typedef struct lic_keyset_t {
    const char *text;
    apr_int64_t number, id;
} lic_keyset_t;

typedef struct lic_listing_t lic_listing_t;

/** What an index has found: ids of a list's own rows, or of those who hold them. */
typedef struct lic_found_t {
    apr_array_header_t *rows, *employees; /**< of apr_int64_t */
    int in_order;                         /**< by name or log-in, upwards */
} lic_found_t;

/** What kinds of lists do differently. */
typedef struct lic_listing_kind_t {
    int held; /**< words find the holders of its rows */
    /** scan: rows of the list's stage after a place */
    lic_error_t *(*scan)(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const lic_keyset_t *after,
                         apr_int64_t limit, apr_pool_t *p);
    /** lookup: how many a search finds, counted up to most */
    lic_error_t *(*count)(apr_int64_t *found, const lic_listing_t *list, const lic_lookup_t *lookup, lic_db_t *db,
                          apr_int64_t most, apr_pool_t *p);
    /** … which, up to most; added to found */
    lic_error_t *(*find)(lic_found_t *found, const lic_listing_t *list, const lic_lookup_t *lookup, lic_db_t *db,
                         apr_int64_t most, apr_pool_t *p);
    /** … their ids in order, after list->keyset, as list->ids */
    lic_error_t *(*sort)(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p);
    /** … and the rows of some of these ids (JSON of place and id), in order */
    lic_error_t *(*load)(lic_rows_t **rows, const lic_listing_t *list, lic_db_t *db, const char *ids, apr_pool_t *p);
    /** what list->ids are compared with: the row's own id, or its holder's */
    apr_int64_t (*lookup_id)(const lic_listing_t *list, const lic_rows_t *rows);
    /** where a row stands in the order; its text lives as long as the rows */
    lic_keyset_t (*keyset)(const lic_listing_t *list, const lic_rows_t *rows);
    lic_searched_t (*searched)(const lic_rows_t *rows);
    /** what the search doesn't say: whether a row belongs into the list at this stage */
    int (*belongs)(const lic_listing_t *list, const lic_rows_t *rows);
    void (*write)(lic_xml_t *x, const lic_listing_t *list, const lic_rows_t *rows);
} lic_listing_kind_t;

struct lic_listing_t {
    const lic_listing_kind_t *kind;
    const lic_query_t *q;
    lic_sort_t order;
    int down;
    const lic_search_t *search;
    const char *patterns;   /**< lic_search_patterns: what a scan's statement checks */
    apr_int64_t module;     /**< id; 0: all */
    int active;             /**< 1, 0, or 2 for both */
    int marked;             /**< only those who are */
    int counted;            /**< only those that a product's `used` counts */
    int stage, stages;      /**< scan: orders that are several lists one after the other */
    int by_lookup;          /**< else by scan */
    int by_employee;        /**< lookup: the ids are those of holders */
    const apr_int64_t *ids; /**< lookup: what was found, in order */
    int nids;
    lic_keyset_t keyset; /**< where the list goes on; its text in pool */
    apr_pool_t *pool;
};

/** The order of the argument `sort`, "name" or "-name". */
void lic_listing_order(lic_sort_t *order, int *down, const lic_query_t *q);

/** Before the first row of an order. */
lic_keyset_t lic_listing_start(int down);

/**
 * The row that the list goes on after, at->id, is no longer there. By id its place is known all the same; else a page
 * for a person begins anew, and a program is told so: LIC_INVALID "filter-invalid" (facts field, value).
 */
lic_error_t *lic_listing_gone(lic_listing_t *list, const lic_cursor_t *at, apr_pool_t *p);

/** Chooses: by the first lookup that finds few rows, which it hands out in *found; else by scan.
 */
lic_error_t *lic_listing_choose(lic_found_t *found, lic_listing_t *list, lic_db_t *db, apr_pool_t *p);

/** Takes what was found, in order after list->keyset, as what is to be read. */
lic_error_t *lic_listing_lookup(lic_listing_t *list, const lic_found_t *found, lic_db_t *db, apr_pool_t *p);

/** The ids of found as JSON for sql/list.sql. */
const char *lic_listing_ids(const apr_array_header_t *ids, apr_pool_t *p);

/** Keeps the first column of all rows as the list's ids. */
void lic_listing_keep(lic_listing_t *list, lic_rows_t *rows);

/** Writes the next batch, and moves the cursor and the list's place behind its last row. */
lic_error_t *lic_listing_write(lic_xml_t *x, lic_listing_t *list, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p);

#endif
