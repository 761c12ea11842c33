/* store/apply/anonymise.c  Takes whatever tells who an employee was out of an account's rows. */
#include "store/apply/anonymise_private.h"

#include <string.h>
#include <apr_strings.h>

#include "base/collation.h"
#include "base/text.h"
#include "core/anonymise.h"
#include "store/employee.h"
#include "store/json_rows.h"
#include "store/login.h"
#include "store/search.h"
#include "store/statement.h"

typedef struct lic_anonymise_t {
    lic_db_t *db;
    apr_int64_t account;
    const lic_employee_t *was, *is;
    const char *locale;
    const char *object; /* employee/ID */
    const char *email;  /* in the place of its addresses; is has none where was has none */
    apr_pool_t *pool;
} lic_anonymise_t;

static const char *part(const lic_anonymise_t *a, const char *rest)
{
    return apr_pstrcat(a->pool, a->object, rest, NULL);
}

/* --- addresses ---------------------------------------------------------------------------------- */

static lic_error_t *in_mail(const lic_anonymise_t *a, const char *address)
{
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_BILLING, a->pool, a->email, a->account, address));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_BILLING_ARCHIVED, a->pool, a->email, a->account, address));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_MAIL_UNSENT, a->pool, a->account, address));
    return lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_MAIL, a->pool, a->email, a->account, address);
}

static lic_error_t *forget_address(const lic_anonymise_t *a, const char *address)
{
    const char *kept = lic_text_cut(address, LIC_EMPLOYEE_ADDRESS, a->pool);
    int shared;
    if (!*address)
        return NULL;
    LIC_TRY(lic_employee_shares(&shared, a->db, a->account, a->was->id, kept, a->pool));
    return shared ? NULL : in_mail(a, kept);
}

/* What the employee has now, and has had */
static lic_error_t *forget_addresses(const lic_anonymise_t *a)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, a->db, LIC_Q_ANONYMISE_ADDRESSES, a->pool, a->account, part(a, "/email")));
    LIC_TRY(forget_address(a, a->was->email));
    while (lic_rows_next(rows))
        LIC_TRY(forget_address(a, lic_rows_text(rows, LIC_C_ANONYMISE_ADDRESSES_ADDRESS)));
    return NULL;
}

/* --- where they stand --------------------------------------------------------------------------- */

static lic_error_t *in_employee(const lic_anonymise_t *a)
{
    const lic_employee_t *is = a->is;
    const char *key = lic_collation_key(lic_collation_open(a->locale, a->pool), is->name, a->pool);
    const char *search = lic_search_text(is->name, is->login, is->initials, is->email, a->pool);
    lic_json_rows_t *words = lic_json_rows_make(a->pool);
    lic_json_rows_add(words);
    lic_json_rows_int(words, is->id);
    lic_json_rows_text(words, search);
    const char *rows = lic_json_rows_end(words);
    LIC_TRY(lic_search_remove(a->db, a->account, rows, a->pool));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_EMPLOYEE, a->pool, is->login, is->name, key, is->initials,
                           is->email, search, a->account, is->id));
    LIC_TRY(lic_search_insert(a->db, a->account, rows, a->pool));
    return lic_login_release(a->db, a->account, is->id, a->was->login, a->pool);
}

/* The log's actors without a log-in are nobody */
static int is_actor(const char *login)
{
    return strcmp(login, "system") != 0 && strcmp(login, "operator") != 0;
}

static lic_error_t *in_deeds(const lic_anonymise_t *a, const char *login, apr_int64_t before)
{
    if (!is_actor(login))
        return NULL;
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_ACTOR, a->pool, a->is->login, a->account, login, before));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_PLANNER, a->pool, a->is->login, a->account, login, before));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_PLANS, a->pool, a->is->login, a->account, login, before));
    return lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_REFUSALS, a->pool, a->is->login, a->account, login, before);
}

/* A log-in of before may be somebody else's since it was given up */
static lic_error_t *in_all_deeds(const lic_anonymise_t *a)
{
    lic_rows_t *rows;
    LIC_TRY(in_deeds(a, a->was->login, APR_INT64_MAX));
    LIC_TRY(lic_db_select(&rows, a->db, LIC_Q_ANONYMISE_LOGINS, a->pool, a->account, part(a, "/login")));
    while (lic_rows_next(rows))
        LIC_TRY(in_deeds(a, lic_rows_text(rows, LIC_C_ANONYMISE_LOGINS_LOGIN),
                         lic_rows_int(rows, LIC_C_ANONYMISE_LOGINS_ID)));
    return NULL;
}

static lic_error_t *in_log(const lic_anonymise_t *a)
{
    const struct {
        const char *field, *state;
    } edits[] = {{"/name", a->is->name},
                 {"/initials", a->is->initials},
                 {"/email", a->is->email},
                 {"/login", a->is->login},
                 {"/external", ""}};
    LIC_TRY(in_all_deeds(a));
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_ENTRIES, a->pool, a->is->name, a->account, a->object,
                           part(a, "/"), part(a, "0"))); /* 0 follows / */
    for (unsigned i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        const char *object = part(a, edits[i].field);
        LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_EDITS, a->pool, edits[i].state, a->account, object));
        LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_ANONYMISE_ARCHIVED, a->pool, edits[i].state, a->account, object));
    }
    return NULL;
}

lic_error_t *lic_anonymise_apply(lic_db_t *db, const lic_account_t *account, const lic_employee_t *anonym,
                                 apr_pool_t *p)
{
    lic_employee_t *was;
    lic_anonymise_t a = {.db = db,
                         .account = account->id,
                         .locale = account->locale,
                         .is = anonym,
                         .email = lic_anonymise_email(anonym->id, p),
                         .object = apr_psprintf(p, "employee/%" APR_INT64_T_FMT, anonym->id),
                         .pool = p};
    LIC_TRY(lic_employee_load(&was, db, account->id, anonym->id, p));
    a.was = was;
    LIC_TRY(forget_addresses(&a)); /* before the log forgets them */
    LIC_TRY(in_log(&a));
    return in_employee(&a);
}
