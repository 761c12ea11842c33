/**
 * @file world.h  Accounts in a real database, for tests of the store: does around core and store what the services do,
 * one transaction per operation, as simply as can be. Everything is asserted to succeed.
 */
#ifndef LIC_TEST_WORLD_H
#define LIC_TEST_WORLD_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <apr_strings.h>

#include "core/grace.h"
#include "core/lifecycle.h"
#include "core/quantity.h"
#include "core/threshold.h"
#include "store/db.h"
#include "store/apply/apply.h"

typedef struct world_t {
    apr_pool_t *pool;
    lic_db_t *db;
    const char *account; /* key of the account that operations are about */
    apr_int64_t id;      /* its id */
    apr_time_t now;
    int by_range; /* mark by range operations, as if the overage were too long for a list */
} world_t;

#define world_ok(expr)                                                                                                 \
    do {                                                                                                               \
        lic_error_t *world_error = (expr);                                                                             \
        if (world_error)                                                                                               \
            fail_msg("%s: %s", #expr, lic_error_chain(world_error, world_error->pool));                                \
    } while (0)

/** An instant in UTC, "2026-11-24T10:00:00Z". */
apr_time_t world_instant(const char *text);

/**
 * Products standard (user), central (bundled), crm and outlook (addon), visma (integration), with prices in DKK; and
 * the account acme: DKK, da-DK, Europe/Copenhagen, monthly from 2026-11-01, 25 % VAT, as of 2026-11-10T09:00:00Z.
 */
world_t *world_make(lic_db_t *db, apr_pool_t *pool);

/** One more account like acme; operations are about it from now on. */
void world_account(world_t *world, const char *key);
/** Operations are about this account from now on. */
void world_turn_to(world_t *world, const char *key);

/** Begins a transaction, locks, loads the book: a change to add to, whose actor is anna. */
lic_change_t *world_begin(world_t *world);
/** Applies it, then marks, saves the account, commits. */
void world_end(world_t *world, lic_change_t *change);
/** Like world_end, but hands an error back after rolling back. */
lic_error_t *world_try(world_t *world, lic_change_t *change);

/** Creates an employee; flags: "a" active, "s" service log-in, "p" protected, "r" with the role admin. Returns its id.
 */
apr_int64_t world_hire(world_t *world, const char *login, const char *flags);
/** Changes an employee's name. */
void world_edit(world_t *world, apr_int64_t employee, const char *name);
void world_activate(world_t *world, apr_int64_t employee);
void world_deactivate(world_t *world, apr_int64_t employee);
void world_assign(world_t *world, apr_int64_t employee, const char *product);
void world_unassign(world_t *world, apr_int64_t employee, const char *product);
/** As the pencil, by support's hand. */
void world_quantity(world_t *world, const char *product, apr_int64_t total);

/** Lets time pass, doing what falls due. */
void world_pass(world_t *world, int hours);

/** Ids of add-on licences and products by what they are called. */
apr_int64_t world_product(world_t *world, const char *key);
lic_position_t world_position(world_t *world, const char *key);

/** The rows of any SELECT as one text: cells joined by "|", rows by newlines; NULL is "-". */
const char *world_rows(world_t *world, const char *format, ...) __attribute__((format(printf, 2, 3)));
apr_int64_t world_number(world_t *world, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Any statement that hands out no rows. */
void world_run(world_t *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Every row of an account's tables, as one text: equal texts, equal account. */
const char *world_dump(world_t *world, apr_int64_t account);

/** The invariants breached now, each once, joined by blanks; "" when all hold. account 0: all. */
const char *world_breaches(world_t *world, apr_int64_t account);

#endif
