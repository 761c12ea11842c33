/* The table of commands, and their help. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

static const lic_option_t none[] = {{NULL, NULL, NULL, 0}};

const lic_command_t lic_commands[] = {
    {"init", "", 0, 0, "make the schema in a new database (a new SQLite file, or an empty database)", none,
     lic_cmd_init},
    {"upgrade", "", 0, 0, "bring the schema to this program's version; safe to repeat", none, lic_cmd_upgrade},
    {"account add", "KEY", 1, 1, "add an account", lic_account_add_options, lic_cmd_account_add},
    {"account close", "ACCOUNT", 1, 1, "end an account with its current period", none, lic_cmd_account_close},
    {"account reopen", "ACCOUNT", 1, 1, "open a closed account again, with today as its first day", none,
     lic_cmd_account_reopen},
    {"set", "grace-period DURATION", 2, 2, "set how long marked employees have (7d, 12h), for all accounts", none,
     lic_cmd_set},
    {"product add", "KEY", 1, 1, "add a product", lic_product_add_options, lic_cmd_product_add},
    {"price set", "PRODUCT CURRENCY MINOR-PER-MONTH", 3, 3, "set a price (24900 is 249.00 DKK) from a date on",
     lic_price_set_options, lic_cmd_price_set},
    {"quantity", "ACCOUNT PRODUCT TOTAL", 3, 3,
     "buy, scale down or keep: the total wanted (bundled and integration: 0 or 1)", none, lic_cmd_quantity},
    {"few", "ACCOUNT PRODUCT N|default", 3, 3, "warn from N licences left on (default: the usual rule)", none,
     lic_cmd_few},
    {"employee add", "ACCOUNT LOGIN", 2, 2, "add an employee", lic_employee_add_options, lic_cmd_employee_add},
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
     "give a role a right (my-account, my-account-view, partner, roles); makes the role", none, lic_cmd_role},
    {"role revoke", "ACCOUNT ROLE RIGHT", 3, 3, "take a right from a role", none, lic_cmd_role},
    {"role give", "ACCOUNT ROLE LOGIN", 3, 3, "give an employee a role", none, lic_cmd_role_give},
    {"role take", "ACCOUNT ROLE LOGIN", 3, 3, "take a role from an employee", none, lic_cmd_role_give},
    {"import", "ACCOUNT FILE.csv", 2, 2,
     "create and change the employees of a CSV file (columns login, name, email; initials, status, roles)",
     lic_import_options, lic_cmd_import},
    {"sweep", "", 0, 0, "do what is due for every account, as the timer does", lic_sweep_options, lic_cmd_sweep},
    {"mail retry", "[ACCOUNT]", 0, 1, "let parked mail, which audit names, be tried again", none, lic_cmd_mail_retry},
    {"show", "ACCOUNT", 1, 1, "print the account's licences as XML", none, lic_cmd_show},
    {"export", "ACCOUNT overview|modules|employees|log|invoices", 2, 2, "print a whole list", lic_export_options,
     lic_cmd_export},
    {"archive", "[ACCOUNT]", 0, 1,
     "move log entries, sent mails and usage of past periods into files, which are written and safe before anything "
     "goes; may be cut and repeated. Files are XML (root archive of licences.xsd), to be read by any XML tool; none "
     "reads them back",
     lic_archive_options, lic_cmd_archive},
    {"audit", "[ACCOUNT]", 0, 1, "check what must always be true; name each breach", none, lic_cmd_audit},
    {"batch", "FILE", 1, 1, "run the commands of a file (-: standard input), a line each, up to the first failure",
     none, lic_cmd_batch},
    {"simulate", "", 0, 0,
     "live through a random life of many accounts in an empty database, with crashes and clocks that jump, and audit "
     "each day",
     lic_simulate_options, lic_cmd_simulate},
    {NULL, NULL, 0, 0, NULL, NULL, NULL}};

static const lic_option_t global_options[] = {
    {"database", "DRIVER:PARAMS",
     "as DBDriver and DBDParams say, e.g. sqlite3:licences.db (default: LICENCES_DATABASE)", 0},
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
        print_options(to, global_options);
        return;
    }
    fputs("usage: licencesctl [--database DRIVER:PARAMS] [--now INSTANT] COMMAND\n\n", to);
    for (command = lic_commands; command->name; command++)
        fprintf(to, "  %s%s%s\n      %s\n", command->name, *command->args ? " " : "", command->args, command->what);
    fputs("\nEverywhere:\n", to);
    print_options(to, global_options);
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
static lic_error_t *unknown_option(const lic_order_t *order, const char *name)
{
    const char *known = "";
    for (const lic_option_t *option = order->command->options; option->name; option++)
        known = apr_pstrcat(order->pool, known, " --", option->name, NULL);
    for (const lic_option_t *option = global_options; option->name; option++)
        known = apr_pstrcat(order->pool, known, " --", option->name, NULL);
    return lic_error_make(order->pool, LIC_INVALID, "usage", "%s has no option --%s; there are:%s",
                          order->command->name, name, known);
}

/* argv[*at] is "--name", "--name=value", or "--name" with its value behind it */
static lic_error_t *take_option(lic_order_t *order, int *at, int argc, const char *const *argv)
{
    const char *text = argv[*at] + 2, *equals = strchr(text, '=');
    const char *name = equals ? apr_pstrmemdup(order->pool, text, (apr_size_t)(equals - text)) : text;
    const lic_option_t *option = find_option(global_options, name);
    if (!option && order->command)
        option = find_option(order->command->options, name);
    if (!option)
        return order->command
                   ? unknown_option(order, name)
                   : usage_at(order->pool, NULL, apr_pstrcat(order->pool, "there is no option --", name, NULL));
    const char *value = equals ? equals + 1 : "";
    if (option->value && !equals) {
        if (*at + 1 >= argc || !strncmp(argv[*at + 1], "--", 2))
            return usage_at(order->pool, order->command,
                            apr_psprintf(order->pool, "--%s needs a value: --%s %s", name, name, option->value));
        value = argv[++*at];
    } else if (!option->value && equals) {
        return usage_at(order->pool, order->command, apr_psprintf(order->pool, "--%s takes no value", name));
    }
    apr_table_addn(order->options, option->name, value);
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
static lic_error_t *find_command(lic_order_t *order, int argc, const char *const *argv)
{
    const char *words[2] = {NULL, NULL};
    for (int i = 0, n = 0; i < argc && n < 2; i++) {
        if (!is_option(argv[i])) {
            words[n++] = argv[i];
            continue;
        }
        const lic_option_t *option = strncmp(argv[i], "--", 2) ? NULL : find_option(global_options, argv[i] + 2);
        if (option && option->value)
            i++;
    }
    if (!words[0] || !strcmp(words[0], "help"))
        return NULL;
    for (const lic_command_t *command = lic_commands; command->name; command++)
        if (matches(command, words[0], words[1])) {
            order->command = command;
            return NULL;
        }
    const char *similar = "";
    const char *begin = apr_pstrcat(order->pool, words[0], " ", NULL);
    for (const lic_command_t *command = lic_commands; command->name; command++)
        if (!strncmp(command->name, begin, strlen(begin)))
            similar = apr_pstrcat(order->pool, similar, *similar ? ", " : "", command->name, NULL);
    return usage_at(order->pool, NULL,
                    *similar ? apr_psprintf(order->pool, "%s what? There are: %s", words[0], similar)
                             : apr_psprintf(order->pool, "there is no command %s", words[0]));
}

static lic_error_t *check_complete(const lic_order_t *order)
{
    const lic_command_t *command = order->command;
    if (order->nargs < command->least || order->nargs > command->most)
        return usage_at(order->pool, command,
                        order->nargs < command->least
                            ? "something is missing"
                            : apr_psprintf(order->pool, "%s is too much", order->args[command->most]));
    for (const lic_option_t *option = command->options; option->name; option++)
        if (option->required && !lic_order_option(order, option->name))
            return usage_at(order->pool, command,
                            apr_psprintf(order->pool, "--%s %s is missing", option->name, option->value));
    return NULL;
}

static lic_error_t *sort_words(lic_order_t *order, int argc, const char *const *argv)
{
    int only_args = 0;
    order->args = apr_pcalloc(order->pool, sizeof(*order->args) * (apr_size_t)(argc + 1));
    for (int i = 0; i < argc; i++) {
        if (only_args || !is_option(argv[i]))
            order->args[order->nargs++] = argv[i];
        else if (!strcmp(argv[i], "--"))
            only_args = 1;
        else if (!strcmp(argv[i], "-h"))
            apr_table_addn(order->options, "help", "");
        else if (!strncmp(argv[i], "--", 2))
            LIC_TRY(take_option(order, &i, argc, argv));
        else
            return usage_at(order->pool, order->command, apr_psprintf(order->pool, "there is no option %s", argv[i]));
    }
    return NULL;
}

lic_error_t *lic_order_parse(lic_order_t *order, int argc, const char *const *argv)
{
    order->options = apr_table_make(order->pool, 8);
    LIC_TRY(find_command(order, argc, argv));
    LIC_TRY(sort_words(order, argc, argv));
    if (!order->command)
        return NULL;
    const int words = strchr(order->command->name, ' ') ? 2 : 1;
    order->args += words;
    order->nargs -= words;
    return lic_order_option(order, "help") ? NULL : check_complete(order);
}
