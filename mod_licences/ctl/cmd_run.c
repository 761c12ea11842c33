/* ctl/cmd_run.c  Running much at once: what is due, and a file of commands. */
#include "ctl.h"
#include "progress.h"

#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>

#include "service/sweep.h"
#include "store/account.h"
#include "store/lease.h"

#define BATCH_LINE 4096
/* so long that the lease of a sweeper that was killed runs out */
#define SWEEP_PATIENCE (LIC_LEASE_TTL + apr_time_from_sec(5))

static void show_sweep(void *baton, const lic_sweep_report_t *report)
{
    lic_bar_t *bar = baton;
    bar->total = report->due;
    lic_bar_step(bar, report->accounts + report->failed + report->busy);
}

lic_error_t *lic_cmd_sweep(lic_invocation_t *invocation)
{
    lic_bar_t bar;
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {
        .holder = lic_lease_holder(invocation->pool), .patience = SWEEP_PATIENCE, .tell = show_sweep, .baton = &bar};
    lic_bar_begin(&bar, "sweep", 0);
    lic_error_t *err = lic_sweep_run(&report, &invocation->ctl->source, &sweeper, invocation->now, invocation->pool);
    lic_bar_end(&bar);
    LIC_TRY(err);
    printf("sweep: %d account%s brought up to date, %d thing%s done, %d failed\n", report.accounts,
           report.accounts == 1 ? "" : "s", report.done, report.done == 1 ? "" : "s", report.failed);
    if (report.busy || report.buckets)
        printf("sweep: others are at work on %d account%s and in %d of %d buckets\n", report.busy,
               report.busy == 1 ? "" : "s", report.buckets, LIC_BUCKETS);
    invocation->ctl->breached = report.failed > 0 || report.busy > 0 || report.buckets > 0;
    return lic_order_option(invocation, "mail") ? lic_ctl_deliver(invocation) : NULL;
}

typedef struct lic_ctl_batch_t {
    lic_invocation_t *invocation;
    const char *name;
    apr_file_t *file;
    lic_bar_t bar;
    apr_int64_t line, bytes;
} lic_ctl_batch_t;

static lic_error_t *open_batch(lic_ctl_batch_t *batch)
{
    apr_pool_t *p = batch->invocation->pool;
    const char *name = batch->invocation->args[0];
    apr_finfo_t info = {0};
    apr_status_t status;
    batch->name = strcmp(name, "-") ? name : "standard input";
    if (batch->name == name)
        status = apr_file_open(&batch->file, name, APR_FOPEN_READ | APR_FOPEN_BUFFERED, APR_OS_DEFAULT, p);
    else
        status = apr_file_open_flags_stdin(&batch->file, APR_FOPEN_READ | APR_FOPEN_BUFFERED, p);
    if (status != APR_SUCCESS)
        return lic_order_usage(batch->invocation, "%s can't be read", name);
    if (batch->name == name)
        apr_file_info_get(&info, APR_FINFO_SIZE, batch->file);
    lic_bar_begin(&batch->bar, "batch", info.size);
    return NULL;
}

/* *line NULL: the file has ended */
static lic_error_t *next_line(char **line, lic_ctl_batch_t *batch, apr_pool_t *p)
{
    char *buffer = apr_palloc(p, BATCH_LINE);
    const apr_status_t status = apr_file_gets(buffer, BATCH_LINE, batch->file);
    *line = NULL;
    if (status == APR_EOF)
        return NULL;
    const apr_size_t length = strlen(buffer);
    batch->line++;
    batch->bytes += (apr_int64_t)length;
    if (status != APR_SUCCESS || length == BATCH_LINE - 1)
        return lic_error_make(p, LIC_INVALID, "usage", "a line that can't be read, or of more than %d bytes",
                              BATCH_LINE - 2);
    *line = buffer;
    return NULL;
}

static lic_error_t *run_line(const lic_ctl_batch_t *batch, const char *line, apr_pool_t *p)
{
    lic_invocation_t invocation = {.ctl = batch->invocation->ctl,
                                   .now = batch->invocation->now,
                                   .now_given = batch->invocation->now_given,
                                   .pool = p};
    const char **words;
    int n;
    LIC_TRY(lic_words_split(&words, &n, line, p));
    if (!n)
        return NULL;
    LIC_TRY(lic_order_parse(&invocation, n, words));
    if (!invocation.command || invocation.command->run == lic_cmd_batch)
        return lic_error_make(p, LIC_INVALID, "usage", "%s is no command of a batch", words[0]);
    return lic_order_run(&invocation);
}

static lic_error_t *run_lines(lic_ctl_batch_t *batch)
{
    apr_pool_t *each;
    apr_pool_create(&each, batch->invocation->pool);
    for (;;) {
        char *line;
        apr_pool_clear(each);
        lic_error_t *err = next_line(&line, batch, each);
        if (!err && !line)
            return NULL;
        if (!err)
            err = run_line(batch, line, each);
        if (!err && batch->invocation->ctl->breached)
            err = lic_error_make(each, LIC_REFUSED, "breached", "see above");
        lic_bar_step(&batch->bar, batch->bytes);
        if (err)
            return lic_error_wrap(err, batch->invocation->pool, "%s:%lld", batch->name, (long long)batch->line);
    }
}

lic_error_t *lic_cmd_batch(lic_invocation_t *invocation)
{
    lic_ctl_batch_t batch = {.invocation = invocation};
    LIC_TRY(open_batch(&batch));
    invocation->ctl->in_batch = 1;
    lic_error_t *err = run_lines(&batch);
    lic_bar_end(&batch.bar);
    invocation->ctl->in_batch = 0;
    return err;
}
