#include "view/io/reader.h"

#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include <libxml/encoding.h>
#include <libxml/xmlreader.h>

#include "view/io/markup.h"
#include "view/io/xsd_private.h"
#include "view/render/xml.h"

/* Nodes know their line up to here */
#define LINES 65535

/*
 * libxml2 keeps, and its validator joins at a cost that grows with the square, whatever lies between two tags: texts in
 * pieces, comments, processing instructions. So that is bounded, in bytes of the source; view/io/markup.h bounds tags.
 */
#define BETWEEN (256 * 1024)

struct lic_reader_t {
    xmlTextReader *reader;
    xmlSchemaValidCtxt *check;
    lic_reader_read_fn *read;
    void *baton;
    int broken;       /* the source can't be read on; says nothing of the XML */
    apr_size_t since; /* bytes read since the last tag */
    lic_markup_t markup;
    char *said; /* the first thing that was wrong */
    int line;
    int collects;              /* so many errors are kept, and reading goes on; 0: the first ends it */
    apr_array_header_t *wrong; /* of lic_error_t *: kept so far … */
    int handed;                /* … and handed out */
    int wrong_line;            /* of the last of them */
    int ended;
    apr_pool_t *pool;
};

static apr_status_t close_reader(void *data)
{
    lic_reader_t *reader = data;
    if (reader->reader)
        xmlFreeTextReader(reader->reader);
    if (reader->check)
        xmlSchemaFreeValidCtxt(reader->check);
    return APR_SUCCESS;
}

static int read_bytes(void *context, char *buffer, int length)
{
    lic_reader_t *reader = context;
    apr_size_t n = (apr_size_t)length;
    if (reader->since > BETWEEN)
        return -1;
    const apr_status_t status = reader->read(reader->baton, buffer, &n);
    if (status == APR_SUCCESS) {
        reader->since += n;
        return lic_markup_scan(&reader->markup, buffer, n) ? (int)n : -1;
    }
    reader->broken = status != APR_EOF;
    return reader->broken ? -1 : 0;
}

static lic_error_t *wrong(lic_reader_t *reader, const char *problem, const char *otherwise);

static void keep(lic_reader_t *reader)
{
    if (reader->line != reader->wrong_line && reader->wrong->nelts < reader->collects)
        APR_ARRAY_PUSH(reader->wrong, lic_error_t *) = wrong(reader, "xml-invalid", "");
    reader->wrong_line = reader->line;
    reader->said = NULL;
    reader->line = 0;
}

/* The first error only, or of each line: what follows it is mostly its consequence. */
static void note(void *context, xmlError *error)
{
    lic_reader_t *reader = context;
    if (reader->said || error->level == XML_ERR_WARNING)
        return;
    reader->said = apr_pstrdup(reader->pool, error->message ? error->message : "is not as it should be");
    reader->said[strcspn(reader->said, "\r\n")] = '\0';
    reader->line = error->line;
    if (reader->collects && error->domain == XML_FROM_SCHEMASV)
        keep(reader);
}

/* The schema's words begin with the element, which the reader may have gone past: Element '{NAMESPACE}NAME': … */
static const char *element_of(lic_reader_t *reader)
{
    static const char begins[] = "Element '";
    const char *said = reader->said;
    if (!said || strncmp(said, begins, strlen(begins)))
        return (const char *)xmlTextReaderConstLocalName(reader->reader);
    said += strlen(begins);
    const char *brace = strchr(said, '}');
    if (*said == '{' && brace)
        said = brace + 1;
    return apr_pstrndup(reader->pool, said, strcspn(said, "'"));
}

static lic_error_t *wrong(lic_reader_t *reader, const char *problem, const char *otherwise)
{
    apr_pool_t *p = reader->pool;
    const char *element = element_of(reader);
    if (reader->broken)
        return lic_error_make(p, LIC_UNAVAILABLE, "body-broken", "what was sent can't be read again");
    if (!reader->line)
        reader->line = xmlTextReaderGetParserLineNumber(reader->reader);
    lic_error_t *err =
        lic_error_make(p, LIC_INVALID, problem, "line %d: %s", reader->line, reader->said ? reader->said : otherwise);
    lic_error_fact(err, "line", apr_itoa(p, reader->line));
    return element ? lic_error_fact(err, "element", element) : err;
}

/* libxml2 knows one that iconv does. Its "UTF-16" would be UTF-16LE. */
int lic_reader_knows(const char *charset)
{
    xmlCharEncodingHandler *handler = lic_markup_knows(charset) ? xmlFindCharEncodingHandler(charset) : NULL;
    if (handler)
        (void)xmlCharEncCloseFunc(handler);
    return handler != NULL;
}

static xmlTextReader *make_reader(lic_reader_t *reader, const char *charset)
{
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    const int by_mark = charset && !strcasecmp(charset, "utf-16");
    return xmlReaderForIO(read_bytes, NULL, reader, NULL, by_mark ? NULL : charset,
                          charset ? options | XML_PARSE_IGNORE_ENC : options);
}

lic_error_t *lic_reader_open(lic_reader_t **out, lic_reader_read_fn *read, void *baton, const char *charset,
                             const lic_xsd_t *schema, apr_pool_t *p)
{
    lic_reader_t *reader = apr_pcalloc(p, sizeof(*reader));
    reader->read = read;
    reader->baton = baton;
    reader->pool = p;
    apr_pool_cleanup_register(p, reader, close_reader, apr_pool_cleanup_null);
    reader->markup.charset = charset;
    reader->reader = make_reader(reader, charset);
    if (schema)
        reader->check = xmlSchemaNewValidCtxt(schema->schema);
    if (!reader->reader || (schema && !reader->check))
        return lic_error_make(p, LIC_BUG, "xml", "out of memory");
    xmlTextReaderSetStructuredErrorHandler(reader->reader, note, reader);
    if (schema) {
        xmlSchemaSetValidStructuredErrors(reader->check, note, reader);
        if (xmlTextReaderSchemaValidateCtxt(reader->reader, reader->check, 0))
            return lic_error_make(p, LIC_BUG, "xml", "the schema could not be applied");
    }
    *out = reader;
    return NULL;
}

/* The source has been ended for what it holds; what libxml2 says of that isn't told. */
static lic_error_t *beyond(lic_reader_t *reader, const char *problem, const char *why, int line)
{
    reader->said = NULL;
    reader->line = line;
    return wrong(reader, problem, why);
}

static void LIBXML_ATTR_FORMAT(2, 3) ignore(void *context, const char *fmt, ...)
{
    (void)context;
    (void)fmt;
}

/* What libxml2 has no handler for (XML 1.1, with a schema) it writes to standard error, which is the server's log. */
static int read_node(lic_reader_t *reader)
{
    const xmlGenericErrorFunc before = xmlGenericError;
    void *context = xmlGenericErrorContext;
    xmlSetGenericErrorFunc(NULL, ignore);
    const int more = xmlTextReaderRead(reader->reader);
    xmlSetGenericErrorFunc(context, before);
    return more;
}

/* One step. *type 0: there is nothing any more. */
static lic_error_t *step(int *type, lic_reader_t *reader)
{
    const int more = reader->ended ? 0 : read_node(reader);
    *type = more > 0 ? xmlTextReaderNodeType(reader->reader) : 0;
    if (reader->markup.problem)
        return beyond(reader, reader->markup.problem, reader->markup.wrong, reader->markup.line + 1);
    if (reader->since > BETWEEN)
        return beyond(reader, "xml-invalid", "more lies between two tags than is taken here (256 KB)", 0);
    if (*type == XML_READER_TYPE_ELEMENT || *type == XML_READER_TYPE_END_ELEMENT)
        reader->since = 0;
    if (more < 0)
        return wrong(reader, "xml-malformed",
                     "this is not well-formed XML, or not in the encoding that is said (without one: UTF-8)");
    const int breaks = !more && !reader->wrong_line && xmlTextReaderIsValid(reader->reader) != 1;
    if (reader->check && (reader->said || breaks))
        return wrong(reader, "xml-invalid", "it does not follow the schema");
    reader->ended = !more;
    return NULL;
}

lic_error_t *lic_reader_next(const char **name, int *depth, lic_reader_t *reader)
{
    int type;
    *name = NULL;
    do {
        LIC_TRY(step(&type, reader));
        const char *space =
            type == XML_READER_TYPE_ELEMENT ? (const char *)xmlTextReaderConstNamespaceUri(reader->reader) : NULL;
        if (space && !strcmp(space, LIC_XML_NAMESPACE)) {
            *name = (const char *)xmlTextReaderConstLocalName(reader->reader);
            *depth = xmlTextReaderDepth(reader->reader);
            return NULL;
        }
    } while (type);
    return NULL;
}

void lic_reader_collect(lic_reader_t *reader, int most)
{
    reader->collects = most;
    reader->wrong = apr_array_make(reader->pool, 8, sizeof(lic_error_t *));
}

lic_error_t *lic_reader_wrong(lic_reader_t *reader)
{
    if (!reader->wrong || reader->handed == reader->wrong->nelts)
        return NULL;
    return APR_ARRAY_IDX(reader->wrong, reader->handed++, lic_error_t *);
}

const char *lic_reader_attr(lic_reader_t *reader, const char *name, apr_pool_t *p)
{
    xmlChar *value = xmlTextReaderGetAttribute(reader->reader, (const xmlChar *)name);
    const char *copy = value ? apr_pstrdup(p, (const char *)value) : NULL;
    if (value)
        xmlFree(value);
    return copy;
}

const char *lic_reader_word(lic_reader_t *reader, const char *name, apr_pool_t *p)
{
    const char *value = lic_reader_attr(reader, name, p);
    if (!value)
        return NULL;
    value += strspn(value, " \t\r\n");
    return apr_pstrndup(p, value, strcspn(value, " \t\r\n"));
}

static int is_text(int type)
{
    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA || type == XML_READER_TYPE_WHITESPACE ||
           type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

/* A text comes in as many pieces as the sender likes (comments part it): they are gathered within a bound. */
lic_error_t *lic_reader_text(const char **text, lic_reader_t *reader, apr_pool_t *p)
{
    char gathered[LIC_READER_TEXT_MAX];
    const int depth = xmlTextReaderDepth(reader->reader);
    apr_size_t length = 0;
    int type;
    *text = "";
    if (xmlTextReaderIsEmptyElement(reader->reader))
        return NULL;
    for (;;) {
        LIC_TRY(step(&type, reader));
        if (!type || xmlTextReaderDepth(reader->reader) <= depth)
            break;
        if (!is_text(type))
            continue;
        const char *piece = (const char *)xmlTextReaderConstValue(reader->reader);
        const apr_size_t more = strlen(piece);
        if (more > sizeof(gathered) - length)
            return wrong(reader, "xml-invalid", "this text is longer than any that is taken here");
        memcpy(gathered + length, piece, more);
        length += more;
    }
    *text = apr_pstrmemdup(p, gathered, length);
    return NULL;
}

apr_int64_t lic_reader_line(lic_reader_t *reader)
{
    const xmlNode *node = xmlTextReaderCurrentNode(reader->reader);
    if (node && node->line < LINES)
        return node->line;
    return xmlTextReaderGetParserLineNumber(reader->reader);
}
