#include "metrics_show.h"

#include <apr_strings.h>

#include <http_protocol.h>
#include <http_request.h>
#include <mod_status.h>

#include "config.h"
#include "exchange.h"
#include "metrics_facts.h"

#define TYPE    "application/openmetrics-text; version=1.0.0; charset=utf-8"
#define SECONDS "_seconds"

static const char *suffix(const lic_family_t *family)
{
    return family->kind == LIC_FAMILY_COUNTER ? "_total" : "";
}

static int is_of_seconds(const char *name)
{
    const apr_size_t length = strlen(name), end = strlen(SECONDS);
    return length > end && !strcmp(name + length - end, SECONDS);
}

/* --- OpenMetrics ----------------------------------------------------------------------------------------------------
 */

static void write_metrics(request_rec *r, const lic_facts_t *facts)
{
    ap_rputs("# TYPE licences_build info\n# HELP licences_build The module's version\n", r);
    ap_rputs("licences_build_info{version=\"" LIC_VERSION "\"} 1\n", r);
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        ap_rprintf(r, "# TYPE %s %s\n", family->name, family->kind == LIC_FAMILY_COUNTER ? "counter" : "gauge");
        if (is_of_seconds(family->name))
            ap_rprintf(r, "# UNIT %s seconds\n", family->name);
        ap_rprintf(r, "# HELP %s %s\n", family->name, family->help);
        for (int k = 0; k < family->samples->nelts; k++) {
            const lic_sample_t *sample = &APR_ARRAY_IDX(family->samples, k, lic_sample_t);
            ap_rprintf(r, "%s%s{%s} %" APR_INT64_T_FMT "\n", family->name, suffix(family), sample->labels,
                       sample->value);
        }
    }
    ap_rputs("# EOF\n", r);
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
    ap_set_content_type(r, TYPE);
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    if (!r->header_only)
        write_metrics(r, lic_facts_gather(lic_exchange_clock(), r->pool));
    return OK;
}

/* --- server-status --------------------------------------------------------------------------------------------------
 */

static void write_lines(request_rec *r, const lic_facts_t *facts)
{
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        for (int k = 0; k < family->samples->nelts; k++) {
            const lic_sample_t *sample = &APR_ARRAY_IDX(family->samples, k, lic_sample_t);
            ap_rprintf(r, "%s%s{%s}: %" APR_INT64_T_FMT "\n", family->name, suffix(family), sample->labels,
                       sample->value);
        }
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

static const char *value_of(const lic_family_t *family, apr_int64_t value, apr_pool_t *p)
{
    if (family->kind == LIC_FAMILY_INSTANT)
        return value ? ap_ht_time(p, apr_time_from_sec(value), "%Y-%m-%d %H:%M:%S UTC", 1) : "never";
    return apr_psprintf(p, "%" APR_INT64_T_FMT "%s", value, is_of_seconds(family->name) ? " s" : "");
}

/* Resources that nobody has asked for are left out */
static int is_dull(const lic_family_t *family, const lic_sample_t *sample)
{
    return !sample->value && !strncmp(sample->labels, "resource=", 9) && family->kind == LIC_FAMILY_COUNTER;
}

static void write_page(request_rec *r, const lic_facts_t *facts)
{
    ap_rputs("<hr />\n<h2>Licences (mod_licences " LIC_VERSION ")</h2>\n<dl>\n", r);
    for (int i = 0; i < facts->families->nelts; i++) {
        const lic_family_t *family = &APR_ARRAY_IDX(facts->families, i, lic_family_t);
        ap_rprintf(r, "<dt>%s</dt>\n", family->help);
        for (int k = 0; k < family->samples->nelts; k++) {
            const lic_sample_t *sample = &APR_ARRAY_IDX(family->samples, k, lic_sample_t);
            if (!is_dull(family, sample))
                ap_rprintf(r, "<dd>%s: %s</dd>\n", readable(sample->labels, r->pool),
                           value_of(family, sample->value, r->pool));
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
    const lic_facts_t *facts = lic_facts_gather(lic_exchange_clock(), r->pool);
    if (flags & AP_STATUS_SHORT)
        write_lines(r, facts);
    else
        write_page(r, facts);
    return OK;
}
