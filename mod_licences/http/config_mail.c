#include "config_mail.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <apr_uri.h>

#include "base/text.h"

#define EXAMPLE "smtp://localhost:25 from=licences@example.com"

static const char *wrong(cmd_parms *cmd, const char *what, const char *arg)
{
    return apr_psprintf(cmd->pool, "%s: %s \"%s\"; right would be, for example, " EXAMPLE ", or Off", cmd->cmd->name,
                        what, arg);
}

static int has_more_than_host(const apr_uri_t *uri)
{
    return uri->user || uri->password || uri->query || uri->fragment || (uri->path && strcmp(uri->path, "/"));
}

static const char *parse_server(lic_mail_config_t *mail, cmd_parms *cmd, const char *arg)
{
    apr_uri_t uri;
    if (apr_uri_parse(cmd->pool, arg, &uri) || !uri.scheme || !uri.hostname || !*uri.hostname)
        return wrong(cmd, "no mail server's address:", arg);
    if (!strcasecmp(uri.scheme, "smtps"))
        mail->tls = LIC_TLS_ALWAYS;
    else if (strcasecmp(uri.scheme, "smtp"))
        return wrong(cmd, "neither smtp:// nor smtps://:", arg);
    if (has_more_than_host(&uri))
        return wrong(cmd, "more than host and port (log in with user= and password-file=):", arg);
    mail->host = uri.hostname;
    mail->port = uri.port_str ? uri.port : mail->tls == LIC_TLS_ALWAYS ? 465 : 25;
    return mail->port ? NULL : wrong(cmd, "no port:", arg);
}

static const char *parse_password_file(lic_mail_config_t *mail, cmd_parms *cmd, const char *arg)
{
    apr_finfo_t info;
    mail->password_file = ap_server_root_relative(cmd->pool, arg);
    if (!mail->password_file || apr_stat(&info, mail->password_file, APR_FINFO_TYPE, cmd->temp_pool) ||
        info.filetype != APR_REG)
        return wrong(cmd, "there is no file", arg);
    return NULL;
}

static const char *parse_option(lic_mail_config_t *mail, cmd_parms *cmd, const char *arg)
{
    if (!strncasecmp(arg, "from=", 5)) {
        mail->from = arg + 5;
        return lic_text_valid_email(mail->from) ? NULL : wrong(cmd, "no e-mail address:", mail->from);
    }
    if (!strcasecmp(arg, "starttls")) {
        if (mail->tls == LIC_TLS_ALWAYS)
            return wrong(cmd, "smtps:// is encrypted from the start and takes no", arg);
        mail->tls = LIC_TLS_START;
        return NULL;
    }
    if (!strncasecmp(arg, "user=", 5)) {
        mail->user = arg + 5;
        return lic_text_valid_line(mail->user, 100) ? NULL : wrong(cmd, "no user name:", mail->user);
    }
    if (!strncasecmp(arg, "password-file=", 14))
        return parse_password_file(mail, cmd, arg + 14);
    return wrong(cmd, "unknown option", arg);
}

const char *lic_config_parse_mail(const lic_mail_config_t **out, cmd_parms *cmd, int argc, char *const argv[])
{
    lic_mail_config_t *mail = apr_pcalloc(cmd->pool, sizeof(*mail));
    *out = mail;
    if (!argc)
        return wrong(cmd, "needs a mail server, not", "");
    if (argc == 1 && !strcasecmp(argv[0], "off")) {
        mail->off = 1;
        return NULL;
    }
    const char *err = parse_server(mail, cmd, argv[0]);
    for (int i = 1; !err && i < argc; i++)
        err = parse_option(mail, cmd, argv[i]);
    if (err)
        return err;
    if (!mail->from)
        return wrong(cmd, "there is no from= after", argv[0]);
    if (!mail->user != !mail->password_file)
        return wrong(cmd, "user= and password-file= belong together, after", argv[0]);
    if (mail->user && mail->tls == LIC_TLS_NONE)
        return wrong(cmd, "a password needs smtps:// or starttls, not", argv[0]);
    return NULL;
}
