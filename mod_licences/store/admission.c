/* store/admission.c  Who asks, for which account, with which rights. */
#include "store/admission.h"

#include <string.h>

#include <apr_strings.h>

#include "store/account.h"
#include "store/account_private.h"
#include "store/employee_private.h"
#include "store/statement.h"

/* All statements begin with the account's columns; two go on alike, and the third with an employee's */
#define SAME(a, b, column) _Static_assert((int)LIC_C_##a##_##column == (int)LIC_C_##b##_##column, #column)
SAME(ADMISSION_BY_KEY, ADMISSION_BY_LOGIN, RIGHTS);
SAME(ADMISSION_BY_KEY, ACCOUNT_BY_KEY, REVISION);
SAME(ADMISSION_BY_KEY, ACCOUNT_BY_KEY, EPOCH);
SAME(ADMISSION_CALLER, ACCOUNT_BY_KEY, EPOCH);
SAME(ADMISSION_CALLER, ACCOUNT_BY_KEY, INVOICES);
_Static_assert((int)LIC_C_ADMISSION_CALLER_EXTERNAL - (int)LIC_C_ADMISSION_CALLER_EMPLOYEE ==
                   (int)LIC_C_EMPLOYEE_BY_ID_EXTERNAL,
               "an employee's columns");
#define COLUMN(name) LIC_C_ADMISSION_BY_KEY_##name
#define CALLER(name) LIC_C_ADMISSION_CALLER_##name

static const char *text_or_null(const lic_rows_t *rows, int column)
{
    return lic_rows_null(rows, column) ? NULL : lic_rows_text(rows, column);
}

static lic_rights_t rights_of(const lic_rows_t *rows, int column, apr_pool_t *p)
{
    lic_rights_t rights = 0;
    char *rest, *words = apr_pstrdup(p, lic_rows_text(rows, column));
    for (const char *word = apr_strtok(words, ",", &rest); word; word = apr_strtok(NULL, ",", &rest))
        rights |= (lic_rights_t)lic_word_value(lic_right_words, word, 0);
    return rights;
}

lic_error_t *lic_admission_load(lic_admission_t *admission, lic_db_t *db, const char *key, const char *login,
                                apr_pool_t *p)
{
    lic_rows_t *rows;
    memset(admission, 0, sizeof(*admission));
    if (key)
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_ADMISSION_BY_KEY, p, key, login));
    else
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_ADMISSION_BY_LOGIN, p, login));
    if (!lic_rows_next(rows))
        return key ? lic_account_unknown(key, p) : NULL;
    admission->logins =
        (lic_logins_t)lic_word_value(lic_logins_words, lic_rows_text(rows, COLUMN(LOGINS)), LIC_LOGINS_PORTAL);
    admission->secret = (lic_secret_t){text_or_null(rows, COLUMN(SECRET)), text_or_null(rows, COLUMN(SECRET_BEFORE))};
    if (lic_rows_null(rows, COLUMN(ID)) || (!key && admission->logins == LIC_LOGINS_ACCOUNT))
        return NULL;
    LIC_TRY(lic_account_read(&admission->account, rows, p));
    admission->language = lic_rows_text(rows, COLUMN(LANGUAGE));
    if (lic_rights_admit((int)lic_rows_int(rows, COLUMN(ACTIVE)), admission->account->state))
        admission->rights = rights_of(rows, COLUMN(RIGHTS), p);
    return NULL;
}

lic_error_t *lic_admission_caller(lic_admission_t *admission, lic_db_t *db, const char *key, const char *login,
                                  apr_pool_t *p)
{
    lic_rows_t *rows;
    memset(admission, 0, sizeof(*admission));
    if (!login)
        return lic_account_find(&admission->account, db, key, p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ADMISSION_CALLER, p, key, login));
    if (!lic_rows_next(rows))
        return lic_account_unknown(key, p);
    LIC_TRY(lic_account_read_held(&admission->account, rows, p));
    if (lic_rows_null(rows, CALLER(EMPLOYEE)))
        return NULL;
    admission->employee = apr_palloc(p, sizeof(*admission->employee));
    lic_employee_read_at(admission->employee, rows, CALLER(EMPLOYEE));
    admission->employee->language = lic_rows_text(rows, CALLER(LANGUAGE));
    admission->employee->admitted = lic_rights_admit(admission->employee->active, admission->account->state);
    if (admission->employee->admitted)
        admission->rights = rights_of(rows, CALLER(RIGHTS), p);
    return NULL;
}
