/**
 * @file view/render/trial.h  Stylesheets are tried before anybody asks for a page.
 *
 * What compiles may still fail on a document: a variable that there is not, a function with too many arguments. So each
 * stylesheet, with the portal's own in place, transforms a sample of its document. Samples are the documents that tests
 * hold the view to (tests/golden/view), installed beside the stylesheets, in sample/.
 */
#ifndef LIC_VIEW_TRIAL_H
#define LIC_VIEW_TRIAL_H

#include "view/render/sheet.h"

/**
 * Transforms every sample by the stylesheets of its document: page, CSV, mail. LIC_INVALID "stylesheet" with what
 * libxslt said: file, line and reason. Nothing is kept; p is for the error. Without samples nothing is tried.
 */
lic_error_t *lic_sheets_try(const lic_sheets_t *sheets, apr_pool_t *p);

#endif
