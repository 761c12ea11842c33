/* http/server/metrics_facts.c  Gathers the figures: what was counted, and what the databases say. */
#include "http/server/metrics_facts.h"

#include <apr_strings.h>

#include "http/resource/resources.h"
#include "http/server/databases.h"
#include "http/server/dbd.h"
#include "http/server/metrics.h"
#include "http/server/pages.h"
#include "store/watch.h"

/* A database, and what it answered. */
typedef struct known_t {
    const lic_database_t *database;
    const char *label; /* database="…" */
    int up;
    lic_watch_t watch; /* only if it is up */
} known_t;

typedef struct gather_args_t {
    apr_array_header_t *families; /* of lic_family_t */
    apr_array_header_t *known;    /* of known_t */
    apr_time_t now;
    apr_pool_t *pool;
} gather_args_t;

/* --- a family and its samples ---------------------------------------------------------------------------------------
 */

/* Adds a family; returns its samples, to which some are to be added. */
static apr_array_header_t *family(const gather_args_t *g, const char *name, lic_family_kind_t kind, const char *help)
{
    lic_family_t *made = apr_array_push(g->families);
    *made = (lic_family_t){name, help, kind, apr_array_make(g->pool, 4, sizeof(lic_sample_t))};
    return made->samples;
}

static void sample(apr_array_header_t *samples, const char *labels, apr_int64_t value)
{
    APR_ARRAY_PUSH(samples, lic_sample_t) = (lic_sample_t){labels, value, LIC_SAMPLE_VALUE};
}

/* Adds a family with a tally of each database. */
static void tallied(const gather_args_t *g, const char *name, lic_family_kind_t kind, lic_tally_kind_t which,
                    const char *help)
{
    apr_array_header_t *samples = family(g, name, kind, help);
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        const apr_int64_t value = (apr_int64_t)lic_metrics_get(known->database->tally, which);
        sample(samples, known->label, kind == LIC_FAMILY_INSTANT ? apr_time_sec(value) : value);
    }
}

/* Adds a family with a figure from each database that answered. */
static void watched(const gather_args_t *g, const char *name,
                    apr_int64_t (*value)(const known_t *known, apr_time_t now), const char *help)
{
    apr_array_header_t *samples = family(g, name, LIC_FAMILY_GAUGE, help);
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        if (known->up)
            sample(samples, known->label, value(known, g->now));
    }
}

/* --- requests -------------------------------------------------------------------------------------------------------
 */

static int is_first_of_its_name(const lic_resource_t *resource)
{
    for (const lic_resource_t *other = lic_resources; other != resource; other++)
        if (!strcmp(other->name, resource->name))
            return 0;
    return 1;
}

/* Some resources have several paths */
static apr_uint64_t requests_of(const char *name, int status_class)
{
    apr_uint64_t sum = 0;
    for (const lic_resource_t *resource = lic_resources; resource->path; resource++)
        if (!strcmp(resource->name, name))
            sum += lic_metrics_requests(resource, status_class);
    return sum;
}

static void add_requests(const gather_args_t *g)
{
    apr_array_header_t *samples = family(g, "licences_requests", LIC_FAMILY_COUNTER,
                                         "Requests answered since httpd started, by resource and status");
    for (const lic_resource_t *resource = lic_resources; resource->path; resource++)
        for (int k = 2; k <= 5 && is_first_of_its_name(resource); k++)
            sample(samples, apr_psprintf(g->pool, "resource=\"%s\",status=\"%dxx\"", resource->name, k),
                   (apr_int64_t)requests_of(resource->name, k));
    for (int k = 3; k <= 5; k++)
        sample(samples, apr_psprintf(g->pool, "resource=\"none\",status=\"%dxx\"", k),
               (apr_int64_t)lic_metrics_requests(NULL, k));
}

static void add_pages(const gather_args_t *g)
{
    apr_array_header_t *samples =
        family(g, "licences_page_cache", LIC_FAMILY_COUNTER, "Pages looked for among those that were drawn before");
    sample(samples, "result=\"hit\"", (apr_int64_t)lic_pages_counted(LIC_PAGES_HITS));
    sample(samples, "result=\"miss\"", (apr_int64_t)lic_pages_counted(LIC_PAGES_MISSES));
}

/* --- durations ------------------------------------------------------------------------------------------------------
 */

/* 0.0025, without zeros at the end, as Prometheus compares these as texts */
static const char *seconds_of(apr_interval_time_t bound, apr_pool_t *p)
{
    char *text = apr_psprintf(p, "%d.%06d", (int)apr_time_sec(bound), (int)apr_time_usec(bound));
    apr_size_t length = strlen(text);
    while (text[length - 1] == '0' && text[length - 2] != '.')
        text[--length] = '\0';
    return text;
}

/* labels: "" or as they stand before le */
static void add_histogram(apr_array_header_t *samples, const char *labels, lic_duration_t kind, apr_pool_t *p)
{
    static const lic_histogram_t nothing;
    const lic_histogram_t *counted = lic_metrics_durations(kind);
    const lic_histogram_t *histogram = counted ? counted : &nothing;
    const char *comma = *labels ? "," : "";
    apr_int64_t all = 0;
    for (int i = 0; i <= LIC_HISTOGRAM_BUCKETS; i++) {
        const char *le = i < LIC_HISTOGRAM_BUCKETS ? seconds_of(lic_histogram_bounds[i], p) : "+Inf";
        all = (apr_int64_t)lic_histogram_within(histogram, i);
        APR_ARRAY_PUSH(samples, lic_sample_t) =
            (lic_sample_t){apr_pstrcat(p, labels, comma, "le=\"", le, "\"", NULL), all, LIC_SAMPLE_BUCKET};
    }
    APR_ARRAY_PUSH(samples, lic_sample_t) = (lic_sample_t){labels, all, LIC_SAMPLE_COUNT};
    APR_ARRAY_PUSH(samples, lic_sample_t) =
        (lic_sample_t){labels, (apr_int64_t)__atomic_load_n(&histogram->sum, __ATOMIC_RELAXED), LIC_SAMPLE_SUM};
}

static void add_durations(const gather_args_t *g)
{
    apr_array_header_t *samples =
        family(g, "licences_request_duration_seconds", LIC_FAMILY_HISTOGRAM,
               "How long requests took, until the last byte was handed to httpd: pages, exports, changes");
    add_histogram(samples, "kind=\"read\"", LIC_DURATION_READ, g->pool);
    add_histogram(samples, "kind=\"export\"", LIC_DURATION_EXPORT, g->pool);
    add_histogram(samples, "kind=\"change\"", LIC_DURATION_CHANGE, g->pool);
    samples = family(g, "licences_statement_duration_seconds", LIC_FAMILY_HISTOGRAM,
                     "How long the database took for a statement, waiting for locks included");
    add_histogram(samples, "", LIC_DURATION_STATEMENT, g->pool);
    samples = family(g, "licences_mail_duration_seconds", LIC_FAMILY_HISTOGRAM,
                     "How long the mail server took for a message, whatever became of it");
    add_histogram(samples, "", LIC_DURATION_MAIL, g->pool);
}

/* --- the timer ------------------------------------------------------------------------------------------------------
 */

static void add_last_sweep(const gather_args_t *g)
{
    static const struct {
        const char *word;
        lic_tally_kind_t kind;
    } results[] = {{"due", LIC_TALLY_LAST_DUE},
                   {"done", LIC_TALLY_LAST_ACCOUNTS},
                   {"failed", LIC_TALLY_LAST_FAILED},
                   {"busy", LIC_TALLY_LAST_BUSY}};
    apr_array_header_t *samples = family(
        g, "licences_last_sweep_accounts", LIC_FAMILY_GAUGE,
        "Accounts in the last sweep of this httpd: found due, brought up to date, failed, left to somebody else");
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        for (apr_size_t k = 0; k < sizeof(results) / sizeof(results[0]); k++)
            sample(samples, apr_psprintf(g->pool, "%s,result=\"%s\"", known->label, results[k].word),
                   (apr_int64_t)lic_metrics_get(known->database->tally, results[k].kind));
    }
}

static void add_timer(const gather_args_t *g)
{
    apr_array_header_t *samples =
        family(g, "licences_sweep_interval_seconds", LIC_FAMILY_GAUGE, "How often this httpd sweeps; 0: never");
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        sample(samples, known->label, (apr_int64_t)apr_time_sec(known->database->sweep + APR_USEC_PER_SEC - 1));
    }
    tallied(g, "licences_sweeper_pid", LIC_FAMILY_GAUGE, LIC_TALLY_SWEEPER,
            "Process id of the child that swept last; 0: none has yet");
    tallied(g, "licences_last_sweep_timestamp_seconds", LIC_FAMILY_INSTANT, LIC_TALLY_SWEPT_AT,
            "When this httpd swept last; 0: not yet");
    add_last_sweep(g);
    tallied(g, "licences_sweeps", LIC_FAMILY_COUNTER, LIC_TALLY_SWEEPS, "Sweeps of this httpd since it started");
    tallied(g, "licences_swept_accounts", LIC_FAMILY_COUNTER, LIC_TALLY_ACCOUNTS,
            "Accounts that they brought up to date");
    tallied(g, "licences_swept_things", LIC_FAMILY_COUNTER, LIC_TALLY_THINGS,
            "Renewals, deactivations, reminders and notices that they carried out");
    tallied(g, "licences_swept_failures", LIC_FAMILY_COUNTER, LIC_TALLY_FAILED,
            "Accounts that they left behind, as the error log tells");
    tallied(g, "licences_timer_outages", LIC_FAMILY_COUNTER, LIC_TALLY_OUTAGES,
            "How often the timer found the database out of reach");
    tallied(g, "licences_mails_sent", LIC_FAMILY_COUNTER, LIC_TALLY_SENT, "Messages that this httpd handed over");
    tallied(g, "licences_mails_delayed", LIC_FAMILY_COUNTER, LIC_TALLY_DELAYED,
            "Tries to hand over a message after which it was put off");
    tallied(g, "licences_mails_parked", LIC_FAMILY_COUNTER, LIC_TALLY_PARKED,
            "Messages given up: licencesctl mail retry takes them up again");
}

/* --- the database ---------------------------------------------------------------------------------------------------
 */

static apr_int64_t age(apr_time_t since, apr_time_t now)
{
    return since && since < now ? apr_time_sec(now - since) : 0;
}

static apr_int64_t leases_of(const known_t *known, apr_time_t now)
{
    (void)now;
    return known->watch.leases->nelts;
}

static apr_int64_t due_of(const known_t *known, apr_time_t now)
{
    (void)now;
    return known->watch.due;
}

static apr_int64_t overdue_of(const known_t *known, apr_time_t now)
{
    return age(known->watch.due_since, now);
}

static apr_int64_t mail_overdue_of(const known_t *known, apr_time_t now)
{
    return age(known->watch.mail_due, now);
}

static apr_int64_t mail_age_of(const known_t *known, apr_time_t now)
{
    return age(known->watch.mail_created, now);
}

static void add_database(const gather_args_t *g)
{
    apr_array_header_t *samples = family(g, "licences_database_up", LIC_FAMILY_GAUGE, "The database answers");
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        sample(samples, known->label, known->up);
    }
    watched(g, "licences_leases_held", leases_of, "Parts of the work that some sweeper, here or elsewhere, is at");
    watched(g, "licences_accounts_due", due_of, "Accounts with something due now; 10000: that many or more");
    watched(g, "licences_oldest_due_seconds", overdue_of, "For how long the oldest of it has been due");
    samples =
        family(g, "licences_outbox_messages", LIC_FAMILY_GAUGE,
               "Messages that wait to be sent, were given up, or that nobody is to send; 10000: that many or more");
    for (int i = 0; i < g->known->nelts; i++) {
        const known_t *known = &APR_ARRAY_IDX(g->known, i, known_t);
        if (!known->up)
            continue;
        sample(samples, apr_pstrcat(g->pool, known->label, ",state=\"waiting\"", NULL), known->watch.waiting);
        sample(samples, apr_pstrcat(g->pool, known->label, ",state=\"parked\"", NULL), known->watch.parked);
        sample(samples, apr_pstrcat(g->pool, known->label, ",state=\"unwanted\"", NULL), known->watch.unwanted);
    }
    watched(g, "licences_outbox_oldest_due_seconds", mail_overdue_of,
            "For how long the next try of a message has been due");
    watched(g, "licences_outbox_oldest_seconds", mail_age_of, "For how long the oldest message has been waiting");
}

/* --- all of it ------------------------------------------------------------------------------------------------------
 */

static const char *escaped(const char *text, apr_pool_t *p)
{
    char *made = apr_palloc(p, 2 * strlen(text) + 1), *to = made;
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            *to++ = '\\';
        *to++ = *text;
    }
    *to = '\0';
    return made;
}

/* Names the database after the first server that uses it, not by its parameters, as these may hold a password. Numbered
 * where the name is taken. */
static const char *label_of(const gather_args_t *g, const lic_database_t *database)
{
    const char *host = database->server->server_hostname ? database->server->server_hostname : "main";
    const char *label = apr_psprintf(g->pool, "database=\"%s:%s\"", database->driver, escaped(host, g->pool));
    for (int i = 0; i < g->known->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(g->known, i, known_t).label, label))
            return apr_psprintf(g->pool, "database=\"%s:%s:%d\"", database->driver, escaped(host, g->pool),
                                g->known->nelts + 1);
    return label;
}

static void set_unwanted(lic_watch_t *watch)
{
    watch->unwanted += watch->waiting;
    watch->unwanted = watch->unwanted < LIC_WATCH_MOST ? watch->unwanted : LIC_WATCH_MOST;
    watch->waiting = 0;
    watch->mail_due = watch->mail_created = 0;
}

static void ask(known_t *known, const gather_args_t *g)
{
    lic_db_source_t *from = lic_dbd_source(known->database->server, NULL, g->pool);
    lic_db_t *db;
    if (from->open(&db, from->baton, g->pool))
        return;
    known->up = !lic_watch_read(&known->watch, db, g->now, g->pool);
    from->close(db, from->baton);
    if (!known->database->mail) /* nobody sends here, so nothing waits, whether the sweep has seen to it yet or not */
        set_unwanted(&known->watch);
}

lic_metrics_facts_t *lic_facts_gather(apr_time_t now, apr_pool_t *p)
{
    const apr_array_header_t *databases = lic_databases();
    gather_args_t g = {.now = now, .pool = p};
    lic_metrics_facts_t *facts = apr_pcalloc(p, sizeof(*facts));
    g.families = apr_array_make(p, 20, sizeof(lic_family_t));
    g.known = apr_array_make(p, 2, sizeof(known_t));
    facts->families = g.families;
    facts->leases = apr_array_make(p, 4, sizeof(lic_held_t));
    for (int i = 0; databases && i < databases->nelts; i++) {
        const lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        const char *label = label_of(&g, database);
        known_t *known = apr_array_push(g.known);
        *known = (known_t){.database = database, .label = label};
        ask(known, &g);
        for (int k = 0; known->up && k < known->watch.leases->nelts; k++) {
            const lic_watch_lease_t *lease = &APR_ARRAY_IDX(known->watch.leases, k, lic_watch_lease_t);
            APR_ARRAY_PUSH(facts->leases, lic_held_t) = (lic_held_t){label, lease->name, lease->holder, lease->left};
        }
    }
    add_requests(&g);
    add_pages(&g);
    add_durations(&g);
    add_database(&g);
    add_timer(&g);
    return facts;
}
