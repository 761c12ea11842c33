/* base/zone.c  IANA time zones by GLib: instants and local dates. */
#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <glib.h>

#include "base/cache.h"
#include "base/nearest.h"
#include "base/text.h"

enum { DAY = 86400, MAX_OFFSET = 26 * 3600, MAX_ZONES = 600 };

/* GLib's zones are immutable and counted atomically, so threads may share one. Nothing else is in here. */
struct lic_zone_t {
    GTimeZone *tz;
};

static lic_cache_t *zones;

void lic_zone_init(apr_pool_t *pconf)
{
    lic_cache_make(&zones, MAX_ZONES, pconf);
}

/* GLib also takes "+01:00" and POSIX rules for names, and complains on stderr about files that hold no zone. The
 * directories right/ and posix/ repeat the database (right/ with leap seconds, which our instants don't count). */
static int zone_exists(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    static const char *const refused[] = {"right/", "posix/", "localtime", "posixrules", "Factory"};
    size_t length = strlen(name);
    if (!length || length > 64 || strspn(name, allowed) != length || !g_ascii_isalpha(name[0]))
        return 0;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (!strncmp(name, refused[i], strlen(refused[i])))
            return 0;
    }
    char path[1024], magic[4] = "";
    const char *directory = getenv("TZDIR"); /* as GLib does */
    int n = snprintf(path, sizeof(path), "%s/%s", directory ? directory : "/usr/share/zoneinfo", name);
    FILE *file = n > 0 && n < (int)sizeof(path) ? fopen(path, "rbe") : NULL;
    if (!file)
        return 0;
    int is_zone = fread(magic, 1, sizeof(magic), file) == sizeof(magic) && !memcmp(magic, "TZif", sizeof(magic));
    fclose(file);
    return is_zone;
}

/* The name that is meant, from the list of zones ("Z Europe/Copenhagen …") and of other names for them ("L
 * Europe/Berlin Europe/Copenhagen") that stands beside the zones. NULL: none is near. */
static const char *nearest_name(const char *name, apr_pool_t *p)
{
    char path[1024], line[512];
    lic_nearest_t nearest;
    const char *directory = getenv("TZDIR");
    int n = snprintf(path, sizeof(path), "%s/tzdata.zi", directory ? directory : "/usr/share/zoneinfo");
    FILE *file = n > 0 && n < (int)sizeof(path) ? fopen(path, "re") : NULL;
    lic_nearest_begin(&nearest, name);
    while (file && fgets(line, sizeof(line), file)) {
        char *rest = NULL, *kind = apr_strtok(line, " \n", &rest), *word = apr_strtok(NULL, " \n", &rest);
        if (kind && word && !strcmp(kind, "L"))
            word = apr_strtok(NULL, " \n", &rest);
        if (kind && word && (!strcmp(kind, "Z") || !strcmp(kind, "L")))
            lic_nearest_try(&nearest, word);
    }
    if (file)
        fclose(file);
    return lic_nearest_word(&nearest, p);
}

static apr_status_t zone_close(void *tz)
{
    g_time_zone_unref(tz);
    return APR_SUCCESS;
}

static void *zone_load(const char *name, apr_pool_t *p)
{
    GTimeZone *tz = zone_exists(name) ? g_time_zone_new_identifier(name) : NULL;
    if (!tz)
        return NULL;
    lic_zone_t *zone = apr_palloc(p, sizeof(*zone));
    zone->tz = tz;
    apr_pool_cleanup_register(p, tz, zone_close, apr_pool_cleanup_null);
    return zone;
}

lic_error_t *lic_zone_open(lic_zone_t **zone, const char *name, apr_pool_t *p)
{
    if (!name)
        name = "";
    lic_zone_t *found = lic_cache_get(zones, name, zone_load);
    if (!found)
        found = zone_load(name, p);
    if (!found) {
        const char *shown = lic_text_valid(name) ? name : "?", *near = nearest_name(shown, p);
        lic_error_t *err =
            lic_error_make(p, LIC_INVALID, "timezone-unknown", "\"%s\" is no time zone of this system; %s%s is", shown,
                           near ? "" : "a name like ", near ? near : "Europe/Copenhagen");
        return lic_error_fact(err, "timezone", shown);
    }
    *zone = found;
    return NULL;
}

static gint64 whole_seconds(apr_time_t at)
{
    gint64 seconds = at / APR_USEC_PER_SEC;
    return at % APR_USEC_PER_SEC < 0 ? seconds - 1 : seconds;
}

static lic_date_t day_of(gint64 local)
{
    return (lic_date_t)(local >= 0 ? local / DAY : -((-local + DAY - 1) / DAY));
}

static int interval_at(const lic_zone_t *zone, gint64 seconds)
{
    return g_time_zone_find_interval(zone->tz, G_TIME_TYPE_UNIVERSAL, seconds);
}

static gint64 offset_at(const lic_zone_t *zone, gint64 seconds)
{
    return g_time_zone_get_offset(zone->tz, interval_at(zone, seconds));
}

int lic_zone_offset(const lic_zone_t *zone, apr_time_t at)
{
    return (int)offset_at(zone, whole_seconds(at));
}

/* The first second of the interval after the one that holds `inside`; `beyond` is known to be outside it, later. */
static gint64 next_interval(const lic_zone_t *zone, gint64 inside, gint64 beyond)
{
    int interval = interval_at(zone, inside);
    while (beyond - inside > 1) {
        gint64 middle = inside + (beyond - inside) / 2;
        if (interval_at(zone, middle) == interval)
            inside = middle;
        else
            beyond = middle;
    }
    return beyond;
}

/* Goes from one interval of constant offset to the next, so that it holds whatever clocks do around midnight: in each
 * the date's midnight is one known instant, and either that lies within, or the interval begins after it, or not. */
static gint64 start_of(const lic_zone_t *zone, lic_date_t date)
{
    gint64 midnight = (gint64)date * DAY;
    gint64 at = midnight - MAX_OFFSET;
    for (;;) {
        gint64 start = midnight - offset_at(zone, at);
        if (start <= at)
            return at;
        if (interval_at(zone, start) == interval_at(zone, at))
            return start;
        at = next_interval(zone, at, start);
    }
}

apr_time_t lic_zone_start(const lic_zone_t *zone, lic_date_t date)
{
    return start_of(zone, date) * APR_USEC_PER_SEC;
}

lic_date_t lic_zone_date(const lic_zone_t *zone, apr_time_t at)
{
    gint64 seconds = whole_seconds(at);
    gint64 offset = offset_at(zone, seconds);
    lic_date_t date = day_of(seconds + offset);
    /* Only where clocks went back lately can a later date have begun already. */
    if (offset_at(zone, seconds - MAX_OFFSET) > offset) {
        while (start_of(zone, date + 1) <= seconds)
            date++;
    }
    return date;
}
