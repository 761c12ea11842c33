#include "told.h"

#include <apr_strings.h>

lic_error_t *told_rewind(void *baton)
{
    told_t *told = baton;
    told->at = told->text;
    told->line = 0;
    told->scans++;
    if (told->outcomes)
        told->outcomes->nelts = 0;
    return NULL;
}

static const char *cell(const char **at, apr_pool_t *p)
{
    const size_t length = strcspn(*at, "|\n");
    const char *text = apr_pstrndup(p, *at, length);
    *at += length + ((*at)[length] == '|');
    return strcmp(text, "-") ? text : NULL;
}

lic_error_t *told_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    told_t *told = baton;
    *more = *told->at != '\0';
    if (!*more)
        return NULL;
    *row = (lic_roster_row_t){.line = ++told->line, .status = LIC_ROSTER_AS_IS};
    if (*told->at == '!') {
        row->wrong = lic_error_make(p, LIC_INVALID, "field-invalid", "status: active or inactive");
        told->at++;
    }
    row->login = cell(&told->at, p);
    row->name = cell(&told->at, p);
    row->initials = cell(&told->at, p);
    row->email = cell(&told->at, p);
    const char *status = cell(&told->at, p), *role = cell(&told->at, p);
    if (status)
        row->status = strcmp(status, "active") ? LIC_ROSTER_INACTIVE : LIC_ROSTER_ACTIVE;
    if (role) {
        const char **roles = apr_pcalloc(p, sizeof(*roles) * 2);
        roles[0] = role;
        row->roles = roles;
    }
    told->at += *told->at == '\n';
    return NULL;
}

static void told_outcome(void *baton, const lic_roster_outcome_t *row)
{
    told_t *told = baton;
    if (!told->outcomes)
        return;
    lic_roster_outcome_t *kept = apr_array_push(told->outcomes);
    *kept = *row;
    kept->message = row->message ? apr_pstrdup(told->outcomes->pool, row->message) : NULL;
}

lic_roster_report_t told_run_as(scene_t *s, const lic_caller_t *caller, const char *text, int how)
{
    static const apr_int64_t all = 1000000;
    told_t told = {.text = text};
    if (!(how & TELL_TWO))
        told.outcomes = apr_array_make(s->pool, 8, sizeof(lic_roster_outcome_t));
    const lic_roster_t list = {.rewind = told_rewind,
                               .next = told_next,
                               .baton = &told,
                               .whole = !!(how & WHOLE),
                               .strict = !!(how & STRICT),
                               .dry_run = !!(how & DRY),
                               .max_absent = &all,
                               .outcome = told_outcome,
                               .tell = how & TELL_TWO ? 2 : 0};
    lic_roster_report_t report;
    ok(lic_roster_run(&report, s->from, caller, &list, s->pool));
    if (told.outcomes)
        report.rows = told.outcomes;
    return report;
}

lic_roster_report_t told_run(scene_t *s, const char *text, int how)
{
    return told_run_as(s, &s->operator, text, how);
}

const char *told_outcomes(const scene_t *s, const lic_roster_report_t *report)
{
    return told_rows(s, report->rows);
}

const char *told_rows(const scene_t *s, const apr_array_header_t *rows)
{
    const char *said = "";
    for (int i = 0; i < rows->nelts; i++) {
        const lic_roster_outcome_t *row = &APR_ARRAY_IDX(rows, i, lic_roster_outcome_t);
        said = apr_psprintf(s->pool, "%s%u:%s%s%s%s%s%s\n", said, row->line, row->done & LIC_ROSTER_CREATED ? "C" : "",
                            row->done & LIC_ROSTER_EDITED ? "E" : "", row->done & LIC_ROSTER_ACTIVATED ? "A" : "",
                            row->done & LIC_ROSTER_DEACTIVATED ? "D" : "", row->done & LIC_ROSTER_ROLES ? "R" : "",
                            row->problem ? row->problem : "");
    }
    return said;
}
