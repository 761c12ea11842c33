/**
 * @file view/io/archive_read.h  Reads a file that view/io/archive.h wrote, row by row.
 */
#ifndef LIC_VIEW_ARCHIVE_READ_H
#define LIC_VIEW_ARCHIVE_READ_H

#include "store/archive_back.h"
#include "view/io/reader.h"

/** What the root says. */
typedef struct lic_archived_head_t {
    const char *account, *epoch; /**< epoch NULL: it was written before there were any */
    apr_int64_t after, through;  /**< entries after the one and up to the other */
} lic_archived_head_t;

typedef struct lic_archive_reader_t lic_archive_reader_t;

/** Opens it at its first row. LIC_REFUSED "archive-damaged" where it is no such file, "xml-malformed" as of lic_reader.
 */
lic_error_t *lic_archive_read_open(lic_archive_reader_t **reader, lic_archived_head_t *head, lic_reader_read_fn *read,
                                   void *baton, apr_pool_t *p);

/** The next row, in p; *more 0 after the last. The same errors, also where the file has no end, or another number of
 * rows than that says, or an entry isn't the one that follows. */
lic_error_t *lic_archive_read_next(lic_archived_row_t *row, int *more, lic_archive_reader_t *reader, apr_pool_t *p);

#endif
