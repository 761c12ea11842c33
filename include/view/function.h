/**
 * @file view/function.h  The extension functions that stylesheets call, in urn:mod-licences:functions (prefix f).
 *
 *   f:t(english, name, value, …)          the text in the reader's language, {name}s filled in
 *   f:tn(one, other, n, name, value, …)   the same by n, which also fills {n}
 *
 * For a person to read:
 * - f:number(n), f:decimal(20.01), f:money(minor, currency)
 * - f:date(iso, style) with style 's', 'l', 'm' or 'd', f:datetime(iso, style) with 's' or 'l'
 * - f:local(iso): YYYY-MM-DD HH:MM:SS in the account's time zone
 * - f:days(date, iso): local days from a date until an instant's
 *
 * For addresses: f:uri(text), percent-encoded for a query, and f:digest(), of the stylesheets, for what may be cached.
 *
 * For CSV, by the profile (interface.md, CSV): f:cell(text), quoted where needed and no formula, f:major(minor,
 * currency), f:instant(iso), f:row(cell, …).
 *
 * What they can't read they give back as it is: a page never breaks over a value.
 */
#ifndef LIC_VIEW_FUNCTION_H
#define LIC_VIEW_FUNCTION_H

#include "view/catalogue.h"
#include "view/cell.h"
#include "view/sheet.h"
#include <libxslt/xsltInternals.h>

#define LIC_FUNCTION_NAMESPACE "urn:mod-licences:functions"

/** What the functions of one transformation work with; the context's _private. */
typedef struct lic_rendering_t {
    const lic_look_t *look;
    const lic_catalogue_t *catalogue;
    const char *digest;
    const char *language; /**< of look->locale */
    lic_cells_t cells;    /**< of look */
    apr_pool_t *pool;
} lic_rendering_t;

/** Registers them for one transform context, never globally. Returns 0 when memory is out. */
int lic_function_register(xsltTransformContext *context);

#endif
