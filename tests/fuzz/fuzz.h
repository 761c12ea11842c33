/**
 * @file fuzz.h  What the fuzz targets share.
 *
 * A target takes any bytes, does with them what a request, a file or a form would make the program do, and says what
 * must hold of the result whatever the bytes are: bounds, round trips, the same answer by another way. libFuzzer looks
 * for bytes of which it doesn't (./bootstrap full fuzz); replay.c goes through those in corpus/TARGET/ (make check).
 */
#ifndef LIC_FUZZ_H
#define LIC_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include <apr_pools.h>

/** A target; libFuzzer's name for it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** What must be true of any input: else the process ends, saying where. */
#define HOLDS(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            fuzz_broken(__FILE__, __LINE__, #condition);                                                               \
    } while (0)
void fuzz_broken(const char *file, int line, const char *condition) __attribute__((noreturn));

/** An empty pool, for one input: what the input before had in it is gone. */
apr_pool_t *fuzz_pool(void);

/** A pool for what is made once, and kept. */
apr_pool_t *fuzz_kept(void);

/** A file of the source tree. */
const char *fuzz_source(const char *name, apr_pool_t *p);

/** The bytes as a C string, up to a NUL among them. */
const char *fuzz_text(const uint8_t *data, size_t size, apr_pool_t *p);

/** Takes a line off the text; "" where there is none any more. */
const char *fuzz_line(const char **text, apr_pool_t *p);

/** Whether the whole of a text is as a POSIX extended regular expression says. */
int fuzz_like(const char *text, const char *expression);

/** Whether a text is UTF-8 of characters that XML has, by GLib. */
int fuzz_is_text(const char *text);

#endif
