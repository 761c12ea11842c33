/**
 * @file view/document/coming.h  What is to come, for the overview: scheduled scale-downs, plans, deadlines of marks and
 * the renewal, in the order of their days.
 */
#ifndef LIC_VIEW_COMING_H
#define LIC_VIEW_COMING_H

#include "core/plan.h"
#include "view/document/query.h"
#include "view/render/xml.h"
#include "store/db.h"

/**
 * <coming more>: the first ten, each a <plan>, <scale-down product on quantity purchased by>, <deadline product on
 * count> or <renewal on>, with names. more="true": there is more.
 */
lic_error_t *lic_coming_write(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, lic_db_t *db, apr_pool_t *p);

#endif
