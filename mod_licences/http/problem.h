/**
 * @file problem.h  The one exit for errors: the only table from error to HTTP status, the only place that logs them.
 */
#ifndef LIC_HTTP_PROBLEM_H
#define LIC_HTTP_PROBLEM_H

#include "exchange.h"

/** Status of an error; 500 where there is none for it. */
int lic_problem_status(const lic_error_t *err);

/** Answers with a page in the portal's frame or a problem document (RFC 9457), whatever state x is in. */
void lic_problem_answer(lic_exchange_t *x, lic_error_t *err);

/** The handler was reached where the configuration does not have it. */
void lic_problem_misplaced(const lic_exchange_t *x);

#endif
