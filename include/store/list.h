/**
 * @file store/list.h  Many rows as one parameter: the JSON text that a statement's :rows{…} is made of.
 *
 * A row's cells follow the columns that the statement names. sql/sql2c.awk says what each database makes of it.
 */
#ifndef LIC_STORE_LIST_H
#define LIC_STORE_LIST_H

#include <apr_pools.h>
#include <apr_time.h>

#define LIC_LIST_ROWS 500 /**< rows that are handed over at a time */

typedef struct lic_list_t lic_list_t;

lic_list_t *lic_list_make(apr_pool_t *p); /**< empty; lives in p */

void lic_list_row(lic_list_t *list); /**< begins a row; its cells follow */
void lic_list_int(lic_list_t *list, apr_int64_t value);
void lic_list_time(lic_list_t *list, apr_time_t at);    /**< 0: NULL; stored as whole seconds */
void lic_list_text(lic_list_t *list, const char *text); /**< NULL: NULL; UTF-8 */

/** The whole list, good until a row is added. */
const char *lic_list_end(lic_list_t *list);

/** A list of one column. */
const char *lic_list_ints(const apr_int64_t *values, int n, apr_pool_t *p);

#endif
