/**
 * @file store/statement_texts_private.h  What sql2c.awk makes of sql/: the named statements and the migrations, for
 * each database.
 */
#ifndef LIC_STORE_STATEMENT_TEXTS_PRIVATE_H
#define LIC_STORE_STATEMENT_TEXTS_PRIVATE_H

#include <statements_gen.h>

#define LIC_BINDS_MAX 100 /**< sql2c.awk refuses statements with more */

/** One text, in the form of apr_dbd_prepare (%lld, %s, %%). text NULL: this database has no use for the statement. */
typedef struct lic_statement_sql_t {
    const char *text;
    int nbinds;
    const unsigned char *binds; /**< place in the text → parameter of the declaration */
} lic_statement_sql_t;

/** Types are letters: i int, s text, t time, o time? (0: NULL), d date. */
typedef struct lic_statement_text_t {
    const char *name;
    int nparameters;
    const char *parameters;
    int ncolumns;
    const char *columns;
    int patterns;        /**< which parameter holds patterns, if `all` isn't 0 */
    lic_statement_t all; /**< the statement without them, which is run where there are none; 0: it asks for none */
    lic_statement_sql_t sql[3]; /**< by lic_dialect_t */
} lic_statement_text_t;

extern const lic_statement_text_t lic_statement_texts[]; /**< by lic_statement_t; ends in a name of NULL */

typedef struct lic_migration_t {
    int number; /**< 1, 2, 3 … */
    int serves; /**< programs that know this schema, or a newer one, go on working with it (sql2c.awk) */
    const char *name;
    const char *const *steps[3]; /**< by lic_dialect_t: single statements, up to NULL */
} lic_migration_t;

extern const lic_migration_t lic_migrations[]; /**< ends in a number of 0 */

#endif
