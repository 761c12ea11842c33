/* base/text.c  Formatting, and checks of UTF-8 and of words and numbers that are read from outside. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <apr_strings.h>
#include <unicode/utf8.h>

const char *lic_text_vprintf(apr_pool_t *p, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, args);
    char *text = apr_pcalloc(p, length > 0 ? (apr_size_t)length + 1 : 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, fmt, again);
    va_end(again);
    return text;
}

const char *lic_text_printf(apr_pool_t *p, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = lic_text_vprintf(p, fmt, args);
    va_end(args);
    return text;
}

/* The next character, or -1 where the text is not UTF-8 or XML 1.0 (2.2, Char) has no such character. */
static UChar32 next_char(const char *text, int32_t *at, int32_t length)
{
    UChar32 c;
    U8_NEXT(text, *at, length, c);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return -1;
    return c == 0xFFFE || c == 0xFFFF ? -1 : c;
}

int lic_text_characters(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

const char *lic_text_cut(const char *text, int characters, apr_pool_t *p)
{
    const char *end = text;
    for (; *end; end++)
        if ((*end & 0xc0) != 0x80 && characters-- == 0) /* never within a character of UTF-8 */
            return apr_pstrndup(p, text, (apr_size_t)(end - text));
    return text;
}

/* Whether eight bytes at once are each from 0x20 to 0x7E: of any other, the lowest makes one of the highest bits. */
static int is_visible_8(const char *text)
{
    apr_uint64_t bytes;
    memcpy(&bytes, text, sizeof(bytes));
    return !(((bytes - APR_UINT64_C(0x2020202020202020)) | bytes | (bytes + APR_UINT64_C(0x0101010101010101))) &
             APR_UINT64_C(0x8080808080808080));
}

int lic_text_valid(const char *text)
{
    size_t size = text ? strlen(text) : INT32_MAX;
    if (size >= INT32_MAX)
        return 0;
    int32_t at = 0, length = (int32_t)size;
    while (at < length) {
        if (length - at >= 8 && is_visible_8(text + at)) /* most of all there is */
            at += 8;
        else
            for (const int32_t end = at + 8; at < length && at < end;) {
                if (text[at] >= 0x20 && text[at] < 0x7F)
                    at++;
                else if (next_char(text, &at, length) < 0)
                    return 0;
            }
    }
    return 1;
}

/* C0, DEL and C1 */
static int is_control(UChar32 c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

int lic_text_valid_plain(const char *text, int tabs)
{
    if (!lic_text_valid(text))
        return 0;
    for (int32_t at = 0, length = (int32_t)strlen(text); at < length;) {
        UChar32 c = next_char(text, &at, length);
        if (is_control(c) && !(tabs && c == '\t'))
            return 0;
    }
    return 1;
}

const char *lic_text_mended(const char *text, apr_pool_t *p)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    if (lic_text_valid(text))
        return text;
    const int32_t length = text ? (int32_t)strnlen(text, INT32_MAX / 3) : 0;
    char *mended = apr_palloc(p, (apr_size_t)length * 3 + 1), *to = mended;
    for (int32_t at = 0, from = 0; at < length; from = at) {
        const int valid = next_char(text, &at, length) >= 0;
        const apr_size_t n = valid ? (apr_size_t)(at - from) : sizeof(replacement) - 1;
        memcpy(to, valid ? text + from : replacement, n);
        to += n;
    }
    *to = '\0';
    return mended;
}

int lic_text_valid_key(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = text ? strlen(text) : 0;
    return length >= 1 && length <= 40 && text[0] != '-' && strspn(text, allowed) == length;
}

int lic_text_valid_visible(const char *text, int max)
{
    int length = 0;
    for (; length <= max && text[length] > ' ' && text[length] <= '~' && text[length] != '"'; length++)
        ;
    return length && length <= max && !text[length];
}

int lic_text_parse_int(apr_int64_t *out, const char *text)
{
    if (!text)
        return 0;
    text += strspn(text, " \t");
    int negative = *text == '-';
    text += negative;
    const char *digits = text;
    text += strspn(text, "0");
    apr_int64_t value = 0;
    for (int significant = 0; *text >= '0' && *text <= '9'; text++) {
        if (++significant > 18)
            return 0;
        value = value * 10 + (*text - '0');
    }
    if (text == digits || text[strspn(text, " \t")])
        return 0;
    *out = negative ? -value : value;
    return 1;
}

/* Writes digits leftwards from `to`, at least so many; returns where they begin. */
static char *write_digits(char *to, apr_uint64_t number, int least)
{
    for (; number || least > 0; number /= 10, least--)
        *--to = (char)('0' + number % 10);
    return to;
}

static apr_uint64_t size_of(apr_int64_t number)
{
    return number < 0 ? 0 - (apr_uint64_t)number : (apr_uint64_t)number;
}

const char *lic_text_int(char buffer[LIC_TEXT_INT_SIZE], apr_int64_t number)
{
    char *to = buffer + LIC_TEXT_INT_SIZE - 1;
    *to = '\0';
    to = write_digits(to, size_of(number), 1);
    if (number < 0)
        *--to = '-';
    return to;
}

const char *lic_text_major(apr_int64_t minor, int digits, char point, apr_pool_t *p)
{
    char buffer[2 * LIC_TEXT_INT_SIZE], *end = buffer + sizeof(buffer) - 1, *to = end;
    apr_uint64_t size = size_of(minor), unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    *to = '\0';
    if (digits > 0) {
        to = write_digits(to, size % unit, digits);
        *--to = point;
    }
    to = write_digits(to, size / unit, 1);
    if (minor < 0)
        *--to = '-';
    return apr_pstrmemdup(p, to, (apr_size_t)(end - to));
}
