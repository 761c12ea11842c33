/**
 * @file view/xsd.h  The XSD 1.0 of all XML here: whether a document follows it, and if not, in which line.
 */
#ifndef LIC_VIEW_XSD_H
#define LIC_VIEW_XSD_H

#include "base/error.h"
#include <libxml/tree.h>

typedef struct lic_xsd_t lic_xsd_t;

/** Compiles licences.xsd and what it imports from beside it. Before threads; lives in p. LIC_INVALID "stylesheet". */
lic_error_t *lic_xsd_load(lic_xsd_t **schema, const char *file, apr_pool_t *p);

/**
 * Parses what came from outside: no DTD, entity or network; *doc lives in p. The caller limits length. LIC_INVALID
 * "xml-malformed" (fact line).
 */
lic_error_t *lic_xsd_parse(xmlDoc **doc, const char *data, apr_size_t length, apr_pool_t *p);

/** LIC_INVALID "xml-invalid" (fact line; of a tree that was not parsed 0) with the first thing that breaks the schema.
 */
lic_error_t *lic_xsd_check(const lic_xsd_t *schema, xmlDoc *doc, apr_pool_t *p);

#endif
