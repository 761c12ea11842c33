/* base/wait.c  Waiting between tries, with jitter and within a bound. */
#include "base/wait.h"

#include <time.h>
#include <apr_general.h>

#define WAIT_FIRST (apr_time_from_msec(5))
#define WAIT_MOST  (apr_time_from_msec(500))

apr_time_t lic_wait_clock(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return apr_time_from_sec(at.tv_sec) + at.tv_nsec / 1000;
}

void lic_wait_start(lic_wait_t *wait, apr_interval_time_t limit)
{
    wait->until = lic_wait_clock() + limit;
    wait->pause = WAIT_FIRST;
}

apr_interval_time_t lic_wait_left(const lic_wait_t *wait)
{
    const apr_time_t now = lic_wait_clock();
    return now < wait->until ? wait->until - now : 0;
}

int lic_wait_again(lic_wait_t *wait)
{
    /* those who collided are to come back at different moments */
    apr_uint32_t dice = 0;
    apr_generate_random_bytes((unsigned char *)&dice, sizeof(dice));
    apr_interval_time_t pause = wait->pause / 4 + (apr_interval_time_t)(dice % (apr_uint32_t)wait->pause);
    if (lic_wait_clock() + pause > wait->until)
        return 0;
    apr_sleep(pause);
    wait->pause = wait->pause * 2 < WAIT_MOST ? wait->pause * 2 : WAIT_MOST;
    return 1;
}
