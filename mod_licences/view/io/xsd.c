/* view/io/xsd.c  Compiles the schema of all XML here. */
#include "view/io/xsd.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "view/io/xsd_private.h"

/* The first error only: what follows it is mostly its consequence. */
typedef struct lic_xsd_error_t {
    const char *said;
    int line;
    apr_pool_t *pool;
} lic_xsd_error_t;

static void find(void *context, xmlError *error)
{
    lic_xsd_error_t *finding = context;
    if (finding->said)
        return;
    char *said = apr_pstrdup(finding->pool, error->message ? error->message : "does not follow the schema");
    said[strcspn(said, "\r\n")] = '\0';
    finding->said = said;
    finding->line = error->line;
}

static apr_status_t free_schema(void *data)
{
    xmlSchemaFree(data);
    return APR_SUCCESS;
}

lic_error_t *lic_xsd_load(lic_xsd_t **schema, const char *file, apr_pool_t *p)
{
    lic_xsd_error_t finding = {NULL, 0, p};
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(file);
    if (!parser)
        return lic_error_make(p, LIC_BUG, "stylesheet", "%s: out of memory", file);
    xmlSchemaSetParserStructuredErrors(parser, find, &finding);
    xmlSchema *compiled = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    if (!compiled)
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s:%d: %s", file, finding.line,
                              finding.said ? finding.said : "is no schema");
    apr_pool_cleanup_register(p, compiled, free_schema, apr_pool_cleanup_null);
    *schema = apr_palloc(p, sizeof(**schema));
    (*schema)->schema = compiled;
    return NULL;
}
