#include "view/document/problem.h"

#include <apr_strings.h>

#include "view/render/xml.h"

/* RFC 9457, appendix B: members are elements of urn:ietf:rfc:7807; extension members too. */
static int write_fact(void *baton, const char *name, const char *value)
{
    lic_xml_element(baton, name, value);
    return 1;
}

/* An array is an element that holds an element i for each of its members (the same appendix). */
static void write_list(lic_xml_t *x, const lic_error_t *error)
{
    lic_xml_start(x, error->list);
    for (int i = 0; i < error->rows->nelts; i++) {
        lic_xml_start(x, "i");
        apr_table_do(write_fact, x, APR_ARRAY_IDX(error->rows, i, apr_table_t *), NULL);
        lic_xml_end(x);
    }
    lic_xml_end(x);
}

lic_error_t *lic_problem_tree(xmlDoc **doc, const lic_error_t *error, int status, const char *title,
                              const char *instance, apr_pool_t *p)
{
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_PROBLEM_NAMESPACE, p);
    lic_xml_start(x, "problem");
    lic_xml_element(x, "type", apr_pstrcat(p, LIC_PROBLEM_TYPE, error->problem, NULL));
    lic_xml_element(x, "title", title);
    lic_xml_element(x, "status", apr_itoa(p, status));
    lic_xml_element(x, "detail", error->message);
    lic_xml_element(x, "instance", instance);
    if (error->facts)
        apr_table_do(write_fact, x, error->facts, NULL);
    if (error->rows)
        write_list(x, error);
    lic_xml_end(x);
    *doc = lic_xml_tree(x);
    return lic_xml_error(x);
}
