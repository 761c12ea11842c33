/**
 * @file view/xml.h  A sticky writer over xmlTextWriter: write freely, ask once at the end whether all went well.
 *
 * Every element is in urn:mod-licences:1. Text that XML 1.0 forbids is an error, not malformed output.
 */
#ifndef LIC_VIEW_XML_H
#define LIC_VIEW_XML_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>

#define LIC_XML_NAMESPACE "urn:mod-licences:1"

typedef struct lic_xml_t lic_xml_t;

void lic_xml_start(lic_xml_t *x, const char *name);
void lic_xml_end(lic_xml_t *x);
void lic_xml_attr(lic_xml_t *x, const char *name, const char *value);     /**< nothing when value is NULL */
void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value);
void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at);    /**< xs:dateTime UTC; nothing when 0 */
void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date);  /**< nothing when LIC_DATE_NONE */
void lic_xml_text(lic_xml_t *x, const char *text);
void lic_xml_element(lic_xml_t *x, const char *name, const char *text);   /**< <name>text</name> */
lic_error_t *lic_xml_error(const lic_xml_t *x);                           /**< the first thing that went wrong */

#endif
