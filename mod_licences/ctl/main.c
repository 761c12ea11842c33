/* licencesctl, the operator's tool: takes its line apart, runs a command, and says how it went. */
#include "ctl.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>

#include "base/log.h"
#include "base/text.h"
#include "view/sheet.h"

/* Every lic_code_t and its exit status (interface.md, Commands) */
static const int statuses[] = {[LIC_INVALID] = 2, [LIC_FORBIDDEN] = 1, [LIC_UNKNOWN] = 1,     [LIC_CONFLICT] = 1,
                               [LIC_REFUSED] = 1, [LIC_TOO_LARGE] = 1, [LIC_UNAVAILABLE] = 3, [LIC_BUG] = 3};

int lic_ctl_status(const lic_error_t *err)
{
    return err ? statuses[err->code] : 0;
}

static void log_to_stderr(void *baton, lic_log_level_t level, const char *id, const char *message)
{
    (void)baton;
    if (level <= LIC_LOG_WARNING)
        fprintf(stderr, "licencesctl: %s: %s\n", id, message);
}

/* In a batch a line says only its own instant; the rest is the batch's. */
static lic_error_t *take_globals(lic_order_t *order)
{
    lic_ctl_t *ctl = order->ctl;
    const char *database = lic_order_option(order, "database"), *now = lic_order_option(order, "now");
    const char *stylesheets = lic_order_option(order, "stylesheets");
    if (ctl->in_batch && (database || stylesheets))
        return lic_order_usage(order, "--database and --stylesheets are for the batch as a whole");
    ctl->database = database ? database : ctl->database;
    ctl->stylesheets = stylesheets ? stylesheets : ctl->stylesheets;
    if (now && !lic_text_parse_instant(&order->now, now))
        return lic_order_usage(order, "--now: %s is no instant like 2026-11-24T10:00:00Z", now);
    order->now_given = order->now_given || now;
    return NULL;
}

lic_error_t *lic_order_run(lic_order_t *order)
{
    lic_ctl_t *ctl = order->ctl;
    if (lic_order_option(order, "help")) {
        lic_commands_help(stdout, order->command);
        return NULL;
    }
    LIC_TRY(take_globals(order));
    ctl->bare = order->command->run == lic_cmd_init || order->command->run == lic_cmd_upgrade ||
                order->command->run == lic_cmd_simulate;
    return order->command->run(order);
}

static lic_error_t *run(lic_order_t *order, int argc, const char *const *argv)
{
    LIC_TRY(lic_order_parse(order, argc, argv));
    if (order->command)
        return lic_order_run(order);
    if (lic_order_option(order, "version")) {
        puts("licencesctl " LIC_VERSION);
    } else if (order->nargs || lic_order_option(order, "help")) {
        /* "help account add" is "account add --help" */
        lic_order_t asked = {.ctl = order->ctl, .pool = order->pool};
        if (order->nargs)
            order->args[0] = "--help";
        LIC_TRY(lic_order_parse(&asked, order->nargs, order->args));
        lic_commands_help(stdout, asked.command);
    } else {
        lic_commands_help(stderr, NULL);
        return lic_error_make(order->pool, LIC_INVALID, "usage", "which command?");
    }
    return NULL;
}

static lic_error_t *ready(apr_pool_t *pool)
{
    lic_log_to(log_to_stderr, NULL);
    lic_text_init(pool);
    lic_zone_init(pool);
    lic_view_init(pool);
    return lic_db_init(pool);
}

int main(int argc, const char *const *argv)
{
    const char *const *arguments = argv;
    if (apr_initialize() != APR_SUCCESS)
        return 3;
    atexit(apr_terminate);
    lic_ctl_t ctl = {.database = getenv("LICENCES_DATABASE"), .stylesheets = getenv("LICENCES_STYLESHEETS")};
    apr_pool_create(&ctl.pool, NULL);
    ctl.source = (lic_db_source_t){lic_ctl_source_open, lic_ctl_source_close, &ctl};
    if (!ctl.stylesheets)
        ctl.stylesheets = LIC_STYLESHEETS;
    lic_order_t order = {.ctl = &ctl, .pool = ctl.pool, .now = apr_time_now()};
    order.now -= order.now % APR_USEC_PER_SEC;

    lic_error_t *err = ready(ctl.pool);
    if (!err)
        err = run(&order, argc - 1, arguments + 1);
    if (fflush(stdout) && !err)
        err = lic_error_make(ctl.pool, LIC_UNAVAILABLE, "output", "what was asked for could not be written out");
    if (err)
        fprintf(stderr, "licencesctl: %s\n", lic_error_chain(err, ctl.pool));
    return err ? lic_ctl_status(err) : ctl.breached;
}
