/**
 * @file base/ring.h  A bounded cache in memory that processes share: values by key, the oldest of which go first.
 *
 * There is no lock. A writer takes its place by one atomic step, writes, and only then enters the place in the table; a
 * reader copies what it finds, and believes it only if key, place and checksum are right and nobody has come to its
 * place meanwhile. So whoever is killed while writing, or writes over another's value after a long sleep, leaves
 * something that isn't found; and whatever is in the memory, a reader never reads beyond it.
 */
#ifndef LIC_BASE_RING_H
#define LIC_BASE_RING_H

#include <apr_pools.h>

typedef struct lic_ring_t lic_ring_t;

#define LIC_RING_KEY                                                                                                   \
    32 /**< bytes of a key, which has to be a cryptographic digest: its bytes are the place in the table */

/** In memory of that many bytes (at least 64 KiB), aligned as malloc aligns, whatever is in it. The ring itself is in
 * p. */
lic_ring_t *lic_ring_make(void *memory, apr_size_t size, apr_pool_t *p);

/** Forgets everything, also while others read and write. */
void lic_ring_empty(lic_ring_t *ring);

/** A copy of the value, in p; NULL: it isn't there, or not whole. */
char *lic_ring_get(const lic_ring_t *ring, const unsigned char *key, apr_size_t *length, apr_pool_t *p);

/** Keeps a value, unless it takes more than a sixteenth of the memory. */
void lic_ring_put(lic_ring_t *ring, const unsigned char *key, const char *data, apr_size_t length);

#endif
