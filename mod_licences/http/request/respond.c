/* http/request/respond.c  Sends documents as pages, XML or CSV, and redirects. */
#include "http/request/respond.h"

#include <apr_strings.h>

#include <http_protocol.h>

#include "base/text.h"
#include "http/request/exports.h"
#include "http/request/guard.h"
#include "http/request/headers.h"
#include "http/request/output.h"
#include "http/request/page.h"
#include "http/request/validators.h"
#include "view/document/problem.h"
#include "view/io/export.h"
#include "view/render/sheet.h"

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
        "here",    lic_text_mended(x->route.page, x->pool),
        "args",    lic_text_mended(x->r->args, x->pool),
        "support", or_empty(x->config->support),
        "account", or_empty(x->account ? x->account->key : NULL),
        "locale",  or_empty(x->account ? x->account->locale : NULL),
        "manual",  lic_sheets_have_manual(x->sheets) ? "yes" : "",
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

/* Ends an output. Without an error, sends what was written. With one, returns it to become the answer; if something was
 * sent already, breaks the connection off. */
static lic_error_t *finish(lic_exchange_t *x, lic_output_t *output, lic_error_t *err)
{
    if (!err && !output->failed) {
        x->status = lic_output_end(output);
        return NULL;
    }
    int status = lic_output_break(output);
    if (status)
        x->status = status;
    return output->failed ? NULL : err; /* a client that went away needs no answer */
}

/* What was drawn is still in the brigade. */
static void keep_page(const lic_exchange_t *x, const lic_output_t *output, const char *after, const char *token)
{
    char *body;
    lic_page_t page = {.after = or_empty(after), .etag = "", .encoding = ""};
    if (apr_brigade_pflatten(output->bb, &body, &page.length, x->pool))
        return;
    page.body = body;
    lic_page_keep(&page, x, token);
}

/* Sends a page, or an XML document without rows: the tree is built first, from one state of the account. */
static lic_error_t *send_whole(lic_exchange_t *x, const lic_answer_t *answer, const char *token, apr_time_t salt)
{
    xmlDoc *doc;
    lic_output_t output;
    LIC_TRY(lic_document_tree(&doc, answer->document, &answer->query, &x->reading->kept, x->pool));
    if (!answer->fleeting) /* again: the document may have been built from a newer revision than was checked */
        apr_table_setn(x->r->headers_out, "ETag", lic_validators_etag(x, x->account, apr_time_sec(salt)));
    lic_headers_revision(x, x->account->revision);
    const char *after = lic_document_next(doc, x->pool);
    if (after)
        lic_headers_next(x, after);
    lic_output_start(&output, x->r, 0);
    lic_look_t look = look_of(x, token, answer->status);
    lic_error_t *err = x->route.form == LIC_XML && !x->route.resource->by_sheet
                           ? lic_tree_write(&output.out, doc, x->pool)
                           : lic_sheet_apply(&output.out, x->sheets, answer->document->sheet, doc, &look, x->pool);
    x->r->status = err ? HTTP_OK : answer->status;
    if (!err && lic_page_may_be_kept(x, answer))
        keep_page(x, &output, after, token);
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
    look.locale = x->account->locale; /* of the account's spreadsheet */
    const char *profile = apr_table_get(answer->query.args, "for");
    look.spreadsheet = profile && !strcmp(profile, "spreadsheet");
    lic_headers_attachment(x, "csv");
    lic_output_start(&output, x->r, 1);
    lic_error_t *err =
        lic_export_csv(&output.out, answer->document, &answer->query, x->source, x->sheets, &look, x->pool);
    return finish(x, &output, err);
}

static lic_error_t *send_export(lic_exchange_t *x, const lic_answer_t *answer)
{
    lic_export_t *entered;
    LIC_TRY(lic_exports_enter(&entered, x));
    lic_error_t *err = x->route.form == LIC_XML ? send_list(x, answer) : send_csv(x, answer);
    lic_exports_leave(entered);
    return err;
}

/* Answers HEAD of an export from its first row: what GET refuses is refused. */
static lic_error_t *send_nothing(lic_exchange_t *x, const lic_answer_t *answer)
{
    xmlDoc *doc;
    lic_output_t output;
    lic_query_t first = answer->query;
    first.limit = 1;
    LIC_TRY(lic_document_tree(&doc, answer->document, &first, x->source, x->pool));
    if (x->route.form == LIC_CSV)
        lic_headers_attachment(x, "csv");
    lic_output_start(&output, x->r, 1);
    output.sent = 1;
    x->status = lic_output_end(&output);
    return NULL;
}

/* Compares the request's conditions with the ETag. *done: the answer is 304, and nothing is left to do. */
static lic_error_t *check_conditions(int *done, lic_exchange_t *x, apr_time_t salt)
{
    const char *match = apr_table_get(x->r->headers_in, "If-Match");
    int status = lic_validators_check(x, lic_validators_etag(x, x->account, apr_time_sec(salt)));
    *done = status == HTTP_NOT_MODIFIED;
    if (*done)
        x->status = status;
    else if (status)
        return lic_error_make(x->pool, LIC_CONFLICT, "precondition-failed", "%s",
                              match && strstr(match, "W/")
                                  ? "a weak tag (W/) in If-Match never matches (RFC 9110, 13.1.1)"
                                  : "it has changed since, or the condition cannot be met");
    return NULL;
}

lic_error_t *lic_respond_kept(int *done, lic_exchange_t *x, const lic_answer_t *answer)
{
    lic_page_t page;
    lic_output_t output;
    apr_time_t expires = 0;
    int unchanged;
    *done = 0;
    if (!lic_page_may_be_kept(x, answer))
        return NULL;
    const char *token = x->route.form == LIC_HTML ? lic_guard_token(&expires, x) : NULL;
    *done = lic_page_find(&page, x, token);
    if (!*done)
        return NULL;
    lic_reading_end(x->reading);
    lic_headers_set(x, 0);
    lic_headers_personal(x);
    LIC_TRY(check_conditions(&unchanged, x, expires));
    if (unchanged)
        return NULL;
    lic_headers_revision(x, x->account->revision);
    if (*page.encoding)
        lic_headers_packed(x, page.encoding, page.etag);
    if (*page.after)
        lic_headers_next(x, page.after);
    lic_output_start(&output, x->r, 0);
    lic_output_take(&output, page.body, page.length);
    return finish(x, &output, NULL);
}

lic_error_t *lic_respond_document(lic_exchange_t *x, lic_answer_t *answer)
{
    const char *token = NULL;
    apr_time_t expires = 0;
    int done = 0;
    const int whole = lic_exchange_is_whole(x, answer->document, answer->query.limit);
    lic_headers_set(x, 0);
    lic_headers_personal(x);
    if (x->route.form == LIC_HTML)
        token = lic_guard_token(&expires, x);
    if (answer->fleeting)
        lic_headers_fleeting(x);
    else if (whole)
        LIC_TRY(check_conditions(&done, x, expires));
    if (done)
        return NULL;
    if (whole)
        return send_whole(x, answer, token, expires);
    lic_headers_revision(x, x->account->revision);
    if (x->r->header_only)
        return send_nothing(x, answer);
    x->budget.limits = LIC_BUDGET_EXPORT;
    return send_export(x, answer);
}

lic_error_t *lic_respond_tree(lic_exchange_t *x, xmlDoc *doc, int changes)
{
    lic_output_t output;
    lic_account_t now = *x->account;
    lic_headers_set(x, 0);
    lic_headers_fleeting(x);
    now.revision = lic_document_revision(doc, x->pool);
    lic_headers_revision(x, now.revision);
    if (changes)
        apr_table_setn(x->r->headers_out, "ETag", lic_validators_etag(x, &now, 0));
    lic_output_start(&output, x->r, 0);
    return finish(x, &output, lic_tree_write(&output.out, doc, x->pool));
}

static apr_status_t keep_piece(void *baton, const char *data, apr_size_t length)
{
    apr_array_header_t *pieces = baton;
    APR_ARRAY_PUSH(pieces, const char *) = apr_pstrmemdup(pieces->pool, data, length);
    return APR_SUCCESS;
}

lic_error_t *lic_respond_problem_tree(xmlDoc **doc, const lic_exchange_t *x, const lic_error_t *problem, int status,
                                      int translated)
{
    const char *title = ap_get_status_line(status) + 4, *instance = ap_os_escape_path(x->pool, x->r->uri, 1);
    apr_array_header_t *pieces = apr_array_make(x->pool, 2, sizeof(const char *));
    lic_out_t out = {keep_piece, pieces, NULL};
    lic_look_t look = look_of(x, NULL, status);
    LIC_TRY(lic_problem_tree(doc, problem, status, title, instance, x->pool));
    if (!translated || !x->sheets || lic_sheet_apply(&out, x->sheets, "problem-title", *doc, &look, x->pool))
        return NULL; /* a title in English is better than none */
    return lic_problem_tree(doc, problem, status, apr_array_pstrcat(x->pool, pieces, '\0'), instance, x->pool);
}

lic_error_t *lic_respond_problem(lic_exchange_t *x, const lic_error_t *problem, int status)
{
    xmlDoc *doc;
    lic_output_t output;
    lic_reading_end(x->reading);
    LIC_TRY(lic_respond_problem_tree(&doc, x, problem, status, x->route.form == LIC_XML));
    if (x->route.form == LIC_CSV)
        x->route.form = LIC_HTML;
    lic_headers_set(x, 1);
    lic_headers_fleeting(x);
    apr_table_unset(x->r->headers_out, "Content-Disposition");
    apr_table_unset(x->r->headers_out, "Licences-Revision");
    apr_time_t expires;
    lic_look_t look = look_of(x, x->account ? lic_guard_token(&expires, x) : NULL, status);
    lic_output_start(&output, x->r, 0);
    lic_error_t *err = x->route.form == LIC_XML
                           ? lic_tree_write(&output.out, doc, x->pool)
                           : lic_sheet_apply(&output.out, x->sheets, "problem", doc, &look, x->pool);
    x->r->status = err ? HTTP_OK : status;
    return finish(x, &output, err);
}

lic_error_t *lic_respond_see(lic_exchange_t *x, int status, const char *path, const char *args)
{
    lic_headers_set(x, 0);
    lic_headers_fleeting(x);
    apr_table_setn(x->r->headers_out, "Location", lic_headers_address(x, path, args));
    lic_respond_plain(x, status, "text/plain; charset=utf-8", "");
    return NULL;
}

lic_error_t *lic_respond_options(lic_exchange_t *x)
{
    lic_guard_allow(x);
    lic_headers_set(x, 0);
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
