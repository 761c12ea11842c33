/**
 * @file http/server/log.h  Messages of the layers below, and of requests, in httpd's error log.
 */
#ifndef LIC_HTTP_LOG_H
#define LIC_HTTP_LOG_H

#include <httpd.h>

#include "base/log.h"

/** From now on base/log's messages go to the error log of s. */
void lic_log_bridge(server_rec *s);

/** About one request; id "LIC0012". */
void lic_log_request(const request_rec *r, lic_log_level_t level, const char *id, const char *message);

/** What is wrong with the configuration, at FILE:LINE; file may be NULL. */
void lic_log_config(server_rec *s, lic_log_level_t level, const char *id, const char *file, int line,
                    const char *message);

#endif
