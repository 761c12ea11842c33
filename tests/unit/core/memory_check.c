/* memory_check.c  product.md's "Always true", reckoned apart from the deciders: own order, own rounding, own counting.
 */
#include "memory.h"

#include <apr_hash.h>
#include <apr_strings.h>

/* --- who is to be marked until when ------------------------------------------------------------------ */

typedef struct candidate_t {
    int last; /* 0: marked first, 1: protected, 2: keeps `roles` */
    apr_time_t since, created;
    apr_int64_t id;
    apr_time_t *expected;
} candidate_t;

static int later(apr_int64_t a, apr_int64_t b)
{
    return (a < b) - (a > b);
}

static int marking_order(const void *a, const void *b)
{
    const candidate_t *x = a, *y = b;
    if (x->last != y->last)
        return x->last - y->last;
    if (x->since != y->since)
        return later(x->since, y->since);
    return x->created != y->created ? later(x->created, y->created) : later(x->id, y->id);
}

static int candidates(const memory_t *memory, apr_int64_t product, candidate_t *list)
{
    const apr_int64_t last_role_admin = memory_last_role_admin(memory);
    int n = 0;
    for (int id = 1; id <= memory->employees->nelts; id++) {
        memory_employee_t *p = memory_employee(memory, id);
        const lic_employee_t *e = &p->facts;
        if (product == STANDARD && e->active && !e->service)
            list[n++] =
                (candidate_t){id == last_role_admin ? 2 : e->is_protected, e->activated, e->created, id, &p->expected};
    }
    for (int id = 1; id <= memory->seats->nelts; id++) {
        memory_seat_t *s = memory_seat(memory, id);
        if (!s->facts.id || s->facts.product != product)
            continue;
        const lic_employee_t *e = &memory_employee(memory, s->facts.employee)->facts;
        const apr_time_t since = s->facts.assigned > e->activated ? s->facts.assigned : e->activated;
        if (e->active)
            list[n++] = (candidate_t){0, since, 0, id, &s->expected};
    }
    qsort(list, (size_t)n, sizeof(*list), marking_order);
    return n;
}

void memory_expect(memory_t *memory, apr_time_t now)
{
    static const apr_int64_t products[] = {STANDARD, CRM, OUTLOOK};
    candidate_t *list = malloc(sizeof(*list) * (size_t)(memory->employees->nelts + memory->seats->nelts + 1));
    for (int i = 1; i <= memory->employees->nelts; i++)
        if (!memory_employee(memory, i)->facts.active)
            memory_employee(memory, i)->expected = 0;
    for (int i = 1; i <= memory->seats->nelts; i++)
        if (!memory_seat(memory, i)->facts.id ||
            !memory_employee(memory, memory_seat(memory, i)->facts.employee)->facts.active)
            memory_seat(memory, i)->expected = 0;
    for (int i = 0; i < 3; i++) {
        const int n = candidates(memory, products[i], list);
        const apr_int64_t beyond = n - memory_position(memory, products[i])->purchased;
        for (int j = 0; j < n; j++)
            if (j >= beyond)
                *list[j].expected = 0;
            else if (!*list[j].expected)
                *list[j].expected = now + memory->book->grace;
    }
    free(list);
}

static const char *check_marks(const memory_t *memory, apr_time_t now)
{
    for (int id = 1; id <= memory->employees->nelts; id++) {
        const memory_employee_t *p = memory_employee(memory, id);
        if (p->facts.deadline != p->expected)
            return apr_psprintf(memory->pool, "employee %d is marked until %ld instead of %ld", id,
                                (long)apr_time_sec(p->facts.deadline), (long)apr_time_sec(p->expected));
        if (p->facts.active && p->facts.deadline && p->facts.deadline <= now)
            return apr_psprintf(memory->pool, "employee %d is active past the deadline", id);
    }
    for (int id = 1; id <= memory->seats->nelts; id++) {
        const memory_seat_t *s = memory_seat(memory, id);
        if (s->facts.id && s->facts.deadline != s->expected)
            return apr_psprintf(memory->pool, "add-on licence %d is marked until %ld instead of %ld", id,
                                (long)apr_time_sec(s->facts.deadline), (long)apr_time_sec(s->expected));
    }
    return NULL;
}

/* --- quantities and money ---------------------------------------------------------------------------- */

static lic_invoice_t *invoice_at(const memory_t *memory, int i)
{
    return APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *);
}

static apr_int64_t invoiced_in_period(const memory_t *memory, apr_int64_t product)
{
    const lic_account_t *account = memory->book->account;
    apr_int64_t sum = -memory->lowered[product];
    for (int i = 0; i < memory->invoices->nelts; i++) {
        const lic_invoice_t *invoice = invoice_at(memory, i);
        if (invoice->date < account->period_start || invoice->date >= account->period_end)
            continue;
        for (int j = 0; j < invoice->lines->nelts; j++) {
            const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, j, lic_invoice_line_t);
            if (line->product == product)
                sum += line->quantity;
        }
    }
    return sum;
}

static const char *check_quantities(const memory_t *memory)
{
    const lic_position_t *user = memory_position(memory, STANDARD);
    for (int product = STANDARD; product <= PRODUCTS; product++) {
        const lic_position_t *at = memory_position(memory, product);
        if (memory->book->account->state == LIC_ACCOUNT_CLOSED && (at->purchased || at->next || at->used))
            return apr_psprintf(memory->pool, "%s is not 0 though the account is closed", at->key);
        if (memory->book->account->state != LIC_ACCOUNT_CLOSED && invoiced_in_period(memory, product) != at->purchased)
            return apr_psprintf(memory->pool, "%s: %d purchased, but %d invoiced", at->key, (int)at->purchased,
                                (int)invoiced_in_period(memory, product));
        if (at->next < 0 || at->next > at->purchased)
            return apr_psprintf(memory->pool, "%s: next %d of %d", at->key, (int)at->next, (int)at->purchased);
        if (at->kind != LIC_KIND_BUNDLED || !at->purchased)
            continue;
        if (at->purchased != user->purchased || (at->next && at->next != user->next))
            return apr_psprintf(memory->pool, "%s doesn't follow the user licence", at->key);
    }
    return user->purchased >= 1 && user->next < 1 ? "the user licence's next is below 1" : NULL;
}

/* Price per month on a date × months × quantity × days ÷ days of the period; what is sold here fits into 64 bits */
static apr_int64_t amount_of(const memory_t *memory, const lic_invoice_t *invoice, const lic_invoice_line_t *line)
{
    apr_int64_t per_month = 0;
    for (int i = 0; i < memory->prices->nelts; i++) {
        const lic_price_t *price = &APR_ARRAY_IDX(memory->prices, i, lic_price_t);
        if (price->product == line->product && price->from <= invoice->date)
            per_month = price->per_month;
    }
    const apr_int64_t whole = per_month * memory->book->account->months * line->quantity * line->days;
    return (2 * whole + line->period_days) / (2 * line->period_days);
}

/* A credit note's lines are those of the invoice that it takes back, negated; no other has taken it back before */
static const char *check_credit(const memory_t *memory, int at)
{
    const lic_invoice_t *credit = invoice_at(memory, at), *of = NULL;
    for (int i = 0; i < at; i++) {
        const lic_invoice_t *before = invoice_at(memory, i);
        if (!strcmp(before->number, credit->credits))
            of = before;
        if (before->credits && !strcmp(before->credits, credit->credits))
            return apr_psprintf(memory->pool, "%s is credited twice", credit->credits);
    }
    if (!of || of->kind != LIC_INVOICE_PURCHASE || of->lines->nelts != credit->lines->nelts)
        return apr_psprintf(memory->pool, "%s credits what was not bought", credit->number);
    for (int i = 0; i < of->lines->nelts; i++) {
        const lic_invoice_line_t *a = &APR_ARRAY_IDX(of->lines, i, lic_invoice_line_t),
                                 *b = &APR_ARRAY_IDX(credit->lines, i, lic_invoice_line_t);
        if (a->product != b->product || a->quantity != -b->quantity || a->amount != -b->amount)
            return apr_psprintf(memory->pool, "%s: the line of %s isn't the purchase's", credit->number, b->key);
    }
    return of->net + credit->net || of->vat + credit->vat || of->total + credit->total
               ? apr_psprintf(memory->pool, "%s isn't all of %s", credit->number, of->number)
               : NULL;
}

static const char *check_invoice(const memory_t *memory, const lic_invoice_t *invoice)
{
    apr_int64_t net = 0;
    for (int i = 0; i < invoice->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t);
        net += line->amount;
        if (line->quantity < 1 || line->amount != amount_of(memory, invoice, line))
            return apr_psprintf(memory->pool, "%s: the line of %s doesn't come out", invoice->number, line->key);
        if (line->days != invoice->to - invoice->date)
            return apr_psprintf(memory->pool, "%s: %d days are invoiced", invoice->number, line->days);
    }
    const apr_int64_t vat = (2 * net * invoice->vat_rate + 10000) / 20000;
    if (!invoice->lines->nelts || net != invoice->net || vat != invoice->vat || net + vat != invoice->total)
        return apr_psprintf(memory->pool, "%s: the total isn't the sum of its lines", invoice->number);
    return NULL;
}

static const char *check_invoices(const memory_t *memory)
{
    int year_before = 0, number = 0;
    for (int i = 0; i < memory->invoices->nelts; i++) {
        const lic_invoice_t *invoice = invoice_at(memory, i);
        int year, month, day;
        lic_date_split(invoice->date, &year, &month, &day);
        number = year == year_before ? number + 1 : 1;
        year_before = year;
        if (strcmp(invoice->number, apr_psprintf(memory->pool, "ACME-%d-%04d", year, number)) != 0)
            return apr_psprintf(memory->pool, "invoice %s instead of number %d of %d", invoice->number, number, year);
        const char *breach =
            invoice->kind == LIC_INVOICE_CREDIT ? check_credit(memory, i) : check_invoice(memory, invoice);
        if (breach)
            return breach;
    }
    return NULL;
}

static const char *check_used(const memory_t *memory)
{
    apr_int64_t used[PRODUCTS + 1] = {0};
    for (int id = 1; id <= memory->employees->nelts; id++)
        used[STANDARD] += memory_employee(memory, id)->facts.active && !memory_employee(memory, id)->facts.service;
    for (int id = 1; id <= memory->seats->nelts; id++) {
        const lic_assignment_t *a = &memory_seat(memory, id)->facts;
        used[a->product] += a->id && memory_employee(memory, a->employee)->facts.active;
    }
    for (int product = STANDARD; product <= PRODUCTS; product++) {
        const lic_position_t *at = memory_position(memory, product);
        if (at->kind == LIC_KIND_BUNDLED && at->purchased)
            used[product] = used[STANDARD];
        if (at->kind == LIC_KIND_INTEGRATION)
            used[product] = at->purchased;
        if (at->used != used[product])
            return apr_psprintf(memory->pool, "%s: the counter says %d used, there are %d", at->key, (int)at->used,
                                (int)used[product]);
    }
    return NULL;
}

/* --- periods and the log ------------------------------------------------------------------------------ */

/* Number of the period by counting renewals since the account was opened, or opened again */
static int renewals(const memory_t *memory)
{
    int n = memory->first_period;
    for (int i = 0; i < memory->journal->nelts; i++) {
        const memory_entry_t *entry = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t);
        if (strcmp(entry->subject.object, "account") != 0)
            continue;
        if (entry->kind == LIC_EVENT_REOPENED)
            n = 0;
        else if (entry->kind == LIC_EVENT_RENEWED)
            n++;
    }
    return n;
}

static const char *check_periods(const memory_t *memory, apr_time_t now)
{
    const lic_account_t *account = memory->book->account;
    if (account->state == LIC_ACCOUNT_CLOSED)
        return NULL;
    if (now < lic_zone_start(account->zone, account->period_start) || now >= account->period_end_at)
        return "now is not in the current period";
    if (account->period_end_at != lic_zone_start(account->zone, account->period_end))
        return "the period doesn't end with its last day";
    if (lic_date_add_months(account->anchor, account->months * account->period) != account->period_start ||
        lic_date_add_months(account->anchor, account->months * (account->period + 1)) != account->period_end)
        return "the period isn't the anchor's";
    return renewals(memory) == account->period ? NULL : "a period was skipped, or renewed twice";
}

/* "standard/policy"; NULL of any other object */
static const char *policy_today(const memory_t *memory, const char *object)
{
    const char *slash = strchr(object, '/');
    const lic_position_t *at =
        lic_book_find(memory->book, apr_pstrmemdup(memory->pool, object, (apr_size_t)(slash - object)));
    return at && !strcmp(slash, "/policy") ? lic_policy_state(at, memory->pool) : NULL;
}

static const char *today(const memory_t *memory, const char *object)
{
    const char *slash = strchr(object, '/');
    if (strstr(object, "/plan"))
        return memory_plan_today(memory, object);
    if (!strcmp(object, "account"))
        return lic_date_format(memory->book->account->period_start, memory->pool);
    if (!strcmp(object, "account/state"))
        return lic_word_of(lic_account_state_words, memory->book->account->state);
    if (strncmp(object, "employee/", 9) != 0)
        return slash ? policy_today(memory, object)
                     : lic_position_state(lic_book_find(memory->book, object), memory->pool);
    const apr_int64_t id = atoi(slash + 1);
    const char *product = strchr(slash + 1, '/');
    if (!product)
        return memory_employee(memory, id)->facts.active ? "active" : "inactive";
    if (!strcmp(product, "/protection"))
        return memory_employee(memory, id)->facts.is_protected ? "protected" : "";
    const lic_position_t *at = lic_book_find(memory->book, product + 1);
    for (int i = 1; at && i <= memory->seats->nelts; i++) {
        const lic_assignment_t *a = &memory_seat(memory, i)->facts;
        if (a->id && a->employee == id && a->product == at->product)
            return "assigned";
    }
    return at ? "" : NULL;
}

/* Each old is the same object's previous new, and the last new is today's state */
static const char *check_journal(const memory_t *memory)
{
    apr_hash_t *states = apr_hash_make(memory->pool);
    for (int i = 0; i < memory->journal->nelts; i++) {
        const lic_subject_t *row = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t).subject;
        const char *before = apr_hash_get(states, row->object, APR_HASH_KEY_STRING);
        if (before && strcmp(before, row->old_state) != 0)
            return apr_psprintf(memory->pool, "%s was %s, but its next row says %s", row->object, before,
                                row->old_state);
        apr_hash_set(states, row->object, APR_HASH_KEY_STRING, row->new_state);
    }
    for (apr_hash_index_t *i = apr_hash_first(memory->pool, states); i; i = apr_hash_next(i)) {
        const char *object = apr_hash_this_key(i), *logged = apr_hash_this_val(i), *is = today(memory, object);
        if (is && strcmp(is, logged) != 0)
            return apr_psprintf(memory->pool, "%s is %s, but the log's last row says %s", object, is, logged);
    }
    return NULL;
}

/* Every change of quantity has its row: what the rows add up to is today's state also for what was never logged */
static const char *check_logged(const memory_t *memory)
{
    for (int product = STANDARD; product <= PRODUCTS; product++) {
        const lic_position_t *at = memory_position(memory, product);
        const char *logged = "0";
        for (int i = 0; i < memory->journal->nelts; i++) {
            const lic_subject_t *row = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t).subject;
            if (!strcmp(row->object, at->key))
                logged = row->new_state;
        }
        if (strcmp(logged, lic_position_state(at, memory->pool)) != 0)
            return apr_psprintf(memory->pool, "%s is %s, but the log says %s", at->key,
                                lic_position_state(at, memory->pool), logged);
    }
    return NULL;
}

const char *memory_breach(const memory_t *memory, apr_time_t now)
{
    const char *breach = check_marks(memory, now);
    breach = breach ? breach : check_quantities(memory);
    breach = breach ? breach : check_invoices(memory);
    breach = breach ? breach : check_used(memory);
    breach = breach ? breach : check_periods(memory, now);
    breach = breach ? breach : memory_check_plans(memory, now);
    breach = breach ? breach : check_journal(memory);
    return breach ? breach : check_logged(memory);
}
