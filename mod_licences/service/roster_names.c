/* service/roster_names.c  A table of names by their hashes, with open addressing. */
#include "service/roster_names_private.h"

#include <string.h>

typedef struct lic_name_slot_t {
    apr_uint64_t hash; /* 0: free */
    apr_uint32_t line;
} lic_name_slot_t;

struct lic_roster_names_t {
    lic_name_slot_t *slots;
    apr_size_t mask, used;
    apr_pool_t *pool;
};

static lic_name_slot_t *make_slots(lic_roster_names_t *names, apr_size_t n)
{
    names->mask = n - 1;
    names->used = 0;
    names->slots = apr_pcalloc(names->pool, n * sizeof(*names->slots));
    return names->slots;
}

lic_roster_names_t *lic_roster_names_make(apr_int64_t expected, apr_pool_t *p)
{
    lic_roster_names_t *names = apr_pcalloc(p, sizeof(*names));
    apr_size_t n = 64;
    while (n < (apr_size_t)expected * 4 / 3)
        n *= 2;
    names->pool = p;
    make_slots(names, n);
    return names;
}

/* FNV-1a, then mixed, as the low bits choose the slot */
static apr_uint64_t hash_of(char kind, const char *name)
{
    apr_uint64_t hash = (APR_UINT64_C(14695981039346656037) ^ (unsigned char)kind) * APR_UINT64_C(1099511628211);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * APR_UINT64_C(1099511628211);
    hash = (hash ^ (hash >> 32)) * APR_UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static lic_name_slot_t *find(const lic_roster_names_t *names, apr_uint64_t hash)
{
    apr_size_t at = (apr_size_t)hash & names->mask;
    while (names->slots[at].hash && names->slots[at].hash != hash)
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

static void put(lic_roster_names_t *names, apr_uint64_t hash, apr_uint32_t line)
{
    lic_name_slot_t *slot = find(names, hash);
    if (slot->hash)
        return;
    *slot = (lic_name_slot_t){hash, line};
    names->used++;
}

static void grow(lic_roster_names_t *names)
{
    const lic_name_slot_t *before = names->slots;
    const apr_size_t n = names->mask + 1;
    make_slots(names, n * 2);
    for (apr_size_t i = 0; i < n; i++)
        if (before[i].hash)
            put(names, before[i].hash, before[i].line);
}

void lic_roster_names_add(lic_roster_names_t *names, char kind, const char *name, apr_uint32_t line)
{
    if (names->used * 4 >= names->mask * 3)
        grow(names);
    put(names, hash_of(kind, name), line);
}

apr_uint32_t lic_roster_names_line(const lic_roster_names_t *names, char kind, const char *name)
{
    return find(names, hash_of(kind, name))->line;
}
