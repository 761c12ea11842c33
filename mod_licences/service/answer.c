/* service/answer.c  Outcomes packed into text for the table of requests, and unpacked again. */
#include "service/answer.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"

/* The fields of a stored outcome, separated by "|": version, outcome, and the invoice if there is one. */
enum {
    FIELD_VERSION,
    FIELD_KIND,
    FIELD_PRODUCT,
    FIELD_ASKED,
    FIELD_WIPED,
    FIELD_REVISION,
    FIELD_LOG,
    FIELD_NUMBER,
    FIELD_INVOICE_KIND,
    FIELD_DATE,
    FIELD_FROM,
    FIELD_TO,
    FIELD_CURRENCY,
    FIELD_VAT_RATE,
    FIELD_NET,
    FIELD_VAT,
    FIELD_TOTAL,
    FIELDS
};

const char *lic_answer_pack(const lic_outcome_t *out, apr_pool_t *p)
{
    const char *answer = lic_text_printf(p, "1|%s|%lld|%lld|%lld|%lld|%lld", lic_word_of(lic_outcome_words, out->kind),
                                         (long long)out->product, (long long)out->asked, (long long)out->wiped,
                                         (long long)out->revision, (long long)out->log);
    const lic_invoice_t *invoice = out->invoice;
    if (!invoice)
        return answer;
    return lic_text_printf(p, "%s|%s|%s|%s|%s|%s|%s|%d|%lld|%lld|%lld", answer, invoice->number,
                           lic_word_of(lic_invoice_kind_words, invoice->kind), lic_date_format(invoice->date, p),
                           lic_date_format(invoice->from, p), lic_date_format(invoice->to, p), invoice->currency,
                           invoice->vat_rate, (long long)invoice->net, (long long)invoice->vat,
                           (long long)invoice->total);
}

static int split(const char **fields, int most, const char *answer, apr_pool_t *p)
{
    char *rest = apr_pstrdup(p, answer);
    int n = 0;
    for (char *next; rest && n < most; rest = next) {
        next = strchr(rest, '|');
        if (next)
            *next++ = '\0';
        fields[n++] = rest;
    }
    return rest ? 0 : n;
}

static lic_invoice_t *unpack_invoice(const char *const *fields, apr_pool_t *p)
{
    lic_invoice_t *invoice = apr_pcalloc(p, sizeof(*invoice));
    invoice->number = fields[FIELD_NUMBER];
    invoice->kind = (lic_invoice_kind_t)lic_word_value(lic_invoice_kind_words, fields[FIELD_INVOICE_KIND], 0);
    invoice->date = lic_date_parse(fields[FIELD_DATE]);
    invoice->from = lic_date_parse(fields[FIELD_FROM]);
    invoice->to = lic_date_parse(fields[FIELD_TO]);
    invoice->currency = fields[FIELD_CURRENCY];
    invoice->vat_rate = (int)apr_atoi64(fields[FIELD_VAT_RATE]);
    invoice->net = apr_atoi64(fields[FIELD_NET]);
    invoice->vat = apr_atoi64(fields[FIELD_VAT]);
    invoice->total = apr_atoi64(fields[FIELD_TOTAL]);
    invoice->lines = apr_array_make(p, 0, sizeof(lic_invoice_line_t));
    return invoice;
}

lic_error_t *lic_answer_unpack(lic_outcome_t *out, const char *answer, apr_pool_t *p)
{
    const char *fields[FIELDS];
    const int n = split(fields, FIELDS, answer, p);
    const int kind = n > FIELD_KIND ? lic_word_value(lic_outcome_words, fields[FIELD_KIND], -1) : -1;
    if ((n != FIELDS && n != FIELD_NUMBER) || strcmp(fields[FIELD_VERSION], "1") || kind < 0)
        return lic_error_make(p, LIC_BUG, "answer", "a stored answer can't be read: %s", answer);
    *out = (lic_outcome_t){.kind = (lic_outcome_kind_t)kind,
                           .product = apr_atoi64(fields[FIELD_PRODUCT]),
                           .asked = apr_atoi64(fields[FIELD_ASKED]),
                           .wiped = apr_atoi64(fields[FIELD_WIPED]),
                           .revision = apr_atoi64(fields[FIELD_REVISION]),
                           .log = apr_atoi64(fields[FIELD_LOG]),
                           .invoice = n == FIELDS ? unpack_invoice(fields, p) : NULL,
                           .replayed = 1};
    return NULL;
}

/* --- a list of employees ------------------------------------------------------------------------ */

#define ROSTER_VERSION "list-1"
enum { ROSTER_FIRST = 3, ROSTER_OLDER = 14, ROSTER_FIELDS = 40 }; /* numbers of answers of before assignments */

/* The numbers of a report, in the order that they are stored in */
static apr_int64_t *roster_number(lic_roster_report_t *report, int i)
{
    apr_int64_t *const numbers[] = {&report->created,   &report->edited,    &report->activated, &report->deactivated,
                                    &report->given,     &report->unchanged, &report->absent,    &report->kept,
                                    &report->log,       &report->revision,  &report->beyond,    &report->deadline,
                                    &report->buy_total, &report->buy_net,   &report->assigned,  &report->planned};
    return i < (int)(sizeof(numbers) / sizeof(numbers[0])) ? numbers[i] : NULL;
}

const char *lic_answer_pack_roster(const lic_roster_report_t *report, apr_pool_t *p)
{
    lic_roster_report_t copy = *report;
    const char *answer =
        apr_pstrcat(p, ROSTER_VERSION "|", report->product ? report->product : "", "|", report->currency, NULL);
    for (int i = 0; roster_number(&copy, i); i++)
        answer = apr_psprintf(p, "%s|%" APR_INT64_T_FMT, answer, *roster_number(&copy, i));
    return answer;
}

lic_error_t *lic_answer_unpack_roster(lic_roster_report_t *report, const char *answer, apr_pool_t *p)
{
    const char *fields[ROSTER_FIELDS];
    const int n = split(fields, ROSTER_FIELDS, answer, p);
    int i = 0;
    for (; ROSTER_FIRST + i < n && roster_number(report, i); i++)
        *roster_number(report, i) = apr_atoi64(fields[ROSTER_FIRST + i]);
    if (ROSTER_FIRST + i != n || (roster_number(report, i) && i < ROSTER_OLDER) || strcmp(fields[0], ROSTER_VERSION))
        return lic_error_make(p, LIC_BUG, "answer", "a stored answer can't be read: %s", answer);
    report->product = *fields[1] ? fields[1] : NULL;
    report->currency = fields[2];
    report->applied = report->replayed = 1;
    return NULL;
}
