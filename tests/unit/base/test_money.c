#include "base/money.h"

#include <inttypes.h>

#include "vectors.h"

static void proration_row(char **column, int line)
{
    apr_int64_t amount = -1;
    assert_true(lic_money_prorate(&amount, atoll(column[0]), atoll(column[1]), (int)strtol(column[2], NULL, 10),
                                  (int)strtol(column[3], NULL, 10)));
    if (amount != atoll(column[4]))
        fail_msg("proration.tsv:%d: %" PRId64 " instead of %s", line, (int64_t)amount, column[4]);
}

static void a_purchase_line_is_prorated_and_rounded_once(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("proration.tsv", proration_row), 80);
}

static void invoice_row(char **column, int line)
{
    apr_int64_t net = 0, vat = -1, total = -1;
    char *amounts = column[1];
    while (amounts)
        assert_true(lic_money_add(&net, net, atoll(strsep(&amounts, ","))));
    assert_true(lic_money_vat(&vat, net, lic_money_parse_rate(column[0])));
    assert_true(lic_money_add(&total, net, vat));
    if (net != atoll(column[2]) || vat != atoll(column[3]) || total != atoll(column[4]))
        fail_msg("invoices.tsv:%d: %" PRId64 " + %" PRId64 " = %" PRId64, line, (int64_t)net, (int64_t)vat,
                 (int64_t)total);
}

static void vat_is_reckoned_on_the_net_total_once(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("invoices.tsv", invoice_row), 60);
}

static void halves_are_rounded_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        apr_int64_t a, b, c, result;
    } rows[] = {
        {1, 1, 2, 1},   {-1, 1, 2, -1}, {3, 1, 2, 2},    {-3, 1, 2, -2},  {1, 1, 3, 0},    {2, 1, 3, 1},
        {-2, 1, 3, -1}, {-1, 1, 3, 0},  {0, 5, 7, 0},    {5, 1, 10, 1},   {-5, 1, 10, -1}, {4, 1, 10, 0},
        {-4, 1, 10, 0}, {15, 1, 10, 2}, {7, -3, 2, -11}, {-7, -3, 2, 11},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        apr_int64_t result = 99;
        assert_true(lic_money_scale(&result, rows[i].a, rows[i].b, rows[i].c));
        assert_int_equal(result, rows[i].result);
    }
}

static void overflow_is_refused_and_leaves_the_result_alone(void **state)
{
    (void)state;
    const apr_int64_t max = APR_INT64_MAX, min = APR_INT64_MIN;
    apr_int64_t out = 42;
    assert_false(lic_money_add(&out, max, 1));
    assert_false(lic_money_add(&out, min, -1));
    assert_false(lic_money_multiply(&out, max, 2));
    assert_false(lic_money_multiply(&out, min, -1));
    assert_false(lic_money_scale(&out, max, 3, 2));
    assert_false(lic_money_scale(&out, min, -1, 1));
    assert_false(lic_money_scale(&out, max, max, 1));
    assert_false(lic_money_scale(&out, 1, 1, 0));
    assert_false(lic_money_scale(&out, 1, 1, -1));
    assert_false(lic_money_prorate(&out, max, max, INT32_MAX, INT32_MAX));
    assert_false(lic_money_prorate(&out, max, 2, 30, 30));
    assert_false(lic_money_prorate(&out, 100, 2, 30, 0));
    assert_false(lic_money_vat(&out, max, 10001));
    assert_int_equal(out, 42);
}

static void results_at_the_very_edge_are_given(void **state)
{
    (void)state;
    const apr_int64_t max = APR_INT64_MAX, min = APR_INT64_MIN;
    apr_int64_t out = 0;
    assert_true(lic_money_scale(&out, max, max, max) && out == max);
    assert_true(lic_money_scale(&out, min, max, max) && out == min);
    assert_true(lic_money_vat(&out, max, 10000) && out == max);
    assert_true(lic_money_prorate(&out, max, 366, 1, 366) && out == max);
    assert_true(lic_money_add(&out, max - 1, 1) && out == max);
    assert_true(lic_money_multiply(&out, min / 2, 2) && out == min);
}

/* A linear congruential sequence (Knuth's MMIX constants): the same on every machine, and from a printed seed. */
static uint64_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 1 ^ *seed << 31;
}

static apr_int64_t random_amount(uint64_t *seed)
{
    static const apr_int64_t awkward[] = {0, 1, -1, 2, -2, 99, 10000, APR_INT64_MAX, APR_INT64_MIN, APR_INT64_MAX - 1};
    uint64_t pick = random_next(seed) >> 40;
    if (pick % 4 == 0)
        return awkward[pick / 4 % (sizeof(awkward) / sizeof(awkward[0]))];
    return (apr_int64_t)random_next(seed) >> (pick / 4 % 63);
}

__extension__ typedef __int128 wide_t;

/* The rule itself: of all whole numbers, the result is within half of a × b ÷ c, and where two are, the outer one. */
static int is_nearest(apr_int64_t result, wide_t product, apr_int64_t c)
{
    wide_t twice_error = 2 * (product - (wide_t)result * c);
    if (twice_error == c)
        return product < 0;
    if (twice_error == -(wide_t)c)
        return product > 0;
    return twice_error < c && twice_error > -(wide_t)c;
}

static void random_amounts_are_scaled_to_the_nearest_unit_or_refused(void **state)
{
    (void)state;
    uint64_t seed = 20261124;
    int given = 0, refused = 0;
    for (int i = 0; i < 400000; i++) {
        apr_int64_t a = random_amount(&seed), b = random_amount(&seed), c = random_amount(&seed), out = 42;
        if (c <= 0)
            continue;
        wide_t product = (wide_t)a * b;
        if (lic_money_scale(&out, a, b, c)) {
            given++;
            if (product > ((wide_t)1 << 124) || product < -((wide_t)1 << 124))
                continue; /* twice the error might not fit here */
            if (!is_nearest(out, product, c))
                fail_msg("round %d: %" PRId64 " x %" PRId64 " / %" PRId64, i, (int64_t)a, (int64_t)b, (int64_t)c);
        } else {
            refused++;
            assert_true(out == 42 && (product / c >= APR_INT64_MAX || product / c <= APR_INT64_MIN));
        }
    }
    assert_true(given > 50000 && refused > 10000);
}

static void digits_come_from_iso_4217(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int digits;
    } rows[] = {{"DKK", 2}, {"EUR", 2},   {"USD", 2},  {"JPY", 0},  {"KWD", 3},  {"CLF", 4},  {"UYW", 4},
                {"RSD", 2}, {"IQD", 3},   {"LBP", 2},  {"BIF", 0},  {"XPF", 0},  {"AED", 2},  {"ZWL", 2},
                {"TND", 3}, {"HUF", 2},   {"XXX", -1}, {"XAU", -1}, {"ABC", -1}, {"dkk", -1}, {"DK", -1},
                {"", -1},   {"DKKK", -1}, {"K E", -1}, {"F C", -1}, {NULL, -1}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(lic_money_digits(rows[i].code), rows[i].digits);
    int known = 0;
    for (int i = 0; i < 26 * 26 * 26; i++) {
        char code[4] = {(char)('A' + i / 676), (char)('A' + i / 26 % 26), (char)('A' + i % 26), '\0'};
        known += lic_money_digits(code) >= 0;
    }
    assert_int_equal(known, 170);
}

static void a_rate_has_at_most_two_decimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int rate;
    } rows[] = {{"25", 2500},  {"20.01", 2001}, {"5.5", 550},   {"0", 0},    {"100", 10000}, {"100.00", 10000},
                {"0.05", 5},   {"7.25", 725},   {"100.01", -1}, {"-1", -1},  {"5.", -1},     {".5", -1},
                {"1.234", -1}, {"25%", -1},     {" 25", -1},    {"25 ", -1}, {"1e1", -1},    {"5,5", -1},
                {"", -1},      {"1000", -1},    {"+5", -1},     {NULL, -1}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(lic_money_parse_rate(rows[i].text), rows[i].rate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_purchase_line_is_prorated_and_rounded_once),
        cmocka_unit_test(vat_is_reckoned_on_the_net_total_once),
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(overflow_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test(results_at_the_very_edge_are_given),
        cmocka_unit_test(random_amounts_are_scaled_to_the_nearest_unit_or_refused),
        cmocka_unit_test(digits_come_from_iso_4217),
        cmocka_unit_test(a_rate_has_at_most_two_decimals),
    };
    return cmocka_run_group_tests_name("base/money", tests, NULL, NULL);
}
