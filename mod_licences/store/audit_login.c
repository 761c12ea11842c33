/* store/audit_login.c  Whether every employee has claimed his log-in; SQL can't tell, as it can't make the key. */
#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/json_rows.h"
#include "store/login.h"
#include "store/statement.h"

#define TOLD_MAX 100 /* as the other queries of the audit */

typedef struct lic_claims_t {
    lic_db_t *db;
    lic_logins_t logins;
    apr_int64_t account, after, to; /* where to go on */
    apr_int64_t told;
    lic_audit_fn *fn;
    void *baton;
} lic_claims_t;

typedef struct lic_claimant_t {
    apr_int64_t id;
    const char *account, *login, *key;
} lic_claimant_t;

static lic_error_t *read_some(lic_claimant_t *some, int *n, const char **list, lic_claims_t *claims, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *asked = lic_json_rows_make(p);
    LIC_TRY(lic_db_select(&rows, claims->db, LIC_Q_AUDIT_LOGINS, p, claims->account, claims->after, claims->to,
                          (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (*n = 0; lic_rows_next(rows); ++*n) {
        lic_claimant_t *claimant = &some[*n];
        claims->account = lic_rows_int(rows, LIC_C_AUDIT_LOGINS_ACCOUNT_ID);
        claims->after = claimant->id = lic_rows_int(rows, LIC_C_AUDIT_LOGINS_ID);
        claimant->account = lic_rows_text(rows, LIC_C_AUDIT_LOGINS_ACCOUNT);
        claimant->login = lic_rows_text(rows, LIC_C_AUDIT_LOGINS_LOGIN);
        claimant->key = lic_login_key(claimant->login, p);
        lic_json_rows_add(asked);
        lic_json_rows_int(asked, *n);
        lic_json_rows_int(asked, lic_login_scope(claims->logins, claims->account));
        lic_json_rows_text(asked, claimant->key);
        lic_json_rows_int(asked, claims->account);
        lic_json_rows_int(asked, claimant->id);
    }
    *list = lic_json_rows_end(asked);
    return NULL;
}

static void tell(lic_claims_t *claims, const lic_claimant_t *claimant, const char *holder, apr_pool_t *p)
{
    if (claims->told == TOLD_MAX)
        return;
    claims->told++;
    claims->fn(claims->baton, LIC_AUDIT_LOGINS, claimant->account,
               lic_text_printf(p, "employee/%lld: expected a claim of the log-in %s, found %s", (long long)claimant->id,
                               lic_text_mended(claimant->login, p), holder ? "somebody else's" : "none"));
}

/* Of two log-ins that are written alike in an older database one has the claim, which keeps others from both. */
static lic_error_t *look_at_some(int *n, lic_claims_t *claims, apr_pool_t *p)
{
    lic_claimant_t some[LIC_JSON_ROWS_MAX];
    lic_rows_t *rows;
    const char *list;
    LIC_TRY(read_some(some, n, &list, claims, p));
    if (!*n)
        return NULL;
    LIC_TRY(lic_db_select(&rows, claims->db, LIC_Q_AUDIT_HOLDERS, p, list));
    while (lic_rows_next(rows)) {
        const lic_claimant_t *claimant = &some[lic_rows_int(rows, LIC_C_AUDIT_HOLDERS_NUMBER)];
        const char *holder =
            lic_rows_null(rows, LIC_C_AUDIT_HOLDERS_LOGIN) ? NULL : lic_rows_text(rows, LIC_C_AUDIT_HOLDERS_LOGIN);
        if (!holder || strcmp(lic_login_key(holder, p), claimant->key) != 0)
            tell(claims, claimant, holder, p);
    }
    return NULL;
}

lic_error_t *lic_audit_logins(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                              void *baton, apr_pool_t *p)
{
    lic_claims_t claims = {.db = db, .account = from, .to = to, .fn = fn, .baton = baton};
    apr_pool_t *scratch;
    int n = LIC_JSON_ROWS_MAX;
    LIC_TRY(lic_login_setting(&claims.logins, db, p));
    apr_pool_create(&scratch, p);
    while (n == LIC_JSON_ROWS_MAX) {
        apr_pool_clear(scratch);
        LIC_TRY(look_at_some(&n, &claims, scratch));
    }
    *breaches += claims.told;
    apr_pool_destroy(scratch);
    return NULL;
}
