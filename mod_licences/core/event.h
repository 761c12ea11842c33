/**
 * @file core/event.h  Kinds of event, how each is logged, and who is told (product.md, What is told).
 *
 * One operation is one event. An event has subjects, each of which becomes an action-log row; the row of the first
 * subject gives the event its id. Whoever is to be told gets one outbox row per address. An event without subjects (and
 * a range event whose operation touches no row) is no event: nothing is logged or mailed.
 *
 * Objects and their states: a product's key "25" or "25/20" (lic_position_state); employee/ID "active", "inactive";
 * employee/ID/PRODUCT "assigned" or ""; log "5000"; account: the period's start; account/state: open, closing, closed.
 * An event that changes no state (a mark, a reminder, a notice) has old = new = the object's state. Amounts are net.
 */
#ifndef LIC_CORE_EVENT_H
#define LIC_CORE_EVENT_H

#include "base/words.h"
#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_time.h>

/** The log's `action` words are those of lic_event_words, a closed list in the XSD. */
typedef enum {
    LIC_EVENT_BOUGHT, /**< product: state → state; amount of its line, invoice; then each bundled product that follows
                       */
    LIC_EVENT_SCALED_DOWN,
    LIC_EVENT_KEPT,
    LIC_EVENT_UNDONE, /**< a purchase taken back: product: state → state; amount of its line, the credit note; then each
                           product that was bought with it */
    LIC_EVENT_RENEWED, /**< account: period start → start, amount, invoice; then each product whose state changed */
    LIC_EVENT_RENEWAL_NOTICE, /**< account; amount of the next invoice, deadline: last moment to scale down; then each
                                   product on it with its line's amount */
    LIC_EVENT_MARKED,         /**< employee/ID or employee/ID/PRODUCT, with deadline */
    LIC_EVENT_UNMARKED,
    LIC_EVENT_REMINDED,
    LIC_EVENT_DEACTIVATED, /**< employee/ID: active → inactive */
    LIC_EVENT_TAKEN_BACK,  /**< employee/ID/PRODUCT: assigned → "" by the timer */
    LIC_EVENT_FEW_LEFT,    /**< PRODUCT/few: "" → ""; amount, without a currency: the licences left */
    LIC_EVENT_CREATED,     /**< employee/ID: "" → active or inactive; account: "" → period start */
    LIC_EVENT_EDITED,      /**< employee/ID/name, /initials, /email, /login, /external: old → new, cut to what the log
                                holds */
    LIC_EVENT_ANONYMISED,  /**< employee/ID: inactive → inactive; what told who it was has gone from all of the log */
    LIC_EVENT_ACTIVATED,   /**< employee/ID: inactive → active */
    LIC_EVENT_ASSIGNED,    /**< employee/ID/PRODUCT: "" → assigned */
    LIC_EVENT_UNASSIGNED,
    LIC_EVENT_PROTECTED, /**< employee/ID/protection: "" → protected */
    LIC_EVENT_UNPROTECTED,
    LIC_EVENT_GRANTED, /**< role/ROLE/RIGHT: "" → granted */
    LIC_EVENT_REVOKED,
    LIC_EVENT_ROLE_GIVEN, /**< employee/ID/role/ROLE: "" → given */
    LIC_EVENT_ROLE_TAKEN,
    LIC_EVENT_CLOSING,  /**< account/state: open → closing */
    LIC_EVENT_CLOSED,   /**< account/state: closing → closed; then each product whose state changed */
    LIC_EVENT_REOPENED, /**< account/state: → open; then, if it was closed, account: period start → start */
    LIC_EVENT_SETTING,  /**< account/NAME: old → new; account/few/PRODUCT: a threshold, "" is the rule's */
    LIC_EVENT_POLICY,   /**< PRODUCT/policy: grace, block, buy or buy CAP */
    LIC_EVENT_PLANNED,  /**< employee/ID/plan/start, employee/ID/plan/leave: "" or the day so far → day; PRODUCT/plan:
                           QUANTITY DAY */
    LIC_EVENT_PLAN_CANCELLED, /**< these three and the next two: → "" */
    LIC_EVENT_PLAN_REMOVED,   /**< what was planned has been done by hand before, or who was to start or leave is
                                 anonymous */
    LIC_EVENT_CARRIED_OUT,
    LIC_EVENT_LAPSED,       /**< it was so already when it was due */
    LIC_EVENT_PLAN_REFUSED, /**< then the plan's object with the problem after it, ""  → "": why */
    LIC_EVENT_PLAN_WAITS,   /**< no licence is free */
    LIC_EVENT_ARCHIVED,     /**< log: up to which entry it has been moved into files: 0 → 5000 → … */
    LIC_EVENT_REFUSED,      /**< an attempt without the right: object is the path, new the right that is missing */
    LIC_EVENT_KINDS
} lic_event_kind_t;

extern const lic_word_t lic_event_words[];

/** Whom an event's mail goes to. The timer's events have no acting admin: then only the billing address. */
typedef enum { LIC_TELL_NOBODY = 0, LIC_TELL_BILLING = 1, LIC_TELL_ACTOR = 2 } lic_tell_t;
int lic_event_tells(lic_event_kind_t kind); /**< bits of lic_tell_t */

/** One log row. object's chain of old → new is unbroken: each old is the same object's previous new. */
typedef struct lic_subject_t {
    const char *object; /**< "standard", "employee/1041/crm", "role/admin/my-account", "account" */
    const char *name;   /**< what a person calls it, as it was then */
    const char *old_state, *new_state;
    apr_time_t deadline;    /**< 0: none */
    const char *invoice;    /**< number, or NULL */
    apr_int64_t amount;     /**< minor units of currency; few-left: licences */
    const char *currency;   /**< NULL: no amount of money */
    const char *planned_by; /**< of what was planned: whose plan it was; NULL */
} lic_subject_t;

typedef struct lic_event_t {
    lic_event_kind_t kind;
    const char *product;          /**< key of the product that it is about, or NULL */
    apr_array_header_t *subjects; /**< of lic_subject_t; may grow after lic_change_event */
    int range;             /**< index in change->operations of the range operation whose rows are the subjects; -1 */
    apr_int64_t first_log; /**< set by apply: id of the event, and of its first log row */
    apr_int64_t count;     /**< set by apply: log rows written */
} lic_event_t;

#endif
