/* service/threshold.c  Sets an account's own threshold of a product. */
#include "service/threshold.h"

#include "core/threshold.h"

typedef struct lic_threshold_set_args_t {
    apr_int64_t log;
    const char *product;
    apr_int64_t threshold;
} lic_threshold_set_args_t;

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    lic_threshold_set_args_t *args = baton;
    args->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *step_threshold(lic_unit_t *unit, void *baton)
{
    lic_threshold_set_args_t *args = baton;
    const lic_position_t *position = lic_book_find(unit->book, args->product);
    args->log = 0;
    unit->finish = finish;
    if (!position)
        return lic_error_fact(
            lic_error_make(unit->pool, LIC_UNKNOWN, "product-unknown", "there is no product %s", args->product),
            "product", args->product);
    return lic_threshold_decide(unit->change, position->product, args->threshold);
}

lic_error_t *lic_threshold_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                               apr_int64_t threshold, apr_pool_t *p)
{
    lic_threshold_set_args_t args = {0, product, threshold};
    LIC_TRY(lic_unit_run(NULL, from, caller, step_threshold, &args, p));
    *log = args.log;
    return NULL;
}
