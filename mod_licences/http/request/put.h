/**
 * @file http/request/put.h  A PUT by a partner's program: its conditions, and its body of XML.
 */
#ifndef LIC_HTTP_PUT_H
#define LIC_HTTP_PUT_H

#include "http/request/body.h"
#include "service/condition.h"

/** A PUT whose type, conditions and size have been checked. */
typedef struct lic_put_t {
    lic_body_t body;
    lic_condition_t condition;
    int dry_run;            /**< ?dry-run=1: it is checked and answered, but nothing is changed */
    apr_int64_t max_absent; /**< ?max-absent=N: how many a whole list may leave out; −1: not said */
    const char *module;     /**< ?module=KEY: a list is about this module only; NULL: not said */
} lic_put_t;

/**
 * Reads parameters, conditions and body, which has at most `most` bytes. Errors: those of lic_filters_read; LIC_INVALID
 * "precondition-required" (428: neither If-Match nor Idempotency-Key, unless for a dry run), "field-invalid" (fact
 * field), LIC_CONFLICT "precondition-failed" (If-None-Match: *), and those of lic_body_*.
 */
lic_error_t *lic_put_take(lic_put_t *put, lic_exchange_t *x, apr_off_t most);

/**
 * A reader of the body, at its root. collect: as lic_reader_collect; 0: the first error ends it. LIC_INVALID
 * "xml-invalid" unless the root has the name `root`. Lives in p.
 */
lic_error_t *lic_put_root(lic_reader_t **reader, lic_put_t *put, const lic_exchange_t *x, const char *root, int collect,
                          apr_pool_t *p);

#endif
