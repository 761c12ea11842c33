/* ctl/import_outcomes.c  Keeps outcomes in a file: a change may be tried again, and a list may have a million lines. */
#include "import_outcomes.h"

#include <string.h>
#include <unistd.h>

/* Precedes each; the message follows it. */
typedef struct lic_kept_outcome_t {
    apr_uint32_t line;
    unsigned char done, refused;
    unsigned short length;
} lic_kept_outcome_t;

static lic_error_t *failed(apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNAVAILABLE, "output",
                          "what became of the lines can't be kept in a file: is there room "
                          "in TMPDIR?");
}

lic_error_t *lic_outcomes_open(lic_outcomes_t *outcomes, apr_pool_t *p)
{
    *outcomes = (lic_outcomes_t){.file = tmpfile()};
    return outcomes->file ? NULL : failed(p);
}

void lic_outcomes_rewind(lic_outcomes_t *outcomes)
{
    rewind(outcomes->file);
    outcomes->failed = ftruncate(fileno(outcomes->file), 0) != 0;
}

void lic_outcomes_add(lic_outcomes_t *outcomes, const lic_roster_outcome_t *row)
{
    lic_kept_outcome_t kept = {.line = row->line, .done = row->done, .refused = row->problem != NULL};
    if (row->problem)
        kept.length = (unsigned short)(strlen(row->message) < 4096 ? strlen(row->message) : 4096);
    if (fwrite(&kept, sizeof(kept), 1, outcomes->file) != 1 ||
        (kept.length && fwrite(row->message, kept.length, 1, outcomes->file) != 1))
        outcomes->failed = 1;
}

static void print_done(unsigned done)
{
    static const struct {
        unsigned done;
        const char *word;
    } words[] = {{LIC_ROSTER_CREATED, "created"},     {LIC_ROSTER_EDITED, "changed"},
                 {LIC_ROSTER_ACTIVATED, "activated"}, {LIC_ROSTER_DEACTIVATED, "deactivated"},
                 {LIC_ROSTER_ROLES, "roles given"},   {LIC_ROSTER_ASSIGNED, "modules given"},
                 {LIC_ROSTER_PLANNED, "planned"}};
    const char *parted = "";
    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (done & words[i].done) {
            printf("%s%s", parted, words[i].word);
            parted = ", ";
        }
    printf(done ? "\n" : "unchanged\n");
}

lic_error_t *lic_outcomes_print(lic_outcomes_t *outcomes, const char *name, int quiet, apr_pool_t *p)
{
    lic_kept_outcome_t row;
    char message[4097];
    apr_int64_t refused = 0;
    if (fflush(outcomes->file) || outcomes->failed)
        return failed(p);
    rewind(outcomes->file);
    while (fread(&row, sizeof(row), 1, outcomes->file) == 1) {
        if (row.length && fread(message, row.length, 1, outcomes->file) != 1)
            return failed(p);
        message[row.length] = '\0';
        if (row.refused ? refused++ >= LIC_ROSTER_TOLD : quiet)
            continue;
        printf("%s:%u: ", name, row.line);
        if (row.refused)
            printf("refused: %s\n", message);
        else
            print_done(row.done);
    }
    if (refused > LIC_ROSTER_TOLD)
        printf("%s: refused: and %lld more\n", name, (long long)(refused - LIC_ROSTER_TOLD));
    return ferror(outcomes->file) ? failed(p) : NULL;
}
