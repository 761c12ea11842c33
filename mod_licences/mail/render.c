/* mail/render.c  Subject, text and HTML of an event, each by its stylesheet, and its invoice. */
#include "mail/render.h"

#include <string.h>

#include <apr_strings.h>

#include "base/locale.h"
#include "base/token.h"
#include "mail/apply.h"
#include "mail/attachment.h"
#include "mail/message.h"
#include "store/account.h"
#include "view/document/mail.h"

/*
 * Within one database the account's key and the row's number are enough. Another database may send under the same
 * domain: a part of the digest of what never changes tells their messages apart.
 */
static const char *row_id(const lic_outbox_row_t *row, apr_pool_t *p)
{
    const char *all =
        apr_psprintf(p, "%s %" APR_INT64_T_FMT " %" APR_INT64_T_FMT " %s %s %" APR_INT64_T_FMT, row->account_key,
                     row->id, row->event, row->kind, row->address, (apr_int64_t)apr_time_sec(row->created));
    return apr_psprintf(p, "%s.%" APR_INT64_T_FMT ".%.16s", row->account_key, row->id,
                        lic_token_digest(all, strlen(all), p));
}

lic_error_t *lic_mail_render(const char **message, apr_size_t *length, const lic_mailer_t *mailer,
                             const lic_outbox_row_t *row, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    static const char *const no_params[] = {NULL};
    lic_account_t *account;
    xmlDoc *doc;
    LIC_TRY(lic_account_find(&account, db, row->account_key, p));
    const lic_mail_query_t query = {.account = account,
                                    .event = row->event,
                                    .kind = row->kind,
                                    .rows = row->rows_told,
                                    .locale = row->language,
                                    .portal = mailer->smtp->portal,
                                    .support = mailer->support};
    LIC_TRY(lic_mail_tree(&doc, &query, db, p));
    const lic_look_t look = {.locale = row->language, .zone = account->zone, .params = no_params};
    lic_message_t facts = {.from = mailer->smtp->from,
                           .from_name = mailer->smtp->name,
                           .to = row->address,
                           .date = now,
                           .id = row_id(row, p),
                           .language = lic_locale_language(row->language)};
    LIC_TRY(lic_mail_apply(&facts.subject, mailer->sheets, "mail/subject", doc, &look, p));
    LIC_TRY(lic_mail_apply(&facts.text, mailer->sheets, "mail/text", doc, &look, p));
    LIC_TRY(lic_mail_apply(&facts.html, mailer->sheets, "mail/html", doc, &look, p));
    LIC_TRY(lic_attachment_make(&facts.file, &facts.xml, mailer->sheets, row, account, db, now, p));
    return lic_message_make(message, length, &facts, p);
}
