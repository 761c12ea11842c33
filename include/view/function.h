/**
 * @file view/function.h  The extension functions that stylesheets call, in urn:mod-licences:functions (prefix f).
 *
 *   f:t(english, name, value, …)          the text in the reader's language, {name}s filled in
 *   f:tn(one, other, n, name, value, …)   the same by n, which also fills {n}
 *   f:number(n)  f:decimal(20.01)  f:money(minor, currency)  f:date(iso, 's', 'l', 'm' or 'd')  f:datetime(iso, 's' or
 * 'l') for a person to read f:local(iso)                          YYYY-MM-DD HH:MM:SS in the account's time zone
 * f:uri(text) percent-encoded, for a query f:digest()                            of the stylesheets, for addresses of
 * assets that may be cached for ever and for CSV, by the profile (interface.md, CSV): f:cell(text) quoted where needed,
 * formulas neutralised f:major(minor, currency)  f:instant(iso)  f:row(cell, …)
 *
 * What they can't read they give back as it is: a page never breaks over a value.
 */
#ifndef LIC_VIEW_FUNCTION_H
#define LIC_VIEW_FUNCTION_H

#include "view/catalogue.h"
#include "view/sheet.h"
#include <libxslt/xsltInternals.h>

#define LIC_FUNCTION_NAMESPACE "urn:mod-licences:functions"

/** What the functions of one transformation work with; the context's _private. */
typedef struct lic_rendering_t {
    const lic_look_t *look;
    const lic_catalogue_t *catalogue;
    const char *digest;
    const char *language; /**< of look->locale */
    apr_pool_t *pool;
} lic_rendering_t;

/** Registers them for one transform context, never globally. Returns 0 when memory is out. */
int lic_function_register(xsltTransformContext *context);

#endif
