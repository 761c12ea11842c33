#include "view/render/function.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/templates.h>
#include <libxslt/transform.h>

#include "base/instant.h"
#include "base/locale.h"
#include "base/text_clean.h"
#include "base/text_locale.h"
#include "base/text.h"
#include "view/render/xml.h"

typedef const char *lic_function_fn(const lic_render_args_t *r, const char *const *args, int n);

static const char *call_t(const lic_render_args_t *r, const char *const *args, int n)
{
    const char *text = lic_catalogue_text(r->catalogue, r->language, args[0]);
    return lic_catalogue_fill(text, args + 1, (n - 1) / 2, r->pool);
}

static const char *call_tn(const lic_render_args_t *r, const char *const *args, int n)
{
    const char *pairs[LIC_FUNCTION_ARGUMENTS + 2];
    apr_int64_t count = 0;
    int known = lic_text_parse_int(&count, args[2]);
    pairs[0] = "n";
    pairs[1] = known ? lic_text_number(r->locale, count, r->pool) : args[2];
    memcpy(pairs + 2, args + 3, sizeof(*args) * (apr_size_t)(n - 3));
    const char *text =
        lic_catalogue_plural(r->catalogue, r->language, args[0], args[1], lic_text_plural(r->locale, count));
    return lic_catalogue_fill(text, pairs, 1 + (n - 3) / 2, r->pool);
}

static const char *call_number(const lic_render_args_t *r, const char *const *args, int n)
{
    apr_int64_t number;
    (void)n;
    return lic_text_parse_int(&number, args[0]) ? lic_text_number(r->locale, number, r->pool) : args[0];
}

static const char *call_decimal(const lic_render_args_t *r, const char *const *args, int n)
{
    char *number = apr_pstrdup(r->pool, args[0]), *point = strchr(number, '.');
    (void)n;
    if (point)
        *point = lic_text_decimal_point(r->locale);
    return number;
}

static const char *call_money(const lic_render_args_t *r, const char *const *args, int n)
{
    apr_int64_t minor;
    (void)n;
    return lic_text_parse_int(&minor, args[0]) ? lic_text_money(r->locale, minor, args[1], r->pool) : args[0];
}

static const char *call_date(const lic_render_args_t *r, const char *const *args, int n)
{
    lic_date_t date = lic_date_parse(args[0]);
    (void)n;
    return date == LIC_DATE_NONE ? args[0] : lic_text_date(r->locale, date, args[1][0], r->pool);
}

static const char *call_datetime(const lic_render_args_t *r, const char *const *args, int n)
{
    apr_time_t at;
    (void)n;
    if (!r->look->zone || !lic_instant_parse(&at, args[0]))
        return args[0];
    return lic_text_datetime(r->locale, r->look->zone, at, args[1][0], r->pool);
}

static const char *call_local(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_cell_local(r->look->zone, args[0], r->pool);
}

/* Local days from a date until an instant's */
static const char *call_days(const lic_render_args_t *r, const char *const *args, int n)
{
    const lic_date_t from = lic_date_parse(args[0]);
    apr_time_t at;
    (void)n;
    if (!r->look->zone || from == LIC_DATE_NONE || !lic_instant_parse(&at, args[1]))
        return "";
    return apr_itoa(r->pool, lic_zone_date(r->look->zone, at) - from);
}

static const char *call_uri(const lic_render_args_t *r, const char *const *args, int n)
{
    static const char hex[] = "0123456789ABCDEF";
    char *encoded = apr_palloc(r->pool, 3 * strlen(args[0]) + 1), *to = encoded;
    (void)n;
    for (const unsigned char *c = (const unsigned char *)args[0]; *c; c++) {
        if ((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || strchr("-._~", *c)) {
            *to++ = (char)*c;
            continue;
        }
        *to++ = '%';
        *to++ = hex[*c >> 4];
        *to++ = hex[*c & 15];
    }
    *to = '\0';
    return encoded;
}

static const char *call_isolate(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_text_isolate(args[0], r->pool);
}

static const char *call_plain(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_text_plain(args[0], r->pool);
}

static const char *call_digest(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)args;
    (void)n;
    return apr_psprintf(r->pool, "%.16s", r->digest);
}

static const char *call_cell(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_cell_text(args[0], r->pool);
}

static const char *call_major(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_cell_major(&r->cells, args[0], args[1], r->pool);
}

static const char *call_instant(const lic_render_args_t *r, const char *const *args, int n)
{
    (void)n;
    return lic_cell_instant(&r->cells, args[0], r->pool);
}

static const char *call_row(const lic_render_args_t *r, const char *const *args, int n)
{
    char *row = apr_palloc(r->pool, lic_cells_size(args, n));
    lic_cells_write(&r->cells, row, args, n);
    return row;
}

struct lic_function_t {
    const char *name;
    lic_function_fn *call;
    int least, most;
};

static const lic_function_t functions[] = {{"t", call_t, 1, LIC_FUNCTION_ARGUMENTS},
                                           {"tn", call_tn, 3, LIC_FUNCTION_ARGUMENTS},
                                           {"number", call_number, 1, 1},
                                           {"decimal", call_decimal, 1, 1},
                                           {"money", call_money, 2, 2},
                                           {"date", call_date, 2, 2},
                                           {"datetime", call_datetime, 2, 2},
                                           {"local", call_local, 1, 1},
                                           {"days", call_days, 2, 2},
                                           {"uri", call_uri, 1, 1},
                                           {"isolate", call_isolate, 1, 1},
                                           {"plain", call_plain, 1, 1},
                                           {"digest", call_digest, 0, 0},
                                           {"cell", call_cell, 1, 1},
                                           {"major", call_major, 2, 2},
                                           {"instant", call_instant, 1, 1},
                                           {"row", call_row, 1, LIC_FUNCTION_ARGUMENTS},
                                           {NULL, NULL, 0, 0}};

const lic_function_t *lic_function_find(const char *name, int n)
{
    for (const lic_function_t *function = functions; function->name; function++)
        if (!strcmp(function->name, name))
            return n >= function->least && n <= function->most ? function : NULL;
    return NULL;
}

const char *lic_function_call(const lic_function_t *function, const lic_render_args_t *r, const char *const *args,
                              int n)
{
    return function->call(r, args, n);
}

/* As strings; the last one is on top of the stack. Returns how many couldn't be had. */
static int pop_arguments(xmlXPathParserContext *parser, xmlXPathObject **args, const char **texts, int n)
{
    while (n > 0) {
        xmlXPathObject *arg = valuePop(parser);
        if (arg && arg->type != XPATH_STRING)
            arg = xmlXPathConvertString(arg);
        if (!arg || !arg->stringval)
            break;
        args[--n] = arg;
        texts[n] = (const char *)arg->stringval;
    }
    return n;
}

/* One entrance for all of them, as libxml2 tells which name was called. The first argument becomes the result. */
static void enter(xmlXPathParserContext *parser, int n)
{
    const lic_render_args_t *r = xsltXPathGetTransformContext(parser)->_private;
    xmlXPathObject *args[LIC_FUNCTION_ARGUMENTS] = {NULL};
    const char *texts[LIC_FUNCTION_ARGUMENTS];
    const lic_function_t *function = lic_function_find((const char *)parser->context->function, n);
    if (!function) {
        xmlXPathErr(parser, XPATH_INVALID_ARITY);
        return;
    }
    if (pop_arguments(parser, args, texts, n)) {
        xmlXPathErr(parser, XPATH_MEMORY_ERROR);
    } else if (n) {
        xmlChar *text = xmlStrdup(BAD_CAST function->call(r, texts, n));
        xmlFree(args[0]->stringval);
        args[0]->stringval = text;
        valuePush(parser, args[0]);
        args[0] = NULL;
    } else {
        valuePush(parser, xmlXPathNewCString(function->call(r, texts, n)));
    }
    for (int i = 0; i < n; i++)
        xmlXPathFreeObject(args[i]);
}

/* <f:spoken locale="{…}">: what it holds is in the language of this locale, whatever the reader's is; "" is the
 * reader's. */
static void speak(xsltTransformContext *context, xmlNode *node, xmlNode *instruction, xsltElemPreCompPtr compiled)
{
    lic_render_args_t *r = context->_private;
    const char *locale = r->locale, *language = r->language;
    (void)compiled;
    xmlChar *wanted = xsltEvalAttrValueTemplate(context, instruction, BAD_CAST "locale", NULL);
    if (wanted && *wanted) {
        r->locale = apr_pstrdup(r->pool, (const char *)wanted);
        r->language = lic_locale_language(r->locale);
    }
    xmlFree(wanted);
    xsltApplyOneTemplate(context, node, instruction->children, NULL, NULL);
    r->locale = locale;
    r->language = language;
}

int lic_function_register(xsltTransformContext *context)
{
    for (int i = 0; functions[i].name; i++)
        if (xsltRegisterExtFunction(context, BAD_CAST functions[i].name, BAD_CAST LIC_XML_FUNCTION_NAMESPACE, enter))
            return 0;
    return !xsltRegisterExtElement(context, BAD_CAST "spoken", BAD_CAST LIC_XML_FUNCTION_NAMESPACE, speak);
}
