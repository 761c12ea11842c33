/* core/rights.c  What a role may do, and that an account is never locked out of itself. */
#include "core/rights.h"

#include <apr_strings.h>

const lic_word_t lic_right_words[] = {
    {"my-account", LIC_RIGHT_MY_ACCOUNT}, {"my-account-view", LIC_RIGHT_MY_ACCOUNT_VIEW},
    {"partner", LIC_RIGHT_PARTNER},       {"partner-csv", LIC_RIGHT_PARTNER_CSV},
    {"roles", LIC_RIGHT_ROLES},           {NULL, 0}};

int lic_rights_allow(lic_rights_t held, lic_rights_t need)
{
    if (held & LIC_RIGHT_MY_ACCOUNT)
        held |= LIC_RIGHT_MY_ACCOUNT_VIEW;
    return !need || (held & need);
}

int lic_rights_admit(int active, lic_account_state_t state)
{
    return active || state == LIC_ACCOUNT_CLOSED;
}

const char *lic_rights_word(lic_rights_t need)
{
    static const lic_right_t by_reach[] = {LIC_RIGHT_MY_ACCOUNT_VIEW, LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_PARTNER,
                                           LIC_RIGHT_PARTNER_CSV, LIC_RIGHT_ROLES};
    for (unsigned i = 0; i < sizeof(by_reach) / sizeof(by_reach[0]); i++)
        if (need & by_reach[i])
            return lic_word_of(lic_right_words, by_reach[i]);
    return NULL;
}

lic_error_t *lic_rights_decide(lic_change_t *change, int *changed, const lic_role_t *role, lic_right_t right, int on,
                               apr_int64_t remaining)
{
    *changed = 0;
    if (!!(role->rights & right) == !!on)
        return NULL;
    if (!on && right == LIC_RIGHT_ROLES && role->members > 0 && remaining <= 0)
        return lic_error_fact(
            lic_error_make(change->pool, LIC_REFUSED, "last-roles",
                           "nobody else holds the right to manage roles: give it to another role in use first"),
            "role", role->key);
    const char *word = lic_word_of(lic_right_words, right);
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_ROLE_RIGHT);
    operation->role = role->key;
    operation->right = word;
    operation->on = !!on;
    lic_event_t *event = lic_change_event_of(change, on ? LIC_EVENT_GRANTED : LIC_EVENT_REVOKED);
    lic_event_subject(event, apr_pstrcat(change->pool, "role/", role->key, "/", word, NULL), role->key,
                      on ? "" : "granted", on ? "granted" : "");
    *changed = 1;
    return NULL;
}
