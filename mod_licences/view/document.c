#include "view/document.h"

#include <apr_strings.h>

#include "store/account.h"
#include "view/part.h"

enum { TRIES = 3, PAGE_ROWS = 50 };

void lic_cursor_make(lic_cursor_t *at, const lic_query_t *q, apr_pool_t *p)
{
    const lic_cursor_t start = {.id = lic_part_arg_int(q, "after", 0), .pool = p};
    *at = start;
    if (at->id < 0)
        at->id = 0;
}

static lic_error_t *build(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_cursor_t at;
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    lic_cursor_make(&at, q, p);
    at.batch = q->page_rows > 0 ? q->page_rows : PAGE_ROWS;
    at.page = 1;
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

/* Reading takes no transaction, so a page may have been read in two states; its revision tells. */
static lic_error_t *build_steady(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_t *db,
                                 apr_pool_t *p)
{
    for (int i = 0; i < TRIES; i++) {
        lic_rows_t *rows;
        lic_account_t *again;
        lic_error_t *err = build(doc, d, q, db, p);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_REVISION, p, q->account->id));
        if (!lic_rows_next(rows) || lic_rows_int(rows, LIC_C_VIEW_REVISION_REVISION) == q->account->revision)
            return err;
        LIC_TRY(lic_account_find(&again, db, q->account->key, p));
        *q->account = *again;
    }
    return lic_error_make(p, LIC_UNAVAILABLE, "database-busy",
                          "the account was changed each time the page was read; try again");
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

const char *lic_document_next(const xmlDoc *doc, apr_pool_t *p)
{
    const xmlNode *root = xmlDocGetRootElement(doc), *last = root ? root->last : NULL;
    if (!last || last->type != XML_ELEMENT_NODE || !xmlStrEqual(last->name, BAD_CAST "more"))
        return NULL;
    xmlChar *after = xmlGetNoNsProp(last, BAD_CAST "after");
    const char *copy = apr_pstrdup(p, (const char *)after);
    xmlFree(after);
    return copy;
}
