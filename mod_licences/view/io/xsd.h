/**
 * @file view/io/xsd.h  The XSD 1.0 of all XML here, which view/io/reader.h holds documents against.
 */
#ifndef LIC_VIEW_XSD_H
#define LIC_VIEW_XSD_H

#include "base/error.h"

typedef struct lic_xsd_t lic_xsd_t;

/** Compiles licences.xsd and what it imports from beside it. Before threads; lives in p. LIC_INVALID "stylesheet". */
lic_error_t *lic_xsd_load(lic_xsd_t **schema, const char *file, apr_pool_t *p);

#endif
