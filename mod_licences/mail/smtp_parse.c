/* mail/smtp_parse.c  What LicencesMail says. */
#include "base/text_clean.h"
#include "mail/smtp.h"

#include <string.h>

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_uri.h>

#include "base/text.h"

#define EXAMPLE "smtp://localhost:25 from=licences@example.com, or Off"

enum { PASSWORD_MAX = 1000 };

typedef struct lic_smtp_words_t {
    lic_smtp_t *smtp;
    const char *root;
    apr_pool_t *pool;
} lic_smtp_words_t;

static lic_error_t *wrong(const lic_smtp_words_t *w, const char *what, const char *word)
{
    return lic_error_make(w->pool, LIC_INVALID, "mail-setting", "%s: \"%s\"; right would be, for example, " EXAMPLE,
                          what, word);
}

static int is_host(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:_") == strlen(name);
}

static lic_error_t *check_address(const lic_smtp_words_t *w, const char *word, const apr_uri_t *uri)
{
    if (strcasecmp(uri->scheme, "smtp") && strcasecmp(uri->scheme, "smtps"))
        return wrong(w, "a mail server's address begins with smtp:// or smtps://", word);
    if (uri->user || uri->password)
        return wrong(w, "a log-in is given by user= and password-file=, not in the address", uri->hostname);
    if (uri->query || uri->fragment || (uri->path && *uri->path && strcmp(uri->path, "/")))
        return wrong(w, "a mail server's address has nothing after its host and port", word);
    return is_host(uri->hostname) ? NULL : wrong(w, "this is no host's name", word);
}

static lic_error_t *parse_server(const lic_smtp_words_t *w, const char *word)
{
    apr_uri_t uri;
    apr_int64_t port = 0;
    if (apr_uri_parse(w->pool, word, &uri) || !uri.scheme || !uri.hostname || !*uri.hostname)
        return wrong(w, "this is no mail server's address", word);
    LIC_TRY(check_address(w, word, &uri));
    if (uri.port_str && (!lic_text_parse_int(&port, uri.port_str) || port < 1 || port > 65535))
        return wrong(w, "a port is a number from 1 to 65535", word);
    w->smtp->security = strcasecmp(uri.scheme, "smtps") ? LIC_SMTP_PLAIN : LIC_SMTP_TLS;
    w->smtp->host = uri.hostname;
    w->smtp->port = (int)port;
    return NULL;
}

static lic_error_t *set_from(const lic_smtp_words_t *w, const char *value)
{
    w->smtp->from = lic_text_email_ascii(value, w->pool);
    return lic_text_valid_email(value, w->pool) ? NULL : wrong(w, "from= wants an e-mail address", value);
}

static lic_error_t *set_name(const lic_smtp_words_t *w, const char *value)
{
    w->smtp->name = value;
    return lic_text_valid_line(value, 100) ? NULL : wrong(w, "name= wants a sender's name on one line", value);
}

static lic_error_t *set_user(const lic_smtp_words_t *w, const char *value)
{
    w->smtp->user = value;
    return lic_text_valid_line(value, 100) ? NULL : wrong(w, "user= wants the name to log in with", value);
}

static lic_error_t *open_file(apr_file_t **file, const char **path, const lic_smtp_words_t *w, const char *name,
                              const char *value)
{
    apr_finfo_t info;
    char *full = NULL;
    if (apr_filepath_merge(&full, w->root, value, APR_FILEPATH_TRUENAME, w->pool) ||
        apr_file_open(file, full, APR_READ, APR_OS_DEFAULT, w->pool) ||
        apr_file_info_get(&info, APR_FINFO_TYPE, *file) || info.filetype != APR_REG)
        return wrong(w, apr_pstrcat(w->pool, name, " wants a file that can be read", NULL), value);
    *path = full;
    return NULL;
}

/* The file's first line, without its end. What is in it gets into no message. */
static lic_error_t *set_password_file(const lic_smtp_words_t *w, const char *value)
{
    char *line = apr_pcalloc(w->pool, PASSWORD_MAX + 2);
    apr_file_t *file;
    apr_size_t length = PASSWORD_MAX + 1;
    LIC_TRY(open_file(&file, &w->smtp->password_file, w, "password-file=", value));
    apr_status_t status = apr_file_read_full(file, line, length, &length);
    apr_file_close(file);
    line[strcspn(line, "\r\n")] = '\0';
    if ((status != APR_SUCCESS && status != APR_EOF) || !lic_text_valid_line(line, PASSWORD_MAX))
        return wrong(w, "password-file= wants a file with the password on its first line", value);
    w->smtp->password = line;
    return NULL;
}

static lic_error_t *set_ca_file(const lic_smtp_words_t *w, const char *value)
{
    apr_file_t *file;
    LIC_TRY(open_file(&file, &w->smtp->ca_file, w, "ca-file=", value));
    apr_file_close(file);
    return NULL;
}

static int is_web_address(const char *text, apr_pool_t *p)
{
    apr_uri_t uri;
    if (!lic_text_valid_line(text, 500) || strpbrk(text, " <>\"'") || apr_uri_parse(p, text, &uri) || !uri.scheme)
        return 0;
    if (strcasecmp(uri.scheme, "https") && strcasecmp(uri.scheme, "http"))
        return 0;
    return uri.hostname && *uri.hostname && !uri.user && !uri.query && !uri.fragment;
}

static lic_error_t *set_portal(const lic_smtp_words_t *w, const char *value)
{
    apr_size_t length = strlen(value);
    if (!is_web_address(value, w->pool))
        return wrong(w, "portal= wants the address of the licences' pages, https://portal.example.com/licences", value);
    while (length && value[length - 1] == '/')
        length--;
    w->smtp->portal = apr_pstrmemdup(w->pool, value, length);
    return NULL;
}

static const struct lic_smtp_option_t {
    const char *name;
    lic_error_t *(*set)(const lic_smtp_words_t *w, const char *value);
} options[] = {
    {"from=", set_from},       {"name=", set_name},     {"user=", set_user}, {"password-file=", set_password_file},
    {"ca-file=", set_ca_file}, {"portal=", set_portal}, {NULL, NULL}};

static lic_error_t *parse_option(const lic_smtp_words_t *w, const char *word)
{
    if (!strcasecmp(word, "starttls")) {
        if (w->smtp->security == LIC_SMTP_TLS)
            return wrong(w, "smtps:// is encrypted from the start and takes no starttls", word);
        w->smtp->security = LIC_SMTP_STARTTLS;
        return NULL;
    }
    for (const struct lic_smtp_option_t *option = options; option->name; option++) {
        const apr_size_t length = strlen(option->name);
        if (!strncasecmp(word, option->name, length))
            return option->set(w, apr_pstrdup(w->pool, word + length));
    }
    return wrong(w, "not one of starttls, from=, name=, user=, password-file=, ca-file=, portal=", word);
}

static lic_error_t *check_whole(const lic_smtp_words_t *w, const char *server)
{
    lic_smtp_t *smtp = w->smtp;
    static const int ports[] = {[LIC_SMTP_PLAIN] = 25, [LIC_SMTP_STARTTLS] = 587, [LIC_SMTP_TLS] = 465};
    if (!smtp->from)
        return wrong(w, "there is no from= after", server);
    if (!smtp->user != !smtp->password)
        return wrong(w, "user= and password-file= belong together, after", server);
    if (smtp->user && smtp->security == LIC_SMTP_PLAIN)
        return wrong(w, "a password is sent by smtps:// or with starttls only, not to", server);
    if (smtp->ca_file && smtp->security == LIC_SMTP_PLAIN)
        return wrong(w, "ca-file= goes with smtps:// or starttls, not with", server);
    if (!smtp->port)
        smtp->port = ports[smtp->security];
    return NULL;
}

lic_error_t *lic_smtp_parse(const lic_smtp_t **smtp, const char *const *words, int n, const char *root, apr_pool_t *p)
{
    lic_smtp_t *made = apr_pcalloc(p, sizeof(*made));
    const lic_smtp_words_t w = {made, root, p};
    *smtp = made;
    if (n < 1)
        return wrong(&w, "there is no mail server", "");
    if (!strcasecmp(words[0], "off")) {
        made->off = 1;
        return n == 1 ? NULL : wrong(&w, "nothing comes after Off", words[1]);
    }
    LIC_TRY(parse_server(&w, words[0]));
    for (int i = 1; i < n; i++)
        LIC_TRY(parse_option(&w, words[i]));
    return check_whole(&w, words[0]);
}
