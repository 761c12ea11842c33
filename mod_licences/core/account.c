/* core/account.c  The book: looking things up in it, copying it, and how an account begins, closes and reopens. */
#include "core/account.h"

#include <string.h>

#include <apr_strings.h>

#include "core/agenda.h"
#include "core/change.h"
#include "core/period.h"

const lic_word_t lic_kind_words[] = {{"user", LIC_KIND_USER},
                                     {"bundled", LIC_KIND_BUNDLED},
                                     {"addon", LIC_KIND_ADDON},
                                     {"integration", LIC_KIND_INTEGRATION},
                                     {NULL, 0}};

const lic_word_t lic_account_state_words[] = {
    {"open", LIC_ACCOUNT_OPEN}, {"closing", LIC_ACCOUNT_CLOSING}, {"closed", LIC_ACCOUNT_CLOSED}, {NULL, 0}};

lic_position_t *lic_book_position(const lic_book_t *book, apr_int64_t product)
{
    for (int i = 0; i < book->npositions; i++)
        if (book->positions[i].product == product)
            return &book->positions[i];
    return NULL;
}

lic_position_t *lic_book_find(const lic_book_t *book, const char *key)
{
    for (int i = 0; i < book->npositions; i++)
        if (!strcmp(book->positions[i].key, key))
            return &book->positions[i];
    return NULL;
}

lic_position_t *lic_book_user(const lic_book_t *book)
{
    for (int i = 0; i < book->npositions; i++)
        if (book->positions[i].kind == LIC_KIND_USER)
            return &book->positions[i];
    return NULL;
}

lic_book_t *lic_book_copy(const lic_book_t *book, apr_pool_t *p)
{
    lic_book_t *copy = apr_pmemdup(p, book, sizeof(*book));
    copy->account = apr_pmemdup(p, book->account, sizeof(*book->account));
    if (book->npositions)
        copy->positions = apr_pmemdup(p, book->positions, sizeof(*book->positions) * (apr_size_t)book->npositions);
    return copy;
}

void lic_book_sync_used(lic_book_t *book)
{
    const lic_position_t *user = lic_book_user(book);
    for (int i = 0; i < book->npositions; i++) {
        lic_position_t *position = &book->positions[i];
        if (position->kind == LIC_KIND_BUNDLED)
            position->used = user && position->purchased > 0 ? user->used : 0;
        else if (position->kind == LIC_KIND_INTEGRATION)
            position->used = position->purchased;
    }
}

const char *lic_position_state(const lic_position_t *position, apr_pool_t *p)
{
    if (position->next == position->purchased)
        return apr_psprintf(p, "%" APR_INT64_T_FMT, position->purchased);
    return apr_psprintf(p, "%" APR_INT64_T_FMT "/%" APR_INT64_T_FMT, position->purchased, position->next);
}

lic_error_t *lic_account_check(const lic_account_t *account, lic_account_state_t worst, apr_pool_t *p)
{
    if (account->state <= worst)
        return NULL;
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "account-closed",
                                         "the account %s %s: nothing can be changed until it is reopened", account->key,
                                         account->state == LIC_ACCOUNT_CLOSED ? "is closed" : "is being closed"),
                          "state", lic_word_of(lic_account_state_words, account->state));
}

void lic_account_begin(lic_account_t *account, apr_time_t now)
{
    lic_period_t period;
    lic_period_at(&period, account->anchor, account->months, account->zone, now);
    account->period = period.k;
    account->period_start = period.start;
    account->period_end = period.end;
    account->period_end_at = lic_zone_start(account->zone, period.end);
    lic_agenda_operated(account, now);
}

void lic_account_open(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    account->state = LIC_ACCOUNT_OPEN;
    lic_account_begin(account, change->now);
    lic_event_subject(lic_change_event(change, LIC_EVENT_CREATED, NULL), "account", account->name, "",
                      lic_date_format(account->period_start, change->pool));
}

/* "account/state" is an object of its own: the chain of "account" holds the starts of periods */
static void log_state(lic_event_t *event, const lic_account_t *account, lic_account_state_t was)
{
    lic_event_subject(event, "account/state", account->name, lic_word_of(lic_account_state_words, was),
                      lic_word_of(lic_account_state_words, account->state));
}

int lic_account_close(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    if (account->state != LIC_ACCOUNT_OPEN)
        return 0;
    account->state = LIC_ACCOUNT_CLOSING;
    log_state(lic_change_event(change, LIC_EVENT_CLOSING, NULL), account, LIC_ACCOUNT_OPEN);
    return 1;
}

int lic_account_reopen(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    const lic_account_state_t was = account->state;
    if (was == LIC_ACCOUNT_OPEN)
        return 0;
    account->state = LIC_ACCOUNT_OPEN;
    lic_event_t *event = lic_change_event(change, LIC_EVENT_REOPENED, NULL);
    log_state(event, account, was);
    if (was == LIC_ACCOUNT_CLOSED) {
        const char *old = lic_date_format(account->period_start, change->pool);
        account->anchor = change->today;
        lic_account_begin(account, change->now);
        lic_event_subject(event, "account", account->name, old, lic_date_format(account->period_start, change->pool));
    }
    return 1;
}
