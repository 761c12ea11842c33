/* ctl/import_columns.h  Which column of a file of employees holds what, by its heading. */
#ifndef LIC_CTL_IMPORT_COLUMNS_H
#define LIC_CTL_IMPORT_COLUMNS_H

#include <apr_tables.h>

#include "base/error.h"

/* Those from COLUMN_ID on stand in our own exports and are ignored: an HR system's id is another than ours. */
typedef enum {
    COLUMN_LOGIN,
    COLUMN_NAME,
    COLUMN_EMAIL,
    COLUMN_INITIALS,
    COLUMN_STATUS,
    COLUMN_ROLES,
    COLUMN_EXTERNAL,
    COLUMN_FIRST,
    COLUMN_LAST,
    COLUMN_START,
    COLUMN_END,
    COLUMN_ID,
    COLUMN_CREATED,
    COLUMN_ACTIVATED,
    COLUMN_MARKED,
    COLUMNS
} lic_column_t;

/* How headings are understood, besides by the columns' own names. */
typedef struct lic_headings_t {
    /* heading → column's name, as they were said by --map; may be NULL */
    const apr_table_t *mapped;
    /* Words of the account's language: lines of column, tab, heading; asked for only where a heading isn't known
     * otherwise. May be NULL. */
    lic_error_t *(*words)(const char **lines, void *baton, apr_pool_t *p);
    void *baton;
    int ignore_unknown;
    const char *locale; /* the account's, whose days are understood */
} lic_headings_t;

/* Where each column stands in the heading's n cells; −1: not there. *nameless: places of cells without a name, ends in
 * −1. LIC_REFUSED "csv-heading" names all that is wrong. */
lic_error_t *lic_import_columns_find(int place[COLUMNS], const int **nameless, const lic_headings_t *headings,
                                     const char *const *cells, int n, apr_pool_t *p);

#endif
