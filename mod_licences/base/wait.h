/**
 * @file base/wait.h  Waiting between tries, with jitter and within a bound. Elapsed time only: never "now".
 */
#ifndef LIC_BASE_WAIT_H
#define LIC_BASE_WAIT_H

#include <apr_time.h>

typedef struct lic_wait_t {
    apr_time_t until;          /**< of a clock that only runs forward */
    apr_interval_time_t pause; /**< longest pause before the next try; doubles up to half a second */
} lic_wait_t;

/** Microseconds of a clock that only runs forward and that nobody sets; never 0. */
apr_time_t lic_wait_clock(void);

/** Starts the clock: from now on, tries may go on for limit. */
void lic_wait_start(lic_wait_t *wait, apr_interval_time_t limit);

/** Sleeps a random part of the next pause. Returns 0, without sleeping, when it would end past the limit. */
int lic_wait_again(lic_wait_t *wait);

/** How long until the limit; 0 once it has been reached. */
apr_interval_time_t lic_wait_left(const lic_wait_t *wait);

#endif
