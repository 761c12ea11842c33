/* store/copy_table.c  One table from one database to another: read by pieces, written by many rows at once. */
#include "store/copy_private.h"

#include <stdlib.h>
#include <apr_strings.h>

#include "store/db_private.h"
#include "store/failure_private.h"
#include "store/statement.h"
#include "store/statement_private.h"

#define PIECE  1000 /* rows read before what they took is given back */
#define VALUES 500  /* bound in one INSERT: each database allows some ten thousand */

/* --- reading ----------------------------------------------------------------------------------------------------- */

/* No driver hands rows out one by one in bounded memory by the same means: SQLite's and PostgreSQL's load a whole
 * result, so it is asked for by pieces, along the rowid and by a cursor; MariaDB's streams. */
typedef struct lic_copy_reader_t {
    lic_db_t *db;
    const lic_copy_table_t *table;
    const char *after; /* SQLite: the last row's rowid */
    apr_dbd_results_t *results;
    apr_dbd_row_t *row;
    int skipped; /* columns before the table's own */
    apr_pool_t *p, *piece;
} lic_copy_reader_t;

static lic_error_t *ask(lic_copy_reader_t *reader, const char *sql, apr_pool_t *p)
{
    lic_db_t *db = reader->db;
    LIC_TRY(lic_statement_refuse(db, sql, p));
    reader->results = NULL;
    reader->row = NULL;
    /* random access on PostgreSQL only: store/statement.c */
    const int code = apr_dbd_select(db->driver, p, db->handle, &reader->results, sql, db->dialect == LIC_POSTGRESQL);
    return code ? lic_failure_make(db, code, reader->table->name, reader->p) : NULL;
}

static lic_error_t *read_begin(lic_copy_reader_t *reader, lic_db_t *db, const lic_copy_table_t *table, apr_pool_t *p)
{
    *reader =
        (lic_copy_reader_t){.db = db, .table = table, .after = "-1", .skipped = db->dialect == LIC_SQLITE, .p = p};
    apr_pool_create(&reader->piece, p);
    const char *all = apr_psprintf(p, "SELECT %s FROM %s", table->columns, table->name);
    if (db->dialect == LIC_POSTGRESQL)
        return lic_db_run(db, apr_pstrcat(p, "DECLARE licences_copy CURSOR FOR ", all, NULL), p);
    return db->dialect == LIC_MARIADB ? ask(reader, all, p) : NULL;
}

static lic_error_t *next_piece(lic_copy_reader_t *reader)
{
    const lic_copy_table_t *table = reader->table;
    if (reader->db->dialect == LIC_MARIADB)
        return NULL;
    const char *after = apr_pstrdup(reader->p, reader->after); /* a small text for every PIECE of rows */
    apr_pool_clear(reader->piece);
    if (reader->db->dialect == LIC_POSTGRESQL)
        return ask(reader, "FETCH " APR_STRINGIFY(PIECE) " FROM licences_copy", reader->piece);
    return ask(reader,
               apr_psprintf(reader->piece, "SELECT rowid, %s FROM %s WHERE rowid > %s ORDER BY rowid LIMIT %d",
                            table->columns, table->name, after, PIECE),
               reader->piece);
}

static lic_error_t *next_row(int *there, lic_copy_reader_t *reader)
{
    lic_db_t *db = reader->db;
    apr_pool_t *p = db->dialect == LIC_MARIADB ? reader->p : reader->piece;
    const int code = apr_dbd_get_row(db->driver, p, reader->results, &reader->row, -1);
    *there = code == 0;
    return code && code != -1 ? lic_failure_make(db, code, reader->table->name, reader->p) : NULL;
}

static const char *cell_of(const lic_copy_reader_t *reader, int column)
{
    const char *text = NULL;
    return apr_dbd_datum_get(reader->db->driver, reader->row, column, APR_DBD_TYPE_STRING, &text) == APR_SUCCESS ? text
                                                                                                                 : NULL;
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

typedef struct lic_copy_writer_t {
    lic_db_t *db;
    const lic_copy_table_t *table;
    apr_dbd_prepared_t *insert; /* of as many rows as fit */
    int most, rows;             /* that fit; that wait to be written */
    apr_int64_t numbers[VALUES];
    const void *values[VALUES];
    apr_pool_t *p, *waiting; /* waiting: their texts */
} lic_copy_writer_t;

static lic_error_t *prepare(apr_dbd_prepared_t **insert, const lic_copy_writer_t *writer, int rows, apr_pool_t *p)
{
    const lic_copy_table_t *table = writer->table;
    const char *row = "", *all = "";
    for (const char *type = table->types; *type; type++)
        row = apr_pstrcat(p, row, *row ? ", " : "(", *type == 'i' ? "%lld" : "%s", NULL);
    for (int k = 0; k < rows; k++)
        all = apr_pstrcat(p, all, k ? "), " : "", row, NULL);
    const char *sql = apr_psprintf(p, "INSERT INTO %s (%s) VALUES %s)", table->name, table->columns, all);
    *insert = NULL;
    const int code = apr_dbd_prepare(writer->db->driver, p, writer->db->handle, sql, NULL, insert);
    return code ? lic_failure_make(writer->db, code, table->name, writer->p) : NULL;
}

static lic_error_t *write_begin(lic_copy_writer_t *writer, lic_db_t *db, const lic_copy_table_t *table, apr_pool_t *p)
{
    apr_pool_t *texts;
    writer->db = db;
    writer->table = table;
    writer->most = table->ncolumns < VALUES ? VALUES / table->ncolumns : 1;
    writer->rows = 0;
    writer->p = p;
    apr_pool_create(&texts, p);
    apr_pool_create(&writer->waiting, p);
    return prepare(&writer->insert, writer, writer->most, texts);
}

static lic_error_t *write_waiting(lic_copy_writer_t *writer)
{
    lic_db_t *db = writer->db;
    apr_dbd_prepared_t *insert = writer->insert;
    int affected;
    if (!writer->rows)
        return NULL;
    LIC_TRY(lic_statement_refuse(db, writer->table->name, writer->p));
    if (writer->rows < writer->most)
        LIC_TRY(prepare(&insert, writer, writer->rows, writer->p));
    const int code = apr_dbd_pbquery(db->driver, writer->waiting, db->handle, &affected, insert, writer->values);
    if (code)
        return lic_failure_make(db, code, writer->table->name, writer->p);
    writer->rows = 0;
    apr_pool_clear(writer->waiting);
    return NULL;
}

static lic_error_t *write_row(lic_copy_writer_t *writer, const lic_copy_reader_t *reader)
{
    int at = writer->rows++ * writer->table->ncolumns;
    for (int k = 0; k < writer->table->ncolumns; k++, at++) {
        const char *text = cell_of(reader, k + reader->skipped);
        if (text && writer->table->types[k] == 'i') {
            writer->numbers[at] = apr_atoi64(text);
            writer->values[at] = &writer->numbers[at];
        } else {
            writer->values[at] = text ? apr_pstrdup(writer->waiting, text) : NULL;
        }
    }
    return writer->rows == writer->most ? write_waiting(writer) : NULL;
}

/* --- a table ----------------------------------------------------------------------------------------------------- */

lic_error_t *lic_copy_table_count(apr_int64_t *rows, lic_db_t *db, const char *table, apr_pool_t *p)
{
    const lic_copy_table_t counted = {.name = table};
    lic_copy_reader_t reader = {.db = db, .table = &counted, .p = p, .piece = p};
    int there;
    LIC_TRY(ask(&reader, apr_pstrcat(p, "SELECT COUNT(*) FROM ", table, NULL), p));
    LIC_TRY(next_row(&there, &reader));
    *rows = there ? apr_atoi64(cell_of(&reader, 0)) : 0;
    while (there) /* MariaDB's connection is free again when the result has been read to its end */
        LIC_TRY(next_row(&there, &reader));
    return NULL;
}

/* Reads and writes a piece; *read is how many rows it had. */
static lic_error_t *piece_copy(int *read, lic_copy_reader_t *reader, lic_copy_writer_t *writer)
{
    LIC_TRY(next_piece(reader));
    for (*read = 0; *read < PIECE; ++*read) {
        int there;
        LIC_TRY(next_row(&there, reader));
        if (!there)
            return NULL;
        if (reader->skipped)
            reader->after = cell_of(reader, 0);
        LIC_TRY(write_row(writer, reader));
    }
    return NULL;
}

static lic_error_t *rows_copy(apr_int64_t *rows, lic_db_t *to, lic_db_t *from, const lic_copy_table_t *table,
                              apr_pool_t *p)
{
    lic_copy_writer_t *writer = apr_palloc(p, sizeof(*writer));
    lic_copy_reader_t reader;
    int read;
    LIC_TRY(write_begin(writer, to, table, p));
    LIC_TRY(read_begin(&reader, from, table, p));
    for (*rows = 0, read = PIECE; read == PIECE; *rows += read)
        LIC_TRY(piece_copy(&read, &reader, writer));
    LIC_TRY(write_waiting(writer));
    return from->dialect == LIC_POSTGRESQL ? lic_db_run(from, "CLOSE licences_copy", p) : NULL;
}

lic_error_t *lic_copy_table(apr_int64_t *rows, lic_db_t *to, lic_db_t *from, const lic_copy_table_t *table,
                            apr_pool_t *p)
{
    apr_pool_t *own;
    apr_pool_create(&own, p);
    lic_error_t *err = rows_copy(rows, to, from, table, own);
    err = err ? lic_error_wrap(err, p, "table %s", table->name) : NULL;
    if (!err)
        apr_pool_destroy(own); /* else its results may still be asked for by the rollback */
    return err;
}
