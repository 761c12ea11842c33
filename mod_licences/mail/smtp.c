/* mail/smtp.c  One libcurl handle per run: it keeps the connection from message to message. */
#include "mail/smtp.h"

#include <string.h>
#include <sys/socket.h>

#include <apr_strings.h>
#include <curl/curl.h>

#include "base/text_clean.h"
#include "base/wait.h"

enum { WORDS_MAX = 160 };

struct lic_smtp_session_t {
    CURL *curl;
    const lic_smtp_t *smtp;
    lic_smtp_stop_fn *stop;
    void *baton;
    /* of the message in hand */
    lic_smtp_stage_t stage;
    int stopped;
    int quitting;     /* libcurl has sent QUIT: what the server says now doesn't count */
    const char *left; /* what is still to be sent */
    apr_size_t nleft;
    char said[WORDS_MAX]; /* the server's last line */
    char error[CURL_ERROR_SIZE];
};

static apr_status_t global_end(void *unused)
{
    (void)unused;
    curl_global_cleanup();
    return APR_SUCCESS;
}

void lic_smtp_init(apr_pool_t *pconf)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    apr_pool_cleanup_register(pconf, NULL, global_end, apr_pool_cleanup_null);
}

lic_smtp_verdict_t lic_smtp_judge(lic_smtp_stage_t stage, int code)
{
    /* 421: the server is closing down, at whatever stage. Before RCPT nothing depends on the message but its size. */
    if (stage == LIC_SMTP_AT_LOGIN || code == 421)
        return LIC_SMTP_UNREACHABLE;
    if (code < 500)
        return LIC_SMTP_LATER;
    if (stage == LIC_SMTP_AT_MAIL)
        return code == 552 ? LIC_SMTP_IMPOSSIBLE : LIC_SMTP_UNREACHABLE;
    if (stage == LIC_SMTP_AT_DATA && (code == 552 || code == 554))
        return LIC_SMTP_IMPOSSIBLE;
    return LIC_SMTP_REFUSED;
}

/* Printable ASCII without the line's end; a server's words may be anything */
static void keep_words(char *to, const char *data, apr_size_t size)
{
    apr_size_t n = 0;
    for (apr_size_t i = 0; i < size && n < WORDS_MAX - 1 && data[i] != '\r' && data[i] != '\n'; i++)
        to[n++] = data[i] >= ' ' && data[i] <= '~' ? data[i] : '?';
    to[n] = '\0';
}

static int begins(const char *data, apr_size_t size, const char *command)
{
    const apr_size_t length = strlen(command);
    return size >= length && !strncmp(data, command, length);
}

/* Is shown commands and replies. A command may hold the password: only its first word is looked at, none is kept. */
static int watch(CURL *curl, curl_infotype type, char *data, size_t size, void *baton)
{
    lic_smtp_session_t *session = baton;
    (void)curl;
    if (type == CURLINFO_HEADER_IN) {
        if (!session->quitting)
            keep_words(session->said, data, size);
    } else if (type == CURLINFO_HEADER_OUT) {
        if (begins(data, size, "MAIL"))
            session->stage = LIC_SMTP_AT_MAIL;
        else if (begins(data, size, "RCPT"))
            session->stage = LIC_SMTP_AT_RCPT;
        else if (begins(data, size, "DATA"))
            session->stage = LIC_SMTP_AT_DATA;
        else if (begins(data, size, "QUIT"))
            session->quitting = 1;
    }
    return 0;
}

static size_t give(char *buffer, size_t size, size_t n, void *baton)
{
    lic_smtp_session_t *session = baton;
    const apr_size_t length = session->nleft < size * n ? session->nleft : size * n;
    memcpy(buffer, session->left, length);
    session->left += length;
    session->nleft -= length;
    return length;
}

static int progress(void *baton, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    lic_smtp_session_t *session = baton;
    (void)a, (void)b, (void)c, (void)d;
    if (session->stop && session->stop(session->baton))
        session->stopped = 1;
    return session->stopped;
}

/* After QUIT libcurl would wait two minutes for a server that hangs. Ending the socket's reading spares that. */
static apr_status_t session_end(void *data)
{
    lic_smtp_session_t *session = data;
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(session->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD)
        shutdown(socket, SHUT_RD);
    curl_easy_cleanup(session->curl);
    return APR_SUCCESS;
}

static const char *address_of(const lic_smtp_t *smtp, apr_pool_t *p)
{
    const int is_ipv6 = strchr(smtp->host, ':') != NULL;
    return apr_psprintf(p, "%s://%s%s%s:%d", smtp->security == LIC_SMTP_TLS ? "smtps" : "smtp", is_ipv6 ? "[" : "",
                        smtp->host, is_ipv6 ? "]" : "", smtp->port);
}

static void set_security(CURL *curl, const lic_smtp_t *smtp)
{
    /* CURLUSESSL_TRY would silently send in plain */
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(smtp->security == LIC_SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (smtp->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, smtp->ca_file);
    if (smtp->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, smtp->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, smtp->password);
    }
}

lic_error_t *lic_smtp_open(lic_smtp_session_t **opened, const lic_smtp_t *smtp, lic_smtp_stop_fn *stop, void *baton,
                           apr_pool_t *p)
{
    lic_smtp_session_t *session = apr_pcalloc(p, sizeof(*session));
    CURL *curl = curl_easy_init();
    if (!curl)
        return lic_error_make(p, LIC_BUG, "mail", "libcurl gives no handle");
    session->curl = curl;
    session->smtp = smtp;
    session->stop = stop;
    session->baton = baton;
    apr_pool_cleanup_register(p, session, session_end, apr_pool_cleanup_null);
    curl_easy_setopt(curl, CURLOPT_URL, address_of(smtp, p));
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, apr_pstrcat(p, "<", smtp->from, ">", NULL));
    set_security(curl, smtp);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L); /* httpd has threads, and its own idea of signals */
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)apr_time_as_msec(LIC_SMTP_CONNECT));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)apr_time_sec(LIC_SMTP_PATIENCE));
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, session);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, session);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, session);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, session->error);
    *opened = session;
    return NULL;
}

static void judge(lic_smtp_reply_t *reply, const lic_smtp_session_t *session, CURLcode result, apr_pool_t *p)
{
    if (result == CURLE_OK)
        reply->verdict = LIC_SMTP_TAKEN;
    else if (session->stopped)
        reply->verdict = LIC_SMTP_STOPPED;
    else
        reply->verdict = lic_smtp_judge(session->stage, reply->code);
    if (reply->code >= 400 || result == CURLE_OK) {
        reply->words = apr_pstrdup(p, session->said);
    } else {
        char words[WORDS_MAX];
        const char *error = *session->error ? session->error : curl_easy_strerror(result);
        keep_words(words, error, strlen(error));
        reply->words = apr_pstrdup(p, words);
    }
}

static CURLcode perform(lic_smtp_session_t *session, const char *message, apr_size_t length, int fresh,
                        const lic_wait_t *patience)
{
    session->stage = LIC_SMTP_AT_LOGIN;
    session->quitting = 0;
    session->left = message;
    session->nleft = length;
    session->said[0] = session->error[0] = '\0';
    curl_easy_setopt(session->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(session->curl, CURLOPT_FRESH_CONNECT, (long)fresh);
    curl_easy_setopt(session->curl, CURLOPT_TIMEOUT_MS,
                     (long)apr_time_as_msec(lic_wait_left(patience)) + 1); /* 0: none */
    return curl_easy_perform(session->curl);
}

/* Servers close a connection after some messages or some time. Where that happened before this message, it is tried
 * again on a new connection. */
static int ended_by_server(const lic_smtp_session_t *session, CURLcode result)
{
    long connects = 1;
    curl_easy_getinfo(session->curl, CURLINFO_NUM_CONNECTS, &connects);
    return result != CURLE_OK && !session->stopped && !connects && session->stage <= LIC_SMTP_AT_MAIL;
}

void lic_smtp_send(lic_smtp_reply_t *reply, lic_smtp_session_t *session, const char *to, const char *message,
                   apr_size_t length, apr_pool_t *p)
{
    CURL *curl = session->curl;
    long code = 0;
    lic_wait_t patience;
    *reply = (lic_smtp_reply_t){LIC_SMTP_IMPOSSIBLE, 0, "this is no e-mail address"};
    const char *address = lic_text_email_ascii(to, p);
    if (!address)
        return;
    struct curl_slist *recipients = curl_slist_append(NULL, apr_pstrcat(p, "<", address, ">", NULL));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    lic_wait_start(&patience, LIC_SMTP_PATIENCE);
    CURLcode result = recipients ? perform(session, message, length, 0, &patience) : CURLE_OUT_OF_MEMORY;
    if (ended_by_server(session, result))
        result = perform(session, message, length, 1, &patience);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    reply->code = (int)code;
    judge(reply, session, result, p);
}
