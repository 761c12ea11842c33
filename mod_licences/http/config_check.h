/**
 * @file config_check.h  What can only be told when the whole configuration has been read.
 */
#ifndef LIC_HTTP_CONFIG_CHECK_H
#define LIC_HTTP_CONFIG_CHECK_H

#include "config.h"

/**
 * Hook check_config (so that configtest runs it): refuses what can't work, saying file, line, what is wrong and what
 * would be right; tells each Location with the handler its path; loads the stylesheets.
 */
int lic_config_check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** Hook post_config: warns of what works, but badly. */
int lic_config_warn(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** The default stylesheets; NULL if no Location uses them. */
const lic_sheets_slot_t *lic_config_check_default(void);

#endif
