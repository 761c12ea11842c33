/* ctl/commands.c  The table of commands, and their help. */
#include "ctl.h"
#include "table.h"

#include <string.h>

#include <apr_strings.h>

static const lic_option_t none[] = {{NULL, NULL, NULL, 0}};

const lic_command_t lic_commands[] = {
    {"init", "", 0, 0, "make the schema in a new database (a new SQLite file, or an empty database)", none,
     lic_cmd_init},
    {"upgrade", "", 0, 0, "bring the schema to this program's version; safe to repeat", none, lic_cmd_upgrade},
    {"restored", "", 0, 0,
     "say that the database was restored from a backup, before servers use it: what was read of it before (ETags, "
     "forms, "
     "feeds, archive files) doesn't match any more",
     none, lic_cmd_restored},
    {"backup", "DIRECTORY|-", 1, 1,
     "write all of the database, as of one moment, while servers go on, into a new file of the directory (-: standard "
     "output): an SQLite database, which every command reads, whatever kind the database is",
     none, lic_cmd_backup},
    {"restore", "FILE|-", 1, 1,
     "fill a new database from a backup; what was handed out before (ETags, forms, feeds) doesn't match any more", none,
     lic_cmd_restore},
    {"copy", "", 0, 0,
     "fill a new database of whichever kind with all that this one holds; stop the servers first, and have them use "
     "the "
     "new one then",
     lic_copy_options, lic_cmd_copy},
    {"account add", "KEY", 1, 1, "add an account", lic_account_add_options, lic_cmd_account_add},
    {"account list", "", 0, 0, "list the accounts", lic_list_options, lic_cmd_account_list},
    {"account show", "ACCOUNT", 1, 1, "print an account's terms and current period", lic_list_options,
     lic_cmd_account_show},
    {"account set", "ACCOUNT", 1, 1, "change what is given of an account's terms; its admins see it in the log",
     lic_account_set_options, lic_cmd_account_set},
    {"account close", "ACCOUNT", 1, 1, "end an account with its current period", none, lic_cmd_account_close},
    {"account reopen", "ACCOUNT", 1, 1, "open a closed account again, with today as its first day", none,
     lic_cmd_account_reopen},
    {"set", "grace-period|undo-period|logins VALUE", 2, 2,
     "for all accounts: grace-period (7d, 12h), how long marked employees have; undo-period (24h, Off), how long a "
     "purchase can be taken back; logins, portal: a log-in belongs to one account, or account: it may stand in many, "
     "of which LicencesAccount says one",
     none, lic_cmd_set},
    {"setting list", "", 0, 0, "print what set has set", lic_list_options, lic_cmd_setting_list},
    {"seller set", "", 0, 0, "say who sells, as invoices from now on have it; what isn't given stays",
     lic_seller_set_options, lic_cmd_seller_set},
    {"seller show", "", 0, 0, "print who sells, and how buyers are taxed by country", lic_list_options,
     lic_cmd_seller_show},
    {"product add", "KEY", 1, 1, "add a product", lic_product_add_options, lic_cmd_product_add},
    {"product list", "", 0, 0, "list the products", lic_list_options, lic_cmd_product_list},
    {"product set", "KEY", 1, 1, "change what a product is called", lic_product_set_options, lic_cmd_product_set},
    {"price set", "PRODUCT CURRENCY MINOR-PER-MONTH", 3, 3, "set a price (24900 is 249.00 DKK) from a date on",
     lic_price_set_options, lic_cmd_price_set},
    {"price unset", "PRODUCT CURRENCY DATE", 3, 3, "withdraw the price that begins on a date to come", none,
     lic_cmd_price_unset},
    {"price list", "[PRODUCT]", 0, 1, "list prices a month, in minor units and as they are written", lic_list_options,
     lic_cmd_price_list},
    {"quantity", "ACCOUNT PRODUCT TOTAL", 3, 3,
     "buy, scale down or keep: the total wanted (bundled and integration: 0 or 1)", lic_quantity_options,
     lic_cmd_quantity},
    {"undo", "ACCOUNT PRODUCT", 2, 2, "take the last purchase of a product back, with a credit note", none,
     lic_cmd_undo},
    {"policy", "ACCOUNT PRODUCT grace|block|buy", 3, 3,
     "say what happens when no licence is free: allowed and marked, refused, or bought", lic_policy_options,
     lic_cmd_policy},
    {"plan list", "ACCOUNT", 1, 1, "list what is planned, in the order in which it is carried out", lic_list_options,
     lic_cmd_plan_list},
    {"plan", "ACCOUNT start|leave|buy|cancel LOGIN|PRODUCT|ID [TOTAL] [DATE]", 3, 5,
     "plan that an employee starts (DATE: the first day) or leaves (the last), or that up to TOTAL licences are bought "
     "(buy PRODUCT TOTAL DATE); cancel a plan by its ID",
     lic_plan_options, lic_cmd_plan},
    {"few", "ACCOUNT PRODUCT N|default", 3, 3, "warn from N licences left on (default: the usual rule)", none,
     lic_cmd_threshold},
    {"employee add", "ACCOUNT LOGIN", 2, 2, "add an employee", lic_employee_add_options, lic_cmd_employee_add},
    {"employee list", "ACCOUNT", 1, 1, "list the employees", lic_employee_list_options, lic_cmd_employee_list},
    {"employee set", "ACCOUNT LOGIN", 2, 2, "change an employee's name, initials or e-mail", lic_employee_set_options,
     lic_cmd_employee_set},
    {"employee anonymise", "ACCOUNT LOGIN", 2, 2,
     "take whatever tells who an inactive employee was out of the database, for good: name, initials, e-mail, log-in, "
     "in "
     "lists, log and mails alike; what was done stays, by a number",
     lic_anonymise_options, lic_cmd_employee_anonymise},
    {"employee activate", "ACCOUNT LOGIN", 2, 2, "give an employee a licence and its rights back", none,
     lic_cmd_employee_act},
    {"employee deactivate", "ACCOUNT LOGIN", 2, 2, "free an employee's licence and take its rights", none,
     lic_cmd_employee_act},
    {"employee protect", "ACCOUNT LOGIN", 2, 2, "mark this employee only after those who aren't protected", none,
     lic_cmd_employee_act},
    {"employee unprotect", "ACCOUNT LOGIN", 2, 2, "undo protect", none, lic_cmd_employee_act},
    {"assign", "ACCOUNT LOGIN MODULE", 3, 3, "give an employee an add-on licence", none, lic_cmd_assign},
    {"unassign", "ACCOUNT LOGIN MODULE", 3, 3, "take an add-on licence back", none, lic_cmd_assign},
    {"role grant", "ACCOUNT ROLE RIGHT", 3, 3,
     "give a role a right (my-account, my-account-view, partner, partner-csv, roles); makes the role", none,
     lic_cmd_role},
    {"role revoke", "ACCOUNT ROLE RIGHT", 3, 3, "take a right from a role", none, lic_cmd_role},
    {"role give", "ACCOUNT ROLE LOGIN", 3, 3, "give an employee a role", none, lic_cmd_role_give},
    {"role take", "ACCOUNT ROLE LOGIN", 3, 3, "take a role from an employee", none, lic_cmd_role_give},
    {"import", "ACCOUNT FILE.csv", 2, 2,
     "create and change the employees of a CSV file (columns login, name, email; initials, status, roles, external, "
     "start, end)",
     lic_import_options, lic_cmd_import},
    {"sweep", "", 0, 0, "do what is due for every account, as the timer does", lic_sweep_options, lic_cmd_sweep},
    {"mail list", "[ACCOUNT]", 0, 1,
     "name the mail that hasn't been sent: waiting, parked, or unwanted, as nobody sends mail", lic_mail_list_options,
     lic_cmd_mail_list},
    {"mail drop", "[ACCOUNT]", 0, 1, "let mail go that hasn't been sent: it is never sent, and holds no archiving up",
     lic_mail_drop_options, lic_cmd_mail_drop},
    {"mail send", "[ACCOUNT]", 0, 1,
     "let unwanted mail be sent that is older than a day (younger one is, once a server sends mail)", none,
     lic_cmd_mail_send},
    {"mail retry", "[ACCOUNT]", 0, 1, "let parked mail, which audit names, be tried again", none, lic_cmd_mail_retry},
    {"show", "ACCOUNT", 1, 1, "print the account's licences as XML", none, lic_cmd_show},
    {"export", "ACCOUNT overview|modules|employees|log|invoices|plans|usage [DIRECTORY]", 2, 3,
     "print a whole list; with --format ubl write each of the invoices into a file of the directory",
     lic_export_options, lic_cmd_export},
    {"archive read", "FILE...", 1, 1000,
     "put back into the database what an account's archive files hold: all of them together, checked against what was "
     "left "
     "behind; all is back, or nothing",
     none, lic_cmd_archive_read},
    {"archive", "[ACCOUNT]", 0, 1,
     "move log entries, sent mails and usage of past periods into files, which are written and safe before anything "
     "goes; may be cut and repeated. Files are XML (root archive of licences.xsd), to be read by any XML tool, or put "
     "back "
     "by archive read",
     lic_archive_options, lic_cmd_archive},
    {"audit", "[ACCOUNT]", 0, 1, "check what must always be true; name each breach", none, lic_cmd_audit},
    {"doctor", "", 0, 0,
     "look at the database, this host, httpd and the mail server: a line each, ok, or what is wrong and what would be "
     "right",
     lic_doctor_options, lic_cmd_doctor},
    {"batch", "FILE", 1, 1, "run the commands of a file (-: standard input), a line each, up to the first failure",
     none, lic_cmd_batch},
    {"completion", "-- [WORD…]", 0, 1000, "print what the last word of a line may be, for the shell", none,
     lic_cmd_completion},
    {NULL, NULL, 0, 0, NULL, NULL, NULL}};

const lic_option_t lic_global_options[] = {
    {"database", "DRIVER:PARAMS",
     "as DBDriver and DBDParams say, e.g. sqlite3:licences.db (default: LICENCES_DATABASE, else what the first line "
     "of " LIC_DATABASE_FILE " says)",
     0},
    {"now", "INSTANT", "the instant to work at, like 2026-11-24T10:00:00Z (default: the clock's)", 0},
    {"stylesheets", "DIRECTORY", "where CSV's stylesheets are (default: LICENCES_STYLESHEETS, else the installed)", 0},
    {"help", NULL, "what a command is for, and its options", 0},
    {"version", NULL, "this program's version", 0},
    {NULL, NULL, NULL, 0}};

static const lic_option_t *find_option(const lic_option_t *options, const char *name)
{
    for (; options->name; options++)
        if (!strcmp(options->name, name))
            return options;
    return NULL;
}

/* --- help --------------------------------------------------------------------------------------- */

static void print_options(FILE *to, const lic_option_t *options)
{
    for (; options->name; options++) {
        char left[64];
        apr_snprintf(left, sizeof(left), "--%s%s%s", options->name, options->value ? " " : "",
                     options->value ? options->value : "");
        fprintf(to, "  %-26s %s%s\n", left, options->what, options->required ? " (needed)" : "");
    }
}

void lic_commands_help(FILE *to, const lic_command_t *command)
{
    if (command) {
        fprintf(to, "usage: licencesctl %s%s%s%s\n%s.\n", command->name, *command->args ? " " : "", command->args,
                command->options->name ? " [OPTION…]" : "", command->what);
        print_options(to, command->options);
        fputs("Everywhere:\n", to);
        print_options(to, lic_global_options);
        return;
    }
    fputs("usage: licencesctl [--database DRIVER:PARAMS] [--now INSTANT] COMMAND\n\n", to);
    for (command = lic_commands; command->name; command++)
        fprintf(to, "  %s%s%s\n      %s\n", command->name, *command->args ? " " : "", command->args, command->what);
    fputs("\nEverywhere:\n", to);
    print_options(to, lic_global_options);
    fputs("Exit status: 0, 1 refused or breached, 2 usage, 3 database.\n", to);
}

/* --- taking a line apart ------------------------------------------------------------------------ */

static lic_error_t *usage_at(apr_pool_t *p, const lic_command_t *command, const char *said)
{
    if (!command)
        return lic_error_make(p, LIC_INVALID, "usage", "%s; licencesctl help lists the commands", said);
    return lic_error_make(p, LIC_INVALID, "usage", "%s; right is: licencesctl %s%s%s%s", said, command->name,
                          *command->args ? " " : "", command->args, command->options->name ? " [OPTION…]" : "");
}

/* Which options there are, for whoever typed another one */
static lic_error_t *unknown_option(const lic_invocation_t *invocation, const char *name)
{
    const char *known = "";
    for (const lic_option_t *option = invocation->command->options; option->name; option++)
        known = apr_pstrcat(invocation->pool, known, " --", option->name, NULL);
    for (const lic_option_t *option = lic_global_options; option->name; option++)
        known = apr_pstrcat(invocation->pool, known, " --", option->name, NULL);
    return lic_error_make(invocation->pool, LIC_INVALID, "usage", "%s has no option --%s; there are:%s",
                          invocation->command->name, name, known);
}

/* argv[*at] is "--name", "--name=value", or "--name" with its value behind it */
static lic_error_t *take_option(lic_invocation_t *invocation, int *at, int argc, const char *const *argv)
{
    const char *text = argv[*at] + 2, *equals = strchr(text, '=');
    const char *name = equals ? apr_pstrmemdup(invocation->pool, text, (apr_size_t)(equals - text)) : text;
    const lic_option_t *option = find_option(lic_global_options, name);
    if (!option && invocation->command)
        option = find_option(invocation->command->options, name);
    if (!option)
        return invocation->command ? unknown_option(invocation, name)
                                   : usage_at(invocation->pool, NULL,
                                              apr_pstrcat(invocation->pool, "there is no option --", name, NULL));
    const char *value = equals ? equals + 1 : "";
    if (option->value && !equals) {
        if (*at + 1 >= argc || !strncmp(argv[*at + 1], "--", 2))
            return usage_at(invocation->pool, invocation->command,
                            apr_psprintf(invocation->pool, "--%s needs a value: --%s %s", name, name, option->value));
        value = argv[++*at];
    } else if (!option->value && equals) {
        return usage_at(invocation->pool, invocation->command,
                        apr_psprintf(invocation->pool, "--%s takes no value", name));
    }
    apr_table_addn(invocation->options, option->name, value);
    return NULL;
}

/* A word is an option if it begins with "-", but for "-" itself and what might be a number */
static int is_option(const char *word)
{
    return word[0] == '-' && word[1] && !(word[1] >= '0' && word[1] <= '9');
}

static int matches(const lic_command_t *command, const char *first, const char *second)
{
    const apr_size_t length = strlen(first);
    if (strncmp(command->name, first, length))
        return 0;
    if (!command->name[length])
        return 1;
    return command->name[length] == ' ' && second && !strcmp(command->name + length + 1, second);
}

/* The first words that aren't options (or an option's value) name the command; words holds the places of the others. */
static lic_error_t *find_command(lic_invocation_t *invocation, int argc, const char *const *argv)
{
    const char *words[2] = {NULL, NULL};
    for (int i = 0, n = 0; i < argc && n < 2; i++) {
        if (!is_option(argv[i])) {
            words[n++] = argv[i];
            continue;
        }
        const lic_option_t *option = strncmp(argv[i], "--", 2) ? NULL : find_option(lic_global_options, argv[i] + 2);
        if (option && option->value)
            i++;
    }
    if (!words[0] || !strcmp(words[0], "help"))
        return NULL;
    for (const lic_command_t *command = lic_commands; command->name; command++)
        if (matches(command, words[0], words[1])) {
            invocation->command = command;
            return NULL;
        }
    const char *similar = "";
    const char *begin = apr_pstrcat(invocation->pool, words[0], " ", NULL);
    for (const lic_command_t *command = lic_commands; command->name; command++)
        if (!strncmp(command->name, begin, strlen(begin)))
            similar = apr_pstrcat(invocation->pool, similar, *similar ? ", " : "", command->name, NULL);
    return usage_at(invocation->pool, NULL,
                    *similar ? apr_psprintf(invocation->pool, "%s what? There are: %s", words[0], similar)
                             : apr_psprintf(invocation->pool, "there is no command %s", words[0]));
}

static lic_error_t *check_complete(const lic_invocation_t *invocation)
{
    const lic_command_t *command = invocation->command;
    if (invocation->nargs < command->least || invocation->nargs > command->most)
        return usage_at(invocation->pool, command,
                        invocation->nargs < command->least
                            ? "something is missing"
                            : apr_psprintf(invocation->pool, "%s is too much", invocation->args[command->most]));
    for (const lic_option_t *option = command->options; option->name; option++)
        if (option->required && !lic_order_option(invocation, option->name))
            return usage_at(invocation->pool, command,
                            apr_psprintf(invocation->pool, "--%s %s is missing", option->name, option->value));
    return NULL;
}

static lic_error_t *sort_words(lic_invocation_t *invocation, int argc, const char *const *argv)
{
    int only_args = 0;
    invocation->args = apr_pcalloc(invocation->pool, sizeof(*invocation->args) * (apr_size_t)(argc + 1));
    for (int i = 0; i < argc; i++) {
        if (only_args || !is_option(argv[i]))
            invocation->args[invocation->nargs++] = argv[i];
        else if (!strcmp(argv[i], "--"))
            only_args = 1;
        else if (!strcmp(argv[i], "-h"))
            apr_table_addn(invocation->options, "help", "");
        else if (!strncmp(argv[i], "--", 2))
            LIC_TRY(take_option(invocation, &i, argc, argv));
        else
            return usage_at(invocation->pool, invocation->command,
                            apr_psprintf(invocation->pool, "there is no option %s", argv[i]));
    }
    return NULL;
}

lic_error_t *lic_order_parse(lic_invocation_t *invocation, int argc, const char *const *argv)
{
    invocation->options = apr_table_make(invocation->pool, 8);
    LIC_TRY(find_command(invocation, argc, argv));
    LIC_TRY(sort_words(invocation, argc, argv));
    if (!invocation->command)
        return NULL;
    const int words = strchr(invocation->command->name, ' ') ? 2 : 1;
    invocation->args += words;
    invocation->nargs -= words;
    return lic_order_option(invocation, "help") ? NULL : check_complete(invocation);
}
