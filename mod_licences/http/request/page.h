/**
 * @file http/request/page.h  A page that was drawn before is sent again.
 *
 * What a page shows follows from: the database and its epoch; account, revision and catalogue; the account's date;
 * path, query and form; who asks, with which rights, in which language; the token of his forms; stylesheets, settings
 * and this program's version. A page is found by a SHA-256 digest of all of these, each with its length before it, so
 * that no two different requests share one. All of it has been read from the database for this very request, in one
 * statement: rights that were taken away, or a change, lead to another key at once, and nothing has ever to be deleted.
 *
 * The token of a page's forms stays the same for six hours (http/request/guard.h), so that it may be part of the bytes.
 * It is signed for this account and log-in, and the key holds it whole: a new secret means new pages. It is no secret
 * from whoever may see the page, and nobody else is sent one.
 *
 * Previews, notices (?done=) and whatever else nobody may keep are drawn each time.
 */
#ifndef LIC_HTTP_PAGE_H
#define LIC_HTTP_PAGE_H

#include "http/request/exchange.h"

/** A page as it was drawn, plain or packed. */
typedef struct lic_page_t {
    const char *after;    /**< what the next page asks for; "": there is none */
    const char *etag;     /**< of the packed one; "": it is plain */
    const char *encoding; /**< Content-Encoding; "": it is plain */
    const char *body;
    apr_size_t length;
} lic_page_t;

/** Whether such an answer may be kept: a whole page of this resource, as GET shows it, where LicencesPageCache is on.
 */
int lic_page_may_be_kept(const lic_exchange_t *x, const lic_answer_t *answer);

/**
 * Finds the page, packed as it would be packed for this request (http/request/packed.h) or plain; 0: it has to be
 * drawn. token: of its forms, NULL: none. Lives as long as the request.
 */
int lic_page_find(lic_page_t *page, const lic_exchange_t *x, const char *token);

/** Keeps a plain page that was drawn of x->account as it is now. */
void lic_page_keep(const lic_page_t *page, const lic_exchange_t *x, const char *token);

#endif
