/* ctl/progress.c  The progress bar. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 30
#define BAR_EVERY (apr_time_from_msec(200))

void lic_bar_begin(lic_bar_t *bar, const char *what, apr_int64_t total)
{
    *bar = (lic_bar_t){.what = what, .total = total};
    if (isatty(STDERR_FILENO))
        bar->begun = apr_time_now();
}

void lic_bar_step(lic_bar_t *bar, apr_int64_t done)
{
    if (!bar->begun || bar->total <= 0)
        return;
    const apr_time_t now = apr_time_now();
    if (now - bar->begun < APR_USEC_PER_SEC || now - bar->drawn < BAR_EVERY)
        return;
    bar->drawn = now;
    const int filled = (int)(done >= bar->total ? BAR_WIDTH : done * BAR_WIDTH / bar->total);
    fprintf(stderr, "\r%s [%.*s%*s] %lld/%lld ", bar->what, filled, "##############################",
            BAR_WIDTH - filled, "", (long long)done, (long long)bar->total);
}

void lic_bar_end(lic_bar_t *bar)
{
    if (bar->drawn)
        fputs("\r\033[K", stderr);
    bar->drawn = 0;
}
