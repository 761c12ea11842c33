/**
 * @file view/document/query.h  What a document is asked for: by whom, with which filters, after which change.
 */
#ifndef LIC_VIEW_QUERY_H
#define LIC_VIEW_QUERY_H

#include <apr_tables.h>
#include "core/book.h"
#include "core/employee.h"
#include "core/quantity.h"
#include "core/rights.h"

/** What a partner's program would be answered, tried without changing anything (/help/partners). */
typedef struct lic_dry_run_t {
    const char *path;   /**< below the Location: "/products/crm.xml" */
    const char *sent;   /**< the XML as it was typed */
    int status;         /**< HTTP's; 0: not sent yet */
    const char *answer; /**< the XML that it is answered; NULL: not sent yet */
} lic_dry_run_t;

/** What is asked for. Whoever fills in the filters has validated them. */
typedef struct lic_query_t {
    lic_account_t *account; /**< as read at the start: terms, period, revision */
    lic_rights_t rights;
    const char *user;
    const char *locale; /**< of whoever reads the page; NULL: the account's */
    apr_time_t now;
    const char *key;     /**< {key}, {id} or {number} of the path; NULL */
    apr_table_t *args;   /**< filters by name: q, module, status, sort, after, from, to, actor, action, done … */
    int page_rows;       /**< rows of an HTML page (50); exports go on to the end */
    int limit;           /**< rows of a page that a program asks for; 0: all there are */
    const char *support; /**< LicencesSupport */
    const char *address; /**< of the Location, as the reader's browser has it; NULL where nothing shows it */
    int charts;          /**< for a person: the overview with its small charts */
    /* what a change had to say, for the document that shows it; each may be NULL */
    const lic_preview_t *preview;   /**< the root `preview` */
    const lic_error_t *error;       /**< what was wrong with what was asked: shown on the form, nothing lost */
    const char *typed;              /**< the value as typed */
    const char *threshold;          /**< the threshold as typed, when that is what was wrong */
    const char *policy, *cap;       /**< what was chosen for when no licence is free, when that is what was wrong */
    const lic_act_report_t *report; /**< the root `result` … */
    const char *act, *module;       /**< … and what was asked for */
    const lic_offer_t *offers;      /**< acts for which licences are missing */
    int noffers;
    const lic_employee_t *new_employee;    /**< a new employee's form, as it was filled in */
    const char *typed_starts, *typed_ends; /**< the first and last day as typed there, or on the card */
    const lic_dry_run_t *dry_run;
    const lic_account_t *typed_account; /**< what invoices need of the account, as it was typed, when that was wrong */
    const char *order_number;           /**< of a purchase, as it was typed, when that was wrong; NULL */
    const char *again;                  /**< token that schedules a wiped scale-down again in one step */
} lic_query_t;

#endif
