/**
 * @file http/server/check.h  Checks the configuration as a whole, once all of it has been read.
 */
#ifndef LIC_HTTP_CHECK_H
#define LIC_HTTP_CHECK_H

#include "http/server/config.h"

/**
 * Hook check_config (so that configtest runs it): refuses what can't work, saying file, line, what is wrong and what
 * would be right; tells each Location with the handler its path; loads the stylesheets.
 */
int lic_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** Hook post_config: warns of what works, but badly. */
int lic_check_warn(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** Hook test_config: configtest, which ends before post_config, warns of the same. */
void lic_check_test(apr_pool_t *pconf, server_rec *s);

#endif
