/**
 * @file mail/render.h  From an outbox row to the message that is sent: document, stylesheets, MIME.
 */
#ifndef LIC_MAIL_RENDER_H
#define LIC_MAIL_RENDER_H

#include "mail/deliver.h"
#include "store/outbox.h"

/**
 * Makes the message of a row. Its Message-ID depends on the row alone. LIC_UNKNOWN when account or event are gone,
 * LIC_INVALID when it can't be a mail, LIC_BUG from a stylesheet, LIC_UNAVAILABLE from the database.
 */
lic_error_t *lic_mail_render(const char **message, apr_size_t *length, const lic_mailer_t *mailer,
                             const lic_outbox_row_t *row, lic_db_t *db, apr_time_t now, apr_pool_t *p);

#endif
