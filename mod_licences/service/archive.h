/**
 * @file service/archive.h  Moving what is past out of the database, once it is in a file.
 *
 * First lic_archive_plan; then the caller writes what the plan names into a file (view/io/archive.h) and makes sure
 * that it is on the disk; then lic_archive_run takes exactly that out. It may be interrupted, and repeated, at any
 * moment.
 */
#ifndef LIC_SERVICE_ARCHIVE_H
#define LIC_SERVICE_ARCHIVE_H

#include "service/unit.h"
#include "store/archive.h"

/** What of the account's past periods was before a date, once it has been brought up to date. In p. */
lic_error_t *lic_archive_plan(lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_date_t before, apr_pool_t *p);

int lic_archive_is_empty(const lic_archive_t *archive);

typedef void lic_archive_fn(void *baton, apr_int64_t through);

/** Takes it out, in a unit for each few thousand entries, which logs how far the log is archived; tells after each. */
lic_error_t *lic_archive_run(const lic_archive_t *archive, lic_db_source_t *from, const lic_caller_t *caller,
                             lic_archive_fn *tell, void *baton, apr_pool_t *p);

#endif
