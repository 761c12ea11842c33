/**
 * @file view/io/export.h  Whole lists: XML streamed, CSV by one sheet, in batches of 10, 50, then 500 rows.
 *
 * A connection is taken from the source for each batch and given back before anything is written, so that a slow reader
 * holds none. Memory does not grow with the rows.
 */
#ifndef LIC_VIEW_EXPORT_H
#define LIC_VIEW_EXPORT_H

#include "view/document/document.h"
#include "view/render/sheet.h"

lic_error_t *lic_export_xml(lic_out_t *out, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                            apr_pool_t *p);
lic_error_t *lic_export_csv(lic_out_t *out, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                            const lic_sheets_t *sheets, const lic_look_t *look, apr_pool_t *p);

#endif
