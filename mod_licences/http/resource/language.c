/* http/resource/language.c  /language: the language that the user reads. */
#include "http/resource/resources.h"

#include <string.h>

#include <apr_lib.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/locale.h"
#include "http/resource/act.h"
#include "service/language.h"

static lic_error_t *read_language(const char **language, const lic_exchange_t *x, const lic_fields_t *form)
{
    LIC_TRY(lic_act_field(language, x, form, "language"));
    for (const char *const *known = lic_locale_languages; *known; known++)
        if (!strcmp(*known, *language))
            return NULL;
    lic_error_t *err =
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "language: en, da, de or sv, not \"%s\"", *language);
    return lic_error_fact(lic_error_fact(err, "field", "language"), "value", *language);
}

/* As a query comes in an address: encoded */
static int is_query(const char *text)
{
    for (; *text; text++)
        if (!apr_isgraph(*text) || strchr("\"#<>\\^`{|}", *text))
            return 0;
    return 1;
}

/* Below the Location, were that the whole server: "//evil.example" would be another one. */
static int is_path(const char *text)
{
    return *text == '/' && text[1] != '/' && text[1] != '\\' && lic_text_valid_plain(text, 0);
}

/* Goes back to the page that the switch was on, which the form names. */
lic_error_t *lic_language_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *language, *page = lic_fields_get(form, "page"), *query = lic_fields_get(form, "query");
    LIC_TRY(read_language(&language, x, form));
    LIC_TRY(lic_language_choose(x->source, lic_exchange_caller(x, x->route.resource->write), language, x->pool));
    answer->location = page && is_path(page) ? page : "/";
    answer->args = query && *query && is_query(query) ? query : NULL;
    return NULL;
}
