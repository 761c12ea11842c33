/**
 * @file res.h  What the resources of resources.c do; one file res_*.c each.
 */
#ifndef LIC_HTTP_RES_H
#define LIC_HTTP_RES_H

#include "resources.h"

extern const lic_word_t lic_for_words[]; /**< spreadsheet; in filters.c */

lic_get_fn lic_overview_get;
lic_get_fn lic_product_get;
lic_post_fn lic_product_post;
lic_post_fn lic_roles_post;
lic_get_fn lic_employee_get, lic_newcomer_get, lic_bulk_get;
lic_post_fn lic_employees_post, lic_employee_post, lic_bulk_post;
lic_put_fn lic_product_put, lic_employees_put;
lic_get_fn lic_log_get;
lic_file_fn lic_schema_file, lic_assets_file;

#endif
