/* ctl/cmd_mail.c  Mail: sending what waits, as the server does, and what becomes of mail that hasn't been sent. */
#include "ctl.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <apr_signal.h>
#include <apr_strings.h>

#include "base/instant.h"
#include "mail/deliver.h"
#include "store/account.h"
#include "store/lease.h"
#include "store/outbox.h"

const lic_option_t lic_sweep_options[] = {
    {"mail", NULL, "then send the mail that waits", 0},
    {"smtp", "SETTING", "the mail server, in the words of LicencesMail (default: LICENCES_MAIL)", 0},
    {"support", "ADDRESS", "whom mails say to write to with questions", 0},
    {NULL, NULL, NULL, 0}};

lic_error_t *lic_ctl_smtp(const struct lic_smtp_t **smtp, const lic_invocation_t *invocation)
{
    const char *setting = lic_order_option(invocation, "smtp"), **words;
    int n;
    *smtp = NULL;
    if (!setting)
        setting = getenv("LICENCES_MAIL");
    if (!setting)
        return NULL;
    LIC_TRY(lic_words_split(&words, &n, setting, invocation->pool));
    return lic_smtp_parse(smtp, words, n, NULL, invocation->pool);
}

lic_error_t *lic_ctl_deliver(lic_invocation_t *invocation)
{
    lic_sheets_t *sheets;
    lic_mail_report_t report;
    lic_mailer_t mailer = {.holder = lic_lease_holder(invocation->pool),
                           .support = lic_order_option(invocation, "support")};
    LIC_TRY(lic_ctl_smtp(&mailer.smtp, invocation));
    if (!mailer.smtp)
        return lic_order_usage(invocation, "which mail server? Say --smtp or set LICENCES_MAIL, e.g. "
                                           "\"smtp://localhost:25 from=licences@example.com\"");
    LIC_TRY(lic_sheets_load(&sheets, invocation->ctl->stylesheets, invocation->pool));
    mailer.sheets = sheets;
    lic_smtp_init(invocation->pool);
    apr_signal(SIGPIPE, SIG_IGN); /* a server that hangs up is told of as an error */
    LIC_TRY(lic_mail_deliver(&report, &mailer, &invocation->ctl->source, invocation->now, invocation->pool));
    printf("mail: %d sent, %d put off, %d parked%s\n", report.sent, report.delayed, report.parked,
           report.unreachable ? "; the mail server takes no mail now" : "");
    invocation->ctl->breached |= report.unreachable || report.parked > 0;
    return NULL;
}

/* --- mail that hasn't been sent --------------------------------------------------------------------------------- */

enum { LISTED = 500 }; /* read at a time */

const lic_option_t lic_mail_list_options[] = {{"state", "waiting|parked|unwanted", "only mail of this state", 0},
                                              {NULL, NULL, NULL, 0}};
const lic_option_t lic_mail_drop_options[] = {{"state", "waiting|parked|unwanted", "mail of which state", 1},
                                              {NULL, NULL, NULL, 0}};

/* *id 0: every account */
static lic_error_t *find_account(apr_int64_t *id, lic_db_t **db, lic_invocation_t *invocation)
{
    lic_account_t *account;
    *id = 0;
    LIC_TRY(lic_ctl_open(db, invocation->ctl, invocation->pool));
    if (!invocation->nargs)
        return NULL;
    LIC_TRY(lic_account_find(&account, *db, invocation->args[0], invocation->pool));
    *id = account->id;
    return NULL;
}

/* *state NULL: none is said */
static lic_error_t *read_state(const char **state, const lic_invocation_t *invocation)
{
    *state = lic_order_option(invocation, "state");
    for (const char *const *known = lic_outbox_states; *state && strcmp(*state, *known) != 0;)
        if (!*++known)
            return lic_order_usage(invocation, "--state: %s is neither waiting nor parked nor unwanted", *state);
    return NULL;
}

static lic_error_t *list_state(lic_db_t *db, apr_int64_t account, const char *state, apr_pool_t *p)
{
    lic_outbox_unsent_t last;
    apr_array_header_t *mails = NULL;
    do {
        LIC_TRY(lic_outbox_list(&mails, db, account, state, mails ? &last : NULL, LISTED, p));
        for (int i = 0; i < mails->nelts; i++) {
            last = APR_ARRAY_IDX(mails, i, lic_outbox_unsent_t);
            printf("%s: %s mail %lld of %s (%s) to %s, tried %lld times%s%s\n", last.account_key, state,
                   (long long)last.id, lic_instant_format(last.created, p), last.kind, last.address,
                   (long long)last.attempts, *last.why ? ": " : "", last.why);
        }
    } while (mails->nelts == LISTED);
    return NULL;
}

lic_error_t *lic_cmd_mail_list(lic_invocation_t *invocation)
{
    lic_db_t *db;
    apr_int64_t account;
    const char *state;
    LIC_TRY(read_state(&state, invocation));
    LIC_TRY(find_account(&account, &db, invocation));
    for (const char *const *each = lic_outbox_states; *each; each++)
        if (!state || !strcmp(state, *each))
            LIC_TRY(list_state(db, account, *each, invocation->pool));
    return NULL;
}

static const char *messages(apr_int64_t count)
{
    return count == 1 ? "message" : "messages";
}

lic_error_t *lic_cmd_mail_drop(lic_invocation_t *invocation)
{
    lic_db_t *db;
    apr_int64_t account, count;
    const char *state;
    LIC_TRY(read_state(&state, invocation));
    LIC_TRY(find_account(&account, &db, invocation));
    LIC_TRY(lic_outbox_drop(&count, db, account, state, invocation->pool));
    printf("mail: %lld %s %s let go\n", (long long)count, state, messages(count));
    return NULL;
}

lic_error_t *lic_cmd_mail_send(lic_invocation_t *invocation)
{
    lic_db_t *db;
    apr_int64_t account, count;
    LIC_TRY(find_account(&account, &db, invocation));
    LIC_TRY(lic_outbox_allow(&count, db, account, invocation->now, invocation->pool));
    printf("mail: %lld unwanted %s will be sent\n", (long long)count, messages(count));
    return NULL;
}

lic_error_t *lic_cmd_mail_retry(lic_invocation_t *invocation)
{
    lic_db_t *db;
    apr_int64_t account, count;
    LIC_TRY(find_account(&account, &db, invocation));
    LIC_TRY(lic_outbox_retry(&count, db, account, invocation->now, invocation->pool));
    printf("mail: %lld parked %s will be tried again\n", (long long)count, messages(count));
    return NULL;
}
