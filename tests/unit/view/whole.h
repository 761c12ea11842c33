/**
 * @file whole.h  A document read as a whole tree and held against the schema, for tests: what the product reads in
 * pieces (view/io/reader.h) has to come to the same.
 */
#ifndef LIC_TEST_WHOLE_H
#define LIC_TEST_WHOLE_H

#include <limits.h>
#include <string.h>

#include <apr_strings.h>
#include <libxml/parser.h>

#include "view/io/xsd.h"
#include "view/io/xsd_private.h"

/* The first error only: what follows it is mostly its consequence. */
typedef struct whole_error_t {
    const char *said;
    int line;
    apr_pool_t *pool;
} whole_error_t;

static inline void whole_find(void *context, xmlError *error)
{
    whole_error_t *finding = context;
    if (finding->said)
        return;
    char *said = apr_pstrdup(finding->pool, error->message ? error->message : "does not follow the schema");
    said[strcspn(said, "\r\n")] = '\0';
    finding->said = said;
    finding->line = error->line;
}

static inline lic_error_t *whole_error(const whole_error_t *finding, const char *problem, const char *otherwise)
{
    apr_pool_t *p = finding->pool;
    lic_error_t *err = lic_error_make(p, LIC_INVALID, problem, "line %d: %s", finding->line,
                                      finding->said ? finding->said : otherwise);
    return lic_error_fact(err, "line", apr_itoa(p, finding->line));
}

static inline apr_status_t whole_free(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

static inline lic_error_t *whole_parse(xmlDoc **doc, const char *data, apr_size_t length, apr_pool_t *p)
{
    *doc = NULL;
    whole_error_t finding = {NULL, 0, p};
    xmlParserCtxt *parser = length <= INT_MAX ? xmlNewParserCtxt() : NULL;
    if (!parser)
        return lic_error_make(p, LIC_BUG, "xml", "out of memory");
    *doc = xmlCtxtReadMemory(parser, data, (int)length, NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (*doc)
        apr_pool_cleanup_register(p, *doc, whole_free, apr_pool_cleanup_null);
    else if (xmlCtxtGetLastError(parser))
        whole_find(&finding, xmlCtxtGetLastError(parser));
    xmlFreeParserCtxt(parser);
    if (!*doc)
        return whole_error(&finding, "xml-malformed", "this is not well-formed XML");
    if ((*doc)->intSubset || (*doc)->extSubset)
        return whole_error(&finding, "xml-malformed", "a document type declaration is not taken; leave it out");
    return NULL;
}

static inline lic_error_t *whole_check(const lic_xsd_t *schema, xmlDoc *doc, apr_pool_t *p)
{
    whole_error_t finding = {NULL, 0, p};
    xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(schema->schema);
    if (!context)
        return lic_error_make(p, LIC_BUG, "xml", "out of memory");
    xmlSchemaSetValidStructuredErrors(context, whole_find, &finding);
    int broken = xmlSchemaValidateDoc(context, doc);
    xmlSchemaFreeValidCtxt(context);
    if (broken < 0)
        return lic_error_make(p, LIC_BUG, "xml", "the schema could not be applied");
    return broken ? whole_error(&finding, "xml-invalid", "it does not follow the schema") : NULL;
}

#endif
