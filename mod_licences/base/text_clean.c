/* base/text_clean.c  The form that texts are stored, compared and looked up in, and what in them can't be seen. */
#include "base/text_clean.h"

#include <string.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/text.h"

#define BRAILLE_BLANK 0x2800 /* a symbol to Unicode, and nothing to the eye */
#define GROWTH        3      /* at most, of UTF-16 that is brought into NFC (Unicode Standard Annex 15) */
#define EMAIL_MAX     254    /* bytes (RFC 5321, 4.5.3.1.3, without < and >) */
#define DOMAIN_MAX    253    /* bytes of its ASCII form */

/* Blanks, controls, format characters (bidi controls among them), and what a font draws nothing for. */
static int is_invisible(UChar32 c)
{
    if (c > ' ' && c < 0x7F) /* most are */
        return 0;
    switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return 1;
    default:
        return c == BRAILLE_BLANK || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    }
}

static int is_ascii(const char *text)
{
    while (*text > 0)
        text++;
    return !*text;
}

/* NULL where text isn't UTF-8, or is NFC already. */
static const char *composed(const char *text, apr_pool_t *p, apr_pool_t *scratch)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    const int32_t size = (int32_t)strlen(text); /* no byte of UTF-8 makes more than one unit of UTF-16 */
    int32_t length = 0, used = 0;
    UChar *given = apr_palloc(scratch, sizeof(UChar) * ((size_t)size + 1));
    u_strFromUTF8(given, size + 1, &length, text, size, &status);
    if (U_FAILURE(status) || unorm2_isNormalized(nfc, given, length, &status))
        return NULL;
    const int32_t room = length * GROWTH + 1;
    UChar *made = apr_palloc(scratch, sizeof(UChar) * (size_t)room);
    length = unorm2_normalize(nfc, given, length, made, room, &status);
    const int32_t bytes = length * U8_MAX_LENGTH + 1;
    char *out = apr_palloc(scratch, (size_t)bytes);
    u_strToUTF8(out, bytes, &used, made, length, &status);
    return U_SUCCESS(status) ? apr_pstrmemdup(p, out, (size_t)used) : NULL;
}

const char *lic_text_nfc(const char *text, apr_pool_t *p)
{
    apr_pool_t *scratch;
    if (!text || is_ascii(text) || strlen(text) >= INT32_MAX / (GROWTH * U8_MAX_LENGTH) || apr_pool_create(&scratch, p))
        return text;
    const char *made = composed(text, p, scratch);
    apr_pool_destroy(scratch);
    return made ? made : text;
}

/* The first place in [from, to) of something that is seen; to: there is none. */
static int32_t first_seen(const char *text, int32_t from, int32_t to)
{
    for (int32_t next = from; next < to; from = next) {
        UChar32 c;
        U8_NEXT(text, next, to, c);
        if (!is_invisible(c))
            return from;
    }
    return to;
}

/* The place behind the last of them; from: there is none. */
static int32_t behind_seen(const char *text, int32_t from, int32_t to)
{
    for (int32_t before = to; before > from; to = before) {
        UChar32 c;
        U8_PREV(text, from, before, c);
        if (!is_invisible(c))
            return to;
    }
    return from;
}

const char *lic_text_tidy(const char *text, apr_pool_t *p)
{
    const char *form = lic_text_nfc(text, p);
    const size_t size = form ? strlen(form) : 0;
    if (!size || size >= INT32_MAX)
        return form;
    const int32_t from = first_seen(form, 0, (int32_t)size), to = behind_seen(form, from, (int32_t)size);
    return to < (int32_t)size ? apr_pstrmemdup(p, form + from, (size_t)(to - from)) : form + from;
}

/* Whether text is UTF-8 of 1 to max characters, none of which is wrong and one at least is seen. */
static int is_line(const char *text, int max, int (*is_wrong)(UChar32 c))
{
    const size_t size = text ? strlen(text) : 0;
    if (!size || max <= 0 || size > (size_t)max * U8_MAX_LENGTH || size >= INT32_MAX || !lic_text_valid(text))
        return 0;
    int seen = 0, characters = 0;
    for (int32_t at = 0, length = (int32_t)size; at < length;) {
        UChar32 c;
        U8_NEXT(text, at, length, c);
        if (++characters > max || is_wrong(c))
            return 0;
        seen |= !is_invisible(c);
    }
    return seen;
}

/* C0, DEL and C1 controls, and Unicode's own line and paragraph separators. */
static int breaks_line(UChar32 c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

int lic_text_valid_line(const char *text, int max)
{
    return is_line(text, max, breaks_line);
}

int lic_text_valid_login(const char *text)
{
    return is_line(text, LIC_TEXT_LOGIN, is_invisible);
}

/* --- isolates ---------------------------------------------------------------------------------------- */

#define ISOLATE     "\xe2\x81\xa8" /* U+2068 */
#define POP_ISOLATE "\xe2\x81\xa9" /* U+2069 */
#define WIDTH       3              /* bytes of each, and of U+2066 and U+2067 */

static int is_isolate(const char *at)
{
    return !strncmp(at, "\xe2\x81", 2) && (unsigned char)at[2] >= 0xa6 && (unsigned char)at[2] <= 0xa9;
}

const char *lic_text_isolate(const char *text, apr_pool_t *p)
{
    char *inner = apr_palloc(p, strlen(text) + 1), *to = inner;
    while (*text) {
        if (is_isolate(text))
            text += WIDTH;
        else
            *to++ = *text++;
    }
    *to = '\0';
    return *inner ? apr_pstrcat(p, ISOLATE, inner, POP_ISOLATE, NULL) : inner;
}

/* Whether [from, from + length) by itself may turn what stands around it. */
static int turns(const char *from, int32_t length)
{
    for (int32_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT(from, at, length, c);
        const UCharDirection direction = u_charDirection(c);
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC || direction == U_ARABIC_NUMBER ||
            u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL))
            return 1;
    }
    return 0;
}

const char *lic_text_plain(const char *text, apr_pool_t *p)
{
    const char *plain = "";
    for (;;) {
        const char *from = strstr(text, ISOLATE), *to = from ? strstr(from, POP_ISOLATE) : NULL;
        if (!to)
            return apr_pstrcat(p, plain, text, NULL);
        const int around = turns(from + WIDTH, (int32_t)(to - from - WIDTH)) ? 0 : WIDTH;
        plain = apr_pstrcat(p, plain, apr_pstrmemdup(p, text, (apr_size_t)(from - text)),
                            apr_pstrmemdup(p, from + around, (apr_size_t)(to - from + WIDTH - 2 * around)), NULL);
        text = to + WIDTH;
    }
}

/* --- e-mail addresses ------------------------------------------------------------------------------- */

static int is_domain(const char *domain)
{
    const size_t length = strlen(domain);
    return length && domain[0] != '.' && domain[length - 1] != '.' && !strstr(domain, "..");
}

/* UTS 46 as browsers and mail programs use it; what is ASCII already is left alone. */
static const char *ascii_domain(const char *domain, apr_pool_t *p)
{
    char out[DOMAIN_MAX + 1];
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (is_ascii(domain))
        return domain;
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status);
    const int32_t length = uidna_nameToASCII_UTF8(idna, domain, -1, out, DOMAIN_MAX, &info, &status);
    uidna_close(idna);
    if (U_FAILURE(status) || info.errors || length > DOMAIN_MAX)
        return NULL;
    return apr_pstrmemdup(p, out, (apr_size_t)length);
}

const char *lic_text_email_ascii(const char *text, apr_pool_t *p)
{
    if (!is_line(text, EMAIL_MAX, is_invisible) || strpbrk(text, "<>,\"()[]:;\\"))
        return NULL;
    const char *at = strchr(text, '@');
    if (!at || at == text || strchr(at + 1, '@'))
        return NULL;
    const char *domain = ascii_domain(at + 1, p);
    if (!domain || !is_domain(domain) || strpbrk(domain, "<>,\"()[]:;\\@ "))
        return NULL;
    const char *address = apr_pstrcat(p, apr_pstrmemdup(p, text, (apr_size_t)(at - text + 1)), domain, NULL);
    return strlen(text) <= EMAIL_MAX && strlen(address) <= EMAIL_MAX ? address : NULL;
}

int lic_text_valid_email(const char *text, apr_pool_t *p)
{
    const char *address = lic_text_email_ascii(text, p);
    return address && is_ascii(address);
}
