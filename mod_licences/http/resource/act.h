/**
 * @file http/resource/act.h  Fields that the forms about employees share: the act, and a purchase together with it.
 */
#ifndef LIC_HTTP_ACT_H
#define LIC_HTTP_ACT_H

#include "http/request/exchange.h"
#include "http/request/form.h"
#include "service/employee.h"

/** Fields action and module. LIC_INVALID "field-missing" or "field-invalid" (fact field). */
lic_error_t *lic_act_read(lic_act_t *act, const char **module, const lic_exchange_t *x, const lic_fields_t *form);

/** A field that has to be there. LIC_INVALID "field-missing" (fact field). */
lic_error_t *lic_act_field(const char **value, const lic_exchange_t *x, const lic_fields_t *form, const char *name);

/**
 * A date as a person types it, in a field that has to be there: as the pages show it, or ISO 8601's. Empty where it
 * may be: LIC_DATE_NONE. LIC_INVALID "field-missing", "field-invalid" (facts field, value).
 */
lic_error_t *lic_act_date(lic_date_t *on, const lic_exchange_t *x, const lic_fields_t *form, const char *name,
                          int may_be_empty);

/** Whether the act plans for a day (field date): that somebody starts or leaves. */
int lic_act_plans(lic_act_t act);

/**
 * The purchase together with the act: way=buy with quantity, product and confirm, as the offer's form sends them.
 * *buying is NULL if there is none.
 */
lic_error_t *lic_act_buying(const lic_purchase_t **buying, const lic_exchange_t *x, const lic_fields_t *form);

/** Whether the purchase was refused because its preview is out of date: then the preview is shown anew. */
int lic_act_has_moved(const lic_error_t *err);

/** Redirects to a page that shows what was done; log: the entry that its notice tells of, 0 for no notice. */
void lic_act_see(lic_answer_t *answer, const lic_exchange_t *x, const char *path, apr_int64_t log);

#endif
