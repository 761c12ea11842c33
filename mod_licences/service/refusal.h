/**
 * @file service/refusal.h  Attempts to change something without the right: the first is logged, the others counted.
 *
 * A user's first attempt on a path in a minute (of UTC) becomes a row of the log, under the account's lock as every row
 * has a number. Further ones only add to that row's count, without the lock. Neither moves the account's revision. Per
 * user and minute, after LIC_REFUSAL_PATHS paths others are logged by their pattern, and after LIC_REFUSAL_MOST
 * attempts nothing is written any more.
 */
#ifndef LIC_SERVICE_REFUSAL_H
#define LIC_SERVICE_REFUSAL_H

#include "service/caller.h"

#define LIC_REFUSAL_PATHS 10
#define LIC_REFUSAL_MOST  1000 /**< "or more" where xslt/log.xsl shows it */

/** Logs or counts the attempt of caller->user on caller->path. Errors are swallowed into the server's log. */
void lic_refusal_log(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);

#endif
