/* name.c: one open hash table of names for the whole program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/name.h"
#include "base/arena.h"
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct {
  pthread_mutex_t lock;
  Arena *arena;                     /* lives as long as the program; reachable from here, so leak checkers are content */
  const Name **slot;
  size_t nslots, used;              /* nslots is a power of two, at most half full */
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

static unsigned hash_text(const char *text, size_t len)        /* FNV-1a */
{
  unsigned h = 2166136261u;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
  return h;
}

static const Name **find_slot(const Name **slot, size_t nslots, unsigned hash, const char *text, size_t len)
{
  size_t i = hash & (nslots - 1);
  while (slot[i] && !(slot[i]->hash == hash && (size_t)slot[i]->len == len && !memcmp(slot[i]->text, text, len)))
    i = (i + 1) & (nslots - 1);
  return &slot[i];
}

static void grow(void)
{
  size_t n = table.nslots ? 2 * table.nslots : 1024;
  const Name **slot = arena_array(table.arena, n, sizeof *slot);       /* old tables stay in the arena: together at most as large again */
  for (size_t i = 0; i < table.nslots; i++)
    if (table.slot[i]) *find_slot(slot, n, table.slot[i]->hash, table.slot[i]->text, (size_t)table.slot[i]->len) = table.slot[i];
  table.slot = slot;
  table.nslots = n;
}

const Name *name_of_n(const char *text, size_t len)
{
  if (len > INT_MAX) len = INT_MAX;
  unsigned hash = hash_text(text, len);
  pthread_mutex_lock(&table.lock);
  if (!table.arena) table.arena = arena_new();
  if (2 * (table.used + 1) > table.nslots) grow();
  const Name **slot = find_slot(table.slot, table.nslots, hash, text, len);
  if (!*slot) {
    Name *name = arena_alloc(table.arena, sizeof *name + len + 1);
    name->hash = hash;
    name->len = (int)len;
    memcpy(name->text, text, len);
    *slot = name;
    table.used++;
  }
  const Name *found = *slot;
  pthread_mutex_unlock(&table.lock);
  return found;
}

const Name *name_of(const char *text)
{
  return name_of_n(text, strlen(text));
}

enum { LONGEST_COMPARED = 64 };

/* edit distance with swaps of neighbours (optimal string alignment), on bytes */
static int distance(const Name *a, const Name *b)
{
  int row[3][LONGEST_COMPARED + 1];
  int *before = row[0], *above = row[1], *here = row[2];
  for (int j = 0; j <= b->len; j++) above[j] = j;
  for (int i = 1; i <= a->len; i++) {
    here[0] = i;
    for (int j = 1; j <= b->len; j++) {
      int d = above[j - 1] + (a->text[i - 1] != b->text[j - 1]);
      if (above[j] + 1 < d) d = above[j] + 1;
      if (here[j - 1] + 1 < d) d = here[j - 1] + 1;
      if (i > 1 && j > 1 && a->text[i - 1] == b->text[j - 2] && a->text[i - 2] == b->text[j - 1] && before[j - 2] + 1 < d)
        d = before[j - 2] + 1;
      here[j] = d;
    }
    int *old = before;
    before = above;
    above = here;
    here = old;
  }
  return above[b->len];
}

const Name *name_nearest(const Name *want, const Name *const *candidates, int n)
{
  if (want->len > LONGEST_COMPARED) return NULL;
  /* one slip in a short word, a third of a long one; never a rewriting of the whole word, except for its case */
  int best = want->len < 5 ? 1 : (want->len + 1) / 3;
  const Name *nearest = NULL;
  for (int i = 0; i < n; i++) {
    const Name *c = candidates[i];
    if (!c || c == want || c->len > LONGEST_COMPARED || abs(c->len - want->len) > best) continue;
    int d = distance(want, c);
    int longer = c->len > want->len ? c->len : want->len;
    if (!strcasecmp(want->text, c->text)) d = 0;
    if (d <= best && (d < best || !nearest) && d < longer) {
      best = d;
      nearest = c;
    }
  }
  return nearest;
}
