#include "view/render/columns.h"

#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

enum { MOST_COLUMNS = 24, MOST_VALUES = 32, MOST_STEPS = 32, TEXT_SIZE = 16 * 1024 };

typedef enum { PLAIN, TEXT, INSTANT, MAJOR } form_t;

/* What a cell is made of: an attribute of the row, or the text of a child. */
typedef struct value_t {
    const char *name;
    int child;
} value_t;

typedef struct column_t {
    const char *heading;
    form_t form;
    int value, other; /* indexes of values; other: of a MAJOR, its currency */
} column_t;

struct lic_columns_t {
    const char *row;
    column_t columns[MOST_COLUMNS];
    int ncolumns;
    value_t values[MOST_VALUES];
    int nvalues;
};

/* --- recognising a list of columns ---------------------------------------------------------------------------- */

/* Reads one f:row(…) from left to right; ok becomes 0 at anything else than the header of this file allows. */
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

/* The number of columns; 0: it isn't a row of them. */
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

/* The template of a stylesheet that has the eight elements below and no more; what it says itself is read from there.
 */
#define TEMPLATE                                                                                                       \
    "/xsl:stylesheet[count(//*) = 8][not(//text()[normalize-space()])]"                                                \
    "[namespace::l = '" LIC_XML_NAMESPACE "'][namespace::f = '" LIC_XML_FUNCTION_NAMESPACE "']"                        \
    "[not(//*[namespace::l != /*/namespace::l or namespace::f != /*/namespace::f])]"                                   \
    "[xsl:output[@method = 'text'][not(@encoding != 'UTF-8')]][xsl:param/@name = 'header']"                            \
    "/xsl:template[@match = '/'][not(@mode)]"                                                                          \
    "[*[1][self::xsl:if][@test = \"$header = 'yes'\"]/xsl:value-of][*[2][self::xsl:for-each]/xsl:value-of]"

static const char *find(xmlXPathContext *context, const char *select, apr_pool_t *p)
{
    xmlXPathObject *found =
        xmlXPathEvalExpression(BAD_CAST apr_pstrcat(p, "string(" TEMPLATE, select, ")", NULL), context);
    const char *text = found && found->stringval ? apr_pstrdup(p, (const char *)found->stringval) : "";
    xmlXPathFreeObject(found);
    return text;
}

const lic_columns_t *lic_columns_find(xmlDoc *doc, apr_pool_t *p)
{
    static const char rows[] = "*/l:";
    xmlXPathContext *context = doc->intSubset ? NULL : xmlXPathNewContext(doc); /* entities may hold anything */
    if (!context)
        return NULL;
    xmlXPathRegisterNs(context, BAD_CAST "xsl", BAD_CAST "http://www.w3.org/1999/XSL/Transform");
    const char *heading = find(context, "/xsl:if/xsl:value-of/@select", p);
    const char *each = find(context, "/xsl:for-each/@select", p);
    const char *row = find(context, "/xsl:for-each/xsl:value-of/@select", p);
    xmlXPathFreeContext(context);
    if (strncmp(each, rows, strlen(rows)) || strpbrk(each + strlen(rows), "/[|:"))
        return NULL;
    lic_columns_t *columns = apr_pcalloc(p, sizeof(*columns));
    columns->row = each + strlen(rows);
    columns->ncolumns = read_row(columns, row, read_column, p);
    int headings = read_row(columns, heading, read_heading, p);
    return headings && headings == columns->ncolumns ? columns : NULL;
}

/* --- a batch: a target of the XML writer, whose root's children are the rows ---------------------------------- */

/* Which value the columns have of an attribute or child; -1: none */
typedef struct step_t {
    value_t value;
    int index;
} step_t;

struct lic_table_t {
    const lic_columns_t *columns;
    lic_cells_t cells;
    apr_pool_t *p;
    int depth;                       /* open elements */
    int row;                         /* within a row that the columns are of */
    const char *values[MOST_VALUES]; /* of that row so far; NULL: it hasn't any */
    int child;                       /* the value that the open child is; -1: none */
    int step;                        /* how many attributes and children of the row there were so far */
    step_t steps[MOST_STEPS];        /* what the last row had there, as rows write theirs in the same order */
    char *text;
    apr_size_t length, size;
};

static int look_up(const lic_columns_t *columns, const char *name, int child)
{
    for (int i = 0; i < columns->nvalues; i++)
        if (columns->values[i].child == child && !strcmp(columns->values[i].name, name))
            return i;
    return -1;
}

static int find_index(lic_table_t *table, const char *name, int child)
{
    if (table->step == MOST_STEPS)
        return look_up(table->columns, name, child);
    step_t *step = &table->steps[table->step++];
    if (step->value.child != child || strcmp(step->value.name, name)) {
        step->index = look_up(table->columns, name, child);
        step->value = (value_t){apr_pstrdup(table->p, name), child};
    }
    return step->index;
}

static int table_start(void *baton, const char *name)
{
    lic_table_t *table = baton;
    table->depth++;
    if (table->depth == 2) {
        table->row = !strcmp(name, table->columns->row);
        table->step = 0;
        memset(table->values, 0, sizeof(table->values));
    } else if (table->depth == 3 && table->row) {
        int i = find_index(table, name, 1);
        table->child = i >= 0 && !table->values[i] ? i : -1; /* of several children the first, as value-of has it */
        if (table->child >= 0)
            table->values[i] = "";
    }
    return 1;
}

static int table_attr(void *baton, const char *name, const char *value)
{
    lic_table_t *table = baton;
    int i = table->depth == 2 && table->row ? find_index(table, name, 0) : -1;
    if (i >= 0)
        table->values[i] = apr_pstrdup(table->p, value);
    return 1;
}

static int table_text(void *baton, const char *text)
{
    lic_table_t *table = baton;
    if (table->depth >= 3 && table->row && table->child >= 0)
        table->values[table->child] = apr_pstrcat(table->p, table->values[table->child], text, NULL);
    return 1;
}

static const char *value_of(const lic_table_t *table, int i)
{
    return table->values[i] ? table->values[i] : "";
}

static const char *cell_of(const lic_table_t *table, const column_t *column)
{
    const char *value = value_of(table, column->value);
    switch (column->form) {
    case TEXT:
        return lic_cell_text(value, table->p);
    case INSTANT:
        return lic_cell_instant(&table->cells, value, table->p);
    case MAJOR:
        return lic_cell_major(&table->cells, value, value_of(table, column->other), table->p);
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
    char *end = lic_cells_write(&table->cells, table->text + table->length, row, table->columns->ncolumns);
    table->length = (apr_size_t)(end - table->text);
}

static int table_end(void *baton)
{
    lic_table_t *table = baton;
    const char *cells[MOST_COLUMNS];
    if (table->depth-- != 2 || !table->row)
        return 1;
    for (int i = 0; i < table->columns->ncolumns; i++)
        cells[i] = cell_of(table, &table->columns->columns[i]);
    write_row(table, cells);
    return 1;
}

lic_table_t *lic_table_make(const lic_columns_t *columns, const lic_look_t *look, int heading, apr_pool_t *p)
{
    const char *cells[MOST_COLUMNS];
    lic_table_t *table = apr_pcalloc(p, sizeof(*table));
    table->columns = columns;
    table->cells = lic_cells_make(look);
    table->p = p;
    for (int i = 0; i < MOST_STEPS; i++)
        table->steps[i].value.name = "";
    table->text = apr_pstrdup(p, "");
    for (int i = 0; i < columns->ncolumns; i++)
        cells[i] = columns->columns[i].heading;
    if (heading)
        write_row(table, cells);
    return table;
}

lic_xml_t *lic_table_writer(lic_table_t *table)
{
    static const lic_xml_target_t target = {table_start, table_attr, table_text, table_end};
    return lic_xml_make(&target, table, table->p);
}

const char *lic_table_text(const lic_table_t *table, apr_size_t *length)
{
    *length = table->length;
    return table->text;
}
