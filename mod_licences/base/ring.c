/* base/ring.c  Values one after another in a ring, and a table of where they are. */
#include "base/ring.h"

#include <string.h>

enum { WAYS = 4, LINE = 64, ENTRY_BYTES = 4096, PARTS = 16 };

/* In the table. Both are read and written atomically; that they belong together is known from the record alone. */
typedef struct entry_t {
    apr_uint64_t tag; /* the key's first bytes */
    apr_uint64_t at;  /* 1 + the record's position, which only grows; 0: none */
} entry_t;

/* Before a value in the ring. */
typedef struct record_t {
    apr_uint64_t sum; /* of all that follows, and of the position */
    apr_uint64_t length;
    unsigned char key[LIC_RING_KEY];
} record_t;

/* The memory's own; what is in it may be damaged. */
typedef struct shared_t {
    apr_uint64_t next; /* position of the next record; its place is the rest by the ring's size */
    char line[LINE - sizeof(apr_uint64_t)];
} shared_t;

struct lic_ring_t {
    shared_t *shared;
    entry_t *entries;
    apr_uint64_t buckets; /* of WAYS entries */
    char *data;
    apr_uint64_t size; /* of data, a multiple of LINE */
};

lic_ring_t *lic_ring_make(void *memory, apr_size_t size, apr_pool_t *p)
{
    lic_ring_t *ring = apr_pcalloc(p, sizeof(*ring));
    ring->shared = memory;
    ring->buckets = size / ENTRY_BYTES / WAYS;
    ring->entries = (entry_t *)(void *)((char *)memory + sizeof(shared_t));
    ring->data = (char *)(ring->entries + ring->buckets * WAYS);
    ring->size = (apr_uint64_t)((char *)memory + size - ring->data) / LINE * LINE;
    return ring;
}

static apr_uint64_t load(const apr_uint64_t *from)
{
    return __atomic_load_n(from, __ATOMIC_ACQUIRE);
}

static void store(apr_uint64_t *to, apr_uint64_t value)
{
    __atomic_store_n(to, value, __ATOMIC_RELEASE);
}

void lic_ring_empty(lic_ring_t *ring)
{
    for (apr_uint64_t i = 0; i < ring->buckets * WAYS; i++)
        store(&ring->entries[i].at, 0);
}

static apr_uint64_t tag_of(const unsigned char *key)
{
    apr_uint64_t tag;
    memcpy(&tag, key, sizeof(tag));
    return tag;
}

static entry_t *bucket_of(const lic_ring_t *ring, const unsigned char *key)
{
    return &ring->entries[tag_of(key) % ring->buckets * WAYS];
}

/* By multiplication, eight bytes at a time: what is torn is found, nobody who would forge it can write here. */
static apr_uint64_t mix(apr_uint64_t sum, const void *from, apr_size_t length)
{
    const char *data = from;
    for (; length >= sizeof(sum); data += sizeof(sum), length -= sizeof(sum)) {
        apr_uint64_t word;
        memcpy(&word, data, sizeof(word));
        sum = (sum ^ word) * APR_UINT64_C(0x9E3779B97F4A7C15);
        sum ^= sum >> 29;
    }
    for (; length; data++, length--)
        sum = (sum ^ (unsigned char)*data) * APR_UINT64_C(0x100000001b3);
    return sum;
}

static apr_uint64_t sum_of(const record_t *record, const char *data, apr_uint64_t at)
{
    apr_uint64_t sum = mix(at + 1, record->key, sizeof(record->key));
    return mix(sum ^ record->length, data, (apr_size_t)record->length);
}

static apr_uint64_t bytes_of(apr_uint64_t length)
{
    return (sizeof(record_t) + length + LINE - 1) / LINE * LINE;
}

/* Whether the place of a record is still its own: positions before `next` by more than the ring are others' by now. */
static int is_own(const lic_ring_t *ring, apr_uint64_t at)
{
    return load(&ring->shared->next) - at <= ring->size;
}

static char *copy(const lic_ring_t *ring, const unsigned char *key, apr_uint64_t at, apr_size_t *length, apr_pool_t *p)
{
    record_t record;
    const apr_uint64_t place = at % ring->size;
    if (place % LINE || ring->size - place < sizeof(record) || !is_own(ring, at))
        return NULL;
    memcpy(&record, ring->data + place, sizeof(record));
    if (memcmp(record.key, key, sizeof(record.key)) || record.length > ring->size / PARTS ||
        record.length > ring->size - place - sizeof(record))
        return NULL;
    char *data = apr_palloc(p, (apr_size_t)record.length + 1);
    memcpy(data, ring->data + place + sizeof(record), (apr_size_t)record.length);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (!is_own(ring, at) || record.sum != sum_of(&record, data, at))
        return NULL;
    data[record.length] = '\0';
    *length = (apr_size_t)record.length;
    return data;
}

char *lic_ring_get(const lic_ring_t *ring, const unsigned char *key, apr_size_t *length, apr_pool_t *p)
{
    const entry_t *bucket = bucket_of(ring, key);
    for (int i = 0; i < WAYS; i++) {
        const apr_uint64_t at = load(&bucket[i].at);
        if (!at || load(&bucket[i].tag) != tag_of(key))
            continue;
        char *data = copy(ring, key, at - 1, length, p);
        if (data)
            return data;
    }
    return NULL;
}

/* A place that doesn't go over the ring's end; as others take theirs at the same time, tried until it was this one's.
 */
static apr_uint64_t take_place(lic_ring_t *ring, apr_uint64_t bytes)
{
    apr_uint64_t next = load(&ring->shared->next), at;
    do {
        at = next / LINE * LINE;
        if (ring->size - at % ring->size < bytes)
            at += ring->size - at % ring->size;
    } while (
        !__atomic_compare_exchange_n(&ring->shared->next, &next, at + bytes, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
    return at;
}

/* The entry that had the key, else one of none, else that of the oldest record. */
static entry_t *entry_for(const lic_ring_t *ring, const unsigned char *key)
{
    entry_t *bucket = bucket_of(ring, key), *oldest = bucket;
    for (int i = 0; i < WAYS; i++) {
        if (load(&bucket[i].at) && load(&bucket[i].tag) == tag_of(key))
            return &bucket[i];
        if (load(&bucket[i].at) < load(&oldest->at))
            oldest = &bucket[i];
    }
    return oldest;
}

void lic_ring_put(lic_ring_t *ring, const unsigned char *key, const char *data, apr_size_t length)
{
    record_t record = {.length = length};
    if (length > ring->size / PARTS - sizeof(record))
        return;
    const apr_uint64_t at = take_place(ring, bytes_of(length));
    memcpy(record.key, key, sizeof(record.key));
    record.sum = sum_of(&record, data, at);
    memcpy(ring->data + at % ring->size, &record, sizeof(record));
    memcpy(ring->data + at % ring->size + sizeof(record), data, length);
    entry_t *entry = entry_for(ring, key);
    store(&entry->at, 0);
    store(&entry->tag, tag_of(key));
    store(&entry->at, at + 1);
}
