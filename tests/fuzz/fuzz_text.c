/* Texts: what counts as one, by ICU as by GLib; keys and the like, as by regular expressions; and what is folded. */
#include "fuzz.h"

#include <string.h>

#include <glib.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/text_fold.h"
#include "base/locale.h"

enum { MOST = 200 };

static void take_words(const char *text)
{
    HOLDS(!lic_text_valid_key(text) == !fuzz_like(text, "^[a-z0-9][a-z0-9-]{0,39}$"));
    HOLDS(!lic_text_valid_visible(text, MOST) == !fuzz_like(text, "^[!#-~]{1,200}$"));
    if (lic_locale_valid(text))
        HOLDS(fuzz_like(text, "^[A-Za-z0-9-]+$"));
}

/* NFC is GLib's; nothing that isn't seen is in a log-in, an address, or at the ends of a text */
static void take_names(const char *text, apr_pool_t *p)
{
    const char *nfc = lic_text_nfc(text, p), *tidy = lic_text_tidy(text, p), *address = lic_text_email_ascii(text, p);
    char *also = g_utf8_validate(text, -1, NULL) ? g_utf8_normalize(text, -1, G_NORMALIZE_NFC) : NULL;
    HOLDS(!strcmp(nfc, also ? also : text));
    g_free(also);
    HOLDS(!strcmp(lic_text_nfc(nfc, p), nfc) && !strcmp(lic_text_tidy(tidy, p), tidy));
    HOLDS(strstr(nfc, tidy) && (!lic_text_valid_line(nfc, MOST) || lic_text_valid_line(tidy, MOST)));
    if (lic_text_valid_login(text))
        HOLDS(!strcmp(nfc, tidy) && lic_text_characters(text) <= LIC_TEXT_LOGIN && lic_text_valid_line(text, MOST));
    if (!address)
        return;
    HOLDS(strlen(text) <= 254 && strlen(address) <= 254 && !strcmp(nfc, tidy));
    HOLDS(strchr(address, '@') && strchr(address, '@') == strrchr(address, '@'));
    HOLDS(!strpbrk(address, " \t<>,\"()[]:;\\") && fuzz_like(strchr(address, '@'), "^@[!-?A-~]+$"));
    HOLDS(!strcmp(lic_text_email_ascii(address, p), address));
    HOLDS(!lic_text_valid_email(text, p) == !g_str_is_ascii(address));
}

/* What an older database holds is shown all the same */
static void take_mended(const char *text, apr_pool_t *p)
{
    const char *mended = lic_text_mended(text, p);
    HOLDS(lic_text_valid(mended) && strlen(mended) <= 3 * strlen(text));
    HOLDS(!lic_text_valid(text) || !strcmp(mended, text));
    HOLDS(!lic_text_valid_plain(text, 0) || lic_text_valid_plain(text, 1));
    HOLDS(!lic_text_valid_plain(text, 1) || lic_text_valid(text));
    const char *alone = lic_text_isolate(mended, p);
    HOLDS(lic_text_valid(alone) && !strcmp(lic_text_isolate(alone, p), alone));
    HOLDS(lic_text_valid(lic_text_plain(alone, p)));
}

/* Lines are shown, logged, put into headers of mails */
static void take_line(const char *text)
{
    if (!lic_text_valid_line(text, MOST))
        return;
    HOLDS(lic_text_valid(text) && g_utf8_strlen(text, -1) <= MOST);
    gboolean blank = TRUE;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        HOLDS(!g_unichar_iscntrl(c) && c != 0x2028 && c != 0x2029);
        blank &= g_unichar_isspace(c);
    }
    HOLDS(!blank);
}

static void take_folded(const char *text, const char *folded, apr_pool_t *p)
{
    const size_t length = strlen(folded);
    HOLDS(length <= 20 * strlen(text)); /* U+FDFA becomes eighteen letters and blanks */
    HOLDS(!strstr(folded, "  ") && (!length || (folded[0] != ' ' && folded[length - 1] != ' ')));
    HOLDS(g_utf8_validate(folded, -1, NULL));
    HOLDS(!strcmp(lic_text_fold(folded, p), folded));
}

/* José is found whether é was typed as one character or as two */
static void take_form(const char *text, const char *folded, apr_pool_t *p)
{
    char *parts = g_utf8_validate(text, -1, NULL) ? g_utf8_normalize(text, -1, G_NORMALIZE_NFD) : NULL;
    HOLDS(!parts || !strcmp(lic_text_fold(parts, p), folded));
    g_free(parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const char *text = fuzz_text(data, size, p);
    HOLDS(!lic_text_valid(text) == !fuzz_is_text(text));
    if (lic_text_valid(text))
        HOLDS(lic_text_characters(text) == (int)g_utf8_strlen(text, -1));
    take_line(text);
    take_words(text);
    take_names(text, p);
    take_mended(text, p);
    const char *folded = lic_text_fold(text, p);
    take_folded(text, folded, p);
    take_folded(text, lic_text_transcribe(text, p), p);
    take_form(text, folded, p);
    return 0;
}
