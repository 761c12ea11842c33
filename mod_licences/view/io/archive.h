/**
 * @file view/io/archive.h  What is archived, as a file: the root `archive` of the XSD, which holds every column of each
 * row.
 */
#ifndef LIC_VIEW_ARCHIVE_H
#define LIC_VIEW_ARCHIVE_H

#include "store/archive.h"
#include "view/render/sheet.h"

typedef struct lic_archive_count_t {
    apr_int64_t entries, mails, days;
} lic_archive_count_t;

/**
 * Writes what an archive is to hold: log entries, mails, days, and last their numbers, by which a whole file is known.
 * Memory doesn't grow with the rows.
 */
lic_error_t *lic_archive_write(lic_archive_count_t *count, lic_out_t *out, const lic_archive_t *archive,
                               lic_db_source_t *from, apr_pool_t *p);

#endif
