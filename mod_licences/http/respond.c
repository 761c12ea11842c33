#include "respond.h"

#include <apr_strings.h>

#include <http_protocol.h>

#include "base/text.h"
#include "guard.h"
#include "headers.h"
#include "output.h"
#include "validators.h"
#include "view/export.h"
#include "view/tree.h"

/* Every right that is held, also those that come with another. */
static const char *held_rights(const lic_exchange_t *x)
{
    const char *words = "";
    for (const lic_word_t *word = lic_right_words; word->word; word++)
        if (lic_rights_allow(x->rights, (lic_rights_t)word->value))
            words = apr_pstrcat(x->pool, words, *words ? " " : "", word->word, NULL);
    return words;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* What stylesheets know besides the document. */
static const char *const *parameters(const lic_exchange_t *x, const char *token, int status)
{
    const char *const values[] = {
        "base",    x->config->base,
        "user",    or_empty(x->user),
        "rights",  held_rights(x),
        "token",   or_empty(token),
        "here",    x->route.page,
        "args",    or_empty(x->r->args),
        "support", or_empty(x->config->support),
        "account", or_empty(x->account ? x->account->key : NULL),
        "status",  apr_itoa(x->pool, status),
        NULL,
    };
    return apr_pmemdup(x->pool, values, sizeof(values));
}

static lic_look_t look_of(const lic_exchange_t *x, const char *token, int status)
{
    lic_look_t look = {lic_headers_locale(x), x->account ? x->account->zone : NULL, 0, parameters(x, token, status)};
    return look;
}

/* Ends an output: what was written goes out, or the error becomes the answer unless something is out already. */
static lic_error_t *finish(lic_exchange_t *x, lic_output_t *output, lic_error_t *err)
{
    if (!err && !output->failed) {
        x->status = lic_output_end(output);
        return NULL;
    }
    int status = lic_output_break(output);
    if (status)
        x->status = status;
    return output->failed ? NULL : err; /* who went away needs no answer */
}

/* A page, or an XML document without rows: built whole, in one reading. */
static lic_error_t *send_whole(lic_exchange_t *x, const lic_answer_t *answer, const char *token, apr_time_t salt)
{
    xmlDoc *doc;
    lic_output_t output;
    LIC_TRY(lic_document_tree(&doc, answer->document, &answer->query, x->source, x->pool));
    if (!answer->fleeting) /* the account may have been read anew */
        apr_table_setn(x->r->headers_out, "ETag", lic_validators_etag(x, x->account, apr_time_sec(salt)));
    const char *after = lic_document_next(doc, x->pool);
    if (after)
        lic_headers_next(x, after);
    lic_output_start(&output, x->r, 0);
    lic_look_t look = look_of(x, token, answer->status);
    lic_error_t *err = x->route.form == LIC_XML
                           ? lic_tree_write(&output.out, doc, x->pool)
                           : lic_sheet_apply(&output.out, x->sheets, answer->document->sheet, doc, &look, x->pool);
    x->r->status = err ? HTTP_OK : answer->status;
    return finish(x, &output, err);
}

static lic_error_t *send_list(lic_exchange_t *x, const lic_answer_t *answer)
{
    lic_output_t output;
    lic_output_start(&output, x->r, 1);
    lic_error_t *err = lic_export_xml(&output.out, answer->document, &answer->query, x->source, x->pool);
    return finish(x, &output, err);
}

static lic_error_t *send_csv(lic_exchange_t *x, const lic_answer_t *answer)
{
    lic_output_t output;
    lic_look_t look = look_of(x, NULL, answer->status);
    const char *profile = apr_table_get(answer->query.args, "for");
    look.spreadsheet = profile && !strcmp(profile, "spreadsheet");
    lic_headers_attachment(x, "csv");
    lic_output_start(&output, x->r, 1);
    lic_error_t *err =
        lic_export_csv(&output.out, answer->document, &answer->query, x->source, x->sheets, &look, x->pool);
    return finish(x, &output, err);
}

/* HEAD of an export: its rows need not be read to be counted. */
static lic_error_t *send_nothing(lic_exchange_t *x)
{
    lic_output_t output;
    if (x->route.form == LIC_CSV)
        lic_headers_attachment(x, "csv");
    lic_output_start(&output, x->r, 1);
    output.sent = 1;
    x->status = lic_output_end(&output);
    return NULL;
}

/* Conditions of the request against the state that was read. *done when they have been answered. */
static lic_error_t *check_conditions(int *done, lic_exchange_t *x, apr_time_t salt)
{
    int status = lic_validators_check(x, lic_validators_etag(x, x->account, apr_time_sec(salt)));
    *done = status == HTTP_NOT_MODIFIED;
    if (*done)
        x->status = status;
    else if (status)
        return lic_error_make(x->pool, LIC_CONFLICT, "precondition-failed",
                              "it has changed since, or the condition cannot be met");
    return NULL;
}

lic_error_t *lic_respond_document(lic_exchange_t *x, lic_answer_t *answer)
{
    const char *token = NULL;
    apr_time_t expires = 0;
    int done = 0;
    int whole = x->route.form == LIC_HTML || (x->route.form == LIC_XML && !answer->document->rows);
    lic_headers_set(x, 0);
    if (x->route.form == LIC_HTML)
        LIC_TRY(lic_guard_token(&token, &expires, x));
    if (answer->fleeting)
        lic_headers_fleeting(x);
    else if (whole)
        LIC_TRY(check_conditions(&done, x, expires));
    if (done)
        return NULL;
    if (whole)
        return send_whole(x, answer, token, expires);
    if (x->r->header_only)
        return send_nothing(x);
    return x->route.form == LIC_XML ? send_list(x, answer) : send_csv(x, answer);
}

lic_error_t *lic_respond_tree(lic_exchange_t *x, xmlDoc *doc)
{
    lic_output_t output;
    lic_headers_set(x, 0);
    lic_headers_fleeting(x);
    lic_output_start(&output, x->r, 0);
    return finish(x, &output, lic_tree_write(&output.out, doc, x->pool));
}

lic_error_t *lic_respond_problem(lic_exchange_t *x, const lic_error_t *problem, int status)
{
    xmlDoc *doc;
    lic_output_t output;
    const char *title = ap_get_status_line(status) + 4;
    LIC_TRY(lic_problem_tree(&doc, problem, status, title, x->r->uri, x->pool));
    if (x->route.form == LIC_CSV)
        x->route.form = LIC_HTML;
    lic_headers_set(x, 1);
    lic_headers_fleeting(x);
    apr_table_unset(x->r->headers_out, "Content-Disposition");
    lic_look_t look = look_of(x, NULL, status);
    lic_output_start(&output, x->r, 0);
    lic_error_t *err = x->route.form == LIC_XML
                           ? lic_tree_write(&output.out, doc, x->pool)
                           : lic_sheet_apply(&output.out, x->sheets, "problem", doc, &look, x->pool);
    x->r->status = err ? HTTP_OK : status;
    return finish(x, &output, err);
}

lic_error_t *lic_respond_see(lic_exchange_t *x, int status, const char *path)
{
    const char *args =
        status == HTTP_PERMANENT_REDIRECT && x->r->args ? apr_pstrcat(x->pool, "?", x->r->args, NULL) : "";
    lic_headers_set(x, 0);
    lic_headers_fleeting(x);
    apr_table_setn(x->r->headers_out, "Location", apr_pstrcat(x->pool, x->config->base, path, args, NULL));
    lic_respond_plain(x, status, "text/plain; charset=utf-8", "");
    return NULL;
}

lic_error_t *lic_respond_options(lic_exchange_t *x)
{
    lic_guard_allow(x);
    lic_respond_plain(x, HTTP_OK, "text/plain; charset=utf-8", "");
    return NULL;
}

void lic_respond_plain(lic_exchange_t *x, int status, const char *type, const char *text)
{
    lic_output_t output;
    x->r->status = status;
    ap_set_content_type(x->r, type);
    lic_output_start(&output, x->r, 0);
    output.out.write(output.out.baton, text, strlen(text));
    x->status = lic_output_end(&output);
}
