#include "view/xsd.h"

#include <limits.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "view/schema.h"

/* The first error only: what follows it is mostly its consequence. */
typedef struct lic_finding_t {
    const char *said;
    int line;
    apr_pool_t *pool;
} lic_finding_t;

static void find(void *context, xmlError *error)
{
    lic_finding_t *finding = context;
    if (finding->said)
        return;
    char *said = apr_pstrdup(finding->pool, error->message ? error->message : "does not follow the schema");
    said[strcspn(said, "\r\n")] = '\0';
    finding->said = said;
    finding->line = error->line;
}

static lic_error_t *finding_error(const lic_finding_t *finding, const char *problem, const char *otherwise)
{
    apr_pool_t *p = finding->pool;
    lic_error_t *err = lic_error_make(p, LIC_INVALID, problem, "line %d: %s", finding->line,
                                      finding->said ? finding->said : otherwise);
    return lic_error_fact(err, "line", apr_itoa(p, finding->line));
}

static apr_status_t free_schema(void *data)
{
    xmlSchemaFree(data);
    return APR_SUCCESS;
}

static apr_status_t free_doc(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

lic_error_t *lic_xsd_load(lic_xsd_t **schema, const char *file, apr_pool_t *p)
{
    lic_finding_t finding = {NULL, 0, p};
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

lic_error_t *lic_xsd_parse(xmlDoc **doc, const char *data, apr_size_t length, apr_pool_t *p)
{
    lic_finding_t finding = {NULL, 0, p};
    xmlParserCtxt *parser = length <= INT_MAX ? xmlNewParserCtxt() : NULL;
    if (!parser)
        return lic_error_make(p, LIC_BUG, "xml", "out of memory");
    *doc = xmlCtxtReadMemory(parser, data, (int)length, NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (*doc)
        apr_pool_cleanup_register(p, *doc, free_doc, apr_pool_cleanup_null);
    else if (xmlCtxtGetLastError(parser))
        find(&finding, xmlCtxtGetLastError(parser));
    xmlFreeParserCtxt(parser);
    if (!*doc)
        return finding_error(&finding, "xml-malformed", "this is not well-formed XML");
    if ((*doc)->intSubset || (*doc)->extSubset)
        return finding_error(&finding, "xml-malformed", "a document type declaration is not taken; leave it out");
    return NULL;
}

lic_error_t *lic_xsd_check(const lic_xsd_t *schema, xmlDoc *doc, apr_pool_t *p)
{
    lic_finding_t finding = {NULL, 0, p};
    xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(schema->schema);
    if (!context)
        return lic_error_make(p, LIC_BUG, "xml", "out of memory");
    xmlSchemaSetValidStructuredErrors(context, find, &finding);
    int broken = xmlSchemaValidateDoc(context, doc);
    xmlSchemaFreeValidCtxt(context);
    if (broken < 0)
        return lic_error_make(p, LIC_BUG, "xml", "the schema could not be applied");
    return broken ? finding_error(&finding, "xml-invalid", "it does not follow the schema") : NULL;
}
