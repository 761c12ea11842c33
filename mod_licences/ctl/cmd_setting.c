/* ctl/cmd_setting.c  Settings of the whole database. */
#include "ctl.h"
#include "table.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "core/limits.h"
#include "service/account_terms.h"
#include "service/admin.h"
#include "store/setting.h"

static lic_error_t *set_logins(lic_invocation_t *invocation)
{
    const int logins = lic_word_value(lic_logins_words, invocation->args[1], -1);
    if (logins < 0)
        return lic_order_usage(invocation, "logins: %s is neither portal nor account", invocation->args[1]);
    LIC_TRY(lic_admin_logins(&invocation->ctl->source, (lic_logins_t)logins, invocation->pool));
    if (logins == LIC_LOGINS_PORTAL)
        printf("logins set to portal: a log-in belongs to one account\n");
    else
        printf("logins set to account: a log-in may stand in many, and every portal needs LicencesAccount\n");
    return NULL;
}

static lic_error_t *set_undo(lic_invocation_t *invocation)
{
    const char *duration = invocation->args[1];
    LIC_TRY(lic_admin_undo(&invocation->ctl->source, duration, invocation->pool));
    if (!strcasecmp(duration, LIC_OFF))
        printf("undo-period set to Off: no purchase can be taken back\n");
    else
        printf("undo-period set to %s: so long a purchase can be taken back, within its period\n", duration);
    return NULL;
}

lic_error_t *lic_cmd_set(lic_invocation_t *invocation)
{
    if (!strcmp(invocation->args[0], "logins"))
        return set_logins(invocation);
    if (!strcmp(invocation->args[0], LIC_SETTING_UNDO))
        return set_undo(invocation);
    if (strcmp(invocation->args[0], LIC_SETTING_GRACE))
        return lic_order_usage(invocation, "there is no setting %s, but grace-period, undo-period and logins",
                               invocation->args[0]);
    LIC_TRY(lic_admin_grace(&invocation->ctl->source, invocation->args[1], invocation->pool));
    printf("grace-period set to %s for whoever is marked from now on\n", invocation->args[1]);
    return NULL;
}

static lic_error_t *show_setting(lic_table_t *table, const lic_invocation_t *invocation, const char *name)
{
    lic_db_t *db;
    const char *value;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    LIC_TRY(lic_setting_get(&value, db, name, invocation->pool));
    if (value && !strcmp(name, LIC_SETTING_GRACE))
        value = lic_terms_duration_text(apr_atoi64(value), invocation->pool);
    if (!strcmp(name, LIC_SETTING_UNDO)) {
        const apr_int64_t seconds = value ? apr_atoi64(value) : LIC_UNDO_PERIOD;
        value = seconds ? lic_terms_duration_text(seconds, invocation->pool) : LIC_OFF;
    }
    const char *const cells[] = {name, value};
    lic_table_row(table, cells);
    return NULL;
}

/* Those that licencesctl set takes; the rest of the table is the program's own, and secret. */
lic_error_t *lic_cmd_setting_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"name", "value"};
    lic_table_t *table;
    LIC_TRY(lic_table_begin(&table, invocation, columns, 2, invocation->pool));
    LIC_TRY(show_setting(table, invocation, LIC_SETTING_GRACE));
    LIC_TRY(show_setting(table, invocation, LIC_SETTING_UNDO));
    LIC_TRY(show_setting(table, invocation, LIC_SETTING_LOGINS));
    lic_table_end(table);
    return NULL;
}
