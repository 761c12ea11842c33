/* What is typed into a search field taken apart, what of a row is searched, and by which of it an index is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "store/search.h"
#include "view/list/lookup.h"
#include "view/list/search.h"

static void words_stand_there_in_both_spellings_and_begin_after_a_hyphen(void **state)
{
    apr_pool_t *p;
    (void)state;
    apr_pool_create(&p, NULL);
    assert_string_equal(lic_search_text("Anne-Marie S\xc3\xb8rensen", "ams", "AMS", "ams@x.example", p),
                        "  anne-marie  marie  sorensen  soerensen  ams  ams@x.example");
    assert_string_equal(lic_search_text("Bo", "bo", "", "", p), "  bo");
    char lengthy[2000];
    memset(lengthy, 'x', sizeof(lengthy) - 1);
    lengthy[sizeof(lengthy) - 1] = '\0';
    assert_int_equal(strlen(lic_search_text(lengthy, "a", "b", "c", p)), LIC_SEARCH_MAX);
    apr_pool_destroy(p);
}

static void what_many_hold_is_no_way_to_find_few(void **state)
{
    apr_pool_t *p;
    lic_lookup_t lookups[LIC_LOOKUPS_MAX];
    const lic_account_t account = {.locale = "en-GB"};
    const lic_module_t modules[] = {{7, "crm", "CRM", "  crm", LIC_LOOKUP_ROWS_MAX + 1},
                                    {8, "rare", "Rarely wanted", "  rarely  wanted", LIC_LOOKUP_ROWS_MAX}};
    (void)state;
    apr_pool_create(&p, NULL);
    assert_int_equal(
        lic_search_lookups(lookups, lic_search_parse("crm", &account, account.locale, modules, 2, p), 0, -1, p), 0);
    assert_int_equal(
        lic_search_lookups(lookups, lic_search_parse("rarely", &account, account.locale, modules, 2, p), 0, -1, p), 1);
    assert_int_equal(lookups[0].modules[0], 8);
    const lic_search_t *any = lic_search_parse("", &account, account.locale, modules, 2, p);
    assert_int_equal(lic_search_lookups(lookups, any, 7, -1, p), 0);
    assert_int_equal(lic_search_lookups(lookups, any, 8, -1, p), 1);
    assert_int_equal(lookups[0].modules[0], 8);
    apr_pool_destroy(p);
}

static void of_too_many_words_the_first_count(void **state)
{
    apr_pool_t *p;
    const lic_account_t account = {.locale = "en-GB"};
    (void)state;
    apr_pool_create(&p, NULL);
    const char *typed = "first";
    for (int i = 0; i < 1000; i++)
        typed = apr_psprintf(p, "%s w\xc2\xb4%d", typed, i);
    const lic_search_t *search = lic_search_parse(typed, &account, account.locale, NULL, 0, p);
    assert_int_equal(search->nterms, 16);
    assert_string_equal(search->terms[0].plain, "first");
    assert_string_equal(search->terms[15].plain, "w");
    apr_pool_destroy(p);
}

static int begin(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

static int end(void **state)
{
    (void)state;
    apr_terminate();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_there_in_both_spellings_and_begin_after_a_hyphen),
        cmocka_unit_test(what_many_hold_is_no_way_to_find_few),
        cmocka_unit_test(of_too_many_words_the_first_count),
    };
    return cmocka_run_group_tests_name("terms", tests, begin, end);
}
