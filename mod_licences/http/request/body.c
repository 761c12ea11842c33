/* http/request/body.c  Checks the type of a body of XML, and spools it to a file without a name. */
#include "http/request/body.h"

#include <apr_strings.h>

#include "base/token.h"
#include "http/request/input.h"
#include "http/request/unpack.h"

/* --- what it says it is ------------------------------------------------------------------------------------ */

/* RFC 7303, 4.2 and 9.1, 9.2: also application/something+xml */
static int is_xml(const char *type)
{
    static const char *const types[] = {"application/xml", "text/xml"};
    static const char begins[] = "application/", ends[] = "+xml";
    const apr_size_t length = strcspn(type, "; \t"), least = strlen(begins) + strlen(ends);
    for (apr_size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (length == strlen(types[i]) && !strncasecmp(type, types[i], length))
            return 1;
    return length > least && !strncasecmp(type, begins, strlen(begins)) &&
           !strncasecmp(type + length - strlen(ends), ends, strlen(ends));
}

/* The parameter charset of a type; NULL: there is none. */
static const char *charset_of(const char *type, apr_pool_t *p)
{
    for (const char *at = type; (at = strchr(at, ';'));) {
        at += 1 + strspn(at + 1, " \t");
        if (strncasecmp(at, "charset=", strlen("charset=")))
            continue;
        at += strlen("charset=");
        at += *at == '"';
        return apr_pstrmemdup(p, at, strcspn(at, "\"; \t"));
    }
    return NULL;
}

static int is_gzip(const char *encoding)
{
    return encoding && (!strcasecmp(encoding, "gzip") || !strcasecmp(encoding, "x-gzip")); /* RFC 9110, 8.4.1.3 */
}

lic_error_t *lic_body_check_type(const lic_exchange_t *x)
{
    const char *type = apr_table_get(x->r->headers_in, "Content-Type");
    const char *encoding = apr_table_get(x->r->headers_in, "Content-Encoding");
    const char *charset = type ? charset_of(type, x->pool) : NULL;
    if (encoding && strcasecmp(encoding, "identity") && !is_gzip(encoding)) {
        apr_table_setn(x->r->headers_out, "Accept-Encoding", "gzip");
        return lic_error_make(x->pool, LIC_INVALID, "content-type",
                              "XML is expected here as it is, or packed with gzip; not with %s", encoding);
    }
    if (type && is_xml(type) && (!charset || lic_reader_knows(charset)))
        return NULL;
    return lic_error_make(x->pool, LIC_INVALID, "content-type",
                          "XML is expected here (application/xml), best in UTF-8, not %s",
                          type ? type : "a body without a type");
}

/* --- spooling -------------------------------------------------------------------------------------------------- */

static lic_error_t *spool_broken(const lic_exchange_t *x)
{
    return lic_error_make(x->pool, LIC_UNAVAILABLE, "body-broken", "what is sent can't be kept here just now");
}

static const char *spool_dir; /* found once per child, as APR finds it by writing a test file; NULL: there is none */

void lic_body_start(apr_pool_t *pchild, server_rec *s)
{
    const char *dir;
    (void)s;
    spool_dir = apr_temp_dir_get(&dir, pchild) ? NULL : dir;
}

lic_error_t *lic_body_open(apr_file_t **file, const lic_exchange_t *x)
{
    const char *name;
    if (!spool_dir)
        return spool_broken(x);
    char *template = apr_pstrcat(x->pool, spool_dir, "/licences.XXXXXX", NULL);
    if (apr_file_mktemp(file, template,
                        APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_EXCL | APR_FOPEN_BINARY |
                            APR_FOPEN_BUFFERED,
                        x->pool))
        return spool_broken(x);
    if (apr_file_name_get(&name, *file) || apr_file_remove(name, x->pool))
        return spool_broken(x);
    return NULL;
}

typedef struct lic_spool_args_t {
    lic_body_t *body;
    lic_digest_t *digest;
    lic_exchange_t *x;
    apr_off_t most;
    int begun;
    lic_unpack_t *unpack; /* NULL: the body comes as it is */
} lic_spool_args_t;

static lic_error_t *spool(void *baton, const char *data, apr_size_t length)
{
    lic_spool_args_t *args = baton;
    if ((apr_off_t)length > args->most - args->body->size)
        return lic_input_too_large(args->x, args->most);
    if (apr_file_write_full(args->body->file, data, length, NULL))
        return spool_broken(args->x);
    lic_digest_add(args->digest, data, length);
    args->body->size += (apr_off_t)length;
    return NULL;
}

/* A filter of httpd's that unpacks (mod_deflate's) removes the header when it sees the first bytes: it is asked after
 * that. */
static lic_error_t *take(void *baton, const char *data, apr_size_t length)
{
    lic_spool_args_t *args = baton;
    if (!args->begun && is_gzip(apr_table_get(args->x->r->headers_in, "Content-Encoding")))
        LIC_TRY(lic_unpack_make(&args->unpack, spool, args, args->x->pool));
    args->begun = 1;
    return args->unpack ? lic_unpack_take(args->unpack, data, length) : spool(args, data, length);
}

lic_error_t *lic_body_spool(lic_body_t *body, lic_exchange_t *x, apr_off_t most)
{
    const char *type = apr_table_get(x->r->headers_in, "Content-Type");
    lic_spool_args_t args = {.body = body, .digest = lic_digest_make(x->pool), .x = x, .most = most};
    *body = (lic_body_t){.size = 0, .charset = type ? charset_of(type, x->pool) : NULL};
    LIC_TRY(lic_body_open(&body->file, x));
    LIC_TRY(lic_input_read(x, most, take, &args));
    if (args.unpack)
        LIC_TRY(lic_unpack_end(args.unpack));
    body->digest = lic_digest_end(args.digest);
    return NULL;
}

lic_error_t *lic_body_take(lic_body_t *body, lic_exchange_t *x, const char *text)
{
    lic_spool_args_t args = {.body = body, .digest = lic_digest_make(x->pool), .x = x, .most = LIC_BODY_SMALL};
    *body = (lic_body_t){.size = 0};
    LIC_TRY(lic_body_open(&body->file, x));
    LIC_TRY(spool(&args, text, strlen(text)));
    body->digest = lic_digest_end(args.digest);
    return NULL;
}

/* --- reading it ------------------------------------------------------------------------------------------------ */

static apr_status_t read_bytes(void *baton, char *buffer, apr_size_t *length)
{
    const lic_body_t *body = baton;
    return apr_file_read(body->file, buffer, length);
}

/* A byte order mark counts more than the charset that is said (RFC 7303, 3.3). NULL: neither is there. */
static const char *charset_by_mark(const char *mark, apr_size_t length, const char *said)
{
    if (length >= 2 && (!memcmp(mark, "\xfe\xff", 2) || !memcmp(mark, "\xff\xfe", 2)))
        return said ? "utf-16" : NULL;
    return said && length >= 3 && !memcmp(mark, "\xef\xbb\xbf", 3) ? "utf-8" : said;
}

lic_error_t *lic_body_read(lic_reader_t **reader, lic_body_t *body, const lic_xsd_t *schema, apr_pool_t *p)
{
    char mark[3];
    apr_size_t length = sizeof(mark);
    apr_off_t start = 0;
    if (apr_file_seek(body->file, APR_SET, &start))
        return lic_error_make(p, LIC_UNAVAILABLE, "body-broken", "what was sent can't be read again");
    if (apr_file_read_full(body->file, mark, length, &length) && !length)
        length = 0;
    start = 0;
    if (apr_file_seek(body->file, APR_SET, &start))
        return lic_error_make(p, LIC_UNAVAILABLE, "body-broken", "what was sent can't be read again");
    return lic_reader_open(reader, read_bytes, body, charset_by_mark(mark, length, body->charset), schema, p);
}
