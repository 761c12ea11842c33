/* ctl/cmd_role.c  Roles: what they may do, and who holds them. */
#include "ctl.h"

#include <string.h>

#include "service/employee.h"
#include "service/role.h"

lic_error_t *lic_cmd_role(lic_invocation_t *invocation)
{
    const char *role = invocation->args[1], *word = invocation->args[2];
    const int on = !strcmp(invocation->command->name, "role grant");
    const int right = lic_word_value(lic_right_words, word, 0);
    apr_int64_t changed;
    lic_caller_t caller;
    if (!right)
        return lic_order_usage(invocation, "there is no right %s: %s", word,
                               lic_word_list(lic_right_words, invocation->pool));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(
        lic_role_grant(&changed, &invocation->ctl->source, &caller, role, (lic_right_t)right, on, invocation->pool));
    printf("%s: role %s %s %s\n", caller.account, role,
           changed ? (on ? "now has" : "no longer has") : (on ? "had already" : "did not have"), word);
    return NULL;
}

lic_error_t *lic_cmd_role_give(lic_invocation_t *invocation)
{
    const char *role = invocation->args[1], *login = invocation->args[2];
    const int on = !strcmp(invocation->command->name, "role give");
    apr_int64_t changed, id;
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_employee_id(&id, &invocation->ctl->source, caller.account, login, invocation->pool));
    LIC_TRY(lic_role_give(&changed, &invocation->ctl->source, &caller, role, id, on, invocation->pool));
    printf("%s: %s %s the role %s\n", caller.account, login,
           changed ? (on ? "now has" : "no longer has") : (on ? "had already" : "did not have"), role);
    return NULL;
}
