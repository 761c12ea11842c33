/**
 * @file respond.h  Document → sheet → brigade; answer → 303.
 */
#ifndef LIC_HTTP_RESPOND_H
#define LIC_HTTP_RESPOND_H

#include "exchange.h"
#include "view/sheet.h"

#define LIC_PAGE_ROWS 50

/** Sends a page, an XML document or an export in the form that the route says. */
lic_error_t *lic_respond_document(lic_exchange_t *x, lic_answer_t *answer);

/** Sends an answer to what was written, as XML that nobody keeps. */
lic_error_t *lic_respond_tree(lic_exchange_t *x, xmlDoc *doc);

/** Sends the problem in the form that the route says, with err's status. Headers of an unsent answer are dropped. */
lic_error_t *lic_respond_problem(lic_exchange_t *x, const lic_error_t *err, int status);

/** Redirects to a path below the Location. */
lic_error_t *lic_respond_see(lic_exchange_t *x, int status, const char *path);

lic_error_t *lic_respond_options(lic_exchange_t *x);
lic_error_t *lic_respond_file(lic_exchange_t *x);

/** Sends text as it is: the last resort. */
void lic_respond_plain(lic_exchange_t *x, int status, const char *type, const char *text);

#endif
