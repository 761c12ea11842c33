/**
 * @file service/caller.h  Who asks, for which account, for what; and whether that is allowed.
 */
#ifndef LIC_SERVICE_CALLER_H
#define LIC_SERVICE_CALLER_H

#include "base/token.h"
#include "core/rights.h"
#include "store/admission.h"
#include "store/db.h"

/** Who asks, for what, when. Strings outlive the call. */
typedef struct lic_caller_t {
    const char *account; /**< key */
    const char *user;    /**< log-in name; for trusted callers "system" or "operator" */
    int trusted;         /**< the timer and licencesctl: no employee, no right needed */
    lic_rights_t need;   /**< any one of these is enough; 0: an active employee is enough */
    const char *path;    /**< what is attempted, for the log if it is refused; NULL: don't log */
    const char *pattern; /**< the path's pattern in the table of paths, "/products/{key}"; NULL: path */
    apr_time_t now;      /**< whole seconds */
    int rehearses;       /**< now is only supposed (licencesctl --now): a peek keeps nothing of what is due by then */
    const char *support; /**< address for sentences that point to support */
    const char
        *order_number; /**< the buyer's, checked, of what is bought; "": none; NULL: the account's standing one */
    const lic_secret_t *secret; /**< where it has been read for this request already; NULL */
} lic_caller_t;

/**
 * What the caller may do, as its employee's row has it (lic_admission_caller); a trusted one has all rights.
 * LIC_FORBIDDEN "no-right" (facts right, user) unless one of caller->need is held, or where no active employee has the
 * log-in; *rights are set then, too.
 */
lic_error_t *lic_caller_authorise(lic_rights_t *rights, const lic_caller_t *caller, const lic_admission_t *admission,
                                  apr_pool_t *p);

/** What signs and verifies tokens: the caller's, else as the database has it. */
lic_error_t *lic_caller_secret(lic_secret_t *secret, const lic_caller_t *caller, lic_db_t *db, apr_pool_t *p);

#endif
