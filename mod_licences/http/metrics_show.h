/**
 * @file metrics_show.h  The same facts in server-status and, where LicencesMetrics is On, as OpenMetrics 1.0 text.
 */
#ifndef LIC_HTTP_METRICS_SHOW_H
#define LIC_HTTP_METRICS_SHOW_H

#include <httpd.h>

/** mod_status' hook status_hook: a section of the page, or lines of ?auto. */
int lic_metrics_status(request_rec *r, int flags);

/** Hook handler: answers at the very path of a Location with LicencesMetrics On. */
int lic_metrics_handle(request_rec *r);

#endif
