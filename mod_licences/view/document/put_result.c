#include "view/document/put_result.h"

#include <apr_strings.h>

#include "view/render/xml.h"

static lic_xml_t *begin(const lic_account_t *account, apr_int64_t revision, int dry_run, apr_pool_t *p)
{
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    lic_xml_start(x, "result");
    lic_xml_attr(x, "account", account->key);
    lic_xml_attr_int(x, "revision", revision);
    lic_xml_attr(x, "epoch", account->epoch);
    lic_xml_attr(x, "currency", account->currency);
    if (dry_run)
        lic_xml_attr(x, "preview", "true");
    return x;
}

static lic_error_t *end(xmlDoc **doc, lic_xml_t *x)
{
    lic_xml_end(x);
    *doc = lic_xml_tree(x);
    return lic_xml_error(x);
}

static void write_log(lic_xml_t *x, apr_int64_t log)
{
    if (log)
        lic_xml_attr_int(x, "log", log);
}

lic_error_t *lic_put_result_quantity(xmlDoc **doc, const lic_outcome_t *outcome, const char *product,
                                     const lic_account_t *account, int dry_run, apr_pool_t *p)
{
    const lic_invoice_t *invoice = outcome->invoice;
    lic_xml_t *x = begin(account, outcome->revision, dry_run, p);
    lic_xml_attr(x, "product", product);
    lic_xml_attr(x, "outcome", lic_word_of(lic_outcome_words, (int)outcome->kind));
    lic_xml_attr_int(x, "quantity", outcome->asked);
    if (outcome->wiped >= 0)
        lic_xml_attr_int(x, "wiped", outcome->wiped);
    write_log(x, outcome->log);
    if (invoice) {
        lic_xml_attr(x, "invoice", invoice->number);
        lic_xml_attr_date(x, "date", invoice->date);
        lic_xml_attr_int(x, "amount", invoice->net);
        lic_xml_attr_int(x, "vat", invoice->vat);
        lic_xml_attr_int(x, "total", invoice->total);
    }
    return end(doc, x);
}

static void write_offer(lic_xml_t *x, const lic_roster_report_t *report)
{
    lic_xml_start(x, "offer");
    lic_xml_attr(x, "product", report->product);
    lic_xml_attr_int(x, "missing", report->beyond);
    lic_xml_attr_time(x, "deadline", report->deadline);
    if (report->buy_net >= 0) {
        lic_xml_attr_int(x, "quantity", report->buy_total);
        lic_xml_attr_int(x, "amount", report->buy_net);
        lic_xml_attr(x, "currency", report->currency);
    }
    lic_xml_end(x);
}

/* As a list of words; what is unchanged isn't told, and roles are given by support alone */
static const char *words_of(unsigned done, apr_pool_t *p)
{
    static const lic_word_t words[] = {{"created", LIC_ROSTER_CREATED},
                                       {"changed", LIC_ROSTER_EDITED},
                                       {"activated", LIC_ROSTER_ACTIVATED},
                                       {"deactivated", LIC_ROSTER_DEACTIVATED},
                                       {"assigned", LIC_ROSTER_ASSIGNED},
                                       {"planned", LIC_ROSTER_PLANNED},
                                       {NULL, 0}};
    const char *text = "";
    for (const lic_word_t *word = words; word->word; word++)
        if (done & (unsigned)word->value)
            text = apr_pstrcat(p, text, *text ? " " : "", word->word, NULL);
    return text;
}

static void write_rows(lic_xml_t *x, const lic_roster_report_t *report, apr_pool_t *p)
{
    for (int i = 0; i < report->rows->nelts; i++) {
        const lic_roster_outcome_t *row = &APR_ARRAY_IDX(report->rows, i, lic_roster_outcome_t);
        lic_xml_start(x, "listed");
        lic_xml_attr_int(x, "line", row->line);
        lic_xml_attr(x, "outcome", words_of(row->done, p));
        lic_xml_end(x);
    }
}

static void write_rest(lic_xml_t *x, const lic_roster_report_t *report, int dry_run, apr_pool_t *p)
{
    write_log(x, report->log);
    lic_xml_attr_int(x, "beyond", report->beyond);
    lic_xml_attr_time(x, "deadline", report->deadline);
    if (report->beyond && report->product)
        write_offer(x, report);
    if (dry_run)
        write_rows(x, report, p);
}

lic_error_t *lic_put_result_roster(xmlDoc **doc, const lic_roster_report_t *report, int whole,
                                   const lic_account_t *account, int dry_run, apr_pool_t *p)
{
    lic_xml_t *x = begin(account, report->revision, dry_run, p);
    lic_xml_attr(x, "mode", whole ? "whole" : "merge");
    lic_xml_attr_int(x, "created", report->created);
    lic_xml_attr_int(x, "changed", report->edited);
    lic_xml_attr_int(x, "activated", report->activated);
    lic_xml_attr_int(x, "deactivated", report->deactivated);
    lic_xml_attr_int(x, "assigned", report->assigned);
    lic_xml_attr_int(x, "planned", report->planned);
    lic_xml_attr_int(x, "unchanged", report->unchanged);
    lic_xml_attr_int(x, "absent", report->absent);
    lic_xml_attr_int(x, "kept", report->kept);
    write_rest(x, report, dry_run, p);
    return end(doc, x);
}

lic_error_t *lic_put_result_assignments(xmlDoc **doc, const lic_roster_report_t *report, int whole,
                                        const lic_account_t *account, int dry_run, apr_pool_t *p)
{
    lic_xml_t *x = begin(account, report->revision, dry_run, p);
    lic_xml_attr(x, "mode", whole ? "whole" : "merge");
    lic_xml_attr_int(x, "assigned", report->assigned);
    lic_xml_attr_int(x, "unchanged", report->unchanged);
    lic_xml_attr_int(x, "absent", report->absent);
    write_rest(x, report, dry_run, p);
    return end(doc, x);
}
