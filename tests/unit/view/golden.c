#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>

static const char *environment(const char *name, const char *missing)
{
    const char *value = getenv(name);
    return value && *value ? value : missing;
}

const char *golden_source(void)
{
    return environment("top_srcdir", "..");
}

static const char *path_of(const char *name, apr_pool_t *p)
{
    return apr_pstrcat(p, golden_source(), "/tests/golden/view/", name, NULL);
}

char *golden_read(const char *name, apr_pool_t *p)
{
    apr_file_t *file;
    apr_finfo_t info;
    const char *path = path_of(name, p);
    if (apr_file_open(&file, path, APR_FOPEN_READ, 0, p) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS)
        fail_msg("%s can't be read; LIC_GOLDEN=write makes it", path);
    char *text = apr_pcalloc(p, (apr_size_t)info.size + 1);
    assert_int_equal(apr_file_read_full(file, text, (apr_size_t)info.size, NULL), APR_SUCCESS);
    apr_file_close(file);
    return text;
}

void golden_sample(void (*run)(const char *sql, void *baton), void *baton, apr_pool_t *p)
{
    char *sql = golden_read("sample.sql", p);
    while ((sql = strstr(sql, "INSERT")) != NULL) {
        char *end = strstr(sql, ";\n");
        *end = '\0';
        run(sql, baton);
        sql = end + 1;
    }
    run("UPDATE setting SET value = 'sample' WHERE name = 'epoch'", baton); /* else a random word */
}

void golden_plans(void (*run)(const char *sql, void *baton), void *baton)
{
    static const char *const plans[] = {"1, 'start', 3, 3, 0, '2026-11-20', 0, 'anna', 1794900000, 0",
                                        "2, 'leave', 1, 4, 0, '2026-12-01', 0, 'anna', 1794900060, 1",
                                        "3, 'buy', 2, 0, 1, '2026-12-01', 30, 'operator', 1794900120, 1",
                                        "4, 'leave', 1, 7, 0, '2026-12-31', 0, '=anna', 1794900180, 1",
                                        "5, 'start', 3, 4, 0, '2027-01-11', 0, 'anna', 1794900240, 1"};
    for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
        char sql[400];
        snprintf(sql, sizeof(sql),
                 "INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, planned_by, "
                 "planned_at, to_come) VALUES (1, %s)",
                 plans[i]);
        run(sql, baton);
    }
    run("UPDATE account SET last_plan = 5 WHERE id = 1", baton);
}

static void write_golden(const char *name, const char *text, apr_pool_t *p)
{
    FILE *file = fopen(path_of(name, p), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

void golden_check(const char *name, const char *actual, apr_pool_t *p)
{
    int line = 1;
    if (!strcmp(environment("LIC_GOLDEN", ""), "write"))
        write_golden(name, actual, p);
    const char *golden = golden_read(name, p), *a = actual, *g = golden;
    if (!strcmp(golden, actual))
        return;
    while (*a && *a == *g) {
        line += *a == '\n';
        a++;
        g++;
    }
    while (a > actual && a[-1] != '\n') {
        a--;
        g--;
    }
    fail_msg("%s:%d: came out as\n  %.*s\nwhere the golden has\n  %.*s", name, line, (int)strcspn(a, "\n"), a,
             (int)strcspn(g, "\n"), g);
}

static apr_status_t free_doc(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

xmlDoc *golden_tree(const char *name, apr_pool_t *p)
{
    const char *text = golden_read(name, p);
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), name, NULL, XML_PARSE_NOBLANKS);
    assert_non_null(doc);
    apr_pool_cleanup_register(p, doc, free_doc, apr_pool_cleanup_null);
    return doc;
}

const char *golden_layout(xmlDoc *doc, apr_pool_t *p)
{
    xmlChar *text;
    int length;
    xmlDocDumpFormatMemoryEnc(doc, &text, &length, "UTF-8", 1);
    const char *copy = apr_pstrmemdup(p, (const char *)text, (apr_size_t)length);
    xmlFree(text);
    return copy;
}

/* --- stylesheets: sources and what the build makes of them, as if installed -------------------------------------- */

static void link_in(const char *from, const char *name, const char *directory, apr_pool_t *p)
{
    const char *target = apr_pstrcat(p, from, "/", name, NULL);
    if (access(target, R_OK) == 0)
        assert_int_equal(symlink(target, apr_pstrcat(p, directory, "/", name, NULL)), 0);
}

static char *absolute(const char *path, apr_pool_t *p)
{
    char *real = realpath(path, NULL), *copy;
    assert_non_null(real);
    copy = apr_pstrdup(p, real);
    free(real);
    return copy;
}

const char *golden_stage(apr_pool_t *p)
{
    apr_dir_t *dir;
    apr_finfo_t entry;
    const char *tmp = NULL;
    assert_int_equal(apr_temp_dir_get(&tmp, p), APR_SUCCESS);
    char *stage = apr_pstrcat(p, tmp, "/licences-xslt.XXXXXX", NULL);
    assert_non_null(mkdtemp(stage));
    const char *sources = absolute(apr_pstrcat(p, golden_source(), "/xslt", NULL), p);
    const char *built = absolute(apr_pstrcat(p, environment("top_builddir", "."), "/xslt", NULL), p);
    assert_int_equal(apr_dir_open(&dir, sources, p), APR_SUCCESS);
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (entry.name[0] != '.' && strcmp(entry.name, "text"))
            link_in(sources, entry.name, stage, p);
    apr_dir_close(dir);
    link_in(built, "text", stage, p);
    return stage;
}

void golden_unstage(const char *directory, apr_pool_t *p)
{
    apr_dir_t *dir;
    apr_finfo_t entry;
    assert_int_equal(apr_dir_open(&dir, directory, p), APR_SUCCESS);
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (strcmp(entry.name, ".") && strcmp(entry.name, ".."))
            unlink(apr_pstrcat(p, directory, "/", entry.name, NULL));
    apr_dir_close(dir);
    rmdir(directory);
}

const lic_sheets_t *golden_sheets(void)
{
    static lic_sheets_t *sheets;
    apr_pool_t *p;
    if (sheets)
        return sheets;
    apr_pool_create(&p, NULL);
    lic_view_init(p);
    const char *stage = golden_stage(p);
    golden_ok(lic_sheets_load(&sheets, stage, p));
    golden_unstage(stage, p);
    return sheets;
}

/* --- output ------------------------------------------------------------------------------------------------------ */

static apr_status_t keep(void *baton, const char *data, apr_size_t length)
{
    golden_sink_t *sink = baton;
    sink->text = apr_pstrcat(sink->pool, sink->text, apr_pstrmemdup(sink->pool, data, length), NULL);
    return APR_SUCCESS;
}

void golden_sink(golden_sink_t *sink, apr_pool_t *p)
{
    sink->out.write = keep;
    sink->out.baton = sink;
    sink->out.flush = NULL;
    sink->text = "";
    sink->pool = p;
}

void golden_assert_ok(lic_error_t *err, const char *expr, const char *file, int line)
{
    if (!err)
        return;
    print_error("%s: %s\n", expr, lic_error_chain(err, err->pool));
    _fail(file, line);
}
