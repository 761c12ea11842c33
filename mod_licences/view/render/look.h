/**
 * @file view/render/look.h  What a rendering is made for, and where its output goes.
 */
#ifndef LIC_VIEW_LOOK_H
#define LIC_VIEW_LOOK_H

#include "base/zone.h"

/** What a rendering is made for. */
typedef struct lic_look_t {
    const char *locale; /**< "da-DK" */
    const lic_zone_t *zone;
    int spreadsheet;           /**< CSV for a spreadsheet of the locale, else for a program */
    const char *const *params; /**< name, value, …, NULL: plain strings, given as XSLT string parameters */
} lic_look_t;

/** Where output goes. */
typedef struct lic_out_t {
    apr_status_t (*write)(void *baton, const char *data, apr_size_t length); /**< APR_SUCCESS, or it is given up */
    void *baton;
    apr_status_t (*flush)(
        void *baton); /**< what is written so far may go out, as more takes a while; NULL: not needed */
} lic_out_t;

#endif
