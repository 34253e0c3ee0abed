/* map.h: a table from pointers to pointers in an arena, for memo tables over nodes. Keys are never NULL and never removed.
 *   Map m = {0};  map_put(arena, &m, key, value);  map_get(&m, key)      NULL: absent
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_MAP_H
#define MAJORANT_BASE_MAP_H
#include "base/arena.h"
#include <stdint.h>

typedef struct MapEntry { const void *key; void *value; } MapEntry;
typedef struct Map { MapEntry *entry; size_t cap, len; } Map;             /* cap: 0 or a power of two */

/* a table that begins in the caller's memory, zeroed, and goes to the arena when it outgrows that */
enum { MAP_INSIDE = 32 };
static inline Map map_on_stack(MapEntry inside[MAP_INSIDE]) { return (Map){ inside, MAP_INSIDE, 0 }; }

static inline size_t map_slot_(const Map *m, const void *key)
{
  uint64_t h = (uint64_t)(uintptr_t)key;
  h = (h ^ (h >> 29)) * UINT64_C(0x9E3779B97F4A7C15);
  size_t at = (size_t)(h >> 20) & (m->cap - 1);
  while (m->entry[at].key && m->entry[at].key != key) at = (at + 1) & (m->cap - 1);
  return at;
}

static inline void *map_get(const Map *m, const void *key) { return m->cap ? m->entry[map_slot_(m, key)].value : NULL; }

static inline void map_put(Arena *a, Map *m, const void *key, void *value)
{
  if (2 * (m->len + 1) > m->cap) {
    Map big = { NULL, m->cap ? 2 * m->cap : 64, m->len };
    big.entry = ARENA_ARRAY(a, MapEntry, big.cap);
    for (size_t k = 0; k < m->cap; k++) if (m->entry[k].key) big.entry[map_slot_(&big, m->entry[k].key)] = m->entry[k];
    *m = big;
  }
  MapEntry *e = &m->entry[map_slot_(m, key)];
  if (!e->key) { e->key = key; m->len++; }
  e->value = value;
}

#endif
