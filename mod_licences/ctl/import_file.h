/* A CSV file of employees as a list to carry out (service/roster.h). */
#ifndef LIC_CTL_IMPORT_FILE_H
#define LIC_CTL_IMPORT_FILE_H

#include <apr_file_io.h>

#include "base/csv.h"
#include "core/roster.h"

/* What columns may be called; those up to COLUMN_EMAIL are needed, those from COLUMN_ID on are of our own exports and
 * say what can't be set */
typedef enum {
    COLUMN_LOGIN,
    COLUMN_NAME,
    COLUMN_EMAIL,
    COLUMN_INITIALS,
    COLUMN_STATUS,
    COLUMN_ROLES,
    COLUMN_ID,
    COLUMN_CREATED,
    COLUMN_ACTIVATED,
    COLUMN_MARKED,
    COLUMNS
} lic_column_t;

typedef struct lic_import_file_t {
    const char *name;
    apr_file_t *file;
    lic_csv_t *csv;
    int place[COLUMNS]; /* of each column; -1: not there */
    int width;          /* columns of the heading */
    int walks;          /* how often it has been begun */
    apr_int64_t rows;   /* read in this walk */
    apr_off_t size;     /* bytes */
    apr_off_t taken;    /* bytes read in this walk */
    apr_pool_t *pool;
} lic_import_file_t;

lic_error_t *lic_import_file_open(lic_import_file_t *import, const char *name, apr_pool_t *p);
/* For lic_roster_t, whose baton begins with it */
lic_error_t *lic_import_file_begin(lic_import_file_t *import);
lic_error_t *lic_import_file_next(lic_roster_row_t *row, int *more, lic_import_file_t *import, apr_pool_t *p);

#endif
