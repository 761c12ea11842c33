/* ctl/archive_file.h  The file that archived entries go to: complete, new and synced to the disk, or not there at all.
 */
#ifndef LIC_CTL_ARCHIVE_FILE_H
#define LIC_CTL_ARCHIVE_FILE_H

#include "ctl.h"
#include "view/io/archive.h"

/* Writes DIRECTORY/ACCOUNT-log-FIRST-LAST.xml (…-2.xml where that is there already); *name is what it is called. */
/* LIC_REFUSED "log-hole" where entries are missing: then nothing of the log may be taken out. */
lic_error_t *lic_archive_file_write(const char **name, lic_archive_count_t *count, const char *directory,
                                    const lic_archive_t *archive, lic_db_source_t *from, apr_pool_t *p);

#endif
