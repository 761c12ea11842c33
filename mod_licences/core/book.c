/* core/book.c  The book: finding positions in it, copying it, and checks of an account. */
#include "core/book.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "core/limits.h"

const lic_word_t lic_kind_words[] = {{"user", LIC_KIND_USER},
                                     {"bundled", LIC_KIND_BUNDLED},
                                     {"addon", LIC_KIND_ADDON},
                                     {"integration", LIC_KIND_INTEGRATION},
                                     {NULL, 0}};

const lic_word_t lic_policy_words[] = {
    {"grace", LIC_POLICY_GRACE}, {"block", LIC_POLICY_BLOCK}, {"buy", LIC_POLICY_BUY}, {NULL, 0}};

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

int lic_position_parse_state(apr_int64_t *purchased, apr_int64_t *next, const char *state, apr_pool_t *p)
{
    const char *slash = strchr(state, '/');
    if (!slash)
        return lic_text_parse_int(purchased, state) && lic_text_parse_int(next, state);
    return lic_text_parse_int(purchased, apr_pstrmemdup(p, state, (apr_size_t)(slash - state))) &&
           lic_text_parse_int(next, slash + 1);
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

apr_int64_t lic_account_ceiling(const lic_account_t *account)
{
    return account->ceiling < LIC_CEILING_MOST ? account->ceiling : LIC_CEILING_MOST;
}

void lic_account_reached(lic_account_t *account, apr_time_t now)
{
    if (account->last_at < now)
        account->last_at = now;
    if (account->told_until < now)
        account->told_until = now;
}
