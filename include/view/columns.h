/**
 * @file view/columns.h  A CSV stylesheet that is a plain list of columns, recognised when it is compiled.
 *
 * Recognised is one template of "/": a heading f:row('literal', …) when $header = 'yes', then for-each over one kind of
 * row with f:row(…) of @attribute, l:child, f:cell(…), f:instant(…) and f:major(…, …). Such a sheet says all that there
 * is to know, so that rows are written as they are read, without tree and transformation: the same bytes, many times
 * faster. Any other sheet is applied as it stands.
 */
#ifndef LIC_VIEW_COLUMNS_H
#define LIC_VIEW_COLUMNS_H

#include "view/cell.h"
#include "view/xml.h"

typedef struct lic_columns_t lic_columns_t;

/** Before doc is compiled; NULL if it isn't such a sheet. Lives in p. */
const lic_columns_t *lic_columns_find(xmlDoc *doc, apr_pool_t *p);

/** One batch of rows in the making. */
typedef struct lic_table_t lic_table_t;

/** Takes the rows that are written to lic_table_writer. Lives in p, as all that it makes. */
lic_table_t *lic_table_make(const lic_columns_t *columns, const lic_cells_t *cells, apr_pool_t *p);
lic_xml_t *lic_table_writer(lic_table_t *table);
void lic_table_heading(lic_table_t *table);
/** What has been written so far. */
const char *lic_table_text(const lic_table_t *table, apr_size_t *length);

#endif
