/**
 * @file http/request/problem.h  The one exit for errors: turns them into a status and an answer, and logs them.
 */
#ifndef LIC_HTTP_PROBLEM_H
#define LIC_HTTP_PROBLEM_H

#include "http/request/exchange.h"

/** Status of an error; 500 where there is none for it. */
int lic_problem_status(const lic_error_t *err);

/** Retry-After, where the status is 503. */
void lic_problem_retry(const lic_exchange_t *x, int status);

/** Answers with a page in the portal's frame or a problem document (RFC 9457), whatever state x is in. */
void lic_problem_answer(lic_exchange_t *x, lic_error_t *err);

/** Logs that the handler was reached outside the Location that check.c has settled. */
void lic_problem_misplaced(const lic_exchange_t *x);

#endif
