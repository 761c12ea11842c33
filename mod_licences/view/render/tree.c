/* view/render/tree.c  The tree that a writer of XML makes. */
#include "view/render/xml_private.h"

#include <string.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <libxml/parserInternals.h>

/*
 * Its nodes are in the pool: one allocation and one release each were a twentieth of a page. Nothing adds to a tree or
 * takes from it, but that libxslt strips texts of nothing but blanks, and frees them: these are libxml2's.
 */
typedef struct tree_t {
    xmlDoc *doc;
    xmlNode *node; /* the open element */
    xmlNs ns;
    apr_array_header_t *blanks; /* of blank_t */
    apr_pool_t *p;
} tree_t;

typedef struct blank_t {
    xmlNode *parent, *text;
} blank_t;

static void append(xmlNode *parent, xmlNode *node)
{
    node->parent = parent;
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->children = node;
    parent->last = node;
}

static int tree_start(void *baton, const char *name)
{
    tree_t *tree = baton;
    xmlNode *node = apr_pcalloc(tree->p, sizeof(*node));
    node->type = XML_ELEMENT_NODE;
    node->name = BAD_CAST apr_pstrdup(tree->p, name);
    node->doc = tree->doc;
    node->ns = &tree->ns;
    if (!tree->node)
        node->nsDef = &tree->ns;
    append(tree->node ? tree->node : (xmlNode *)tree->doc, node);
    tree->node = node;
    return 1;
}

static xmlNode *make_text(const tree_t *tree, const char *text)
{
    xmlNode *node = apr_pcalloc(tree->p, sizeof(*node));
    node->type = XML_TEXT_NODE;
    node->name = xmlStringText;
    node->content = BAD_CAST apr_pstrdup(tree->p, text);
    node->doc = tree->doc;
    return node;
}

static int tree_attr(void *baton, const char *name, const char *value)
{
    const tree_t *tree = baton;
    xmlAttr *attr = apr_pcalloc(tree->p, sizeof(*attr)), *last = tree->node->properties;
    attr->type = XML_ATTRIBUTE_NODE;
    attr->name = BAD_CAST apr_pstrdup(tree->p, name);
    attr->doc = tree->doc;
    attr->children = attr->last = make_text(tree, value);
    attr->children->parent = (xmlNode *)attr;
    attr->parent = tree->node;
    while (last && last->next)
        last = last->next;
    attr->prev = last;
    if (last)
        last->next = attr;
    else
        tree->node->properties = attr;
    return 1;
}

static int tree_text(void *baton, const char *text)
{
    const tree_t *tree = baton;
    const int is_blank = !text[strspn(text, " \t\r\n")];
    xmlNode *node = is_blank ? xmlNewDocText(tree->doc, BAD_CAST text) : make_text(tree, text);
    if (!node)
        return 0;
    append(tree->node, node);
    if (is_blank)
        APR_ARRAY_PUSH(tree->blanks, blank_t) = (blank_t){tree->node, node};
    return 1;
}

static int tree_end(void *baton)
{
    tree_t *tree = baton;
    tree->node = tree->node->parent;
    return 1;
}

static apr_status_t free_tree(void *data)
{
    tree_t *tree = data;
    for (int i = 0; i < tree->blanks->nelts; i++) {
        const blank_t *blank = &APR_ARRAY_IDX(tree->blanks, i, blank_t);
        const xmlNode *child = blank->parent->children;
        while (child && child != blank->text)
            child = child->next;
        if (child) /* not stripped */
            xmlFreeNode(blank->text);
    }
    tree->doc->children = tree->doc->last = NULL;
    xmlFreeDoc(tree->doc);
    return APR_SUCCESS;
}

static const lic_xml_target_t tree_target = {tree_start, tree_attr, tree_text, tree_end};

lic_xml_t *lic_xml_make_tree(const char *name_space, apr_pool_t *p)
{
    tree_t *tree = apr_pcalloc(p, sizeof(*tree));
    lic_xml_t *x = lic_xml_make(&tree_target, tree, p);
    tree->p = p;
    tree->blanks = apr_array_make(p, 4, sizeof(blank_t));
    tree->ns = (xmlNs){.type = XML_NAMESPACE_DECL, .href = BAD_CAST apr_pstrdup(p, name_space)};
    tree->doc = xmlNewDoc(BAD_CAST "1.0");
    if (!tree->doc)
        x->error = lic_error_make(p, LIC_BUG, "xml", "a tree could not be made: out of memory");
    else
        apr_pool_cleanup_register(p, tree, free_tree, apr_pool_cleanup_null);
    return x;
}

xmlDoc *lic_xml_tree(const lic_xml_t *x)
{
    return x->target == &tree_target ? ((const tree_t *)x->baton)->doc : NULL;
}
