/**
 * @file base/csv.h  Reads CSV (RFC 4180) record by record: UTF-8 with or without BOM, parted by , ; or tab as the
 * heading is, or as a first line sep=; says.
 *
 * Lines may end in CRLF, LF or CR. A record may go over lines where a field in quotes does. Blank lines are no records.
 * What breaks the form of the file is LIC_REFUSED "csv-malformed" (fact line), and nothing after it can be read.
 */
#ifndef LIC_BASE_CSV_H
#define LIC_BASE_CSV_H

#include "base/error.h"
#include <apr_errno.h>

#define LIC_CSV_FIELD  4096 /**< bytes of one field */
#define LIC_CSV_FIELDS 100  /**< of one record */

typedef struct lic_csv_t lic_csv_t;

/** Reads up to *length bytes; APR_EOF after the last. */
typedef apr_status_t lic_csv_read_fn(void *baton, char *buffer, apr_size_t *length);

lic_csv_t *lic_csv_make(lic_csv_read_fn *read, void *baton, apr_pool_t *p);

/** Begins, or begins anew once the source has been set to its beginning: skips the BOM and a line sep=, finds the
 * separator. */
lic_error_t *lic_csv_begin(lic_csv_t *csv, apr_pool_t *p);

/** The next record's fields, in p, and the line that it begins in. *n 0: there is none any more. */
lic_error_t *lic_csv_next(const char *const **fields, int *n, apr_int64_t *line, lic_csv_t *csv, apr_pool_t *p);

#endif
