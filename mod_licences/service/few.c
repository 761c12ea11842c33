#include "service/few.h"

#include "core/grace.h"

typedef struct lic_few_setting_t {
    apr_int64_t log;
    const char *product;
    apr_int64_t few;
} lic_few_setting_t;

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    lic_few_setting_t *setting = baton;
    setting->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *step_few(lic_unit_t *unit, void *baton)
{
    lic_few_setting_t *setting = baton;
    const lic_position_t *position = lic_book_find(unit->book, setting->product);
    setting->log = 0;
    unit->finish = finish;
    if (!position)
        return lic_error_fact(
            lic_error_make(unit->pool, LIC_UNKNOWN, "product-unknown", "there is no product %s", setting->product),
            "product", setting->product);
    return lic_grace_decide_few(unit->change, position->product, setting->few);
}

lic_error_t *lic_few_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                         apr_int64_t few, apr_pool_t *p)
{
    lic_few_setting_t setting = {0, product, few};
    LIC_TRY(lic_unit_run(NULL, from, caller, step_few, &setting, p));
    *log = setting.log;
    return NULL;
}
