/**
 * @file view/document/problem.h  A problem document (RFC 9457).
 */
#ifndef LIC_VIEW_PROBLEM_H
#define LIC_VIEW_PROBLEM_H

#include "base/error.h"
#include <libxml/tree.h>

#define LIC_PROBLEM_TYPE "urn:mod-licences:problem:" /**< and then the error's word */

/** A problem document (RFC 9457) as a tree in its namespace urn:ietf:rfc:7807, with facts as elements. */
lic_error_t *lic_problem_tree(xmlDoc **doc, const lic_error_t *error, int status, const char *title,
                              const char *instance, apr_pool_t *p);

#endif
