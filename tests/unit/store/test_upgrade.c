/*
 * test_upgrade.c  An upgrade that is cut, wherever that is, goes on when it is begun again.
 *
 * test_upgrade DRIVER:PARAMS upgrades that database so, for tests/ctl/test_upgrade.sh.
 */
#include "fault.h"
#include "harness.h"
#include "world.h"

#include <stdio.h>
#include <apr_general.h>

#include "store/connection.h"
#include "store/source.h"
#include "store/statement_texts_private.h"
#include "store/schema.h"

static const char *const tables[][3] = {
    {"SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2", NULL},
    {"SELECT table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable, column_default "
     "FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
     "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1", NULL},
    {"SELECT table_name, column_name, column_type, collation_name, is_nullable, column_default "
     "FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position",
     "SELECT table_name, index_name, seq_in_index, column_name, collation, non_unique "
     "FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 3",
     NULL},
};

/* The tables, and what is in them once they have been made */
static const char *schema_of(lic_db_t *db, apr_pool_t *p)
{
    world_t look = {.db = db, .pool = p};
    const char *text = "";
    for (const char *const *query = tables[lic_db_dialect(db)]; *query; query++)
        text = apr_pstrcat(p, text, world_rows(&look, "%s", *query), NULL);
    return apr_pstrcat(p, text, world_rows(&look, "SELECT version FROM schema_version ORDER BY 1"),
                       world_rows(&look, "SELECT name FROM setting ORDER BY 1"), NULL);
}

/* An empty database where the harness made a full one; on SQLite, another file */
static lic_db_source_t *emptied(const harness_t *h)
{
    world_t w = {.db = h->db, .pool = h->p};
    lic_db_source_t *source;
    if (h->dialect == LIC_SQLITE) {
        world_ok(lic_db_source_make(&source, h->driver, apr_pstrcat(h->p, h->params, "-journal", NULL), h->p));
        return source; /* by a name that the harness takes away */
    }
    const char *name = h->dialect == LIC_POSTGRESQL ? "current_schema()" : "DATABASE()";
    name = apr_pstrdup(h->p, world_rows(&w, "SELECT %s", name));
    name = apr_pstrndup(h->p, name, strlen(name) - 1);
    world_run(&w, "DROP SCHEMA %s%s", name, h->dialect == LIC_POSTGRESQL ? " CASCADE" : "");
    world_run(&w, "CREATE SCHEMA %s", name);
    return h->source;
}

/* How far it has got: what a cut must not take back */
static const char *progress(lic_db_source_t *source, apr_pool_t *p)
{
    lic_db_t *db;
    int version = -1;
    const char *steps = "";
    world_ok(source->open(&db, source->baton, p));
    world_ok(lic_schema_version(&version, db, p));
    world_t look = {.db = db, .pool = p};
    if (lic_db_dialect(db) == LIC_MARIADB &&
        world_number(&look, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                            "table_name = 'schema_step'"))
        steps = world_rows(&look, "SELECT version, step FROM schema_step ORDER BY 1");
    source->close(db, source->baton);
    return apr_psprintf(p, "%d\n%s", version, steps);
}

static lic_error_t *upgrade_from(lic_db_source_t *source, apr_pool_t *p)
{
    lic_db_t *db;
    int from;
    LIC_TRY(source->open(&db, source->baton, p));
    lic_error_t *err = lic_schema_upgrade(&from, db, HARNESS_NOW, p);
    source->close(db, source->baton);
    return err;
}

/* Cut at its first moment, then at its second, …; and from the first again whenever it has got further: so every moment
 * of every step comes up, also right after another cut. Returns how often it was cut. */
static int cut_everywhere(lic_db_source_t *source, apr_pool_t *p)
{
    int cuts = 0, struck = 1;
    apr_pool_t *before, *each;
    apr_pool_create(&before, p);
    apr_pool_create(&each, p);
    const char *reached = progress(source, before);
    for (int moment = 1; struck; moment++) {
        apr_pool_clear(each);
        lic_db_source_t *from = fault_source(source, each);
        fault_arm(FAULT_DOWN, moment);
        lic_error_t *err = upgrade_from(from, each);
        struck = fault_disarm();
        if (!struck)
            world_ok(err);
        if (!struck)
            break;
        assert_non_null(err);
        cuts++;
        const char *now = progress(source, each);
        if (strcmp(now, reached)) {
            apr_pool_clear(before);
            reached = apr_pstrdup(before, now);
            moment = 0;
        }
        assert_true(moment < 1000);
    }
    apr_pool_destroy(each);
    apr_pool_destroy(before);
    return cuts;
}

static void an_upgrade_that_is_cut_at_any_moment_goes_on(harness_t *h)
{
    lic_db_t *db;
    harness_whole();
    const char *whole = schema_of(h->db, h->p);
    lic_db_source_t *source = emptied(h);
    const int cuts = cut_everywhere(source, h->p);
    assert_true(cuts > 50);
    assert_ok(source->open(&db, source->baton, h->p));
    assert_ok(lic_schema_check(db, h->p));
    const char *cut = schema_of(db, h->p);
    source->close(db, source->baton);
    assert_string_equal(cut, whole);
    assert_ok(upgrade_from(source, h->p));
}

/* --- beside newer programs ------------------------------------------------------------------------------------------
 */

/* A program that knows one migration more than this one: a column for everybody, on each kind of database. */
static lic_error_t *upgrade_of_the_future(harness_t *h, int more, int serves)
{
    static const char *const steps[][2] = {
        {"ALTER TABLE journal ADD COLUMN wish VARCHAR(10) DEFAULT 'none'", NULL},
        {"ALTER TABLE outbox ADD COLUMN wish VARCHAR(10) DEFAULT 'none'", NULL},
    };
    const int newest = lic_schema_newest();
    lic_migration_t *all = apr_pcalloc(h->p, sizeof(*all) * (apr_size_t)(newest + 3));
    int from;
    for (int i = 0; i < newest; i++)
        all[i] = lic_migrations[i];
    for (int i = 0; i < more; i++)
        all[newest + i] = (lic_migration_t){newest + 1 + i, serves, "future", {steps[i], steps[i], steps[i]}};
    return lic_schema_upgrade_by(all, &from, h->db, HARNESS_NOW, h->p);
}

static void a_newer_schema_that_serves_this_program_is_worked_with(harness_t *h)
{
    int from;
    world_t *w = world_make(h->db, h->p);
    assert_ok(upgrade_of_the_future(h, 1, lic_schema_newest()));
    assert_ok(lic_schema_check(h->db, h->p));
    assert_int_equal(world_number(w, "SELECT MAX(version) FROM schema_version"), lic_schema_newest() + 1);
    world_quantity(w, "standard", 2); /* writes rows of the table that has become wider */
    world_hire(w, "anna", "ar");
    assert_string_equal(world_breaches(w, 0), "");
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM journal WHERE wish IS NULL OR wish <> 'none'"), 0);
    /* but it can't be upgraded by what doesn't know it */
    assert_problem(lic_schema_upgrade(&from, h->db, HARNESS_NOW, h->p), LIC_REFUSED, "schema-newer");
    assert_ok(lic_schema_check(h->db, h->p));
    /* what comes after it, and serves only the one between */
    assert_ok(upgrade_of_the_future(h, 2, lic_schema_newest() + 1));
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-newer");
}

static void a_newer_schema_that_does_not_serve_this_program_is_refused(harness_t *h)
{
    assert_ok(upgrade_of_the_future(h, 1, lic_schema_newest() + 1));
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-newer");
}

static int cut_upgrade_of(const char *database)
{
    apr_pool_t *p;
    const char *driver, *params;
    lic_db_source_t *source;
    apr_initialize();
    apr_pool_create(&p, NULL);
    world_ok(lic_db_init(p));
    world_ok(lic_db_source_parse(&driver, &params, database, p));
    world_ok(lic_db_source_make(&source, driver, params, p));
    printf("upgraded, cut %d times\n", cut_everywhere(source, p));
    apr_pool_destroy(p);
    return 0;
}

int main(int argc, const char *const *argv)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(an_upgrade_that_is_cut_at_any_moment_goes_on),
        HARNESS_TEST(a_newer_schema_that_serves_this_program_is_worked_with),
        HARNESS_TEST(a_newer_schema_that_does_not_serve_this_program_is_refused),
    };
    if (argc == 2)
        return cut_upgrade_of(argv[1]);
    return harness_main("upgrade", cases, sizeof(cases) / sizeof(*cases));
}
