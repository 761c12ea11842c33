/**
 * @file http/request/refused.h  What httpd itself refuses within our Location, before it is ours: a problem document
 * (RFC 9457) for who asks for XML. Others get httpd's page, or the portal's ErrorDocument.
 */
#ifndef LIC_HTTP_REFUSED_H
#define LIC_HTTP_REFUSED_H

#include <httpd.h>

/** Hook access_checker: a 401 or 403 to come is to be ours, too, where the portal has an ErrorDocument for it. */
int lic_refused_claim(request_rec *r);

/** Hook insert_error_filter: puts the document in place of httpd's page; its headers (WWW-Authenticate) stay. */
void lic_refused_replace(request_rec *r);

/** Declares the filter. */
void lic_refused_register(void);

#endif
