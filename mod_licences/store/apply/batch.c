/*
 * store/apply/batch.c  Operations put together, so that ten thousand cost a few dozen statements.
 *
 * Operations that differ only in the row they are about form a set, and a set is one statement or two. Sets are carried
 * out in the order of their kinds. Where that would change the order in which things are done to one employee, the sets
 * gathered so far are carried out first.
 */
#include "store/apply/batch_private.h"

#include <string.h>
#include <apr_hash.h>
#include <apr_tables.h>

#include "store/apply/operation_private.h"
#include "store/json_rows.h"

typedef struct lic_set_t {
    int rank;                       /* place among the sets */
    apr_array_header_t *operations; /* of const lic_operation_t * */
} lic_set_t;

struct lic_batch_t {
    lic_db_t *db;
    lic_change_t *change;
    apr_array_header_t *sets; /* of lic_set_t *, by rank */
    apr_hash_t *ranks;        /* employee → rank of the last set that it is in */
    apr_pool_t *pool;         /* cleared when all has been carried out */
    apr_pool_t *work;         /* cleared after each set */
};

enum { RANKS_A_KIND = 1000 };

/* Kinds that are about one add-on licence or plan: one employee may have several of them in a set */
static int is_about_one_thing(lic_operation_kind_t kind)
{
    return kind == LIC_OP_ASSIGN || kind == LIC_OP_UNASSIGN || kind == LIC_OP_ASSIGNMENT_MARK ||
           kind == LIC_OP_PLAN_DROP || kind == LIC_OP_PLAN_PUT || kind == LIC_OP_PLAN_WAIT;
}

/* Kinds that are carried out at once, each by itself */
static int is_alone(lic_operation_kind_t kind)
{
    return kind == LIC_OP_ROLE_RIGHT || kind == LIC_OP_THRESHOLD_SET || kind == LIC_OP_EMPLOYEE_ANONYMISE;
}

static void begin(lic_batch_t *batch)
{
    apr_pool_clear(batch->pool);
    apr_pool_create(&batch->work, batch->pool);
    batch->sets = apr_array_make(batch->pool, 8, sizeof(lic_set_t *));
    batch->ranks = apr_hash_make(batch->pool);
}

lic_batch_t *lic_batch_make(lic_db_t *db, lic_change_t *change, apr_pool_t *p)
{
    lic_batch_t *batch = apr_pcalloc(p, sizeof(*batch));
    batch->db = db;
    batch->change = change;
    apr_pool_create(&batch->pool, p);
    begin(batch);
    return batch;
}

lic_error_t *lic_batch_end(lic_batch_t *batch)
{
    if (!batch->sets->nelts)
        return NULL;
    for (int i = 0; i < batch->sets->nelts; i++) {
        const apr_array_header_t *operations = APR_ARRAY_IDX(batch->sets, i, lic_set_t *)->operations;
        apr_pool_clear(batch->work);
        LIC_TRY(lic_operation_apply(batch->db, batch->change, (const lic_operation_t *const *)operations->elts,
                                    operations->nelts, batch->work));
    }
    begin(batch);
    return NULL;
}

static int same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static int alike(const lic_operation_t *a, const lic_operation_t *b)
{
    const int by_product = a->kind == LIC_OP_ASSIGN; /* others name the add-on licence itself */
    return a->kind == b->kind && a->at == b->at && a->on == b->on && (!by_product || a->product == b->product) &&
           same_text(a->role, b->role);
}

/* The set that the operation belongs to, or where a new one would be */
static lic_set_t *find_set(int *place, const lic_batch_t *batch, const lic_operation_t *operation)
{
    int i;
    for (i = 0; i < batch->sets->nelts; i++) {
        lic_set_t *set = APR_ARRAY_IDX(batch->sets, i, lic_set_t *);
        const lic_operation_t *first = APR_ARRAY_IDX(set->operations, 0, const lic_operation_t *);
        if (alike(first, operation))
            return set;
        if (first->kind > operation->kind)
            break;
    }
    *place = i;
    return NULL;
}

static lic_set_t *new_set(lic_batch_t *batch, int place, const lic_operation_t *operation)
{
    lic_set_t *set = apr_pcalloc(batch->pool, sizeof(*set));
    lic_set_t *before = place ? APR_ARRAY_IDX(batch->sets, place - 1, lic_set_t *) : NULL;
    const int least = (int)operation->kind * RANKS_A_KIND;
    set->rank = before && before->rank >= least ? before->rank + 1 : least;
    set->operations = apr_array_make(batch->pool, LIC_JSON_ROWS_MAX, sizeof(const lic_operation_t *));
    APR_ARRAY_PUSH(batch->sets, lic_set_t *) = set;
    lic_set_t **sets = (lic_set_t **)batch->sets->elts;
    memmove(sets + place + 1, sets + place, sizeof(*sets) * (apr_size_t)(batch->sets->nelts - 1 - place));
    sets[place] = set;
    return set;
}

/* Whether the sets gathered so far have to be carried out first, as the employee is in this one or a later one */
static int comes_after(const lic_batch_t *batch, const lic_set_t *set, const lic_operation_t *operation)
{
    const int *last = apr_hash_get(batch->ranks, &operation->employee, sizeof(operation->employee));
    if (!last)
        return 0;
    if (!set) /* a new set of a kind comes after the others of this kind */
        return *last >= ((int)operation->kind + 1) * RANKS_A_KIND;
    return *last > set->rank || (*last == set->rank && !is_about_one_thing(operation->kind));
}

lic_error_t *lic_batch_add(lic_batch_t *batch, const lic_operation_t *operation)
{
    int place = 0;
    if (is_alone(operation->kind)) {
        LIC_TRY(lic_batch_end(batch));
        apr_pool_clear(batch->work);
        return lic_operation_apply(batch->db, batch->change, &operation, 1, batch->work);
    }
    lic_set_t *set = find_set(&place, batch, operation);
    if ((set && set->operations->nelts == LIC_JSON_ROWS_MAX) || batch->sets->nelts == RANKS_A_KIND ||
        comes_after(batch, set, operation)) {
        LIC_TRY(lic_batch_end(batch));
        set = NULL;
        place = 0;
    }
    if (!set)
        set = new_set(batch, place, operation);
    APR_ARRAY_PUSH(set->operations, const lic_operation_t *) = operation;
    apr_hash_set(batch->ranks, &operation->employee, sizeof(operation->employee), &set->rank);
    return NULL;
}
