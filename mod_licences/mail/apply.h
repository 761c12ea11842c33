/**
 * @file mail/apply.h  What a stylesheet makes of a document, as one text.
 */
#ifndef LIC_MAIL_APPLY_H
#define LIC_MAIL_APPLY_H

#include "view/render/sheet.h"

/** *text in p. The document is left as it is. LIC_BUG from the stylesheet. */
lic_error_t *lic_mail_apply(const char **text, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                            const lic_look_t *look, apr_pool_t *p);

#endif
