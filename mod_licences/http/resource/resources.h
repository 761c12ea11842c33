/**
 * @file http/resource/resources.h  THE table of paths, and what its resources do: a file for each.
 */
#ifndef LIC_HTTP_RESOURCES_H
#define LIC_HTTP_RESOURCES_H

#include "http/resource/resource.h"

extern const lic_filter_t lic_filters_of_employees[]; /**< of GET /employees */
extern const lic_resource_t lic_resources[];          /**< ends with a NULL path */

lic_get_fn lic_overview_get;
lic_get_fn lic_product_get;
lic_post_fn lic_product_post;
lic_post_fn lic_roles_post, lic_language_post, lic_account_post;
lic_get_fn lic_employee_get, lic_employee_new_get, lic_bulk_get, lic_missing_get;
lic_post_fn lic_employees_post, lic_employee_post, lic_bulk_post;
lic_put_fn lic_product_put, lic_employees_put, lic_modules_put;
lic_also_fn lic_log_also;
lic_get_fn lic_log_get;
lic_get_fn lic_plans_get;
lic_post_fn lic_plans_post;
lic_post_fn lic_missing_post;
lic_get_fn lic_partners_get;
lic_post_fn lic_partners_post;
lic_file_fn lic_schema_file, lic_assets_file, lic_doc_file;

#endif
