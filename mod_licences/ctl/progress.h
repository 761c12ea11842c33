/* ctl/progress.h  A progress bar on the terminal. */
#ifndef LIC_CTL_PROGRESS_H
#define LIC_CTL_PROGRESS_H

#include <apr_time.h>

/* A bar on stderr when that is a terminal and the work takes longer than a second. */
typedef struct lic_bar_t {
    apr_time_t begun, drawn;
    const char *what;
    apr_int64_t total;
} lic_bar_t;
void lic_bar_begin(lic_bar_t *bar, const char *what, apr_int64_t total);
void lic_bar_step(lic_bar_t *bar, apr_int64_t done);
void lic_bar_end(lic_bar_t *bar);

#endif
