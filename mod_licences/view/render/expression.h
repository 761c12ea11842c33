/**
 * @file view/render/expression.h  The XPath expressions that pages are full of, evaluated without libxml2's machine.
 *
 * An attribute (@a, ../@a, slash-star-slash @a), a child (l:a), a variable, a literal, a number; string(), contains(),
 * starts-with(), not(), concat(), substring-before() and -after(), the functions of view/render/function.h;
 * comparisons, "and", "or". For the simplest of them libxml2 fills a stack with objects that it allocates and frees.
 * Results are those of XPath 1.0; whatever it isn't sure of, it leaves to libxml2.
 */
#ifndef LIC_VIEW_EXPRESSION_H
#define LIC_VIEW_EXPRESSION_H

#include <apr_pools.h>
#include <libxslt/xsltInternals.h>

typedef struct lic_expression_t lic_expression_t;

/** In p. Prefixes are those at the instruction, names of variables from dict. NULL: it's another kind of expression. */
const lic_expression_t *lic_expression_parse(const char *text, xmlNode *instruction, xmlDict *dict, apr_pool_t *p);

/** What it is as a boolean at a node; -1: libxml2 has to say. */
int lic_expression_test(const lic_expression_t *expression, xsltTransformContext *context, xmlNode *node);

/** What it is as a string, which lives as long as the trees and variables that it is from; NULL: libxml2 has to say. */
const char *lic_expression_text(const lic_expression_t *expression, xsltTransformContext *context, xmlNode *node);

#endif
