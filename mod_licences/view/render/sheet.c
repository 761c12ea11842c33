#include "view/render/sheet.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/xmlsave.h>
#include <libxml/HTMLtree.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>

#include "base/pin.h"
#include "base/text.h"
#include "base/locale.h"
#include "base/token.h"
#include "view/render/columns.h"
#include "view/render/function.h"
#include "view/render/html.h"
#include "view/render/shortcut.h"
#include "view/render/source.h"
#include "view/render/xml.h"

#ifndef LIC_STYLESHEETS
#define LIC_STYLESHEETS "" /* not installed: there is nothing to fall back on */
#endif

enum { LONGEST_SAID = 4000 };

struct lic_sheets_t {
    apr_hash_t *styles;  /* "csv/overview" → xsltStylesheet */
    apr_hash_t *columns; /* the same → lic_columns_t */
    apr_hash_t *assets;  /* "assets/licences.css" → lic_asset_t */
    lic_catalogue_t *catalogue;
    xsltSecurityPrefs *forbid;
    const char *digest;
    lic_source_t *source;
    int manual;
};

void lic_view_init(apr_pool_t *pconf)
{
    (void)pconf;
    lic_pin((const void *)xmlInitParser);
    lic_pin((const void *)xsltInit);
    xmlInitParser();
    xsltInit();
}

const char *lic_sheets_digest(const lic_sheets_t *sheets)
{
    return sheets->digest;
}

int lic_sheets_have(const lic_sheets_t *sheets, const char *sheet)
{
    return apr_hash_get(sheets->styles, sheet, APR_HASH_KEY_STRING) != NULL;
}

lic_source_t *lic_sheets_source(const lic_sheets_t *sheets)
{
    return sheets->source;
}

const lic_asset_t *lic_sheets_asset(const lic_sheets_t *sheets, const char *name)
{
    return apr_hash_get(sheets->assets, name, APR_HASH_KEY_STRING);
}

int lic_sheets_have_manual(const lic_sheets_t *sheets)
{
    return sheets->manual;
}

const lic_columns_t *lic_sheet_columns(const lic_sheets_t *sheets, const char *sheet)
{
    return apr_hash_get(sheets->columns, sheet, APR_HASH_KEY_STRING);
}

static apr_status_t free_style(void *data)
{
    xsltFreeStylesheet(data);
    return APR_SUCCESS;
}

static apr_status_t free_forbid(void *data)
{
    xsltFreeSecurityPrefs(data);
    return APR_SUCCESS;
}

/* Gathers what libxslt says piece by piece into one line. */
typedef struct lic_said_t {
    const char *text;
    apr_pool_t *pool;
} lic_said_t;

static void LIBXML_ATTR_FORMAT(2, 3) gather(void *context, const char *fmt, ...)
{
    lic_said_t *said = context;
    va_list args;
    if (strlen(said->text) > LONGEST_SAID)
        return;
    va_start(args, fmt);
    char *piece = apr_pstrdup(said->pool, lic_text_vprintf(said->pool, fmt, args));
    va_end(args);
    for (char *c = piece; *c; c++)
        if (*c == '\n')
            *c = ' ';
    said->text = apr_pstrcat(said->pool, said->text, piece, NULL);
}

/* libxml2's own handlers are per thread; without them it writes to standard error. */
typedef struct lic_listener_t {
    xmlStructuredErrorFunc structured;
    xmlGenericErrorFunc generic;
    void *structured_context, *generic_context;
} lic_listener_t;

static void hear(void *context, xmlError *error)
{
    if (error->message)
        gather(context, "%s", error->message);
}

static lic_listener_t listen_to_libxml(lic_said_t *said)
{
    const lic_listener_t before = {xmlStructuredError, xmlGenericError, xmlStructuredErrorContext,
                                   xmlGenericErrorContext};
    xmlSetStructuredErrorFunc(said, hear);
    xmlSetGenericErrorFunc(said, gather);
    return before;
}

static void listen_as(const lic_listener_t *before)
{
    xmlSetStructuredErrorFunc(before->structured_context, before->structured);
    xmlSetGenericErrorFunc(before->generic_context, before->generic);
}

/* libxslt has one error function per process for compiling; threads haven't started, and it is put back. */
static lic_error_t *compile(xsltStylesheet **style, const lic_columns_t **columns, lic_source_t *source,
                            const char *name, apr_pool_t *p)
{
    xmlDoc *doc = NULL;
    const char *path = lic_source_path(source, name, p);
    LIC_TRY(lic_source_parse(&doc, source, path, p));
    *columns = lic_columns_find(doc, p);
    lic_said_t said = {"", p};
    xmlGenericErrorFunc function_before = xsltGenericError;
    void *context_before = xsltGenericErrorContext;
    xsltSetGenericErrorFunc(&said, gather);
    lic_listener_t before = listen_to_libxml(&said);
    source->error = NULL;
    lic_source_serve(source);
    *style = xsltParseStylesheetDoc(doc);
    lic_source_serve(NULL);
    xsltSetGenericErrorFunc(context_before, function_before);
    listen_as(&before);
    if (!*style)
        xmlFreeDoc(doc);
    else
        apr_pool_cleanup_register(p, *style, free_style, apr_pool_cleanup_null);
    if (source->error)
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s: %s; %s", path, source->error->message, said.text);
    if (!*style || (*style)->errors)
        return lic_error_make(p, LIC_INVALID, "stylesheet", "%s: %s", path, said.text);
    lic_shortcut_install(*style, p);
    return NULL;
}

static apr_status_t ignore_output(void *baton, const char *data, apr_size_t length)
{
    (void)baton;
    (void)data;
    (void)length;
    return APR_SUCCESS;
}

/* libxml2 looks functions up at their first use and remembers them unguarded, so that use is before threads. */
static lic_error_t *warm(const lic_sheets_t *sheets, const char *sheet, apr_pool_t *p)
{
    static const char *const no_params[] = {NULL};
    const lic_look_t look = {"en", NULL, 0, no_params};
    const lic_out_t nowhere = {ignore_output, NULL, NULL};
    apr_pool_t *scratch;
    apr_pool_create(&scratch, p);
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, scratch);
    lic_xml_start(x, "warm");
    lic_xml_end(x);
    lic_error_t *err = lic_sheet_apply((lic_out_t *)&nowhere, sheets, sheet, lic_xml_tree(x), &look, scratch);
    if (err)
        err = lic_error_make(p, LIC_INVALID, "stylesheet", "%s.xsl: %s", sheet, err->message);
    apr_pool_destroy(scratch);
    return err;
}

static lic_error_t *load_folder(lic_sheets_t *sheets, lic_source_t *source, const char *folder, apr_pool_t *p)
{
    apr_array_header_t *names;
    LIC_TRY(lic_source_list(&names, source, folder, ".xsl", p));
    for (int i = 0; i < names->nelts; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);
        const char *sheet = apr_pstrmemdup(p, name, strlen(name) - strlen(".xsl"));
        const lic_columns_t *columns;
        xsltStylesheet *style;
        LIC_TRY(compile(&style, &columns, source, name, p));
        apr_hash_set(sheets->styles, sheet, APR_HASH_KEY_STRING, style);
        apr_hash_set(sheets->columns, sheet, APR_HASH_KEY_STRING, columns);
        LIC_TRY(warm(sheets, sheet, p));
    }
    return NULL;
}

static lic_error_t *load_texts(lic_sheets_t *sheets, lic_source_t *source, apr_pool_t *p)
{
    apr_array_header_t *names;
    LIC_TRY(lic_source_list(&names, source, "text/", ".xml", p));
    for (int i = 0; i < names->nelts; i++) {
        xmlDoc *doc = NULL;
        const char *path = lic_source_path(source, APR_ARRAY_IDX(names, i, const char *), p);
        LIC_TRY(lic_source_parse(&doc, source, path, p));
        lic_error_t *err = lic_catalogue_add(sheets->catalogue, doc, path, p);
        xmlFreeDoc(doc);
        LIC_TRY(err);
    }
    return NULL;
}

/* One with a NUL in it is sent from its file. */
static lic_error_t *read_asset(lic_sheets_t *sheets, lic_source_t *source, const char *name, apr_pool_t *p)
{
    lic_asset_t *asset = apr_pcalloc(p, sizeof(*asset));
    const char *path = lic_source_path(source, name, p);
    LIC_TRY(lic_source_read(&asset->data, source, path, p));
    if (apr_stat(&asset->info, path, APR_FINFO_NORM, p) == APR_SUCCESS &&
        asset->info.size == (apr_off_t)strlen(asset->data))
        apr_hash_set(sheets->assets, name, APR_HASH_KEY_STRING, asset);
    return NULL;
}

/* Assets are sent as they are, and count for the digest that their addresses bear. */
static lic_error_t *read_assets(lic_sheets_t *sheets, lic_source_t *source, apr_pool_t *p)
{
    static const char *const suffixes[] = {".css", ".js", ".svg", NULL};
    for (int k = 0; suffixes[k]; k++) {
        apr_array_header_t *names;
        LIC_TRY(lic_source_list(&names, source, "assets/", suffixes[k], p));
        for (int i = 0; i < names->nelts; i++)
            LIC_TRY(read_asset(sheets, source, APR_ARRAY_IDX(names, i, const char *), p));
    }
    return NULL;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of every file's text, in an order that doesn't depend on where they were found. */
static const char *digest_of(const lic_source_t *source, apr_pool_t *p)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, p);
    apr_array_header_t *digests = apr_array_make(scratch, 64, sizeof(const char *));
    for (apr_hash_index_t *i = apr_hash_first(scratch, source->read); i; i = apr_hash_next(i)) {
        const char *text = apr_hash_this_val(i);
        APR_ARRAY_PUSH(digests, const char *) = lic_token_digest(text, strlen(text), scratch);
    }
    qsort(digests->elts, (apr_size_t)digests->nelts, sizeof(const char *), by_text);
    const char *all = apr_array_pstrcat(scratch, digests, ',');
    const char *digest = apr_pstrdup(p, lic_token_digest(all, strlen(all), scratch));
    apr_pool_destroy(scratch);
    return digest;
}

lic_error_t *lic_sheets_load(lic_sheets_t **sheets, const char *directory, apr_pool_t *p)
{
    static const char *const folders[] = {"", "csv/", "mail/", NULL};
    static const xsltSecurityOption options[] = {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
                                                 XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
                                                 XSLT_SECPREF_WRITE_NETWORK};
    lic_source_t *source;
    LIC_TRY(lic_source_open(&source, directory, *LIC_STYLESHEETS ? LIC_STYLESHEETS : NULL, p));
    lic_sheets_t *loaded = apr_pcalloc(p, sizeof(*loaded));
    loaded->styles = apr_hash_make(p);
    loaded->columns = apr_hash_make(p);
    loaded->assets = apr_hash_make(p);
    loaded->catalogue = lic_catalogue_make(p);
    loaded->digest = "";
    loaded->source = source;
    loaded->forbid = xsltNewSecurityPrefs();
    if (!loaded->forbid)
        return lic_error_make(p, LIC_BUG, "stylesheet", "out of memory");
    apr_pool_cleanup_register(p, loaded->forbid, free_forbid, apr_pool_cleanup_null);
    for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++)
        xsltSetSecurityPrefs(loaded->forbid, options[i], xsltSecurityForbid);
    LIC_TRY(load_texts(loaded, source, p));
    for (int i = 0; folders[i]; i++)
        LIC_TRY(load_folder(loaded, source, folders[i], p));
    LIC_TRY(read_assets(loaded, source, p));
    loaded->digest = digest_of(source, p);
    apr_finfo_t info;
    loaded->manual = !apr_stat(&info, lic_source_path(source, "manual/index.html", p), APR_FINFO_TYPE, p);
    *sheets = loaded;
    return NULL;
}

/* --- a tree is written out: transformed, or as it is ---------------------------------------------------------- */

typedef struct lic_sink_t {
    lic_out_t *out;
    apr_status_t status;
} lic_sink_t;

static int sink_write(void *context, const char *data, int length)
{
    lic_sink_t *sink = context;
    if (sink->status == APR_SUCCESS)
        sink->status = sink->out->write(sink->out->baton, data, (apr_size_t)length);
    return sink->status == APR_SUCCESS ? length : -1;
}

static lic_error_t *sink_error(const lic_sink_t *sink, int failed, const char *problem, const char *sheet,
                               apr_pool_t *p)
{
    if (sink->status != APR_SUCCESS)
        return lic_error_make(p, LIC_UNAVAILABLE, "output", "whoever asked is gone: status %d", (int)sink->status);
    return failed ? lic_error_make(p, LIC_BUG, problem, "%s: the result can't be written", sheet) : NULL;
}

/* The first that says so counts, in the order of imports. */
static const xmlChar *setting_of(const xmlChar *own, const xmlChar *imported)
{
    return own ? own : imported;
}

/* A page of HTML in UTF-8, not indented. NULL: it's something else, or has what only libxml2 writes. */
static const char *page_of(apr_size_t *length, xmlDoc *result, xsltStylesheet *style, apr_pool_t *p)
{
    const xmlChar *method = NULL, *encoding = NULL;
    int indent = -1;
    for (xsltStylesheet *each = style; each; each = xsltNextImport(each)) {
        method = setting_of(method, each->method);
        encoding = setting_of(encoding, each->encoding);
        indent = indent < 0 ? each->indent : indent;
    }
    if (result->type != XML_HTML_DOCUMENT_NODE || !xmlStrEqual(method, BAD_CAST "html") || indent ||
        !xmlStrEqual(encoding, BAD_CAST "UTF-8") || htmlSetMetaEncoding(result, encoding))
        return NULL;
    return lic_html_write(length, result, p);
}

/* xsltSaveResultTo answers 0 even after a failed write, so the buffer is asked as well. */
static lic_error_t *save(lic_out_t *out, xmlDoc *result, xsltStylesheet *style, const char *sheet, apr_pool_t *p)
{
    lic_sink_t sink = {out, APR_SUCCESS};
    apr_size_t length;
    const char *page = page_of(&length, result, style, p);
    if (page)
        return sink_error(&sink, sink_write(&sink, page, (int)length) < 0, "stylesheet", sheet, p);
    xmlOutputBuffer *buffer = xmlOutputBufferCreateIO(sink_write, NULL, &sink, NULL);
    int failed = !buffer || xsltSaveResultTo(buffer, result, style) < 0 || buffer->error;
    failed |= buffer && xmlOutputBufferClose(buffer) < 0;
    return sink_error(&sink, failed, "stylesheet", sheet, p);
}

lic_error_t *lic_tree_write(lic_out_t *out, xmlDoc *doc, apr_pool_t *p)
{
    lic_sink_t sink = {out, APR_SUCCESS};
    xmlSaveCtxt *saving = xmlSaveToIO(sink_write, NULL, &sink, "UTF-8", 0);
    int failed = !saving || xmlSaveDoc(saving, doc) < 0;
    failed |= saving && xmlSaveClose(saving) < 0;
    return sink_error(&sink, failed, "xml", "a document", p);
}

lic_error_t *lic_tree_layout(const char **text, xmlDoc *doc, apr_pool_t *p)
{
    xmlChar *made = NULL;
    int length = 0;
    xmlDocDumpFormatMemoryEnc(doc, &made, &length, "UTF-8", 1);
    if (!made)
        return lic_error_make(p, LIC_BUG, "xml", "a document could not be written");
    *text = apr_pstrmemdup(p, (const char *)made, (apr_size_t)length);
    xmlFree(made);
    return NULL;
}

static lic_error_t *prepare(xsltTransformContext *context, const lic_sheets_t *sheets, lic_render_args_t *rendering,
                            lic_said_t *said, const char *sheet)
{
    context->_private = rendering;
    xsltSetTransformErrorFunc(context, said, gather);
    if (xsltSetCtxtSecurityPrefs(sheets->forbid, context) || !lic_function_register(context))
        return lic_error_make(rendering->pool, LIC_BUG, "stylesheet", "%s: out of memory", sheet);
    if (rendering->look->params && xsltQuoteUserParams(context, (const char **)rendering->look->params))
        return lic_error_make(rendering->pool, LIC_BUG, "stylesheet", "%s: a parameter was not taken: %s", sheet,
                              said->text);
    return NULL;
}

lic_error_t *lic_sheet_apply(lic_out_t *out, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                             const lic_look_t *look, apr_pool_t *p)
{
    xsltStylesheet *style = apr_hash_get(sheets->styles, sheet, APR_HASH_KEY_STRING);
    if (!style)
        return lic_error_make(p, LIC_BUG, "stylesheet", "there is no stylesheet %s.xsl", sheet);
    xsltTransformContext *context = xsltNewTransformContext(style, doc);
    if (!context)
        return lic_error_make(p, LIC_BUG, "stylesheet", "%s: out of memory", sheet);
    lic_said_t said = {"", p};
    lic_render_args_t rendering = {look,
                                   sheets->catalogue,
                                   sheets->digest,
                                   look->locale ? look->locale : "en",
                                   lic_locale_language(look->locale ? look->locale : "en"),
                                   lic_cells_make(look),
                                   p};
    lic_listener_t before = listen_to_libxml(&said);
    lic_error_t *err = prepare(context, sheets, &rendering, &said, sheet);
    xmlDoc *result = err ? NULL : xsltApplyStylesheetUser(style, doc, NULL, NULL, NULL, context);
    if (!err && (!result || context->state != XSLT_STATE_OK))
        err = lic_error_make(p, LIC_BUG, "stylesheet", "%s: %s", sheet, *said.text ? said.text : "gave no result");
    if (!err)
        err = save(out, result, style, sheet, p);
    if (result)
        xmlFreeDoc(result);
    xsltFreeTransformContext(context);
    listen_as(&before);
    return err;
}
