/**
 * @file core/renewal.h  What a period's end does: next becomes purchased, one invoice, a new period; or the close.
 */
#ifndef LIC_CORE_RENEWAL_H
#define LIC_CORE_RENEWAL_H

#include "core/change.h"

/** change->now is the period's end. Adds the invoice, events, account and positions. LIC_REFUSED only on overflow. */
lic_error_t *lic_renewal_decide(lic_change_t *change);

/** The notice 14 days before: quantities, amount, last moment to scale down. */
lic_error_t *lic_renewal_notice(lic_change_t *change);

#endif
