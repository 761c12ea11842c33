/* http/request/respond_file.c  Sends a file beside the stylesheets, validated as httpd does it. */
#include "http/request/respond.h"

#include <apr_file_io.h>
#include <apr_strings.h>

#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <util_filter.h>

#include "http/request/headers.h"
#include "http/request/validators.h"

static int exists(const char *file, apr_pool_t *p)
{
    apr_finfo_t info;
    return !apr_stat(&info, file, APR_FINFO_TYPE, p) && info.filetype == APR_REG;
}

/* A portal's own stylesheets import ours; so do its assets: what it does not bring comes from ours. */
static const char *path_of(const lic_exchange_t *x, const char *name)
{
    const char *own = apr_pstrcat(x->pool, x->look->directory, "/", name, NULL);
    if (exists(own, x->pool))
        return own;
    return apr_pstrcat(x->pool, lic_config_default_directory(), "/", name, NULL);
}

static lic_error_t *open_file(apr_file_t **out, lic_exchange_t *x, const char *name)
{
    const char *file = path_of(x, name);
    apr_finfo_t *info = &x->r->finfo;
    if (apr_file_open(out, file, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, x->pool) ||
        apr_file_info_get(info, APR_FINFO_NORM, *out) || info->filetype != APR_REG)
        return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is no file %s here", x->route.path);
    return NULL;
}

/* Pages name an asset with a digest of the stylesheets as its query (?v=…): it may then be kept for good. */
static void set_headers(lic_exchange_t *x, const char *type)
{
    lic_headers_set(x, 0);
    ap_set_content_type(x->r, type);
    apr_table_unset(x->r->headers_out, "Content-Language");
    if (x->r->args && !strncmp(x->r->args, "v=", 2))
        apr_table_setn(x->r->headers_out, "Cache-Control", "private, max-age=31536000, immutable");
    ap_update_mtime(x->r, x->r->finfo.mtime);
    ap_set_last_modified(x->r);
    ap_set_etag(x->r);
    ap_set_accept_ranges(x->r);
    ap_set_content_length(x->r, x->r->finfo.size);
}

lic_error_t *lic_respond_file(lic_exchange_t *x)
{
    apr_file_t *file = NULL;
    const char *name, *type;
    LIC_TRY(x->route.resource->file(&name, &type, x));
    const lic_asset_t *asset = lic_sheets_asset(x->sheets, name);
    if (asset)
        x->r->finfo = asset->info;
    else
        LIC_TRY(open_file(&file, x, name));
    set_headers(x, type);
    lic_validators_accept(x);
    x->status = ap_meets_conditions(x->r);
    if (x->status != OK)
        return NULL;
    apr_bucket_brigade *bb = apr_brigade_create(x->pool, x->r->connection->bucket_alloc);
    if (asset) /* which lives as long as the configuration: a request of it ends before */
        APR_BRIGADE_INSERT_TAIL(
            bb, apr_bucket_immortal_create(asset->data, (apr_size_t)asset->info.size, bb->bucket_alloc));
    else
        apr_brigade_insert_file(bb, file, 0, x->r->finfo.size, x->pool);
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(bb->bucket_alloc));
    if (ap_pass_brigade(x->r->output_filters, bb))
        x->status = AP_FILTER_ERROR;
    return NULL;
}
