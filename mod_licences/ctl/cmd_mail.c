/* Mail: sending what waits, as the server does, and giving what is parked another chance. */
#include "ctl.h"

#include <signal.h>
#include <stdlib.h>

#include <apr_signal.h>
#include <apr_strings.h>

#include "mail/deliver.h"
#include "store/account.h"
#include "store/lease.h"
#include "store/outbox.h"

const lic_option_t lic_sweep_options[] = {
    {"mail", NULL, "then send the mail that waits", 0},
    {"smtp", "SETTING", "the mail server, in the words of LicencesMail (default: LICENCES_MAIL)", 0},
    {"support", "ADDRESS", "whom mails say to write to with questions", 0},
    {NULL, NULL, NULL, 0}};

static lic_error_t *read_setting(const lic_smtp_t **smtp, const lic_order_t *order)
{
    const char *setting = lic_order_option(order, "smtp"), **words;
    int n;
    if (!setting)
        setting = getenv("LICENCES_MAIL");
    if (!setting)
        return lic_order_usage(order, "which mail server? Say --smtp or set LICENCES_MAIL, e.g. "
                                      "\"smtp://localhost:25 from=licences@example.com\"");
    LIC_TRY(lic_words_split(&words, &n, setting, order->pool));
    return lic_smtp_parse(smtp, words, n, NULL, order->pool);
}

lic_error_t *lic_ctl_deliver(lic_order_t *order)
{
    lic_sheets_t *sheets;
    lic_mail_report_t report;
    lic_mailer_t mailer = {.holder = lic_lease_holder(order->pool), .support = lic_order_option(order, "support")};
    LIC_TRY(read_setting(&mailer.smtp, order));
    LIC_TRY(lic_sheets_load(&sheets, order->ctl->stylesheets, order->pool));
    mailer.sheets = sheets;
    lic_smtp_init(order->pool);
    apr_signal(SIGPIPE, SIG_IGN); /* a server that hangs up is told of as an error */
    LIC_TRY(lic_mail_deliver(&report, &mailer, &order->ctl->source, order->now, order->pool));
    printf("mail: %d sent, %d put off, %d parked%s\n", report.sent, report.delayed, report.parked,
           report.unreachable ? "; the mail server takes no mail now" : "");
    order->ctl->breached |= report.unreachable || report.parked > 0;
    return NULL;
}

lic_error_t *lic_cmd_mail_retry(lic_order_t *order)
{
    lic_db_t *db;
    lic_account_t *account = NULL;
    apr_int64_t count;
    LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
    if (order->nargs)
        LIC_TRY(lic_account_find(&account, db, order->args[0], order->pool));
    LIC_TRY(lic_outbox_retry(&count, db, account ? account->id : 0, order->now, order->pool));
    printf("mail: %lld parked message%s will be tried again\n", (long long)count, count == 1 ? "" : "s");
    return NULL;
}
