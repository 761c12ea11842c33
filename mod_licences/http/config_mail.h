/**
 * @file config_mail.h  Understands LicencesMail.
 */
#ifndef LIC_HTTP_CONFIG_MAIL_H
#define LIC_HTTP_CONFIG_MAIL_H

#include "config.h"

/** NULL and *mail in cmd's pool, or what is wrong and what would be right. */
const char *lic_config_parse_mail(const lic_mail_config_t **mail, cmd_parms *cmd, int argc, char *const argv[]);

#endif
