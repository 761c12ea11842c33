/**
 * @file put.h  What a partner's program writes: conditions, body, and how each resource takes it.
 */
#ifndef LIC_HTTP_PUT_H
#define LIC_HTTP_PUT_H

#include "body.h"
#include "service/condition.h"

/** A PUT whose type, conditions and size are right. */
typedef struct lic_put_t {
    lic_body_t body;
    lic_condition_t condition;
    int dry_run; /**< ?dry-run=1: nothing may stay */
} lic_put_t;

/**
 * Reads conditions and body, most bytes of it. LIC_INVALID "precondition-required" (428: neither If-Match nor
 * Idempotency-Key, unless for a dry run), "field-invalid" (fact field), LIC_CONFLICT "precondition-failed"
 * (If-None-Match: *), and those of lic_body_*.
 */
lic_error_t *lic_put_take(lic_put_t *put, lic_exchange_t *x, apr_off_t most);

/** The root of the body, which is to be called so: LIC_INVALID "xml-invalid". Lives in p. */
lic_error_t *lic_put_root(lic_reader_t **reader, lic_put_t *put, const lic_exchange_t *x, const char *root,
                          apr_pool_t *p);

#endif
