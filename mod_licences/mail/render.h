/**
 * @file mail/render.h  From an outbox row to the message that is sent: document, stylesheets, MIME.
 */
#ifndef LIC_MAIL_RENDER_H
#define LIC_MAIL_RENDER_H

#include "base/histogram.h"
#include "mail/smtp.h"
#include "store/outbox.h"
#include "view/render/sheet.h"

/** Who delivers, and how. */
typedef struct lic_mailer_t {
    const lic_smtp_t *smtp;
    const lic_sheets_t *sheets;
    const char *holder;     /**< names this deliverer in claims: host and process */
    const char *support;    /**< LicencesSupport; NULL */
    lic_smtp_stop_fn *stop; /**< asked at least once a second; NULL: runs to its end */
    void *baton;
    int told;                   /**< the log says already that the mail server takes no mail */
    lic_histogram_t *durations; /**< of handing a message over; NULL: aren't counted */
} lic_mailer_t;

/**
 * Makes the message of a row. Its Message-ID depends on the row alone. LIC_UNKNOWN when account or event are gone,
 * LIC_INVALID when it can't be a mail, LIC_BUG from a stylesheet, LIC_UNAVAILABLE from the database.
 */
lic_error_t *lic_mail_render(const char **message, apr_size_t *length, const lic_mailer_t *mailer,
                             const lic_outbox_row_t *row, lic_db_t *db, apr_time_t now, apr_pool_t *p);

#endif
