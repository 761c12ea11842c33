/* core/quantity.c  Changing a quantity: the table for "asked r", tried in product.md's order. */
#include "core/quantity.h"

#include <string.h>

#include <apr_strings.h>

#include "base/money.h"
#include "core/limits.h"
#include "core/price.h"

const lic_word_t lic_outcome_words[] = {
    {"bought", LIC_BOUGHT}, {"scaled-down", LIC_SCALED_DOWN}, {"kept", LIC_KEPT}, {"unchanged", LIC_UNCHANGED},
    {"undone", LIC_UNDONE}, {"refused", LIC_REFUSED_OUTCOME}, {NULL, 0}};

/* What is decided, before anything is altered: the outcome and the quantities that the product is to have */
typedef struct lic_target_t {
    lic_outcome_kind_t kind;
    apr_int64_t purchased, next;
} lic_target_t;

static const char *number(apr_int64_t n, apr_pool_t *p)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

static lic_error_t *above_ceiling(const lic_account_t *account, apr_pool_t *p)
{
    const char *ceiling = number(lic_account_ceiling(account), p);
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "quantity-above-ceiling",
                                         "at most %s licences can be bought here; for more, write to support", ceiling),
                          "ceiling", ceiling);
}

static lic_error_t *below_least(const lic_position_t *position, apr_int64_t least, apr_pool_t *p)
{
    lic_error_t *err =
        position->kind == LIC_KIND_USER
            ? lic_error_make(p, LIC_REFUSED, "quantity-below-least",
                             "at least 1 licence; to end the subscription, write to support")
            : lic_error_make(p, LIC_REFUSED, "quantity-below-least", "the number of licences can't be below 0");
    return lic_error_fact(lic_error_fact(err, "least", number(least, p)), "product", position->name);
}

/* product.md, the table, row by row: user and addon */
static lic_error_t *decide_counted(lic_target_t *target, const lic_account_t *account, const lic_position_t *at,
                                   apr_int64_t asked, apr_pool_t *p)
{
    const apr_int64_t least = at->kind == LIC_KIND_USER ? 1 : 0;
    if (asked > at->purchased && asked > lic_account_ceiling(account))
        return above_ceiling(account, p);
    if (asked < least)
        return below_least(at, least, p);
    if (asked > at->purchased)
        *target = (lic_target_t){LIC_BOUGHT, asked, asked};
    else if (asked == at->next)
        *target = (lic_target_t){LIC_UNCHANGED, at->purchased, at->next};
    else
        *target = (lic_target_t){asked == at->purchased ? LIC_KEPT : LIC_SCALED_DOWN, at->purchased, asked};
    return NULL;
}

/* Support's switch, for bundled products and fees: on means `full` now and `full_next` from the next period */
static lic_target_t decide_switch(const lic_position_t *at, int on, apr_int64_t full, apr_int64_t full_next)
{
    if (on == (at->next > 0))
        return (lic_target_t){LIC_UNCHANGED, at->purchased, at->next};
    if (!on)
        return (lic_target_t){LIC_SCALED_DOWN, at->purchased, 0};
    if (at->purchased > 0)
        return (lic_target_t){LIC_KEPT, at->purchased, full_next};
    return (lic_target_t){LIC_BOUGHT, full, full_next};
}

static lic_error_t *decide_bundled(lic_target_t *target, const lic_book_t *book, const lic_position_t *at,
                                   apr_int64_t asked, lic_requester_t requester, apr_pool_t *p)
{
    const lic_position_t *user = lic_book_user(book);
    if (requester != LIC_REQUESTER_SUPPORT || asked < 0 || asked > 1)
        return lic_error_fact(lic_error_make(p, LIC_REFUSED, "product-follows",
                                             "%s follows the user licence; support can switch it on (1) and off (0)",
                                             at->name),
                              "product", at->name);
    if (asked && !at->purchased && (!user || user->purchased < 1))
        return lic_error_fact(lic_error_make(p, LIC_REFUSED, "no-user-licence",
                                             "%s follows the user licence, of which there are none yet", at->name),
                              "product", at->name);
    *target = decide_switch(at, asked == 1, user ? user->purchased : 0, user ? user->next : 0);
    return NULL;
}

static lic_error_t *decide_fee(lic_target_t *target, const lic_position_t *at, apr_int64_t asked,
                               lic_requester_t requester, apr_pool_t *p)
{
    if (requester != LIC_REQUESTER_SUPPORT)
        return lic_error_fact(lic_error_make(p, LIC_REFUSED, "product-is-fee",
                                             "%s is a flat fee; support can switch it on and off", at->name),
                              "product", at->name);
    if (asked < 0 || asked > 1)
        return lic_error_fact(lic_error_make(p, LIC_REFUSED, "fee-is-one",
                                             "%s is a flat fee: 1 switches it on, 0 ends it with the period", at->name),
                              "product", at->name);
    *target = decide_switch(at, asked == 1, 1, 1);
    return NULL;
}

static lic_error_t *decide_target(lic_target_t *target, const lic_book_t *book, const lic_position_t *at,
                                  apr_int64_t asked, lic_requester_t requester, apr_pool_t *p)
{
    switch (at->kind) {
    case LIC_KIND_BUNDLED:
        return decide_bundled(target, book, at, asked, requester, p);
    case LIC_KIND_INTEGRATION:
        return decide_fee(target, at, asked, requester, p);
    default:
        return decide_counted(target, book->account, at, asked, p);
    }
}

/* Bundled products in use take the user licence's numbers; one that ends (next 0) goes on ending */
static void follow(lic_book_t *book, const lic_position_t *user)
{
    for (int i = 0; i < book->npositions; i++) {
        lic_position_t *position = &book->positions[i];
        if (position->kind != LIC_KIND_BUNDLED || position->purchased <= 0)
            continue;
        position->purchased = user->purchased;
        if (position->next > 0)
            position->next = user->next;
    }
}

static lic_error_t *add_line(lic_invoice_t *invoice, const lic_change_t *change, const lic_position_t *was,
                             const lic_position_t *now)
{
    lic_period_t period;
    apr_int64_t price;
    lic_period_current(&period, change->after->account, change->now);
    if (!lic_price_on(&price, change->after, now->product, change->today))
        return lic_price_missing(change->after, now, change->pool);
    return lic_invoice_add(invoice, now, now->purchased - was->purchased, price, period.remaining, period.days,
                           change->pool);
}

/* Whatever the prices are when it is renewed, the sum is one that can be invoiced (core/limits.h) */
static lic_error_t *check_together(const lic_book_t *book, apr_pool_t *p)
{
    apr_int64_t together = 0;
    for (int i = 0; i < book->npositions; i++)
        if (!lic_money_add(&together, together, book->positions[i].purchased) || together > LIC_LICENCES_MOST)
            return lic_error_make(p, LIC_REFUSED, "amount-overflow",
                                  "at most %" APR_INT64_T_FMT " licences of all products together can be bought",
                                  LIC_LICENCES_MOST);
    return NULL;
}

/*
 * Invoices what was added: the product asked for first, then those that follow it. Also sees to it that the next
 * renewal can be reckoned: a purchase on a period's last day must not leave an account that can't be renewed.
 */
static lic_error_t *charge(lic_invoice_t **made, lic_change_t *change, const lic_position_t *was, int asked)
{
    const lic_book_t *book = change->after;
    LIC_TRY(check_together(book, change->pool));
    lic_invoice_t *invoice = lic_invoice_start(book->account, LIC_INVOICE_PURCHASE, change->today, change->pool);
    if (change->order_number)
        invoice->parties.order_number = change->order_number;
    LIC_TRY(add_line(invoice, change, &was[asked], &book->positions[asked]));
    for (int i = 0; i < book->npositions; i++)
        if (i != asked && book->positions[i].purchased > was[i].purchased)
            LIC_TRY(add_line(invoice, change, &was[i], &book->positions[i]));
    LIC_TRY(lic_invoice_total(invoice, change->pool));

    lic_invoice_t *renewal;
    lic_period_t next;
    lic_period_number(&next, book->account->anchor, book->account->months, book->account->period + 1);
    LIC_TRY(lic_invoice_renewal(&renewal, book, next.start, next.end, change->pool));
    *made = invoice;
    return NULL;
}

static void log_one(lic_change_t *change, lic_event_t *event, const lic_position_t *was, const lic_position_t *now,
                    const lic_invoice_t *invoice)
{
    if (was->purchased == now->purchased && was->next == now->next)
        return;
    lic_subject_t *subject = lic_event_subject(event, now->key, now->name, lic_position_state(was, change->pool),
                                               lic_position_state(now, change->pool));
    for (int i = 0; invoice && i < invoice->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t);
        if (line->product != now->product)
            continue;
        subject->invoice = invoice->number;
        subject->amount = line->amount;
        subject->currency = invoice->currency;
    }
}

static void log_all(lic_change_t *change, lic_outcome_kind_t kind, const lic_position_t *was, int asked,
                    const lic_invoice_t *invoice)
{
    static const lic_event_kind_t kinds[] = {
        [LIC_BOUGHT] = LIC_EVENT_BOUGHT, [LIC_SCALED_DOWN] = LIC_EVENT_SCALED_DOWN, [LIC_KEPT] = LIC_EVENT_KEPT};
    const lic_position_t *now = change->after->positions;
    lic_event_t *event = lic_change_event(change, kinds[kind], now[asked].key);
    log_one(change, event, &was[asked], &now[asked], invoice);
    for (int i = 0; i < change->after->npositions; i++)
        if (i != asked)
            log_one(change, event, &was[i], &now[i], invoice);
}

static lic_error_t *carry_out(lic_change_t *change, lic_outcome_t *out, int asked, const lic_target_t *target)
{
    lic_book_t *book = change->after;
    lic_position_t *position = &book->positions[asked];
    const lic_position_t *was = lic_book_copy(book, change->pool)->positions;
    position->purchased = target->purchased;
    position->next = target->next;
    if (position->kind == LIC_KIND_USER)
        follow(book, position);
    lic_book_sync_used(book);
    lic_invoice_t *invoice = NULL;
    if (target->kind == LIC_BOUGHT) {
        lic_error_t *err = charge(&invoice, change, was, asked);
        if (err) {
            memcpy(book->positions, was, sizeof(*was) * (apr_size_t)book->npositions);
            return err;
        }
        lic_invoice_issue(invoice, book->account, change->pool);
        APR_ARRAY_PUSH(change->invoices, lic_invoice_t *) = invoice;
        if (was[asked].next != was[asked].purchased)
            out->wiped = was[asked].next;
    }
    log_all(change, target->kind, was, asked, invoice);
    out->invoice = invoice;
    return NULL;
}

lic_error_t *lic_quantity_decide(lic_change_t *change, lic_outcome_t *out, apr_int64_t product, apr_int64_t asked,
                                 lic_requester_t requester)
{
    const lic_book_t *book = change->after;
    const lic_position_t *position = lic_book_position(book, product);
    lic_target_t target = {LIC_UNCHANGED, 0, 0};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .product = product, .asked = asked, .wiped = -1};
    if (!position)
        return lic_error_make(change->pool, LIC_UNKNOWN, "product-unknown", "there is no such product");
    LIC_TRY(lic_account_check(book->account, LIC_ACCOUNT_OPEN, change->pool));
    LIC_TRY(decide_target(&target, book, position, asked, requester, change->pool));
    if (target.kind != LIC_UNCHANGED)
        LIC_TRY(carry_out(change, out, (int)(position - book->positions), &target));
    out->kind = target.kind;
    return NULL;
}

int lic_quantity_buy_missing(apr_int64_t *net, lic_change_t *change)
{
    int bought = 0;
    *net = 0;
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *position = &change->after->positions[i];
        lic_outcome_t out;
        if ((position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON) ||
            position->used <= position->purchased)
            continue;
        if (lic_quantity_decide(change, &out, position->product, position->used, LIC_REQUESTER_ADMIN) || !out.invoice ||
            !lic_money_add(net, *net, out.invoice->net))
            continue;
        bought++;
    }
    return bought;
}
