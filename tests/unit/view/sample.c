/* sample.c  Reads documents of the sample account from a real database. */
#include "../store/harness.h"
#include "golden.h"

#include "sample.h"

#include "store/account.h"
#include "store/name.h"
#include "store/search.h"
#include "store/statement.h"

void sample_run(const char *sql, void *baton)
{
    harness_t *h = baton;
    assert_ok(lic_db_run(h->db, sql, h->p));
}

void sample_load(harness_t *h)
{
    golden_sample(sample_run, h, h->p);
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
}

lic_query_t sample_ask(harness_t *h, const char *account)
{
    lic_query_t q = {
        .rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW, .support = "support@example.com"};
    q.args = apr_table_make(h->p, 4);
    assert_ok(lic_account_find(&q.account, h->db, account, h->p));
    return q;
}

xmlDoc *sample_tree(harness_t *h, const lic_document_t *d, const lic_query_t *q)
{
    xmlDoc *doc;
    assert_ok(lic_document_tree(&doc, d, q, h->source, h->p));
    return doc;
}
