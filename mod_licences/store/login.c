/* store/login.c  Whose a log-in is. */
#include "store/login.h"

#include <string.h>
#include <apr_strings.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/text_fold.h"
#include "store/failure.h"
#include "store/json_rows.h"
#include "store/setting.h"
#include "store/statement.h"

enum { KEY_MAX = 200, NAMED_MAX = 20 }; /* characters of login_claim.login_key; log-ins that a refusal names */

const lic_word_t lic_logins_words[] = {{"portal", LIC_LOGINS_PORTAL}, {"account", LIC_LOGINS_ACCOUNT}, {NULL, 0}};

/* --- who holds what ------------------------------------------------------------------------------ */

const char *lic_login_key(const char *login, apr_pool_t *p)
{
    const char *key = lic_text_casefold(login, p);
    return lic_text_cut(*key ? key : login, KEY_MAX, p);
}

apr_int64_t lic_login_scope(lic_logins_t logins, apr_int64_t account)
{
    return logins == LIC_LOGINS_PORTAL ? 0 : account;
}

lic_error_t *lic_login_setting(lic_logins_t *logins, lic_db_t *db, apr_pool_t *p)
{
    const char *value;
    LIC_TRY(lic_setting_get(&value, db, LIC_SETTING_LOGINS, p));
    *logins = (lic_logins_t)lic_word_value(lic_logins_words, value ? value : "", LIC_LOGINS_PORTAL);
    return NULL;
}

/* Read under the account's lock, without which the setting isn't changed */
static lic_error_t *load_scope(apr_int64_t *scope, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_logins_t logins;
    LIC_TRY(lic_login_setting(&logins, db, p));
    *scope = lic_login_scope(logins, account);
    return NULL;
}

static lic_error_t *find_taken(apr_hash_t **keys, lic_db_t *db, apr_int64_t scope, const char *const *wanted, int n,
                               apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *list = lic_json_rows_make(p);
    *keys = apr_hash_make(p);
    if (!n)
        return NULL;
    for (int i = 0; i < n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_text(list, wanted[i]);
    }
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LOGIN_TAKEN, p, scope, lic_json_rows_end(list)));
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_LOGIN_TAKEN_LOGIN_KEY);
        apr_hash_set(*keys, key, APR_HASH_KEY_STRING, key);
    }
    return NULL;
}

lic_error_t *lic_login_taken(apr_hash_t **keys, lic_db_t *db, apr_int64_t account, const char *const *logins, int n,
                             apr_pool_t *p)
{
    const char **wanted = apr_palloc(p, sizeof(*wanted) * (apr_size_t)(n + 1));
    apr_int64_t scope;
    for (int i = 0; i < n; i++)
        wanted[i] = lic_login_key(logins[i], p);
    LIC_TRY(load_scope(&scope, db, account, p));
    return find_taken(keys, db, scope, wanted, n, p);
}

lic_error_t *lic_login_claim(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch)
{
    apr_int64_t scope;
    LIC_TRY(load_scope(&scope, db, account, scratch));
    lic_error_t *err = lic_db_execute(NULL, db, LIC_Q_LOGIN_CLAIM, scratch, scope, account, rows);
    if (err && lic_db_was_duplicate(db))
        return lic_error_make(scratch, LIC_UNAVAILABLE, "database-busy",
                              "another account takes one of these log-ins at the same moment");
    return err;
}

lic_error_t *lic_login_release(lic_db_t *db, apr_int64_t account, apr_int64_t employee, const char *login,
                               apr_pool_t *scratch)
{
    apr_int64_t scope;
    LIC_TRY(load_scope(&scope, db, account, scratch));
    return lic_db_execute(NULL, db, LIC_Q_LOGIN_RELEASE, scratch, scope, lic_login_key(login, scratch), account,
                          employee);
}

/* Of the keys that the log-ins so far are held by, those that these employees hold: an older one may be a colleague's
 */
static lic_error_t *list_held(const char **list, lic_db_t *db, apr_int64_t account, apr_int64_t scope,
                              apr_hash_t *by_key, const char *keys, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *held = lic_json_rows_make(p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LOGIN_HOLDERS, p, scope, account, keys));
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_LOGIN_HOLDERS_LOGIN_KEY);
        const lic_login_move_t *move = apr_hash_get(by_key, key, APR_HASH_KEY_STRING);
        if (!move || lic_rows_int(rows, LIC_C_LOGIN_HOLDERS_EMPLOYEE) != move->employee)
            continue;
        lic_json_rows_add(held);
        lic_json_rows_text(held, key);
    }
    *list = lic_json_rows_end(held);
    return NULL;
}

lic_error_t *lic_login_move(lic_db_t *db, apr_int64_t account, const lic_login_move_t *moves, int n,
                            apr_pool_t *scratch)
{
    lic_json_rows_t *left = lic_json_rows_make(scratch), *taken = lic_json_rows_make(scratch);
    apr_hash_t *by_key = apr_hash_make(scratch);
    const char *held;
    apr_int64_t scope;
    for (int i = 0; i < n; i++) {
        const char *was = lic_login_key(moves[i].was, scratch), *is = lic_login_key(moves[i].is, scratch);
        if (!strcmp(was, is))
            continue;
        apr_hash_set(by_key, was, APR_HASH_KEY_STRING, &moves[i]);
        lic_json_rows_add(left);
        lic_json_rows_text(left, was);
        lic_json_rows_add(taken);
        lic_json_rows_text(taken, is);
        lic_json_rows_int(taken, moves[i].employee);
    }
    if (!apr_hash_count(by_key))
        return NULL;
    LIC_TRY(load_scope(&scope, db, account, scratch));
    LIC_TRY(list_held(&held, db, account, scope, by_key, lic_json_rows_end(left), scratch));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_LOGIN_RELEASE_MANY, scratch, scope, account, held));
    return lic_login_claim(db, account, lic_json_rows_end(taken), scratch);
}

/* --- everybody anew ------------------------------------------------------------------------------ */

typedef struct lic_filling_t {
    lic_db_t *db;
    lic_logins_t logins;
    apr_int64_t account, after; /* as far as it has come */
} lic_filling_t;

typedef lic_error_t *lic_filling_fn(int *read, lic_filling_t *f, apr_pool_t *p);

/* Calls fn for each account that has employees, some of them at a time, in order. */
static lic_error_t *fill_each(lic_filling_t *f, lic_filling_fn *fn, apr_pool_t *scratch)
{
    apr_pool_t *some;
    apr_pool_create(&some, scratch);
    for (f->account = 0;;) {
        lic_rows_t *rows;
        int read = LIC_JSON_ROWS_MAX;
        apr_pool_clear(some);
        LIC_TRY(lic_db_select(&rows, f->db, LIC_Q_SEARCH_ACCOUNT, some, f->account));
        f->account = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_SEARCH_ACCOUNT_ACCOUNT) : 0;
        if (!f->account)
            break;
        for (f->after = 0; read == LIC_JSON_ROWS_MAX;) {
            apr_pool_clear(some);
            LIC_TRY(fn(&read, f, some));
        }
    }
    apr_pool_destroy(some);
    return NULL;
}

static lic_error_t *read_some(const char **logins, apr_int64_t *ids, int *read, lic_filling_t *f, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, f->db, LIC_Q_LOGIN_NEXT, p, f->account, f->after, (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (*read = 0; lic_rows_next(rows); ++*read) {
        ids[*read] = f->after = lic_rows_int(rows, LIC_C_LOGIN_NEXT_ID);
        logins[*read] = lic_rows_text(rows, LIC_C_LOGIN_NEXT_LOGIN);
    }
    return NULL;
}

static lic_error_t *claim_some(int *read, lic_filling_t *f, apr_pool_t *p)
{
    const char *keys[LIC_JSON_ROWS_MAX];
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    const apr_int64_t scope = lic_login_scope(f->logins, f->account);
    apr_hash_t *taken;
    lic_json_rows_t *list = lic_json_rows_make(p);
    int claimed = 0;
    LIC_TRY(read_some(keys, ids, read, f, p));
    for (int i = 0; i < *read; i++)
        keys[i] = lic_login_key(keys[i], p);
    LIC_TRY(find_taken(&taken, f->db, scope, keys, *read, p));
    for (int i = 0; i < *read; i++) {
        if (apr_hash_get(taken, keys[i], APR_HASH_KEY_STRING))
            continue;
        apr_hash_set(taken, keys[i], APR_HASH_KEY_STRING, keys[i]);
        lic_json_rows_add(list);
        lic_json_rows_text(list, keys[i]);
        lic_json_rows_int(list, ids[i]);
        claimed++;
    }
    if (!claimed)
        return NULL;
    return lic_db_execute(NULL, f->db, LIC_Q_LOGIN_CLAIM, p, scope, f->account, lic_json_rows_end(list));
}

static lic_error_t *claim_all(lic_db_t *db, lic_logins_t logins, apr_pool_t *scratch)
{
    lic_filling_t filling = {.db = db, .logins = logins};
    LIC_TRY(lic_setting_set(db, LIC_SETTING_LOGINS, lic_word_of(lic_logins_words, (int)logins), scratch));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_LOGIN_CLEAR, scratch));
    return fill_each(&filling, claim_some, scratch);
}

static lic_error_t *count_doubled(apr_int64_t *count, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LOGIN_DOUBLED_COUNT, p));
    *count = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_LOGIN_DOUBLED_COUNT_LOGINS) : 0;
    return NULL;
}

static lic_error_t *refuse_doubled(lic_db_t *db, apr_int64_t count, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *named = "";
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LOGIN_DOUBLED, p, (apr_int64_t)NAMED_MAX));
    while (lic_rows_next(rows))
        named = apr_pstrcat(p, named, *named ? ", " : "", lic_rows_text(rows, LIC_C_LOGIN_DOUBLED_LOGIN), NULL);
    lic_error_t *err =
        lic_error_make(p, LIC_REFUSED, "logins-doubled",
                       "log-ins that stand in more than one account: %lld (%s%s); while there are any, only the portal "
                       "can say which account is meant",
                       (long long)count, named, count > NAMED_MAX ? ", …" : "");
    return lic_error_fact(lic_error_fact(err, "count", apr_psprintf(p, "%" APR_INT64_T_FMT, count)), "logins", named);
}

lic_error_t *lic_login_change(lic_db_t *db, lic_logins_t logins, apr_pool_t *scratch)
{
    apr_int64_t doubled;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SETTING_LOCK, scratch, LIC_SETTING_LOGINS));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_ACCOUNT_BUMP_ALL, scratch));
    LIC_TRY(count_doubled(&doubled, db, scratch));
    if (doubled && logins == LIC_LOGINS_PORTAL)
        return refuse_doubled(db, doubled, scratch);
    return claim_all(db, logins, scratch);
}

/* --- an older database ---------------------------------------------------------------------------- */

static lic_error_t *compose_login(lic_filling_t *f, apr_int64_t id, const char *login, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *composed = lic_text_nfc(login, p);
    if (!strcmp(composed, login))
        return NULL;
    LIC_TRY(lic_db_select(&rows, f->db, LIC_Q_LOGIN_HERE, p, f->account, composed));
    if (lic_rows_next(rows))
        return NULL;
    return lic_db_execute(NULL, f->db, LIC_Q_LOGIN_SAVE, p, composed, f->account, id);
}

static lic_error_t *compose_some(int *read, lic_filling_t *f, apr_pool_t *p)
{
    const char *logins[LIC_JSON_ROWS_MAX];
    apr_int64_t ids[LIC_JSON_ROWS_MAX];
    LIC_TRY(read_some(logins, ids, read, f, p));
    for (int i = 0; i < *read; i++)
        LIC_TRY(compose_login(f, ids[i], logins[i], p));
    return NULL;
}

lic_error_t *lic_login_fill(lic_db_t *db, apr_pool_t *scratch)
{
    lic_filling_t filling = {.db = db};
    apr_int64_t doubled;
    LIC_TRY(fill_each(&filling, compose_some, scratch));
    LIC_TRY(count_doubled(&doubled, db, scratch));
    return claim_all(db, doubled ? LIC_LOGINS_ACCOUNT : LIC_LOGINS_PORTAL, scratch);
}
