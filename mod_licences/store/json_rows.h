/**
 * @file store/json_rows.h  Many rows as one parameter: the JSON text that a statement's :rows{…} is made of.
 *
 * A row's cells follow the columns that the statement names. sql/sql2c.awk says what each database makes of it.
 */
#ifndef LIC_STORE_JSON_ROWS_H
#define LIC_STORE_JSON_ROWS_H

#include <apr_pools.h>
#include <apr_time.h>

#define LIC_JSON_ROWS_MAX 500 /**< rows that are handed over at a time */

typedef struct lic_json_rows_t lic_json_rows_t;

lic_json_rows_t *lic_json_rows_make(apr_pool_t *p); /**< empty; lives in p */

void lic_json_rows_add(lic_json_rows_t *list); /**< begins a row; its cells follow */
void lic_json_rows_int(lic_json_rows_t *list, apr_int64_t value);
void lic_json_rows_time(lic_json_rows_t *list, apr_time_t at);     /**< stored as whole seconds */
void lic_list_time_optional(lic_json_rows_t *list, apr_time_t at); /**< 0: NULL */
void lic_json_rows_text(lic_json_rows_t *list, const char *text);  /**< NULL: NULL; UTF-8 */

/** The whole list, good until a row is added. */
const char *lic_json_rows_end(lic_json_rows_t *list);

/** A list of one column. */
const char *lic_json_rows_ints(const apr_int64_t *values, int n, apr_pool_t *p);

#endif
