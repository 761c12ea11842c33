/**
 * @file view/document.h  A document: one description serves HTML, XML and CSV alike.
 *
 * head writes the root's attributes and everything but the rows, rows writes the next batch of rows and moves the
 * cursor. Driven to a tree (then XSLT) or to a stream (interface.md, XML; architecture.md, Rendering).
 */
#ifndef LIC_VIEW_DOCUMENT_H
#define LIC_VIEW_DOCUMENT_H

#include "core/account.h"
#include "core/quantity.h"
#include "core/rights.h"
#include "core/staff.h"
#include "store/db.h"
#include "view/xml.h"
#include <libxml/tree.h>

/** What is asked for. Filters are validated by who fills them in. */
typedef struct lic_query_t {
    lic_account_t *account; /**< as read at the start: terms, period, revision */
    lic_rights_t rights;
    const char *user;
    apr_time_t now;
    const char *key;     /**< {key}, {id} or {number} of the path; NULL */
    apr_table_t *args;   /**< filters by name: q, module, status, sort, after, from, to, actor, action, done … */
    int page_rows;       /**< rows of an HTML page (50); exports go on to the end */
    const char *support; /**< LicencesSupport */
    int charts;          /**< for a person: the overview with its small charts */
    /* what a change had to say, for the document that shows it; each may be NULL */
    const lic_preview_t *preview;   /**< the root `preview` */
    const lic_error_t *error;       /**< what was wrong with what was asked: shown on the form, nothing lost */
    const char *typed;              /**< the value as typed */
    const char *few;                /**< the threshold as typed, when that is what was wrong */
    const lic_act_report_t *report; /**< the root `result` … */
    const char *act, *module;       /**< … and what was asked for */
    const lic_offer_t *offers;      /**< acts for which licences are missing */
    int noffers;
    const lic_employee_t *newcomer; /**< a new employee's form, as it was filled in */
    const char *again;              /**< token that schedules a wiped scale-down again in one step */
} lic_query_t;

/** Where a batch of rows stopped. */
typedef struct lic_cursor_t {
    int batch;                  /**< rows wanted now */
    int done;                   /**< no rows are left */
    int page;                   /**< for people: the log's newest come first; 0: an export */
    apr_int64_t id;             /**< keyset: the last row's id (at first what `after` says; 0) … */
    const char *text;           /**< … and its sort column, in the cursor's pool; NULL: not looked up yet */
    apr_int64_t group;          /**< … and what comes between the two */
    apr_int64_t rows;           /**< written so far */
    struct lic_listing_t *list; /**< view/listing.h: how a list that can be searched is read; NULL: not opened yet */
    apr_pool_t *pool;           /**< lives as long as the cursor */
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
extern const lic_document_t lic_document_invoices;
extern const lic_document_t lic_document_invoice;
extern const lic_document_t lic_document_log;
extern const lic_document_t lic_document_assignments;
extern const lic_document_t lic_document_employees;
extern const lic_document_t lic_document_roles;
extern const lic_document_t lic_document_employee; /**< the card, with its history as rows */
extern const lic_document_t lic_document_newcomer; /**< the form for a new employee */
extern const lic_document_t lic_document_result;   /**< what a change of employees came to, or would: q->report */
extern const lic_document_t lic_document_event;    /**< the same from the log: ?done= */
extern const lic_document_t lic_document_usage;

/**
 * A page's tree: head and one batch of rows, in one reading: where the account's revision has moved meanwhile,
 * *q->account is read anew and the page built again (three times, then LIC_UNAVAILABLE "database-busy"). The connection
 * is given back before it returns. Where rows are left, the root ends in <more after="ID"/>.
 */
lic_error_t *lic_document_tree(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                               apr_pool_t *p);

/** What such a page's next one asks for as `after`, in p; NULL where no rows are left. */
const char *lic_document_next(const xmlDoc *doc, apr_pool_t *p);

/** A cursor before the first row, at what `after` says. */
void lic_cursor_make(lic_cursor_t *at, const lic_query_t *q, apr_pool_t *p);

#define LIC_PROBLEM_TYPE "urn:mod-licences:problem:" /**< and then the error's word */

/** A problem document (RFC 9457) as a tree in its namespace urn:ietf:rfc:7807, with facts as elements. */
lic_error_t *lic_problem_tree(xmlDoc **doc, const lic_error_t *error, int status, const char *title,
                              const char *instance, apr_pool_t *p);

#endif
