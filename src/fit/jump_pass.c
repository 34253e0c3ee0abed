/* jump_pass.c: see jump_pass.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/jump_pass.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 8, ROW = 256, CELLS_MOST = 256, CELLS_LEAST = 4, ROOM_LEAST = 1 << 17 };
enum { SHARE = 64, MOST_LEAST = 4096, CHUNK = 256 };      /* of so many jumps one is kept; of few jumps more; kept jumps that a block takes room for at a time */

typedef struct Numbers { const double *data; int64_t stride[JUMP_MAX_AXES]; double number; } Numbers;

/* a sum's jumps: its axes without the last are walked, the last is the row */
typedef struct Sum {
  int naxes; int64_t size[JUMP_MAX_AXES], slice[JUMP_MAX_AXES], count;
  Numbers at, jump;
  int nlabels; Numbers label[ARRAY_MAX_AXES]; int64_t labels[ARRAY_MAX_AXES], label_slice[ARRAY_MAX_AXES];
  bool row_labels;                        /* labels change along a row */
} Sum;

/* the jumps that a block has kept: in chunks of pass->kept, since nobody knows beforehand whose jumps are kept */
typedef struct Block { int64_t nkept, last; bool overflow; } Block;

typedef struct JumpWork {
  Crew *crew;
  int nsums; Sum *sum;
  int64_t rows;                           /* of all sums */
  Block block[BLOCKS];
  int64_t chunks, taken;                  /* of pass->kept */
  int64_t *end;                           /* where a slice's jumps end, and the rest of the chunks */
  double *part;                           /* by block: below and inside of each slice */
  JumpCell *cell;                         /* by block: cells of each slice */
  const JumpBrackets *bracket;
  JumpPass *pass;
} JumpWork;

int64_t jump_key(double x)
{
  int64_t bits;
  x += 0.0;                                                /* -0 is 0 */
  memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? bits ^ INT64_MAX : bits;
}

double jump_of_key(int64_t key)
{
  double x;
  int64_t bits = key < 0 ? key ^ INT64_MAX : key;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* ---- where the numbers lie ---------------------------------------------------------------------------------------- */

static bool find_numbers(const JumpNumbers *from, Store *store, Numbers *to)
{
  *to = (Numbers){ .number = from->number };
  if (!from->symbol) return true;
  const Array *a = store_array(store, from->symbol);
  if (!a) return false;
  to->data = a->data;
  int64_t stride = 1;
  for (int k = a->naxes - 1; k >= 0; k--) {
    to->stride[from->axis[k]] += stride;
    stride *= a->size[k];
  }
  return true;
}

static bool find_sum(const JumpSum *from, Store *store, const Array *t, Sum *s)
{
  int64_t stride[ARRAY_MAX_AXES], at = 1;
  *s = (Sum){ .naxes = from->naxes, .count = 1 };
  for (int a = t->naxes - 1; a >= 0; a--) {
    stride[a] = at;
    at *= t->size[a];
  }
  for (int a = 0; a < s->naxes; a++) s->count *= s->size[a] = from->index[a]->axis->size;
  bool ok = find_numbers(&from->at, store, &s->at) && find_numbers(&from->size, store, &s->jump);
  for (int a = 0; ok && a < t->naxes; a++) {
    if (from->slice[a] >= 0) { s->slice[from->slice[a]] = stride[a]; continue; }
    int n = s->nlabels++;
    s->labels[n] = t->size[a];
    s->label_slice[n] = stride[a];
    ok = find_numbers(&from->label[a], store, &s->label[n]);
    s->row_labels |= s->naxes && s->label[n].stride[s->naxes - 1] != 0;
  }
  return ok;
}

bool jump_pass_new(JumpPass *p, const Jumps *jumps, Store *store, const Array *t, Crew *crew)
{
  *p = (JumpPass){ .slices = array_count(t) };
  JumpWork *w = p->work = calloc(1, sizeof *w);
  if (!w) return false;
  w->pass = p;
  w->crew = crew;
  w->sum = calloc((size_t)jumps->n, sizeof *w->sum);
  if (!w->sum) return false;
  for (; w->nsums < jumps->n; w->nsums++) {
    Sum *s = &w->sum[w->nsums];
    if (!find_sum(&jumps->sum[w->nsums], store, t, s)) return false;
    int64_t row = s->naxes ? s->size[s->naxes - 1] : 1;
    p->jumps += s->count;
    w->rows += row ? s->count / row : 0;
  }
  p->most = p->jumps / SHARE > MOST_LEAST ? p->jumps / SHARE : MOST_LEAST;
  w->chunks = p->most / CHUNK + BLOCKS;
  int64_t room = p->jumps > ROOM_LEAST ? p->jumps : ROOM_LEAST, slices = p->slices + 1;
  for (p->cells = CELLS_MOST; p->cells > CELLS_LEAST && p->cells * slices * BLOCKS * (int64_t)sizeof(JumpCell) > room;) p->cells /= 2;
  size_t parts = (size_t)slices * (size_t)p->cells, n = (size_t)slices;
  p->below = calloc(2 * n, sizeof *p->below);
  p->cell = calloc(parts, sizeof *p->cell);
  p->first = calloc(n + 1, sizeof *p->first);
  p->kept = malloc((size_t)w->chunks * CHUNK * sizeof *p->kept);
  w->part = malloc(BLOCKS * 2 * n * sizeof *w->part);
  w->cell = malloc(BLOCKS * parts * sizeof *w->cell);
  w->end = malloc(n * sizeof *w->end);
  p->inside = p->below ? p->below + n : NULL;
  return p->below && p->cell && p->first && p->kept && w->part && w->cell && w->end;
}

void jump_pass_free(JumpPass *p)
{
  if (!p->work) return;
  free(p->work->end);
  free(p->work->sum);
  free(p->work->part);
  free(p->work->cell);
  free(p->work);
  free(p->below);
  free(p->cell);
  free(p->first);
  free(p->kept);
}

/* ---- walking ----------------------------------------------------------------------------------------------------------- */

typedef struct Row { const double *at, *jump; int64_t at_step, jump_step, slice, slice_step, n; const int32_t *slices; } Row;     /* slices: NULL, or of each jump, -1: none */
typedef void Look(JumpWork *, int block, const Row *);

static inline const double *start_of(const Numbers *x, int64_t offset) { return x->data ? x->data + offset : &x->number; }

/* the slices that labels name, added to offset[0..n-1] of slice numbers */
static void add_labels(const Sum *s, const int64_t *index, int64_t from, int64_t n, int32_t *slice)
{
  for (int l = 0; l < s->nlabels; l++) {
    const Numbers *x = &s->label[l];
    int last = s->naxes - 1;
    int64_t offset = from * x->stride[last];
    for (int a = 0; a < last; a++) offset += index[a] * x->stride[a];
    const double *label = start_of(x, offset);
    for (int64_t j = 0; j < n; j++) {
      double number = label[j * x->stride[last]];
      bool valid = number >= 1 && number <= (double)s->labels[l] && slice[j] >= 0;
      slice[j] = valid ? slice[j] + (int32_t)(((int64_t)number - 1) * s->label_slice[l]) : -1;
    }
  }
}

/* the slice of a row whose labels do not change along it; -1: none */
static int64_t slice_of_row(const Sum *s, const int64_t *index, int64_t slice)
{
  for (int l = 0; l < s->nlabels; l++) {
    int64_t offset = 0;
    for (int a = 0; a < s->naxes - 1; a++) offset += index[a] * s->label[l].stride[a];
    double number = *start_of(&s->label[l], offset);
    if (!(number >= 1 && number <= (double)s->labels[l])) return -1;
    slice += ((int64_t)number - 1) * s->label_slice[l];
  }
  return slice;
}

/* rows first .. last - 1 of a sum */
static void walk_sum(JumpWork *w, int block, const Sum *s, int64_t first, int64_t last, Look *look)
{
  int64_t index[JUMP_MAX_AXES] = { 0 }, rest = first;
  int inner = s->naxes - 1;
  int32_t slices[ROW];
  for (int a = inner - 1; a >= 0; a--) {
    index[a] = rest % s->size[a];
    rest /= s->size[a];
  }
  for (int64_t row = first; row < last; row++) {
    int64_t at = 0, jump = 0, slice = 0, length = inner >= 0 ? s->size[inner] : 1;
    for (int a = 0; a < inner; a++) {
      at += index[a] * s->at.stride[a];
      jump += index[a] * s->jump.stride[a];
      slice += index[a] * s->slice[a];
    }
    if (!s->row_labels) slice = slice_of_row(s, index, slice);
    Row r = { .slice = slice };
    if (inner >= 0) {
      r.at_step = s->at.stride[inner];
      r.jump_step = s->jump.stride[inner];
      r.slice_step = s->slice[inner];
    }
    for (int64_t from = 0; slice >= 0 && from < length; from += ROW) {
      r.n = length - from < ROW ? length - from : ROW;
      r.at = start_of(&s->at, at + from * r.at_step);
      r.jump = start_of(&s->jump, jump + from * r.jump_step);
      if (s->row_labels) {
        for (int64_t j = 0; j < r.n; j++) slices[j] = (int32_t)(slice + (from + j) * r.slice_step);
        add_labels(s, index, from, r.n, slices);
        r.slices = slices;
      } else {
        r.slice = slice + from * r.slice_step;
      }
      look(w, block, &r);
    }
    for (int a = inner - 1; a >= 0 && ++index[a] == s->size[a]; a--) index[a] = 0;
  }
}

static void walk_block(JumpWork *w, int block, Look *look)
{
  int64_t first = w->rows * block / BLOCKS, last = w->rows * (block + 1) / BLOCKS;
  for (int k = 0; k < w->nsums && last > 0; k++) {
    const Sum *s = &w->sum[k];
    int64_t rows = s->count ? s->naxes ? s->count / s->size[s->naxes - 1] : 1 : 0;
    if (first < rows) walk_sum(w, block, s, first > 0 ? first : 0, last < rows ? last : rows, look);
    first -= rows;
    last -= rows;
  }
}

static inline int64_t slice_at(const Row *r, int64_t j) { return r->slices ? r->slices[j] : r->slice + j * r->slice_step; }

/* ---- what lies in the brackets ------------------------------------------------------------------------------------------ */

/* The blocks together run out of chunks or not, whoever is first: that depends on how many jumps each has alone. */
static void keep(JumpWork *w, Block *b, double at, double size, int64_t slice)
{
  int64_t place = b->nkept % CHUNK;
  if (place == 0 && !b->overflow) {
    int64_t chunk = __atomic_fetch_add(&w->taken, 1, __ATOMIC_RELAXED);
    b->overflow = chunk >= w->chunks;
    if (b->overflow) return;
    b->last = chunk;
  }
  if (b->overflow) return;
  w->pass->kept[b->last * CHUNK + place] = (Jump){ at, size, slice };
  b->nkept++;
}

/* Two at a time, without branches: whether a jump lies below cannot be foreseen. Every processor has registers of this size. */
typedef double Pair __attribute__((vector_size(16), aligned(8), may_alias));
typedef int64_t Mask __attribute__((vector_size(16), aligned(8), may_alias));
enum { WIDE = 2 };

/* a slice for each jump, side by side: adds to below and inside what lies there; is there one to keep? */
static bool add_each(const double *at, double size, int64_t n, const double *lo, const double *hi, const int64_t *take, double *below, double *inside)
{
  int64_t j = 0;
  Mask some = { 0 }, sizes = (Mask)(size + (Pair){ 0 });
  for (; j + WIDE <= n; j += WIDE) {
    Pair x = *(const Pair *)(at + j), l = *(const Pair *)(lo + j), h = *(const Pair *)(hi + j);
    Mask in = (x >= l) & (x <= h);
    *(Pair *)(below + j) += (Pair)((x < l) & (l <= h) & sizes);
    *(Pair *)(inside + j) += (Pair)(in & sizes);
    some |= in & *(const Mask *)(take + j);
  }
  bool any = (some[0] | some[1]) != 0;
  for (; j < n; j++) {
    bool in = at[j] >= lo[j] && at[j] <= hi[j];
    below[j] += at[j] < lo[j] && lo[j] <= hi[j] ? size : 0;
    inside[j] += in ? size : 0;
    any |= in && take[j];
  }
  return any;
}

/* one slice for all of them */
static void count_all(const double *at, int64_t n, double lo, double hi, int64_t *below, int64_t *inside)
{
  int64_t j = 0;
  Mask under = { 0 }, in = { 0 };
  for (; j + WIDE <= n; j += WIDE) {
    Pair x = *(const Pair *)(at + j);
    under -= x < lo;
    in -= (x >= lo) & (x <= hi);
  }
  *below = *inside = 0;
  for (int k = 0; k < WIDE; k++) {
    *below += under[k];
    *inside += in[k];
  }
  for (; j < n; j++) {
    *below += at[j] < lo;
    *inside += at[j] >= lo && at[j] <= hi;
  }
}

static void look_inside(JumpWork *w, int block, const Row *r)
{
  double *below = w->part + 2 * w->pass->slices * block, *inside = below + w->pass->slices;
  const double *lo = w->bracket->lo, *hi = w->bracket->hi;
  const int64_t *take = w->bracket->take;
  bool even = !r->slices && r->at_step == 1 && r->jump_step == 0, added = false;
  if (even && r->slice_step == 1) {
    added = true;
    if (r->jump[0] == 0 || !add_each(r->at, r->jump[0], r->n, lo + r->slice, hi + r->slice, take + r->slice, below + r->slice, inside + r->slice)) return;
  } else if (even && r->slice_step == 0) {
    int64_t nbelow, ninside;
    added = true;
    if (lo[r->slice] > hi[r->slice] || r->jump[0] == 0) return;
    count_all(r->at, r->n, lo[r->slice], hi[r->slice], &nbelow, &ninside);
    below[r->slice] += (double)nbelow * r->jump[0];
    inside[r->slice] += (double)ninside * r->jump[0];
    if (!ninside || !take[r->slice]) return;
  }
  for (int64_t j = 0; j < r->n; j++) {
    int64_t s = slice_at(r, j);
    if (s < 0 || (added && !take[s])) continue;
    double at = r->at[j * r->at_step], size = r->jump[j * r->jump_step];
    if (at > hi[s] || size == 0) continue;
    if (at < lo[s]) below[s] += added ? 0 : size;
    else if (at >= lo[s]) {
      inside[s] += added ? 0 : size;
      if (take[s]) keep(w, &w->block[block], at, size, s);
    }
  }
}

static void job_inside(void *context, int job, int worker)
{
  (void)worker;
  JumpWork *w = context;
  w->block[job] = (Block){ 0 };
  memset(w->part + 2 * w->pass->slices * job, 0, 2 * (size_t)w->pass->slices * sizeof *w->part);
  walk_block(w, job, look_inside);
}

/* All blocks' jumps, by slice, where they stand: what is left of a block's last chunk counts as a slice behind all others. Which
 * block took which chunk is chance, so the order within a slice is not fixed. */
static void gather(JumpPass *p)
{
  JumpWork *w = p->work;
  int64_t *next = p->first, n = 0, room = w->taken * CHUNK;
  p->overflow = false;
  for (int b = 0; b < BLOCKS; b++) {
    n += w->block[b].nkept;
    p->overflow |= w->block[b].overflow;
  }
  p->overflow |= n > p->most;
  memset(next, 0, ((size_t)p->slices + 2) * sizeof *next);
  if (p->overflow) return;
  for (int b = 0; b < BLOCKS; b++)
    for (int64_t k = w->block[b].nkept % CHUNK; k > 0 && k < CHUNK; k++) p->kept[w->block[b].last * CHUNK + k].slice = p->slices;
  for (int64_t k = 0; k < room; k++) next[p->kept[k].slice + 1]++;
  for (int64_t s = 0; s <= p->slices; s++) w->end[s] = next[s + 1] += next[s];
  for (int64_t s = 0; s <= p->slices; s++)
    while (next[s] < w->end[s]) {
      Jump *here = &p->kept[next[s]], *there = &p->kept[next[here->slice]++], moved = *here;
      *here = *there;
      *there = moved;
    }
  for (int64_t s = p->slices + 1; s > 0; s--) next[s] = w->end[s - 1];
  next[0] = 0;
}

void jump_pass_keep(JumpPass *p, const JumpBrackets *brackets)
{
  JumpWork *w = p->work;
  w->bracket = brackets;
  w->taken = 0;
  crew_run(w->crew, BLOCKS, job_inside, w);
  memset(p->below, 0, 2 * (size_t)p->slices * sizeof *p->below);
  memset(p->inside, 0, (size_t)p->slices * sizeof *p->inside);
  for (int b = 0; b < BLOCKS; b++) {
    const double *below = w->part + 2 * p->slices * b, *inside = below + p->slices;
    for (int64_t s = 0; s < p->slices; s++) {
      p->below[s] += below[s];
      p->inside[s] += inside[s];
    }
  }
  gather(p);
}

/* ---- cells ------------------------------------------------------------------------------------------------------------ */

static void look_cells(JumpWork *w, int block, const Row *r)
{
  int64_t cells = w->pass->cells;
  double *below = w->part + 2 * w->pass->slices * block;
  JumpCell *cell = w->cell + w->pass->slices * cells * block;
  const JumpBrackets *b = w->bracket;
  for (int64_t j = 0; j < r->n; j++) {
    int64_t s = slice_at(r, j);
    double at = r->at[j * r->at_step], size = r->jump[j * r->jump_step];
    if (s < 0 || !(at <= b->hi[s]) || b->lo[s] > b->hi[s] || size == 0) continue;
    if (at < b->lo[s]) { below[s] += size; continue; }
    JumpCell *c = &cell[s * cells + (int64_t)(((uint64_t)jump_key(at) - (uint64_t)jump_key(b->lo[s])) >> b->shift[s])];
    c->sum += size;
    c->least = at < c->least ? at : c->least;
    c->greatest = at > c->greatest ? at : c->greatest;
    c->count++;
  }
}

static void clear_cells(JumpCell *cell, int64_t n)
{
  for (int64_t k = 0; k < n; k++) cell[k] = (JumpCell){ 0, INFINITY, -INFINITY, 0 };
}

static void job_cells(void *context, int job, int worker)
{
  (void)worker;
  JumpWork *w = context;
  int64_t slices = w->pass->slices, parts = slices * w->pass->cells;
  memset(w->part + 2 * slices * job, 0, (size_t)slices * sizeof *w->part);
  clear_cells(w->cell + parts * job, parts);
  walk_block(w, job, look_cells);
}

void jump_pass_cells(JumpPass *p, const JumpBrackets *brackets)
{
  JumpWork *w = p->work;
  int64_t parts = p->slices * p->cells;
  w->bracket = brackets;
  crew_run(w->crew, BLOCKS, job_cells, w);
  memset(p->below, 0, (size_t)p->slices * sizeof *p->below);
  clear_cells(p->cell, parts);
  for (int b = 0; b < BLOCKS; b++) {
    const double *below = w->part + 2 * p->slices * b;
    const JumpCell *cell = w->cell + parts * b;
    for (int64_t s = 0; s < p->slices; s++) p->below[s] += below[s];
    for (int64_t k = 0; k < parts; k++) {
      p->cell[k].sum += cell[k].sum;
      p->cell[k].least = fmin(p->cell[k].least, cell[k].least);
      p->cell[k].greatest = fmax(p->cell[k].greatest, cell[k].greatest);
      p->cell[k].count += cell[k].count;
    }
  }
}
