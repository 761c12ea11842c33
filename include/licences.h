/**
 * @file licences.h  For other modules of a portal: optional functions, found by APR_RETRIEVE_OPTIONAL_FN.
 *
 * Both go by the settings of the request's own location (LicencesAccount, LicencesUser) and read the database.
 */
#ifndef LICENCES_H
#define LICENCES_H

#include <apr_optional.h>
#include <httpd.h>

/** Key of the account that the request is for, in its pool; NULL if the user has none or it can't be read. */
APR_DECLARE_OPTIONAL_FN(const char *, licences_account, (request_rec * r));

/** 1 if the user holds the right ("my-account", "my-account-view", "partner", "partner-csv", "roles"), 0 if not, -1 if
 * it can't be told. */
APR_DECLARE_OPTIONAL_FN(int, licences_has_right, (request_rec * r, const char *right));

#endif
