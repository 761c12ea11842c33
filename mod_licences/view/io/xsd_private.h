/**
 * @file view/io/xsd_private.h  The inside of a compiled XSD.
 */
#ifndef LIC_VIEW_XSD_PRIVATE_H
#define LIC_VIEW_XSD_PRIVATE_H

#include <libxml/xmlschemas.h>

struct lic_xsd_t {
    xmlSchema *schema;
};

#endif
