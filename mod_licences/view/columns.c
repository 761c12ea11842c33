#include "view/columns.h"

#include <ctype.h>
#include <string.h>
#include <apr_strings.h>

#include "view/function.h"

enum { MOST_COLUMNS = 24, MOST_VALUES = 32, ROW_SIZE = 1024, TEXT_SIZE = 16 * 1024 };

typedef enum { PLAIN, TEXT, INSTANT, MAJOR } form_t;

typedef struct value_t {
    const char *name;
    int child; /* element, else attribute */
} value_t;

typedef struct column_t {
    const char *heading;
    form_t form;
    int value, other; /* indexes of values */
} column_t;

struct lic_columns_t {
    const char *row;
    column_t columns[MOST_COLUMNS];
    int ncolumns;
    value_t values[MOST_VALUES];
    int nvalues;
};

/* --- recognising --------------------------------------------------------------------------------------------- */

/* Reads one f:row(…) from left to right; ok turns 0 where it isn't what is known. */
typedef struct reader_t {
    const char *at;
    lic_columns_t *columns;
    apr_pool_t *p;
    int ok;
} reader_t;

static int take(reader_t *reader, const char *token)
{
    reader->at += strspn(reader->at, " \t\r\n");
    if (strncmp(reader->at, token, strlen(token)))
        return 0;
    reader->at += strlen(token);
    return 1;
}

static void need(reader_t *reader, const char *token)
{
    if (!take(reader, token))
        reader->ok = 0;
}

static int find_value(lic_columns_t *columns, const char *name, int child)
{
    for (int i = 0; i < columns->nvalues; i++)
        if (columns->values[i].child == child && !strcmp(columns->values[i].name, name))
            return i;
    if (columns->nvalues == MOST_VALUES)
        return -1;
    columns->values[columns->nvalues] = (value_t){name, child};
    return columns->nvalues++;
}

/* @name or l:name */
static int read_value(reader_t *reader)
{
    int child = !take(reader, "@");
    if (child)
        need(reader, "l:");
    const char *name = reader->at;
    while (isalnum((unsigned char)*reader->at) || *reader->at == '-' || *reader->at == '_')
        reader->at++;
    int value = find_value(reader->columns, apr_pstrmemdup(reader->p, name, (apr_size_t)(reader->at - name)), child);
    reader->ok &= reader->at > name && value >= 0;
    return value;
}

static void read_column(reader_t *reader, column_t *column)
{
    static const struct {
        const char *call;
        form_t form;
    } calls[] = {{"f:cell(", TEXT}, {"f:instant(", INSTANT}, {"f:major(", MAJOR}};
    column->form = PLAIN;
    for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls) && column->form == PLAIN; i++)
        if (take(reader, calls[i].call))
            column->form = calls[i].form;
    column->value = read_value(reader);
    if (column->form == MAJOR) {
        need(reader, ",");
        column->other = read_value(reader);
    }
    if (column->form != PLAIN)
        need(reader, ")");
}

static void read_heading(reader_t *reader, column_t *column)
{
    need(reader, "'");
    apr_size_t length = strcspn(reader->at, "'");
    column->heading = apr_pstrmemdup(reader->p, reader->at, length);
    reader->at += length;
    need(reader, "'");
}

/* How many there were, 0 if it isn't a row. */
static int read_row(lic_columns_t *columns, const char *select, void (*read)(reader_t *, column_t *), apr_pool_t *p)
{
    reader_t reader = {select, columns, p, 1};
    int n = 0;
    need(&reader, "f:row(");
    do {
        if (n == MOST_COLUMNS)
            return 0;
        read(&reader, &columns->columns[n++]);
    } while (reader.ok && take(&reader, ","));
    need(&reader, ")");
    return reader.ok && !*reader.at ? n : 0;
}

static int is_xslt(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && node->ns && xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
           !strcmp((const char *)node->name, name);
}

/* The next child that says something: comments and the blanks between elements don't. */
static xmlNode *skip(xmlNode *node)
{
    while (node && (node->type == XML_COMMENT_NODE || xmlIsBlankNode(node)))
        node = node->next;
    return node;
}

static const char *attribute(xmlNode *node, const char *name, apr_pool_t *p)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    const char *copy = apr_pstrdup(p, value ? (const char *)value : "");
    xmlFree(value);
    return copy;
}

/* The select of <xsl:NAME …><xsl:value-of select="…"/></xsl:NAME>, "" if it isn't that. */
static const char *only_value(xmlNode *node, apr_pool_t *p)
{
    xmlNode *inner = skip(node->children);
    if (!is_xslt(inner, "value-of") || inner->children || skip(inner->next))
        return "";
    return attribute(inner, "select", p);
}

static int is_prefix(xmlNode *node, const char *prefix, const char *href)
{
    xmlNs *ns = xmlSearchNs(node->doc, node, BAD_CAST prefix);
    return ns && !strcmp((const char *)ns->href, href);
}

/* The one template, with the output as text and the parameter before it: NULL if there is anything else. */
static xmlNode *find_template(xmlNode *root, apr_pool_t *p)
{
    xmlNode *node = skip(root->children), *found = NULL;
    for (; node; node = skip(node->next)) {
        if (is_xslt(node, "output") && !strcmp(attribute(node, "method", p), "text"))
            continue;
        if (is_xslt(node, "param") && !strcmp(attribute(node, "name", p), "header"))
            continue;
        if (found || !is_xslt(node, "template") || strcmp(attribute(node, "match", p), "/"))
            return NULL;
        found = node;
    }
    return found;
}

const lic_columns_t *lic_columns_find(xmlDoc *doc, apr_pool_t *p)
{
    static const char rows[] = "*/l:";
    xmlNode *root = xmlDocGetRootElement(doc);
    if (!root || !is_prefix(root, "l", LIC_XML_NAMESPACE) || !is_prefix(root, "f", LIC_FUNCTION_NAMESPACE))
        return NULL;
    xmlNode *template = find_template(root, p), *heading = template ? skip(template->children) : NULL;
    xmlNode *each = heading ? skip(heading->next) : NULL;
    if (!is_xslt(heading, "if") || strcmp(attribute(heading, "test", p), "$header = 'yes'") ||
        !is_xslt(each, "for-each") || skip(each->next))
        return NULL;
    const char *select = attribute(each, "select", p);
    if (strncmp(select, rows, strlen(rows)) || strpbrk(select + strlen(rows), "/[|:"))
        return NULL;
    lic_columns_t *columns = apr_pcalloc(p, sizeof(*columns));
    columns->row = select + strlen(rows);
    columns->ncolumns = read_row(columns, only_value(each, p), read_column, p);
    int headings = read_row(columns, only_value(heading, p), read_heading, p);
    return headings && headings == columns->ncolumns ? columns : NULL;
}

/* --- a batch ------------------------------------------------------------------------------------------------- */

struct lic_table_t {
    lic_xml_taker_t taker; /* first: a taker is its table */
    const lic_columns_t *columns;
    const lic_cells_t *cells;
    apr_pool_t *p;
    const char *values[MOST_VALUES]; /* of the row so far; "" what it lacks */
    int expected;                    /* rows write their values in the same order */
    char *kept;                      /* copies of values, for one row */
    apr_size_t kept_at, kept_size;
    char *text;
    apr_size_t length, size;
};

static void start_row(lic_table_t *table)
{
    for (int i = 0; i < table->columns->nvalues; i++)
        table->values[i] = "";
    table->expected = 0;
    table->kept_at = 0;
}

/* Makes room; what was there before stays where it is, as values point at it. */
static char *keep(lic_table_t *table, const char *value)
{
    apr_size_t size = strlen(value) + 1;
    if (table->kept_at + size > table->kept_size) {
        table->kept_size = 2 * table->kept_size + size + ROW_SIZE;
        table->kept = apr_palloc(table->p, table->kept_size);
        table->kept_at = 0;
    }
    char *copy = memcpy(table->kept + table->kept_at, value, size);
    table->kept_at += size;
    return copy;
}

static void take_value(lic_xml_taker_t *taker, const char *name, int child, const char *value)
{
    lic_table_t *table = (lic_table_t *)taker;
    const lic_columns_t *columns = table->columns;
    for (int k = 0; k < columns->nvalues; k++) {
        int i = (table->expected + k) % columns->nvalues;
        if (columns->values[i].child != child || strcmp(columns->values[i].name, name))
            continue;
        if (!*table->values[i]) /* of children of one name the first, as value-of has it */
            table->values[i] = keep(table, value);
        table->expected = i + 1;
        return;
    }
}

static const char *cell_of(const lic_table_t *table, const column_t *column)
{
    const char *value = table->values[column->value];
    switch (column->form) {
    case TEXT:
        return lic_cell_text(table->cells, value, table->p);
    case INSTANT:
        return lic_cell_instant(table->cells, value, table->p);
    case MAJOR:
        return lic_cell_major(table->cells, value, table->values[column->other], table->p);
    case PLAIN:
        break;
    }
    return value;
}

static void write_row(lic_table_t *table, const char *const *row)
{
    apr_size_t size = table->length + lic_cells_size(row, table->columns->ncolumns);
    if (size > table->size) {
        table->size = 2 * size + TEXT_SIZE;
        char *larger = apr_palloc(table->p, table->size);
        memcpy(larger, table->text, table->length);
        table->text = larger;
    }
    char *end = lic_cells_write(table->cells, table->text + table->length, row, table->columns->ncolumns);
    table->length = (apr_size_t)(end - table->text);
}

static void end_row(lic_xml_taker_t *taker, const char *row)
{
    lic_table_t *table = (lic_table_t *)taker;
    const char *cells[MOST_COLUMNS];
    if (!strcmp(row, table->columns->row)) {
        for (int i = 0; i < table->columns->ncolumns; i++)
            cells[i] = cell_of(table, &table->columns->columns[i]);
        write_row(table, cells);
    }
    start_row(table);
}

lic_table_t *lic_table_make(const lic_columns_t *columns, const lic_cells_t *cells, apr_pool_t *p)
{
    lic_table_t *table = apr_pcalloc(p, sizeof(*table));
    table->taker = (lic_xml_taker_t){take_value, end_row};
    table->columns = columns;
    table->cells = cells;
    table->p = p;
    table->text = apr_pstrdup(p, "");
    start_row(table);
    return table;
}

lic_xml_t *lic_table_writer(lic_table_t *table)
{
    return lic_xml_make_rows(&table->taker, table->p);
}

void lic_table_heading(lic_table_t *table)
{
    const char *cells[MOST_COLUMNS];
    for (int i = 0; i < table->columns->ncolumns; i++)
        cells[i] = table->columns->columns[i].heading;
    write_row(table, cells);
}

const char *lic_table_text(const lic_table_t *table, apr_size_t *length)
{
    *length = table->length;
    return table->text;
}
