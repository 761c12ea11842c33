/* http/server/metrics_show.c  Writes the figures as text for Prometheus, as a section of server-status, and as lines
 * for ?auto. */
#include "http/server/metrics_show.h"

#include <apr_strings.h>

#include <http_protocol.h>
#include <http_request.h>
#include <mod_status.h>

#include "base/accept.h"
#include "http/request/exchange.h"
#include "http/server/config.h"
#include "http/server/metrics_facts.h"

#define TYPE_OPEN "application/openmetrics-text"
#define TYPE_TEXT "text/plain"
#define SECONDS   "_seconds"

static int is_of_seconds(const char *name)
{
    const apr_size_t length = strlen(name), end = strlen(SECONDS);
    return length > end && !strcmp(name + length - end, SECONDS);
}

/* A sample with its name, its labels and, behind what follows these, its value. */
static void write_sample(request_rec *r, const lic_family_t *family, const lic_sample_t *sample, const char *then)
{
    static const char *const parts[] = {"", "_bucket", "_count", "_sum"};
    const char *part = family->kind == LIC_FAMILY_COUNTER ? "_total" : parts[sample->kind];
    const char *open = *sample->labels ? "{" : "", *close = *sample->labels ? "}" : "";
    ap_rprintf(r, "%s%s%s%s%s%s", family->name, part, open, sample->labels, close, then);
    if (sample->kind == LIC_SAMPLE_SUM)
        ap_rprintf(r, "%" APR_INT64_T_FMT ".%06d\n", apr_time_sec(sample->value), (int)apr_time_usec(sample->value));
    else
        ap_rprintf(r, "%" APR_INT64_T_FMT "\n", sample->value);
}

/* --- OpenMetrics 1.0, and Prometheus' older text 0.0.4 --------------------------------------------------------------
 */

/* In the older one a counter is called as its samples are, and there are no units. */
static void write_heading(request_rec *r, const lic_family_t *family, int is_open)
{
    static const char *const types[] = {"counter", "gauge", "gauge", "histogram"};
    const char *name = family->name;
    if (family->kind == LIC_FAMILY_COUNTER && !is_open)
        name = apr_pstrcat(r->pool, name, "_total", NULL);
    ap_rprintf(r, "# TYPE %s %s\n", name, types[family->kind]);
    if (is_open && is_of_seconds(name))
        ap_rprintf(r, "# UNIT %s seconds\n", name);
    ap_rprintf(r, "# HELP %s %s\n", name, family->help);
}

static void write_metrics(request_rec *r, const lic_metrics_facts_t *facts, int is_open)
{
    const char *build = is_open ? "licences_build" : "licences_build_info";
    ap_rprintf(r, "# TYPE %s %s\n# HELP %s The module's version\n", build, is_open ? "info" : "gauge", build);
    ap_rputs("licences_build_info{version=\"" LIC_VERSION "\"} 1\n", r);
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        write_heading(r, family, is_open);
        for (int k = 0; k < family->samples->nelts; k++)
            write_sample(r, family, &APR_ARRAY_IDX(family->samples, k, lic_sample_t), " ");
    }
    if (is_open)
        ap_rputs("# EOF\n", r);
}

/* Prometheus prefers OpenMetrics and says so. Whoever doesn't care gets what promtool and people read. */
static int prefers_open(request_rec *r)
{
    const char *accept = apr_table_get(r->headers_in, "Accept");
    return accept && lic_accept_weight(accept, TYPE_OPEN, r->pool) > lic_accept_weight(accept, TYPE_TEXT, r->pool);
}

int lic_metrics_handle(request_rec *r)
{
    const lic_dir_config_t *config = lic_config_of(r);
    if (!config || config->metrics != LIC_METRICS_ON || !config->metrics_at || strcmp(r->uri, config->metrics_at))
        return DECLINED;
    if (r->method_number != M_GET) {
        ap_allow_standard_methods(r, REPLACE_ALLOW, M_GET, -1);
        return HTTP_METHOD_NOT_ALLOWED;
    }
    const int is_open = prefers_open(r);
    ap_set_content_type(r, is_open ? TYPE_OPEN "; version=1.0.0; charset=utf-8"
                                   : TYPE_TEXT "; version=0.0.4; charset=utf-8");
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    apr_table_mergen(r->headers_out, "Vary", "Accept");
    if (!r->header_only)
        write_metrics(r, lic_facts_gather(lic_exchange_clock(), r->pool), is_open);
    return OK;
}

/* --- server-status --------------------------------------------------------------------------------------------------
 */

static void write_lines(request_rec *r, const lic_metrics_facts_t *facts)
{
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        for (int k = 0; k < family->samples->nelts; k++)
            write_sample(r, family, &APR_ARRAY_IDX(family->samples, k, lic_sample_t), ": ");
    }
}

/* database="pgsql:portal",result="due" → pgsql:portal, due */
static const char *readable(const char *labels, apr_pool_t *p)
{
    char *text = apr_pstrdup(p, labels), *to = text;
    int inside = 0;
    for (const char *at = labels; *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (*at == '"') {
            inside = !inside;
            continue;
        }
        if (inside)
            *to++ = *at;
        else if (*at == ',') {
            *to++ = ',';
            *to++ = ' ';
        }
    }
    *to = '\0';
    return ap_escape_html(p, text);
}

static const char *value_of(const lic_family_t *family, const lic_sample_t *sample, apr_pool_t *p)
{
    const apr_int64_t value = sample->value;
    if (sample->kind == LIC_SAMPLE_COUNT)
        return apr_psprintf(p, "%" APR_INT64_T_FMT " in all", value);
    if (sample->kind == LIC_SAMPLE_SUM)
        return apr_psprintf(p, "%" APR_INT64_T_FMT ".%03d s together", apr_time_sec(value), (int)apr_time_msec(value));
    if (family->kind == LIC_FAMILY_INSTANT)
        return value ? ap_ht_time(p, apr_time_from_sec(value), "%Y-%m-%d %H:%M:%S UTC", 1) : "never";
    return apr_psprintf(p, "%" APR_INT64_T_FMT "%s", value, is_of_seconds(family->name) ? " s" : "");
}

/* Resources that nobody has asked for are left out, and what only a program can make something of */
static int is_dull(const lic_family_t *family, const lic_sample_t *sample)
{
    if (sample->kind == LIC_SAMPLE_BUCKET)
        return 1;
    return !sample->value && !strncmp(sample->labels, "resource=", 9) && family->kind == LIC_FAMILY_COUNTER;
}

static void write_page(request_rec *r, const lic_metrics_facts_t *facts)
{
    ap_rputs("<hr />\n<h2>Licences (mod_licences " LIC_VERSION ")</h2>\n<dl>\n", r);
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        ap_rprintf(r, "<dt>%s</dt>\n", family->help);
        for (int k = 0; k < family->samples->nelts; k++) {
            const lic_sample_t *sample = &APR_ARRAY_IDX(family->samples, k, lic_sample_t);
            if (!is_dull(family, sample))
                ap_rprintf(r, "<dd>%s%s%s</dd>\n", readable(sample->labels, r->pool), *sample->labels ? ": " : "",
                           value_of(family, sample, r->pool));
        }
    }
    ap_rputs("<dt>Leases held, and by whom (server/process/child)</dt>\n", r);
    for (int i = 0; i < facts->leases->nelts; i++) {
        const lic_held_t *held = &APR_ARRAY_IDX(facts->leases, i, lic_held_t);
        ap_rprintf(r, "<dd>%s: %s by %s for another %" APR_INT64_T_FMT " s</dd>\n", readable(held->labels, r->pool),
                   ap_escape_html(r->pool, held->name), ap_escape_html(r->pool, held->holder), held->left);
    }
    ap_rputs("</dl>\n", r);
}

int lic_metrics_status(request_rec *r, int flags)
{
    const lic_metrics_facts_t *facts = lic_facts_gather(lic_exchange_clock(), r->pool);
    if (flags & AP_STATUS_SHORT)
        write_lines(r, facts);
    else
        write_page(r, facts);
    return OK;
}
