#include "base/error.h"

#include <apr_general.h>

#include "base/log.h"
#include "base/words.h"
#include "vectors.h"

static apr_pool_t *pool;

static void an_error_tells_code_problem_message_and_place(void **state)
{
    (void)state;
    lic_error_t *err = lic_error_make(pool, LIC_REFUSED, "ceiling", "%lld of %zu for %s", 5000000001LL, (size_t)7, "x");
    int line = __LINE__ - 1;
    assert_int_equal(err->code, LIC_REFUSED);
    assert_string_equal(err->problem, "ceiling");
    assert_string_equal(err->message, "5000000001 of 7 for x");
    assert_int_equal(err->line, line);
    assert_non_null(strstr(err->file, "test_error.c"));
    assert_null(err->facts);
    assert_null(err->cause);
}

static void facts_are_copied(void **state)
{
    (void)state;
    char value[] = "acme";
    lic_error_t *err = lic_error_make(pool, LIC_UNKNOWN, "no-account", "no such account");
    assert_ptr_equal(lic_error_fact(err, "account", value), err);
    value[0] = 'X';
    assert_string_equal(apr_table_get(err->facts, "account"), "acme");
}

static void a_wrapped_error_outlives_its_causes_pool(void **state)
{
    (void)state;
    apr_pool_t *scratch;
    assert_int_equal(apr_pool_create(&scratch, pool), APR_SUCCESS);
    lic_error_t *root = lic_error_make(scratch, LIC_UNAVAILABLE, "database", "connection %d is gone", 3);
    lic_error_fact(root, "database", "sqlite3");
    lic_error_t *middle = lic_error_wrap(root, scratch, "reading the account");
    lic_error_t *top = lic_error_wrap(middle, pool, "showing %s", "/overview");
    apr_pool_clear(scratch);
    memset(apr_palloc(scratch, 4000), 'x', 4000); /* what lay there is gone for certain */
    assert_int_equal(top->code, LIC_UNAVAILABLE);
    assert_string_equal(top->problem, "database");
    assert_string_equal(apr_table_get(top->facts, "database"), "sqlite3");
    assert_string_equal(lic_error_chain(top, pool), "showing /overview: reading the account: connection 3 is gone");
    assert_string_equal(top->cause->cause->message, "connection 3 is gone");
}

static int counted;

static lic_error_t *tried(lic_error_t *err)
{
    LIC_TRY(err);
    counted++;
    return NULL;
}

static void try_leaves_at_the_first_error(void **state)
{
    (void)state;
    lic_error_t *err = lic_error_make(pool, LIC_BUG, "bug", "bug");
    assert_ptr_equal(tried(err), err);
    assert_int_equal(counted, 0);
    assert_null(tried(NULL));
    assert_int_equal(counted, 1);
}

static void take_message(void *baton, lic_log_level_t level, const char *id, const char *message)
{
    snprintf(baton, 100, "%d %s %s", (int)level, id, message);
}

static void messages_go_where_they_were_sent(void **state)
{
    (void)state;
    char seen[100] = "";
    lic_log(LIC_LOG_ERROR, "LIC0001", pool, "nobody listens");
    lic_log_to(take_message, seen);
    lic_log(LIC_LOG_WARNING, "LIC0012", pool, "waited %lld ms", 1500LL);
    assert_string_equal(seen, "1 LIC0012 waited 1500 ms");
    lic_log_to(NULL, NULL);
    lic_log(LIC_LOG_ERROR, "LIC0001", pool, "nobody listens");
    assert_string_equal(seen, "1 LIC0012 waited 1500 ms");
}

static void words_and_values_find_each_other(void **state)
{
    (void)state;
    static const lic_word_t table[] = {{"user", 1}, {"addon", 3}, {NULL, 0}};
    assert_string_equal(lic_word_of(table, 3), "addon");
    assert_null(lic_word_of(table, 0));
    assert_int_equal(lic_word_value(table, "user", -1), 1);
    assert_int_equal(lic_word_value(table, "User", -1), -1);
    assert_int_equal(lic_word_value(table, "", -1), -1);
    assert_int_equal(lic_word_value(table, NULL, 7), 7);
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_tells_code_problem_message_and_place),
        cmocka_unit_test(facts_are_copied),
        cmocka_unit_test(a_wrapped_error_outlives_its_causes_pool),
        cmocka_unit_test(try_leaves_at_the_first_error),
        cmocka_unit_test(messages_go_where_they_were_sent),
        cmocka_unit_test(words_and_values_find_each_other),
    };
    return cmocka_run_group_tests_name("base/error", tests, setup, NULL);
}
