#include "view/render/expression.h"

#include <math.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>

enum { UNSURE = -1 };

typedef enum {
    LITERAL,
    NUMBER,
    ATTRIBUTE,
    PARENTS_ATTRIBUTE,
    ROOTS_ATTRIBUTE,
    CHILD,
    VARIABLE,
    STRING,
    NOT,
    CONTAINS,
    STARTS_WITH,
    AND,
    OR,
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
} lic_operation_t;

struct lic_expression_t {
    lic_operation_t is;
    const char *text; /* a literal, or a name */
    const char *name_space;
    double number;
    const lic_expression_t *left, *right;
};

/* --- reading ---------------------------------------------------------------------------------------------------- */

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

static const lic_expression_t *make_pair(const parser_t *parser, lic_operation_t is, const lic_expression_t *left,
                                         const lic_expression_t *right)
{
    lic_expression_t *made = make(parser, is, NULL);
    made->left = left;
    made->right = right;
    return made;
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

/* Of a name with a prefix; one without is in no namespace, and our documents have none such. */
static const lic_expression_t *parse_child(parser_t *parser)
{
    const char *prefix = take_name(parser);
    if (!parser->at || *parser->at != ':')
        return give_up(parser);
    parser->at++;
    lic_expression_t *child = make(parser, CHILD, take_name(parser));
    const xmlNs *ns = xmlSearchNs(parser->instruction->doc, parser->instruction, BAD_CAST prefix);
    if (!parser->at || !ns || *parser->at == '(')
        return give_up(parser);
    child->name_space = apr_pstrdup(parser->p, (const char *)ns->href);
    return child;
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

static const lic_expression_t *parse_call(parser_t *parser, lic_operation_t is, int arguments)
{
    const lic_expression_t *first = parse_or(parser), *second = NULL;
    if (arguments == 2)
        second = takes(parser, ",") ? parse_or(parser) : give_up(parser);
    return takes(parser, ")") ? make_pair(parser, is, first, second) : give_up(parser);
}

static const lic_expression_t *parse_operand(parser_t *parser)
{
    static const struct {
        const char *text;
        lic_operation_t is;
        int arguments;
    } calls[] = {
        {"not(", NOT, 1}, {"string(", STRING, 1}, {"contains(", CONTAINS, 2}, {"starts-with(", STARTS_WITH, 2}};
    for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls); i++)
        if (takes(parser, calls[i].text))
            return parse_call(parser, calls[i].is, calls[i].arguments);
    if (takes(parser, "(")) {
        const lic_expression_t *inner = parse_or(parser);
        return takes(parser, ")") ? inner : give_up(parser);
    }
    if (takes(parser, "'"))
        return parse_literal(parser, '\'');
    if (takes(parser, "\""))
        return parse_literal(parser, '"');
    if (takes(parser, "@"))
        return parse_attribute(parser, ATTRIBUTE);
    if (takes(parser, "../@"))
        return parse_attribute(parser, PARENTS_ATTRIBUTE);
    if (takes(parser, "/*/@"))
        return parse_attribute(parser, ROOTS_ATTRIBUTE);
    if (takes(parser, "$"))
        return parse_variable(parser);
    if (!parser->at)
        return NULL;
    parser->at += strspn(parser->at, " \t\r\n");
    return *parser->at >= '0' && *parser->at <= '9' ? parse_number(parser) : parse_child(parser);
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

/* --- values ----------------------------------------------------------------------------------------------------- */

typedef struct value_t {
    enum { UNKNOWN, NODES, NONE, NODE, TEXT, NUMERIC, TRUTH } is; /* NODES: some, whose text libxml2 has to find */
    const char *text;
    double number;
} value_t;

typedef struct scope_t {
    xsltTransformContext *context;
    const xmlNode *node;
} scope_t;

static value_t evaluate(const lic_expression_t *expression, const scope_t *at);

static value_t of_text(const char *text)
{
    return (value_t){TEXT, text, 0};
}

static value_t of_truth(int truth)
{
    return (value_t){truth == UNSURE ? UNKNOWN : TRUTH, NULL, truth};
}

/* Its text is at hand when it's nothing but that. */
static value_t of_node(const xmlNode *node)
{
    const xmlNode *text = node->type == XML_TEXT_NODE ? node : node->children;
    if (node->type == XML_NAMESPACE_DECL)
        return (value_t){.is = UNKNOWN};
    if (!text)
        return (value_t){NODE, "", 0};
    if (text->type != XML_TEXT_NODE || (text != node && text->next))
        return (value_t){.is = NODES};
    return (value_t){NODE, text->content ? (const char *)text->content : "", 0};
}

static value_t of_attribute(const xmlNode *node, const char *name)
{
    if (!node || node->type != XML_ELEMENT_NODE)
        return (value_t){.is = UNKNOWN};
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
        if (!attr->ns && !strcmp((const char *)attr->name, name))
            return of_node((const xmlNode *)attr);
    return (value_t){.is = NONE};
}

static value_t of_child(const xmlNode *node, const lic_expression_t *name)
{
    const xmlNode *found = NULL;
    if (node->type != XML_ELEMENT_NODE && node->type != XML_DOCUMENT_NODE)
        return (value_t){.is = UNKNOWN};
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && !strcmp((const char *)child->name, name->text) && child->ns &&
            !strcmp((const char *)child->ns->href, name->name_space)) {
            if (found)
                return (value_t){.is = NODES};
            found = child;
        }
    return found ? of_node(found) : (value_t){.is = NONE};
}

static value_t of_set(const xmlNodeSet *set)
{
    if (!set || !set->nodeNr)
        return (value_t){.is = NONE};
    return set->nodeNr == 1 ? of_node(set->nodeTab[0]) : (value_t){.is = NODES};
}

static value_t of_object(const xmlXPathObject *object)
{
    switch (object->type) {
    case XPATH_STRING:
        return of_text((const char *)object->stringval);
    case XPATH_BOOLEAN:
        return of_truth(object->boolval != 0);
    case XPATH_NUMBER:
        return (value_t){NUMERIC, NULL, object->floatval};
    case XPATH_NODESET:
    case XPATH_XSLT_TREE:
        return of_set(object->nodesetval);
    default:
        return (value_t){.is = UNKNOWN};
    }
}

/* As libxslt finds it (xsltXPathVariableLookup), but not copied. What isn't computed yet, libxslt computes. */
static value_t of_variable(const xsltTransformContext *context, const char *name)
{
    const xsltStackElem *variable = NULL;
    for (int i = context->varsNr; i > context->varsBase && !variable; i--)
        if ((const char *)context->varsTab[i - 1]->name == name && !context->varsTab[i - 1]->nameURI)
            variable = context->varsTab[i - 1];
    if (!variable && context->globalVars)
        variable = xmlHashLookup2(context->globalVars, BAD_CAST name, NULL);
    if (!variable || !variable->computed || !variable->value)
        return (value_t){.is = UNKNOWN};
    return of_object(variable->value);
}

static int truth_of(value_t value)
{
    switch (value.is) {
    case UNKNOWN:
        return UNSURE;
    case NONE:
        return 0;
    case TEXT:
        return *value.text != '\0';
    case NUMERIC:
    case TRUTH:
        return value.number != 0 && !isnan(value.number);
    default:
        return 1;
    }
}

static const char *text_of(value_t value)
{
    return value.is == NONE ? "" : value.is == NODE || value.is == TEXT ? value.text : NULL;
}

static double number_of(value_t value)
{
    return value.is == NUMERIC ? value.number : xmlXPathCastStringToNumber(BAD_CAST value.text);
}

static int compare_numbers(lic_operation_t how, double left, double right)
{
    switch (how) {
    case EQUAL:
        return left == right;
    case UNEQUAL:
        return left != right;
    case LESS:
        return left < right;
    case AT_MOST:
        return left <= right;
    case GREATER:
        return left > right;
    default:
        return left >= right;
    }
}

/* XPath 1.0, 3.4. Nothing compares to a set of no nodes, and a set of one is as its text. */
static int compare(lic_operation_t how, value_t left, value_t right)
{
    const int equality = how == EQUAL || how == UNEQUAL;
    if (left.is == UNKNOWN || right.is == UNKNOWN)
        return UNSURE;
    if (left.is == TRUTH || right.is == TRUTH)
        return equality ? (truth_of(left) == truth_of(right)) == (how == EQUAL) : UNSURE;
    if (left.is == NONE || right.is == NONE)
        return 0;
    if (left.is == NODES || right.is == NODES)
        return UNSURE;
    if (!equality || left.is == NUMERIC || right.is == NUMERIC)
        return compare_numbers(how, number_of(left), number_of(right));
    return !strcmp(left.text, right.text) == (how == EQUAL);
}

static int find(lic_operation_t how, const char *text, const char *part)
{
    if (!text || !part)
        return UNSURE;
    return how == CONTAINS ? strstr(text, part) != NULL : !strncmp(text, part, strlen(part));
}

/* "and" and "or": the second operand counts only where the first one leaves it open. */
static int combine(const lic_expression_t *expression, const scope_t *at)
{
    const int first = truth_of(evaluate(expression->left, at));
    if (first == UNSURE || first == (expression->is == OR))
        return first;
    return truth_of(evaluate(expression->right, at));
}

static value_t operate(const lic_expression_t *expression, const scope_t *at)
{
    if (expression->is == AND || expression->is == OR)
        return of_truth(combine(expression, at));
    const value_t left = evaluate(expression->left, at);
    if (expression->is == NOT)
        return of_truth(truth_of(left) == UNSURE ? UNSURE : !truth_of(left));
    if (expression->is == STRING)
        return text_of(left) ? of_text(text_of(left)) : (value_t){.is = UNKNOWN};
    const value_t right = evaluate(expression->right, at);
    if (expression->is == CONTAINS || expression->is == STARTS_WITH)
        return of_truth(find(expression->is, text_of(left), text_of(right)));
    return of_truth(compare(expression->is, left, right));
}

static value_t evaluate(const lic_expression_t *expression, const scope_t *at)
{
    switch (expression->is) {
    case LITERAL:
        return of_text(expression->text);
    case NUMBER:
        return (value_t){NUMERIC, NULL, expression->number};
    case ATTRIBUTE:
        return of_attribute(at->node, expression->text);
    case PARENTS_ATTRIBUTE:
        return of_attribute(at->node->parent, expression->text);
    case ROOTS_ATTRIBUTE:
        return of_attribute(xmlDocGetRootElement(at->node->doc), expression->text);
    case CHILD:
        return of_child(at->node, expression);
    case VARIABLE:
        return of_variable(at->context, expression->text);
    default:
        return operate(expression, at);
    }
}

int lic_expression_test(const lic_expression_t *expression, xsltTransformContext *context, xmlNode *node)
{
    const scope_t at = {context, node};
    return truth_of(evaluate(expression, &at));
}

const char *lic_expression_text(const lic_expression_t *expression, xsltTransformContext *context, xmlNode *node)
{
    const scope_t at = {context, node};
    return text_of(evaluate(expression, &at));
}
