/* quantity.c  Quantities in a simulation: by preview and Confirm, in one go, and switched by support. */
#include "simulate.h"

#include <string.h>

#include <apr_strings.h>

#include "service/preview.h"
#include "service/quantity.h"
#include "store/account.h"

typedef struct sim_wish_t {
    const char *product;
    apr_int64_t asked;
    lic_outcome_kind_t expected;
    apr_int64_t purchased, next; /* expected afterwards */
} sim_wish_t;

/* --- what there is ------------------------------------------------------------------------------ */

static lic_error_t *read_position(lic_position_t *position, const sim_t *sim, const sim_account_t *account,
                                  const char *product, lic_db_t *db)
{
    lic_account_t *row;
    lic_book_t *book;
    LIC_TRY(lic_account_find(&row, db, account->key, sim->each));
    LIC_TRY(lic_book_load(&book, db, row, sim->each));
    *position = *lic_book_find(book, product);
    return NULL;
}

static lic_error_t *find_position(lic_position_t *position, const sim_t *sim, const sim_account_t *account,
                                  const char *product)
{
    lic_db_t *db;
    LIC_TRY(sim->from->open(&db, sim->from->baton, sim->each));
    lic_error_t *err = read_position(position, sim, account, product, db);
    sim->from->close(db, sim->from->baton);
    return err;
}

static const char *any_licence(sim_t *sim)
{
    return sim_product(sim, sim_once_in(sim, 3) ? LIC_KIND_ADDON : LIC_KIND_USER);
}

/* --- preview, Confirm --------------------------------------------------------------------------- */

/* product.md, Changing a quantity, as a table of its own: what becomes of p and x when r is asked for */
static void expect(sim_wish_t *wish, const lic_position_t *before)
{
    const apr_int64_t p = before->purchased, x = before->next, r = wish->asked;
    wish->expected = r > p ? LIC_BOUGHT : r == x ? LIC_UNCHANGED : r == p ? LIC_KEPT : LIC_SCALED_DOWN;
    wish->purchased = r > p ? r : p;
    wish->next = r;
}

static void check_preview(sim_t *sim, sim_wish_t *wish, const lic_preview_t *shown)
{
    const apr_int64_t charged = shown->outcome.invoice ? 1 : 0;
    expect(wish, &shown->before);
    if (shown->outcome.kind != wish->expected || shown->after.purchased != wish->purchased ||
        shown->after.next != wish->next || charged != (wish->expected == LIC_BOUGHT))
        sim_breach(sim, "rule-of-quantities", sim->at->key,
                   apr_psprintf(sim->each,
                                "%s: %" APR_INT64_T_FMT " asked of %" APR_INT64_T_FMT "/%" APR_INT64_T_FMT
                                " came out as %s",
                                wish->product, wish->asked, shown->before.purchased, shown->before.next,
                                lic_word_of(lic_outcome_words, shown->outcome.kind)));
}

static void check_confirmed(sim_t *sim, const sim_wish_t *wish, const lic_preview_t *shown, const lic_outcome_t *out)
{
    const apr_int64_t told = shown->outcome.invoice ? shown->outcome.invoice->total : 0;
    const apr_int64_t charged = out->invoice ? out->invoice->total : 0;
    if (out->kind != wish->expected || told != charged)
        sim_breach(sim, "confirmed-is-previewed", sim->at->key,
                   apr_psprintf(sim->each,
                                "%s: %s over %" APR_INT64_T_FMT " was previewed, %s over %" APR_INT64_T_FMT
                                " carried out",
                                wish->product, lic_word_of(lic_outcome_words, wish->expected), told,
                                lic_word_of(lic_outcome_words, out->kind), charged));
}

/* A confirmation sent again gives the same answer and does nothing. */
static lic_error_t *confirm_again(sim_t *sim, const lic_caller_t *caller, const sim_wish_t *wish, const char *token,
                                  const lic_outcome_t *first)
{
    lic_outcome_t out;
    LIC_TRY(lic_quantity_confirm(&out, sim->from, caller, wish->product, wish->asked, token, sim->each));
    if (!out.replayed || out.log != first->log || out.kind != first->kind)
        sim_breach(sim, "confirmed-once", sim->at->key,
                   apr_psprintf(sim->each,
                                "%s: a confirmation sent twice was carried out as log entries %" APR_INT64_T_FMT
                                " and %" APR_INT64_T_FMT,
                                wish->product, first->log, out.log));
    return NULL;
}

/* Somebody else is faster: what was previewed then no longer holds. */
static lic_error_t *interfere(sim_t *sim, const lic_caller_t *caller, const sim_wish_t *wish)
{
    lic_caller_t other = *caller;
    lic_outcome_t out;
    other.user = "operator";
    other.trusted = 1;
    lic_error_t *err = lic_quantity_set(&out, sim->from, &other, wish->product, wish->asked + 1, LIC_REQUESTER_SUPPORT,
                                        NULL, sim->each);
    return err && err->code == LIC_REFUSED ? NULL : err;
}

static lic_error_t *confirm(sim_t *sim, const lic_caller_t *caller, const sim_wish_t *wish, const lic_preview_t *shown)
{
    lic_outcome_t out;
    lic_error_t *err =
        lic_quantity_confirm(&out, sim->from, caller, wish->product, wish->asked, shown->confirm, sim->each);
    if (err && err->code == LIC_UNAVAILABLE && fault_disarm()) {
        /* it may have been carried out or not; confirmed again, it is done once in either case */
        sim->survived++;
        err = lic_quantity_confirm(&out, sim->from, caller, wish->product, wish->asked, shown->confirm, sim->each);
    }
    LIC_TRY(err);
    check_confirmed(sim, wish, shown, &out);
    return sim_once_in(sim, 3) ? confirm_again(sim, caller, wish, shown->confirm, &out) : NULL;
}

static lic_error_t *by_preview(sim_t *sim, const lic_caller_t *caller, sim_wish_t *wish)
{
    lic_preview_t shown;
    LIC_TRY(lic_quantity_preview(&shown, sim->from, caller, wish->product, wish->asked, sim->each));
    check_preview(sim, wish, &shown);
    if (!shown.confirm)
        return NULL;
    if (sim_once_in(sim, 8))
        LIC_TRY(interfere(sim, caller, wish));
    return confirm(sim, caller, wish, &shown);
}

/* A partner's program, which repeats what it had no answer to */
static lic_error_t *by_key(sim_t *sim, const lic_caller_t *caller, const sim_wish_t *wish)
{
    const lic_condition_t condition = {
        .key = apr_psprintf(sim->each, "request %d %d", sim->day, sim_below(sim, 1 << 30)), .if_match = -1};
    lic_outcome_t first, out;
    LIC_TRY(lic_quantity_set(&first, sim->from, caller, wish->product, wish->asked, LIC_REQUESTER_ADMIN, &condition,
                             sim->each));
    LIC_TRY(lic_quantity_set(&out, sim->from, caller, wish->product, wish->asked, LIC_REQUESTER_ADMIN, &condition,
                             sim->each));
    if (out.log != first.log || out.kind != first.kind)
        sim_breach(sim, "request-once", sim->at->key,
                   apr_pstrcat(sim->each, wish->product, ": a request sent twice had two answers", NULL));
    return NULL;
}

static lic_error_t *change(sim_t *sim, const lic_caller_t *caller, const char *product, apr_int64_t asked)
{
    sim_wish_t wish = {.product = product, .asked = asked};
    lic_outcome_t out;
    switch (sim_below(sim, 4)) {
    case 0:
        return lic_quantity_set(&out, sim->from, caller, product, asked, LIC_REQUESTER_SUPPORT, NULL, sim->each);
    case 1:
        return by_key(sim, caller, &wish);
    default:
        return by_preview(sim, caller, &wish);
    }
}

/* --- deeds -------------------------------------------------------------------------------------- */

lic_error_t *sim_buy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    const char *product = any_licence(sim);
    const int added = 1 + sim_below(sim, sim_once_in(sim, 20) ? 500 : 4);
    lic_position_t position;
    LIC_TRY(find_position(&position, sim, account, product));
    return change(sim, caller, product, position.purchased + added);
}

lic_error_t *sim_scale_down(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    const char *product = any_licence(sim);
    const int share = sim_below(sim, 100);
    lic_position_t position;
    LIC_TRY(find_position(&position, sim, account, product));
    /* down to what is used in the end, so that accounts don't only grow */
    const apr_int64_t asked = position.purchased > account->target * 2 ? account->target * share / 60
                                                                       : position.purchased * (share + 20) / 120;
    return change(sim, caller, product, asked);
}

lic_error_t *sim_keep(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    const char *product = any_licence(sim);
    lic_position_t position;
    LIC_TRY(find_position(&position, sim, account, product));
    return change(sim, caller, product, position.purchased);
}

lic_error_t *sim_nonsense(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    static const apr_int64_t wishes[] = {0, -1, -1000, 1000001, 999999999, 100000000000000000};
    const char *product = sim_product(sim, sim_below(sim, 4));
    (void)account;
    return change(sim, caller, product, SIM_ONE_OF(sim, wishes));
}

/* Second thoughts: a purchase, and at once taken back */
lic_error_t *sim_undo(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    const char *product = any_licence(sim);
    lic_position_t position;
    lic_preview_t shown;
    lic_outcome_t out;
    LIC_TRY(find_position(&position, sim, account, product));
    LIC_TRY(lic_quantity_set(&out, sim->from, caller, product, position.purchased + 1 + sim_below(sim, 4),
                             LIC_REQUESTER_ADMIN, NULL, sim->each));
    LIC_TRY(lic_undo_preview(&shown, sim->from, caller, product, sim->each));
    return lic_undo_confirm(&out, sim->from, caller, product, shown.confirm, sim->each);
}

/* Bundled products and fees, by support */
lic_error_t *sim_switch(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    const char *product = sim_product(sim, sim_once_in(sim, 2) ? LIC_KIND_BUNDLED : LIC_KIND_INTEGRATION);
    const int on = !sim_once_in(sim, 3);
    lic_outcome_t out;
    (void)account;
    return lic_quantity_set(&out, sim->from, caller, product, on, LIC_REQUESTER_SUPPORT, NULL, sim->each);
}
