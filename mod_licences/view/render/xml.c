#include "view/render/xml.h"

#include <apr_strings.h>
#include <libxml/xmlwriter.h>

#include "base/instant.h"
#include "base/text.h"

struct lic_xml_t {
    const lic_xml_target_t *target;
    void *baton;
    apr_pool_t *pool;
    apr_pool_t *scratch; /* of formatted values: the pool, or one that lic_xml_take clears */
    lic_error_t *error;
};

lic_xml_t *lic_xml_make(const lic_xml_target_t *target, void *baton, apr_pool_t *p)
{
    lic_xml_t *x = apr_pcalloc(p, sizeof(*x));
    x->target = target;
    x->baton = baton;
    x->pool = x->scratch = p;
    return x;
}

lic_error_t *lic_xml_error(const lic_xml_t *x)
{
    return x->error;
}

static void check(lic_xml_t *x, int written)
{
    if (!written && !x->error)
        x->error = lic_error_make(x->pool, LIC_BUG, "xml", "libxml2 could not write: out of memory?");
}

void lic_xml_start(lic_xml_t *x, const char *name)
{
    if (!x->error)
        check(x, x->target->start(x->baton, name));
}

void lic_xml_end(lic_xml_t *x)
{
    if (!x->error)
        check(x, x->target->end(x->baton));
}

void lic_xml_attr(lic_xml_t *x, const char *name, const char *value)
{
    if (!x->error && value)
        check(x, x->target->attr(x->baton, name, lic_text_mended(value, x->scratch)));
}

void lic_xml_attr_int(lic_xml_t *x, const char *name, apr_int64_t value)
{
    char digits[LIC_TEXT_INT_SIZE];
    if (!x->error)
        check(x, x->target->attr(x->baton, name, lic_text_int(digits, value)));
}

void lic_xml_attr_time(lic_xml_t *x, const char *name, apr_time_t at)
{
    if (!x->error && at)
        check(x, x->target->attr(x->baton, name, lic_instant_format(at, x->scratch)));
}

void lic_xml_attr_date(lic_xml_t *x, const char *name, lic_date_t date)
{
    if (!x->error && date != LIC_DATE_NONE)
        check(x, x->target->attr(x->baton, name, lic_date_format(date, x->scratch)));
}

void lic_xml_text(lic_xml_t *x, const char *text)
{
    if (!x->error)
        check(x, x->target->text(x->baton, lic_text_mended(text, x->scratch)));
}

void lic_xml_element(lic_xml_t *x, const char *name, const char *text)
{
    lic_xml_start(x, name);
    lic_xml_text(x, text);
    lic_xml_end(x);
}

/* --- a tree --------------------------------------------------------------------------------------------------- */

typedef struct tree_t {
    xmlDoc *doc;
    xmlNode *node; /* the open element */
    xmlNs *ns;
    const char *name_space;
} tree_t;

static int tree_start(void *baton, const char *name)
{
    tree_t *tree = baton;
    xmlNode *node = xmlNewDocNode(tree->doc, tree->ns, BAD_CAST name, NULL);
    if (!node)
        return 0;
    if (tree->node) {
        xmlAddChild(tree->node, node);
    } else {
        xmlDocSetRootElement(tree->doc, node);
        tree->ns = xmlNewNs(node, BAD_CAST tree->name_space, NULL);
        xmlSetNs(node, tree->ns);
    }
    tree->node = node;
    return 1;
}

static int tree_attr(void *baton, const char *name, const char *value)
{
    const tree_t *tree = baton;
    return xmlNewNsProp(tree->node, NULL, BAD_CAST name, BAD_CAST value) != NULL;
}

static int tree_text(void *baton, const char *text)
{
    const tree_t *tree = baton;
    xmlNode *node = xmlNewDocText(tree->doc, BAD_CAST text);
    return node && xmlAddChild(tree->node, node);
}

static int tree_end(void *baton)
{
    tree_t *tree = baton;
    tree->node = tree->node->parent;
    return 1;
}

static apr_status_t free_tree(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

static const lic_xml_target_t tree_target = {tree_start, tree_attr, tree_text, tree_end};

lic_xml_t *lic_xml_make_tree(const char *name_space, apr_pool_t *p)
{
    tree_t *tree = apr_pcalloc(p, sizeof(*tree));
    lic_xml_t *x = lic_xml_make(&tree_target, tree, p);
    tree->name_space = name_space;
    tree->doc = xmlNewDoc(BAD_CAST "1.0");
    check(x, tree->doc != NULL);
    if (tree->doc)
        apr_pool_cleanup_register(p, tree->doc, free_tree, apr_pool_cleanup_null);
    return x;
}

xmlDoc *lic_xml_tree(const lic_xml_t *x)
{
    return x->target == &tree_target ? ((const tree_t *)x->baton)->doc : NULL;
}

/* --- a buffer ------------------------------------------------------------------------------------------------- */

typedef struct buffer_t {
    xmlBuffer *text;
    xmlTextWriter *writer;
    const char *name_space; /* of the root, until it is written */
} buffer_t;

static int buffer_attr(void *baton, const char *name, const char *value)
{
    const buffer_t *buffer = baton;
    return xmlTextWriterWriteAttribute(buffer->writer, BAD_CAST name, BAD_CAST value) >= 0;
}

static int buffer_start(void *baton, const char *name)
{
    buffer_t *buffer = baton;
    const char *name_space = buffer->name_space;
    buffer->name_space = NULL;
    /* the namespace is written as a plain attribute, so that it comes first, as in a tree that is written out */
    return xmlTextWriterStartElement(buffer->writer, BAD_CAST name) >= 0 &&
           (!name_space || buffer_attr(buffer, "xmlns", name_space));
}

static int buffer_text(void *baton, const char *text)
{
    const buffer_t *buffer = baton;
    return xmlTextWriterWriteString(buffer->writer, BAD_CAST text) >= 0;
}

static int buffer_end(void *baton)
{
    const buffer_t *buffer = baton;
    return xmlTextWriterEndElement(buffer->writer) >= 0;
}

static apr_status_t free_buffer(void *data)
{
    buffer_t *buffer = data;
    xmlFreeTextWriter(buffer->writer);
    xmlBufferFree(buffer->text);
    return APR_SUCCESS;
}

static const lic_xml_target_t buffer_target = {buffer_start, buffer_attr, buffer_text, buffer_end};

lic_xml_t *lic_xml_make_buffer(const char *name_space, apr_pool_t *p)
{
    buffer_t *buffer = apr_pcalloc(p, sizeof(*buffer));
    lic_xml_t *x = lic_xml_make(&buffer_target, buffer, p);
    buffer->name_space = name_space;
    buffer->text = xmlBufferCreate();
    buffer->writer = buffer->text ? xmlNewTextWriterMemory(buffer->text, 0) : NULL;
    apr_pool_cleanup_register(p, buffer, free_buffer, apr_pool_cleanup_null);
    apr_pool_create(&x->scratch, p);
    check(x, buffer->writer && xmlTextWriterStartDocument(buffer->writer, NULL, "UTF-8", NULL) >= 0);
    return x;
}

const char *lic_xml_take(lic_xml_t *x, apr_size_t *length, apr_pool_t *p)
{
    const buffer_t *buffer = x->baton;
    *length = 0;
    if (x->error)
        return "";
    check(x, xmlTextWriterFlush(buffer->writer) >= 0);
    *length = (apr_size_t)xmlBufferLength(buffer->text);
    const char *taken = apr_pmemdup(p, xmlBufferContent(buffer->text), *length);
    xmlBufferEmpty(buffer->text);
    apr_pool_clear(x->scratch);
    return taken;
}
