/* http/mod_licences.c  The module: its record and its hooks. Each hook's work is in the file that its include names. */
#include <httpd.h>
#include <http_config.h>
#include <http_protocol.h>
#include <http_request.h>
#include <mod_status.h>
#include <mpm_common.h>

#include "http/request/body.h"
#include "http/request/exports.h"
#include "http/request/handler.h"
#include "http/request/packed.h"
#include "http/request/portal.h"
#include "http/request/refused.h"
#include "http/server/check.h"
#include "http/server/child.h"
#include "http/server/config.h"
#include "http/server/databases.h"
#include "http/server/dbd.h"
#include "http/server/ending.h"
#include "http/server/metrics_show.h"
#include "http/server/pages.h"
#include "http/server/pooled.h"
#include "http/server/timer.h"

static void register_hooks(apr_pool_t *p)
{
    ap_hook_check_config(lic_check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_test_config(lic_check_test, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(lic_databases_prepare, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_post_config(lic_check_warn, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(lic_timer_prepare, NULL, NULL, APR_HOOK_LAST);
    ap_hook_post_config(lic_pages_prepare, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(lic_exports_prepare, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_drop_privileges(lic_ending_at_birth, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_drop_privileges(lic_ending_after_birth, NULL, NULL, APR_HOOK_REALLY_LAST);
    ap_hook_child_init(lic_ending_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_dbd_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_exports_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_body_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_child_start, NULL, NULL, APR_HOOK_LAST);
    ap_hook_child_stopping(lic_child_stop, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(lic_metrics_handle, NULL, NULL, APR_HOOK_FIRST); /* before the licences, which it may lie below */
    APR_OPTIONAL_HOOK(ap, status_hook, lic_metrics_status, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(lic_request_handle, NULL, NULL, APR_HOOK_MIDDLE);
    ap_register_auth_provider(p, AUTHZ_PROVIDER_GROUP, LIC_PORTAL_PROVIDER, AUTHZ_PROVIDER_VERSION,
                              &lic_portal_provider, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_access(lic_refused_claim, NULL, NULL, APR_HOOK_FIRST, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_insert_error_filter(lic_refused_replace, NULL, NULL, APR_HOOK_MIDDLE);
    lic_refused_register();
    lic_packed_register();
    lic_pooled_register_hooks();
    lic_portal_offer();
}

AP_DECLARE_MODULE(licences) = {
    STANDARD20_MODULE_STUFF, lic_config_make_dir, lic_config_merge_dir, lic_config_make_server,
    lic_config_merge_server, lic_config_commands, register_hooks,       0,
};
