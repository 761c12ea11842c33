/**
 * @file view/render/xml_private.h  The inside of a writer, for its targets.
 */
#ifndef LIC_VIEW_XML_PRIVATE_H
#define LIC_VIEW_XML_PRIVATE_H

#include "view/render/xml.h"

struct lic_xml_t {
    const lic_xml_target_t *target;
    void *baton;
    apr_pool_t *pool;
    apr_pool_t *scratch; /* of formatted values: the pool, or one that lic_xml_take clears */
    lic_error_t *error;
};

#endif
