#include "view/render/catalogue.h"

#include <string.h>
#include <apr_hash.h>
#include <apr_strings.h>

typedef struct lic_entry_t {
    const char *form[LIC_PLURAL_FORMS]; /* without plurals only the first */
} lic_entry_t;

struct lic_catalogue_t {
    apr_hash_t *languages; /* "da" → hash of id → lic_entry_t */
    apr_pool_t *pool;
};

lic_catalogue_t *lic_catalogue_make(apr_pool_t *p)
{
    lic_catalogue_t *catalogue = apr_palloc(p, sizeof(*catalogue));
    catalogue->languages = apr_hash_make(p);
    catalogue->pool = p;
    return catalogue;
}

static const char *attribute(const xmlNode *node, const char *name, apr_pool_t *p)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    const char *copy = value ? apr_pstrdup(p, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static const char *content(const xmlNode *node, apr_pool_t *p)
{
    xmlChar *value = xmlNodeGetContent(node);
    const char *copy = apr_pstrdup(p, value ? (const char *)value : "");
    xmlFree(value);
    return copy;
}

static int is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

static lic_entry_t *read_entry(const xmlNode *node, apr_pool_t *p)
{
    lic_entry_t *entry = apr_pcalloc(p, sizeof(*entry));
    int n = 0;
    for (const xmlNode *form = node->children; form; form = form->next)
        if (is_element(form, "p") && n < LIC_PLURAL_FORMS)
            entry->form[n++] = content(form, p);
    if (!n)
        entry->form[0] = content(node, p);
    return entry;
}

lic_error_t *lic_catalogue_add(lic_catalogue_t *catalogue, const xmlDoc *doc, const char *file, apr_pool_t *p)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *language = root && is_element(root, "text") ? attribute(root, "lang", catalogue->pool) : NULL;
    if (!language)
        return lic_error_make(p, LIC_INVALID, "stylesheet",
                              "%s: its root is not <text lang=\"…\">, as po2xml.awk makes it", file);
    apr_hash_t *texts = apr_hash_get(catalogue->languages, language, APR_HASH_KEY_STRING);
    if (!texts)
        texts = apr_hash_make(catalogue->pool);
    for (const xmlNode *node = root->children; node; node = node->next) {
        const char *id = is_element(node, "t") ? attribute(node, "id", catalogue->pool) : NULL;
        if (id)
            apr_hash_set(texts, id, APR_HASH_KEY_STRING, read_entry(node, catalogue->pool));
    }
    apr_hash_set(catalogue->languages, language, APR_HASH_KEY_STRING, texts);
    return NULL;
}

static const lic_entry_t *find(const lic_catalogue_t *catalogue, const char *language, const char *id)
{
    apr_hash_t *texts = apr_hash_get(catalogue->languages, language, APR_HASH_KEY_STRING);
    return texts ? apr_hash_get(texts, id, APR_HASH_KEY_STRING) : NULL;
}

const char *lic_catalogue_text(const lic_catalogue_t *catalogue, const char *language, const char *id)
{
    const lic_entry_t *entry = find(catalogue, language, id);
    return entry ? entry->form[0] : id;
}

const char *lic_catalogue_plural(const lic_catalogue_t *catalogue, const char *language, const char *one,
                                 const char *other, int index)
{
    const lic_entry_t *entry = find(catalogue, language, one);
    if (!entry || index < 0 || index >= LIC_PLURAL_FORMS || !entry->form[index])
        return index == 0 ? one : other;
    return entry->form[index];
}

static const char *value_of(const char *name, apr_size_t length, const char *const *pairs, int n)
{
    for (int i = 0; i < n; i++)
        if (strlen(pairs[2 * i]) == length && !memcmp(pairs[2 * i], name, length))
            return pairs[2 * i + 1];
    return NULL;
}

const char *lic_catalogue_fill(const char *text, const char *const *pairs, int n, apr_pool_t *p)
{
    const char *filled = "", *open;
    while (n && (open = strchr(text, '{')) != NULL) {
        const char *close = strchr(open, '}');
        const char *value = close ? value_of(open + 1, (apr_size_t)(close - open - 1), pairs, n) : NULL;
        const char *rest = value ? close + 1 : open + 1;
        const char *before = apr_pstrmemdup(p, text, (apr_size_t)((value ? open : open + 1) - text));
        filled = apr_pstrcat(p, filled, before, value ? value : "", NULL);
        text = rest;
    }
    return *filled ? apr_pstrcat(p, filled, text, NULL) : text;
}
