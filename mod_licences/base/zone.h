/**
 * @file base/zone.h  IANA time zones (GLib's GTimeZone over the system's zoneinfo): instants and local dates.
 */
#ifndef LIC_BASE_ZONE_H
#define LIC_BASE_ZONE_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>

typedef struct lic_zone_t lic_zone_t;

/** Keeps opened zones until pconf goes (opening one reads a file: 0.15 ms). Optional; before threads start. */
void lic_zone_init(apr_pool_t *pconf);

/** LIC_INVALID "timezone-unknown" (fact: timezone) for a name that the system's zoneinfo lacks. Lives in p. */
lic_error_t *lic_zone_open(lic_zone_t **zone, const char *name, apr_pool_t *p);

/**
 * The local date that an instant belongs to: the latest date whose start (below) is not after it. That is what a
 * calendar on the wall shows, but for clocks that went back across midnight: the date has begun, and does not end
 * before the next one begins. So at ≥ lic_zone_start(d) exactly when lic_zone_date(at) ≥ d.
 */
lic_date_t lic_zone_date(const lic_zone_t *zone, apr_time_t at);

/**
 * The first instant that bears the date: 00:00, 01:00 where a clock change skips midnight, the earlier of two
 * midnights; where a whole date is skipped, the first instant after it (product.md, Periods).
 */
apr_time_t lic_zone_start(const lic_zone_t *zone, lic_date_t date);

int lic_zone_offset(const lic_zone_t *zone, apr_time_t at); /**< seconds east of UTC */

#endif
