/**
 * @file view/render/expression_private.h  What an expression is made of: for the two files that read and evaluate it.
 */
#ifndef LIC_VIEW_EXPRESSION_PRIVATE_H
#define LIC_VIEW_EXPRESSION_PRIVATE_H

#include "view/render/expression.h"
#include "view/render/function.h"

typedef enum lic_operation_t {
    LITERAL,
    NUMBER,
    ATTRIBUTE,
    PARENTS_ATTRIBUTE,
    ROOTS_ATTRIBUTE,
    PREVIOUS_ATTRIBUTE,
    NEXT_ATTRIBUTE,
    CHILD,
    VARIABLE,
    CALL, /**< of a function of ours */
    CONCAT,
    STRING,
    BEFORE,
    AFTER,
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
    const char *text; /**< a literal, or a name */
    const char *name_space;
    double number;
    const lic_function_t *function;
    const lic_expression_t *const *operands;
    int n;
};

#endif
