/**
 * @file mail/attachment.h  The invoice that a mail tells of, as UBL, for an account that wants it with the mail.
 */
#ifndef LIC_MAIL_ATTACHMENT_H
#define LIC_MAIL_ATTACHMENT_H

#include "core/book.h"
#include "store/outbox.h"
#include "view/render/sheet.h"

/**
 * *name and *content of the file, in p: NULL where the account doesn't want it, the row goes elsewhere than to the
 * billing address, the event has no invoice, or that lacks what an electronic one needs. Errors of the database or a
 * stylesheet.
 */
lic_error_t *lic_attachment_make(const char **name, const char **content, const lic_sheets_t *sheets,
                                 const lic_outbox_row_t *row, lic_account_t *account, lic_db_t *db, apr_time_t now,
                                 apr_pool_t *p);

#endif
