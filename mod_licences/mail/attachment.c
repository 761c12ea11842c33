/* mail/attachment.c  The invoice that a mail tells of, as UBL. */
#include "mail/attachment.h"

#include <string.h>

#include <apr_strings.h>

#include "mail/apply.h"
#include "store/statement.h"
#include "view/document/document.h"

/* The connection that the row was read by */
static lic_error_t *lend(lic_db_t **db, void *baton, apr_pool_t *p)
{
    (void)p;
    *db = baton;
    return NULL;
}

static void take_back(lic_db_t *db, void *baton)
{
    (void)db;
    (void)baton;
}

/* The invoice of the row's event; NULL: it has none */
static lic_error_t *find_number(const char **number, const lic_outbox_row_t *row, const lic_account_t *account,
                                lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_MAIL_INVOICE, p, account->id, row->event));
    *number = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_MAIL_INVOICE_NUMBER) : NULL;
    return NULL;
}

lic_error_t *lic_attachment_make(const char **name, const char **content, const lic_sheets_t *sheets,
                                 const lic_outbox_row_t *row, lic_account_t *account, lic_db_t *db, apr_time_t now,
                                 apr_pool_t *p)
{
    static const char *const no_params[] = {NULL};
    lic_db_source_t source = {lend, take_back, db};
    const lic_look_t look = {.locale = account->locale, .zone = account->zone, .params = no_params};
    const char *number;
    xmlDoc *doc;
    *name = *content = NULL;
    if (!account->attach_ubl || strcmp(row->address, account->billing) != 0)
        return NULL;
    LIC_TRY(find_number(&number, row, account, db, p));
    if (!number)
        return NULL;
    const lic_query_t query = {.account = account, .key = number, .now = now, .args = apr_table_make(p, 1)};
    lic_error_t *err = lic_document_tree(&doc, &lic_document_ubl, &query, &source, p);
    if (err)
        return err->code == LIC_CONFLICT ? NULL : err;
    LIC_TRY(lic_mail_apply(content, sheets, "ubl", doc, &look, p));
    *name = apr_pstrcat(p, number, ".xml", NULL);
    return NULL;
}
