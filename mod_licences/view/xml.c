#include "view/xml.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/xmlwriter.h>

#include "base/text.h"

enum { NUMBER_SIZE = 24 };

struct lic_xml_t {
    apr_pool_t *pool;
    lic_error_t *error;
    const char *name_space;
    int depth;
    /* a tree … */
    xmlDoc *doc;
    xmlNode *node;
    xmlNs *ns;
    /* … or a buffer */
    xmlBuffer *buffer;
    xmlTextWriter *writer;
    apr_pool_t *scratch; /* of what is formatted; cleared when the buffer is taken */
    /* … or somebody who takes rows */
    lic_xml_taker_t *taker;
    const char *names[2]; /* of the row, and of its child */
};

static apr_status_t free_tree(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

static apr_status_t free_writer(void *data)
{
    lic_xml_t *x = data;
    xmlFreeTextWriter(x->writer);
    xmlBufferFree(x->buffer);
    return APR_SUCCESS;
}

static void out_of_memory(lic_xml_t *x)
{
    lic_xml_fail(x, lic_error_make(x->pool, LIC_BUG, "xml", "libxml2 could not write: out of memory?"));
}

static lic_xml_t *make(const char *name_space, apr_pool_t *p)
{
    lic_xml_t *x = apr_pcalloc(p, sizeof(*x));
    x->pool = x->scratch = p;
    x->name_space = name_space;
    return x;
}

lic_xml_t *lic_xml_make_tree(const char *name_space, apr_pool_t *p)
{
    lic_xml_t *x = make(name_space, p);
    x->doc = xmlNewDoc(BAD_CAST "1.0");
    if (!x->doc) {
        out_of_memory(x);
        return x;
    }
    apr_pool_cleanup_register(p, x->doc, free_tree, apr_pool_cleanup_null);
    return x;
}

lic_xml_t *lic_xml_make_buffer(const char *name_space, apr_pool_t *p)
{
    lic_xml_t *x = make(name_space, p);
    x->buffer = xmlBufferCreate();
    x->writer = x->buffer ? xmlNewTextWriterMemory(x->buffer, 0) : NULL;
    if (!x->writer) {
        xmlBufferFree(x->buffer);
        out_of_memory(x);
        return x;
    }
    apr_pool_cleanup_register(p, x, free_writer, apr_pool_cleanup_null);
    apr_pool_create(&x->scratch, p);
    if (xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL) < 0)
        out_of_memory(x);
    return x;
}

lic_xml_t *lic_xml_make_rows(lic_xml_taker_t *taker, apr_pool_t *p)
{
    lic_xml_t *x = make(LIC_XML_NAMESPACE, p);
    x->taker = taker;
    return x;
}

xmlDoc *lic_xml_tree(const lic_xml_t *x)
{
    return x->doc;
}

const char *lic_xml_take(lic_xml_t *x, apr_size_t *length, apr_pool_t *p)
{
    *length = 0;
    if (x->error || !x->writer)
        return "";
    if (xmlTextWriterFlush(x->writer) < 0)
        out_of_memory(x);
    *length = (apr_size_t)xmlBufferLength(x->buffer);
    const char *taken = apr_pmemdup(p, xmlBufferContent(x->buffer), *length);
    xmlBufferEmpty(x->buffer);
    apr_pool_clear(x->scratch);
    return taken;
}

static void start_node(lic_xml_t *x, const char *name)
{
    xmlNode *node = xmlNewDocNode(x->doc, x->ns, BAD_CAST name, NULL);
    if (!node) {
        out_of_memory(x);
        return;
    }
    if (x->node) {
        xmlAddChild(x->node, node);
    } else {
        xmlDocSetRootElement(x->doc, node);
        x->ns = xmlNewNs(node, BAD_CAST x->name_space, NULL);
        xmlSetNs(node, x->ns);
    }
    x->node = node;
}

void lic_xml_start(lic_xml_t *x, const char *name)
{
    if (x->error)
        return;
    if (x->doc) {
        start_node(x, name);
    } else if (x->taker) {
        if (x->depth == 1 || x->depth == 2)
            x->names[x->depth - 1] = name;
    } else {
        /* the namespace as a plain attribute comes first, as a tree writes it */
        if (xmlTextWriterStartElement(x->writer, BAD_CAST name) < 0 ||
            (!x->depth && xmlTextWriterWriteAttribute(x->writer, BAD_CAST "xmlns", BAD_CAST x->name_space) < 0))
            out_of_memory(x);
    }
    x->depth++;
}

void lic_xml_end(lic_xml_t *x)
{
    if (x->error)
        return;
    x->depth--;
    if (x->doc) {
        x->node = x->depth ? x->node->parent : NULL;
    } else if (x->taker) {
        if (x->depth == 1)
            x->taker->end(x->taker, x->names[0]);
    } else {
        if (xmlTextWriterEndElement(x->writer) < 0)
            out_of_memory(x);
    }
}

static int is_valid(lic_xml_t *x, const char *where, const char *text)
{
    if (lic_text_valid(text))
        return 1;
    lic_xml_fail(
        x, lic_error_make(x->pool, LIC_BUG, "xml", "%s holds what XML can't: bad UTF-8 or a control character", where));
    return 0;
}

static void write_attribute(lic_xml_t *x, const char *name, const char *value)
{
    if (x->doc) {
        if (!xmlNewNsProp(x->node, NULL, BAD_CAST name, BAD_CAST value))
            out_of_memory(x);
    } else if (x->taker) {
        if (x->depth == 2)
            x->taker->value(x->taker, name, 0, value);
    } else if (xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, BAD_CAST value) < 0) {
        out_of_memory(x);
    }
}

void lic_xml_attr(lic_xml_t *x, const char *name, const char *value)
{
    if (!x->error && value && is_valid(x, name, value))
        write_attribute(x, name, value);
}

void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value)
{
    char digits[NUMBER_SIZE];
    if (x->error)
        return;
    apr_snprintf(digits, sizeof(digits), "%" APR_INT64_T_FMT, value);
    write_attribute(x, name, digits);
}

void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at)
{
    if (!x->error && at)
        write_attribute(x, name, lic_text_instant(at, x->scratch));
}

void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date)
{
    if (!x->error && date != LIC_DATE_NONE)
        write_attribute(x, name, lic_date_format(date, x->scratch));
}

void lic_xml_text(lic_xml_t *x, const char *text)
{
    if (x->error || !is_valid(x, "a text", text))
        return;
    if (x->doc) {
        xmlNode *node = xmlNewDocText(x->doc, BAD_CAST text);
        if (!node || !xmlAddChild(x->node, node))
            out_of_memory(x);
    } else if (x->taker) {
        if (x->depth == 3)
            x->taker->value(x->taker, x->names[1], 1, text);
    } else {
        if (xmlTextWriterWriteString(x->writer, BAD_CAST text) < 0)
            out_of_memory(x);
    }
}

void lic_xml_element(lic_xml_t *x, const char *name, const char *text)
{
    lic_xml_start(x, name);
    lic_xml_text(x, text);
    lic_xml_end(x);
}

void lic_xml_fail(lic_xml_t *x, lic_error_t *err)
{
    if (!x->error && err)
        x->error = err;
}

lic_error_t *lic_xml_error(const lic_xml_t *x)
{
    return x->error;
}
