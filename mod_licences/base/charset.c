/* base/charset.c  What a file is in, and its decoding by ICU. */
#include "base/charset.h"

#include <apr_strings.h>
#include <unicode/ucnv.h>

enum { BYTES = 16384, UNITS = 4096 };

const lic_word_t lic_charset_words[] = {{"utf-8", LIC_CHARSET_UTF_8},
                                        {"utf-16le", LIC_CHARSET_UTF_16LE},
                                        {"utf-16be", LIC_CHARSET_UTF_16BE},
                                        {"windows-1252", LIC_CHARSET_WINDOWS_1252},
                                        {NULL, 0}};

/* --- detecting ---------------------------------------------------------------------------------- */

typedef struct lic_looked_t {
    int more;                  /* bytes that the character lacks */
    unsigned char least, most; /* that its next byte may be */
    int letters;               /* beyond ASCII, in UTF-8 */
    apr_int64_t line, wrong;   /* the line; the first with what isn't UTF-8, 0: none */
} lic_looked_t;

/* The first byte of a character, and what its second may be (RFC 3629) */
static int begins(lic_looked_t *l, unsigned char byte)
{
    l->least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
    l->most = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
    l->more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    return byte >= 0xc2 && byte <= 0xf4;
}

static void wrong_here(lic_looked_t *l)
{
    l->more = 0;
    if (!l->wrong)
        l->wrong = l->line;
}

static void look(lic_looked_t *l, unsigned char byte)
{
    if (l->more && byte >= l->least && byte <= l->most) {
        l->least = 0x80;
        l->most = 0xbf;
        l->letters += !--l->more;
        return;
    }
    if (l->more)
        wrong_here(l);
    l->line += byte == '\n';
    if (byte >= 0x80 && !begins(l, byte))
        wrong_here(l);
}

static int wide(lic_charset_t *charset, const unsigned char *bytes, apr_size_t n)
{
    if (n < 2)
        return 0;
    const int little = (bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] && !bytes[1]);
    const int big = (bytes[0] == 0xfe && bytes[1] == 0xff) || (!bytes[0] && bytes[1]);
    *charset = little ? LIC_CHARSET_UTF_16LE : LIC_CHARSET_UTF_16BE;
    return little || big;
}

lic_error_t *lic_charset_detect(lic_charset_t *charset, lic_charset_read_fn *read, void *baton, apr_pool_t *p)
{
    lic_looked_t l = {.line = 1};
    unsigned char buffer[BYTES];
    apr_size_t n = sizeof(buffer);
    for (int first = 1; read(baton, (char *)buffer, &n) == APR_SUCCESS; first = 0, n = sizeof(buffer)) {
        if (first && wide(charset, buffer, n))
            return NULL;
        for (apr_size_t i = 0; i < n; i++)
            look(&l, buffer[i]);
    }
    if (l.more)
        wrong_here(&l);
    *charset = l.wrong ? LIC_CHARSET_WINDOWS_1252 : LIC_CHARSET_UTF_8;
    if (!l.wrong || !l.letters)
        return NULL;
    const char *line = apr_psprintf(p, "%" APR_INT64_T_FMT, l.wrong);
    return lic_error_fact(
        lic_error_make(p, LIC_REFUSED, "csv-malformed",
                       "line %s: text that isn't UTF-8, as other lines are: say by --encoding what the "
                       "file is in",
                       line),
        "line", line);
}

/* --- decoding ----------------------------------------------------------------------------------- */

struct lic_decoder_t {
    lic_charset_read_fn *read;
    void *baton;
    UConverter *from, *to;
    char bytes[BYTES];
    const char *at, *end;
    UChar units[UNITS], *written, *taken; /* between the two */
    int reset, ended;
};

static apr_status_t close_decoder(void *data)
{
    lic_decoder_t *decoder = data;
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
    return APR_SUCCESS;
}

lic_error_t *lic_decoder_make(lic_decoder_t **out, lic_charset_t charset, lic_charset_read_fn *read, void *baton,
                              apr_pool_t *p)
{
    static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"};
    lic_decoder_t *decoder = apr_pcalloc(p, sizeof(*decoder));
    UErrorCode status = U_ZERO_ERROR;
    decoder->read = read;
    decoder->baton = baton;
    decoder->from = ucnv_open(names[charset], &status);
    decoder->to = ucnv_open("UTF-8", &status);
    apr_pool_cleanup_register(p, decoder, close_decoder, apr_pool_cleanup_null);
    ucnv_setToUCallBack(decoder->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status))
        return lic_error_make(p, LIC_BUG, "charset", "%s: %s", names[charset], u_errorName(status));
    lic_decoder_rewind(decoder);
    *out = decoder;
    return NULL;
}

void lic_decoder_rewind(lic_decoder_t *decoder)
{
    decoder->at = decoder->end = decoder->bytes;
    decoder->written = decoder->taken = decoder->units;
    decoder->reset = 1;
    decoder->ended = 0;
}

static apr_status_t fill(lic_decoder_t *decoder)
{
    apr_size_t n = sizeof(decoder->bytes);
    const apr_status_t status = decoder->read(decoder->baton, decoder->bytes, &n);
    decoder->at = decoder->bytes;
    decoder->end = decoder->bytes + (status == APR_SUCCESS ? n : 0);
    decoder->ended = status == APR_EOF;
    return status == APR_EOF ? APR_SUCCESS : status;
}

apr_status_t lic_decoder_read(void *baton, char *buffer, apr_size_t *length)
{
    lic_decoder_t *decoder = baton;
    char *to = buffer;
    while (to == buffer) {
        UErrorCode status = U_ZERO_ERROR;
        if (decoder->at == decoder->end && !decoder->ended) {
            const apr_status_t read = fill(decoder);
            if (read)
                return read;
        }
        const int last = decoder->ended;
        ucnv_convertEx(decoder->to, decoder->from, &to, buffer + *length, &decoder->at, decoder->end, decoder->units,
                       &decoder->written, &decoder->taken, decoder->units + UNITS, (UBool)decoder->reset, (UBool)last,
                       &status);
        decoder->reset = 0;
        if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR)
            return APR_EGENERAL;
        if (last && to == buffer)
            return APR_EOF;
    }
    *length = (apr_size_t)(to - buffer);
    return APR_SUCCESS;
}
