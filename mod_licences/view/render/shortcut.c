#include "view/render/shortcut.h"

#include <libxslt/imports.h>
#include <libxslt/transform.h>

#include "view/render/expression.h"

/* libxml2 keeps _private for whoever uses a tree; libxslt doesn't for stylesheets. */
static const lic_expression_t *expression_of(const xmlNode *instruction)
{
    return instruction->_private;
}

static const xsltStylePreComp *compiled_of(const xmlNode *instruction)
{
    return instruction->type == XML_ELEMENT_NODE ? instruction->psvi : NULL;
}

/* As xsltIf. */
static void do_if(xsltTransformContext *context, xmlNode *node, xmlNode *instruction, xsltElemPreComp *compiled)
{
    const int holds = lic_expression_test(expression_of(instruction), context, node);
    if (holds < 0)
        xsltIf(context, node, instruction, compiled);
    else if (holds)
        xsltApplyOneTemplate(context, node, instruction->children, NULL, NULL);
}

static int evaluate(xsltTransformContext *context, xmlNode *node, const xsltStylePreComp *compiled)
{
    xmlXPathContext *xpath = context->xpathCtxt;
    const xmlXPathContext before = *xpath;
    xpath->node = node;
    xpath->namespaces = compiled->nsList;
    xpath->nsNr = compiled->nsNr;
    const int holds = xmlXPathCompiledEvalToBoolean(compiled->comp, xpath);
    xpath->node = before.node;
    xpath->proximityPosition = before.proximityPosition;
    xpath->contextSize = before.contextSize;
    xpath->namespaces = before.namespaces;
    xpath->nsNr = before.nsNr;
    if (holds < 0)
        context->state = XSLT_STATE_STOPPED;
    return holds;
}

/* As xsltChoose. Only an xsl:when is compiled, an xsl:otherwise isn't. */
static void do_choose(xsltTransformContext *context, xmlNode *node, xmlNode *instruction, xsltElemPreComp *compiled)
{
    (void)compiled;
    for (xmlNode *branch = instruction->children; branch; branch = branch->next) {
        const xsltStylePreComp *when = compiled_of(branch);
        int holds = 1;
        if (when) {
            holds = branch->_private ? lic_expression_test(expression_of(branch), context, node) : -1;
            if (holds < 0)
                holds = evaluate(context, node, when);
        }
        if (holds) {
            if (holds > 0)
                xsltApplyOneTemplate(context, context->node, branch->children, NULL, NULL);
            return;
        }
    }
}

/* As xsltValueOf. */
static void do_value_of(xsltTransformContext *context, xmlNode *node, xmlNode *instruction, xsltElemPreComp *compiled)
{
    const char *text = lic_expression_text(expression_of(instruction), context, node);
    if (!text)
        xsltValueOf(context, node, instruction, compiled);
    else if (*text)
        xsltCopyTextString(context, context->insert, BAD_CAST text, ((xsltStylePreComp *)compiled)->noescape);
}

static void parse(xsltElemPreComp *instruction, const xsltStylesheet *style, apr_pool_t *p)
{
    const xsltStylePreComp *compiled = (const xsltStylePreComp *)instruction;
    const xmlChar *text = NULL;
    if (instruction->type == XSLT_FUNC_IF || instruction->type == XSLT_FUNC_WHEN)
        text = compiled->test;
    else if (instruction->type == XSLT_FUNC_VALUEOF)
        text = compiled->select;
    if (text && compiled->comp)
        instruction->inst->_private =
            (void *)lic_expression_parse((const char *)text, instruction->inst, style->dict, p);
}

/* One without a simple test stays libxslt's, and so does one that isn't as it should be. */
static int can_choose(const xmlNode *choose)
{
    int simple = 0;
    for (const xmlNode *branch = choose->children; branch; branch = branch->next) {
        const xsltStylePreComp *when = compiled_of(branch);
        const int last = !when && branch->type == XML_ELEMENT_NODE && xmlStrEqual(branch->name, BAD_CAST "otherwise") &&
                         !branch->next && branch->prev;
        if (!last && (!when || when->type != XSLT_FUNC_WHEN || !when->comp))
            return 0;
        simple |= branch->_private != NULL;
    }
    return simple;
}

static void install(xsltElemPreComp *instruction)
{
    if (instruction->type == XSLT_FUNC_IF && instruction->inst->_private)
        instruction->func = do_if;
    else if (instruction->type == XSLT_FUNC_VALUEOF && instruction->inst->_private)
        instruction->func = do_value_of;
    else if (instruction->type == XSLT_FUNC_CHOOSE && can_choose(instruction->inst))
        instruction->func = do_choose;
}

void lic_shortcut_install(xsltStylesheet *style, apr_pool_t *p)
{
    for (xsltStylesheet *each = style; each; each = xsltNextImport(each)) {
        for (xsltElemPreComp *one = each->preComps; one; one = one->next)
            parse(one, style, p);
        for (xsltElemPreComp *one = each->preComps; one; one = one->next)
            install(one);
    }
}
