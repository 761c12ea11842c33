/* licencesctl simulate: what its files share. */
#ifndef LIC_CTL_SIMULATE_H
#define LIC_CTL_SIMULATE_H

#include "ctl.h"
#include "store/fault.h"

#define LIC_SIM_TRACE 160

/* What the simulation remembers of an account that the database doesn't say. */
typedef struct lic_sim_account_t {
    apr_int64_t id;
    const char *key, *currency;
    int target;               /* about so many employees */
    int hirings;              /* tried: log-in names are never used twice */
    apr_int64_t employees;    /* highest id so far */
    apr_int64_t revision;     /* when it was last audited */
    apr_int64_t invoice;      /* highest id checked */
    apr_time_t last_at;       /* when it was last looked at */
    apr_time_t period_end_at; /* instants at the edge of a period are tried on purpose */
    int closed;
    char trace[LIC_SIM_TRACE]; /* the day's operations, for whoever reads of a breach */
} lic_sim_account_t;

typedef struct lic_sim_count_t {
    apr_int64_t done, refused, crashed;
} lic_sim_count_t;

typedef struct lic_sim_t {
    lic_order_t *order;
    lic_db_source_t *from;
    lic_fault_t *fault;
    lic_sim_account_t *accounts;
    int naccounts, days, activity;
    apr_uint64_t seed, random;
    int day;                  /* 1 is the first */
    apr_time_t now, midnight; /* midnight: the UTC day's first instant */
    lic_sim_count_t *counts;  /* by deed */
    apr_int64_t operations;   /* tried */
    apr_int64_t survived;     /* connections cut, and the operation went on by itself */
    apr_int64_t audits, breaches, jumps_forward, jumps_back, prices;
    const lic_sim_account_t *at; /* whose breach it would be; NULL: all */
    apr_pool_t *pool, *each;     /* each: of one operation */
} lic_sim_t;

/* A whole number below n (n > 0), a coin that is 1 once in n, one of a list: from the simulation's own sequence. */
int lic_sim_below(lic_sim_t *sim, int n);
int lic_sim_once_in(lic_sim_t *sim, int n);
#define LIC_SIM_ONE_OF(sim, list) ((list)[lic_sim_below(sim, (int)(sizeof(list) / sizeof((list)[0])))])

/* Makes the schema where there is none, the catalogue and the accounts. LIC_REFUSED "not-empty". */
lic_error_t *lic_sim_make(lic_sim_t *sim);
/* Now and then a new price of something in some currency */
lic_error_t *lic_sim_new_price(lic_sim_t *sim);
const char *lic_sim_product(lic_sim_t *sim, int kind); /* a key of that lic_kind_t */
int lic_sim_products(void);

/* One operation. Sums up in counts and trace; an error ends the simulation. */
lic_error_t *lic_sim_act(lic_sim_t *sim, lic_sim_account_t *account);
int lic_sim_deeds(void);
const char *lic_sim_deed(int index);

lic_error_t *lic_sim_buy(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);
lic_error_t *lic_sim_scale_down(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);
lic_error_t *lic_sim_keep(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);
lic_error_t *lic_sim_nonsense(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);
lic_error_t *lic_sim_switch(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);

/* The end of a day: sweeps, looks at every account, audits those that have changed (whole: all of them). */
lic_error_t *lic_sim_check(lic_sim_t *sim, int whole);
void lic_sim_breach(lic_sim_t *sim, const char *invariant, const char *account, const char *what);

#endif
