/**
 * @file view/render/sheet.h  Stylesheets: compiled once, applied with the locale's formatting functions at hand.
 *
 * The extension functions that a stylesheet may call are those of view/render/function.h.
 */
#ifndef LIC_VIEW_SHEET_H
#define LIC_VIEW_SHEET_H

#include "base/error.h"
#include "view/render/look.h"
#include <apr_file_info.h>
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

int lic_sheets_have(const lic_sheets_t *sheets, const char *sheet); /**< "overview", "csv/log" */

struct lic_source_t *lic_sheets_source(const lic_sheets_t *sheets); /**< the files that they were made of */
/** A file that pages name, as it was when the stylesheets were loaded. */
typedef struct lic_asset_t {
    const char *data; /**< info.size bytes */
    apr_finfo_t info; /**< size, modification and the like */
} lic_asset_t;

/** "assets/licences.css"; NULL: there is none, or none of those that are kept in memory (css, js, svg up to 4 MiB). */
const lic_asset_t *lic_sheets_asset(const lic_sheets_t *sheets, const char *name);

/** Whether the manual lies beside them: manual/index.html, when they were loaded. */
int lic_sheets_have_manual(const lic_sheets_t *sheets);

/** The columns of a CSV sheet that is nothing but a list of them (view/render/columns.h), else NULL. */
const struct lic_columns_t *lic_sheet_columns(const lic_sheets_t *sheets, const char *sheet);

/** Transforms doc by SHEET ("overview", "csv/modules") and writes the result. LIC_BUG "stylesheet" when it fails.
 * This and the next: LIC_UNAVAILABLE "output" when out doesn't take it. */
lic_error_t *lic_sheet_apply(lic_out_t *out, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                             const lic_look_t *look, apr_pool_t *p);

/** Doc as XML in UTF-8, laid out for somebody who reads it, in p. LIC_BUG "xml" when it fails. */
lic_error_t *lic_tree_layout(const char **text, xmlDoc *doc, apr_pool_t *p);

/** Writes doc as it is, as XML in UTF-8. LIC_BUG "xml" when it fails. */
lic_error_t *lic_tree_write(lic_out_t *out, xmlDoc *doc, apr_pool_t *p);

#endif
