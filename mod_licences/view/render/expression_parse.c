#include "view/render/expression_private.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>

#include "view/render/xml.h"

typedef struct parser_t {
    const char *at; /* NULL: it's another kind of expression */
    xmlNode *instruction;
    xmlDict *dict;
    apr_pool_t *p;
} parser_t;

static const lic_expression_t *parse_or(parser_t *parser);

static const lic_expression_t *give_up(parser_t *parser)
{
    parser->at = NULL;
    return NULL;
}

static lic_expression_t *make(const parser_t *parser, lic_operation_t is, const char *text)
{
    lic_expression_t *made = apr_pcalloc(parser->p, sizeof(*made));
    made->is = is;
    made->text = text;
    return made;
}

static const lic_expression_t *make_of(const parser_t *parser, lic_operation_t is,
                                       const lic_expression_t *const *operands, int n)
{
    lic_expression_t *made = make(parser, is, NULL);
    made->operands = apr_pmemdup(parser->p, operands, (apr_size_t)n * sizeof(const lic_expression_t *));
    made->n = n;
    return made;
}

static const lic_expression_t *make_pair(const parser_t *parser, lic_operation_t is, const lic_expression_t *left,
                                         const lic_expression_t *right)
{
    const lic_expression_t *const operands[] = {left, right};
    return make_of(parser, is, operands, 2);
}

static int goes_on(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-_.", c));
}

/* Steps over a word or sign if it stands here; a word ends where no letter follows. */
static int takes(parser_t *parser, const char *what)
{
    const apr_size_t length = strlen(what);
    if (!parser->at)
        return 0;
    const char *at = parser->at + strspn(parser->at, " \t\r\n");
    if (strncmp(at, what, length) || (goes_on(what[length - 1]) && goes_on(at[length])))
        return 0;
    parser->at = at + length;
    return 1;
}

static const char *take_name(parser_t *parser)
{
    apr_size_t length = 0;
    while (goes_on(parser->at[length]))
        length++;
    const char *name = apr_pstrmemdup(parser->p, parser->at, length);
    parser->at = length && !strchr("-.0123456789", *name) ? parser->at + length : NULL;
    return name;
}

static const lic_expression_t *parse_literal(parser_t *parser, char quote)
{
    const char *end = strchr(parser->at, quote);
    if (!end)
        return give_up(parser);
    const char *text = apr_pstrmemdup(parser->p, parser->at, (apr_size_t)(end - parser->at));
    parser->at = end + 1;
    return make(parser, LITERAL, text);
}

static const lic_expression_t *parse_number(parser_t *parser)
{
    const apr_size_t length = strspn(parser->at, "0123456789.");
    lic_expression_t *number = make(parser, NUMBER, apr_pstrmemdup(parser->p, parser->at, length));
    number->number = xmlXPathCastStringToNumber(BAD_CAST number->text);
    parser->at += length;
    return number;
}

/* What stands between parentheses, of which the first is read. */
static int parse_operands(parser_t *parser, const lic_expression_t **operands)
{
    int n = 0;
    do
        operands[n++] = parse_or(parser);
    while (n < LIC_FUNCTION_ARGUMENTS && takes(parser, ","));
    if (!takes(parser, ")"))
        parser->at = NULL;
    return n;
}

static const lic_expression_t *parse_function(parser_t *parser, const char *name)
{
    const lic_expression_t *operands[LIC_FUNCTION_ARGUMENTS];
    const int n = takes(parser, ")") ? 0 : parse_operands(parser, operands);
    lic_expression_t *call = make(parser, CALL, name);
    call->operands = apr_pmemdup(parser->p, operands, (apr_size_t)n * sizeof(*operands));
    call->n = n;
    call->function = lic_function_find(name, n);
    return call->function ? call : give_up(parser);
}

/* A child or a function. A child's name without a prefix is in no namespace, and our documents have none such. */
static const lic_expression_t *parse_prefixed(parser_t *parser)
{
    const char *prefix = take_name(parser);
    if (!parser->at || *parser->at != ':')
        return give_up(parser);
    parser->at++;
    lic_expression_t *child = make(parser, CHILD, take_name(parser));
    const xmlNs *ns = xmlSearchNs(parser->instruction->doc, parser->instruction, BAD_CAST prefix);
    if (!parser->at || !ns)
        return give_up(parser);
    child->name_space = apr_pstrdup(parser->p, (const char *)ns->href);
    if (!takes(parser, "("))
        return child;
    return strcmp(child->name_space, LIC_XML_FUNCTION_NAMESPACE) ? give_up(parser)
                                                                 : parse_function(parser, child->text);
}

static const lic_expression_t *parse_variable(parser_t *parser)
{
    const char *name = take_name(parser);
    const char *interned = parser->at ? (const char *)xmlDictLookup(parser->dict, BAD_CAST name, -1) : NULL;
    return interned && *parser->at != ':' ? make(parser, VARIABLE, interned) : give_up(parser);
}

static const lic_expression_t *parse_attribute(parser_t *parser, lic_operation_t whose)
{
    const char *name = take_name(parser);
    return parser->at && *parser->at != ':' ? make(parser, whose, name) : give_up(parser);
}

static const lic_expression_t *parse_call(parser_t *parser, lic_operation_t is, int least, int most)
{
    const lic_expression_t *operands[LIC_FUNCTION_ARGUMENTS];
    const int n = parse_operands(parser, operands);
    return parser->at && n >= least && n <= most ? make_of(parser, is, operands, n) : give_up(parser);
}

static const lic_expression_t *parse_operand(parser_t *parser)
{
    static const struct {
        const char *text;
        lic_operation_t is;
        int least, most;
    } calls[] = {{"not(", NOT, 1, 1},
                 {"string(", STRING, 1, 1},
                 {"concat(", CONCAT, 2, LIC_FUNCTION_ARGUMENTS},
                 {"contains(", CONTAINS, 2, 2},
                 {"starts-with(", STARTS_WITH, 2, 2},
                 {"substring-before(", BEFORE, 2, 2},
                 {"substring-after(", AFTER, 2, 2}};
    static const struct {
        const char *text;
        lic_operation_t whose;
    } attributes[] = {{"@", ATTRIBUTE},
                      {"../@", PARENTS_ATTRIBUTE},
                      {"/*/@", ROOTS_ATTRIBUTE},
                      {"preceding-sibling::*[1]/@", PREVIOUS_ATTRIBUTE},
                      {"following-sibling::*[1]/@", NEXT_ATTRIBUTE}};
    for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls); i++)
        if (takes(parser, calls[i].text))
            return parse_call(parser, calls[i].is, calls[i].least, calls[i].most);
    if (takes(parser, "(")) {
        const lic_expression_t *inner = parse_or(parser);
        return takes(parser, ")") ? inner : give_up(parser);
    }
    if (takes(parser, "'"))
        return parse_literal(parser, '\'');
    if (takes(parser, "\""))
        return parse_literal(parser, '"');
    for (unsigned i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
        if (takes(parser, attributes[i].text))
            return parse_attribute(parser, attributes[i].whose);
    if (takes(parser, "$"))
        return parse_variable(parser);
    if (!parser->at)
        return NULL;
    parser->at += strspn(parser->at, " \t\r\n");
    return *parser->at >= '0' && *parser->at <= '9' ? parse_number(parser) : parse_prefixed(parser);
}

static const lic_expression_t *parse_comparison(parser_t *parser)
{
    static const struct {
        const char *text;
        lic_operation_t is;
    } signs[] = {{"!=", UNEQUAL}, {"=", EQUAL}, {"<=", AT_MOST}, {">=", AT_LEAST}, {"<", LESS}, {">", GREATER}};
    const lic_expression_t *left = parse_operand(parser);
    for (unsigned i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (takes(parser, signs[i].text))
            return make_pair(parser, signs[i].is, left, parse_operand(parser));
    return left;
}

static const lic_expression_t *parse_and(parser_t *parser)
{
    const lic_expression_t *left = parse_comparison(parser);
    while (takes(parser, "and"))
        left = make_pair(parser, AND, left, parse_comparison(parser));
    return left;
}

static const lic_expression_t *parse_or(parser_t *parser)
{
    const lic_expression_t *left = parse_and(parser);
    while (takes(parser, "or"))
        left = make_pair(parser, OR, left, parse_and(parser));
    return left;
}

const lic_expression_t *lic_expression_parse(const char *text, xmlNode *instruction, xmlDict *dict, apr_pool_t *p)
{
    parser_t parser = {text, instruction, dict, p};
    const lic_expression_t *expression = parse_or(&parser);
    return parser.at && !parser.at[strspn(parser.at, " \t\r\n")] ? expression : NULL;
}
