/* ctl/ctl.h  licencesctl, the operator's tool: what its files share. */
#ifndef LIC_CTL_CTL_H
#define LIC_CTL_CTL_H

#include <stdio.h>

#include <apr_tables.h>
#include <apr_time.h>

#include "service/unit.h"

/* The connection: opened when it is first needed, and kept, so that a batch opens it once. */
typedef struct lic_ctl_t {
    lic_db_source_t source; /* hands out the kept connection; checks its schema first */
    lic_db_source_t *opens; /* opens another one; NULL before the first use, as is */
    lic_db_source_t *kept;  /* the one that is kept */
    int checked;
    const char *database; /* DRIVER:PARAMS */
    const char *stylesheets;
    int bare;     /* init, upgrade, restore, doctor: the schema need not be there */
    int breached; /* the command ran, and found something wrong (audit): exit status 1 */
    int in_batch;
    apr_pool_t *pool; /* of the process */
} lic_ctl_t;

/* A command line, taken apart. */
typedef struct lic_invocation_t {
    lic_ctl_t *ctl;
    const struct lic_command_t *command;
    const char **args;
    int nargs;
    apr_table_t *options; /* name → value, a flag's is "" */
    apr_time_t now;       /* whole seconds: --now, else the clock */
    int now_given;
    apr_pool_t *pool;
} lic_invocation_t;

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
    lic_error_t *(*run)(lic_invocation_t *invocation);
} lic_command_t;

extern const lic_command_t lic_commands[];
extern const lic_option_t lic_global_options[];

/* Takes a line apart by the table. LIC_INVALID "usage" says what is expected; invocation->command is NULL for help. */
lic_error_t *lic_order_parse(lic_invocation_t *invocation, int argc, const char *const *argv);
lic_error_t *lic_order_run(lic_invocation_t *invocation);
void lic_commands_help(FILE *to, const lic_command_t *command); /* NULL: all */

const char *lic_order_option(const lic_invocation_t *invocation, const char *name); /* NULL: not given */
lic_error_t *lic_order_usage(const lic_invocation_t *invocation, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* LIC_INVALID "usage" where none of the command's own options was given: then there is nothing to set. */
lic_error_t *lic_order_some(const lic_invocation_t *invocation);
lic_error_t *lic_order_int(apr_int64_t *out, const lic_invocation_t *invocation, const char *what, const char *text);
lic_error_t *lic_order_date(lic_date_t *out, const lic_invocation_t *invocation,
                            const char *name); /* NONE: not given */

/* Support's caller for an account, as of invocation->now. An instant given that is before the account's last is
 * refused. */
lic_error_t *lic_order_caller(lic_caller_t *caller, const lic_invocation_t *invocation, const char *account);

/* Sets caller->order_number, if --order-number was given. LIC_INVALID "field-invalid". */
lic_error_t *lic_order_number(lic_caller_t *caller, const lic_invocation_t *invocation);

const char *lic_ctl_configured(apr_pool_t *p); /* DRIVER:PARAMS of /etc/licences/database; NULL: there is none */
lic_error_t *lic_ctl_source_open(lic_db_t **db, void *baton, apr_pool_t *p);
void lic_ctl_source_close(lic_db_t *db, void *baton);
lic_error_t *lic_ctl_open(lic_db_t **db, lic_ctl_t *ctl, apr_pool_t *p);
/* A connection of its own to another database, which ends with p. SQLite's file is made where it is missing if `make`.
 */
lic_error_t *lic_ctl_open_other(lic_db_t **db, const char *database, int make, apr_pool_t *p);
int lic_ctl_status(const lic_error_t *err);
/* The keys of all accounts, added to an array of const char *. */
lic_error_t *lic_ctl_keys(apr_array_header_t *keys, const lic_invocation_t *invocation);
const char *lic_ctl_money(apr_int64_t minor, const char *currency, apr_pool_t *p);
/* Shell-like words of a line: blanks part them, '…' "…" and \ keep blanks, # begins a comment. */
lic_error_t *lic_words_split(const char ***words, int *n, const char *line, apr_pool_t *p);

#define LIC_CTL_SOME 500 /* rows that a list reads at once */

/* The commands, by file */
extern const lic_option_t lic_account_add_options[], lic_account_set_options[];
extern const lic_option_t lic_product_add_options[], lic_product_set_options[], lic_price_set_options[];
lic_error_t *lic_cmd_init(lic_invocation_t *invocation);
lic_error_t *lic_cmd_upgrade(lic_invocation_t *invocation);
lic_error_t *lic_cmd_restored(lic_invocation_t *invocation);
extern const lic_option_t lic_copy_options[];
lic_error_t *lic_cmd_copy(lic_invocation_t *invocation);
lic_error_t *lic_cmd_backup(lic_invocation_t *invocation);
lic_error_t *lic_cmd_restore(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_add(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_show(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_set(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_close(lic_invocation_t *invocation);
lic_error_t *lic_cmd_account_reopen(lic_invocation_t *invocation);
extern const lic_option_t lic_seller_set_options[];
lic_error_t *lic_cmd_seller_set(lic_invocation_t *invocation);
lic_error_t *lic_cmd_seller_show(lic_invocation_t *invocation);
lic_error_t *lic_cmd_set(lic_invocation_t *invocation);
lic_error_t *lic_cmd_setting_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_product_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_product_set(lic_invocation_t *invocation);
lic_error_t *lic_cmd_price_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_product_add(lic_invocation_t *invocation);
lic_error_t *lic_cmd_price_set(lic_invocation_t *invocation);
lic_error_t *lic_cmd_price_unset(lic_invocation_t *invocation);
lic_error_t *lic_cmd_role(lic_invocation_t *invocation);
lic_error_t *lic_cmd_role_give(lic_invocation_t *invocation);

extern const lic_option_t lic_employee_add_options[], lic_employee_list_options[], lic_employee_set_options[];
extern const lic_option_t lic_quantity_options[];
lic_error_t *lic_cmd_quantity(lic_invocation_t *invocation);
extern const lic_option_t lic_policy_options[];
lic_error_t *lic_cmd_policy(lic_invocation_t *invocation);
lic_error_t *lic_cmd_undo(lic_invocation_t *invocation);
extern const lic_option_t lic_plan_options[];
lic_error_t *lic_cmd_plan(lic_invocation_t *invocation);
lic_error_t *lic_cmd_plan_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_threshold(lic_invocation_t *invocation);
lic_error_t *lic_cmd_employee_add(lic_invocation_t *invocation);
lic_error_t *lic_cmd_employee_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_employee_set(lic_invocation_t *invocation);
extern const lic_option_t lic_anonymise_options[];
lic_error_t *lic_cmd_employee_anonymise(lic_invocation_t *invocation);
lic_error_t *lic_cmd_employee_act(lic_invocation_t *invocation);
lic_error_t *lic_cmd_assign(lic_invocation_t *invocation);

extern const lic_option_t lic_import_options[];
lic_error_t *lic_cmd_import(lic_invocation_t *invocation);

extern const lic_option_t lic_archive_options[];
lic_error_t *lic_cmd_archive(lic_invocation_t *invocation);
lic_error_t *lic_cmd_archive_read(lic_invocation_t *invocation);

extern const lic_option_t lic_export_options[];
lic_error_t *lic_cmd_show(lic_invocation_t *invocation);
lic_error_t *lic_cmd_export(lic_invocation_t *invocation);
lic_error_t *lic_cmd_audit(lic_invocation_t *invocation);
extern const lic_option_t lic_sweep_options[], lic_mail_list_options[], lic_mail_drop_options[];
extern const lic_option_t lic_doctor_options[];
lic_error_t *lic_cmd_doctor(lic_invocation_t *invocation);
lic_error_t *lic_cmd_sweep(lic_invocation_t *invocation);
lic_error_t *lic_cmd_mail_retry(lic_invocation_t *invocation);
lic_error_t *lic_cmd_mail_list(lic_invocation_t *invocation);
lic_error_t *lic_cmd_mail_drop(lic_invocation_t *invocation);
lic_error_t *lic_cmd_mail_send(lic_invocation_t *invocation);
struct lic_smtp_t;
/* The mail server, in the words of LicencesMail: --smtp, else LICENCES_MAIL; *smtp NULL where neither says one. */
lic_error_t *lic_ctl_smtp(const struct lic_smtp_t **smtp, const lic_invocation_t *invocation);
lic_error_t *lic_ctl_deliver(lic_invocation_t *invocation); /* sweep --mail */
lic_error_t *lic_cmd_completion(lic_invocation_t *invocation);
lic_error_t *lic_cmd_batch(lic_invocation_t *invocation);

#endif
