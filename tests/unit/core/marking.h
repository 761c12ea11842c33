/**
 * @file marking.h  The order in which seats are marked, as product.md says it, for tests: the product has it in SQL
 * only. Employees: unprotected, protected, last role administrator; within each the newest since, newest created,
 * highest id. Add-on licences: the newest since, highest assignment id. Result < 0: a is marked before b.
 */
#ifndef LIC_TEST_MARKING_H
#define LIC_TEST_MARKING_H

#include "core/employee.h"

static inline int marking_group(const lic_seat_t *seat)
{
    return seat->last_role_admin ? 2 : seat->is_protected ? 1 : 0;
}

static inline int marking_later_first(apr_int64_t a, apr_int64_t b)
{
    return a > b ? -1 : a < b ? 1 : 0;
}

static inline int marking_compare(const lic_seat_t *a, const lic_seat_t *b)
{
    int order = 0;
    if (a->assignment || b->assignment) {
        order = marking_later_first(a->since, b->since);
        return order ? order : marking_later_first(a->assignment, b->assignment);
    }
    order = marking_group(a) - marking_group(b);
    if (!order)
        order = marking_later_first(a->since, b->since);
    if (!order)
        order = marking_later_first(a->created, b->created);
    return order ? order : marking_later_first(a->employee, b->employee);
}

#endif
