/* mail/render.c  Subject, text and HTML of an event, each by its stylesheet. */
#include "mail/render.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text_locale.h"
#include "base/token.h"
#include "mail/message.h"
#include "store/account.h"
#include "view/document/mail.h"

/* What a stylesheet writes, in pieces */
typedef struct lic_pieces_t {
    apr_array_header_t *list;
    apr_pool_t *pool;
} lic_pieces_t;

static apr_status_t keep(void *baton, const char *data, apr_size_t length)
{
    lic_pieces_t *pieces = baton;
    APR_ARRAY_PUSH(pieces->list, const char *) = apr_pstrmemdup(pieces->pool, data, length);
    return APR_SUCCESS;
}

static lic_error_t *apply(const char **text, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                          const lic_look_t *look, apr_pool_t *p)
{
    lic_pieces_t pieces = {apr_array_make(p, 4, sizeof(const char *)), p};
    lic_out_t out = {keep, &pieces, NULL};
    LIC_TRY(lic_sheet_apply(&out, sheets, sheet, doc, look, p));
    *text = apr_array_pstrcat(p, pieces.list, '\0');
    return NULL;
}

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
                           .language = lic_text_language(row->language)};
    LIC_TRY(apply(&facts.subject, mailer->sheets, "mail/subject", doc, &look, p));
    LIC_TRY(apply(&facts.text, mailer->sheets, "mail/text", doc, &look, p));
    LIC_TRY(apply(&facts.html, mailer->sheets, "mail/html", doc, &look, p));
    return lic_message_make(message, length, &facts, p);
}
