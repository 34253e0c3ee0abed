/* partials.c: what the blocks of a pass add up, each in a copy of its own, combined in a fixed order.
 *
 * Blocks are the leaves of a binary tree: those whose numbers differ in the lowest bit are combined first, the lower number on the left,
 * then pairs of pairs. The tree follows from the number of blocks alone, so that sums are the same for any number of threads. A
 * block that ends climbs: as long as its neighbour has ended, too, it takes that one's copy in and gives it back; else it waits.
 *
 * Blocks begin in order. A copy that waits does so for a neighbour in which somebody works or nobody has begun: each working thread,
 * and the place where the next block begins, holds up one copy on each level at most. Together with those that are worked on
 * that is far less than one for each block; copies given back are taken first, since they are in the cache.
 *
 * Large copies are combined in a row, block after block, as far as they have ended: two more than there are threads are enough. Copies are taken
 * in the order of the blocks, too, so that a thread that waits for one waits for blocks before its own, which have theirs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <stdlib.h>
#include <string.h>

enum { COMBINE = 2048,                   /* elements that one job combines */
       IN_A_ROW = 8192 };                /* elements of a copy that is large */

static bool in_a_row(const Section *s) { return s->partial_count >= IN_A_ROW; }

static int levels_of(int blocks)
{
  int n = 0;
  while (1 << n < blocks) n++;
  return n;
}

bool partials_load(Machine *m)
{
  const Program *p = m->program;
  Partials *q = &m->partials;
  int64_t most = 0;
  int blocks = 1;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    if (s->kind != SECTION_PASS || s->partial_count == 0) continue;
    int levels = levels_of(s->blocks), copies = in_a_row(s) ? m->nworkers + 2 : m->nworkers + (m->nworkers + 1) * levels;
    if (copies > s->blocks) copies = s->blocks;
    if (s->blocks > blocks) blocks = s->blocks;
    if (copies * s->partial_count > most) most = copies * s->partial_count;
  }
  q->levels = levels_of(blocks);
  q->waiting = ARENA_ARRAY(m->arena, double *, (q->levels + 1) * blocks);
  q->spare = ARENA_ARRAY(m->arena, double *, blocks);
  q->blocks = blocks;
  m->bytes += (size_t)most * 8;
  return crew_reserve(m->crew, ROOM_PARTIALS, most);
}

void partials_begin(Machine *m)
{
  Partials *q = &m->partials;
  q->room = crew_room(m->crew, ROOM_PARTIALS);
  q->nspare = q->used = q->taker = q->joiner = 0;
  q->most = m->nworkers + 2;
  q->joining = false;
  q->root[0] = q->root[1] = NULL;
  for (int k = 0; k < (q->levels + 1) * q->blocks; k++) q->waiting[k] = NULL;
}

double *partials_take(Machine *m, const Stage *g, int block)
{
  Partials *q = &m->partials;
  const Section *s = g->section;
  if (s->partial_count == 0) return NULL;
  pthread_mutex_lock(&m->lock);
  while (in_a_row(s) && (block != q->taker || (q->nspare == 0 && q->used == q->most))) pthread_cond_wait(&q->turn, &m->lock);
  q->taker++;
  double *x = q->nspare > 0 ? q->spare[--q->nspare] : q->room + q->used++ * s->partial_count;
  if (in_a_row(s)) pthread_cond_broadcast(&q->turn);
  pthread_mutex_unlock(&m->lock);
  for (int a = 0; a < g->nacc; a++) {
    const Register *r = &m->program->reg[g->acc[a].reg];
    if (!r->direct) for (int64_t k = 0; k < r->count; k++) x[r->partial + k] = g->acc[a].neutral;
  }
  return x;
}

/* elements lo to hi of all accumulators: left op right, into left or, where that is the last of all, where they belong */
static void join(const Machine *m, const Stage *g, double *left, const double *right, int64_t lo, int64_t hi, bool last)
{
  for (int a = 0; a < g->nacc; a++) {
    const Register *r = &m->program->reg[g->acc[a].reg];
    if (r->direct) continue;
    int64_t from = r->partial > lo ? r->partial : lo, to = r->partial + r->count < hi ? r->partial + r->count : hi;
    if (from >= to) continue;
    double *out = last ? m->base[g->acc[a].reg].f + (from - r->partial) : left + from;
    if (right) m->vec->map[g->acc[a].join](to - from, out, left + from, 1, right + from, 1, NULL, 0);
    else memcpy(out, left + from, (size_t)(to - from) * sizeof *out);
  }
}

/* the first thread that finds blocks to add does so until there are none; who comes in the meantime leaves its own to it */
static void give_in_a_row(Machine *m, const Stage *g, int block, double *x)
{
  Partials *q = &m->partials;
  pthread_mutex_lock(&m->lock);
  q->waiting[block] = x;
  bool mine = !q->joining;
  q->joining = true;
  while (mine && q->joiner < g->section->blocks && (x = q->waiting[q->joiner])) {
    q->joiner++;
    if (!q->root[0]) { q->root[0] = x; continue; }
    pthread_mutex_unlock(&m->lock);
    join(m, g, q->root[0], x, 0, g->section->partial_count, false);
    pthread_mutex_lock(&m->lock);
    q->spare[q->nspare++] = x;
    pthread_cond_broadcast(&q->turn);
  }
  if (mine) q->joining = false;
  pthread_mutex_unlock(&m->lock);
}

void partials_give(Machine *m, const Stage *g, int block, double *x)
{
  Partials *q = &m->partials;
  int blocks = g->section->blocks, top = levels_of(blocks);
  if (!x) return;
  if (in_a_row(g->section)) {
    give_in_a_row(m, g, block, x);
    return;
  }
  for (int level = 0; level < top; level++) {
    int step = 1 << level, at = block & ~step;             /* the lower of the two */
    if (at + step >= blocks) continue;                     /* there is no other */
    double **waiting = &q->waiting[level * q->blocks + at];
    pthread_mutex_lock(&m->lock);
    double *other = *waiting;
    if (!other) *waiting = x;
    pthread_mutex_unlock(&m->lock);
    if (!other) return;
    double *left = block == at ? x : other, *right = block == at ? other : x;
    block = at;
    if (level + 1 == top) {                                /* the last: all threads join in */
      q->root[0] = left;
      q->root[1] = right;
      return;
    }
    join(m, g, left, right, 0, g->section->partial_count, false);
    x = left;
    pthread_mutex_lock(&m->lock);
    q->spare[q->nspare++] = right;
    pthread_mutex_unlock(&m->lock);
  }
  q->root[0] = x;
}

typedef struct Last { const Machine *m; const Stage *g; } Last;

static void join_last(void *context, int job, int worker)
{
  (void)worker;
  const Last *l = context;
  int64_t lo = (int64_t)job * COMBINE;
  join(l->m, l->g, l->m->partials.root[0], l->m->partials.root[1], lo, lo + COMBINE, true);
}

void partials_end(Machine *m, const Stage *g)
{
  Last l = { m, g };
  int64_t n = g->section->partial_count;
  if (n > 0) crew_run(m->crew, (int)((n + COMBINE - 1) / COMBINE), join_last, &l);
}
