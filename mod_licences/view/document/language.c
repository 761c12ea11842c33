/* view/document/language.c  /language: the form in which users choose the language that they read. */
#include "view/document/document.h"
#include "view/document/part.h"

static lic_error_t *head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    return lic_part_head(x, q, NULL, db, p);
}

const lic_document_t lic_document_language = {"language", "language", 0, head, NULL};
