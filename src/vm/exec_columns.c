/* exec_columns.c: the stored entries of a tile's columns: added up, added to the rows that they stand in, or put among zeros. Entries come from the bound
 * array, in whose order those of neighbouring columns lie side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <string.h>

/* start: of each of the tile's columns, and the end */
typedef struct Entries { const int64_t *start; const double *value; const int32_t *row; bool zero; } Entries;

static Entries entries_of(const Call *c, int values)
{
  const Machine *m = c->worker->machine;
  const Array *a = m->bound[m->program->reg[c->step->operand[values].reg].slot];
  Entries e = { .start = a->column_start + c->row0, .value = a->data, .row = a->row };
  for (int64_t k = e.start[0]; c->step->instr->guard && k < e.start[c->m]; k++) e.zero |= e.value[k] == 0;
  return e;
}

/* one after the other, 0 times anything is 0 */
static void add_slowly(int64_t m, int64_t n, double *d, const int32_t *id, int64_t sd, const double *w, const double *s, const int32_t *is, int64_t ss)
{
  for (int64_t k = 0; k < m; k++)
    for (int64_t z = 0; z < n && w[k] != 0; z++) {
      double x = s[is[k] * ss + z];
      d[id[k] * sd + z] += x == 0 ? 0 : w[k] * x;
    }
}

/* column by column between one row of the tile, which lie side by side, and the rows that its entries stand in */
static void add(const Call *c, const Entries *e, int64_t n, double *tile, double *to, const double *from, int64_t stride)
{
  enum { MOST = 256 };
  static const int32_t here[MOST] = { 0 };                 /* the same row for all of them */
  for (int64_t t = 0; t < c->m; t++)
    for (int64_t k = e->start[t]; k < e->start[t + 1]; k += MOST) {
      int64_t m = e->start[t + 1] - k < MOST ? e->start[t + 1] - k : MOST;
      double *d = to ? to : tile + t * n;
      const double *s = to ? tile + t * n : from;
      const int32_t *id = to ? e->row + k : here, *is = to ? here : e->row + k;
      if (e->zero) add_slowly(m, n, d, id, stride, e->value + k, s, is, stride);
      else c->worker->machine->vec->rows_add(m, n, d, id, stride, e->value + k, 1, s, is, stride);
    }
}

static void run_columns_sum(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 2];
  int64_t n = in->size;
  double *sum = c->worker->scratch;
  Entries e = entries_of(c, SRC + 1);
  Walk w = { 0 };
  do {
    for (int64_t k = 0; k < n * c->m; k++) sum[k] = 0;
    add(c, &e, n, sum, NULL, c->p[SRC].f + w.offset[SRC], t->move);
    c->worker->machine->vec->transpose(c->m, n, c->p[0].f + w.offset[0], in->stride[0], sum, n);
  } while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

static void run_columns_add(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 2], *tile = &t->loop[t->nloops - 1];
  int64_t n = in->size;
  double *rows = c->worker->scratch;
  Entries e = entries_of(c, SRC + 1);
  Walk w = { 0 };
  do {
    const double *a = c->p[SRC].f + w.offset[SRC];
    if (tile->stride[SRC] == 1 && in->stride[SRC] != 0) c->worker->machine->vec->transpose(n, c->m, rows, n, a, in->stride[SRC]);
    else for (int64_t k = 0; k < c->m; k++) for (int64_t z = 0; z < n; z++) rows[k * n + z] = a[k * tile->stride[SRC] + z * in->stride[SRC]];
    add(c, &e, n, rows, c->p[0].f + w.offset[0], NULL, t->move);
  } while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

static void run_columns_expand(Call *c)
{
  const Loop *rows = &c->step->loop[0];
  Entries e = entries_of(c, SRC);
  for (int64_t r = 0; r < rows->size; r++) memset(c->p[0].f + r * rows->stride[0], 0, (size_t)c->m * sizeof(double));
  for (int64_t t = 0; t < c->m; t++)
    for (int64_t k = e.start[t]; k < e.start[t + 1]; k++) c->p[0].f[e.row[k] * rows->stride[0] + t] = e.value[k];
}

/* the loop that lies without gaps where rows are picked, last but one; the tile last */
bool load_entries(Machine *m, Step *t)
{
  if (t->instr->op == OP_COLUMNS_EXPAND) {
    t->run = run_columns_expand;
    return true;
  }
  int picked = t->instr->op == OP_COLUMNS_SUM ? SRC : 0, n = t->nloops - 1, in = -1;
  for (int j = 0; j < n; j++) if (t->loop[j].stride[picked] == 1 && t->loop[j].size > 1) in = j;
  Loop tile = t->loop[n], inner = { .size = 1 };
  if (in >= 0) {
    inner = t->loop[in];
    for (int j = in; j + 1 < n; j++) t->loop[j] = t->loop[j + 1];
    n--;
  }
  t->loop[n++] = inner;
  t->loop[n++] = tile;
  t->nloops = n;
  const Section *s = m->stage[t->section].section;
  t->scratch = s->tile * inner.size;
  t->run = t->instr->op == OP_COLUMNS_SUM ? run_columns_sum : run_columns_add;
  return true;
}
