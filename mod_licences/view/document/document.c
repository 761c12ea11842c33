#include "view/document/document.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "store/account.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "view/document/part.h"

enum { PAGE_ROWS = 50 };

void lic_cursor_make(lic_cursor_t *at, const lic_query_t *q, apr_pool_t *p)
{
    *at = (lic_cursor_t){.id = lic_part_arg_int(q, "after", 0), .pool = p};
}

static lic_error_t *build(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_cursor_t at;
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    lic_cursor_make(&at, q, p);
    at.batch = q->page_rows > 0 ? q->page_rows : PAGE_ROWS;
    at.page = 1;
    at.person = !q->limit;
    if (q->limit)
        at.batch = q->limit;
    lic_xml_start(x, d->root);
    lic_part_root(x, q);
    LIC_TRY(d->head(x, q, db, p));
    if (d->rows) {
        LIC_TRY(d->rows(x, q, db, &at, p));
        if (!at.done) {
            lic_xml_start(x, "more");
            lic_xml_attr_int(x, "after", at.id);
            lic_xml_end(x);
        }
    }
    lic_xml_end(x);
    *doc = lic_xml_tree(x);
    return lic_xml_error(x);
}

/* *steady: account, catalogue and epoch are still as they were read (or the account is gone, and there is nothing to
 * repeat).
 */
static lic_error_t *check_steady(int *steady, const lic_account_t *account, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_REVISION, p, account->id));
    *steady =
        !lic_rows_next(rows) || (lic_rows_int(rows, LIC_C_VIEW_REVISION_REVISION) == account->revision &&
                                 !strcmp(lic_rows_text(rows, LIC_C_VIEW_REVISION_CATALOGUE), account->catalogue) &&
                                 !strcmp(lic_rows_text(rows, LIC_C_VIEW_REVISION_EPOCH), account->epoch));
    return NULL;
}

/* In one state of the database, however fast the account changes. */
static lic_error_t *build_in_one_state(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_t *db,
                                       apr_pool_t *p)
{
    lic_account_t *account;
    LIC_TRY(lic_db_begin_reading(db, p));
    lic_error_t *err = lic_account_find(&account, db, q->account->key, p);
    if (!err) {
        *q->account = *account;
        err = build(doc, d, q, db, p);
    }
    lic_db_rollback(db);
    return err;
}

/* A preview was made in one state; if that was of the account's revision, and no event is shown, nothing else is read.
 */
static int is_read_already(const lic_query_t *q)
{
    return q->preview && q->preview->outcome.revision == q->account->revision && !lic_part_arg(q, "done");
}

/* Where the account was read in a transaction that goes on, the page is of the same state. Others are read without one,
 * which would cost two more round trips: if the revision has moved meanwhile, what was read may mix two states, and is
 * read again within a transaction. */
static lic_error_t *build_steady(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_t *db,
                                 apr_pool_t *p)
{
    int steady;
    if (lic_db_in_transaction(db) || is_read_already(q))
        return build(doc, d, q, db, p);
    lic_error_t *err = build(doc, d, q, db, p);
    LIC_TRY(check_steady(&steady, q->account, db, p));
    return steady ? err : build_in_one_state(doc, d, q, db, p);
}

lic_error_t *lic_document_tree(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                               apr_pool_t *p)
{
    lic_db_t *db;
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = build_steady(doc, d, q, db, p);
    from->close(db, from->baton);
    return err;
}

static const char *attribute_of(const xmlNode *node, const char *name, apr_pool_t *p)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    const char *copy = value ? apr_pstrdup(p, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

apr_int64_t lic_document_revision(const xmlDoc *doc, apr_pool_t *p)
{
    apr_int64_t revision;
    const char *said = attribute_of(xmlDocGetRootElement(doc), "revision", p);
    return said && lic_text_parse_int(&revision, said) ? revision : 0;
}

const char *lic_document_next(const xmlDoc *doc, apr_pool_t *p)
{
    const xmlNode *root = xmlDocGetRootElement(doc), *last = root ? root->last : NULL;
    if (!last || last->type != XML_ELEMENT_NODE || !xmlStrEqual(last->name, BAD_CAST "more"))
        return NULL;
    return attribute_of(last, "after", p);
}
