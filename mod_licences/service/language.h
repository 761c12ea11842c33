/**
 * @file service/language.h  The language in which an employee reads pages, and mails about what it did itself.
 */
#ifndef LIC_SERVICE_LANGUAGE_H
#define LIC_SERVICE_LANGUAGE_H

#include "service/caller.h"

/**
 * Sets the caller's own, one of lic_locale_languages. It is nobody else's business: it isn't logged, and the account's
 * revision stays, so that no other page is another one for it. LIC_FORBIDDEN "no-right" unless an active employee has
 * the log-in and a right of caller->need; LIC_UNKNOWN "account-unknown".
 */
lic_error_t *lic_language_choose(lic_db_source_t *from, const lic_caller_t *caller, const char *language,
                                 apr_pool_t *p);

#endif
