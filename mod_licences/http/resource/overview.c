/* http/resource/overview.c  / and /overview: all licences, and the notice of what was just done. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "core/event.h"
#include "http/request/exchange.h"
#include "service/preview.h"
#include "service/quantity.h"
#include "store/statement.h"

/* What a purchase wiped: "25/20" had scheduled 20. */
typedef struct {
    const char *product;
    apr_int64_t scheduled;
} wiped_t;

static int read_wiped(wiped_t *wiped, const lic_rows_t *rows)
{
    const char *action = lic_rows_text(rows, LIC_C_VIEW_DONE_ACTION);
    const char *slash = strchr(lic_rows_text(rows, LIC_C_VIEW_DONE_OLD_STATE), '/');
    wiped->product = lic_rows_text(rows, LIC_C_VIEW_DONE_OBJECT);
    return !strcmp(action, lic_word_of(lic_event_words, LIC_EVENT_BOUGHT)) && slash &&
           lic_text_parse_int(&wiped->scheduled, slash + 1);
}

static lic_error_t *load_wiped(int *any, wiped_t *wiped, const lic_exchange_t *x, apr_int64_t log)
{
    lic_db_t *db;
    lic_rows_t *rows;
    LIC_TRY(x->source->open(&db, x->source->baton, x->pool));
    lic_error_t *err = lic_db_select(&rows, db, LIC_Q_VIEW_DONE, x->pool, x->account->id, log);
    *any = !err && lic_rows_next(rows) && read_wiped(wiped, rows);
    x->source->close(db, x->source->baton);
    return err;
}

/* Buying wipes a scheduled scale-down; the notice offers to schedule it again in one step, confirmed as it stands. */
lic_error_t *lic_overview_get(lic_exchange_t *x, const struct lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    const char *done = apr_table_get(answer->query.args, "done");
    apr_int64_t log;
    wiped_t wiped;
    int any = 0;
    if (!done || !lic_text_parse_int(&log, done) || x->route.form != LIC_HTML ||
        !lic_rights_allow(x->rights, LIC_RIGHT_MY_ACCOUNT))
        return NULL;
    LIC_TRY(load_wiped(&any, &wiped, x, log));
    if (!any)
        return NULL;
    lic_preview_t *preview = apr_pcalloc(x->pool, sizeof(*preview));
    lic_error_t *err = lic_quantity_preview(preview, x->source, lic_exchange_caller(x, LIC_RIGHT_MY_ACCOUNT),
                                            wiped.product, wiped.scheduled, x->pool);
    if (!err && preview->outcome.kind == LIC_SCALED_DOWN)
        answer->query.again = preview->confirm;
    return err && err->code != LIC_REFUSED ? err : NULL;
}
