/* Importing employees from CSV: an outcome for each line. */
#include "ctl.h"

#include "import_file.h"
#include "base/text.h"
#include "service/roster.h"

const lic_option_t lic_import_options[] = {
    {"strict", NULL, "all or nothing: a line that is refused leaves everything as it was", 0},
    {"whole", NULL, "the file is the whole list: who is active and not in it is deactivated; strict as well", 0},
    {"dry-run", NULL, "say what would happen, and leave everything as it is", 0},
    {"quiet", NULL, "of the lines print those that are refused only", 0},
    {NULL, NULL, NULL, 0}};

typedef struct lic_importing_t {
    lic_import_file_t file;
    lic_bar_t bar;
    apr_int64_t total; /* rows, known after the first walk */
} lic_importing_t;

static lic_error_t *import_rewind(void *baton)
{
    lic_importing_t *importing = baton;
    lic_bar_end(&importing->bar);
    if (importing->file.walks)
        lic_bar_begin(&importing->bar, "import", importing->total > 0 ? importing->total : importing->file.rows);
    else
        lic_bar_begin(&importing->bar, "reading", importing->file.size);
    if (importing->file.walks == 1)
        importing->total = importing->file.rows;
    return lic_import_file_begin(&importing->file);
}

static lic_error_t *import_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    lic_importing_t *importing = baton;
    if (importing->file.walks == 1)
        lic_bar_step(&importing->bar, importing->file.taken);
    return lic_import_file_next(row, more, &importing->file, p);
}

static void import_progress(void *baton, apr_int64_t rows)
{
    lic_importing_t *importing = baton;
    lic_bar_step(&importing->bar, rows);
}

/* --- what is said ------------------------------------------------------------------------------- */

static void say_row(const char *file, const lic_roster_outcome_t *row)
{
    static const struct {
        unsigned done;
        const char *word;
    } words[] = {{LIC_ROSTER_CREATED, "created"},
                 {LIC_ROSTER_EDITED, "changed"},
                 {LIC_ROSTER_ACTIVATED, "activated"},
                 {LIC_ROSTER_DEACTIVATED, "deactivated"},
                 {LIC_ROSTER_ROLES, "roles given"}};
    const char *parted = "";
    printf("%s:%u: ", file, row->line);
    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (row->done & words[i].done) {
            printf("%s%s", parted, words[i].word);
            parted = ", ";
        }
    if (row->problem)
        printf("refused: %s", row->message);
    else if (!row->done)
        printf("unchanged");
    printf("\n");
}

static void say_rows(const lic_order_t *order, const lic_roster_report_t *report)
{
    const int quiet = !!lic_order_option(order, "quiet") || !report->applied; /* then the others weren't carried out */
    for (int i = 0; i < report->rows->nelts; i++) {
        const lic_roster_outcome_t *row = &APR_ARRAY_IDX(report->rows, i, lic_roster_outcome_t);
        if (!quiet || row->problem)
            say_row(order->args[1], row);
    }
}

static void say_sum(const lic_order_t *order, const lic_roster_report_t *report)
{
    const char *account = order->args[0];
    printf("%s: %s%lld created, %lld changed, %lld activated, %lld deactivated, %lld unchanged, %lld refused\n",
           account, lic_order_option(order, "dry-run") ? "dry run, nothing was done: " : "", (long long)report->created,
           (long long)report->edited, (long long)report->activated, (long long)report->deactivated,
           (long long)report->unchanged, (long long)report->refused);
    if (report->absent || report->kept)
        printf("%s: not in the list: %lld deactivated, %lld left active (service log-ins, the last one with the right "
               "roles)\n",
               account, (long long)report->absent, (long long)report->kept);
}

static void say_missing(const lic_roster_report_t *report, apr_pool_t *p)
{
    if (!report->beyond)
        return;
    printf("  user licences beyond what is purchased: %lld", (long long)report->beyond);
    if (report->deadline)
        printf("; marked until %s", lic_text_instant(report->deadline, p));
    if (report->buy_net >= 0)
        printf("; buying them now costs %s net", lic_ctl_money(report->buy_net, report->currency, p));
    printf("\n");
}

lic_error_t *lic_cmd_import(lic_order_t *order)
{
    lic_importing_t *importing = apr_pcalloc(order->pool, sizeof(*importing));
    const lic_roster_t list = {.rewind = import_rewind,
                               .next = import_next,
                               .baton = importing,
                               .whole = !!lic_order_option(order, "whole"),
                               .strict = !!lic_order_option(order, "strict"),
                               .dry_run = !!lic_order_option(order, "dry-run"),
                               .progress = import_progress};
    lic_caller_t caller;
    lic_roster_report_t report;
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_import_file_open(&importing->file, order->args[1], order->pool));
    lic_error_t *err = lic_roster_run(&report, &order->ctl->source, &caller, &list, order->pool);
    lic_bar_end(&importing->bar);
    LIC_TRY(err);
    say_rows(order, &report);
    if (report.applied) {
        say_sum(order, &report);
        say_missing(&report, order->pool);
    }
    if (!report.refused)
        return NULL;
    return lic_error_make(order->pool, LIC_REFUSED, "rows-refused", "%s: %lld of %lld lines were refused%s",
                          order->args[1], (long long)report.refused, (long long)report.total,
                          report.applied ? "" : ": nothing was done");
}
