/**
 * @file http/request/portal.h  What the rest of the portal may ask: Require licences-right, and licences.h's functions.
 */
#ifndef LIC_HTTP_PORTAL_H
#define LIC_HTTP_PORTAL_H

#include <httpd.h>

#include <mod_auth.h>

#define LIC_PORTAL_PROVIDER "licences-right"
extern const authz_provider lic_portal_provider;

/** Registers licences_account and licences_has_right of licences.h. */
void lic_portal_offer(void);

#endif
