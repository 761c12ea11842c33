/**
 * @file http/request/put_list.h  A list that a partner's program puts: its rows, as service/roster_list.h reads them.
 *
 * The first time the body is parsed and checked against the schema, and its rows are kept in a file; later, with the
 * account locked, they are read from that file. Lines that are wrong are rows that say so.
 */
#ifndef LIC_HTTP_PUT_LIST_H
#define LIC_HTTP_PUT_LIST_H

#include "http/request/kept.h"
#include "http/request/put.h"
#include "service/roster_list.h"

typedef struct lic_put_list_t lic_put_list_t;

struct lic_put_list_t {
    lic_put_t *put;
    const lic_exchange_t *x;
    const char *root, *element; /**< the root, and what a row is called in it */
    const char *const *others;  /**< other elements of the root, which are passed over; ends in NULL */
    /** Takes what the row's element says of itself; and each element in it (else what that is called is an error). */
    void (*attributes)(lic_roster_row_t *row, lic_reader_t *reader, apr_pool_t *p);
    lic_error_t *(*child)(lic_roster_row_t *row, const char *name, lic_reader_t *reader, apr_pool_t *p);
    /* its own */
    lic_reader_t *reader;
    apr_pool_t *pool; /* of the reader */
    lic_kept_t *kept;
    int scans, whole;
    const char *name; /* of the element that the reader is at; NULL: there is none */
    int depth;
};

/** Makes a list of it: rewind, next, whole, strict, dry_run, condition, max_absent and how much is told. */
lic_error_t *lic_put_list_open(lic_roster_t *list, lic_put_list_t *sent);

/**
 * What a list that was refused is answered with: the first line that is wrong (facts line, element, refused: how many
 * are), and the first LIC_ROSTER_TOLD as rows, wrong, of line, problem, element and detail.
 */
lic_error_t *lic_put_list_refusal(const lic_roster_report_t *report, const lic_put_list_t *sent);

/** Of an element that is passed over, or of one that isn't known in a row: LIC_INVALID "xml-invalid". */
lic_error_t *lic_put_list_unknown(const char *name, const char *within, apr_pool_t *p);

#endif
