/**
 * @file core/forecast_facts.h  What a forecast is made from (core/forecast.h); the store loads it.
 */
#ifndef LIC_CORE_FORECAST_FACTS_H
#define LIC_CORE_FORECAST_FACTS_H

#include "core/employee.h"

/** One whose coming, going or licences may change a number. */
typedef struct lic_forecast_employee_t {
    lic_employee_t facts; /**< with the add-on licences held … */
    int partly;           /**< … or only some of them, of somebody active who stays so: only these are looked at */
    int role_admin;       /**< holds the right `roles`, active or not */
} lic_forecast_employee_t;

/** The seats of a product are known up to this one in marking order, and not beyond. */
typedef struct lic_forecast_end_t {
    apr_int64_t product;
    lic_seat_t last;
} lic_forecast_end_t;

/** What a forecast is made from; nothing in it is due yet at `now`. */
typedef struct lic_forecast_facts_t {
    const lic_book_t *book;
    apr_time_t now;
    const lic_forecast_employee_t *employees; /**< those that a plan is about, the last role administrator, and those
                                                   with the newest seats; each once */
    int nemployees;
    apr_int64_t role_admins;        /**< active employees with the right `roles`, also those not among employees */
    const lic_forecast_end_t *ends; /**< of products whose seats aren't all known */
    int nends;
    const lic_plan_t *plans; /**< those that wait, by day, then by the day that they are due on; in order */
    int nplans;
    lic_date_t plans_until; /**< the last day whose plans are all known; LIC_DATE_NONE: there are no others */
} lic_forecast_facts_t;

#endif
