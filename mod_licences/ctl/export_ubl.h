/* ctl/export_ubl.h  An account's invoices of a range as UBL, a file for each. */
#ifndef LIC_CTL_EXPORT_UBL_H
#define LIC_CTL_EXPORT_UBL_H

#include "ctl.h"
#include "view/document/query.h"
#include "view/render/sheet.h"

typedef struct lic_export_ubl_t {
    const char *directory;
    lic_date_t from, to; /* days of issue, both inclusive */
    const lic_sheets_t *sheets;
    lic_ctl_t *ctl; /* breached where an invoice can't be one */
} lic_export_ubl_t;

/* Writes DIRECTORY/NUMBER.xml for each invoice, whole or not at all, and says how many; those that lack something are
 * named with what that is. LIC_UNAVAILABLE "output" where a file can't be written. */
lic_error_t *lic_export_ubl(const lic_export_ubl_t *to, const lic_query_t *query, lic_db_source_t *from, apr_pool_t *p);

#endif
