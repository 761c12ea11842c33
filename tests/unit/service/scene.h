/**
 * @file scene.h  An account in a real database, worked on through the services alone. Each test has a database of its
 * own.
 *
 * Products: standard (user, 300.00 a month), central (bundled, 60.00), crm and outlook (addon, 90.00), link
 * (integration, 600.00), in DKK. The account acme: da-DK, Europe/Copenhagen, monthly from 2026-11-01, 25 % VAT, as of
 * 2026-11-10T09:00:00Z; anna (my-account, roles), bo (my-account-view), dan (no right); ole is in the account globex.
 */
#ifndef LIC_TEST_SCENE_H
#define LIC_TEST_SCENE_H

#include <string.h>

#include <apr_strings.h>

#include "service/employee_new.h"
#include "service/admin.h"
#include "service/catch_up.h"
#include "service/threshold.h"
#include "service/preview.h"
#include "service/quantity.h"
#include "service/role.h"
#include "service/employee.h"
#include "service/sweep.h"

#include "../store/harness.h"

typedef struct scene_t {
    apr_pool_t *pool;
    lic_db_source_t *from; /* one connection, kept */
    lic_db_t *db;          /* for looking */
    apr_time_t now;
    lic_caller_t anna, operator; /* of acme; scene_at moves their now */
    apr_int64_t anna_id, bo_id, dan_id;
} scene_t;

#define ok(expr)                                                                                                       \
    do {                                                                                                               \
        lic_error_t *ok_error = (expr);                                                                                \
        if (ok_error)                                                                                                  \
            fail_msg("%s: %s: %s", #expr, ok_error->problem, lic_error_chain(ok_error, ok_error->pool));               \
    } while (0)

/** That it is refused with this problem. */
#define refused(expr, expected)                                                                                        \
    do {                                                                                                               \
        lic_error_t *refused_error = (expr);                                                                           \
        if (!refused_error)                                                                                            \
            fail_msg("%s: succeeded instead of %s", #expr, expected);                                                  \
        if (strcmp(refused_error->problem, expected))                                                                  \
            fail_msg("%s: %s (%s) instead of %s", #expr, refused_error->problem, refused_error->message, expected);    \
    } while (0)

scene_t *scene_make(harness_t *h);
#define HARNESS_RUN(cases) harness_main(__FILE__, cases, (int)(sizeof(cases) / sizeof((cases)[0])))

apr_time_t scene_instant(const char *text);
/** Callers act at this instant from now on; what falls due happens when somebody acts. */
void scene_at(scene_t *scene, const char *instant);
lic_caller_t scene_caller(const scene_t *scene, const char *account, const char *user, lic_rights_t need);

/** Ids of employees hired by support; flags: "i" inactive, "s" service log-in. */
apr_int64_t scene_hire(scene_t *scene, const char *login, const char *flags);
lic_outcome_t scene_quantity(scene_t *scene, const char *product, apr_int64_t total);
lic_employee_outcome_t scene_act(scene_t *scene, lic_act_t act, apr_int64_t employee, const char *module);

/** The rows of any SELECT as one text: cells joined by "|", rows ended by newlines; NULL is "-". */
const char *scene_rows(scene_t *scene, const char *sql);
apr_int64_t scene_number(scene_t *scene, const char *sql);
void scene_run_sql(scene_t *scene, const char *sql);
/** Everything in the database but instants of the account row: equal texts, nothing has changed. */
const char *scene_dump(scene_t *scene);
/** Fails when anything that must always be true isn't, as of the callers' instant. */
void scene_audit(scene_t *scene);

#endif
