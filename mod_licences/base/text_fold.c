/* base/text_fold.c  Texts folded for searching and comparing. */
#include "base/text_fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Letters that Unicode does not decompose, and what people type who lack them. */
static const char *plain_letter(UChar32 c)
{
    static const struct {
        UChar32 letter;
        const char *plain;
    } letters[] = {
        {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},   {0xFE, "th"},  {0x111, "d"},  {0x127, "h"},
        {0x131, "i"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"},  {0x180, "b"},
        {0x138, "k"}, {0x259, "e"}, {0x2BC, "'"},  {0x2018, "'"}, {0x2019, "'"},
    };
    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (letters[i].letter == c)
            return letters[i].plain;
    }
    return NULL;
}

/* *length units normalised into p; NULL and a failed status if that can't be done. */
static UChar *normalized(const UNormalizer2 *form, const UChar *text, int32_t *length, UErrorCode *status,
                         apr_pool_t *p)
{
    UErrorCode sizing = *status;
    int32_t room = unorm2_normalize(form, text, *length, NULL, 0, &sizing) + 1;
    if (U_FAILURE(*status) || (U_FAILURE(sizing) && sizing != U_BUFFER_OVERFLOW_ERROR))
        return NULL;
    UChar *out = apr_palloc(p, sizeof(UChar) * (size_t)room);
    *length = unorm2_normalize(form, text, *length, out, room, status);
    return out;
}

/* Letters that German and the Nordic languages write as two where a keyboard lacks them */
static const UChar *two_letters(UChar c)
{
    switch (c) {
    case 0xE4: /* ä */
    case 0xE6: /* æ */
        return u"ae";
    case 0xE5: /* å */
        return u"aa";
    case 0xF6: /* ö */
    case 0xF8: /* ø */
        return u"oe";
    case 0xFC: /* ü */
        return u"ue";
    default:
        return NULL;
    }
}

static UChar *transcribed(const UChar *text, int32_t *length, apr_pool_t *p)
{
    UChar *out = apr_palloc(p, sizeof(UChar) * 2 * ((size_t)*length + 1));
    int32_t used = 0;
    for (int32_t at = 0; at < *length; at++) {
        const UChar *two = two_letters(text[at]);
        out[used++] = two ? two[0] : text[at];
        if (two)
            out[used++] = two[1];
    }
    *length = used;
    return out;
}

/* Case folded, without what isn't seen (soft hyphens); NULL if ICU can't. */
static const UChar *casefolded(int32_t *length, const char *text, UErrorCode *status, apr_pool_t *p)
{
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(status);
    int32_t size = (int32_t)strlen(text); /* no byte of UTF-8 makes more than one unit of UTF-16 */
    UChar *given = apr_palloc(p, sizeof(UChar) * ((size_t)size + 1));
    u_strFromUTF8WithSub(given, size + 1, length, text, size, 0xFFFD, NULL, status);
    return U_SUCCESS(*status) ? normalized(fold, given, length, status, p) : NULL;
}

/* Case folded and decomposed; NULL if ICU can't. */
static const UChar *decomposed(int32_t *length, const char *text, int transcribe, apr_pool_t *p)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *split = unorm2_getNFKDInstance(&status);
    const UChar *folded = casefolded(length, text, &status, p);
    if (folded && transcribe)
        folded = transcribed(folded, length, p);
    const UChar *parts = folded ? normalized(split, folded, length, &status, p) : NULL;
    return U_SUCCESS(status) ? parts : NULL;
}

static const char *folded_text(const char *text, int transcribe, apr_pool_t *p)
{
    apr_pool_t *scratch;
    if (strlen(text) >= INT32_MAX / 4 || apr_pool_create(&scratch, p))
        return "";
    int32_t length = 0;
    const UChar *parts = decomposed(&length, text, transcribe, scratch);
    /* at most three bytes for each unit; the special letters make no more than that */
    char *out = apr_palloc(p, (apr_size_t)length * 3 + 1);
    int32_t used = 0, blank = 0;
    for (int32_t at = 0; parts && at < length;) {
        UChar32 c;
        U16_NEXT(parts, at, length, c);
        int8_t type = u_charType(c);
        if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK)
            continue;
        if (u_isUWhiteSpace(c)) {
            blank = used > 0;
            continue;
        }
        if (blank)
            out[used++] = ' ';
        blank = 0;
        const char *plain = plain_letter(c);
        if (plain) {
            memcpy(out + used, plain, strlen(plain));
            used += (int32_t)strlen(plain);
        } else {
            U8_APPEND_UNSAFE(out, used, c);
        }
    }
    out[used] = '\0';
    apr_pool_destroy(scratch);
    return out;
}

const char *lic_text_fold(const char *text, apr_pool_t *p)
{
    return folded_text(text, 0, p);
}

const char *lic_text_transcribe(const char *text, apr_pool_t *p)
{
    return folded_text(text, 1, p);
}

const char *lic_text_casefold(const char *text, apr_pool_t *p)
{
    UErrorCode status = U_ZERO_ERROR;
    apr_pool_t *scratch;
    int32_t length = 0, used = 0;
    if (strlen(text) >= INT32_MAX / 4 || apr_pool_create(&scratch, p))
        return text;
    const UChar *folded = casefolded(&length, text, &status, scratch);
    const int32_t room = length * 3 + 1; /* bytes: at most three for each unit */
    char *out = apr_palloc(p, (apr_size_t)room);
    if (folded)
        u_strToUTF8(out, room, &used, folded, length, &status);
    apr_pool_destroy(scratch);
    return folded && U_SUCCESS(status) ? out : text;
}
