/**
 * @file view/render/function.h  The extension functions that stylesheets call, in urn:mod-licences:functions (prefix
 * f), and the element that changes what they speak. doc/look.md says what each gives.
 */
#ifndef LIC_VIEW_FUNCTION_H
#define LIC_VIEW_FUNCTION_H

#include "view/render/catalogue.h"
#include "view/render/cell.h"
#include <libxslt/xsltInternals.h>

/** What the functions of one transformation work with; the context's _private. */
typedef struct lic_render_args_t {
    const lic_look_t *look;
    const lic_catalogue_t *catalogue;
    const char *digest;
    const char *locale, *language; /**< of look, but within the element "spoken" */
    lic_cells_t cells;             /**< of look */
    apr_pool_t *pool;
} lic_render_args_t;

enum { LIC_FUNCTION_ARGUMENTS = 24 }; /**< at most */

typedef struct lic_function_t lic_function_t;

/** "t", for so many arguments; NULL: there is none. */
const lic_function_t *lic_function_find(const char *name, int n);

/** What it gives: in the pool of r, or as long as what it is made of. */
const char *lic_function_call(const lic_function_t *function, const lic_render_args_t *r, const char *const *args,
                              int n);

/** Registers them for one transform context, never globally. Returns 0 when memory is out. */
int lic_function_register(xsltTransformContext *context);

#endif
