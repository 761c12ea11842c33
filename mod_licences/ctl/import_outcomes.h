/* ctl/import_outcomes.h  What became of each line of an import, kept in a file until it is known that it is so. */
#ifndef LIC_CTL_IMPORT_OUTCOMES_H
#define LIC_CTL_IMPORT_OUTCOMES_H

#include <stdio.h>

#include "core/roster.h"

typedef struct lic_outcomes_t {
    FILE *file; /* without a name */
    int failed;
} lic_outcomes_t;

/* LIC_UNAVAILABLE "output" where there is no room for it. */
lic_error_t *lic_outcomes_open(lic_outcomes_t *outcomes, apr_pool_t *p);
/* Forgets all: the list is begun anew. */
void lic_outcomes_rewind(lic_outcomes_t *outcomes);
void lic_outcomes_add(lic_outcomes_t *outcomes, const lic_roster_outcome_t *row);
/* Prints a line for each: "FILE:LINE: created"; of those that are refused the first LIC_ROSTER_TOLD. quiet: of the
 * others none. LIC_UNAVAILABLE "output" where something could not be kept. */
lic_error_t *lic_outcomes_print(lic_outcomes_t *outcomes, const char *name, int quiet, apr_pool_t *p);

#endif
