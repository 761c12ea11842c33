/* A file of what is archived: either whole, under a name that nothing had before, and on the disk; or not there. */
#ifndef LIC_CTL_ARCHIVE_FILE_H
#define LIC_CTL_ARCHIVE_FILE_H

#include "ctl.h"
#include "view/archive.h"

/* Writes DIRECTORY/ACCOUNT-log-FIRST-LAST.xml (…-2.xml where that is there already); *name is what it is called. */
/* LIC_REFUSED "log-hole" where entries are missing: then nothing of the log may be taken out. */
lic_error_t *lic_archive_file_write(const char **name, lic_archive_count_t *count, const char *directory,
                                    const lic_archive_t *archive, lic_db_source_t *from, apr_pool_t *p);

#endif
