/* view/render/html.c  Writes HTML as libxml2's serialiser does (htmlDocContentDumpFormatOutput). */
#include "view/render/html.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>

enum { FIRST_SIZE = 32 * 1024, DEEPEST = 500, NAMES = 128 };

/* What is to be known of a name; a page has few, each at one place in memory (libxml2's dictionary), again and again.
 */
typedef struct name_t {
    const char *text;
    apr_size_t length;
    int is_void, is_boolean, is_address;
} name_t;

typedef struct page_t {
    char *data;
    apr_size_t length, size;
    apr_pool_t *p;
    int failed; /* something that only libxml2 writes */
    name_t names[NAMES];
} page_t;

static const char *const voids[] = {"area", "base",  "basefont", "br",   "col",  "frame", "hr",
                                    "img",  "input", "isindex",  "link", "meta", "param", NULL};
static const char *const booleans[] = {"checked", "compact",  "declare", "defer",  "disabled", "ismap",    "multiple",
                                       "nohref",  "noresize", "noshade", "nowrap", "readonly", "selected", NULL};
static const char *const addresses[] = {"action", "href", "src", NULL};

/* Names of other elements seldom begin alike, so most comparisons end at the first letter. */
static int is_among(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (**names == *name && !strcmp(*names, name))
            return 1;
    return 0;
}

static const name_t *name_of(page_t *page, const void *pointer)
{
    const char *text = pointer;
    name_t *name = &page->names[((apr_uintptr_t)pointer >> 2) % NAMES];
    if (name->text == text)
        return name;
    page->failed |=
        *text >= 'A' && *text <= 'Z'; /* HTML's are of small letters here: libxml2 takes others for the same */
    *name = (name_t){text, strlen(text), is_among(voids, text), is_among(booleans, text), is_among(addresses, text)};
    return name;
}

/* --- bytes ----------------------------------------------------------------------------------------------------- */

/* Room for so many bytes more, which begin at what is returned. */
static char *room(page_t *page, apr_size_t length)
{
    if (page->length + length > page->size) {
        page->size = 2 * (page->length + length) + FIRST_SIZE;
        char *larger = apr_palloc(page->p, page->size);
        if (page->length)
            memcpy(larger, page->data, page->length);
        page->data = larger;
    }
    return page->data + page->length;
}

static void put_bytes(page_t *page, const char *data, apr_size_t length)
{
    memcpy(room(page, length), data, length);
    page->length += length;
}

/* A name, and a character before and after it; '\0': none there. */
static void put_name(page_t *page, const char *before, const name_t *name, char after)
{
    const apr_size_t first = strlen(before);
    char *to = room(page, first + name->length + 1);
    memcpy(to, before, first);
    memcpy(to + first, name->text, name->length);
    to[first + name->length] = after;
    page->length += first + name->length + (after != '\0');
}

static void put(page_t *page, const char *text)
{
    put_bytes(page, text, strlen(text));
}

static const char *entity_of(char c)
{
    return c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
}

static void put_escaped(page_t *page, const char *text)
{
    for (;;) {
        const apr_size_t plain = strcspn(text, "<>&");
        put_bytes(page, text, plain);
        text += plain;
        if (!*text)
            return;
        put(page, entity_of(*text++));
    }
}

/* --- attributes ------------------------------------------------------------------------------------------------ */

/* Between the quotation marks that libxml2 takes: those that the value hasn't. */
static void put_quoted(page_t *page, const char *value)
{
    const int both = strchr(value, '"') && strchr(value, '\'');
    const char *quote = both || !strchr(value, '"') ? "\"" : "'";
    put_bytes(page, quote, 1);
    while (both) {
        const apr_size_t plain = strcspn(value, "\"");
        put_bytes(page, value, plain);
        value += plain;
        if (!*value++)
            break;
        put(page, "&quot;");
    }
    if (!both)
        put(page, value);
    put_bytes(page, quote, 1);
}

/* Whether a character of an address stays as it is: these, and those that RFC 2396 calls unreserved. */
static int stays(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || (c >= 'A' && c <= 'Z'))
        return 1;
    return c && strchr("-.?=&;%_:@#,+<>!~*'()", c);
}

/* What an address can't hold is percent-encoded. */
static void put_address(page_t *page, const char *value)
{
    const char *c = value;
    while (stays(*c))
        c++;
    if (!*c) {
        put_quoted(page, value);
        return;
    }
    while (*value == ' ' || *value == '\t' || *value == '\n' || *value == '\r')
        value++;
    xmlChar *encoded = xmlURIEscapeStr(BAD_CAST value, BAD_CAST "@/:=?;#%&,+<>");
    if (encoded)
        put_quoted(page, (const char *)encoded);
    page->failed |= !encoded;
    xmlFree(encoded);
}

static const char *escaped(const char *value, apr_pool_t *p)
{
    page_t text = {.p = p};
    put_escaped(&text, value);
    put_bytes(&text, "", 1);
    return text.data;
}

static void put_attribute(page_t *page, const xmlAttr *attr)
{
    const name_t *name = name_of(page, attr->name);
    const xmlNode *text = attr->children;
    page->failed |= attr->ns || (text && (text->next || text->type != XML_TEXT_NODE));
    const int bare = page->failed || !text || name->is_boolean;
    put_name(page, " ", name, bare ? '\0' : '=');
    if (bare)
        return;
    const char *value = (const char *)text->content;
    const apr_size_t plain = strcspn(value, "<>&\"");
    const int is_address =
        name->is_address || (!strcmp(name->text, "name") && !strcmp((const char *)attr->parent->name, "a"));
    if (!value[plain] && !is_address) { /* most of all there is */
        char *to = room(page, plain + 2);
        to[0] = to[plain + 1] = '"';
        memcpy(to + 1, value, plain);
        page->length += plain + 2;
        return;
    }
    if (value[strcspn(value, "<>&")]) {
        page->failed |= strstr(value, "<!--") || strstr(value, "&{"); /* libxml2 leaves these as they are */
        value = escaped(value, page->p);
    }
    if (is_address)
        put_address(page, value);
    else
        put_quoted(page, value);
}

/* --- nodes ----------------------------------------------------------------------------------------------------- */

static void put_node(page_t *page, const xmlNode *node, int depth);

static int is_raw(const xmlNode *element)
{
    const char *name = element ? (const char *)element->name : NULL;
    return name && *name == 's' && (!strcmp(name, "script") || !strcmp(name, "style"));
}

static void put_element(page_t *page, const xmlNode *element, int depth)
{
    const name_t name = *name_of(page, element->name); /* its place may be another's after the children */
    page->failed |= element->ns || element->nsDef || depth > DEEPEST;
    put_name(page, "<", &name, '\0');
    for (const xmlAttr *attr = element->properties; attr && !page->failed; attr = attr->next)
        put_attribute(page, attr);
    put_bytes(page, ">", 1);
    if (name.is_void || (!element->children && !strcmp(name.text, "li"))) /* an empty <li> needs no end tag */
        return;
    for (const xmlNode *child = element->children; child && !page->failed; child = child->next)
        put_node(page, child, depth + 1);
    put_name(page, "</", &name, '>');
}

static void put_text(page_t *page, const xmlNode *node)
{
    const char *text = (const char *)node->content;
    if (!text)
        return;
    if (is_raw(node->parent) || node->name == xmlStringTextNoenc)
        put(page, text);
    else
        put_escaped(page, text);
}

static void put_node(page_t *page, const xmlNode *node, int depth)
{
    if (node->type == XML_ELEMENT_NODE)
        put_element(page, node, depth);
    else if (node->type == XML_TEXT_NODE)
        put_text(page, node);
    else
        page->failed = 1;
}

static void put_doctype(page_t *page, const xmlDtd *doctype)
{
    page->failed |= doctype->ExternalID || !xmlStrEqual(doctype->SystemID, BAD_CAST "about:legacy-compat") ||
                    !xmlStrEqual(doctype->name, BAD_CAST "html");
    put(page, "<!DOCTYPE html>\n");
}

const char *lic_html_write(apr_size_t *length, const xmlDoc *doc, apr_pool_t *p)
{
    page_t page = {.p = p};
    for (const xmlNode *node = doc->children; node && !page.failed; node = node->next)
        if (node->type == XML_DTD_NODE)
            put_doctype(&page, (const xmlDtd *)node);
        else
            put_node(&page, node, 0);
    put(&page, "\n");
    *length = page.length;
    return page.failed || !doc->children ? NULL : page.data;
}
