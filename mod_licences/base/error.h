/**
 * @file base/error.h  Errors that travel up and are answered in one place.
 *
 * NULL is success. An error lives in the pool it was made in, which is the caller's result pool. `code` decides
 * the HTTP status or exit status (http/request/problem.c, ctl/main.c: two tables), `problem` is a closed word of the
 * XSD (simpleType problem) that selects the translated sentence, `facts` fill that sentence's {placeholders}.
 */
#ifndef LIC_BASE_ERROR_H
#define LIC_BASE_ERROR_H

#include <apr_pools.h>
#include <apr_tables.h>

typedef enum {
    LIC_INVALID = 1, /**< 400 the input can't be understood */
    LIC_FORBIDDEN,   /**< 403 no right */
    LIC_UNKNOWN,     /**< 404 not here, or not this account's */
    LIC_CONFLICT,    /**< 409 somebody else changed it */
    LIC_REFUSED,     /**< 422 product.md refuses it */
    LIC_TOO_LARGE,   /**< 413 */
    LIC_UNAVAILABLE, /**< 503 it can't be done now, or not as this server is set up */
    LIC_BUG          /**< 500 */
} lic_code_t;

typedef struct lic_error_t lic_error_t;
struct lic_error_t {
    lic_code_t code;
    const char *problem;      /**< stable word, e.g. "quantity-not-a-number" */
    const char *message;      /**< English: what was wrong and what would be right */
    apr_table_t *facts;       /**< name → value for translations; NULL if none */
    const char *list;         /**< what rows are called, "wrong"; NULL: there are none */
    apr_array_header_t *rows; /**< of apr_table_t *: the single things that were wrong, each with its facts */
    const lic_error_t *cause;
    const char *file;
    int line;
    apr_pool_t *pool;
};

/** Makes an error in p; problem is kept as it is (a literal). fmt is the C library's: %lld and %zu may be used. */
lic_error_t *lic_error_make_at(const char *file, int line, apr_pool_t *p, lic_code_t code, const char *problem,
                               const char *fmt, ...) __attribute__((format(printf, 6, 7)));
#define lic_error_make(p, code, problem, ...) lic_error_make_at(__FILE__, __LINE__, p, code, problem, __VA_ARGS__)

/** Adds a fact; copies name and value; returns err. */
lic_error_t *lic_error_fact(lic_error_t *err, const char *name, const char *value);

/** Adds a row of facts, which the caller fills, to the list of that name (a literal); an error has one list. */
apr_table_t *lic_error_row(lic_error_t *err, const char *list);

/**
 * Wraps cause in a new error that says what was being done; code, problem, facts, file and line are the cause's. A
 * cause from another pool is copied, so the result outlives it.
 */
lic_error_t *lic_error_wrap(lic_error_t *cause, apr_pool_t *p, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/** "message: cause's message: ..." for the log, in p. */
const char *lic_error_chain(const lic_error_t *err, apr_pool_t *p);

/** The only control-flow macro. */
#define LIC_TRY(expr)                                                                                                  \
    do {                                                                                                               \
        lic_error_t *lic_try_error = (expr);                                                                           \
        if (lic_try_error)                                                                                             \
            return lic_try_error;                                                                                      \
    } while (0)

#endif
