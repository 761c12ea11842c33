/* http/resource/roles.c  /roles: what each role may do, and who has it. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "http/request/exchange.h"
#include "http/request/form.h"
#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/employee.h"
#include "service/role.h"

typedef enum { GRANT, REVOKE, CREATE, GIVE, TAKE } roles_act_t;
static const lic_word_t acts[] = {{"grant", GRANT}, {"revoke", REVOKE}, {"create", CREATE},
                                  {"give", GIVE},   {"take", TAKE},     {NULL, 0}};

static lic_error_t *field(const char **value, const char *name, lic_exchange_t *x, const lic_fields_t *form)
{
    *value = lic_fields_get(form, name);
    if (*value && **value)
        return NULL;
    return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field %s is missing", name),
                          "field", name);
}

static lic_error_t *invalid(lic_exchange_t *x, const char *name, const char *value, const char *expected)
{
    lic_error_t *err = lic_error_make(x->pool, LIC_INVALID, "field-invalid", "%s: %s", name, expected);
    return lic_error_fact(lic_error_fact(err, "field", name), "value", value);
}

static lic_error_t *change_right(apr_int64_t *log, roles_act_t act, const char *role, lic_exchange_t *x,
                                 const lic_fields_t *form)
{
    const lic_caller_t *caller = lic_exchange_caller(x, LIC_RIGHT_ROLES);
    const char *word;
    LIC_TRY(field(&word, "right", x, form));
    const int right = lic_word_value(lic_right_words, word, 0);
    if (!right)
        return invalid(x, "right", word, lic_word_list(lic_right_words, x->pool));
    if (act == CREATE)
        return lic_role_create(log, x->source, caller, role, (lic_right_t)right, x->pool);
    return lic_role_grant(log, x->source, caller, role, (lic_right_t)right, act == GRANT, x->pool);
}

/* The employee who gets the role or loses it: by number, as on the card, or by log-in, as typed. */
static lic_error_t *find_employee(apr_int64_t *id, lic_exchange_t *x, const lic_fields_t *form)
{
    const char *number = lic_fields_get(form, "employee"), *login;
    if (number && *number)
        return lic_text_parse_int(id, number) && *id > 0 ? NULL
                                                         : invalid(x, "employee", number, "an employee's number");
    LIC_TRY(field(&login, "login", x, form));
    return lic_employee_id(id, x->source, x->account_key, login, x->pool);
}

static lic_error_t *change_holder(apr_int64_t *log, roles_act_t act, const char *role, lic_exchange_t *x,
                                  const lic_fields_t *form)
{
    apr_int64_t employee;
    LIC_TRY(find_employee(&employee, x, form));
    return lic_role_give(log, x->source, lic_exchange_caller(x, LIC_RIGHT_ROLES), role, employee, act == GIVE, x->pool);
}

static lic_error_t *carry_out(apr_int64_t *log, lic_exchange_t *x, const lic_fields_t *form)
{
    const char *word, *role;
    LIC_TRY(field(&word, "action", x, form));
    LIC_TRY(field(&role, "role", x, form));
    const int act = lic_word_value(acts, word, -1);
    if (act < 0)
        return invalid(x, "action", word, "grant, revoke, create, give or take");
    if (act == GIVE || act == TAKE)
        return change_holder(log, (roles_act_t)act, role, x, form);
    return change_right(log, (roles_act_t)act, role, x, form);
}

/* Whether the page itself shows the error, and keeps what was typed. */
static int belongs_on_page(const lic_exchange_t *x, const lic_error_t *err)
{
    return x->route.form == LIC_HTML && (err->code == LIC_REFUSED || err->code == LIC_CONFLICT ||
                                         err->code == LIC_UNKNOWN || err->code == LIC_INVALID);
}

/* The page that the form was on: this one, or an employee's card. */
static const char *where_from(const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *from = lic_fields_get(form, "from"), *employee = lic_fields_get(form, "employee");
    apr_int64_t id;
    if (from && !strcmp(from, "card") && employee && lic_text_parse_int(&id, employee) && id > 0)
        return lic_text_printf(x->pool, "/employees/%lld", (long long)id);
    return "/roles";
}

lic_error_t *lic_roles_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    apr_int64_t log = 0;
    lic_error_t *err = carry_out(&log, x, form);
    if (!err) {
        lic_act_see(answer, x, where_from(x, form), log);
        return NULL;
    }
    if (!belongs_on_page(x, err))
        return err;
    answer->query.error = err;
    answer->query.typed = lic_fields_get(form, "role");
    answer->status = lic_problem_status(err);
    return NULL;
}
