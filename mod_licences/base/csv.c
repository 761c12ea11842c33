/* base/csv.c  A reader of CSV that says in which line what is wrong. */
#include "base/csv.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "base/text.h"

enum { BUFFER = 65536, END = -1, FAILED = -2 };

struct lic_csv_t {
    lic_csv_read_fn *read;
    void *baton;
    char buffer[BUFFER];
    apr_size_t at, end;  /* of what is in the buffer */
    apr_status_t status; /* why no more can be read */
    char separator;
    apr_int64_t line; /* that the next byte stands in */
    char field[LIC_CSV_FIELD + 1];
    apr_size_t length;
    lic_error_t *error;
    apr_pool_t *pool; /* of the record being read */
};

lic_csv_t *lic_csv_make(lic_csv_read_fn *read, void *baton, apr_pool_t *p)
{
    lic_csv_t *csv = apr_pcalloc(p, sizeof(*csv));
    csv->read = read;
    csv->baton = baton;
    return csv;
}

static int fail(lic_csv_t *csv, apr_int64_t line, const char *what)
{
    if (!csv->error) {
        csv->error = lic_error_make(csv->pool, LIC_REFUSED, "csv-malformed", "line %lld: %s", (long long)line, what);
        lic_error_fact(csv->error, "line", apr_psprintf(csv->pool, "%" APR_INT64_T_FMT, line));
    }
    return FAILED;
}

/* --- bytes -------------------------------------------------------------------------------------- */

/* Fills the buffer up, behind what is still in it */
static void fill(lic_csv_t *csv)
{
    memmove(csv->buffer, csv->buffer + csv->at, csv->end - csv->at);
    csv->end -= csv->at;
    csv->at = 0;
    while (csv->status == APR_SUCCESS && csv->end < BUFFER) {
        apr_size_t length = BUFFER - csv->end;
        csv->status = csv->read(csv->baton, csv->buffer + csv->end, &length);
        if (csv->status == APR_SUCCESS)
            csv->end += length;
    }
}

static int peek(lic_csv_t *csv)
{
    if (csv->at == csv->end)
        fill(csv);
    if (csv->at < csv->end)
        return (unsigned char)csv->buffer[csv->at];
    return csv->status == APR_EOF
               ? END
               : fail(csv, csv->line,
                      "the file can't be read any further, or isn't in the encoding that it is read in");
}

/* The next byte; a line's end, whatever it is made of, is '\n' */
static int next(lic_csv_t *csv)
{
    const int byte = peek(csv);
    if (byte < 0)
        return byte;
    csv->at++;
    if (byte == '\0')
        return fail(csv, csv->line, "a NUL byte: this is no text");
    if (byte == '\r' && peek(csv) == '\n')
        csv->at++;
    if (byte != '\r' && byte != '\n')
        return byte;
    csv->line++;
    return '\n';
}

/* --- fields ------------------------------------------------------------------------------------- */

static int put(lic_csv_t *csv, int byte, apr_int64_t begun)
{
    if (csv->length == LIC_CSV_FIELD)
        return fail(csv, begun, "a field of more than 4096 bytes begins here; is a quote missing at its end?");
    csv->field[csv->length++] = (char)byte;
    return byte;
}

/* Reads up to the separator or line's end, which is returned; END; FAILED */
static int read_plain(lic_csv_t *csv)
{
    const apr_int64_t line = csv->line;
    for (;;) {
        const int byte = next(csv);
        if (byte < 0 || byte == csv->separator || byte == '\n')
            return byte;
        if (byte == '"')
            return fail(csv, line,
                        "a quote within a field: put the whole field in quotes, and double each quote in it");
        if (put(csv, byte, line) < 0)
            return FAILED;
    }
}

/* What may follow a field in quotes */
static int read_end(lic_csv_t *csv)
{
    const apr_int64_t line = csv->line;
    const int byte = next(csv);
    if (byte < 0 || byte == csv->separator || byte == '\n')
        return byte;
    return fail(csv, line, "text behind a closing quote: a quote within a field in quotes is to be doubled");
}

static int read_quoted(lic_csv_t *csv)
{
    const apr_int64_t line = csv->line;
    next(csv);
    for (;;) {
        int byte = next(csv);
        if (byte == END)
            return fail(csv, line, "a quote that is opened here is never closed");
        if (byte == '"') {
            if (peek(csv) != '"')
                return read_end(csv);
            byte = next(csv);
        }
        if (byte < 0 || put(csv, byte, line) < 0)
            return FAILED;
    }
}

static int read_field(lic_csv_t *csv)
{
    const apr_int64_t line = csv->line;
    csv->length = 0;
    const int stop = peek(csv) == '"' ? read_quoted(csv) : read_plain(csv);
    csv->field[csv->length] = '\0';
    if (stop != FAILED && !lic_text_valid(csv->field))
        return fail(csv, line, "text that isn't UTF-8, or holds control characters");
    return stop;
}

/* --- records ------------------------------------------------------------------------------------ */

/* Excel's own word for it: a first line "sep=;" */
static int take_separator(lic_csv_t *csv)
{
    static const char word[] = "sep=";
    const char *at = csv->buffer + csv->at;
    if (csv->end - csv->at < sizeof(word) + 1 || strncasecmp(at, word, strlen(word)) ||
        !strchr("\r\n", at[sizeof(word)]))
        return 0;
    const char separator = at[strlen(word)];
    if (!strchr(",;\t|", separator))
        return 0;
    csv->at += sizeof(word);
    next(csv);
    csv->separator = separator;
    return 1;
}

/* The separator is the one that the heading has most of, outside quotes */
static void find_separator(lic_csv_t *csv)
{
    static const char separators[] = ",;\t";
    int count[sizeof(separators)] = {0}, quoted = 0, most = 0;
    for (apr_size_t i = csv->at; i < csv->end && (quoted || !strchr("\r\n", csv->buffer[i])); i++) {
        const char *found = csv->buffer[i] ? strchr(separators, csv->buffer[i]) : NULL;
        quoted ^= csv->buffer[i] == '"';
        if (found && !quoted)
            count[found - separators]++;
    }
    for (int i = 1; i < (int)strlen(separators); i++)
        most = count[i] > count[most] ? i : most;
    csv->separator = separators[most];
}

lic_error_t *lic_csv_begin(lic_csv_t *csv, apr_pool_t *p)
{
    csv->at = csv->end = 0;
    csv->status = APR_SUCCESS;
    csv->line = 1;
    csv->error = NULL;
    csv->pool = p;
    fill(csv);
    if (csv->end >= 3 && !memcmp(csv->buffer, "\xef\xbb\xbf", 3))
        csv->at = 3;
    if (!take_separator(csv))
        find_separator(csv);
    return csv->error;
}

lic_error_t *lic_csv_next(const char *const **fields, int *n, apr_int64_t *line, lic_csv_t *csv, apr_pool_t *p)
{
    const char **found = apr_palloc(p, sizeof(*found) * LIC_CSV_FIELDS);
    int stop;
    csv->pool = p;
    do {
        *line = csv->line;
        *n = 0;
        do {
            if (peek(csv) == END && !*n)
                return csv->error;
            if (*n == LIC_CSV_FIELDS) {
                fail(csv, *line, "more than 100 fields");
                return csv->error;
            }
            stop = read_field(csv);
            found[(*n)++] = apr_pstrmemdup(p, csv->field, csv->length);
        } while (stop == csv->separator);
        if (stop == FAILED) {
            *n = 0;
            return csv->error;
        }
    } while (*n == 1 && !*found[0]);
    *fields = found;
    return NULL;
}
