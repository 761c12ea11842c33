/**
 * @file core/renewal.h  What a period's end does: next becomes purchased, one invoice, a new period; or the close.
 */
#ifndef LIC_CORE_RENEWAL_H
#define LIC_CORE_RENEWAL_H

#include "core/change.h"

/**
 * change->now is the period's end. Open: `next` becomes purchased, a new period, one numbered invoice (none without
 * lines), the event. Closing: everybody is deactivated, everything 0, no invoice, and the account is closed.
 * LIC_REFUSED "amount-overflow" or "no-price", which lic_quantity_decide has seen to don't happen.
 */
lic_error_t *lic_renewal_decide(lic_change_t *change);

/** The notice 14 days before: quantities, amount, last moment to scale down. Errors as lic_renewal_decide. */
lic_error_t *lic_renewal_notice(lic_change_t *change);

#endif
