/**
 * @file golden.h  Golden files, tests/golden/view: what documents and pages came out as when somebody last looked at
 * them.
 *
 * LIC_GOLDEN=write in the environment writes them anew; read the difference before you commit it.
 */
#ifndef LIC_GOLDEN_H
#define LIC_GOLDEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/render/sheet.h"

/** top_srcdir */
const char *golden_source(void);

/** Fails with the first line that differs. */
void golden_check(const char *name, const char *actual, apr_pool_t *p);

/** A golden as text. */
char *golden_read(const char *name, apr_pool_t *p);

/** The statements of sample.sql one by one: call run with each. */
void golden_sample(void (*run)(const char *sql, void *baton), void *baton, apr_pool_t *p);

/** The same of what is planned in the sample account: of every kind, and a start that waits. */
void golden_plans(void (*run)(const char *sql, void *baton), void *baton);

/** A golden as a tree without the blanks of its layout; lives in p. */
xmlDoc *golden_tree(const char *name, apr_pool_t *p);

/** The tree laid out for reading. */
const char *golden_layout(xmlDoc *doc, apr_pool_t *p);

/** The stylesheets of the sources with the texts of the build, loaded once; lives in a pool of its own. */
const lic_sheets_t *golden_sheets(void);
/** A directory that holds them, to put other files beside. */
const char *golden_stage(apr_pool_t *p);
void golden_unstage(const char *directory, apr_pool_t *p);

/** A place to write to that keeps everything. */
typedef struct golden_sink_t {
    lic_out_t out;
    const char *text;
    apr_pool_t *pool;
} golden_sink_t;
void golden_sink(golden_sink_t *sink, apr_pool_t *p);

#define golden_ok(expr) golden_assert_ok((expr), #expr, __FILE__, __LINE__)
void golden_assert_ok(lic_error_t *err, const char *expr, const char *file, int line);

#endif
