#include "service/listed.h"

#include <apr_strings.h>

#include "service/staff.h"
#include "store/apply.h"
#include "store/list.h"
#include "store/staff.h"

enum { LINES_A_BLOCK = 4096 };

/* --- what the report keeps ---------------------------------------------------------------------- */

void lic_listed_forget(lic_listed_t *l)
{
    apr_array_header_t *rows = l->report->rows;
    rows->nelts = 0;
    *l->report = (lic_roster_report_t){.rows = rows, .buy_net = -1};
}

static const char *message_of(lic_listed_t *l, const lic_error_t *err)
{
    const char *message = apr_hash_get(l->messages, err->message, APR_HASH_KEY_STRING);
    if (!message) {
        message = apr_pstrdup(l->pool, err->message);
        apr_hash_set(l->messages, message, APR_HASH_KEY_STRING, message);
    }
    return message;
}

void lic_listed_refuse(lic_listed_t *l, apr_int64_t line, const lic_error_t *err)
{
    lic_roster_report_t *report = l->report;
    report->total++;
    if (report->refused++ && l->list->tell)
        return;
    APR_ARRAY_PUSH(report->rows, lic_roster_outcome_t) = (lic_roster_outcome_t){.line = (apr_uint32_t)line,
                                                                                .problem = err->problem,
                                                                                .message = message_of(l, err),
                                                                                .code = (unsigned char)err->code};
}

void lic_listed_record(lic_listed_t *l, apr_int64_t line, unsigned done)
{
    lic_roster_report_t *report = l->report;
    if (!l->list->tell || (done && report->rows->nelts < l->list->tell))
        APR_ARRAY_PUSH(report->rows, lic_roster_outcome_t) =
            (lic_roster_outcome_t){.line = (apr_uint32_t)line, .done = (unsigned char)done};
    report->total++;
    report->created += !!(done & LIC_ROSTER_CREATED);
    report->edited += !!(done & LIC_ROSTER_EDITED);
    report->activated += !!(done & LIC_ROSTER_ACTIVATED);
    report->deactivated += !!(done & LIC_ROSTER_DEACTIVATED);
    report->given += !!(done & LIC_ROSTER_ROLES);
    report->unchanged += !done;
}

/* --- which line named whom ---------------------------------------------------------------------- */

static apr_uint32_t *line_of(lic_listed_t *l, apr_int64_t employee)
{
    const int block = (int)(employee / LINES_A_BLOCK);
    while (l->lines->nelts <= block)
        APR_ARRAY_PUSH(l->lines, apr_uint32_t *) = NULL;
    apr_uint32_t **lines = &APR_ARRAY_IDX(l->lines, block, apr_uint32_t *);
    if (!*lines)
        *lines = apr_pcalloc(l->unit->pool, sizeof(**lines) * LINES_A_BLOCK);
    return *lines + employee % LINES_A_BLOCK;
}

/* --- one row ------------------------------------------------------------------------------------ */

static apr_int64_t account_of(const lic_listed_t *l)
{
    return l->unit->book->account->id;
}

static lic_error_t *find_role(lic_role_t **role, lic_listed_t *l, const char *key)
{
    *role = apr_hash_get(l->roles, key, APR_HASH_KEY_STRING);
    if (*role)
        return NULL;
    LIC_TRY(lic_role_load(role, l->unit->db, account_of(l), key, l->unit->pool));
    apr_hash_set(l->roles, (*role)->key, APR_HASH_KEY_STRING, *role);
    return NULL;
}

/* Whether one of the roles manages roles; LIC_UNKNOWN where one isn't there */
static lic_error_t *find_roles(int *manages, lic_listed_t *l, const char *const *roles)
{
    *manages = 0;
    for (; roles && *roles; roles++) {
        lic_role_t *role;
        LIC_TRY(find_role(&role, l, *roles));
        *manages |= !!(role->rights & LIC_RIGHT_ROLES);
    }
    return NULL;
}

static lic_error_t *named_twice(const lic_roster_row_t *row, apr_uint32_t line, apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "login-twice", "login: %s stands in line %u already; name everybody once",
                          row->login, line);
}

/* How many active people manage roles afterwards. person is as it was, or the one created. */
static void count_keepers(lic_listed_t *l, const lic_employee_t *person, unsigned done, int held, int given)
{
    const int was = held && person->active;
    int is = person->active;
    if (done & (LIC_ROSTER_ACTIVATED | LIC_ROSTER_DEACTIVATED))
        is = !is;
    l->keepers += (is && (held || given)) - was;
}

static lic_error_t *take_row(lic_listed_t *l, const lic_roster_row_t *row, apr_pool_t *p)
{
    const lic_employee_t *person = row->login ? apr_hash_get(l->people, row->login, APR_HASH_KEY_STRING) : NULL;
    const char *const *roles = l->unit->caller->trusted ? row->roles : NULL;
    const int held = person && apr_hash_get(l->holders, &person->id, sizeof(person->id));
    const lic_roster_facts_t facts = {.person = person,
                                      .keeper = held && l->keepers == 1,
                                      .held_roles =
                                          person ? apr_hash_get(l->held_roles, &person->id, sizeof(person->id)) : NULL};
    lic_roster_row_t wanted = *row;
    unsigned done;
    int manages;

    wanted.roles = roles;
    if (person && *line_of(l, person->id))
        return named_twice(row, *line_of(l, person->id), p);
    if (person)
        *line_of(l, person->id) = (apr_uint32_t)row->line;
    LIC_TRY(find_roles(&manages, l, roles));
    LIC_TRY(lic_roster_decide(&done, &person, l->unit->change, &l->events, &wanted, &facts));
    if (done & LIC_ROSTER_CREATED) {
        *line_of(l, person->id) = (apr_uint32_t)row->line;
        apr_hash_set(l->people, person->login, APR_HASH_KEY_STRING, person);
    }
    count_keepers(l, person, done, held, manages);
    lic_listed_record(l, row->line, done);
    return NULL;
}

/* --- batches ------------------------------------------------------------------------------------ */

static lic_error_t *read_batch(lic_listed_t *l, apr_pool_t *p)
{
    int more = 1;
    l->batch = apr_palloc(p, sizeof(*l->batch) * LIC_LIST_ROWS);
    for (l->nbatch = 0; l->nbatch < LIC_LIST_ROWS;) {
        LIC_TRY(l->list->next(&l->batch[l->nbatch], &more, l->list->baton, p));
        if (!more)
            break;
        l->nbatch++;
    }
    return NULL;
}

/* Everything about the batch's people, in a statement for each kind of thing */
static lic_error_t *load_batch(lic_listed_t *l, apr_pool_t *p)
{
    const char **logins = apr_palloc(p, sizeof(*logins) * LIC_LIST_ROWS);
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * LIC_LIST_ROWS);
    int nlogins = 0, nids = 0, with_roles = 0;
    for (int i = 0; i < l->nbatch; i++) {
        if (l->batch[i].login && *l->batch[i].login)
            logins[nlogins++] = l->batch[i].login;
        with_roles |= l->batch[i].roles != NULL;
    }
    LIC_TRY(lic_staff_load_logins(&l->people, l->unit->db, account_of(l), logins, nlogins, p));
    for (apr_hash_index_t *at = apr_hash_first(p, l->people); at; at = apr_hash_next(at))
        ids[nids++] = ((const lic_employee_t *)apr_hash_this_val(at))->id;
    LIC_TRY(lic_staff_holders(&l->holders, l->unit->db, account_of(l), LIC_RIGHT_ROLES, ids, nids, p));
    return lic_staff_roles(&l->held_roles, l->unit->db, account_of(l), ids, with_roles ? nids : 0, p);
}

/* A row's own mistake is an outcome; anything else ends the whole */
static int is_outcome(const lic_error_t *err)
{
    return err->code == LIC_INVALID || err->code == LIC_REFUSED || err->code == LIC_UNKNOWN;
}

static lic_error_t *take_batch(lic_listed_t *l, apr_pool_t *p)
{
    for (int i = 0; i < l->nbatch; i++) {
        lic_error_t *err = take_row(l, &l->batch[i], p);
        if (err && !is_outcome(err))
            return err;
        if (err)
            lic_listed_refuse(l, l->batch[i].line, err);
    }
    return NULL;
}

lic_error_t *lic_listed_take(lic_listed_t *l, apr_pool_t *batch)
{
    LIC_TRY(l->list->rewind(l->list->baton));
    for (;;) {
        apr_pool_clear(batch);
        LIC_TRY(read_batch(l, batch));
        if (!l->nbatch)
            return NULL;
        LIC_TRY(load_batch(l, batch));
        LIC_TRY(take_batch(l, batch));
        LIC_TRY(lic_change_apply_part(l->unit->db, l->unit->change, batch));
        if (l->list->progress)
            l->list->progress(l->list->baton, l->report->total);
    }
}

static void leave(lic_listed_t *l, const lic_employee_t *person)
{
    const int held = !!apr_hash_get(l->holders, &person->id, sizeof(person->id));
    if (person->service || (held && l->keepers == 1)) {
        l->report->kept++;
        return;
    }
    lic_staff_deactivate(l->unit->change, l->events.deactivated, person, 0);
    l->report->absent++;
    l->keepers -= held;
}

/* Service log-ins take no licence and aren't people: they are left alone. */
lic_error_t *lic_listed_leave_absent(lic_listed_t *l, apr_pool_t *batch)
{
    apr_int64_t after = 0;
    for (;;) {
        apr_array_header_t *people;
        apr_int64_t ids[LIC_LIST_ROWS];
        int n = 0;
        apr_pool_clear(batch);
        LIC_TRY(lic_staff_load_active(&people, l->unit->db, account_of(l), after, batch));
        if (!people->nelts)
            return NULL;
        after = APR_ARRAY_IDX(people, people->nelts - 1, const lic_employee_t *)->id;
        for (int i = 0; i < people->nelts; i++)
            if (!*line_of(l, APR_ARRAY_IDX(people, i, const lic_employee_t *)->id))
                ids[n++] = APR_ARRAY_IDX(people, i, const lic_employee_t *)->id;
        LIC_TRY(lic_staff_holders(&l->holders, l->unit->db, account_of(l), LIC_RIGHT_ROLES, ids, n, batch));
        for (int i = 0; i < people->nelts; i++)
            if (!*line_of(l, APR_ARRAY_IDX(people, i, const lic_employee_t *)->id))
                leave(l, APR_ARRAY_IDX(people, i, const lic_employee_t *));
        LIC_TRY(lic_change_apply_part(l->unit->db, l->unit->change, batch));
    }
}
