/* licencesctl, the operator's tool: what its files share. */
#ifndef LIC_CTL_CTL_H
#define LIC_CTL_CTL_H

#include <stdio.h>

#include <apr_tables.h>
#include <apr_time.h>

#include "service/unit.h"

/* One connection, opened when it is first asked for and kept, so that a batch pays for it once. */
typedef struct lic_ctl_t {
    lic_db_source_t source; /* hands out the kept connection, once its schema is known to be right */
    lic_db_source_t *opens; /* opens another one; NULL before the first use, as is */
    lic_db_source_t *kept;  /* the one that is kept */
    int checked;
    const char *database; /* DRIVER:PARAMS */
    const char *stylesheets;
    int bare;     /* init, upgrade, simulate: the schema need not be there */
    int breached; /* what was asked was done, and the answer is bad: exit status 1 */
    int in_batch;
    apr_pool_t *pool; /* of the process */
} lic_ctl_t;

/* A command line, taken apart. */
typedef struct lic_order_t {
    lic_ctl_t *ctl;
    const struct lic_command_t *command;
    const char **args;
    int nargs;
    apr_table_t *options; /* name → value, a flag's is "" */
    apr_time_t now;       /* whole seconds: --now, else the clock */
    int now_given;
    apr_pool_t *pool;
} lic_order_t;

typedef struct lic_option_t {
    const char *name;  /* NULL ends a list */
    const char *value; /* what its value is called; NULL: a flag */
    const char *what;
    int required;
} lic_option_t;

typedef struct lic_command_t {
    const char *name; /* "account add"; NULL ends the table */
    const char *args; /* "ACCOUNT LOGIN" */
    int least, most;  /* how many of them */
    const char *what;
    const lic_option_t *options;
    lic_error_t *(*run)(lic_order_t *order);
} lic_command_t;

extern const lic_command_t lic_commands[];

/* Takes a line apart by the table. LIC_INVALID "usage" says what would be right; order->command is NULL for help. */
lic_error_t *lic_order_parse(lic_order_t *order, int argc, const char *const *argv);
lic_error_t *lic_order_run(lic_order_t *order);
void lic_commands_help(FILE *to, const lic_command_t *command); /* NULL: all */

const char *lic_order_option(const lic_order_t *order, const char *name); /* NULL: not given */
lic_error_t *lic_order_usage(const lic_order_t *order, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
lic_error_t *lic_order_int(apr_int64_t *out, const lic_order_t *order, const char *what, const char *text);
lic_error_t *lic_order_date(lic_date_t *out, const lic_order_t *order, const char *name); /* NONE: not given */

/* Support's caller for an account, as of order->now. An instant given that is before the account's last is refused. */
lic_error_t *lic_order_caller(lic_caller_t *caller, const lic_order_t *order, const char *account);

lic_error_t *lic_ctl_source_open(lic_db_t **db, void *baton, apr_pool_t *p);
void lic_ctl_source_close(lic_db_t *db, void *baton);
lic_error_t *lic_ctl_open(lic_db_t **db, lic_ctl_t *ctl, apr_pool_t *p);
int lic_ctl_status(const lic_error_t *err);
/* The keys of all accounts, added to an array of const char *. */
lic_error_t *lic_ctl_keys(apr_array_header_t *keys, const lic_order_t *order);
const char *lic_ctl_money(apr_int64_t minor, const char *currency, apr_pool_t *p);
/* Shell-like words of a line: blanks part them, '…' "…" and \ keep blanks, # begins a comment. */
lic_error_t *lic_words_split(const char ***words, int *n, const char *line, apr_pool_t *p);

/* A bar on stderr when that is a terminal and the work takes longer than a second. */
typedef struct lic_bar_t {
    apr_time_t begun, drawn;
    const char *what;
    apr_int64_t total;
} lic_bar_t;
void lic_bar_begin(lic_bar_t *bar, const char *what, apr_int64_t total);
void lic_bar_step(lic_bar_t *bar, apr_int64_t done);
void lic_bar_end(lic_bar_t *bar);

/* The commands, by file */
extern const lic_option_t lic_account_add_options[], lic_product_add_options[], lic_price_set_options[];
lic_error_t *lic_cmd_init(lic_order_t *order);
lic_error_t *lic_cmd_upgrade(lic_order_t *order);
lic_error_t *lic_cmd_account_add(lic_order_t *order);
lic_error_t *lic_cmd_account_close(lic_order_t *order);
lic_error_t *lic_cmd_account_reopen(lic_order_t *order);
lic_error_t *lic_cmd_set(lic_order_t *order);
lic_error_t *lic_cmd_product_add(lic_order_t *order);
lic_error_t *lic_cmd_price_set(lic_order_t *order);
lic_error_t *lic_cmd_role(lic_order_t *order);
lic_error_t *lic_cmd_role_give(lic_order_t *order);

extern const lic_option_t lic_employee_add_options[];
lic_error_t *lic_cmd_quantity(lic_order_t *order);
lic_error_t *lic_cmd_few(lic_order_t *order);
lic_error_t *lic_cmd_employee_add(lic_order_t *order);
lic_error_t *lic_cmd_employee_act(lic_order_t *order);
lic_error_t *lic_cmd_assign(lic_order_t *order);

extern const lic_option_t lic_import_options[];
lic_error_t *lic_cmd_import(lic_order_t *order);

extern const lic_option_t lic_archive_options[];
lic_error_t *lic_cmd_archive(lic_order_t *order);

extern const lic_option_t lic_export_options[];
lic_error_t *lic_cmd_show(lic_order_t *order);
lic_error_t *lic_cmd_export(lic_order_t *order);
lic_error_t *lic_cmd_audit(lic_order_t *order);
extern const lic_option_t lic_sweep_options[];
lic_error_t *lic_cmd_sweep(lic_order_t *order);
lic_error_t *lic_cmd_mail_retry(lic_order_t *order);
lic_error_t *lic_ctl_deliver(lic_order_t *order); /* sweep --mail */
lic_error_t *lic_cmd_batch(lic_order_t *order);

extern const lic_option_t lic_simulate_options[];
lic_error_t *lic_cmd_simulate(lic_order_t *order);

#endif
