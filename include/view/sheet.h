/**
 * @file view/sheet.h  Stylesheets: compiled once, applied with the locale's formatting functions at hand.
 *
 * The extension functions that a stylesheet may call are those of view/function.h.
 */
#ifndef LIC_VIEW_SHEET_H
#define LIC_VIEW_SHEET_H

#include "base/error.h"
#include "base/zone.h"
#include <libxml/tree.h>

typedef struct lic_sheets_t lic_sheets_t;

/** Once per process, before threads start (post_config): libxml2 and libxslt. Nothing is registered globally. */
void lic_view_init(apr_pool_t *pconf);

/**
 * Compiles and warms every stylesheet of a directory (LicencesStylesheets), with ours (where they are installed) for
 * what it lacks, and reads the translations of text/. Lives in p, freed with it. LIC_INVALID "stylesheet" with file,
 * line and what libxslt said. Before threads start.
 */
lic_error_t *lic_sheets_load(lic_sheets_t **sheets, const char *directory, apr_pool_t *p);

const char *lic_sheets_digest(const lic_sheets_t *sheets); /**< of all their sources; part of the ETag */

/** What a rendering is for. */
typedef struct lic_look_t {
    const char *locale; /**< "da-DK" */
    const lic_zone_t *zone;
    int spreadsheet;           /**< CSV profile */
    const char *const *params; /**< name, value, …, NULL: plain strings, given as XSLT string parameters */
} lic_look_t;

/** The columns of a CSV sheet that is nothing but a list of them (view/columns.h), else NULL. */
const struct lic_columns_t *lic_sheet_columns(const lic_sheets_t *sheets, const char *sheet);

/** Where output goes; returns non-APR_SUCCESS to stop. */
typedef struct lic_out_t {
    apr_status_t (*write)(void *baton, const char *data, apr_size_t length);
    void *baton;
    apr_status_t (*flush)(void *baton); /**< more takes a while, what there is may go out; NULL: nobody waits */
} lic_out_t;

/** Transforms doc by SHEET ("overview", "csv/modules") and writes the result. LIC_BUG "stylesheet" when it fails. */
lic_error_t *lic_sheet_apply(lic_out_t *out, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                             const lic_look_t *look, apr_pool_t *p);

#endif
