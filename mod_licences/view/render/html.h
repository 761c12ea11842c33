/**
 * @file view/render/html.h  Writes the tree of a page as HTML, byte for byte as libxml2 does, without looking up each
 * element and attribute by its name.
 *
 * Whatever is text or an attribute's value is escaped here and nowhere else.
 */
#ifndef LIC_VIEW_HTML_H
#define LIC_VIEW_HTML_H

#include <apr_pools.h>
#include <libxml/tree.h>

/**
 * The page in UTF-8, not indented, of *length bytes, in p. Its charset must stand in its head already
 * (htmlSetMetaEncoding). NULL: there is something in the tree that only libxml2 writes: namespaces, names in capitals,
 * another doctype than HTML 5's, entities, processing instructions.
 */
const char *lic_html_write(apr_size_t *length, const xmlDoc *page, apr_pool_t *p);

#endif
