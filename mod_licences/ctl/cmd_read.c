/* ctl/cmd_read.c  Showing, exporting, auditing: as of --now where it is given, and then nothing is changed. */
#include "ctl.h"
#include "export_ubl.h"
#include "progress.h"

#include <string.h>
#include <apr_strings.h>

#include "service/catch_up.h"
#include "service/seller.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/source.h"
#include "store/statement.h"
#include "view/io/export.h"

#define AUDIT_RANGE                                                                                                    \
    50 /* accounts that are audited together: one by one, each query would be planned for each account */

enum { NOTES_MOST = 20 };

/* --- documents ---------------------------------------------------------------------------------- */

typedef struct lic_print_args_t {
    const lic_invocation_t *invocation;
    const lic_document_t *document;
    const lic_sheets_t *sheets; /* NULL: XML */
    int spreadsheet;
    const lic_export_ubl_t *ubl; /* NULL: one document to stdout */
} lic_print_args_t;

static apr_status_t write_out(void *baton, const char *data, apr_size_t length)
{
    (void)baton;
    return fwrite(data, 1, length, stdout) == length ? APR_SUCCESS : APR_EGENERAL;
}

static lic_error_t *print_from(const lic_print_args_t *args, lic_account_t *account, apr_time_t now,
                               lic_db_source_t *from, apr_pool_t *p)
{
    lic_out_t out = {write_out, NULL, NULL};
    lic_query_t query = {.account = account,
                         .rights = LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_ROLES,
                         .user = "operator",
                         .now = now,
                         .args = apr_table_make(p, 1),
                         .page_rows = 50};
    if (args->document == &lic_document_usage) /* all of it, not the page's last twelve months */
        apr_table_setn(query.args, "from", "1900-01-01");
    if (args->ubl)
        return lic_export_ubl(args->ubl, &query, from, p);
    lic_look_t look = {.locale = account->locale, .zone = account->zone, .spreadsheet = args->spreadsheet};
    if (args->sheets)
        return lic_export_csv(&out, args->document, &query, from, args->sheets, &look, p);
    LIC_TRY(lic_export_xml(&out, args->document, &query, from, p));
    putchar('\n');
    return NULL;
}

static lic_error_t *step_print(lic_unit_t *unit, void *baton)
{
    return print_from(baton, unit->book->account, unit->change->now, lic_db_source_of(unit->db, unit->pool),
                      unit->pool);
}

static lic_error_t *print_document(lic_print_args_t *args, const char *key)
{
    const lic_invocation_t *invocation = args->invocation;
    lic_db_source_t *from = &invocation->ctl->source;
    lic_caller_t caller;
    lic_account_t *account;
    lic_db_t *db;
    LIC_TRY(lic_order_caller(&caller, invocation, key));
    if (invocation->now_given)
        return lic_unit_peek(from, &caller, step_print, args, invocation->pool);
    LIC_TRY(lic_catch_up(NULL, from, key, invocation->now, NULL, invocation->pool));
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    LIC_TRY(lic_account_find(&account, db, key, invocation->pool));
    return print_from(args, account, invocation->now > account->last_at ? invocation->now : account->last_at, from,
                      invocation->pool);
}

lic_error_t *lic_cmd_show(lic_invocation_t *invocation)
{
    lic_print_args_t args = {.invocation = invocation, .document = &lic_document_overview};
    return print_document(&args, invocation->args[0]);
}

const lic_option_t lic_export_options[] = {{"format", "csv|xml|ubl", "for programs; csv unless said", 0},
                                           {"from", "DATE", "of invoices as UBL: issued on this day or later", 0},
                                           {"to", "DATE", "of invoices as UBL: issued on this day or before", 0},
                                           {"for", "spreadsheet", "CSV that one opens by double click", 0},
                                           {NULL, NULL, NULL, 0}};

static const struct {
    const char *list;
    const lic_document_t *document;
} lists[] = {{"overview", &lic_document_overview},   {"modules", &lic_document_assignments},
             {"employees", &lic_document_employees}, {"log", &lic_document_log},
             {"invoices", &lic_document_invoices},   {"plans", &lic_document_plans},
             {"usage", &lic_document_usage}};

static const lic_document_t *list_document(const char *list)
{
    for (unsigned i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (!strcmp(lists[i].list, list))
            return lists[i].document;
    return NULL;
}

static int has_range(const lic_invocation_t *invocation)
{
    return invocation->nargs > 2 || lic_order_option(invocation, "from") || lic_order_option(invocation, "to");
}

/* The directory is the last word, whether a range is given or not */
static lic_error_t *export_ubl(lic_invocation_t *invocation)
{
    lic_sheets_t *sheets;
    lic_export_ubl_t ubl = {.directory = invocation->nargs > 2 ? invocation->args[2] : NULL, .ctl = invocation->ctl};
    lic_print_args_t args = {.invocation = invocation, .document = &lic_document_ubl, .ubl = &ubl};
    if (strcmp(invocation->args[1], "invoices"))
        return lic_order_usage(invocation, "--format ubl goes with invoices, and with no other list");
    if (!ubl.directory || lic_order_option(invocation, "for"))
        return lic_order_usage(invocation,
                               "--format ubl writes files: licencesctl export ACCOUNT invoices --format ubl "
                               "[--from DATE] [--to DATE] DIRECTORY");
    LIC_TRY(lic_order_date(&ubl.from, invocation, "from"));
    LIC_TRY(lic_order_date(&ubl.to, invocation, "to"));
    ubl.from = ubl.from == LIC_DATE_NONE ? lic_date_parse("1900-01-01") : ubl.from;
    ubl.to = ubl.to == LIC_DATE_NONE ? lic_date_parse("9999-12-31") : ubl.to;
    LIC_TRY(lic_sheets_load(&sheets, invocation->ctl->stylesheets, invocation->pool));
    ubl.sheets = sheets;
    return print_document(&args, invocation->args[0]);
}

lic_error_t *lic_cmd_export(lic_invocation_t *invocation)
{
    const char *format = lic_order_option(invocation, "format"), *reader = lic_order_option(invocation, "for");
    const int xml = format && !strcmp(format, "xml");
    if (format && !strcmp(format, "ubl"))
        return export_ubl(invocation);
    lic_print_args_t args = {.invocation = invocation, .spreadsheet = !!reader};
    args.document = list_document(invocation->args[1]);
    if (!args.document)
        return lic_order_usage(invocation, "there is no list %s", invocation->args[1]);
    if (format && !xml && strcmp(format, "csv"))
        return lic_order_usage(invocation, "--format: %s is none of csv, xml and ubl", format);
    if (has_range(invocation))
        return lic_order_usage(invocation, "a range and a directory go with --format ubl, and with nothing else");
    if (reader && (xml || strcmp(reader, "spreadsheet")))
        return lic_order_usage(invocation, "--for spreadsheet goes with CSV, and with nothing else");
    if (!xml) {
        lic_sheets_t *sheets;
        LIC_TRY(lic_sheets_load(&sheets, invocation->ctl->stylesheets, invocation->pool));
        args.sheets = sheets;
    }
    return print_document(&args, invocation->args[0]);
}

/* --- audit -------------------------------------------------------------------------------------- */

typedef struct lic_audit_args_t {
    lic_invocation_t *invocation;
    apr_int64_t breaches, accounts;
} lic_audit_args_t;

static void print_breach(void *baton, const char *invariant, const char *account, const char *what)
{
    (void)baton;
    printf("%s: %s: %s\n", account, invariant, what);
}

static lic_error_t *audit_one(lic_audit_args_t *args, lic_db_t *db, const lic_account_t *account, apr_time_t now,
                              apr_pool_t *p)
{
    apr_int64_t breaches = 0;
    LIC_TRY(lic_audit_run(&breaches, db, account->id, now, print_breach, NULL, p));
    args->breaches += breaches;
    args->accounts++;
    return NULL;
}

static lic_error_t *step_audit(lic_unit_t *unit, void *baton)
{
    return audit_one(baton, unit->db, unit->book->account, unit->change->now, unit->pool);
}

static lic_error_t *audit_account(lic_audit_args_t *args, const char *key, apr_pool_t *p)
{
    lic_invocation_t invocation = *args->invocation;
    lic_caller_t caller;
    lic_account_t *account;
    lic_db_t *db;
    invocation.pool = p;
    LIC_TRY(lic_order_caller(&caller, &invocation, key));
    if (invocation.now_given)
        return lic_unit_peek(&invocation.ctl->source, &caller, step_audit, args, p);
    LIC_TRY(lic_ctl_open(&db, invocation.ctl, p));
    LIC_TRY(lic_account_find(&account, db, key, p));
    return audit_one(args, db, account, invocation.now, p);
}

static lic_error_t *audit_keys(lic_audit_args_t *args, const apr_array_header_t *keys)
{
    apr_pool_t *each;
    lic_bar_t bar;
    lic_error_t *err = NULL;
    apr_pool_create(&each, args->invocation->pool);
    lic_bar_begin(&bar, "audit", keys->nelts);
    for (int i = 0; i < keys->nelts && !err; i++) {
        apr_pool_clear(each);
        err = audit_account(args, APR_ARRAY_IDX(keys, i, const char *), each);
        lic_bar_step(&bar, i + 1);
    }
    lic_bar_end(&bar);
    return err;
}

static lic_error_t *audit_ranges(lic_audit_args_t *args, apr_int64_t accounts)
{
    const lic_invocation_t *invocation = args->invocation;
    apr_int64_t breaches, highest;
    apr_pool_t *each;
    lic_bar_t bar;
    lic_db_t *db;
    lic_error_t *err = NULL;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    LIC_TRY(lic_account_highest(&highest, db, invocation->pool));
    apr_pool_create(&each, invocation->pool);
    lic_bar_begin(&bar, "audit", highest);
    for (apr_int64_t from = 1; from <= highest && !err; from += AUDIT_RANGE) {
        apr_pool_clear(each);
        err = lic_audit_range(&breaches, db, from, from + AUDIT_RANGE - 1, invocation->now, print_breach, NULL, each);
        args->breaches += err ? 0 : breaches;
        lic_bar_step(&bar, from + AUDIT_RANGE - 1 < highest ? from + AUDIT_RANGE - 1 : highest);
    }
    lic_bar_end(&bar);
    args->accounts = accounts;
    return err;
}

/* Accounts to which there can't be electronic invoices, at most NOTES_MOST */
static lic_error_t *note_buyers(lic_db_t *db, const lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    lic_rows_t *rows;
    const int one = invocation->nargs > 0;
    int n = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_BUYERS_LACKING, p, one ? invocation->args[0] : "",
                          one ? invocation->args[0] : "~", (apr_int64_t)NOTES_MOST + 1));
    while (lic_rows_next(rows) && n++ < NOTES_MOST)
        printf("note: %s lacks what electronic invoices need: %s\n",
               lic_rows_text(rows, LIC_C_BUYERS_LACKING_ACCOUNT_KEY),
               *lic_rows_text(rows, LIC_C_BUYERS_LACKING_COUNTRY) ? "VAT id" : "country");
    if (n > NOTES_MOST)
        puts("note: and more accounts");
    return NULL;
}

/* What keeps invoices from being sent electronically, although they are right: no breach */
static lic_error_t *note_invoices(const lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    lic_db_t *db;
    lic_seller_t seller;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, p));
    LIC_TRY(lic_seller_load(&seller, db, p));
    if (!seller.id) {
        puts("note: the seller isn't set up (licencesctl seller set): there are no electronic invoices");
        return NULL;
    }
    const char *missing = lic_seller_missing(&seller, p);
    const lic_error_t *wrong = lic_seller_check(&seller, p);
    if (missing)
        printf("note: the seller lacks what electronic invoices need: %s\n", missing);
    if (wrong)
        printf("note: the seller isn't valid: %s\n", wrong->message);
    return note_buyers(db, invocation);
}

lic_error_t *lic_cmd_audit(lic_invocation_t *invocation)
{
    lic_audit_args_t args = {.invocation = invocation};
    apr_array_header_t *keys = apr_array_make(invocation->pool, 16, sizeof(const char *));
    if (invocation->nargs)
        APR_ARRAY_PUSH(keys, const char *) = invocation->args[0];
    else
        LIC_TRY(lic_ctl_keys(keys, invocation)); /* all of them first, so that the bar knows how far there is to go */
    LIC_TRY(invocation->now_given || invocation->nargs ? audit_keys(&args, keys) : audit_ranges(&args, keys->nelts));
    if (args.accounts)
        LIC_TRY(note_invoices(invocation));
    printf("audit: %lld account%s, %lld breach%s\n", (long long)args.accounts, args.accounts == 1 ? "" : "s",
           (long long)args.breaches, args.breaches == 1 ? "" : "es");
    invocation->ctl->breached = args.breaches > 0;
    return NULL;
}
