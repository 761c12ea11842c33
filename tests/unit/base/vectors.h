/**
 * @file vectors.h  Reads the files of tests/data/vectors: worked examples that an independent program reckoned.
 */
#ifndef LIC_TEST_VECTORS_H
#define LIC_TEST_VECTORS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

enum { VECTOR_COLUMNS = 12 };

/** Calls check with the columns of each line after the heading; returns how many lines there were. */
static inline int vectors_each(const char *file, void (*check)(char **column, int line))
{
    const char *top = getenv("top_srcdir");
    char path[1024], text[4096];
    snprintf(path, sizeof(path), "%s/tests/data/vectors/%s", top ? top : "..", file);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    int line = 1;
    assert_non_null(fgets(text, sizeof(text), in));
    while (fgets(text, sizeof(text), in)) {
        char *column[VECTOR_COLUMNS] = {NULL}, *rest = text;
        text[strcspn(text, "\r\n")] = '\0';
        for (int i = 0; i < VECTOR_COLUMNS && rest; i++)
            column[i] = strsep(&rest, "\t");
        check(column, ++line);
    }
    fclose(in);
    return line - 1;
}

#endif
