/* core/event.c  The log's words for events, and whom their mail goes to. */
#include "core/event.h"

const lic_word_t lic_event_words[] = {{"bought", LIC_EVENT_BOUGHT},
                                      {"scaled-down", LIC_EVENT_SCALED_DOWN},
                                      {"kept", LIC_EVENT_KEPT},
                                      {"undone", LIC_EVENT_UNDONE},
                                      {"renewed", LIC_EVENT_RENEWED},
                                      {"renewal-notice", LIC_EVENT_RENEWAL_NOTICE},
                                      {"marked", LIC_EVENT_MARKED},
                                      {"unmarked", LIC_EVENT_UNMARKED},
                                      {"reminded", LIC_EVENT_REMINDED},
                                      {"deactivated", LIC_EVENT_DEACTIVATED},
                                      {"taken-back", LIC_EVENT_TAKEN_BACK},
                                      {"few-left", LIC_EVENT_FEW_LEFT},
                                      {"created", LIC_EVENT_CREATED},
                                      {"edited", LIC_EVENT_EDITED},
                                      {"anonymised", LIC_EVENT_ANONYMISED},
                                      {"activated", LIC_EVENT_ACTIVATED},
                                      {"assigned", LIC_EVENT_ASSIGNED},
                                      {"unassigned", LIC_EVENT_UNASSIGNED},
                                      {"protected", LIC_EVENT_PROTECTED},
                                      {"unprotected", LIC_EVENT_UNPROTECTED},
                                      {"granted", LIC_EVENT_GRANTED},
                                      {"revoked", LIC_EVENT_REVOKED},
                                      {"role-given", LIC_EVENT_ROLE_GIVEN},
                                      {"role-taken", LIC_EVENT_ROLE_TAKEN},
                                      {"closing", LIC_EVENT_CLOSING},
                                      {"closed", LIC_EVENT_CLOSED},
                                      {"reopened", LIC_EVENT_REOPENED},
                                      {"setting", LIC_EVENT_SETTING},
                                      {"policy", LIC_EVENT_POLICY},
                                      {"planned", LIC_EVENT_PLANNED},
                                      {"plan-cancelled", LIC_EVENT_PLAN_CANCELLED},
                                      {"plan-removed", LIC_EVENT_PLAN_REMOVED},
                                      {"carried-out", LIC_EVENT_CARRIED_OUT},
                                      {"lapsed", LIC_EVENT_LAPSED},
                                      {"plan-refused", LIC_EVENT_PLAN_REFUSED},
                                      {"plan-waits", LIC_EVENT_PLAN_WAITS},
                                      {"archived", LIC_EVENT_ARCHIVED},
                                      {"refused", LIC_EVENT_REFUSED},
                                      {NULL, 0}};

int lic_event_tells(lic_event_kind_t kind)
{
    switch (kind) {
    case LIC_EVENT_BOUGHT:
    case LIC_EVENT_SCALED_DOWN:
    case LIC_EVENT_KEPT:
    case LIC_EVENT_UNDONE:
    case LIC_EVENT_MARKED:
    case LIC_EVENT_DEACTIVATED:
    case LIC_EVENT_FEW_LEFT:
        return LIC_TELL_BILLING | LIC_TELL_ACTOR;
    case LIC_EVENT_RENEWED:
    case LIC_EVENT_PLAN_REFUSED:
    case LIC_EVENT_PLAN_WAITS:
    case LIC_EVENT_RENEWAL_NOTICE:
    case LIC_EVENT_REMINDED:
    case LIC_EVENT_TAKEN_BACK: /* "add-ons alike": what deactivated is to an employee */
        return LIC_TELL_BILLING;
    default:
        return LIC_TELL_NOBODY;
    }
}
