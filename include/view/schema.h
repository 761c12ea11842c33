/**
 * @file view/schema.h  The inside of a compiled XSD, for view/ only.
 */
#ifndef LIC_VIEW_SCHEMA_H
#define LIC_VIEW_SCHEMA_H

#include "view/xsd.h"
#include <libxml/xmlschemas.h>

struct lic_xsd_t {
    xmlSchema *schema;
};

#endif
