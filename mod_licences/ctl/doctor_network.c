/* ctl/doctor_network.c  Whom the licences speak with, as licencesctl doctor sees them: the mail server and httpd. */
#include "doctor.h"

#include <stdlib.h>
#include <string.h>

#include <apr_network_io.h>
#include <apr_strings.h>
#include <apr_uri.h>

#include "mail/smtp.h"

#define PATIENCE apr_time_from_sec(5)
#define ANSWER   (256 * 1024) /* more than metrics ever are */

/* NULL: connected */
static const char *reach(apr_socket_t **to, const char *host, int port, apr_pool_t *p)
{
    char words[120];
    apr_sockaddr_t *address;
    apr_status_t status = apr_sockaddr_info_get(&address, host, APR_UNSPEC, (apr_port_t)port, 0, p);
    if (status == APR_SUCCESS)
        status = apr_socket_create(to, address->family, SOCK_STREAM, APR_PROTO_TCP, p);
    if (status == APR_SUCCESS)
        status = apr_socket_timeout_set(*to, PATIENCE);
    if (status == APR_SUCCESS)
        status = apr_socket_connect(*to, address);
    return status == APR_SUCCESS ? NULL : apr_pstrdup(p, apr_strerror(status, words, sizeof(words)));
}

/* What is said until the end, or until there is a line of it */
static const char *listen_to(apr_socket_t *from, int line, apr_pool_t *p)
{
    char *said = apr_pcalloc(p, ANSWER + 1);
    apr_size_t length = 0, more;
    do {
        more = ANSWER - length;
        if (apr_socket_recv(from, said + length, &more) != APR_SUCCESS)
            break;
        length += more;
    } while (length < ANSWER && !(line && strchr(said, '\n')));
    return said;
}

void lic_doctor_mail(lic_doctor_t *doctor)
{
    const lic_smtp_t *smtp;
    apr_socket_t *to;
    lic_error_t *err = lic_ctl_smtp(&smtp, doctor->invocation);
    if (err)
        lic_doctor_wrong(doctor, "mail server", "%s", lic_error_chain(err, doctor->pool));
    if (err || !smtp || smtp->off)
        return;
    const char *why = reach(&to, smtp->host, smtp->port, doctor->pool);
    if (!why && smtp->security != LIC_SMTP_TLS && strncmp(listen_to(to, 1, doctor->pool), "220", 3) != 0)
        why = "it doesn't greet as a mail server does (220)";
    if (why)
        lic_doctor_wrong(doctor, "mail server", "%s:%d: %s; right would be one that takes this host's mail", smtp->host,
                         smtp->port, why);
    else
        lic_doctor_ok(doctor, "mail server", "%s:%d greets", smtp->host, smtp->port);
}

/* --- httpd ------------------------------------------------------------------------------------------------------- */

/* The value of a family's first sample, and of each that follows by *at; NULL: there is none */
static const char *sample(const char **at, const char *family)
{
    const apr_size_t length = strlen(family);
    while (*at && (*at = strchr(*at, '\n'))) {
        ++*at;
        if (strncmp(*at, family, length) || ((*at)[length] != '{' && (*at)[length] != ' '))
            continue;
        const char *labels = (*at)[length] == '{' ? strstr(*at, "} ") : *at + length - 1;
        return labels ? labels + 2 : NULL;
    }
    return NULL;
}

static void judge(lic_doctor_t *doctor, const char *url, const char *said)
{
    const char *at = said, *value;
    static const char ours[] = "licences_build_info{version=\"" LIC_VERSION "\"}";
    if (!strstr(said, "licences_build_info") && !strstr(said, "licences_build{")) {
        lic_doctor_wrong(doctor, "server",
                         "%s doesn't answer with figures of licences (%.*s); right would be the path of "
                         "LicencesMetrics On, which this host may read",
                         url, (int)strcspn(said, "\r\n"), said);
        return;
    }
    if (!strstr(said, ours))
        lic_doctor_wrong(doctor, "server",
                         "the module that runs isn't of this program's version " LIC_VERSION
                         "; right would be a restart of httpd after an upgrade");
    else
        lic_doctor_ok(doctor, "server", "runs " LIC_VERSION);
    int down = 0, sweeps = 0;
    while ((value = sample(&at, "licences_database_up")))
        down += *value != '1';
    at = said;
    while ((value = sample(&at, "licences_sweep_interval_seconds")))
        sweeps += strtod(value, NULL) > 0;
    if (down)
        lic_doctor_wrong(doctor, "server",
                         "%d of its databases can't be reached by httpd: see its error log (LIC3302, LIC3303)", down);
    if (!sweeps)
        lic_doctor_wrong(doctor, "server",
                         "it never sweeps (LicencesSweepInterval Off): right would be that one of the servers does");
}

void lic_doctor_metrics(lic_doctor_t *doctor, const char *url)
{
    apr_uri_t uri;
    apr_socket_t *to;
    apr_pool_t *p = doctor->pool;
    if (apr_uri_parse(p, url, &uri) != APR_SUCCESS || !uri.scheme || strcmp(uri.scheme, "http") || !uri.hostname) {
        lic_doctor_wrong(doctor, "server", "%s isn't like http://127.0.0.1/licences-metrics", url);
        return;
    }
    const char *why = reach(&to, uri.hostname, uri.port ? uri.port : 80, p);
    if (why) {
        lic_doctor_wrong(doctor, "server", "%s can't be reached: %s", url, why);
        return;
    }
    const char *asks = apr_psprintf(p, "GET %s HTTP/1.0\r\nHost: %s\r\nAccept: text/plain\r\n\r\n",
                                    uri.path ? uri.path : "/", uri.hostname);
    apr_size_t length = strlen(asks);
    apr_socket_send(to, asks, &length);
    judge(doctor, url, listen_to(to, 0, p));
}
