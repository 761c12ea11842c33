/* view/document/help.c  /help: the account's own figures for its texts; /help/partners: its products for the examples,
 * and what a dry run came to. */
#include "store/account.h"
#include "view/document/document.h"
#include "view/document/part.h"

static lic_error_t *help_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    lic_period_t period;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    lic_xml_attr_int(x, "grace", apr_time_sec(book->grace));
    lic_xml_attr_int(x, "undo", apr_time_sec(book->undo));
    lic_xml_attr(x, "vat-rate", lic_part_rate(q->account->vat, p));
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_period_current(&period, q->account, q->now);
    lic_part_period(x, &period, q->account);
    return NULL;
}

const lic_document_t lic_document_help = {"help", "help", 0, help_head, NULL};

static void write_products(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book)
{
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *position = &book->positions[i];
        if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
            continue;
        lic_xml_start(x, "product");
        lic_part_product(x, q, book, position);
        lic_xml_element(x, "name", position->name);
        lic_xml_end(x);
    }
}

static void write_dry_run(lic_xml_t *x, const lic_dry_run_t *run)
{
    lic_xml_start(x, "dry-run");
    lic_xml_attr(x, "path", run->path);
    if (run->status)
        lic_xml_attr_int(x, "status", run->status);
    lic_xml_element(x, "sent", run->sent);
    if (run->answer)
        lic_xml_element(x, "answer", run->answer);
    lic_xml_end(x);
}

static lic_error_t *partners_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    lic_xml_attr(x, "address", q->address);
    lic_xml_attr(x, "example", lic_part_arg(q, "example"));
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    write_products(x, q, book);
    if (q->dry_run)
        write_dry_run(x, q->dry_run);
    return NULL;
}

const lic_document_t lic_document_partners = {"partners", "help-partners", 0, partners_head, NULL};
