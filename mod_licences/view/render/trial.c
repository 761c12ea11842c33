/* view/render/trial.c  Each stylesheet makes a page of a sample, before anybody asks for one. */
#include "view/render/trial.h"

#include <string.h>

#include <apr_strings.h>

#include "view/render/source.h"

/* Whoever sees and changes everything, so that everything is there to be shown */
static const char *const params[] = {"base",    "/licences",
                                     "here",    "/",
                                     "args",    "",
                                     "user",    "user",
                                     "rights",  "my-account my-account-view roles",
                                     "token",   "token",
                                     "support", "support@example.com",
                                     "account", "account",
                                     "status",  "403",
                                     NULL};

static apr_status_t ignore(void *baton, const char *data, apr_size_t length)
{
    (void)baton;
    (void)data;
    (void)length;
    return APR_SUCCESS;
}

static lic_error_t *try_on(const lic_sheets_t *sheets, const char *sheet, xmlDoc *sample, const char *name,
                           apr_pool_t *p)
{
    const lic_look_t look = {"en", NULL, 0, params};
    lic_out_t nowhere = {ignore, NULL, NULL};
    if (!lic_sheets_have(sheets, sheet))
        return NULL;
    lic_error_t *err = lic_sheet_apply(&nowhere, sheets, sheet, sample, &look, p);
    return err ? lic_error_make(p, LIC_INVALID, "stylesheet", "%s (with %s)", err->message, name) : NULL;
}

/* "preview" of "sample/preview-bought.xml": the longest beginning that is a page's stylesheet */
static const char *sheet_of(const lic_sheets_t *sheets, const char *name, apr_pool_t *p)
{
    const char *base = strrchr(name, '/') + 1;
    char *sheet = apr_pstrmemdup(p, base, strlen(base) - strlen(".xml")), *dash;
    while (!lic_sheets_have(sheets, sheet) && (dash = strrchr(sheet, '-')) != NULL)
        *dash = '\0';
    return sheet;
}

static lic_error_t *try_all(const lic_sheets_t *sheets, xmlDoc *sample, const char *name, apr_pool_t *p)
{
    const char *sheet = sheet_of(sheets, name, p);
    LIC_TRY(try_on(sheets, sheet, sample, name, p));
    LIC_TRY(try_on(sheets, apr_pstrcat(p, "csv/", sheet, NULL), sample, name, p));
    if (strcmp(sheet, "mail"))
        return NULL;
    LIC_TRY(try_on(sheets, "mail/subject", sample, name, p));
    LIC_TRY(try_on(sheets, "mail/text", sample, name, p));
    return try_on(sheets, "mail/html", sample, name, p);
}

lic_error_t *lic_sheets_try(const lic_sheets_t *sheets, apr_pool_t *p)
{
    lic_source_t *source = lic_sheets_source(sheets);
    apr_array_header_t *names;
    apr_pool_t *scratch;
    lic_error_t *err = NULL;
    LIC_TRY(lic_source_list(&names, source, "sample/", ".xml", p));
    apr_pool_create(&scratch, p);
    for (int i = 0; i < names->nelts && !err; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);
        xmlDoc *sample = NULL;
        apr_pool_clear(scratch);
        err = lic_source_parse(&sample, source, lic_source_path(source, name, scratch), scratch);
        if (!err)
            err = try_all(sheets, sample, name, scratch);
        if (sample)
            xmlFreeDoc(sample);
    }
    if (err)
        err = lic_error_make(p, err->code, err->problem, "%s", err->message);
    apr_pool_destroy(scratch);
    return err;
}
