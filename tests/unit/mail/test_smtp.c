/* How the mail server is set, how its answers are understood, and when a message is tried again. */
#include "mail/smtp.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_network_io.h>
#include <apr_strings.h>
#include <cmocka.h>

#include "mail/deliver.h"

static apr_pool_t *pool;
static const char *directory, *password_file, *empty_file;

/* Splits at blanks */
static lic_error_t *parse(const lic_smtp_t **smtp, const char *text)
{
    const char *words[16];
    int n = 0;
    char *state, *copy = apr_pstrdup(pool, text);
    for (char *word = apr_strtok(copy, " ", &state); word; word = apr_strtok(NULL, " ", &state))
        words[n++] = word;
    return lic_smtp_parse(smtp, words, n, directory, pool);
}

static void what_is_right_is_understood(void **state)
{
    const lic_smtp_t *smtp;
    (void)state;
    assert_null(parse(&smtp, "Off"));
    assert_true(smtp->off);
    assert_null(parse(&smtp, "smtp://localhost:2525 from=licences@example.com"));
    assert_string_equal(smtp->host, "localhost");
    assert_int_equal(smtp->port, 2525);
    assert_int_equal(smtp->security, LIC_SMTP_PLAIN);
    assert_string_equal(smtp->from, "licences@example.com");
    assert_null(smtp->user);
    assert_null(parse(&smtp, "smtp://mail.example.com from=a@example.com"));
    assert_int_equal(smtp->port, 25);
    assert_null(parse(&smtp, "smtp://mail.example.com starttls from=a@example.com"));
    assert_int_equal(smtp->port, 587);
    assert_int_equal(smtp->security, LIC_SMTP_STARTTLS);
    assert_null(parse(&smtp, "smtps://[2001:db8::25] from=a@example.com user=me password-file=password "
                             "ca-file=password name=Licenser portal=https://portal.example.com/licences/"));
    assert_int_equal(smtp->port, 465);
    assert_int_equal(smtp->security, LIC_SMTP_TLS);
    assert_string_equal(smtp->host, "2001:db8::25");
    assert_string_equal(smtp->user, "me");
    assert_string_equal(smtp->password, "s3cret words");
    assert_string_equal(smtp->ca_file, password_file);
    assert_string_equal(smtp->name, "Licenser");
    assert_string_equal(smtp->portal, "https://portal.example.com/licences");
}

static void what_is_wrong_is_told_with_what_would_be_right(void **state)
{
    static const char *const mistakes[][2] = {
        {"", "no mail server"},
        {"off from=a@example.com", "nothing comes after Off"},
        {"localhost from=a@example.com", "mail server's address"},
        {"http://localhost from=a@example.com", "smtp:// or smtps://"},
        {"smtp://me:s3cret@localhost from=a@example.com", "user= and password-file="},
        {"smtp://localhost:0 from=a@example.com", "1 to 65535"},
        {"smtp://localhost:70000 from=a@example.com", "1 to 65535"},
        {"smtp://localhost/x from=a@example.com", "nothing after its host and port"},
        {"smtp://loc\nalhost from=a@example.com", ""},
        {"smtp://localhost", "from="},
        {"smtp://localhost from=a", "e-mail address"},
        {"smtp://localhost from=a@example.com from", "starttls, from="},
        {"smtps://localhost starttls from=a@example.com", "takes no starttls"},
        {"smtp://localhost starttls from=a@example.com user=me", "belong together"},
        {"smtp://localhost starttls from=a@example.com password-file=password", "belong together"},
        {"smtp://localhost starttls from=a@example.com user=me password-file=none", "can be read"},
        {"smtp://localhost starttls from=a@example.com user=me password-file=.", "can be read"},
        {"smtp://localhost starttls from=a@example.com user=me password-file=empty", "first line"},
        {"smtp://localhost from=a@example.com user=me password-file=password", "smtps:// or with starttls"},
        {"smtp://localhost from=a@example.com ca-file=password", "smtps:// or starttls"},
        {"smtp://localhost starttls from=a@example.com ca-file=none", "can be read"},
        {"smtp://localhost from=a@example.com portal=portal.example.com", "https://portal"},
        {"smtp://localhost from=a@example.com portal=https://p.example.com/?a=b", "https://portal"},
        {"smtp://localhost from=a@example.com portal=javascript:alert", "https://portal"},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        const lic_smtp_t *smtp;
        lic_error_t *err = parse(&smtp, mistakes[i][0]);
        if (!err)
            fail_msg("taken: %s", mistakes[i][0]);
        assert_int_equal(err->code, LIC_INVALID);
        assert_string_equal(err->problem, "mail-setting");
        if (!strstr(err->message, mistakes[i][1]) || !strstr(err->message, "right would be, for example, smtp://"))
            fail_msg("%s: %s", mistakes[i][0], err->message);
        assert_null(strstr(err->message, "s3cret"));
    }
}

static void a_reply_is_judged_by_how_far_the_dialogue_got(void **state)
{
    static const struct {
        lic_smtp_stage_t stage;
        int code;
        lic_smtp_verdict_t verdict;
    } rows[] = {
        {LIC_SMTP_AT_LOGIN, 0, LIC_SMTP_UNREACHABLE},   {LIC_SMTP_AT_LOGIN, 554, LIC_SMTP_UNREACHABLE},
        {LIC_SMTP_AT_LOGIN, 535, LIC_SMTP_UNREACHABLE}, {LIC_SMTP_AT_MAIL, 0, LIC_SMTP_LATER},
        {LIC_SMTP_AT_MAIL, 451, LIC_SMTP_LATER},        {LIC_SMTP_AT_MAIL, 530, LIC_SMTP_UNREACHABLE},
        {LIC_SMTP_AT_MAIL, 552, LIC_SMTP_IMPOSSIBLE},   {LIC_SMTP_AT_RCPT, 450, LIC_SMTP_LATER},
        {LIC_SMTP_AT_RCPT, 550, LIC_SMTP_REFUSED},      {LIC_SMTP_AT_RCPT, 554, LIC_SMTP_REFUSED},
        {LIC_SMTP_AT_DATA, 354, LIC_SMTP_LATER},        {LIC_SMTP_AT_DATA, 451, LIC_SMTP_LATER},
        {LIC_SMTP_AT_DATA, 550, LIC_SMTP_REFUSED},      {LIC_SMTP_AT_DATA, 552, LIC_SMTP_IMPOSSIBLE},
        {LIC_SMTP_AT_DATA, 554, LIC_SMTP_IMPOSSIBLE},   {LIC_SMTP_AT_DATA, 421, LIC_SMTP_UNREACHABLE},
        {LIC_SMTP_AT_RCPT, 421, LIC_SMTP_UNREACHABLE},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        assert_int_equal(lic_smtp_judge(rows[i].stage, rows[i].code), rows[i].verdict);
}

static void waiting_doubles_from_a_minute_to_six_hours(void **state)
{
    (void)state;
    assert_int_equal(apr_time_sec(lic_mail_delay(1, 0)), 60);
    assert_int_equal(apr_time_sec(lic_mail_delay(2, 0)), 120);
    assert_int_equal(apr_time_sec(lic_mail_delay(5, 0)), 960);
    for (apr_int64_t n = 1; n < 2000; n++) {
        for (apr_uint32_t dice = 0; dice < 5000; dice += 333) {
            assert_true(lic_mail_delay(n, dice) >= lic_mail_delay(n, 0));
            assert_true(lic_mail_delay(n, dice) >= apr_time_from_sec(60));
            assert_true(lic_mail_delay(n, dice) <= apr_time_from_sec(6 * 3600));
        }
        assert_true(lic_mail_delay(n + 1, 0) >= lic_mail_delay(n, 0));
    }
    assert_true(lic_mail_delay(3, 999) > lic_mail_delay(3, 0));
    assert_int_equal(apr_time_sec(lic_mail_delay(APR_INT64_MAX, 0)), 5 * 3600);
}

static void a_refused_message_is_tried_for_most_of_a_day(void **state)
{
    apr_interval_time_t least = 0, most = 0;
    (void)state;
    for (int n = 1; n < LIC_MAIL_REFUSALS; n++) {
        least += lic_mail_delay_refused(n, 0);
        most += lic_mail_delay_refused(n, 999);
    }
    assert_true(least >= apr_time_from_sec(18 * 3600));
    assert_true(most <= apr_time_from_sec(30 * 3600));
}

static int stop_at_the_second_question(void *baton)
{
    return ++*(int *)baton > 1;
}

/* The kernel takes the connection; nobody ever says anything */
static int silent_server(apr_socket_t **listener)
{
    apr_sockaddr_t *address;
    assert_int_equal(apr_sockaddr_info_get(&address, "127.0.0.1", APR_INET, 0, 0, pool), 0);
    assert_int_equal(apr_socket_create(listener, APR_INET, SOCK_STREAM, APR_PROTO_TCP, pool), 0);
    assert_int_equal(apr_socket_bind(*listener, address), 0);
    assert_int_equal(apr_socket_listen(*listener, 5), 0);
    assert_int_equal(apr_socket_addr_get(&address, APR_LOCAL, *listener), 0);
    return address->port;
}

static void whoever_asks_to_stop_is_heard_within_two_seconds(void **state)
{
    apr_socket_t *listener;
    apr_pool_t *own;
    lic_smtp_session_t *session;
    lic_smtp_reply_t reply;
    int questions = 0;
    const lic_smtp_t smtp = {.host = "127.0.0.1", .port = silent_server(&listener), .from = "a@example.com"};
    (void)state;
    apr_pool_create(&own, pool);
    lic_smtp_init(own);
    assert_null(lic_smtp_open(&session, &smtp, stop_at_the_second_question, &questions, own));
    const apr_time_t begun = apr_time_now();
    lic_smtp_send(&reply, session, "b@example.com", "Subject: x\r\n\r\nx\r\n", 19, own);
    assert_int_equal(reply.verdict, LIC_SMTP_STOPPED);
    apr_pool_destroy(own);
    assert_true(apr_time_now() - begun < apr_time_from_sec(2));
    apr_socket_close(listener);
}

static void no_other_address_than_one_is_given_to_the_server(void **state)
{
    apr_socket_t *listener;
    lic_smtp_session_t *session;
    lic_smtp_reply_t reply;
    const lic_smtp_t smtp = {.host = "127.0.0.1", .port = silent_server(&listener), .from = "a@example.com"};
    (void)state;
    assert_null(lic_smtp_open(&session, &smtp, NULL, NULL, pool));
    lic_smtp_send(&reply, session, "b@example.com>\r\nRCPT TO:<c@example.com", "x", 1, pool);
    assert_int_equal(reply.verdict, LIC_SMTP_IMPOSSIBLE);
    apr_socket_close(listener);
}

static void write_file(const char *path, const char *text)
{
    apr_file_t *file;
    apr_size_t length = strlen(text);
    assert_int_equal(apr_file_open(&file, path, APR_WRITE | APR_CREATE | APR_TRUNCATE, APR_UREAD | APR_UWRITE, pool),
                     0);
    assert_int_equal(apr_file_write_full(file, text, length, &length), 0);
    apr_file_close(file);
}

static int files_make(void **state)
{
    const char *tmp;
    char *name, *real;
    (void)state;
    assert_int_equal(apr_temp_dir_get(&tmp, pool), 0);
    name = apr_psprintf(pool, "%s/licences-smtp-%d", tmp, (int)getpid());
    assert_int_equal(apr_dir_make(name, APR_UREAD | APR_UWRITE | APR_UEXECUTE, pool), 0);
    assert_int_equal(apr_filepath_merge(&real, NULL, name, APR_FILEPATH_TRUENAME, pool), 0);
    directory = real;
    password_file = apr_pstrcat(pool, real, "/password", NULL);
    empty_file = apr_pstrcat(pool, real, "/empty", NULL);
    write_file(password_file, "s3cret words\r\nnot this\n");
    write_file(empty_file, "\n");
    return 0;
}

static int files_remove(void **state)
{
    (void)state;
    apr_file_remove(password_file, pool);
    apr_file_remove(empty_file, pool);
    apr_dir_remove(directory, pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_is_understood),
        cmocka_unit_test(what_is_wrong_is_told_with_what_would_be_right),
        cmocka_unit_test(a_reply_is_judged_by_how_far_the_dialogue_got),
        cmocka_unit_test(waiting_doubles_from_a_minute_to_six_hours),
        cmocka_unit_test(a_refused_message_is_tried_for_most_of_a_day),
        cmocka_unit_test(whoever_asks_to_stop_is_heard_within_two_seconds),
        cmocka_unit_test(no_other_address_than_one_is_given_to_the_server),
    };
    apr_initialize();
    apr_pool_create(&pool, NULL);
    return cmocka_run_group_tests(tests, files_make, files_remove);
}
