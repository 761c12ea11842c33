/**
 * @file view/render/shortcut.h  Instructions with simple expressions (view/render/expression.h) are carried out here.
 *
 * Each xsl:if, xsl:choose and xsl:value-of has a function in what libxslt compiled; those with a simple test or value
 * get another one, which does the same: a sixth to a third of a page's instructions less.
 */
#ifndef LIC_VIEW_SHORTCUT_H
#define LIC_VIEW_SHORTCUT_H

#include <apr_pools.h>
#include <libxslt/xsltInternals.h>

/** For a stylesheet and all that it imports, once it is compiled. What it adds lives in p, at least as long. */
void lic_shortcut_install(xsltStylesheet *style, apr_pool_t *p);

#endif
