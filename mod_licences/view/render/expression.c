#include "view/render/expression_private.h"

#include <math.h>
#include <string.h>
#include <sys/uio.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>

enum { UNSURE = -1 };

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

/* There may be no such element, and so no attribute. */
static value_t of_neighbour(const xmlNode *node, const char *name)
{
    return node ? of_attribute(node, name) : (value_t){.is = NONE};
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
    const int first = truth_of(evaluate(expression->operands[0], at));
    if (first == UNSURE || first == (expression->is == OR))
        return first;
    return truth_of(evaluate(expression->operands[1], at));
}

/* What is made is made in the transformation's pool. */
static const lic_render_args_t *rendering_of(const scope_t *at)
{
    return at->context->_private;
}

static value_t cut(const lic_expression_t *expression, const scope_t *at)
{
    const char *text = text_of(evaluate(expression->operands[0], at));
    const char *mark = text_of(evaluate(expression->operands[1], at));
    if (!text || !mark)
        return (value_t){.is = UNKNOWN};
    const char *found = strstr(text, mark);
    if (!found)
        return of_text("");
    if (expression->is == AFTER)
        return of_text(found + strlen(mark));
    return of_text(apr_pstrmemdup(rendering_of(at)->pool, text, (apr_size_t)(found - text)));
}

/* Functions of ours, and concat(): of texts. */
static value_t call(const lic_expression_t *expression, const scope_t *at)
{
    const char *args[LIC_FUNCTION_ARGUMENTS];
    struct iovec pieces[LIC_FUNCTION_ARGUMENTS];
    for (int i = 0; i < expression->n; i++) {
        args[i] = text_of(evaluate(expression->operands[i], at));
        if (!args[i])
            return (value_t){.is = UNKNOWN};
        pieces[i] = (struct iovec){(void *)args[i], strlen(args[i])};
    }
    if (expression->is == CALL)
        return of_text(lic_function_call(expression->function, rendering_of(at), args, expression->n));
    return of_text(apr_pstrcatv(rendering_of(at)->pool, pieces, (apr_size_t)expression->n, NULL));
}

/* What has two operands, the texts or values of which count. */
static value_t relate(const lic_expression_t *expression, const scope_t *at)
{
    const value_t left = evaluate(expression->operands[0], at), right = evaluate(expression->operands[1], at);
    if (expression->is == CONTAINS || expression->is == STARTS_WITH)
        return of_truth(find(expression->is, text_of(left), text_of(right)));
    return of_truth(compare(expression->is, left, right));
}

static value_t operate(const lic_expression_t *expression, const scope_t *at)
{
    value_t operand;
    switch (expression->is) {
    case CALL:
    case CONCAT:
        return call(expression, at);
    case BEFORE:
    case AFTER:
        return cut(expression, at);
    case AND:
    case OR:
        return of_truth(combine(expression, at));
    case NOT:
        operand = evaluate(expression->operands[0], at);
        return of_truth(truth_of(operand) == UNSURE ? UNSURE : !truth_of(operand));
    case STRING:
        operand = evaluate(expression->operands[0], at);
        return text_of(operand) ? of_text(text_of(operand)) : (value_t){.is = UNKNOWN};
    default:
        return relate(expression, at);
    }
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
    case PREVIOUS_ATTRIBUTE:
        return of_neighbour(xmlPreviousElementSibling((xmlNode *)at->node), expression->text);
    case NEXT_ATTRIBUTE:
        return of_neighbour(xmlNextElementSibling((xmlNode *)at->node), expression->text);
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
