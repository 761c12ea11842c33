/**
 * @file told.h  Lists of employees as lines of text, and what came of them.
 */
#ifndef LIC_TEST_TOLD_H
#define LIC_TEST_TOLD_H

#include "scene.h"

#include "service/roster.h"

/* A list told as "login|name|initials|email|status|role" lines; "-": not said, "!": the row is wrong */
typedef struct told_t {
    const char *text, *at;
    apr_int64_t line;
    int scans;
    apr_array_header_t *outcomes; /* of lic_roster_outcome_t; NULL: not wanted */
} told_t;

enum { MERGE = 0, STRICT = 1, WHOLE = 2, DRY = 4, TELL_TWO = 8 };

lic_error_t *told_rewind(void *baton);
lic_error_t *told_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p);

/** Runs it; how: of the above. The report has every row, or with TELL_TWO what the service leaves in it. */
lic_roster_report_t told_run_as(scene_t *scene, const lic_caller_t *caller, const char *text, int how);
lic_roster_report_t told_run(scene_t *scene, const char *text, int how);

/** "1:C" a line for each row that is told: created, edited, activated, deactivated, role given, or the problem. */
const char *told_outcomes(const scene_t *scene, const lic_roster_report_t *report);
const char *told_rows(const scene_t *scene, const apr_array_header_t *rows);

#endif
