/* service/roster_find.c  Whom a row of a list is about: by id, else by external, else by login. */
#include "service/roster_run_private.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text_clean.h"
#include "service/employee_new.h"
#include "store/json_rows.h"
#include "store/login.h"
#include "store/role.h"

enum { LINES_A_BLOCK = 4096 };

/* --- which line named whom ---------------------------------------------------------------------- */

apr_uint32_t *lic_roster_find_line(lic_roster_run_t *run, apr_int64_t id)
{
    const int block = (int)(id / LINES_A_BLOCK);
    while (run->lines->nelts <= block)
        APR_ARRAY_PUSH(run->lines, apr_uint32_t *) = NULL;
    apr_uint32_t **lines = &APR_ARRAY_IDX(run->lines, block, apr_uint32_t *);
    if (!*lines)
        *lines = apr_pcalloc(run->unit->pool, sizeof(**lines) * LINES_A_BLOCK);
    return *lines + id % LINES_A_BLOCK;
}

static const char *external_of(const lic_employee_t *employee)
{
    return employee->external ? employee->external : "";
}

void lic_roster_find_note(lic_roster_run_t *run, const lic_employee_t *was, const lic_employee_t *is, apr_int64_t line,
                          apr_pool_t *p)
{
    const char *login = lic_login_key(is->login, p), *before = was ? lic_login_key(was->login, p) : "";
    if (strcmp(login, before))
        lic_roster_names_add(run->taken_here, LIC_NAME_LOGIN, login, (apr_uint32_t)line);
    if (strcmp(is->login, login)) /* as it is written, where that isn't the key */
        lic_roster_names_add(run->taken_here, LIC_NAME_WRITTEN, is->login, (apr_uint32_t)line);
    if (was && strcmp(login, before))
        lic_roster_names_add(run->left, LIC_NAME_LOGIN, before, (apr_uint32_t)line);
    if (*external_of(is) && (!was || strcmp(external_of(is), external_of(was))))
        lic_roster_names_add(run->taken_here, LIC_NAME_EXTERNAL, external_of(is), (apr_uint32_t)line);
    if (was && *external_of(was) && strcmp(external_of(is), external_of(was)))
        lic_roster_names_add(run->left, LIC_NAME_EXTERNAL, external_of(was), (apr_uint32_t)line);
}

/* --- loading ------------------------------------------------------------------------------------ */

/* Which of the batch's log-ins that no employee of this account has as they are written are taken */
static lic_error_t *load_taken(lic_roster_run_t *run, const char *const *logins, int n, apr_pool_t *p)
{
    const char **fresh = apr_palloc(p, sizeof(*fresh) * LIC_JSON_ROWS_MAX);
    int nfresh = 0;
    for (int i = 0; i < n; i++)
        if (!apr_hash_get(run->found.by_login, logins[i], APR_HASH_KEY_STRING))
            fresh[nfresh++] = logins[i];
    return lic_login_taken(&run->taken, run->unit->db, run->unit->book->account->id, fresh, nfresh, p);
}

static lic_error_t *load_roles(lic_roster_run_t *run, int with_roles, apr_pool_t *p)
{
    const apr_int64_t account = run->unit->book->account->id;
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * (apr_hash_count(run->found.by_id) + 1));
    int n = 0;
    for (apr_hash_index_t *at = apr_hash_first(p, run->found.by_id); at; at = apr_hash_next(at))
        ids[n++] = ((const lic_employee_t *)apr_hash_this_val(at))->id;
    LIC_TRY(lic_employee_with_right(&run->role_admin_ids, run->unit->db, account, LIC_RIGHT_ROLES, ids, n, p));
    return lic_employee_roles(&run->held_roles, run->unit->db, account, ids, with_roles ? n : 0, p);
}

lic_error_t *lic_roster_find_load(lic_roster_run_t *run, apr_pool_t *p)
{
    const char **logins = apr_palloc(p, sizeof(*logins) * LIC_JSON_ROWS_MAX);
    const char **externals = apr_palloc(p, sizeof(*externals) * LIC_JSON_ROWS_MAX);
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * LIC_JSON_ROWS_MAX);
    lic_employee_names_t names = {.ids = ids, .externals = externals, .logins = logins};
    int with_roles = 0;
    for (int i = 0; i < run->nbatch; i++) {
        const lic_roster_row_t *row = &run->batch[i];
        if (row->wrong)
            continue;
        if (row->id)
            ids[names.nids++] = row->id;
        if (row->external && *row->external)
            externals[names.nexternals++] = row->external;
        if (row->login && *row->login)
            logins[names.nlogins++] = row->login;
        with_roles |= row->roles != NULL;
    }
    LIC_TRY(lic_employee_load_named(&run->found, run->unit->db, run->unit->book->account->id, &names, p));
    if (!run->list->assignments)
        LIC_TRY(load_taken(run, logins, names.nlogins, p));
    return load_roles(run, with_roles, p);
}

/* --- finding ------------------------------------------------------------------------------------ */

static lic_error_t *id_unknown(apr_int64_t id, apr_pool_t *p)
{
    return lic_error_make(p, LIC_REFUSED, "employee-unknown",
                          "id: there is no employee %lld here; leave id out for somebody new", (long long)id);
}

static lic_error_t *external_taken(const char *external, const char *whose, apr_pool_t *p)
{
    return lic_error_fact(
        lic_error_make(p, LIC_REFUSED, "external-taken", "external: %s is the number of %s", external, whose),
        "external", external);
}

static lic_error_t *external_differs(const lic_employee_t *employee, const char *said, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "external-taken",
                                         "login: %s is the log-in of the one with the external number %s, not %s; give "
                                         "somebody new another log-in, or say by id whose number changes",
                                         employee->login, employee->external, said),
                          "external", said);
}

/* Whose number the row says must be nobody else's, also not one of before in this list */
static lic_error_t *check_external(const lic_employee_t *employee, const lic_roster_run_t *run,
                                   const lic_roster_row_t *row, apr_pool_t *p)
{
    if (!row->external || !*row->external || (employee && !strcmp(external_of(employee), row->external)))
        return NULL;
    const lic_employee_t *other = apr_hash_get(run->found.by_external, row->external, APR_HASH_KEY_STRING);
    if (other && other != employee)
        return external_taken(row->external, other->login, p);
    apr_uint32_t line = lic_roster_names_line(run->taken_here, LIC_NAME_EXTERNAL, row->external);
    if (!line)
        line = lic_roster_names_line(run->left, LIC_NAME_EXTERNAL, row->external);
    return line ? external_taken(row->external, apr_psprintf(p, "line %u", line), p) : NULL;
}

static lic_error_t *login_twice(const char *login, apr_uint32_t line, apr_pool_t *p)
{
    return lic_error_make(p, LIC_INVALID, "login-twice", "login: %s stands in line %u already; name everybody once",
                          login, line);
}

/* Whether somebody else has the log-in, or gave it up in this list */
static int is_taken(const lic_employee_t *employee, const lic_roster_run_t *run, const char *login, const char *key,
                    apr_pool_t *p)
{
    if (employee && !strcmp(lic_login_key(employee->login, p), key)) /* but for case it is the same */
        return 0;
    return apr_hash_get(run->found.by_login, login, APR_HASH_KEY_STRING) ||
           apr_hash_get(run->taken, key, APR_HASH_KEY_STRING) || lic_roster_names_line(run->left, LIC_NAME_LOGIN, key);
}

/* A log-in that is to be somebody's must be free, in the database and in the rows before. */
static lic_error_t *check_free(const lic_employee_t *employee, const lic_roster_run_t *run, const char *login,
                               apr_pool_t *p)
{
    const char *key = lic_login_key(login, p);
    const apr_uint32_t taken = lic_roster_names_line(run->taken_here, LIC_NAME_LOGIN, key);
    const apr_uint32_t line = lic_roster_names_line(run->taken_here, LIC_NAME_WRITTEN, login);
    if (taken && (line || !strcmp(key, login)))
        return login_twice(login, line ? line : taken, p);
    return taken || is_taken(employee, run, login, key, p) ? lic_employee_login_taken(login, p) : NULL;
}

/* Where the row is wrong by itself, that is the better message, so this one isn't given. */
static lic_error_t *check_login(const lic_employee_t *employee, const lic_roster_run_t *run,
                                const lic_roster_row_t *row, apr_pool_t *p)
{
    if (!row->login || (employee && !strcmp(employee->login, row->login)))
        return NULL;
    if (lic_roster_check(row, employee, p) || !lic_text_valid_login(row->login))
        return NULL;
    return check_free(employee, run, row->login, p);
}

lic_error_t *lic_roster_find(const lic_employee_t **employee, const lic_roster_run_t *run, const lic_roster_row_t *row,
                             apr_pool_t *p)
{
    *employee = NULL;
    if (row->id) {
        *employee = apr_hash_get(run->found.by_id, &row->id, sizeof(row->id));
        if (!*employee)
            return id_unknown(row->id, p);
    }
    if (!*employee && row->external && *row->external)
        *employee = apr_hash_get(run->found.by_external, row->external, APR_HASH_KEY_STRING);
    if (!*employee && row->login) {
        *employee = apr_hash_get(run->found.by_login, row->login, APR_HASH_KEY_STRING);
        if (*employee && row->external && *external_of(*employee) && strcmp(external_of(*employee), row->external))
            return external_differs(*employee, row->external, p);
    }
    if (run->list->assignments)
        return NULL;
    LIC_TRY(check_external(*employee, run, row, p));
    return check_login(*employee, run, row, p);
}
