/* ctl/cmd_anonymise.c  licencesctl employee anonymise: asks first, as it can't be undone. */
#include "ctl.h"

#include <string.h>
#include <unistd.h>

#include "service/anonymise.h"

const lic_option_t lic_anonymise_options[] = {
    {"yes", NULL, "don't ask; needed where nobody is there to be asked, as in a batch", 0}, {NULL, NULL, NULL, 0}};

/* Whoever sits at the terminal types the log-in once more. */
static lic_error_t *confirm(const lic_invocation_t *invocation)
{
    const char *login = invocation->args[1];
    char typed[512];
    if (lic_order_option(invocation, "yes"))
        return NULL;
    if (invocation->ctl->in_batch || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return lic_order_usage(invocation, "this can't be undone: say --yes");
    fprintf(stderr, "This can't be undone: nothing will tell any more who %s was. To go on, type the log-in: ", login);
    if (!fgets(typed, sizeof(typed), stdin))
        typed[0] = '\0';
    typed[strcspn(typed, "\n")] = '\0';
    if (!strcmp(typed, login))
        return NULL;
    return lic_error_make(invocation->pool, LIC_REFUSED, "not-confirmed", "that isn't %s: nothing was changed", login);
}

lic_error_t *lic_cmd_employee_anonymise(lic_invocation_t *invocation)
{
    lic_anonymised_t done = {0};
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(confirm(invocation));
    LIC_TRY(lic_employee_anonymise(&done, &invocation->ctl->source, &caller, invocation->args[1], invocation->pool));
    printf("%s: employee %lld %s\n", caller.account, (long long)done.employee,
           done.changed ? "is anonymous now" : "was anonymous already");
    if (done.archived)
        printf(
            "  files that licencesctl archive wrote of this account hold the log up to entry %lld as it was then, with "
            "names and log-ins; so do backups\n",
            (long long)done.archived);
    return NULL;
}
