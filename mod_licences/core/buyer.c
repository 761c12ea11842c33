/* core/buyer.c  What an invoice needs of who buys. */
#include "core/buyer.h"

#include <apr_strings.h>

static const char *with(const char *missing, int is_there, const char *word, apr_pool_t *p)
{
    return is_there ? missing : apr_pstrcat(p, missing, *missing ? " " : "", word, NULL);
}

const char *lic_buyer_missing(const lic_invoice_parties_t *parties, apr_pool_t *p)
{
    const char *missing = with("", *parties->buyer_address, "address", p);
    missing = with(missing, *parties->buyer_country, "country", p);
    return with(missing, parties->category != LIC_TAX_REVERSE || *parties->buyer_vat_id, "vat-id", p);
}
