/**
 * @file core/archive.h  What of an account's past may be moved out of the database (product.md, What is told, and what
 * is kept).
 */
#ifndef LIC_CORE_ARCHIVE_H
#define LIC_CORE_ARCHIVE_H

#include "core/change.h"

/** Log and usage of past periods only: the date asked for, or the day on which the last of them ended if that is
 * earlier. */
lic_date_t lic_archive_cut(const lic_account_t *account, lic_date_t asked);

/** Logs that the log's beginning has been moved out: up to entry `to`, where so far it was up to `from`; to 0: that all
 * of it is back. */
void lic_archive_logged(lic_change_t *change, apr_int64_t from, apr_int64_t to);

#endif
