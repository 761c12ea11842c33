/**
 * @file http/request/respond.h  Sends answers: documents as page, XML or CSV; redirects; problems; files.
 */
#ifndef LIC_HTTP_RESPOND_H
#define LIC_HTTP_RESPOND_H

#include "http/request/exchange.h"
#include "view/render/sheet.h"

#define LIC_PAGE_ROWS 50

/** Sends a page, an XML document or an export in the form that the route says. */
lic_error_t *lic_respond_document(lic_exchange_t *x, lic_answer_t *answer);

/**
 * Sends a page that was drawn before, or tells that the client has it (304). *done 0: there is none that may be sent,
 * and nothing was done.
 */
lic_error_t *lic_respond_kept(int *done, lic_exchange_t *x, const lic_answer_t *answer);

/**
 * Sends the answer to a PUT as XML, which nobody may keep. changes: with the ETag of what it has come to, which a
 * following If-Match may say.
 */
lic_error_t *lic_respond_tree(lic_exchange_t *x, xmlDoc *doc, int changes);

/** Sends the problem in the form that the route says, with err's status. Headers of an unsent answer are dropped. */
lic_error_t *lic_respond_problem(lic_exchange_t *x, const lic_error_t *err, int status);

/**
 * The problem as a document; translated: with the title that the page has, in the reader's language (RFC 9457, 3.1.3),
 * where that can be had. libxml2's tree is freed with x->pool.
 */
lic_error_t *lic_respond_problem_tree(xmlDoc **doc, const lic_exchange_t *x, const lic_error_t *err, int status,
                                      int translated);

/** Redirects to a path below the Location, as decoded, with the encoded query args; NULL: none. */
lic_error_t *lic_respond_see(lic_exchange_t *x, int status, const char *path, const char *args);

lic_error_t *lic_respond_options(lic_exchange_t *x);
lic_error_t *lic_respond_file(lic_exchange_t *x);

/** Sends text as it is, without stylesheets: for redirects, and when even a problem page fails. */
void lic_respond_plain(lic_exchange_t *x, int status, const char *type, const char *text);

#endif
