/* ctl/cmd_schema.c  Making the schema, bringing it up to date, and what follows a restore. */
#include "ctl.h"

#include "service/admin.h"
#include "store/schema.h"

static lic_error_t *upgrade(int *from, lic_invocation_t *invocation)
{
    lic_db_t *db;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    return lic_schema_upgrade(from, db, invocation->now, invocation->pool);
}

lic_error_t *lic_cmd_init(lic_invocation_t *invocation)
{
    int from;
    LIC_TRY(upgrade(&from, invocation));
    if (from)
        printf("the database was made before: its schema is at version %d\n", lic_schema_newest());
    else
        printf("database made: schema version %d\n", lic_schema_newest());
    return NULL;
}

lic_error_t *lic_cmd_upgrade(lic_invocation_t *invocation)
{
    int from;
    LIC_TRY(upgrade(&from, invocation));
    if (from == lic_schema_newest())
        printf("the schema is at version %d already\n", from);
    else
        printf("schema upgraded from version %d to %d; servers that know %d %s\n", from, lic_schema_newest(), from,
               lic_schema_serves(from) ? "go on working with it" : "don't work with it: replace them");
    return NULL;
}

lic_error_t *lic_cmd_restored(lic_invocation_t *invocation)
{
    LIC_TRY(lic_admin_restored(&invocation->ctl->source, invocation->pool));
    printf("a new epoch has begun: pages, forms and feeds of before the restore are out of date\n");
    return NULL;
}
