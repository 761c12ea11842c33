/* http/server/log.c  Passes messages on to httpd's error log. */
#include "http/server/log.h"

#include <http_log.h>

#include "http/server/config.h"

APLOG_USE_MODULE(licences);

static const int levels[] = {[LIC_LOG_ERROR] = APLOG_ERR,
                             [LIC_LOG_WARNING] = APLOG_WARNING,
                             [LIC_LOG_NOTICE] = APLOG_NOTICE,
                             [LIC_LOG_INFO] = APLOG_INFO,
                             [LIC_LOG_DEBUG] = APLOG_DEBUG};

static void write_server(void *baton, lic_log_level_t level, const char *id, const char *message)
{
    ap_log_error(APLOG_MARK, levels[level], 0, (const server_rec *)baton, "%s: %s", id, message);
}

void lic_log_bridge(server_rec *s)
{
    lic_log_to(write_server, s);
}

void lic_log_request(const request_rec *r, lic_log_level_t level, const char *id, const char *message)
{
    ap_log_rerror(APLOG_MARK, levels[level], 0, r, "%s: %s", id, message);
}

void lic_log_config(server_rec *s, lic_log_level_t level, const char *id, const char *file, int line,
                    const char *message)
{
    if (file)
        ap_log_error(APLOG_MARK, levels[level], 0, s, "%s: %s:%d: %s", id, file, line, message);
    else
        ap_log_error(APLOG_MARK, levels[level], 0, s, "%s: %s", id, message);
}
