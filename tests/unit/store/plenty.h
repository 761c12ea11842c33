/**
 * @file plenty.h  So much data that databases choose plans by it.
 */
#ifndef LIC_PLENTY_H
#define LIC_PLENTY_H

#include "world.h"

/* Ids of accounts: the large one has a thousand times as many employees */
#define PLENTY_LARGE "10"
#define PLENTY_SMALL "17"

/** A thousand accounts with a little of everything, and the large one. Nothing is counted (ANALYZE) yet. */
void plenty_fill(world_t *world, lic_dialect_t dialect);

#endif
