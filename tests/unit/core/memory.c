/* memory.c  An account in memory: apply and settle, as the store and the services do. */
#include "memory.h"

#include <apr_strings.h>

#include "base/instant.h"

apr_time_t memory_instant(const char *text)
{
    apr_time_t at = 0;
    if (!lic_instant_parse(&at, text))
        fail_msg("not an instant: %s", text);
    return at;
}

static void make_positions(memory_t *memory)
{
    static const struct {
        const char *key, *name;
        lic_kind_t kind;
    } products[] = {{"standard", "Standard licence", LIC_KIND_USER},
                    {"central", "Business Central", LIC_KIND_BUNDLED},
                    {"nav", "NAV", LIC_KIND_BUNDLED},
                    {"crm", "TimeLog CRM", LIC_KIND_ADDON},
                    {"outlook", "Microsoft Outlook", LIC_KIND_ADDON},
                    {"visma", "Visma Admin", LIC_KIND_INTEGRATION}};
    memory->book->positions = apr_pcalloc(memory->pool, sizeof(lic_position_t) * PRODUCTS);
    memory->book->npositions = PRODUCTS;
    for (int i = 0; i < PRODUCTS; i++)
        memory->book->positions[i] = (lic_position_t){.product = i + 1,
                                                      .key = products[i].key,
                                                      .name = products[i].name,
                                                      .kind = products[i].kind,
                                                      .threshold = -1,
                                                      .cap = LIC_POLICY_NO_CAP};
}

memory_t *memory_make(const char *zone, const char *anchor, int months, apr_time_t at)
{
    apr_pool_t *pool;
    apr_pool_create(&pool, NULL);
    memory_t *memory = apr_pcalloc(pool, sizeof(*memory));
    lic_account_t *account = apr_pcalloc(pool, sizeof(*account));
    memory->pool = pool;
    *account = (lic_account_t){.id = 1,
                               .key = "acme",
                               .name = "Acme",
                               .currency = "DKK",
                               .digits = 2,
                               .locale = "da-DK",
                               .timezone = zone,
                               .billing = "billing@example.com",
                               .legal_name = "",
                               .address = "",
                               .country = "DK",
                               .vat_id = "",
                               .electronic_address = "",
                               .order_number = "",
                               .months = months,
                               .anchor = lic_date_parse(anchor),
                               .vat = 2500,
                               .tax = {LIC_TAX_STANDARD, 2500, ""},
                               .ceiling = 1000000};
    assert_null(lic_zone_open((lic_zone_t **)&account->zone, zone, pool));
    memory->book = apr_pcalloc(pool, sizeof(*memory->book));
    memory->book->account = account;
    memory->book->grace = apr_time_from_sec(7 * 24 * 3600);
    memory->book->undo = apr_time_from_sec(24 * 3600);
    make_positions(memory);
    memory->prices = apr_array_make(pool, 8, sizeof(lic_price_t));
    memory->employees = apr_array_make(pool, 8, sizeof(memory_employee_t));
    memory->seats = apr_array_make(pool, 8, sizeof(memory_seat_t));
    memory->invoices = apr_array_make(pool, 8, sizeof(lic_invoice_t *));
    memory->plans = apr_array_make(pool, 16, sizeof(lic_plan_t));
    memory->journal = apr_array_make(pool, 64, sizeof(memory_entry_t));
    lic_change_t *change = lic_change_make(memory->book, at, "operator", NULL, pool);
    lic_lifecycle_open(change);
    memory_apply(memory, change);
    memory->first_period = memory->book->account->period;
    return memory;
}

void memory_destroy(memory_t *memory)
{
    apr_pool_destroy(memory->pool);
}

static int by_product_and_date(const void *a, const void *b)
{
    const lic_price_t *x = a, *y = b;
    return x->product != y->product ? (x->product < y->product ? -1 : 1) : (x->from > y->from) - (x->from < y->from);
}

void memory_price(memory_t *memory, apr_int64_t product, const char *from, apr_int64_t per_month)
{
    for (int i = 0; i < memory->prices->nelts; i++) {
        const lic_price_t *price = &APR_ARRAY_IDX(memory->prices, i, lic_price_t);
        if (price->product == product && price->from == lic_date_parse(from))
            return;
    }
    APR_ARRAY_PUSH(memory->prices, lic_price_t) =
        (lic_price_t){.product = product, .from = lic_date_parse(from), .per_month = per_month};
    qsort(memory->prices->elts, (size_t)memory->prices->nelts, sizeof(lic_price_t), by_product_and_date);
    memory->book->prices = (const lic_price_t *)memory->prices->elts;
    memory->book->nprices = memory->prices->nelts;
}

memory_employee_t *memory_employee(const memory_t *memory, apr_int64_t id)
{
    return &APR_ARRAY_IDX(memory->employees, (int)id - 1, memory_employee_t);
}

memory_seat_t *memory_seat(const memory_t *memory, apr_int64_t id)
{
    return &APR_ARRAY_IDX(memory->seats, (int)id - 1, memory_seat_t);
}

lic_position_t *memory_position(const memory_t *memory, apr_int64_t product)
{
    return lic_book_position(memory->book, product);
}

const lic_employee_t *memory_load(const memory_t *memory, apr_int64_t id)
{
    lic_employee_t *loaded = apr_pmemdup(memory->pool, &memory_employee(memory, id)->facts, sizeof(*loaded));
    lic_assignment_t *held = apr_pcalloc(memory->pool, sizeof(*held) * PRODUCTS);
    loaded->held = held;
    loaded->nheld = 0;
    for (int i = 0; i < memory->seats->nelts; i++)
        if (memory_seat(memory, i + 1)->facts.id && memory_seat(memory, i + 1)->facts.employee == id)
            held[loaded->nheld++] = memory_seat(memory, i + 1)->facts;
    loaded->nplans = memory_plans(&loaded->plans, memory, id, 0);
    return loaded;
}

apr_int64_t memory_last_role_admin(const memory_t *memory)
{
    apr_int64_t last_role_admin = 0;
    for (int id = 1; id <= memory->employees->nelts; id++) {
        const memory_employee_t *employee = memory_employee(memory, id);
        if (!employee->facts.active || !employee->holds_roles)
            continue;
        if (last_role_admin)
            return 0;
        last_role_admin = id;
    }
    return last_role_admin;
}

/* --- operations ------------------------------------------------------------------------------------ */

lic_change_t *memory_begin(memory_t *memory, apr_time_t now)
{
    memory_catch_up(memory, now);
    return lic_change_make(memory->book, now, "anna", "anna@example.com", memory->pool);
}

void memory_check_block(const memory_t *memory, const lic_change_t *change)
{
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *was = &change->before->positions[i], *now = &change->after->positions[i];
        if (was->policy == LIC_POLICY_BLOCK && now->taken > 0 && now->used > now->purchased)
            fail_msg("%s: %s was given beyond what is purchased", memory->label ? memory->label : "breach", now->key);
    }
}

void memory_end(memory_t *memory, lic_change_t *change)
{
    lic_account_reached(change->after->account, change->now);
    memory_settle(memory, change);
    const char *breach = memory_breach(memory, change->now);
    if (breach)
        fail_msg("%s: %s", memory->label ? memory->label : "breach", breach);
}

lic_outcome_kind_t memory_quantity(memory_t *memory, apr_int64_t product, apr_int64_t asked, lic_requester_t requester,
                                   apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_outcome_t outcome;
    lic_error_t *err = lic_quantity_decide(change, &outcome, product, asked, requester);
    if (err || outcome.kind == LIC_UNCHANGED)
        assert_true(lic_change_is_empty(change));
    memory_end(memory, change);
    return outcome.kind;
}

/* The last row that changed a product's quantity; NULL: none */
static const memory_entry_t *last_change(const memory_t *memory, const char *key)
{
    const memory_entry_t *last = NULL;
    for (int i = 0; i < memory->journal->nelts; i++) {
        const memory_entry_t *entry = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t);
        if (!strcmp(entry->subject.object, key) && strcmp(entry->subject.old_state, entry->subject.new_state) != 0)
            last = entry;
    }
    return last;
}

static lic_bought_t bought_of(const memory_t *memory, apr_int64_t product)
{
    const memory_entry_t *last = last_change(memory, memory_position(memory, product)->key);
    lic_restored_t *restored = apr_pcalloc(memory->pool, sizeof(*restored) * PRODUCTS);
    lic_bought_t bought = {.restored = restored};
    if (!last || last->kind != LIC_EVENT_BOUGHT)
        return bought;
    bought.at = last->at;
    for (int i = 0; i < memory->invoices->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *)->number, last->subject.invoice))
            bought.invoice = APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *);
    for (int i = 0; i < memory->journal->nelts; i++) {
        const memory_entry_t *entry = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t);
        lic_restored_t *one = &restored[bought.nrestored];
        if (entry->event != last->event || !entry->subject.invoice)
            continue;
        one->product = lic_book_find(memory->book, entry->subject.object)->product;
        one->changed = last_change(memory, entry->subject.object) != entry;
        assert_true(lic_position_parse_state(&one->purchased, &one->next, entry->subject.old_state, memory->pool));
        bought.nrestored++;
    }
    return bought;
}

lic_outcome_kind_t memory_undo(memory_t *memory, apr_int64_t product, lic_requester_t requester, const char **problem,
                               apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    const lic_bought_t bought = bought_of(memory, product);
    lic_outcome_t outcome;
    lic_error_t *err = lic_undo_decide(change, &outcome, product, &bought, requester);
    if (err)
        assert_true(lic_change_is_empty(change));
    else
        assert_true(lic_undo_is_open(memory->book, &bought, now));
    if (problem)
        *problem = err ? err->problem : NULL;
    memory_end(memory, change);
    return outcome.kind;
}

void memory_policy(memory_t *memory, apr_int64_t product, lic_policy_t policy, apr_int64_t cap, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_error_t *err = lic_policy_decide(change, product, policy, cap);
    assert_true(!err || lic_change_is_empty(change));
    memory_end(memory, change);
}

void memory_lower(memory_t *memory, apr_int64_t product, apr_int64_t purchased, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_position_t *position = lic_book_position(change->after, product);
    const char *old = lic_position_state(position, memory->pool);
    memory->lowered[product] += position->purchased - purchased;
    position->purchased = position->next = purchased;
    lic_event_subject(lic_change_event(change, LIC_EVENT_SCALED_DOWN, position->key), position->key, position->name,
                      old, lic_position_state(position, memory->pool));
    memory_end(memory, change);
}

apr_int64_t memory_hire(memory_t *memory, const char *login, int active, int service, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_t *employee = apr_pcalloc(memory->pool, sizeof(*employee));
    *employee = (lic_employee_t){
        .login = login, .name = login, .initials = "", .email = "", .active = active, .service = service};
    const lic_employee_outcome_t outcome =
        lic_employee_create(change, lic_change_event(change, LIC_EVENT_CREATED, NULL), employee);
    memory_end(memory, change);
    return outcome == LIC_EMPLOYEE_DONE ? employee->id : 0;
}

lic_employee_outcome_t memory_activate(memory_t *memory, apr_int64_t id, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_outcome_t outcome =
        lic_employee_activate(change, lic_change_event(change, LIC_EVENT_ACTIVATED, NULL), memory_load(memory, id));
    memory_end(memory, change);
    return outcome;
}

lic_employee_outcome_t memory_deactivate(memory_t *memory, apr_int64_t id, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_outcome_t outcome =
        lic_employee_deactivate(change, lic_change_event(change, LIC_EVENT_DEACTIVATED, NULL), memory_load(memory, id),
                                memory_last_role_admin(memory));
    memory_end(memory, change);
    return outcome;
}

lic_employee_outcome_t memory_assign(memory_t *memory, apr_int64_t id, apr_int64_t product, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_outcome_t outcome = lic_employee_assign(change, lic_change_event(change, LIC_EVENT_ASSIGNED, NULL),
                                                         memory_load(memory, id), product);
    memory_end(memory, change);
    return outcome;
}

lic_employee_outcome_t memory_unassign(memory_t *memory, apr_int64_t id, apr_int64_t product, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_outcome_t outcome = lic_employee_unassign(change, lic_change_event(change, LIC_EVENT_UNASSIGNED, NULL),
                                                           memory_load(memory, id), product);
    memory_end(memory, change);
    return outcome;
}

lic_employee_outcome_t memory_protect(memory_t *memory, apr_int64_t id, int on, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_employee_outcome_t outcome =
        lic_employee_protect(change, lic_change_event(change, on ? LIC_EVENT_PROTECTED : LIC_EVENT_UNPROTECTED, NULL),
                             memory_load(memory, id), on);
    memory_end(memory, change);
    return outcome;
}

lic_employee_outcome_t memory_edit(memory_t *memory, apr_int64_t id, const char *name, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    const lic_employee_t *employee = memory_load(memory, id);
    lic_employee_t wanted = *employee;
    wanted.name = name;
    lic_employee_outcome_t outcome =
        lic_employee_edit(change, lic_change_event(change, LIC_EVENT_EDITED, NULL), employee, &wanted);
    memory_end(memory, change);
    return outcome;
}

int memory_logged(const memory_t *memory, lic_event_kind_t kind, memory_entry_t *last)
{
    int n = 0;
    for (int i = 0; i < memory->journal->nelts; i++) {
        const memory_entry_t *entry = &APR_ARRAY_IDX(memory->journal, i, memory_entry_t);
        if (entry->kind != kind)
            continue;
        n++;
        if (last)
            *last = *entry;
    }
    return n;
}
