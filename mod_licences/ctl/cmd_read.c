/* Showing, exporting, auditing: as of --now where it is given, and then nothing is changed. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

#include "store/account.h"
#include "store/audit.h"
#include "view/export.h"

#define AUDIT_RANGE 50 /* accounts that are looked at together: each alone would be a plan for each query */

/* --- documents ---------------------------------------------------------------------------------- */

typedef struct lic_printing_t {
    const lic_order_t *order;
    const lic_document_t *document;
    const lic_sheets_t *sheets; /* NULL: XML */
    int spreadsheet;
} lic_printing_t;

static apr_status_t write_out(void *baton, const char *data, apr_size_t length)
{
    (void)baton;
    return fwrite(data, 1, length, stdout) == length ? APR_SUCCESS : APR_EGENERAL;
}

static lic_error_t *print_from(const lic_printing_t *printing, lic_account_t *account, apr_time_t now,
                               lic_db_source_t *from, apr_pool_t *p)
{
    lic_out_t out = {write_out, NULL, NULL};
    lic_query_t query = {.account = account,
                         .rights = LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_ROLES,
                         .user = "operator",
                         .now = now,
                         .args = apr_table_make(p, 1),
                         .page_rows = 50};
    if (printing->document == &lic_document_usage) /* all of it, not the page's last twelve months */
        apr_table_setn(query.args, "from", "1900-01-01");
    lic_look_t look = {.locale = account->locale, .zone = account->zone, .spreadsheet = printing->spreadsheet};
    if (printing->sheets)
        return lic_export_csv(&out, printing->document, &query, from, printing->sheets, &look, p);
    LIC_TRY(lic_export_xml(&out, printing->document, &query, from, p));
    putchar('\n');
    return NULL;
}

static lic_error_t *step_print(lic_unit_t *unit, void *baton)
{
    return print_from(baton, unit->book->account, unit->change->now, lic_db_source_of(unit->db, unit->pool),
                      unit->pool);
}

static lic_error_t *print_document(lic_printing_t *printing, const char *key)
{
    const lic_order_t *order = printing->order;
    lic_db_source_t *from = &order->ctl->source;
    lic_caller_t caller;
    lic_account_t *account;
    lic_db_t *db;
    LIC_TRY(lic_order_caller(&caller, order, key));
    if (order->now_given)
        return lic_unit_peek(from, &caller, step_print, printing, order->pool);
    LIC_TRY(lic_catch_up(from, key, order->now, order->pool));
    LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
    LIC_TRY(lic_account_find(&account, db, key, order->pool));
    return print_from(printing, account, order->now > account->last_at ? order->now : account->last_at, from,
                      order->pool);
}

lic_error_t *lic_cmd_show(lic_order_t *order)
{
    lic_printing_t printing = {.order = order, .document = &lic_document_overview};
    return print_document(&printing, order->args[0]);
}

const lic_option_t lic_export_options[] = {{"format", "FORMAT", "csv (default) or xml", 0},
                                           {"for", "READER", "spreadsheet: what one opens by double click", 0},
                                           {NULL, NULL, NULL, 0}};

static const struct {
    const char *list;
    const lic_document_t *document;
} lists[] = {{"overview", &lic_document_overview},   {"modules", &lic_document_assignments},
             {"employees", &lic_document_employees}, {"log", &lic_document_log},
             {"invoices", &lic_document_invoices},   {"usage", &lic_document_usage}};

lic_error_t *lic_cmd_export(lic_order_t *order)
{
    const char *format = lic_order_option(order, "format"), *reader = lic_order_option(order, "for");
    const int xml = format && !strcmp(format, "xml");
    lic_printing_t printing = {.order = order, .spreadsheet = !!reader};
    for (unsigned i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (!strcmp(lists[i].list, order->args[1]))
            printing.document = lists[i].document;
    if (!printing.document)
        return lic_order_usage(order, "there is no list %s", order->args[1]);
    if (format && !xml && strcmp(format, "csv"))
        return lic_order_usage(order, "--format: %s is neither csv nor xml", format);
    if (reader && (xml || strcmp(reader, "spreadsheet")))
        return lic_order_usage(order, "--for spreadsheet goes with CSV, and with nothing else");
    if (!xml) {
        lic_sheets_t *sheets;
        LIC_TRY(lic_sheets_load(&sheets, order->ctl->stylesheets, order->pool));
        printing.sheets = sheets;
    }
    return print_document(&printing, order->args[0]);
}

/* --- audit -------------------------------------------------------------------------------------- */

typedef struct lic_auditing_t {
    lic_order_t *order;
    apr_int64_t breaches, accounts;
} lic_auditing_t;

static void print_breach(void *baton, const char *invariant, const char *account, const char *what)
{
    (void)baton;
    printf("%s: %s: %s\n", account, invariant, what);
}

static lic_error_t *audit_one(lic_auditing_t *auditing, lic_db_t *db, const lic_account_t *account, apr_time_t now,
                              apr_pool_t *p)
{
    apr_int64_t breaches = 0;
    LIC_TRY(lic_audit_run(&breaches, db, account->id, now, print_breach, NULL, p));
    auditing->breaches += breaches;
    auditing->accounts++;
    return NULL;
}

static lic_error_t *step_audit(lic_unit_t *unit, void *baton)
{
    return audit_one(baton, unit->db, unit->book->account, unit->change->now, unit->pool);
}

static lic_error_t *audit_account(lic_auditing_t *auditing, const char *key, apr_pool_t *p)
{
    lic_order_t order = *auditing->order;
    lic_caller_t caller;
    lic_account_t *account;
    lic_db_t *db;
    order.pool = p;
    LIC_TRY(lic_order_caller(&caller, &order, key));
    if (order.now_given)
        return lic_unit_peek(&order.ctl->source, &caller, step_audit, auditing, p);
    LIC_TRY(lic_ctl_open(&db, order.ctl, p));
    LIC_TRY(lic_account_find(&account, db, key, p));
    return audit_one(auditing, db, account, order.now, p);
}

static lic_error_t *audit_keys(lic_auditing_t *auditing, const apr_array_header_t *keys)
{
    apr_pool_t *each;
    lic_bar_t bar;
    lic_error_t *err = NULL;
    apr_pool_create(&each, auditing->order->pool);
    lic_bar_begin(&bar, "audit", keys->nelts);
    for (int i = 0; i < keys->nelts && !err; i++) {
        apr_pool_clear(each);
        err = audit_account(auditing, APR_ARRAY_IDX(keys, i, const char *), each);
        lic_bar_step(&bar, i + 1);
    }
    lic_bar_end(&bar);
    return err;
}

static lic_error_t *audit_ranges(lic_auditing_t *auditing, apr_int64_t accounts)
{
    const lic_order_t *order = auditing->order;
    apr_int64_t breaches, highest;
    apr_pool_t *each;
    lic_bar_t bar;
    lic_db_t *db;
    lic_error_t *err = NULL;
    LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
    LIC_TRY(lic_account_highest(&highest, db, order->pool));
    apr_pool_create(&each, order->pool);
    lic_bar_begin(&bar, "audit", highest);
    for (apr_int64_t from = 1; from <= highest && !err; from += AUDIT_RANGE) {
        apr_pool_clear(each);
        err = lic_audit_range(&breaches, db, from, from + AUDIT_RANGE - 1, order->now, print_breach, NULL, each);
        auditing->breaches += err ? 0 : breaches;
        lic_bar_step(&bar, from + AUDIT_RANGE - 1 < highest ? from + AUDIT_RANGE - 1 : highest);
    }
    lic_bar_end(&bar);
    auditing->accounts = accounts;
    return err;
}

lic_error_t *lic_cmd_audit(lic_order_t *order)
{
    lic_auditing_t auditing = {.order = order};
    apr_array_header_t *keys = apr_array_make(order->pool, 16, sizeof(const char *));
    if (order->nargs)
        APR_ARRAY_PUSH(keys, const char *) = order->args[0];
    else
        LIC_TRY(lic_ctl_keys(keys, order)); /* all of them first, so that the bar knows how far there is to go */
    LIC_TRY(order->now_given || order->nargs ? audit_keys(&auditing, keys) : audit_ranges(&auditing, keys->nelts));
    printf("audit: %lld account%s, %lld breach%s\n", (long long)auditing.accounts, auditing.accounts == 1 ? "" : "s",
           (long long)auditing.breaches, auditing.breaches == 1 ? "" : "es");
    order->ctl->breached = auditing.breaches > 0;
    return NULL;
}
