/* mail/apply.c  What a stylesheet makes of a document, gathered from its pieces. */
#include "mail/apply.h"

#include <apr_strings.h>

/* What a stylesheet writes, in pieces */
typedef struct lic_pieces_t {
    apr_array_header_t *list;
    apr_pool_t *pool;
} lic_pieces_t;

static apr_status_t keep(void *baton, const char *data, apr_size_t length)
{
    lic_pieces_t *pieces = baton;
    APR_ARRAY_PUSH(pieces->list, const char *) = apr_pstrmemdup(pieces->pool, data, length);
    return APR_SUCCESS;
}

lic_error_t *lic_mail_apply(const char **text, const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc,
                            const lic_look_t *look, apr_pool_t *p)
{
    lic_pieces_t pieces = {apr_array_make(p, 4, sizeof(const char *)), p};
    lic_out_t out = {keep, &pieces, NULL};
    LIC_TRY(lic_sheet_apply(&out, sheets, sheet, doc, look, p));
    *text = apr_array_pstrcat(p, pieces.list, '\0');
    return NULL;
}
