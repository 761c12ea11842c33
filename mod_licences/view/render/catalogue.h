/**
 * @file view/render/catalogue.h  Translations: text/LANG.xml, made from xslt/po/LANG.po, read once and then only looked
 * at.
 *
 * The English text is the key and stands for itself where a language lacks it.
 */
#ifndef LIC_VIEW_CATALOGUE_H
#define LIC_VIEW_CATALOGUE_H

#include "base/error.h"
#include <libxml/tree.h>

#define LIC_PLURAL_FORMS 6 /**< CLDR knows no language with more */

typedef struct lic_catalogue_t lic_catalogue_t;

lic_catalogue_t *lic_catalogue_make(apr_pool_t *p);

/** Adds texts of one language: <text lang="da"><t id="…">…</t>; of those that are there already, these count. Copies
 * what it keeps. LIC_INVALID "stylesheet". */
lic_error_t *lic_catalogue_add(lic_catalogue_t *catalogue, const xmlDoc *doc, const char *file, apr_pool_t *p);

const char *lic_catalogue_text(const lic_catalogue_t *catalogue, const char *language, const char *id);

/** The form of an index as lic_text_plural gives it. */
const char *lic_catalogue_plural(const lic_catalogue_t *catalogue, const char *language, const char *one,
                                 const char *other, int index);

/** Puts values in for {names}: n pairs of name, value. An unknown {name} stays. */
const char *lic_catalogue_fill(const char *text, const char *const *pairs, int n, apr_pool_t *p);

#endif
