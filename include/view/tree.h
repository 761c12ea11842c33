/**
 * @file view/tree.h  A tree written as it is, as XML.
 */
#ifndef LIC_VIEW_TREE_H
#define LIC_VIEW_TREE_H

#include "view/sheet.h"

/** Serialises doc in UTF-8. LIC_BUG "internal" when out stops or the tree can't be written. */
lic_error_t *lic_tree_write(lic_out_t *out, xmlDoc *doc, apr_pool_t *p);

#endif
