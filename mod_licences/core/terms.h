/**
 * @file core/terms.h  Changing an account's terms: its names, where its mail goes, VAT, ceiling, and what stays as it
 * is once there are invoices.
 */
#ifndef LIC_CORE_TERMS_H
#define LIC_CORE_TERMS_H

#include "core/change.h"

/**
 * Sets name, billing, locale, timezone (with zone), currency (with digits), VAT, ceiling, legal name, address, country,
 * VAT id, electronic address, order number and whether invoices are attached to mails to those of wanted, which have
 * been checked; its other members don't count. One event (setting) with an entry "account/FIELD" for each that differs.
 *
 * LIC_REFUSED "terms-fixed" (fact field): currency and time zone stay from the first invoice on, as invoices add up in
 * one currency and paid periods begin and end by one calendar; before, a time zone in which it is another date now
 * would move what is logged for today.
 */
lic_error_t *lic_terms_decide(lic_change_t *change, const lic_account_t *wanted);

#endif
