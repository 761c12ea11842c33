/* service/refusal.c  Logs and counts refused attempts. */
#include "service/refusal.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "service/catch_up.h"
#include "service/retry.h"
#include "service/settle.h"
#include "store/account.h"
#include "store/refusal.h"
#include "store/transaction.h"

#define MINUTE apr_time_from_sec(60)

typedef struct lic_refused_t {
    const lic_caller_t *caller;
    lic_refusal_t key;          /* of the count; choose() sets its path */
    const char *path, *pattern; /* cut to what their columns hold */
    enum { DONE, COUNT, LOG } to;
} lic_refused_t;

static const lic_refusal_seen_t *find(const lic_refusal_seen_t *seen, int n, const char *path)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(seen[i].path, path))
            return &seen[i];
    return NULL;
}

/* Whether the attempt is to be logged, counted or ignored, by what the user was refused in the same minute */
static lic_error_t *choose(lic_refused_t *refused, lic_db_t *db, apr_pool_t *p)
{
    const lic_refusal_seen_t *seen;
    apr_int64_t attempts = 0;
    int n;
    LIC_TRY(lic_refusal_list(&seen, &n, db, &refused->key, p));
    for (int i = 0; i < n; i++)
        attempts += seen[i].attempts;
    const char *path = refused->path;
    if (n >= LIC_REFUSAL_PATHS && !find(seen, n, path))
        path = refused->pattern;
    refused->key.path = path;
    refused->to = attempts >= LIC_REFUSAL_MOST || n == LIC_REFUSAL_LIST ? DONE : find(seen, n, path) ? COUNT : LOG;
    return NULL;
}

static lic_error_t *try_count(lic_try_t *attempt, void *baton)
{
    lic_refused_t *refused = baton;
    lic_account_t *account;
    LIC_TRY(lic_account_find(&account, attempt->db, refused->caller->account, attempt->pool));
    refused->key.account = account->id;
    LIC_TRY(choose(refused, attempt->db, attempt->pool));
    if (refused->to != COUNT)
        return NULL;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_refusal_count(attempt->db, &refused->key, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

/* Under the lock it is chosen again: another request may have logged it meanwhile. */
static lic_error_t *try_log(lic_try_t *attempt, void *baton)
{
    lic_refused_t *refused = baton;
    const lic_caller_t *caller = refused->caller;
    const char *right = lic_rights_word(caller->need);
    lic_db_t *db = attempt->db;
    apr_pool_t *p = attempt->pool;
    lic_admission_t in;
    lic_book_t *book;
    lic_settled_t settled;
    LIC_TRY(lic_catch_up_begin(&in, db, caller, LIC_BEGIN_ASIDE, p));
    LIC_TRY(choose(refused, db, p));
    if (refused->to != LOG) {
        lic_db_rollback(db);
        return NULL;
    }
    LIC_TRY(lic_book_load(&book, db, in.account, p));
    lic_change_t *change =
        lic_change_make(book, lic_catch_up_now(in.account, caller->now), refused->key.actor, NULL, p);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_REFUSED, NULL);
    lic_event_subject(event, refused->key.path, refused->key.actor, "", right ? right : "");
    lic_account_reached(change->after->account, change->now);
    LIC_TRY(lic_settle(&settled, db, change, p));
    LIC_TRY(lic_refusal_insert(db, &refused->key, event->first_log, p));
    return lic_db_commit(db, p);
}

static lic_error_t *log_or_count(lic_refused_t *refused, lic_db_source_t *from, apr_pool_t *p)
{
    LIC_TRY(lic_retry_run(from, try_count, refused, p));
    if (refused->to != LOG)
        return NULL;
    LIC_TRY(lic_retry_run(from, try_log, refused, p));
    return refused->to == COUNT ? lic_retry_run(from, try_count, refused, p) : NULL;
}

void lic_refusal_log(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    lic_refused_t refused = {
        .caller = caller,
        .key = {.minute = caller->now - caller->now % MINUTE,
                .actor = lic_text_cut(caller->user, LIC_REFUSAL_ACTOR, p)},
        .path = lic_text_cut(caller->path, LIC_REFUSAL_PATH, p),
        .pattern = lic_text_cut(caller->pattern ? caller->pattern : caller->path, LIC_REFUSAL_PATH, p),
    };
    lic_error_t *err = log_or_count(&refused, from, p);
    if (err)
        lic_log(LIC_LOG_ERROR, "LIC2001", p, "%s: a refused attempt of %s could not be logged: %s", caller->account,
                caller->user, lic_error_chain(err, p));
}
