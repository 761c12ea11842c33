/* http/server/config.c  What the directives say, per directory and per server, merged; directives.c reads them. */
#include "http/server/config.h"

#include <apr_strings.h>

#define SLOTS "licences-stylesheets"

/* Set before children start; anew whenever httpd maps the module again. */
static const lic_sheets_slot_t *default_look;

const lic_dir_config_t *lic_config_of(const request_rec *r)
{
    return ap_get_module_config(r->per_dir_config, &licences_module);
}

const lic_server_config_t *lic_config_of_server(const server_rec *s)
{
    return ap_get_module_config(s->module_config, &licences_module);
}

const char *lic_config_default_directory(void)
{
    return LIC_STYLESHEETS;
}

void lic_config_set_default_look(const lic_sheets_slot_t *look)
{
    default_look = look;
}

const lic_sheets_slot_t *lic_config_default_look(void)
{
    return default_look;
}

void *lic_config_make_dir(apr_pool_t *p, char *path)
{
    (void)path; /* the Location may be without the handler: check.c sets base where the handler is */
    return apr_pcalloc(p, sizeof(lic_dir_config_t));
}

void *lic_config_merge_dir(apr_pool_t *p, void *basev, void *addv)
{
    const lic_dir_config_t *base = basev, *add = addv;
    lic_dir_config_t *merged = apr_pcalloc(p, sizeof(*merged));
    merged->base = add->base ? add->base : base->base;
    merged->account = add->account ? add->account : base->account;
    merged->user = add->user ? add->user : base->user;
    merged->origins = add->origins ? add->origins : base->origins;
    merged->ancestors = add->ancestors ? add->ancestors : base->ancestors;
    merged->support = add->support ? add->support : base->support;
    merged->look = add->look ? add->look : base->look;
    merged->metrics = add->metrics != LIC_METRICS_UNSET ? add->metrics : base->metrics;
    merged->metrics_at = add->metrics_at ? add->metrics_at : base->metrics_at;
    return merged;
}

void *lic_config_make_server(apr_pool_t *p, server_rec *s)
{
    (void)s;
    lic_server_config_t *config = apr_pcalloc(p, sizeof(*config));
    config->sweep = LIC_SWEEP_UNSET;
    config->pages = LIC_PAGES_UNSET;
    return config;
}

void *lic_config_merge_server(apr_pool_t *p, void *basev, void *addv)
{
    const lic_server_config_t *base = basev, *add = addv;
    lic_server_config_t *merged = apr_pcalloc(p, sizeof(*merged));
    merged->sweep = add->sweep != LIC_SWEEP_UNSET ? add->sweep : base->sweep;
    merged->mail = add->mail ? add->mail : base->mail;
    merged->pages = add->pages != LIC_PAGES_UNSET ? add->pages : base->pages;
    merged->prepare = add->prepare != LIC_PREPARE_UNSET ? add->prepare : base->prepare;
    return merged;
}

apr_array_header_t *lic_config_slots(apr_pool_t *pconf)
{
    void *found = NULL;
    apr_pool_userdata_get(&found, SLOTS, pconf);
    if (!found) {
        found = apr_array_make(pconf, 2, sizeof(lic_sheets_slot_t *));
        apr_pool_userdata_setn(found, SLOTS, NULL, pconf);
    }
    return found;
}

lic_sheets_slot_t *lic_config_slot(apr_pool_t *pconf, const char *directory)
{
    apr_array_header_t *slots = lic_config_slots(pconf);
    for (int i = 0; i < slots->nelts; i++) {
        lic_sheets_slot_t *known = APR_ARRAY_IDX(slots, i, lic_sheets_slot_t *);
        if (!strcmp(known->directory, directory))
            return known;
    }
    lic_sheets_slot_t *slot = apr_pcalloc(pconf, sizeof(*slot));
    slot->directory = directory;
    APR_ARRAY_PUSH(slots, lic_sheets_slot_t *) = slot;
    return slot;
}
