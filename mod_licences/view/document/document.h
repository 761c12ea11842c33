/**
 * @file view/document/document.h  A document: one description serves HTML, XML and CSV alike.
 *
 * head writes the root's attributes and everything but the rows, rows writes the next batch of rows and moves the
 * cursor. Driven to a tree (then XSLT) or to a stream (interface.md, XML; architecture.md, Rendering).
 */
#ifndef LIC_VIEW_DOCUMENT_H
#define LIC_VIEW_DOCUMENT_H

#include "store/db.h"
#include "view/document/query.h"
#include "view/render/xml.h"
#include <libxml/tree.h>

/** Where a batch of rows stopped. */
typedef struct lic_cursor_t {
    int batch;         /**< rows wanted now */
    int done;          /**< no rows are left */
    int page;          /**< ends after one batch, in which all is that was asked for; 0: an export */
    int person;        /**< … for a person: the log's newest come first, usage has charts */
    apr_int64_t id;    /**< keyset: the last row's id (at first what `after` says; 0) … */
    const char *text;  /**< … and its sort column, in the cursor's pool; NULL: not looked up yet */
    apr_int64_t group; /**< … and what comes between the two */
    apr_int64_t rows;  /**< written so far */
    struct lic_listing_t
        *list;        /**< view/list/listing.h: how a list that can be searched is read; NULL: not opened yet */
    apr_pool_t *pool; /**< lives as long as the cursor */
} lic_cursor_t;

typedef struct lic_document_t {
    const char *root;  /**< element */
    const char *sheet; /**< xslt/SHEET.xsl; csv/SHEET.xsl when it has a CSV */
    int has_csv;
    lic_error_t *(*head)(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p);
    lic_error_t *(*rows)(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at,
                         apr_pool_t *p); /**< NULL: none */
} lic_document_t;

extern const lic_document_t lic_document_overview; /**< licences */
extern const lic_document_t lic_document_product;  /**< product: the pencil's form */
extern const lic_document_t lic_document_preview;  /**< preview */
extern const lic_document_t lic_document_missing;  /**< what buying all that is missing would cost: q->offers */
extern const lic_document_t lic_document_account;  /**< what invoices need of the account, and the form for it */
extern const lic_document_t lic_document_invoices;
extern const lic_document_t lic_document_invoice;
extern const lic_document_t lic_document_ubl; /**< the same as UBL; LIC_CONFLICT "invoice-incomplete" */
extern const lic_document_t lic_document_log;
extern const lic_document_t lic_document_assignments;
extern const lic_document_t lic_document_employees;
extern const lic_document_t lic_document_roles;
extern const lic_document_t lic_document_employee;     /**< the card, with its history as rows */
extern const lic_document_t lic_document_employee_new; /**< the form for a new employee */
extern const lic_document_t lic_document_result;       /**< what a change of employees came to, or would: q->report */
extern const lic_document_t lic_document_event;        /**< the same from the log: ?done= */
extern const lic_document_t lic_document_plans;        /**< what is to come */
extern const lic_document_t lic_document_usage;
extern const lic_document_t lic_document_language; /**< the form in which a language is chosen */
extern const lic_document_t lic_document_help;     /**< how licences are counted, marked and invoiced */
extern const lic_document_t lic_document_partners; /**< help for programs: q->address, q->dry_run */

/**
 * A page's tree: head and one batch of rows, of one state of the account: where its revision has moved meanwhile,
 * *q->account is read anew and the page built again, in a transaction that sees one state of the database. The
 * connection is given back before it returns. Where rows are left, the root ends in <more after="ID"/>.
 */
lic_error_t *lic_document_tree(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                               apr_pool_t *p);

/** The account's revision, as the root says; 0 where it doesn't. */
apr_int64_t lic_document_revision(const xmlDoc *doc, apr_pool_t *p);

/** What such a page's next one asks for as `after`, in p; NULL where no rows are left. */
const char *lic_document_next(const xmlDoc *doc, apr_pool_t *p);

/** A cursor before the first row, at what `after` says. */
void lic_cursor_make(lic_cursor_t *at, const lic_query_t *q, apr_pool_t *p);

#endif
