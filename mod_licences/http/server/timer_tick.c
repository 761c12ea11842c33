/* http/server/timer_tick.c  One tick for one database: a sweep, or a run of mail. */
#include "http/server/timer_tick.h"

#include <unistd.h>

#include "base/log.h"
#include "http/server/metrics.h"
#include "http/server/silence.h"
#include "mail/deliver.h"
#include "service/sweep.h"
#include "store/failure.h"
#include "store/lease.h"
#include "store/outbox.h"
#include "store/schema.h"
#include "store/source.h"

#define SWEEP_MOST apr_time_from_sec(60)
#define LOOK_AGAIN apr_time_from_sec(5) /* when others were at work on something */
#define MAIL_REST  apr_time_from_sec(5)
/* longer than a run, as its last message may be begun just before its end */
#define MAIL_LEASE (LIC_MAIL_RUN + LIC_SMTP_PATIENCE + apr_time_from_sec(20))
#define MAIL_TURN  "mail" /* the lease of whoever sends */
#define LOCK_WAIT  1      /* seconds: a child that is stopping waits for no more */

/* Whether something has changed that is told when it begins and when it ends, once for all children of this httpd, also
 * after a restart; *known is what this child knows, where they share no memory. */
static int has_turned(int *known, const lic_timer_tick_t *tick, lic_tally_kind_t kind, int down)
{
    const int turned =
        tick->database->tally ? lic_metrics_turn(tick->database->tally, kind, (apr_uint64_t)down) : *known != down;
    *known = down;
    return turned;
}

/* Logs an outage when it begins and when it ends, not at each tick. */
static void tell_down(lic_timer_tick_t *tick, const lic_error_t *err, apr_pool_t *p)
{
    const int is_mail = tick->purpose == LIC_TIMER_MAIL;
    const char *what = is_mail ? "mail waits" : "what is due waits";
    if (!has_turned(&tick->down, tick, is_mail ? LIC_TALLY_DOWN_MAIL : LIC_TALLY_DOWN, err != NULL))
        return;
    if (err) {
        lic_log(LIC_LOG_ERROR, "LIC3402", p, "%s until this is over: %s", what, lic_error_chain(err, p));
        lic_metrics_add(tick->database->tally, LIC_TALLY_OUTAGES, 1);
    } else {
        lic_log(LIC_LOG_NOTICE, "LIC3403", p, "the database is there again: nothing waits any longer");
    }
}

static lic_error_t *check_schema(lic_db_source_t *from, apr_pool_t *p)
{
    lic_db_t *db;
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = lic_schema_check(db, p);
    from->close(db, from->baton);
    return err;
}

static lic_error_t *connected(lic_db_source_t **from, const lic_timer_tick_t *tick, apr_pool_t *p)
{
    lic_db_source_t *own;
    LIC_TRY(lic_silence_source(&own, tick->database, p));
    *from = lic_db_source_keep(own, LOCK_WAIT, p);
    return check_schema(*from, p);
}

/* --- sweeping ----------------------------------------------------------------------------------------------------- */

static apr_interval_time_t rest_after(const lic_timer_tick_t *tick, const lic_sweep_report_t *report)
{
    const apr_interval_time_t usual = tick->database->sweep;
    if (report->unfinished)
        return 0;
    /* whoever is at work may have been killed; then its lease runs out soon */
    if ((report->buckets || report->busy) && usual > LOOK_AGAIN)
        return LOOK_AGAIN;
    return usual;
}

static void count_sweep(const lic_timer_tick_t *tick, const lic_sweep_report_t *report, apr_time_t now)
{
    lic_tally_t *tally = tick->database->tally;
    lic_metrics_set(tally, LIC_TALLY_SWEEPER, (apr_uint64_t)getpid());
    lic_metrics_set(tally, LIC_TALLY_SWEPT_AT, (apr_uint64_t)now);
    lic_metrics_set(tally, LIC_TALLY_LAST_DUE, (apr_uint64_t)report->due);
    lic_metrics_set(tally, LIC_TALLY_LAST_ACCOUNTS, (apr_uint64_t)report->accounts);
    lic_metrics_set(tally, LIC_TALLY_LAST_FAILED, (apr_uint64_t)report->failed);
    lic_metrics_set(tally, LIC_TALLY_LAST_BUSY, (apr_uint64_t)report->busy);
    lic_metrics_add(tally, LIC_TALLY_SWEEPS, 1);
    lic_metrics_add(tally, LIC_TALLY_ACCOUNTS, (apr_uint64_t)report->accounts);
    lic_metrics_add(tally, LIC_TALLY_THINGS, (apr_uint64_t)report->done);
    lic_metrics_add(tally, LIC_TALLY_FAILED, (apr_uint64_t)report->failed);
}

/* How long to look for somebody who sends this database's mail: each tick of his takes the lease. */
static apr_interval_time_t mail_look(const lic_database_t *database)
{
    return 6 * (database->sweep < MAIL_REST ? database->sweep : MAIL_REST);
}

/* LicencesMail is Off here. Unless another server sends the mail, nobody wants it. */
static lic_error_t *leave_mail(lic_timer_tick_t *tick, lic_db_source_t *from, apr_time_t now, apr_pool_t *p)
{
    lic_db_t *db;
    apr_int64_t turns;
    if (tick->database->mail || lic_wait_left(&tick->mail_look))
        return NULL;
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = lic_lease_turns(&turns, db, MAIL_TURN, p);
    if (!err && tick->mail_turns == turns + 1) /* since the last look nobody has begun to send */
        err = lic_outbox_unwant(db, now, p);
    if (!err)
        tick->mail_turns = turns + 1; /* 0: not looked at yet */
    from->close(db, from->baton);
    lic_wait_start(&tick->mail_look, mail_look(tick->database));
    return err;
}

static apr_interval_time_t sweep(lic_timer_tick_t *tick, apr_time_t now, apr_pool_t *p)
{
    const lic_sweeper_t how = {
        .holder = tick->holder, .stop = tick->stop, .limit = SWEEP_MOST, .failing = tick->failing};
    lic_sweep_report_t report = {0};
    lic_db_source_t *from;
    lic_error_t *err = connected(&from, tick, p);
    if (!err)
        err = lic_sweep_run(&report, from, &how, now, p);
    if (!err)
        err = leave_mail(tick, from, now, p);
    tell_down(tick, err, p);
    if (!err)
        count_sweep(tick, &report, now);
    if (report.accounts || report.failed)
        lic_log(LIC_LOG_INFO, "LIC3404", p, "sweep: %d of %lld accounts brought up to date, %d things done, %d failed",
                report.accounts, (long long)report.due, report.done, report.failed);
    return err ? tick->database->sweep : rest_after(tick, &report);
}

/* --- mail --------------------------------------------------------------------------------------------------------- */

static int is_stopping(void *baton)
{
    const lic_timer_tick_t *tick = baton;
    return *tick->stop != 0;
}

/* Messages are claimed by the clock of each server, and these differ. So a lease, which goes by the database's clock,
 * lets only one server send at a time. */
static lic_error_t *deliver_alone(lic_mail_report_t *report, lic_timer_tick_t *tick, lic_db_source_t *from,
                                  apr_time_t now, apr_pool_t *p)
{
    const lic_database_t *database = tick->database;
    const lic_mailer_t mailer = {.smtp = database->mail,
                                 .sheets = database->look->sheets,
                                 .holder = tick->holder,
                                 .support = database->support,
                                 .stop = is_stopping,
                                 .baton = tick,
                                 .told = tick->smtp_down || lic_metrics_get(database->tally, LIC_TALLY_DOWN_SMTP),
                                 .durations = lic_metrics_durations(LIC_DURATION_MAIL)};
    lic_lease_t *lease;
    lic_db_t *db;
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = lic_lease_take(&lease, NULL, db, MAIL_TURN, tick->holder, MAIL_LEASE, NULL, p);
    from->close(db, from->baton);
    if (err || !lease)
        return lic_db_error_is_retriable(err) ? NULL : err;
    err = lic_mail_deliver(report, &mailer, from, now, p);
    if (!from->open(&db, from->baton, p)) {
        lic_error_t *kept = lic_lease_release(db, lease, p);
        from->close(db, from->baton);
        if (kept && !err)
            err = kept;
    }
    return err;
}

/* That it takes no mail was told by the delivery, the first time. A run without a message says nothing. */
static void tell_smtp(lic_timer_tick_t *tick, const lic_mail_report_t *report, apr_pool_t *p)
{
    if (!report->unreachable && !report->reached)
        return;
    if (has_turned(&tick->smtp_down, tick, LIC_TALLY_DOWN_SMTP, report->unreachable) && !report->unreachable)
        lic_log(LIC_LOG_NOTICE, "LIC3110", p, "the mail server %s:%d takes mail again", tick->database->mail->host,
                tick->database->mail->port);
}

static apr_interval_time_t mail(lic_timer_tick_t *tick, apr_time_t now, apr_pool_t *p)
{
    const apr_interval_time_t sweep_every = tick->database->sweep;
    lic_mail_report_t report = {0};
    lic_db_source_t *from;
    lic_error_t *err = connected(&from, tick, p);
    if (!err)
        err = deliver_alone(&report, tick, from, now, p);
    tell_down(tick, err, p);
    tell_smtp(tick, &report, p);
    lic_metrics_add(tick->database->tally, LIC_TALLY_SENT, (apr_uint64_t)report.sent);
    lic_metrics_add(tick->database->tally, LIC_TALLY_DELAYED, (apr_uint64_t)report.delayed);
    lic_metrics_add(tick->database->tally, LIC_TALLY_PARKED, (apr_uint64_t)report.parked);
    if (report.sent || report.parked)
        lic_log(LIC_LOG_INFO, "LIC3406", p, "mail: %d sent, %d put off, %d parked", report.sent, report.delayed,
                report.parked);
    if (report.sent && !report.unreachable) /* there may be more */
        return 0;
    return sweep_every != LIC_SWEEP_OFF && sweep_every < MAIL_REST ? sweep_every : MAIL_REST;
}

int lic_timer_tick_wanted(lic_timer_purpose_t purpose, const lic_database_t *database)
{
    if (purpose == LIC_TIMER_MAIL)
        return database->mail && database->look && database->look->sheets;
    return database->sweep != LIC_SWEEP_OFF;
}

apr_interval_time_t lic_timer_tick(lic_timer_tick_t *tick, apr_time_t now, apr_pool_t *p)
{
    return tick->purpose == LIC_TIMER_MAIL ? mail(tick, now, p) : sweep(tick, now, p);
}
