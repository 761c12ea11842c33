/* view/document/roles.c  Roles, the rights that they hold, and the first of those who hold them. */
#include <string.h>
#include <apr_strings.h>

#include "store/role.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"

enum { HOLDERS_SHOWN = 10 };

typedef struct {
    const char *key, *name;
    lic_rights_t rights;
} role_t;

static lic_error_t *list_roles(apr_array_header_t **roles, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    role_t *role = NULL;
    *roles = apr_array_make(p, 8, sizeof(role_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_ROLES, p, q->account->id, (apr_int64_t)LIC_ROLES_MAX * LIC_RIGHTS));
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_VIEW_ROLES_ROLE_KEY);
        if (!role || strcmp(role->key, key)) {
            role = &APR_ARRAY_PUSH(*roles, role_t);
            *role = (role_t){apr_pstrdup(p, key), apr_pstrdup(p, lic_rows_text(rows, LIC_C_VIEW_ROLES_NAME)), 0};
        }
        role->rights |=
            (lic_rights_t)lic_word_value(lic_right_words, lic_rows_text(rows, LIC_C_VIEW_ROLES_RIGHT_KEY), 0);
    }
    return NULL;
}

/* The lock-out rule (product.md, Who gets in): *last active holders would be the last who manage roles, 0 if others do.
 */
static lic_error_t *count_last(apr_int64_t *last, const lic_query_t *q, const role_t *role, lic_db_t *db, apr_pool_t *p)
{
    int left;
    lic_role_t *loaded;
    *last = 0;
    if (!(role->rights & LIC_RIGHT_ROLES))
        return NULL;
    LIC_TRY(lic_role_left(&left, db, q->account->id, role->key, 0, p));
    if (left)
        return NULL;
    LIC_TRY(lic_role_load(&loaded, db, q->account->id, role->key, p));
    *last = loaded->members;
    return NULL;
}

static void write_rights(lic_xml_t *x, const role_t *role, apr_int64_t last)
{
    for (const lic_word_t *word = lic_right_words; word->word; word++) {
        lic_xml_start(x, "right");
        lic_xml_attr(x, "key", word->word);
        lic_xml_attr(x, "granted", role->rights & (lic_rights_t)word->value ? "true" : "false");
        if (last && word->value == LIC_RIGHT_ROLES)
            lic_xml_attr(x, "locked", "true");
        lic_xml_end(x);
    }
}

static lic_error_t *write_holders(lic_xml_t *x, const lic_query_t *q, const role_t *role, apr_int64_t last,
                                  lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_VIEW_ROLE_MEMBERS, p, q->account->id, role->key, (apr_int64_t)HOLDERS_SHOWN));
    while (lic_rows_next(rows)) {
        const int active = lic_rows_int(rows, LIC_C_VIEW_ROLE_MEMBERS_ACTIVE) != 0;
        lic_xml_start(x, "holder");
        lic_xml_attr_int(x, "employee", lic_rows_int(rows, LIC_C_VIEW_ROLE_MEMBERS_EMPLOYEE));
        lic_xml_attr(x, "login", lic_rows_text(rows, LIC_C_VIEW_ROLE_MEMBERS_LOGIN));
        lic_xml_attr(x, "status", active ? "active" : "inactive");
        if (last == 1 && active)
            lic_xml_attr(x, "locked", "true");
        lic_xml_text(x, lic_rows_text(rows, LIC_C_VIEW_ROLE_MEMBERS_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *write_role(lic_xml_t *x, const lic_query_t *q, const role_t *role, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_int64_t last;
    const apr_int64_t most = LIC_ROLE_COUNT_MOST;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_ROLE_COUNT, p, q->account->id, role->key, most + 1));
    const apr_int64_t members = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_VIEW_ROLE_COUNT_HOLDERS) : 0;
    LIC_TRY(count_last(&last, q, role, db, p));
    lic_xml_start(x, "role");
    lic_xml_attr(x, "key", role->key);
    lic_xml_attr_int(x, "holders", members > most ? most : members);
    if (members > most)
        lic_xml_attr(x, "more", "true");
    lic_xml_element(x, "name", role->name);
    write_rights(x, role, last);
    LIC_TRY(write_holders(x, q, role, last, db, p));
    lic_xml_end(x);
    return NULL;
}

static lic_error_t *roles_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    apr_array_header_t *roles;
    lic_xml_attr(x, "typed", q->typed);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    LIC_TRY(list_roles(&roles, q, db, p));
    for (int i = 0; i < roles->nelts; i++)
        LIC_TRY(write_role(x, q, &APR_ARRAY_IDX(roles, i, role_t), db, p));
    return NULL;
}

const lic_document_t lic_document_roles = {"roles", "roles", 0, roles_head, NULL};
