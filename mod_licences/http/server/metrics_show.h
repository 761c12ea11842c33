/**
 * @file http/server/metrics_show.h  Shows the figures of metrics_facts.h in server-status and, where LicencesMetrics is
 * On, as text for Prometheus: OpenMetrics 1.0 for whoever prefers it by Accept, else version 0.0.4.
 */
#ifndef LIC_HTTP_METRICS_SHOW_H
#define LIC_HTTP_METRICS_SHOW_H

#include <httpd.h>

/** mod_status' hook status_hook: a section of the page, or lines of ?auto. */
int lic_metrics_status(request_rec *r, int flags);

/** Hook handler: answers at the very path of a Location with LicencesMetrics On. */
int lic_metrics_handle(request_rec *r);

#endif
