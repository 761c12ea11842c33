/* mail/deliver.c  One run: batches of claimed rows, each rendered, handed over and marked. */
#include "mail/deliver.h"

#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "base/log.h"
#include "base/token.h"
#include "base/wait.h"
#include "store/outbox.h"
#include "store/connection.h"

/* One run */
typedef struct lic_delivery_t {
    lic_mail_report_t *report;
    const lic_mailer_t *mailer;
    lic_db_source_t *from;
    lic_db_t *db;       /* NULL: none at the moment */
    const char *holder; /* the mailer's and a random part: claims of two runs never look alike */
    apr_time_t now;     /* when the run began */
    apr_time_t begun;   /* the same, of lic_wait_clock */
    lic_smtp_session_t *session;
    apr_pool_t *connection; /* of db */
    apr_pool_t *pool;
} lic_delivery_t;

static apr_interval_time_t doubled(apr_interval_time_t first, apr_interval_time_t most, apr_int64_t n,
                                   apr_uint32_t dice)
{
    apr_interval_time_t delay = first;
    for (; n > 1 && delay < most; n--)
        delay *= 2;
    if (delay > most)
        delay = most;
    return delay + delay / 5 * (dice % 1000) / 1000;
}

apr_interval_time_t lic_mail_delay(apr_int64_t tries, apr_uint32_t dice)
{
    return doubled(apr_time_from_sec(60), apr_time_from_sec(5 * 3600), tries, dice);
}

apr_interval_time_t lic_mail_delay_refused(apr_int64_t refusals, apr_uint32_t dice)
{
    return doubled(apr_time_from_sec(90 * 60), apr_time_from_sec(5 * 3600), refusals, dice);
}

static apr_uint32_t dice(void)
{
    apr_uint32_t number = 0;
    apr_generate_random_bytes((unsigned char *)&number, sizeof(number));
    return number;
}

static apr_interval_time_t elapsed(const lic_delivery_t *run)
{
    return lic_wait_clock() - run->begun;
}

/* The instant that a row is claimed or put off at: by the run's beginning, a claim late in the run might be over at
 * once. */
static apr_time_t now_of(const lic_delivery_t *run)
{
    return run->now + apr_time_from_sec(apr_time_sec(elapsed(run)));
}

static int is_stopped(const lic_delivery_t *run)
{
    return run->mailer->stop && run->mailer->stop(run->mailer->baton);
}

/* --- the database: one connection for the run, another when it is lost --------------------- */

static void disconnect(lic_delivery_t *run)
{
    if (run->db)
        run->from->close(run->db, run->from->baton);
    run->db = NULL;
    apr_pool_clear(run->connection);
}

static lic_error_t *connect_db(lic_delivery_t *run)
{
    if (run->db && lic_db_broken(run->db))
        disconnect(run);
    return run->db ? NULL : run->from->open(&run->db, run->from->baton, run->connection);
}

/* --- what becomes of a row --------------------------------------------------- */

static const char *name_of(const lic_outbox_row_t *row, apr_pool_t *p)
{
    return apr_psprintf(p, "message %" APR_INT64_T_FMT " of %s (%s) to %s", row->id, row->account_key, row->kind,
                        row->address);
}

/* It has been sent. Unless that is stored, it is sent again: so if the connection fails, another one is tried. */
static lic_error_t *mark_sent(lic_delivery_t *run, const lic_outbox_row_t *row, apr_pool_t *p)
{
    int mine = 1;
    lic_error_t *err = NULL;
    run->report->sent++;
    for (int tries = 0; tries < 3; tries++) {
        err = connect_db(run);
        if (!err)
            err = lic_outbox_sent(&mine, run->db, row, run->holder, now_of(run), p);
        if (!err || err->code != LIC_UNAVAILABLE)
            break;
    }
    if (err)
        lic_log(LIC_LOG_ERROR, "LIC4001", p, "%s has been sent, but can't be marked, so it will be sent again: %s",
                name_of(row, p), lic_error_chain(err, p));
    else if (!mine)
        lic_log(LIC_LOG_WARNING, "LIC4002", p,
                "%s has been sent, but somebody else has claimed it meanwhile: it may be sent again", name_of(row, p));
    return err;
}

static lic_error_t *park(lic_delivery_t *run, const lic_outbox_row_t *row, const char *why, apr_pool_t *p)
{
    run->report->parked++;
    lic_log(LIC_LOG_ERROR, "LIC4003", p, "%s is parked after try %" APR_INT64_T_FMT ": %s", name_of(row, p),
            row->attempts, why);
    return lic_outbox_park(NULL, run->db, row, run->holder, why, p);
}

static lic_error_t *put_off(lic_delivery_t *run, const lic_outbox_row_t *row, const char *why, apr_pool_t *p)
{
    run->report->delayed++;
    return lic_outbox_delay(NULL, run->db, row, run->holder, now_of(run) + lic_mail_delay(row->attempts, dice()), why,
                            p);
}

/* Refused for good, or can't be rendered. Either may be mended within a day, at the other server or here: so it is
 * tried again. */
static lic_error_t *refused(lic_delivery_t *run, lic_outbox_row_t *row, const char *why, apr_pool_t *p)
{
    if (++row->refused >= LIC_MAIL_REFUSALS)
        return park(run, row, why, p);
    run->report->delayed++;
    lic_log(row->refused == 1 ? LIC_LOG_WARNING : LIC_LOG_INFO, "LIC4004", p,
            "%s is refused (%" APR_INT64_T_FMT " of %d): %s", name_of(row, p), row->refused, LIC_MAIL_REFUSALS, why);
    return lic_outbox_delay(NULL, run->db, row, run->holder, now_of(run) + lic_mail_delay_refused(row->refused, dice()),
                            why, p);
}

/* An error before anything was sent. One of the database says nothing about the message: the row is due again soon. */
static lic_error_t *not_made(lic_delivery_t *run, lic_outbox_row_t *row, const lic_error_t *err, apr_pool_t *p)
{
    const char *why = lic_error_chain(err, p);
    switch (err->code) {
    case LIC_UNAVAILABLE:
        return put_off(run, row, why, p);
    case LIC_BUG:
        return refused(run, row, why, p);
    default:
        return park(run, row, why, p);
    }
}

static const char *words_of(const lic_smtp_reply_t *reply, apr_pool_t *p)
{
    return *reply->words ? reply->words : apr_psprintf(p, "the mail server answered %d", reply->code);
}

static lic_error_t *settle(lic_delivery_t *run, lic_outbox_row_t *row, const lic_smtp_reply_t *reply, apr_pool_t *p)
{
    const char *why = words_of(reply, p);
    if (reply->verdict == LIC_SMTP_TAKEN || reply->verdict == LIC_SMTP_REFUSED)
        run->report->reached = 1;
    if (reply->verdict == LIC_SMTP_TAKEN)
        return mark_sent(run, row, p);
    LIC_TRY(connect_db(run));
    switch (reply->verdict) {
    case LIC_SMTP_REFUSED:
        return refused(run, row, why, p);
    case LIC_SMTP_IMPOSSIBLE:
        return park(run, row, why, p);
    case LIC_SMTP_UNREACHABLE:
        run->report->unreachable = 1;
        lic_log(run->mailer->told ? LIC_LOG_INFO : LIC_LOG_WARNING, "LIC4005", p,
                "the mail server %s:%d takes no mail now, which is put off: %s", run->mailer->smtp->host,
                run->mailer->smtp->port, why);
        return put_off(run, row, why, p);
    case LIC_SMTP_STOPPED:
        run->report->stopped = 1;
        return put_off(run, row, "stopped while sending", p);
    default:
        lic_log(LIC_LOG_INFO, "LIC4006", p, "%s is put off: %s", name_of(row, p), why);
        return put_off(run, row, why, p);
    }
}

/* --- the run --------------------------------------------------- */

static lic_error_t *deliver_row(lic_delivery_t *run, lic_outbox_row_t *row, apr_pool_t *p)
{
    const char *message;
    apr_size_t length;
    lic_smtp_reply_t reply;
    int mine;
    LIC_TRY(connect_db(run));
    row->attempts++;
    const apr_time_t now = now_of(run);
    LIC_TRY(lic_outbox_begin(&mine, run->db, row, run->holder, now + LIC_MAIL_CLAIM,
                             now + lic_mail_delay(row->attempts, dice()), p));
    if (!mine)
        return NULL;
    lic_error_t *err = lic_mail_render(&message, &length, run->mailer, row, run->db, run->now, p);
    if (err)
        return not_made(run, row, err, p);
    if (!run->session)
        LIC_TRY(lic_smtp_open(&run->session, run->mailer->smtp, run->mailer->stop, run->mailer->baton, run->pool));
    const apr_time_t begun = lic_wait_clock();
    lic_smtp_send(&reply, run->session, row->address, message, length, p);
    lic_histogram_observe(run->mailer->durations, lic_wait_clock() - begun);
    return settle(run, row, &reply, p);
}

/* Rows that were claimed but not tried are given back; if the server can't be reached, they are put off. */
static lic_error_t *leave_row(lic_delivery_t *run, lic_outbox_row_t *row, apr_pool_t *p)
{
    LIC_TRY(connect_db(run));
    if (!run->report->unreachable)
        return lic_outbox_release(run->db, row, run->holder, p);
    row->attempts++;
    return put_off(run, row, "the mail server was unreachable", p);
}

static int is_over(lic_delivery_t *run)
{
    if (is_stopped(run))
        run->report->stopped = 1;
    return run->report->stopped || run->report->unreachable || elapsed(run) >= LIC_MAIL_RUN;
}

/* What was written while nobody sent mail is sent if it is young. */
static lic_error_t *want_young(lic_delivery_t *run)
{
    LIC_TRY(connect_db(run));
    return lic_outbox_want(run->db, run->now, run->now - LIC_OUTBOX_OLD, run->pool);
}

static lic_error_t *deliver_batch(int *more, lic_delivery_t *run, apr_pool_t *batch)
{
    apr_array_header_t *rows;
    apr_pool_t *each;
    LIC_TRY(connect_db(run));
    const apr_time_t now = now_of(run);
    LIC_TRY(lic_outbox_claim(&rows, run->db, run->holder, now, now + LIC_MAIL_CLAIM, LIC_MAIL_BATCH, batch));
    apr_pool_create(&each, batch);
    for (int i = 0; i < rows->nelts; i++) {
        lic_outbox_row_t *row = &APR_ARRAY_IDX(rows, i, lic_outbox_row_t);
        apr_pool_clear(each);
        lic_error_t *err = is_over(run) ? leave_row(run, row, each) : deliver_row(run, row, each);
        if (err)
            return lic_error_wrap(err, run->pool, "delivering mail");
    }
    *more = rows->nelts > 0 && !is_over(run);
    return NULL;
}

lic_error_t *lic_mail_deliver(lic_mail_report_t *report, const lic_mailer_t *mailer, lic_db_source_t *from,
                              apr_time_t now, apr_pool_t *p)
{
    apr_pool_t *batch;
    int more = 1;
    *report = (lic_mail_report_t){0};
    if (mailer->smtp->off)
        return NULL;
    lic_delivery_t run = {.report = report, .mailer = mailer, .from = from, .now = now, .begun = lic_wait_clock()};
    apr_pool_create(&run.pool, p);
    apr_pool_create(&run.connection, run.pool);
    apr_pool_create(&batch, run.pool);
    run.holder = apr_psprintf(run.pool, "%.40s/%.16s", mailer->holder, lic_token_random(run.pool));
    lic_error_t *err = want_young(&run);
    while (!err && more) {
        apr_pool_clear(batch);
        err = deliver_batch(&more, &run, batch);
    }
    if (err)
        err = lic_error_wrap(err, p, "%s", mailer->holder);
    disconnect(&run);
    apr_pool_destroy(run.pool);
    return err;
}
