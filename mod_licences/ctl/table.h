/* ctl/table.h  A list as people read it, or as CSV for programs. */
#ifndef LIC_CTL_TABLE_H
#define LIC_CTL_TABLE_H

#include "ctl.h"

typedef struct lic_table_t lic_table_t;

extern const lic_option_t lic_list_options[]; /* --format */

/*
 * Begins a table with n columns, by --format: table, csv (RFC 4180, as exports), or by default what suits standard
 * output: a table on a terminal, else CSV. Nothing is printed before the first rows or the end. p: of the whole table.
 */
lic_error_t *lic_table_begin(lic_table_t **table, const lic_invocation_t *invocation, const char *const *columns, int n,
                             apr_pool_t *p);
/* A row's cells, which are copied. NULL is "". */
void lic_table_row(lic_table_t *table, const char *const *cells);
void lic_table_end(lic_table_t *table);

#endif
