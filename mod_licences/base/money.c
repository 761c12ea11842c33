/* base/money.c  Whole minor units in 64 bits (product.md, Money). */
#include "base/money.h"

#include <string.h>
#include <apr_strings.h>

#include "base/nearest.h"

__extension__ typedef __int128 wide_t;

int lic_money_add(apr_int64_t *out, apr_int64_t a, apr_int64_t b)
{
    apr_int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        return 0;
    *out = sum;
    return 1;
}

int lic_money_multiply(apr_int64_t *out, apr_int64_t a, apr_int64_t b)
{
    apr_int64_t product;
    if (__builtin_mul_overflow(a, b, &product))
        return 0;
    *out = product;
    return 1;
}

/* Rounds n ÷ d half away from zero: C truncates towards zero, and the remainder says whether that was too near. */
static int divide(apr_int64_t *out, wide_t n, apr_int64_t d)
{
    if (d <= 0)
        return 0;
    wide_t quotient = n / d, rest = n % d;
    if (rest < 0)
        rest = -rest;
    if (rest * 2 >= d)
        quotient += n < 0 ? -1 : 1;
    if (quotient > APR_INT64_MAX || quotient < APR_INT64_MIN)
        return 0;
    *out = (apr_int64_t)quotient;
    return 1;
}

int lic_money_scale(apr_int64_t *out, apr_int64_t a, apr_int64_t b, apr_int64_t c)
{
    return divide(out, (wide_t)a * b, c);
}

int lic_money_prorate(apr_int64_t *out, apr_int64_t price, apr_int64_t added, int remaining, int days)
{
    /* What leaves 128 bits here is at least 2^127 ÷ 2^31, so that no quotient that would fit is refused. */
    wide_t product;
    if (__builtin_mul_overflow((wide_t)price * added, (wide_t)remaining, &product))
        return 0;
    return divide(out, product, days);
}

int lic_money_vat(apr_int64_t *out, apr_int64_t net, int rate)
{
    return lic_money_scale(out, net, rate, 10000);
}

/*
 * ISO 4217 (list one, with what Debian's iso-codes names), by the digits of the minor unit. Codes without a minor
 * unit (XAU, XDR, XXX …) aren't money here. Codes withdrawn lately (HRK, BGN, ANG …) stay: an invoice never changes,
 * and must be readable for as long as it is kept.
 */
static const char *const currencies[] = {
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    "",
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER "
    "ZAR ZMW ZWG ZWL",
    "BHD IQD JOD KWD LYD OMR TND",
    "CLF UYW",
};

int lic_money_digits(const char *currency)
{
    if (!currency || strlen(currency) != 3)
        return -1;
    for (int digits = 0; digits < (int)(sizeof(currencies) / sizeof(currencies[0])); digits++) {
        for (const char *code = currencies[digits]; *code; code += code[3] ? 4 : 3) {
            if (!memcmp(code, currency, 3))
                return digits;
        }
    }
    return -1;
}

const char *lic_money_nearest(const char *currency, apr_pool_t *p)
{
    lic_nearest_t nearest;
    lic_nearest_begin(&nearest, currency);
    for (int digits = 0; digits < (int)(sizeof(currencies) / sizeof(currencies[0])); digits++)
        for (const char *code = currencies[digits]; *code; code += code[3] ? 4 : 3)
            lic_nearest_try(&nearest, apr_pstrndup(p, code, 3));
    return lic_nearest_word(&nearest, p);
}

int lic_money_parse_rate(const char *text)
{
    int whole = 0, hundredths = 0, n = 0;
    if (!text)
        return -1;
    for (; n < 3 && *text >= '0' && *text <= '9'; n++)
        whole = whole * 10 + (*text++ - '0');
    if (!n)
        return -1;
    if (*text == '.') {
        text++;
        if (*text < '0' || *text > '9')
            return -1;
        hundredths = (*text++ - '0') * 10;
        if (*text >= '0' && *text <= '9')
            hundredths += *text++ - '0';
    }
    int rate = whole * 100 + hundredths;
    return *text || rate > 10000 ? -1 : rate;
}
