#include "view/render/source.h"

#include <stdlib.h>
#include <string.h>
#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <libxslt/documents.h>
#include <libxslt/xsltInternals.h>

enum { LARGEST_FILE = 4 * 1024 * 1024, PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };

static lic_source_t *served;
static xsltDocLoaderFunc loader_before;

/* Without "..", "." and slashes that aren't needed, as libxml2 writes the addresses of what is imported. */
static const char *plain_path(const char *path, apr_pool_t *p)
{
    char *plain;
    if (apr_filepath_merge(&plain, NULL, path, 0, p) != APR_SUCCESS)
        return path;
    apr_size_t length = strlen(plain);
    while (length > 1 && plain[length - 1] == '/')
        plain[--length] = '\0';
    return plain;
}

static int is_kind(const char *path, apr_filetype_e kind, apr_pool_t *p)
{
    apr_finfo_t info;
    return apr_stat(&info, path, APR_FINFO_TYPE, p) == APR_SUCCESS && info.filetype == kind;
}

lic_error_t *lic_source_open(lic_source_t **source, const char *directory, const char *fallback, apr_pool_t *p)
{
    lic_source_t *opened = apr_pcalloc(p, sizeof(*opened));
    opened->pool = p;
    opened->read = apr_hash_make(p);
    opened->directory = plain_path(directory, p);
    if (!is_kind(opened->directory, APR_DIR, p))
        return lic_error_make(p, LIC_INVALID, "stylesheet",
                              "%s is not a directory that can be read; name the one that holds overview.xsl or a "
                              "portal's own stylesheets",
                              directory);
    if (fallback && is_kind(fallback, APR_DIR, p) && strcmp(plain_path(fallback, p), opened->directory))
        opened->fallback = plain_path(fallback, p);
    *source = opened;
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int ends_in(const char *name, const char *suffix)
{
    apr_size_t length = strlen(name), end = strlen(suffix);
    return name[0] != '.' && length > end && !strcmp(name + length - end, suffix);
}

static void list_directory(apr_hash_t *found, const char *path, const char *suffix, apr_pool_t *p)
{
    apr_dir_t *dir;
    apr_finfo_t entry;
    if (apr_dir_open(&dir, path, p) != APR_SUCCESS)
        return;
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (ends_in(entry.name, suffix))
            apr_hash_set(found, apr_pstrdup(p, entry.name), APR_HASH_KEY_STRING, "");
    apr_dir_close(dir);
}

lic_error_t *lic_source_list(apr_array_header_t **names, lic_source_t *source, const char *folder, const char *suffix,
                             apr_pool_t *p)
{
    apr_hash_t *found = apr_hash_make(p);
    list_directory(found, apr_pstrcat(p, source->directory, "/", folder, NULL), suffix, p);
    if (source->fallback)
        list_directory(found, apr_pstrcat(p, source->fallback, "/", folder, NULL), suffix, p);
    *names = apr_array_make(p, 16, sizeof(const char *));
    for (apr_hash_index_t *i = apr_hash_first(p, found); i; i = apr_hash_next(i))
        APR_ARRAY_PUSH(*names, const char *) = apr_pstrcat(p, folder, apr_hash_this_key(i), NULL);
    qsort((*names)->elts, (apr_size_t)(*names)->nelts, sizeof(const char *), by_name);
    return NULL;
}

const char *lic_source_path(const lic_source_t *source, const char *name, apr_pool_t *p)
{
    const char *own = apr_pstrcat(p, source->directory, "/", name, NULL);
    if (!source->fallback || is_kind(own, APR_REG, p))
        return own;
    const char *ours = apr_pstrcat(p, source->fallback, "/", name, NULL);
    return is_kind(ours, APR_REG, p) ? ours : own;
}

/* The part of path below a directory; NULL when it lies elsewhere or climbs. */
static const char *below(const char *directory, const char *path)
{
    apr_size_t length = directory ? strlen(directory) : 0;
    if (!length || strncmp(path, directory, length) || path[length] != '/' || strstr(path, "/../"))
        return NULL;
    return path + length + 1;
}

lic_error_t *lic_source_read(const char **text, lic_source_t *source, const char *path, apr_pool_t *p)
{
    apr_file_t *file;
    apr_finfo_t info;
    char said[200];
    *text = apr_hash_get(source->read, path, APR_HASH_KEY_STRING);
    if (*text)
        return NULL;
    if (!below(source->directory, path) && !below(source->fallback, path))
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s lies outside %s: stylesheets import only from there",
                              path, source->directory);
    apr_status_t status = apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, p);
    if (status == APR_SUCCESS)
        status = apr_file_info_get(&info, APR_FINFO_SIZE, file);
    if (status == APR_SUCCESS && info.size > LARGEST_FILE)
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s is larger than 4 MiB", path);
    char *read = NULL;
    if (status == APR_SUCCESS) {
        read = apr_pcalloc(source->pool, (apr_size_t)info.size + 1);
        status = apr_file_read_full(file, read, (apr_size_t)info.size, NULL);
    }
    if (status != APR_SUCCESS)
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s can't be read: %s", path,
                              apr_strerror(status, said, sizeof(said)));
    apr_file_close(file);
    apr_hash_set(source->read, apr_pstrdup(source->pool, path), APR_HASH_KEY_STRING, read);
    *text = read;
    return NULL;
}

/* Of the first error: those after it are mostly what it leads to. */
typedef struct lic_first_t {
    int line;
    const char *message;
    apr_pool_t *pool;
} lic_first_t;

static void keep_first(void *parser, xmlError *error)
{
    lic_first_t *first = ((xmlParserCtxt *)parser)->_private;
    if (first->message || error->level < XML_ERR_ERROR)
        return;
    first->line = error->line;
    first->message = apr_pstrmemdup(first->pool, error->message, strcspn(error->message, "\n"));
}

/* libxslt frees texts by the stylesheet's dictionary, so what it imports must be read with that very one. */
static lic_error_t *parse_with(xmlDoc **doc, lic_source_t *source, const char *path, xmlDict *dict, apr_pool_t *p)
{
    const char *text;
    LIC_TRY(lic_source_read(&text, source, path, p));
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        return lic_error_make(p, LIC_BUG, "stylesheet", "%s: out of memory", path);
    if (dict) {
        xmlDictFree(parser->dict);
        parser->dict = dict;
        xmlDictReference(dict);
    }
    lic_first_t first = {0, NULL, p};
    parser->_private = &first;
    parser->sax->serror = keep_first;
    *doc = xmlCtxtReadMemory(parser, text, (int)strlen(text), path, NULL, PARSE_OPTIONS);
    lic_error_t *err = NULL;
    if (!*doc)
        err = lic_error_make(p, LIC_INVALID, "stylesheet", "%s:%d: %s", path, first.line,
                             first.message ? first.message : "is not well-formed XML");
    xmlFreeParserCtxt(parser);
    return err;
}

lic_error_t *lic_source_parse(xmlDoc **doc, lic_source_t *source, const char *path, apr_pool_t *p)
{
    return parse_with(doc, source, path, NULL, p);
}

/* A file of ours may import one that the portal has replaced; a file of the portal's gets just what it names. */
static const char *resolve(const lic_source_t *source, const char *importer, const char *path, apr_pool_t *p)
{
    if (!source->fallback)
        return path;
    const char *name = below(source->fallback, path);
    if (name && importer && below(source->fallback, importer))
        return lic_source_path(source, name, p);
    name = below(source->directory, path);
    return name ? lic_source_path(source, name, p) : path;
}

static xmlDoc *load(const xmlChar *uri, xmlDict *dict, int options, void *context, xsltLoadType type)
{
    const xsltStylesheet *style = context;
    xmlDoc *doc = NULL;
    (void)options;
    if (!served || type != XSLT_LOAD_STYLESHEET)
        return NULL;
    char *path = xmlURIUnescapeString((const char *)uri, 0, NULL);
    const char *importer = style && style->doc ? (const char *)style->doc->URL : NULL;
    const char *resolved = resolve(served, importer, apr_pstrdup(served->pool, path ? path : ""), served->pool);
    xmlFree(path);
    lic_error_t *err = parse_with(&doc, served, resolved, dict, served->pool);
    if (err && !served->error)
        served->error = err;
    return doc;
}

void lic_source_serve(lic_source_t *source)
{
    if (source && !served) {
        loader_before = xsltDocDefaultLoader;
        xsltSetLoaderFunc(load);
    } else if (!source && served) {
        xsltSetLoaderFunc(loader_before);
    }
    served = source;
}
