#include "put.h"

#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"
#include "form.h"
#include "validators.h"

#define KEY_MAX  255
#define TAGS_MAX 16

static lic_error_t *invalid(const lic_exchange_t *x, const char *field, const char *right)
{
    return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-invalid", "%s: %s", field, right), "field",
                          field);
}

/* --- Idempotency-Key (draft-ietf-httpapi-idempotency-key-header: a string in quotes; bare is as good) --- */

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

/* --- If-Match (interface.md, XML: the part before the first dot counts) ------------------------------- */

/* The revision of an entity tag; LIC_CONDITION_NEVER for a weak one (RFC 9110, 13.1.1) or one that isn't ours */
static apr_int64_t revision_of(const char *tag, apr_pool_t *p)
{
    apr_int64_t revision;
    if (*tag != '"')
        return LIC_CONDITION_NEVER;
    const char *number = apr_pstrndup(p, tag + 1, strcspn(tag + 1, ".\""));
    return apr_isdigit(*number) && lic_text_parse_int(&revision, number) ? revision : LIC_CONDITION_NEVER;
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
        also[put->condition.nalso++] = revision_of(tag, x->pool);
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
    LIC_TRY(lic_form_query(&query, x));
    const char *dry = lic_fields_get(query, "dry-run");
    if (dry && strcmp(dry, "0") && strcmp(dry, "1"))
        return invalid(x, "dry-run", "1 or 0");
    put->dry_run = dry && *dry == '1';
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

lic_error_t *lic_put_root(lic_reader_t **reader, lic_put_t *put, const lic_exchange_t *x, const char *root,
                          apr_pool_t *p)
{
    const char *name;
    int depth;
    LIC_TRY(lic_body_read(reader, &put->body, x->look->schema, p));
    LIC_TRY(lic_reader_next(&name, &depth, *reader));
    if (name && !depth && !strcmp(name, root))
        return NULL;
    const char *line = apr_psprintf(p, "%" APR_INT64_T_FMT, lic_reader_line(*reader));
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "xml-invalid",
                                      "line %s: the root is to be %s, in the namespace urn:mod-licences:1", line, root);
    return lic_error_fact(lic_error_fact(err, "line", line), "element", name ? name : "");
}
