/* core/seller.c  What an invoice needs of the seller. */
#include "core/seller.h"

#include <apr_strings.h>

const char *lic_seller_missing(const lic_seller_t *seller, apr_pool_t *p)
{
    const char *missing = *seller->country ? "" : "country";
    if (!*seller->vat_id)
        missing = apr_pstrcat(p, missing, *missing ? ", " : "", "VAT id", NULL);
    return *missing ? missing : NULL;
}
