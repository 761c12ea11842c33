/* view/io/archive_read.c  Rows of an archive file, each of which is checked to be whole and in its place. */
#include "view/io/archive_read.h"

#include <string.h>

#include "base/instant.h"
#include "base/text.h"

struct lic_archive_reader_t {
    lic_reader_t *xml;
    apr_int64_t entry; /* the last one */
    apr_int64_t through, counts[3];
    apr_pool_t *pool;
};

/* What is read of the element just met; the first thing that is wrong is kept */
typedef struct taking_t {
    lic_archive_reader_t *reader;
    const char *wrong;
    apr_pool_t *pool;
} taking_t;

static lic_error_t *damaged(const lic_archive_reader_t *reader, const char *what)
{
    return lic_error_make(reader->pool, LIC_REFUSED, "archive-damaged",
                          "line %" APR_INT64_T_FMT ": this is no whole file of licencesctl archive (%s)",
                          lic_reader_line(reader->xml), what);
}

static const char *text_of(const taking_t *t, const char *name)
{
    return lic_reader_attr(t->reader->xml, name, t->pool);
}

static const char *needed(taking_t *t, const char *name)
{
    const char *text = text_of(t, name);
    if (!text && !t->wrong)
        t->wrong = name;
    return text ? text : "";
}

static apr_int64_t number_of(taking_t *t, const char *name)
{
    apr_int64_t number = 0;
    if (!lic_text_parse_int(&number, needed(t, name)) && !t->wrong)
        t->wrong = name;
    return number;
}

static apr_time_t instant_of(taking_t *t, const char *name, int is_needed)
{
    apr_time_t at = 0;
    const char *text = is_needed ? needed(t, name) : text_of(t, name);
    if (text && !lic_instant_parse(&at, text) && !t->wrong)
        t->wrong = name;
    return at;
}

lic_error_t *lic_archive_read_open(lic_archive_reader_t **out, lic_archived_head_t *head, lic_reader_read_fn *read,
                                   void *baton, apr_pool_t *p)
{
    const char *name;
    int depth;
    lic_archive_reader_t *reader = apr_pcalloc(p, sizeof(*reader));
    taking_t t = {reader, NULL, p};
    reader->pool = p;
    LIC_TRY(lic_reader_open(&reader->xml, read, baton, NULL, NULL, p));
    LIC_TRY(lic_reader_next(&name, &depth, reader->xml));
    if (!name || strcmp(name, "archive") != 0)
        return damaged(reader, "the root is another one");
    *head = (lic_archived_head_t){needed(&t, "account"), text_of(&t, "epoch"), number_of(&t, "after"),
                                  number_of(&t, "through")};
    if (t.wrong)
        return damaged(reader, t.wrong);
    reader->entry = head->after;
    reader->through = head->through;
    *out = reader;
    return NULL;
}

static lic_error_t *take_entry(lic_archived_row_t *row, taking_t *t)
{
    const char *name, *attempts = text_of(t, "attempts");
    const char *left = text_of(t, "left"), *amount = left ? "left" : text_of(t, "amount") ? "amount" : NULL;
    int depth;
    *row = (lic_archived_row_t){.kind = LIC_ARCHIVED_ENTRY,
                                .id = number_of(t, "id"),
                                .event = number_of(t, "event"),
                                .at = instant_of(t, "at", 1),
                                .actor = needed(t, "actor"),
                                .action = needed(t, "action"),
                                .product = text_of(t, "product"),
                                .object = needed(t, "object"),
                                .old_state = needed(t, "old"),
                                .new_state = needed(t, "new"),
                                .deadline = instant_of(t, "deadline", 0),
                                .currency = text_of(t, "currency"),
                                .invoice = text_of(t, "invoice"),
                                .planned_by = text_of(t, "planned-by"),
                                .has_amount = amount != NULL};
    row->amount = amount ? number_of(t, amount) : 0; /* of money, or how many licences are left (lic_part_amount) */
    row->attempts = attempts ? number_of(t, "attempts") : 0;
    if (row->id != t->reader->entry + 1 && !t->wrong)
        t->wrong = "an entry is missing";
    t->reader->entry = row->id;
    LIC_TRY(lic_reader_next(&name, &depth, t->reader->xml));
    if (!name || strcmp(name, "name") != 0)
        return damaged(t->reader, "an entry without its name");
    return lic_reader_text(&row->name, t->reader->xml, t->pool);
}

static void take_mail(lic_archived_row_t *row, taking_t *t)
{
    *row = (lic_archived_row_t){.kind = LIC_ARCHIVED_MAIL,
                                .id = number_of(t, "id"),
                                .event = number_of(t, "event"),
                                .action = needed(t, "action"),
                                .address = needed(t, "address"),
                                .language = needed(t, "locale"),
                                .entries = number_of(t, "entries"),
                                .attempts = number_of(t, "attempts"),
                                .at = instant_of(t, "created", 1),
                                .sent = instant_of(t, "sent", 0),
                                .unsent = text_of(t, "unsent")};
}

static void take_day(lic_archived_row_t *row, taking_t *t)
{
    *row = (lic_archived_row_t){.kind = LIC_ARCHIVED_DAY,
                                .day = lic_date_parse(needed(t, "date")),
                                .product = needed(t, "product"),
                                .purchased = number_of(t, "purchased"),
                                .used = number_of(t, "used"),
                                .last_purchased = number_of(t, "last-purchased"),
                                .last_used = number_of(t, "last-used")};
    if (row->day == LIC_DATE_NONE && !t->wrong)
        t->wrong = "date";
}

/* The end says how many there are of each kind. Nothing follows it. */
static lic_error_t *take_end(taking_t *t)
{
    static const char *const names[] = {"entries", "mails", "days"};
    const char *name;
    int depth;
    for (int i = 0; i < 3; i++)
        if (number_of(t, names[i]) != t->reader->counts[i])
            return damaged(t->reader, names[i]);
    if (t->reader->entry != t->reader->through)
        return damaged(t->reader, "entries are missing");
    LIC_TRY(lic_reader_next(&name, &depth, t->reader->xml));
    return name ? damaged(t->reader, "something follows its end") : NULL;
}

lic_error_t *lic_archive_read_next(lic_archived_row_t *row, int *more, lic_archive_reader_t *reader, apr_pool_t *p)
{
    taking_t t = {reader, NULL, p};
    const char *name;
    int depth;
    *more = 0;
    LIC_TRY(lic_reader_next(&name, &depth, reader->xml));
    if (!name)
        return damaged(reader, "it has no end");
    if (!strcmp(name, "end"))
        return take_end(&t);
    if (!strcmp(name, "entry"))
        LIC_TRY(take_entry(row, &t));
    else if (!strcmp(name, "mail"))
        take_mail(row, &t);
    else if (!strcmp(name, "day"))
        take_day(row, &t);
    else
        return damaged(reader, name);
    if (t.wrong)
        return damaged(reader, t.wrong);
    reader->counts[row->kind]++;
    *more = 1;
    return NULL;
}
