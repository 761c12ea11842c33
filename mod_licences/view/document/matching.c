/* view/document/matching.c  Which employees a search finds: read off the document that the list is. */
#include "view/document/matching.h"

#include <apr_strings.h>

static lic_error_t *too_many(int most, apr_pool_t *p)
{
    const char *number = apr_itoa(p, most);
    return lic_error_fact(
        lic_error_make(p, LIC_TOO_LARGE, "too-many", "more than %s employees match; narrow it down", number), "most",
        number);
}

lic_error_t *lic_matching_employees(const apr_int64_t **ids, int *n, const lic_query_t *q, lic_db_source_t *from,
                                    apr_pool_t *p)
{
    xmlDoc *doc;
    LIC_TRY(lic_document_tree(&doc, &lic_document_employees, q, from, p));
    if (lic_document_next(doc, p))
        return too_many(q->page_rows, p);
    apr_array_header_t *found = apr_array_make(p, 64, sizeof(apr_int64_t));
    for (const xmlNode *node = xmlDocGetRootElement(doc)->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || !xmlStrEqual(node->name, BAD_CAST "employee"))
            continue;
        xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
        APR_ARRAY_PUSH(found, apr_int64_t) = apr_atoi64((const char *)id);
        xmlFree(id);
    }
    *ids = (const apr_int64_t *)(const void *)found->elts;
    *n = found->nelts;
    if (found->nelts)
        return NULL;
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-missing", "ids: nobody matches"), "field", "ids");
}
