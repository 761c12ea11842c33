/**
 * @file store/budget.h  What one request may ask of the database: rows that it reads, statements, seconds.
 *
 * However a request is put together, all that it reads and changes passes through a connection with its budget
 * (lic_db_set_budget). Once that is spent, each further statement is refused, and the request is answered in a
 * sentence. The timer and licencesctl have none.
 */
#ifndef LIC_STORE_BUDGET_H
#define LIC_STORE_BUDGET_H

#include "base/error.h"
#include <apr_time.h>

typedef struct lic_budget_limits_t {
    apr_int64_t rows, statements; /**< of one reading, batch or transaction: anew with each opening and BEGIN */
    int seconds;                  /**< with a connection open, waiting for locks included */
    int renewed;                  /**< the seconds are anew with each opening, too */
} lic_budget_limits_t;

/* THE limits. */

/** A page, also with what it has to catch up on before: what is done is committed, and the next request goes on. */
#define LIC_BUDGET_PAGE ((lic_budget_limits_t){.rows = 100000, .statements = 20000, .seconds = 10})
/** An export has as many rows as there are, but no batch of them takes long. */
#define LIC_BUDGET_EXPORT ((lic_budget_limits_t){.rows = 1000000, .statements = 20000, .seconds = 10, .renewed = 1})
/** A change; the largest list that can be put has some 500,000 employees. */
#define LIC_BUDGET_CHANGE ((lic_budget_limits_t){.rows = 20000000, .statements = 5000000, .seconds = 300})

typedef struct lic_budget_t {
    lic_budget_limits_t limits;
    apr_int64_t rows, statements; /**< since the opening or BEGIN */
    apr_time_t since;             /**< the opening, by lic_wait_clock; 0: no connection is open */
    apr_interval_time_t spent;    /**< while connections were open before */
} lic_budget_t;

/** A connection is opened, or given back. */
void lic_budget_open(lic_budget_t *budget);
void lic_budget_close(lic_budget_t *budget);

/** A transaction begins. */
void lic_budget_begin(lic_budget_t *budget);

/** Whether its seconds are over. */
int lic_budget_is_late(const lic_budget_t *budget);

/**
 * Before each statement. LIC_REFUSED "too-costly" when there were too many rows or statements, as there would be again;
 * LIC_UNAVAILABLE "too-slow" when it has taken too long, which may be the fault of others.
 */
lic_error_t *lic_budget_spend(lic_budget_t *budget, apr_pool_t *p);

/** LIC_UNAVAILABLE "too-slow". */
lic_error_t *lic_budget_late(const lic_budget_t *budget, apr_pool_t *p);

#endif
