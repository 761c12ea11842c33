/* ctl/cmd_import.c  Importing employees from CSV: an outcome for each line. */
#include "ctl.h"

#include "import_file.h"
#include "import_outcomes.h"
#include "progress.h"

#include <string.h>

#include <apr_strings.h>

#include "base/instant.h"
#include "service/roster.h"
#include "store/account.h"
#include "view/render/sheet.h"
#include "view/render/xml.h"

const lic_option_t lic_import_options[] = {
    {"strict", NULL, "all or nothing: a line that is refused leaves everything as it was", 0},
    {"whole", NULL, "the file is the whole list: who is active and not in it is deactivated; strict as well", 0},
    {"max-absent", "N", "how many a whole list may leave out (default: the larger of 5 and 10 % of the active)", 0},
    {"dry-run", NULL, "say what would happen, and leave everything as it is", 0},
    {"map", "HEADING=COLUMN", "the file's column of that heading is this one; as often as needed", 0},
    {"ignore-unknown", NULL, "columns that aren't known are left out", 0},
    {"encoding", "NAME", "utf-8, utf-16 or windows-1252 (default: as the file's bytes look, which is said)", 0},
    {"quiet", NULL, "of the lines print those that are refused only", 0},
    {NULL, NULL, NULL, 0}};

typedef struct lic_import_args_t {
    lic_import_file_t file;
    lic_headings_t headings;
    lic_outcomes_t outcomes;
    apr_int64_t max_absent;
    lic_bar_t bar;
    apr_int64_t total; /* rows, known after the first scan */
} lic_import_args_t;

static lic_error_t *import_rewind(void *baton)
{
    lic_import_args_t *args = baton;
    lic_bar_end(&args->bar);
    if (args->file.scans)
        lic_bar_begin(&args->bar, "import", args->total > 0 ? args->total : args->file.rows);
    else
        lic_bar_begin(&args->bar, "reading", args->file.size);
    if (args->file.scans == 1)
        args->total = args->file.rows;
    lic_outcomes_rewind(&args->outcomes);
    return lic_import_file_begin(&args->file);
}

static lic_error_t *import_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    lic_import_args_t *args = baton;
    if (args->file.scans == 1)
        lic_bar_step(&args->bar, args->file.taken);
    return lic_import_file_next(row, more, &args->file, p);
}

static void import_progress(void *baton, apr_int64_t rows)
{
    lic_import_args_t *args = baton;
    lic_bar_step(&args->bar, rows);
}

static void import_outcome(void *baton, const lic_roster_outcome_t *row)
{
    lic_outcomes_add(&((lic_import_args_t *)baton)->outcomes, row);
}

/* --- what columns are called --------------------------------------------------------------------- */

static apr_status_t gather(void *baton, const char *data, apr_size_t length)
{
    apr_array_header_t *pieces = baton;
    APR_ARRAY_PUSH(pieces, const char *) = apr_pstrmemdup(pieces->pool, data, length);
    return APR_SUCCESS;
}

/* In the account's language, by xslt/csv/import.xsl */
static lic_error_t *load_words(const char **lines, void *baton, apr_pool_t *p)
{
    const lic_invocation_t *invocation = baton;
    apr_array_header_t *pieces = apr_array_make(p, 8, sizeof(const char *));
    lic_out_t out = {gather, pieces, NULL};
    lic_sheets_t *sheets;
    lic_account_t *account;
    lic_db_t *db;
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, p));
    LIC_TRY(lic_account_find(&account, db, invocation->args[0], p));
    LIC_TRY(lic_sheets_load(&sheets, invocation->ctl->stylesheets, p));
    lic_xml_start(x, "employees");
    lic_xml_end(x);
    const lic_look_t look = {.locale = account->locale, .zone = account->zone};
    LIC_TRY(lic_sheet_apply(&out, sheets, "csv/import", lic_xml_tree(x), &look, p));
    *lines = apr_array_pstrcat(p, pieces, 0);
    return NULL;
}

typedef struct lic_map_args_t {
    apr_table_t *mapped;
    const char *wrong;
} lic_map_args_t;

static int add_map(void *baton, const char *option, const char *value)
{
    lic_map_args_t *args = baton;
    char *heading = apr_pstrdup(apr_table_elts(args->mapped)->pool, value), *equals = strrchr(heading, '=');
    (void)option;
    if (!equals || equals == heading || !equals[1]) {
        args->wrong = value;
        return 0;
    }
    *equals = '\0';
    apr_table_addn(args->mapped, heading, equals + 1);
    return 1;
}

/* How the account's country writes a day */
static lic_error_t *find_locale(const char **locale, const lic_invocation_t *invocation)
{
    lic_account_t *account;
    lic_db_t *db;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    LIC_TRY(lic_account_find(&account, db, invocation->args[0], invocation->pool));
    *locale = account->locale;
    return NULL;
}

static lic_error_t *take_headings(lic_headings_t *headings, lic_invocation_t *invocation)
{
    lic_map_args_t args = {.mapped = apr_table_make(invocation->pool, 4)};
    apr_table_do(add_map, &args, invocation->options, "map", NULL);
    *headings = (lic_headings_t){.mapped = args.mapped,
                                 .words = load_words,
                                 .baton = invocation,
                                 .ignore_unknown = !!lic_order_option(invocation, "ignore-unknown")};
    if (args.wrong)
        return lic_order_usage(invocation, "--map: %s; right is, say, --map Navn=name", args.wrong);
    return find_locale(&headings->locale, invocation);
}

/* --- what is said ------------------------------------------------------------------------------- */

static void say_charset(const lic_invocation_t *invocation, const lic_import_file_t *file)
{
    if (file->charset != LIC_CHARSET_UTF_8 && !lic_order_option(invocation, "encoding"))
        printf("%s: not in UTF-8: read as %s; --encoding says otherwise\n", file->name,
               lic_word_of(lic_charset_words, (int)file->charset));
}

/* The rows of "too-many-absent" */
static void say_absentees(const lic_error_t *err)
{
    for (int i = 0; err->rows && i < err->rows->nelts; i++) {
        const apr_table_t *row = APR_ARRAY_IDX(err->rows, i, apr_table_t *);
        printf("not in the list: %s (%s)\n", apr_table_get(row, "login"), apr_table_get(row, "name"));
    }
}

static void say_sum(const lic_invocation_t *invocation, const lic_roster_report_t *report)
{
    const char *account = invocation->args[0];
    printf("%s: %s%lld created, %lld changed, %lld activated, %lld deactivated, %lld unchanged, %lld refused\n",
           account, lic_order_option(invocation, "dry-run") ? "dry run, nothing was done: " : "",
           (long long)report->created, (long long)report->edited, (long long)report->activated,
           (long long)report->deactivated, (long long)report->unchanged, (long long)report->refused);
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
        printf("; marked until %s", lic_instant_format(report->deadline, p));
    if (report->buy_net >= 0)
        printf("; buying them now costs %s net", lic_ctl_money(report->buy_net, report->currency, p));
    printf("\n");
}

lic_error_t *lic_cmd_import(lic_invocation_t *invocation)
{
    lic_import_args_t *args = apr_pcalloc(invocation->pool, sizeof(*args));
    const lic_roster_t list = {.rewind = import_rewind,
                               .next = import_next,
                               .baton = args,
                               .whole = !!lic_order_option(invocation, "whole"),
                               .strict = !!lic_order_option(invocation, "strict"),
                               .dry_run = !!lic_order_option(invocation, "dry-run"),
                               .max_absent = lic_order_option(invocation, "max-absent") ? &args->max_absent : NULL,
                               .outcome = import_outcome,
                               .progress = import_progress};
    lic_caller_t caller;
    lic_roster_report_t report;
    if (list.max_absent)
        LIC_TRY(
            lic_order_int(&args->max_absent, invocation, "--max-absent", lic_order_option(invocation, "max-absent")));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_outcomes_open(&args->outcomes, invocation->pool));
    LIC_TRY(take_headings(&args->headings, invocation));
    LIC_TRY(lic_import_file_open(&args->file, invocation->args[1], lic_order_option(invocation, "encoding"),
                                 &args->headings, invocation->pool));
    say_charset(invocation, &args->file);
    lic_error_t *err = lic_roster_run(&report, &invocation->ctl->source, &caller, &list, invocation->pool);
    lic_bar_end(&args->bar);
    if (err)
        say_absentees(err);
    LIC_TRY(err);
    /* where nothing was carried out, only what is wrong is said */
    LIC_TRY(lic_outcomes_print(&args->outcomes, invocation->args[1],
                               lic_order_option(invocation, "quiet") || !report.applied, invocation->pool));
    if (report.applied) {
        say_sum(invocation, &report);
        say_missing(&report, invocation->pool);
    }
    if (!report.refused)
        return NULL;
    return lic_error_make(invocation->pool, LIC_REFUSED, "rows-refused", "%s: %lld of %lld lines were refused%s",
                          invocation->args[1], (long long)report.refused, (long long)report.total,
                          report.applied ? "" : ": nothing was done");
}
