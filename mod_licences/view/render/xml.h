/**
 * @file view/render/xml.h  Writes XML to a target: a tree (for XSLT), a buffer (for streaming) or a list of functions.
 *
 * Errors are sticky: write freely and ask once, at the end, whether all went well; after an error nothing is written.
 * All elements are in one namespace. A character that XML 1.0 can't hold becomes U+FFFD, so that nothing that is in a
 * database breaks a page, a feed, an export or an archive.
 */
#ifndef LIC_VIEW_XML_H
#define LIC_VIEW_XML_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>
#include <libxml/tree.h>

#define LIC_XML_NAMESPACE          "urn:mod-licences:1"
#define LIC_XML_FUNCTION_NAMESPACE "urn:mod-licences:functions" /**< view/render/function.h */
#define LIC_XML_PROBLEM_NAMESPACE  "urn:ietf:rfc:7807"          /**< RFC 9457, appendix B */

typedef struct lic_xml_t lic_xml_t;

/** Writes to a tree of its own, which lives in p. */
lic_xml_t *lic_xml_make_tree(const char *name_space, apr_pool_t *p);
/** The tree of such a writer; NULL of any other. */
xmlDoc *lic_xml_tree(const lic_xml_t *x);

/** Writes to a buffer of its own, which lives in p; the XML declaration comes first. */
lic_xml_t *lic_xml_make_buffer(const char *name_space, apr_pool_t *p);
/** Moves what has been written so far from the buffer into p. Elements may be open. */
const char *lic_xml_take(lic_xml_t *x, apr_size_t *length, apr_pool_t *p);

/** What is called for each thing written. Names and values live until the call returns, which is 0 when memory is out.
 */
typedef struct lic_xml_target_t {
    int (*start)(void *baton, const char *name);
    int (*attr)(void *baton, const char *name, const char *value);
    int (*text)(void *baton, const char *text);
    int (*end)(void *baton);
} lic_xml_target_t;
/** Writes to a target's functions, which get the baton. Both outlive the writer. */
lic_xml_t *lic_xml_make(const lic_xml_target_t *target, void *baton, apr_pool_t *p);

void lic_xml_start(lic_xml_t *x, const char *name);
void lic_xml_end(lic_xml_t *x);
void lic_xml_attr(lic_xml_t *x, const char *name, const char *value); /**< nothing when value is NULL */
void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value);
void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at);   /**< xs:dateTime UTC; nothing when 0 */
void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date); /**< nothing when LIC_DATE_NONE */
void lic_xml_text(lic_xml_t *x, const char *text);
void lic_xml_element(lic_xml_t *x, const char *name, const char *text); /**< <name>text</name> */
lic_error_t *lic_xml_error(const lic_xml_t *x);                         /**< the first thing that went wrong */

#endif
