/**
 * @file view/xml.h  A sticky writer: write freely, ask once at the end whether all went well.
 *
 * It writes to a tree (for XSLT; built node by node), to a buffer (for streaming; xmlTextWriter), or hands the values
 * of each row on as they come. Every element is in one namespace, urn:mod-licences:1 as a rule. Text that XML 1.0
 * forbids is an error, not malformed output. After an error everything is ignored.
 */
#ifndef LIC_VIEW_XML_H
#define LIC_VIEW_XML_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>
#include <libxml/tree.h>

#define LIC_XML_NAMESPACE         "urn:mod-licences:1"
#define LIC_XML_PROBLEM_NAMESPACE "urn:ietf:rfc:7807" /**< RFC 9457, appendix B */

typedef struct lic_xml_t lic_xml_t;

/** Writes to a tree of its own, which lives in p. */
lic_xml_t *lic_xml_make_tree(const char *name_space, apr_pool_t *p);
xmlDoc *lic_xml_tree(const lic_xml_t *x); /**< what has been built; NULL: a buffer */

/** Writes to a buffer of its own, which lives in p; the XML declaration comes first. */
lic_xml_t *lic_xml_make_buffer(const char *name_space, apr_pool_t *p);
/** Moves what has been written so far from the buffer into p. Elements may be open. */
const char *lic_xml_take(lic_xml_t *x, apr_size_t *length, apr_pool_t *p);

/** Who takes rows: the root's children, each by its attributes and its children's texts. */
typedef struct lic_xml_taker_t {
    void (*value)(struct lic_xml_taker_t *taker, const char *name, int child, const char *value); /**< child: of that
                                                                         name, else the attribute; gone afterwards */
    void (*end)(struct lic_xml_taker_t *taker, const char *row);
} lic_xml_taker_t;
lic_xml_t *lic_xml_make_rows(lic_xml_taker_t *taker, apr_pool_t *p);

void lic_xml_start(lic_xml_t *x, const char *name);
void lic_xml_end(lic_xml_t *x);
void lic_xml_attr(lic_xml_t *x, const char *name, const char *value); /**< nothing when value is NULL */
void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value);
void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at);   /**< xs:dateTime UTC; nothing when 0 */
void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date); /**< nothing when LIC_DATE_NONE */
void lic_xml_text(lic_xml_t *x, const char *text);
void lic_xml_element(lic_xml_t *x, const char *name, const char *text); /**< <name>text</name> */
void lic_xml_fail(lic_xml_t *x, lic_error_t *err); /**< remembers err, if it is the first; NULL: nothing */
lic_error_t *lic_xml_error(const lic_xml_t *x);    /**< the first thing that went wrong */

#endif
