/* simulate.h  What the files of the simulation share. */
#ifndef LIC_TEST_SIMULATE_H
#define LIC_TEST_SIMULATE_H

#include "../unit/store/fault.h"
#include "../unit/store/sql.h"
#include "service/unit.h"

#define SIM_TRACE 160

/* What the simulation remembers of an account that the database doesn't say. */
typedef struct sim_account_t {
    apr_int64_t id;
    const char *key, *currency;
    int target;               /* about how many employees it is to have */
    int hirings;              /* how many were tried; numbers log-in names, as none is used twice */
    apr_int64_t employees;    /* highest id so far */
    apr_int64_t revision;     /* its revision when it was last audited */
    apr_int64_t invoice;      /* highest id checked */
    apr_time_t last_at;       /* the account's last instant, as of yesterday */
    apr_time_t period_end_at; /* operations are tried right at a period's end, too */
    int closed;
    char trace[SIM_TRACE]; /* the day's operations, for whoever reads of a breach */
} sim_account_t;

typedef struct sim_count_t {
    apr_int64_t done, refused, crashed;
} sim_count_t;

typedef struct sim_t {
    const char *database;  /* DRIVER:PARAMS */
    lic_db_source_t *from; /* one connection, which may be cut */
    sim_account_t *accounts;
    int naccounts, days, activity;
    apr_uint64_t seed, random;
    int day;                  /* 1 is the first */
    apr_time_t now, midnight; /* midnight: the UTC day's first instant */
    sim_count_t *counts;      /* by deed */
    apr_int64_t operations;   /* tried */
    apr_int64_t survived;     /* connections cut, and the operation went on by itself */
    apr_int64_t audits, breaches, jumps_forward, jumps_back, prices;
    const sim_account_t *at; /* the account that a breach found now would be of; NULL: all */
    apr_pool_t *pool, *each; /* each: of one operation */
} sim_t;

/* Random choices, which the seed decides: a number from 0 to n - 1; 1 once in n times, else 0; one of a list. */
int sim_below(sim_t *sim, int n);
int sim_once_in(sim_t *sim, int n);
#define SIM_ONE_OF(sim, list) ((list)[sim_below(sim, (int)(sizeof(list) / sizeof((list)[0])))])

/* Makes the schema where there is none, the catalogue and the accounts. LIC_REFUSED "not-empty". */
lic_error_t *sim_make(sim_t *sim);
/* Now and then a new price of something in some currency */
lic_error_t *sim_new_price(sim_t *sim);
/* Who sells */
lic_error_t *sim_make_seller(sim_t *sim);
/* What invoices say of the account with this number */
void sim_make_buyer(struct lic_account_t *terms, int number);
const char *sim_product(sim_t *sim, int kind); /* a key of that lic_kind_t */

/* One operation. Sums up in counts and trace; an error ends the simulation. */
lic_error_t *sim_act(sim_t *sim, sim_account_t *account);
int sim_deeds(void);
const char *sim_deed(int index);

lic_error_t *sim_buy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_scale_down(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_keep(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_undo(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_plan(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_plan_buy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_cancel(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_policy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_nonsense(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);
lic_error_t *sim_switch(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);

/* The end of a day: sweeps, looks at every account, audits those that have changed (whole: all of them). */
lic_error_t *sim_check(sim_t *sim, int whole);
void sim_breach(sim_t *sim, const char *invariant, const char *account, const char *what);

#endif
