/* ctl/import_file.h  A CSV file of employees as a list to carry out (service/roster.h). */
#ifndef LIC_CTL_IMPORT_FILE_H
#define LIC_CTL_IMPORT_FILE_H

#include <apr_file_io.h>

#include "base/charset.h"
#include "base/csv.h"
#include "core/roster.h"
#include "import_columns.h"

typedef struct lic_import_file_t {
    const char *name;
    apr_file_t *file;
    lic_charset_t charset;
    lic_decoder_t *decoder; /* NULL: it is UTF-8 */
    lic_csv_t *csv;
    const lic_headings_t *headings;
    int place[COLUMNS];  /* of each column; -1: not there */
    const int *nameless; /* places of cells under no heading; ends in -1 */
    int width;           /* columns of the heading */
    int scans;           /* how often it has been begun */
    apr_int64_t rows;    /* read in this scan */
    apr_off_t size;      /* bytes */
    apr_off_t taken;     /* bytes read in this scan */
    apr_pool_t *pool;
} lic_import_file_t;

/* encoding: a word of lic_charset_words, or "utf-16"; NULL: what lic_charset_detect says. LIC_INVALID "usage". */
lic_error_t *lic_import_file_open(lic_import_file_t *import, const char *name, const char *encoding,
                                  const lic_headings_t *headings, apr_pool_t *p);
/* For lic_roster_t, whose baton begins with it. Rows of blanks are none. */
lic_error_t *lic_import_file_begin(lic_import_file_t *import);
lic_error_t *lic_import_file_next(lic_roster_row_t *row, int *more, lic_import_file_t *import, apr_pool_t *p);

#endif
