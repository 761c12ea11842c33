/**
 * @file http/server/config.h  What the directives say (interface.md, Directives): per directory and per server.
 *
 * Every member has a value that means "not said", so that merging can tell a setting from a default.
 */
#ifndef LIC_HTTP_CONFIG_H
#define LIC_HTTP_CONFIG_H

#include <apr_tables.h>
#include <apr_time.h>

#include <httpd.h>
#include <http_config.h>
#include <ap_expr.h>

#include "mail/smtp.h"
#include "view/io/xsd.h"
#include "view/render/sheet.h"

#define LIC_HANDLER "licences"

#define LIC_DIRECTIVE_ACCOUNT         "LicencesAccount"
#define LIC_DIRECTIVE_USER            "LicencesUser"
#define LIC_DIRECTIVE_ORIGIN          "LicencesOrigin"
#define LIC_DIRECTIVE_FRAME_ANCESTORS "LicencesFrameAncestors"
#define LIC_DIRECTIVE_SWEEP_INTERVAL  "LicencesSweepInterval"
#define LIC_DIRECTIVE_SUPPORT         "LicencesSupport"
#define LIC_DIRECTIVE_STYLESHEETS     "LicencesStylesheets"
#define LIC_DIRECTIVE_MAIL            "LicencesMail"
#define LIC_DIRECTIVE_METRICS         "LicencesMetrics"
#define LIC_DIRECTIVE_PAGE_CACHE      "LicencesPageCache"
#define LIC_DIRECTIVE_PREPARE         "LicencesPrepare"

/** A directory of stylesheets that some directive names, or the default: loaded once before children start. */
typedef struct lic_sheets_slot_t {
    const char *directory;
    const lic_sheets_t *sheets; /**< NULL until loaded */
    const lic_xsd_t *schema;    /**< licences.xsd of the directory, else ours; NULL until loaded */
    const char *file;           /**< where the directive stands; NULL for the default */
    int line;
} lic_sheets_slot_t;

typedef enum { LIC_METRICS_UNSET, LIC_METRICS_OFF, LIC_METRICS_ON } lic_metrics_setting_t;

typedef struct lic_dir_config_t {
    const char *base;              /**< path of the Location that has the handler, without a last slash; NULL: none */
    const ap_expr_info_t *account; /**< key of the account; NULL: the account of a log-in that is unique */
    const ap_expr_info_t *user;    /**< log-in name; NULL: the one that httpd authenticated */
    const apr_array_header_t *origins;   /**< const char *: "https://portal.example.com"; NULL: none said */
    const apr_array_header_t *ancestors; /**< const char *: origins that may show pages in a frame; NULL: only ours */
    const char *support;                 /**< NULL: not said */
    lic_sheets_slot_t *look;             /**< NULL: lic_config_default_look */
    lic_metrics_setting_t metrics;
    const char *metrics_at; /**< path of the Location that says On: they are there and not below */
} lic_dir_config_t;

#define LIC_SWEEP_UNSET   (-1)
#define LIC_SWEEP_OFF     0
#define LIC_SWEEP_DEFAULT apr_time_from_sec(60)

#define LIC_PAGES_UNSET   (-1)
#define LIC_PAGES_OFF     0
#define LIC_PAGES_DEFAULT (32 << 20)

typedef enum { LIC_PREPARE_UNSET, LIC_PREPARE_OFF, LIC_PREPARE_ON } lic_prepare_t;

struct lic_breaker_t;
struct lic_database_t;
typedef struct lic_server_config_t {
    apr_interval_time_t sweep; /**< LIC_SWEEP_UNSET, LIC_SWEEP_OFF or the interval */
    const lic_smtp_t *mail;    /**< LicencesMail; NULL: not said */
    apr_off_t pages;       /**< LIC_PAGES_UNSET, LIC_PAGES_OFF or, of the main server, the bytes of LicencesPageCache */
    lic_prepare_t prepare; /**< LicencesPrepare */
    struct lic_breaker_t *breaker;   /**< before its pool of connections; set by check.c */
    struct lic_database_t *database; /**< set by databases.c; NULL: the server shows no licences */
} lic_server_config_t;

extern module AP_MODULE_DECLARE_DATA licences_module;

extern const command_rec lic_config_commands[];
void *lic_config_make_dir(apr_pool_t *p, char *path);
void *lic_config_merge_dir(apr_pool_t *p, void *base, void *add);
void *lic_config_make_server(apr_pool_t *p, server_rec *s);
void *lic_config_merge_server(apr_pool_t *p, void *base, void *add);

const lic_dir_config_t *lic_config_of(const request_rec *r);
const lic_server_config_t *lic_config_of_server(const server_rec *s);

/** Every directory of stylesheets that was named so far; lives in pconf. */
apr_array_header_t *lic_config_slots(apr_pool_t *pconf); /* of lic_sheets_slot_t * */
/** The slot of a directory: one per directory, however often it is named. */
lic_sheets_slot_t *lic_config_slot(apr_pool_t *pconf, const char *directory);
/** Where the stylesheets of a portal without LicencesStylesheets are. */
const char *lic_config_default_directory(void);
/** Their slot; NULL: no Location uses them. Set by check.c before children start. */
void lic_config_set_default_look(const lic_sheets_slot_t *look);
const lic_sheets_slot_t *lic_config_default_look(void);

#endif
