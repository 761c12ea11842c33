#include "base/collation.h"

#include <apr_general.h>
#include <apr_strings.h>

#include "vectors.h"

static apr_pool_t *pool;

/* Each comes before the next in the locale's order. */
static void in_order(const char *locale, const char *const *texts)
{
    const lic_collation_t *collation = lic_collation_open(locale, pool);
    assert_non_null(collation);
    for (; texts[1]; texts++) {
        const char *key = lic_collation_key(collation, texts[0], pool);
        const char *next = lic_collation_key(collation, texts[1], pool);
        if (strcmp(key, next) >= 0)
            fail_msg("%s: %s (%s) isn't before %s (%s)", locale, texts[0], key, texts[1], next);
    }
}
#define IN_ORDER(locale, ...) in_order(locale, (const char *const[]){__VA_ARGS__, NULL})

static void danish_ends_in_three_letters_of_its_own(void **state)
{
    (void)state;
    IN_ORDER("da-DK", "Anna", "Bo", "Zacharias", "\xc3\x86gir", "\xc3\x98jvind", "\xc3\x85se");
    IN_ORDER("da-DK", "Abel", "Zoe", "\xc3\x98vlisen", "Aage", "\xc3\x85ge B");
}

static void swedish_and_german_have_orders_of_their_own(void **state)
{
    (void)state;
    IN_ORDER("sv-SE", "Zorn", "\xc3\x85kesson", "\xc3\x84ngstr\xc3\xb6m", "\xc3\x96stberg");
    IN_ORDER("de-DE", "Abel", "\xc3\x84gidius", "Ahrens", "Oeder", "Ohm", "\xc3\x96lze", "Otto", "Zahn");
    IN_ORDER("de-DE-u-co-phonebk", "Oeder", "\xc3\x96lze", "Ohm", "Otto");
}

static void case_and_accents_count_last(void **state)
{
    (void)state;
    IN_ORDER("en-GB", "resume", "Resume", "r\xc3\xa9sum\xc3\xa9", "resumes");
    IN_ORDER("en-GB", "de la Cruz", "Delacroix", "O'Neill", "Oakley");
}

static void a_locale_that_is_not_known_has_unicodes_order(void **state)
{
    (void)state;
    IN_ORDER("xx-XX", "Abel", "\xc3\x85se", "Bo", "\xc3\x98jvind", "Zoe");
    IN_ORDER("not a locale", "Abel", "\xc3\x85se", "Bo");
    IN_ORDER("", "Abel", "\xc3\x85se", "Bo");
}

static void keys_are_bounded_and_texts_that_are_none_have_one(void **state)
{
    (void)state;
    const lic_collation_t *collation = lic_collation_open("ja-JP", pool);
    char text[1201];
    for (int i = 0; i < 400; i++)
        memcpy(text + 3 * i, "\xe6\xbc\xa2", 3);
    text[1200] = '\0';
    assert_int_equal(strlen(lic_collation_key(collation, text, pool)), LIC_COLLATION_KEY_MAX);
    assert_string_equal(lic_collation_key(collation, "", pool), lic_collation_key(collation, "\x01", pool));
    assert_true(*lic_collation_key(collation, "\xff\xfe", pool));
}

/* The longest name of letters has room with all that makes it differ. */
static void a_name_of_a_hundred_letters_counts_to_its_end(void **state)
{
    (void)state;
    char a[101], b[101];
    memset(a, 'm', 100), memset(b, 'm', 100);
    a[100] = b[100] = '\0', a[99] = 'a', b[99] = 'b';
    IN_ORDER("da-DK", a, b);
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danish_ends_in_three_letters_of_its_own),
        cmocka_unit_test(swedish_and_german_have_orders_of_their_own),
        cmocka_unit_test(case_and_accents_count_last),
        cmocka_unit_test(a_locale_that_is_not_known_has_unicodes_order),
        cmocka_unit_test(keys_are_bounded_and_texts_that_are_none_have_one),
        cmocka_unit_test(a_name_of_a_hundred_letters_counts_to_its_end),
    };
    return cmocka_run_group_tests_name("base/collation", tests, setup, NULL);
}
