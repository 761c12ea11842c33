/* store/archive_back.c  Enters rows of archive files, and compares them with what the archiving left behind. */
#include "store/archive_back.h"

#include <string.h>
#include <apr_strings.h>

#include "store/failure.h"
#include "store/json_rows.h"
#include "store/statement.h"

enum { ENTRIES, REFUSALS, MAILS, DAYS, KINDS };

static const lic_statement_t inserts[KINDS] = {LIC_Q_BACK_ENTRIES, LIC_Q_BACK_REFUSALS, LIC_Q_BACK_MAILS,
                                               LIC_Q_BACK_DAYS};

struct lic_archive_back_t {
    lic_db_t *db;
    const lic_account_t *account;
    lic_json_rows_t *lists[KINDS];
    int waiting[KINDS];
    apr_int64_t added[KINDS];
    apr_pool_t *batch, *pool;
};

static void begin(lic_archive_back_t *back)
{
    apr_pool_clear(back->batch);
    for (int i = 0; i < KINDS; i++) {
        back->lists[i] = lic_json_rows_make(back->batch);
        back->waiting[i] = 0;
    }
}

lic_archive_back_t *lic_archive_back_make(lic_db_t *db, const lic_account_t *account, apr_pool_t *p)
{
    lic_archive_back_t *back = apr_pcalloc(p, sizeof(*back));
    back->db = db;
    back->account = account;
    back->pool = p;
    apr_pool_create(&back->batch, p);
    begin(back);
    return back;
}

static lic_error_t *damaged(const lic_archive_back_t *back, const char *what)
{
    return lic_error_make(back->pool, LIC_REFUSED, "archive-damaged",
                          "the files don't hold what was archived of %s (%s): nothing is read back", back->account->key,
                          what);
}

static lic_error_t *flush(lic_archive_back_t *back)
{
    for (int i = 0; i < KINDS; i++) {
        apr_int64_t affected;
        if (!back->waiting[i])
            continue;
        lic_error_t *err = lic_db_execute(&affected, back->db, inserts[i], back->batch, back->account->id,
                                          lic_json_rows_end(back->lists[i]));
        if (err && lic_db_was_duplicate(back->db))
            return lic_error_make(back->pool, LIC_REFUSED, "archive-there",
                                  "of what the files hold of %s some is in the database already: nothing is read back",
                                  back->account->key);
        if (err)
            return lic_error_wrap(err, back->pool, "reading back");
        if (affected != back->waiting[i])
            return damaged(back, "a product that there isn't");
        back->added[i] += affected;
    }
    begin(back);
    return NULL;
}

static void add_amount(lic_json_rows_t *list, const lic_archived_row_t *row)
{
    if (row->has_amount)
        lic_json_rows_int(list, row->amount);
    else
        lic_json_rows_text(list, NULL);
}

static void add_entry(lic_json_rows_t *list, const lic_archived_row_t *row)
{
    lic_json_rows_add(list);
    lic_json_rows_int(list, row->id);
    lic_json_rows_int(list, row->event);
    lic_json_rows_time(list, row->at);
    lic_json_rows_text(list, row->actor);
    lic_json_rows_text(list, row->action);
    lic_json_rows_text(list, row->product);
    lic_json_rows_text(list, row->object);
    lic_json_rows_text(list, row->name);
    lic_json_rows_text(list, row->old_state);
    lic_json_rows_text(list, row->new_state);
    lic_list_time_optional(list, row->deadline);
    add_amount(list, row);
    lic_json_rows_text(list, row->currency);
    lic_json_rows_text(list, row->invoice);
    lic_json_rows_text(list, row->planned_by);
}

/* An entry stands for one attempt; where there were more, they were counted beside it (service/refusal.c) */
static void add_refusal(lic_json_rows_t *list, const lic_archived_row_t *row)
{
    const apr_time_t minute = apr_time_from_sec(60);
    lic_json_rows_add(list);
    lic_json_rows_time(list, row->at - row->at % minute);
    lic_json_rows_text(list, row->actor);
    lic_json_rows_text(list, row->object);
    lic_json_rows_int(list, row->id);
    lic_json_rows_int(list, row->attempts);
}

static void add_mail(lic_json_rows_t *list, const lic_archived_row_t *row)
{
    lic_json_rows_add(list);
    lic_json_rows_int(list, row->id);
    lic_json_rows_int(list, row->event);
    lic_json_rows_text(list, row->action);
    lic_json_rows_text(list, row->address);
    lic_json_rows_text(list, row->language);
    lic_json_rows_int(list, row->entries);
    lic_json_rows_text(list, row->unsent ? row->unsent : "sent");
    lic_json_rows_int(list, row->attempts);
    lic_json_rows_time(list, row->at);
    lic_list_time_optional(list, row->sent);
}

static void add_day(lic_json_rows_t *list, const lic_archived_row_t *row, apr_pool_t *p)
{
    lic_json_rows_add(list);
    lic_json_rows_text(list, row->product);
    lic_json_rows_text(list, lic_date_format(row->day, p));
    lic_json_rows_int(list, row->purchased);
    lic_json_rows_int(list, row->used);
    lic_json_rows_int(list, row->last_purchased);
    lic_json_rows_int(list, row->last_used);
}

lic_error_t *lic_archive_back_add(lic_archive_back_t *back, const lic_archived_row_t *row)
{
    static const int kinds[] = {[LIC_ARCHIVED_ENTRY] = ENTRIES, [LIC_ARCHIVED_MAIL] = MAILS, [LIC_ARCHIVED_DAY] = DAYS};
    const int kind = kinds[row->kind];
    if (row->kind == LIC_ARCHIVED_ENTRY)
        add_entry(back->lists[kind], row);
    else if (row->kind == LIC_ARCHIVED_MAIL)
        add_mail(back->lists[kind], row);
    else
        add_day(back->lists[kind], row, back->batch);
    if (row->kind == LIC_ARCHIVED_ENTRY && row->attempts > 1) {
        add_refusal(back->lists[REFUSALS], row);
        back->waiting[REFUSALS]++;
    }
    return ++back->waiting[kind] == LIC_JSON_ROWS_MAX ? flush(back) : NULL;
}

lic_error_t *lic_archive_back_end(lic_archive_back_t *back)
{
    const apr_int64_t account = back->account->id;
    lic_rows_t *rows;
    LIC_TRY(flush(back));
    LIC_TRY(lic_db_select(&rows, back->db, LIC_Q_BACK_LEFT, back->pool, account));
    if (!lic_rows_next(rows))
        return damaged(back, "nothing of it is archived");
    if (lic_rows_int(rows, LIC_C_BACK_LEFT_ANONYMISED))
        return lic_error_make(
            back->pool, LIC_REFUSED, "archive-anonymised",
            "since it was archived somebody of %s has been made anonymous, whom the files name: nothing "
            "is read back",
            back->account->key);
    if (lic_rows_int(rows, LIC_C_BACK_LEFT_THROUGH) != back->added[ENTRIES])
        return damaged(back, "the number of entries");
    if (lic_rows_int(rows, LIC_C_BACK_LEFT_MAILS) != back->added[MAILS])
        return damaged(back, "the number of mails");
    if (lic_rows_int(rows, LIC_C_BACK_LEFT_DAYS) != back->added[DAYS])
        return damaged(back, "the number of days");
    LIC_TRY(lic_db_select(&rows, back->db, LIC_Q_BACK_DIFFERS, back->pool, account));
    if (!lic_rows_next(rows) || lic_rows_int(rows, LIC_C_BACK_DIFFERS_DIFFER))
        return damaged(back, "an object's last state");
    LIC_TRY(lic_db_execute(NULL, back->db, LIC_Q_BACK_STATES_DELETE, back->pool, account));
    return lic_db_execute(NULL, back->db, LIC_Q_BACK_ARCHIVE_DELETE, back->pool, account);
}
