/* Numbers: whole ones, rates and amounts as people type them; and reckoning with amounts, against 128 bits. */
#include "fuzz.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"

__extension__ typedef __int128 wide_t;

static int fits(wide_t number)
{
    return number >= INT64_MIN && number <= INT64_MAX;
}

static wide_t size_of(wide_t number)
{
    return number < 0 ? -number : number;
}

/* *ratio ≈ product ÷ by, half away from zero */
static void is_rounded(int done, const apr_int64_t *ratio, wide_t product, apr_int64_t by)
{
    const wide_t exact = product / by;
    if (!done) {
        HOLDS(!fits(exact) || !fits(exact + (product < 0 ? -1 : 1)));
        return;
    }
    const wide_t over = (wide_t)*ratio * by - product; /* away from zero: at most a half; towards it: less */
    HOLDS(size_of(over) * 2 <= by);
    HOLDS(size_of(over) * 2 != by || size_of((wide_t)*ratio * by) > size_of(product));
}

static void take_sums(apr_int64_t a, apr_int64_t b, apr_int64_t c)
{
    apr_int64_t out = 0;
    HOLDS(lic_money_add(&out, a, b) == fits((wide_t)a + b) && (!fits((wide_t)a + b) || out == a + b));
    HOLDS(lic_money_multiply(&out, a, b) == fits((wide_t)a * b) && (!fits((wide_t)a * b) || out == a * b));
    const int scaled = lic_money_scale(&out, a, b, c);
    if (c > 0)
        is_rounded(scaled, &out, (wide_t)a * b, c);
    else
        HOLDS(!scaled);
    const int rate = (int)(b % 10001);
    is_rounded(lic_money_vat(&out, a, rate), &out, (wide_t)a * rate, 10000);
    const int days = (int)(c % 400), remaining = (int)(b % 400);
    if (days > 0 && remaining >= 0 && size_of(a) < (1ll << 50) && size_of(b) < (1ll << 50))
        is_rounded(lic_money_prorate(&out, a, b, remaining, days), &out, (wide_t)a * b * remaining, days);
}

static void take_whole(const char *text, apr_pool_t *p)
{
    apr_int64_t number, again;
    const int is = lic_text_parse_int(&number, text);
    HOLDS(is == fuzz_like(text, "^[ \t]*-?(0*[1-9][0-9]{0,17}|0+)[ \t]*$"));
    if (!is)
        return;
    HOLDS(number == strtoll(text, NULL, 10));
    HOLDS(lic_text_parse_int(&again, lic_text_printf(p, "%lld", (long long)number)) && again == number);
}

static void take_rate(const char *text)
{
    const int rate = lic_money_parse_rate(text);
    const int is = fuzz_like(text, "^[0-9]{1,3}([.][0-9]{1,2})?$");
    HOLDS(is ? rate == (strtod(text, NULL) <= 100 ? (int)(strtod(text, NULL) * 100 + 0.5) : -1) : rate == -1);
}

static void take_amount(apr_int64_t minor, apr_int64_t any, apr_pool_t *p)
{
    const int digits = (int)((apr_uint64_t)any % 5);
    char *major = apr_pstrdup(p, lic_text_major(minor, digits, '.', p)), *point = strchr(major, '.');
    HOLDS(!point == !digits && (!point || strlen(point + 1) == (size_t)digits));
    HOLDS(fuzz_like(major, "^-?(0|[1-9][0-9]*)([.][0-9]+)?$"));
    if (point)
        memmove(point, point + 1, strlen(point));
    HOLDS(strtoll(major, NULL, 10) == minor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const char *text = fuzz_text(data, size, p), *first = fuzz_line(&text, p);
    char *end;
    const apr_int64_t a = strtoll(first, &end, 10), b = strtoll(end, &end, 10), c = strtoll(end, NULL, 10);
    const int digits = lic_money_digits(text);
    take_sums(a, b, c);
    take_amount(a, b, p);
    take_whole(first, p);
    take_whole(text, p);
    take_rate(text);
    HOLDS(digits < 0 || (digits <= 4 && fuzz_like(text, "^[A-Z]{3}$")));
    return 0;
}
