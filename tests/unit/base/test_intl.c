/* 10,000 random amounts, numbers, dates and plurals are as ECMAScript's Intl (intl.js, by Node) has them, but
 * for the currency's code, which always comes first here. */
#include <stdio.h>
#include <stdlib.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "base/text_locale.h"
#include "vectors.h"

enum { COUNT = 10000, TOLD = 20 };

static const char *formatted(const char *locale, const char *kind, apr_int64_t value, const char *currency,
                             apr_pool_t *p)
{
    if (!strcmp(kind, "money"))
        return lic_text_money(locale, value, currency, p);
    if (!strcmp(kind, "number"))
        return lic_text_number(locale, value, p);
    if (!strcmp(kind, "plural"))
        return apr_itoa(p, lic_text_plural(locale, value));
    return lic_text_date(locale, (lic_date_t)value, *kind, p);
}

static int has_node(void)
{
    return !system("node --version >/dev/null 2>&1");
}

static void amounts_dates_and_plurals_are_as_intl_has_them(void **state)
{
    const char *source = getenv("top_srcdir");
    char line[512];
    int seen = 0, differing = 0;
    apr_pool_t *p;
    (void)state;
    if (!has_node())
        skip(); /* no Node here */
    apr_pool_create(&p, NULL);
    FILE *lines =
        popen(apr_psprintf(p, "node %s/tests/unit/base/intl.js %d", source && *source ? source : "..", COUNT), "r");
    assert_non_null(lines);
    while (fgets(line, sizeof(line), lines)) {
        char *rest = line, *fields[5];
        for (int i = 0; i < 5; i++)
            fields[i] = strsep(&rest, "\t\n");
        const char *ours = formatted(fields[0], fields[1], apr_atoi64(fields[2]), fields[3], p);
        seen++;
        if (!strcmp(ours, fields[4]))
            continue;
        if (differing++ < TOLD)
            print_error("%s %s %s: \"%s\", and Intl has \"%s\"\n", fields[0], fields[1], fields[2], ours, fields[4]);
    }
    assert_int_equal(pclose(lines), 0);
    apr_pool_destroy(p);
    assert_int_equal(seen, COUNT);
    assert_int_equal(differing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(amounts_dates_and_plurals_are_as_intl_has_them)};
    apr_initialize();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
