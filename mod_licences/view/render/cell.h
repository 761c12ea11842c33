/**
 * @file view/render/cell.h  Cells and rows of CSV (RFC 4180; interface.md, CSV).
 */
#ifndef LIC_VIEW_CELL_H
#define LIC_VIEW_CELL_H

#include "view/render/look.h"

/** How a profile writes: for programs, or for the spreadsheets of a locale. */
typedef struct lic_cells_t {
    char separator, point;
    int local; /**< instants in the account's time zone */
    const lic_zone_t *zone;
} lic_cells_t;

lic_cells_t lic_cells_make(const lic_look_t *look);

/**
 * A text: quoted where it holds what parts cells in either profile or by tabs, or a quote; and no formula, whichever of
 * these a spreadsheet takes for the separator: a ' stands before what would be one, at its beginning and after each of
 * these within it. The text itself, or in p.
 */
const char *lic_cell_text(const char *text, apr_pool_t *p);
/** What lic_cell_text was given, of the text of a cell (without the quotes around it). In p. */
const char *lic_cell_original(const char *text, apr_pool_t *p);
/** An amount in minor units (digits) in major ones; what isn't one is given back as it is. */
const char *lic_cell_major(const lic_cells_t *cells, const char *minor, const char *currency, apr_pool_t *p);
/** An xs:dateTime in UTC as the profile has it. */
const char *lic_cell_instant(const lic_cells_t *cells, const char *iso, apr_pool_t *p);

/** "YYYY-MM-DD HH:MM:SS" in a time zone; what isn't an instant is given back as it is. */
const char *lic_cell_local(const lic_zone_t *zone, const char *iso, apr_pool_t *p);

/** The cells as a row with its end, at `to`, which lic_cells_size bytes fit in. Returns where it ends. */
char *lic_cells_write(const lic_cells_t *cells, char *to, const char *const *row, int n);
apr_size_t lic_cells_size(const char *const *row, int n);

#endif
