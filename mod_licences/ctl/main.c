/* ctl/main.c  licencesctl, the operator's tool: takes its line apart, runs a command, and says how it went. */
#include "ctl.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <apr_general.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/text_locale.h"
#include "core/limits.h"
#include "store/connection.h"
#include "view/render/sheet.h"

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

static apr_time_t first_instant(int year)
{
    return apr_time_from_sec((apr_int64_t)lic_date_make(year, 1, 1) * 86400);
}

/* In a batch a line says only its own instant; the rest is the batch's. */
static lic_error_t *take_globals(lic_invocation_t *invocation)
{
    lic_ctl_t *ctl = invocation->ctl;
    const char *database = lic_order_option(invocation, "database"), *now = lic_order_option(invocation, "now");
    const char *stylesheets = lic_order_option(invocation, "stylesheets");
    if (ctl->in_batch && (database || stylesheets))
        return lic_order_usage(invocation, "--database and --stylesheets are for the batch as a whole");
    ctl->database = database ? database : ctl->database;
    ctl->stylesheets = stylesheets ? stylesheets : ctl->stylesheets;
    if (now && !lic_instant_parse(&invocation->now, now))
        return lic_order_usage(invocation, "--now: %s is no instant like 2026-11-24T10:00:00Z", now);
    if (now && (invocation->now < first_instant(LIC_YEAR_FIRST) || invocation->now >= first_instant(LIC_YEAR_LAST + 1)))
        return lic_order_usage(invocation, "--now: %s isn't in the years %d to %d", now, LIC_YEAR_FIRST, LIC_YEAR_LAST);
    invocation->now_given = invocation->now_given || now;
    return NULL;
}

/* Whether it works on a database without a schema, or without a valid one, too */
static int is_bare(const lic_command_t *command)
{
    return command->run == lic_cmd_init || command->run == lic_cmd_upgrade || command->run == lic_cmd_restore ||
           command->run == lic_cmd_doctor;
}

lic_error_t *lic_order_run(lic_invocation_t *invocation)
{
    lic_ctl_t *ctl = invocation->ctl;
    if (lic_order_option(invocation, "help")) {
        lic_commands_help(stdout, invocation->command);
        return NULL;
    }
    LIC_TRY(take_globals(invocation));
    ctl->bare = is_bare(invocation->command);
    return invocation->command->run(invocation);
}

static lic_error_t *run(lic_invocation_t *invocation, int argc, const char *const *argv)
{
    LIC_TRY(lic_order_parse(invocation, argc, argv));
    if (invocation->command)
        return lic_order_run(invocation);
    if (lic_order_option(invocation, "version")) {
        puts("licencesctl " LIC_VERSION);
    } else if (invocation->nargs || lic_order_option(invocation, "help")) {
        /* "help account add" is "account add --help" */
        lic_invocation_t asked = {.ctl = invocation->ctl, .pool = invocation->pool};
        if (invocation->nargs)
            invocation->args[0] = "--help";
        LIC_TRY(lic_order_parse(&asked, invocation->nargs, invocation->args));
        lic_commands_help(stdout, asked.command);
    } else {
        lic_commands_help(stderr, NULL);
        return lic_error_make(invocation->pool, LIC_INVALID, "usage", "which command?");
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
    umask(umask(0) | 027); /* databases and archives hold names and addresses: at most 0640, whatever the shell's is */
    lic_ctl_t ctl = {.database = getenv("LICENCES_DATABASE"), .stylesheets = getenv("LICENCES_STYLESHEETS")};
    apr_pool_create(&ctl.pool, NULL);
    ctl.source = (lic_db_source_t){lic_ctl_source_open, lic_ctl_source_close, &ctl};
    if (!ctl.database)
        ctl.database = lic_ctl_configured(ctl.pool);
    if (!ctl.stylesheets)
        ctl.stylesheets = LIC_STYLESHEETS;
    lic_invocation_t invocation = {.ctl = &ctl, .pool = ctl.pool, .now = apr_time_now()};
    invocation.now -= invocation.now % APR_USEC_PER_SEC;

    lic_error_t *err = ready(ctl.pool);
    if (!err)
        err = run(&invocation, argc - 1, arguments + 1);
    if (fflush(stdout) && !err)
        err = lic_error_make(ctl.pool, LIC_UNAVAILABLE, "output", "what was asked for could not be written out");
    if (err)
        fprintf(stderr, "licencesctl: %s\n", lic_error_chain(err, ctl.pool));
    return err ? lic_ctl_status(err) : ctl.breached;
}
