/**
 * @file view/render/columns.h  CSV without a transformation, by a stylesheet that is a plain list of columns.
 *
 * A stylesheet is such a list if its one template, of "/", holds nothing but a heading (f:row('literal', …) when
 * $header = 'yes') and for-each over one kind of row, with f:row(…) of @attribute, l:child, f:cell(…), f:instant(…) and
 * f:major(…, …). Then rows become cells as they are written: the same bytes as the transformation gives
 * (tests/unit/view/test_columns.c), in a third of the time. Any other stylesheet is applied as it stands.
 */
#ifndef LIC_VIEW_COLUMNS_H
#define LIC_VIEW_COLUMNS_H

#include "view/render/cell.h"
#include "view/render/xml.h"

typedef struct lic_columns_t lic_columns_t;

/** Of a stylesheet that has not been compiled yet; NULL if it isn't such a list. Lives in p. */
const lic_columns_t *lic_columns_find(xmlDoc *doc, apr_pool_t *p);

/** A batch of rows that becomes CSV. */
typedef struct lic_table_t lic_table_t;

/** An empty one, or with the heading. Lives in p, as all that it makes. */
lic_table_t *lic_table_make(const lic_columns_t *columns, const lic_look_t *look, int heading, apr_pool_t *p);
/** The batch's document is written to this. */
lic_xml_t *lic_table_writer(lic_table_t *table);
/** The CSV of what has been written so far. */
const char *lic_table_text(const lic_table_t *table, apr_size_t *length);

#endif
