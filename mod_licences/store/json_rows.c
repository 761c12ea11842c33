/* store/json_rows.c  Many rows as one parameter, in JSON. */
#include "store/json_rows.h"

#include <string.h>

#include <apr_strings.h>

enum { FIRST_SIZE = 4096, NUMBER_SIZE = 24 };

struct lic_json_rows_t {
    char *data;
    apr_size_t length, size;
    int rows, cells; /* cells: of the row that was begun last */
    apr_pool_t *pool;
};

lic_json_rows_t *lic_json_rows_make(apr_pool_t *p)
{
    lic_json_rows_t *list = apr_pcalloc(p, sizeof(*list));
    list->pool = p;
    list->size = FIRST_SIZE;
    list->data = apr_palloc(p, list->size);
    list->data[list->length++] = '[';
    return list;
}

/* Room for so many bytes, and for the end of a row, of the list and of the text */
static char *room(lic_json_rows_t *list, apr_size_t bytes)
{
    if (list->length + bytes + 3 > list->size) {
        const char *before = list->data;
        while (list->length + bytes + 3 > list->size)
            list->size *= 2;
        list->data = apr_palloc(list->pool, list->size);
        memcpy(list->data, before, list->length);
    }
    return list->data + list->length;
}

static void put(lic_json_rows_t *list, const char *text, apr_size_t length)
{
    memcpy(room(list, length), text, length);
    list->length += length;
}

void lic_json_rows_add(lic_json_rows_t *list)
{
    put(list, "],[", list->rows ? 3 : 0);
    if (!list->rows++)
        put(list, "[", 1);
    list->cells = 0;
}

static void next_cell(lic_json_rows_t *list)
{
    put(list, ",", list->cells++ ? 1 : 0);
}

void lic_json_rows_int(lic_json_rows_t *list, apr_int64_t value)
{
    next_cell(list);
    char *at = room(list, NUMBER_SIZE);
    list->length += (apr_size_t)apr_snprintf(at, NUMBER_SIZE, "%" APR_INT64_T_FMT, value);
}

void lic_json_rows_time(lic_json_rows_t *list, apr_time_t at)
{
    lic_json_rows_int(list, apr_time_sec(at));
}

void lic_list_time_optional(lic_json_rows_t *list, apr_time_t at)
{
    if (at)
        lic_json_rows_time(list, at);
    else
        lic_json_rows_text(list, NULL);
}

void lic_json_rows_text(lic_json_rows_t *list, const char *text)
{
    next_cell(list);
    if (!text) {
        put(list, "null", 4);
        return;
    }
    put(list, "\"", 1);
    while (*text) {
        apr_size_t plain = 0;
        while ((unsigned char)text[plain] >= ' ' && text[plain] != '"' && text[plain] != '\\')
            plain++;
        put(list, text, plain);
        text += plain;
        if (*text) {
            char escape[8];
            put(list, escape, (apr_size_t)apr_snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)*text++));
        }
    }
    put(list, "\"", 1);
}

const char *lic_json_rows_end(lic_json_rows_t *list)
{
    char *end = room(list, 0);
    if (list->rows)
        *end++ = ']';
    *end++ = ']';
    *end = '\0';
    return list->data;
}

const char *lic_json_rows_ints(const apr_int64_t *values, int n, apr_pool_t *p)
{
    lic_json_rows_t *list = lic_json_rows_make(p);
    for (int i = 0; i < n; i++) {
        lic_json_rows_add(list);
        lic_json_rows_int(list, values[i]);
    }
    return lic_json_rows_end(list);
}
