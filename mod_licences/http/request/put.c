/* http/request/put.c  Reads a PUT: its parameters, conditions and body. */
#include "http/request/put.h"

#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"
#include "http/request/filters.h"
#include "http/request/validators.h"

#define KEY_MAX  255
#define TAGS_MAX 16

static lic_error_t *invalid(const lic_exchange_t *x, const char *field, const char *expected)
{
    return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-invalid", "%s: %s", field, expected), "field",
                          field);
}

/* --- Idempotency-Key (draft-ietf-httpapi-idempotency-key-header: a string in quotes; without them it is accepted) ---
 */

static lic_error_t *take_key(lic_put_t *put, const lic_exchange_t *x)
{
    const char *header = apr_table_get(x->r->headers_in, "Idempotency-Key");
    if (!header)
        return NULL;
    char *key = apr_pstrdup(x->pool, header);
    const apr_size_t length = strlen(key);
    if (length > 2 && key[0] == '"' && key[length - 1] == '"') {
        key[length - 1] = '\0';
        key++;
    }
    if (!lic_text_valid_visible(key, KEY_MAX))
        return invalid(x, "Idempotency-Key", "1 to 255 visible characters of ASCII, best a UUID");
    put->condition.key = key;
    return NULL;
}

/* --- If-Match (interface.md, XML: of an ETag, only the revision before the first dot is compared) ------ */

/* The revision in an entity tag. A weak tag never matches (RFC 9110, 13.1.1), nor does one of another form or epoch. */
static apr_int64_t revision_of(const char *tag, const lic_exchange_t *x)
{
    apr_int64_t revision;
    if (*tag != '"')
        return strncmp(tag, "W/", 2) ? LIC_CONDITION_NEVER : LIC_CONDITION_WEAK;
    const char *number = apr_pstrndup(x->pool, tag + 1, strcspn(tag + 1, ".\""));
    if (!apr_isdigit(*number) || !lic_text_parse_int(&revision, number) || !lic_validators_is_of_epoch(tag, x->account))
        return LIC_CONDITION_NEVER;
    return revision;
}

static lic_error_t *take_match(lic_put_t *put, const lic_exchange_t *x)
{
    const char *header = apr_table_get(x->r->headers_in, "If-Match");
    put->condition.if_match = -1;
    if (!header || !strcmp(header, "*"))
        return NULL;
    apr_int64_t *also = apr_palloc(x->pool, sizeof(*also) * TAGS_MAX);
    char *rest, *tags = apr_pstrdup(x->pool, lic_validators_plain(header, x->pool));
    put->condition.if_match = LIC_CONDITION_NEVER;
    put->condition.also = also;
    for (char *tag = apr_strtok(tags, ", \t", &rest); tag; tag = apr_strtok(NULL, ", \t", &rest)) {
        if (put->condition.nalso == TAGS_MAX)
            return invalid(x, "If-Match", "at most 16 tags");
        also[put->condition.nalso++] = revision_of(tag, x);
    }
    return NULL;
}

static lic_error_t *take_conditions(lic_put_t *put, const lic_exchange_t *x)
{
    const char *none = apr_table_get(x->r->headers_in, "If-None-Match");
    LIC_TRY(take_key(put, x));
    LIC_TRY(take_match(put, x));
    if (none && !strcmp(none, "*"))
        return lic_error_make(x->pool, LIC_CONFLICT, "precondition-failed", "what is to be written is there already");
    if (put->dry_run || put->condition.key || apr_table_get(x->r->headers_in, "If-Match"))
        return NULL;
    return lic_error_make(x->pool, LIC_INVALID, "precondition-required",
                          "say If-Match, with the ETag of what you have read, or an Idempotency-Key of your own");
}

/* --- all of it ------------------------------------------------------------------------------------- */

static lic_error_t *take_query(lic_put_t *put, const lic_exchange_t *x)
{
    lic_fields_t *query;
    apr_table_t *args;
    LIC_TRY(lic_form_query(&query, x));
    LIC_TRY(lic_filters_read(&args, x, query));
    if (apr_table_get(x->r->headers_in, "Content-Range")) /* RFC 9110, 14.5 */
        return invalid(x, "Content-Range", "a part can't be put here; send the whole without this header");
    const char *dry = apr_table_get(args, "dry-run");
    put->dry_run = dry && *dry == '1';
    put->module = apr_table_get(args, "module");
    if (!apr_table_get(args, "max-absent") || !lic_text_parse_int(&put->max_absent, apr_table_get(args, "max-absent")))
        put->max_absent = -1;
    return NULL;
}

lic_error_t *lic_put_take(lic_put_t *put, lic_exchange_t *x, apr_off_t most)
{
    *put = (lic_put_t){.dry_run = 0};
    LIC_TRY(lic_body_check_type(x));
    LIC_TRY(take_query(put, x));
    LIC_TRY(take_conditions(put, x));
    LIC_TRY(lic_body_spool(&put->body, x, most));
    const char *content = apr_pstrcat(x->pool, "PUT ", x->route.page, "\n", put->body.digest, NULL);
    put->condition.digest = lic_token_digest(content, strlen(content), x->pool);
    return NULL;
}

lic_error_t *lic_put_root(lic_reader_t **reader, lic_put_t *put, const lic_exchange_t *x, const char *root, int collect,
                          apr_pool_t *p)
{
    const char *name;
    int depth;
    LIC_TRY(lic_body_read(reader, &put->body, x->look->schema, p));
    if (collect)
        lic_reader_collect(*reader, collect);
    LIC_TRY(lic_reader_next(&name, &depth, *reader));
    if (name && !depth && !strcmp(name, root))
        return NULL;
    const char *line = apr_psprintf(p, "%" APR_INT64_T_FMT, lic_reader_line(*reader));
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "xml-invalid",
                                      "line %s: the root is to be %s, in the namespace urn:mod-licences:1", line, root);
    return lic_error_fact(lic_error_fact(err, "line", line), "element", name ? name : "");
}
