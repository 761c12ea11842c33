#include <apr_strings.h>

#include "view/part.h"

/* RFC 9457, appendix B: members are elements of urn:ietf:rfc:7807; extension members too. */
static int write_fact(void *baton, const char *name, const char *value)
{
    lic_xml_element(baton, name, value);
    return 1;
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
    if (instance)
        lic_xml_element(x, "instance", instance);
    if (error->facts)
        apr_table_do(write_fact, x, error->facts, NULL);
    lic_xml_end(x);
    *doc = lic_xml_tree(x);
    return lic_xml_error(x);
}
