/* The module: its record and its hooks. What they do stands in the files that are named here. */
#include <httpd.h>
#include <http_config.h>
#include <http_protocol.h>
#include <http_request.h>
#include <mod_status.h>
#include <mpm_common.h>

#include "access.h"
#include "body.h"
#include "config.h"
#include "config_check.h"
#include "dbd.h"
#include "exchange.h"
#include "metrics_show.h"
#include "pulse.h"
#include "timer.h"

static void register_hooks(apr_pool_t *p)
{
    ap_hook_check_config(lic_config_check, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(lic_config_warn, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(lic_timer_prepare, NULL, NULL, APR_HOOK_LAST);
    ap_hook_child_init(lic_pulse_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_dbd_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_body_start, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(lic_timer_start, NULL, NULL, APR_HOOK_LAST);
    ap_hook_child_stopping(lic_pulse_stop, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_stopping(lic_timer_stop, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(lic_metrics_handle, NULL, NULL, APR_HOOK_FIRST); /* before the licences, which it may lie below */
    APR_OPTIONAL_HOOK(ap, status_hook, lic_metrics_status, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(lic_exchange_handle, NULL, NULL, APR_HOOK_MIDDLE);
    ap_register_auth_provider(p, AUTHZ_PROVIDER_GROUP, LIC_ACCESS_PROVIDER, AUTHZ_PROVIDER_VERSION,
                              &lic_access_provider, AP_AUTH_INTERNAL_PER_CONF);
    lic_dbd_register_hooks();
    lic_access_offer();
}

AP_DECLARE_MODULE(licences) = {
    STANDARD20_MODULE_STUFF, lic_config_make_dir, lic_config_merge_dir, lic_config_make_server,
    lic_config_merge_server, lic_config_commands, register_hooks,       0,
};
