/**
 * @file act.h  What the forms about employees have in common: which act, on whom, with licences bought along.
 */
#ifndef LIC_HTTP_ACT_H
#define LIC_HTTP_ACT_H

#include "exchange.h"
#include "form.h"
#include "service/staff.h"

/** Fields action and module. LIC_INVALID "field-missing" or "field-invalid" (fact field). */
lic_error_t *lic_act_read(lic_act_t *act, const char **module, const lic_exchange_t *x, const lic_fields_t *form);

/** A field that has to be there. LIC_INVALID "field-missing" (fact field). */
lic_error_t *lic_act_field(const char **value, const lic_exchange_t *x, const lic_fields_t *form, const char *name);

/**
 * The purchase that goes along: way=buy with quantity, product and confirm as the offer's form sends them. *buying is
 * NULL without one.
 */
lic_error_t *lic_act_buying(const lic_buying_t **buying, const lic_exchange_t *x, const lic_fields_t *form);

/** Whether nothing was done because the previewed purchase is not what it would be now: to be shown anew. */
int lic_act_has_moved(const lic_error_t *err);

/** Where a list or a card shows what was done; log 0: without a notice. */
const char *lic_act_location(const lic_exchange_t *x, const char *path, apr_int64_t log);

#endif
