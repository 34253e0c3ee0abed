/* exec_index.c: what goes through indices: gathers, scattered sums, products of picked rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"

/* rows of n that are turned at a time: they stay in the nearest cache */
static int64_t turned_rows(int64_t n) { return n > 256 ? 16 : 4096 / n < 256 ? 4096 / n : 256; }

static void run_gather(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC], si = in->stride[SRC + 1], step = t->move;
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    const double *a = c->p[SRC].f + w.offset[SRC];
    const int32_t *at = c->p[SRC + 1].i + w.offset[SRC + 1];
    if (sa == 0 && si == 1 && sd == 1) c->worker->machine->vec->gather(n, d, a, at, step);
    else if (si == 0) { a += at[0] * step; for (int64_t k = 0; k < n; k++) d[k * sd] = a[k * sa]; }
    else for (int64_t k = 0; k < n; k++) d[k * sd] = a[at[k * si] * step + k * sa];
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

/* picked rows, contiguous along the outer of the last two loops, become columns along the inner one */
static void run_gather_rows(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  Walk w = { 0 };
  do
    c->worker->machine->vec->gather_rows(row->size, loop_size(in, c->m), c->p[0].f + w.offset[0], row->stride[0], c->p[SRC].f + w.offset[SRC],
                                         c->p[SRC + 1].i + w.offset[SRC + 1], t->move);
  while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

/* the sum of what is picked, in any shape */
static void run_gather_sum(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC], si = in->stride[SRC + 1], step = t->move;
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    Walk r = { 0 };
    for (int64_t k = 0; k < n; k++) d[k * sd] = 0;
    do {
      const double *a = c->p[SRC].f + w.offset[SRC] + r.offset[SRC];
      const int32_t *at = c->p[SRC + 1].i + w.offset[SRC + 1] + r.offset[SRC + 1];
      for (int64_t k = 0; k < n; k++) d[k * sd] += a[at[k * si] * step + k * sa];
    } while (walk_next(&r, t->loop + t->nkept, t->nreduced, c->m));
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

/* the same of rows that lie without gaps: the last of the kept loops; one loop is summed over */
static void run_gather_sums(Call *c)
{
  const Step *t = c->step;
  const Loop *row = &t->loop[t->nkept - 1], *sum = row + 1, *in = row + 2;
  Walk w = { 0 };
  do
    c->worker->machine->vec->gather_sums(row->size, loop_size(in, c->m), sum->size, c->p[0].f + w.offset[0], row->stride[0], c->p[SRC].f + w.offset[SRC], sum->stride[SRC],
                                         c->p[SRC + 1].i + w.offset[SRC + 1], in->stride[SRC + 1], sum->stride[SRC + 1], t->move);
  while (walk_next(&w, t->loop, t->nkept - 1, c->m));
}

/* any shape: element by element */
static void run_scatter(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), to = t->move, from = t->move2;
  int64_t sd = in->stride[0], sa = in->stride[SRC], sw = in->stride[SRC + 1], si = in->stride[SRC + 2], sj = in->stride[SRC + 3];
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    const double *a = c->p[SRC].f + w.offset[SRC], *f = c->p[SRC + 1].f ? c->p[SRC + 1].f + w.offset[SRC + 1] : NULL;
    const int32_t *i = c->p[SRC + 2].i + w.offset[SRC + 2], *j = c->p[SRC + 3].i ? c->p[SRC + 3].i + w.offset[SRC + 3] : NULL;
    for (int64_t k = 0; k < n; k++)
      d[i[k * si] * to + k * sd] += a[(j ? j[k * sj] * from : 0) + k * sa] * (f ? f[k * sw] : 1);
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

/* rows picked by indices that depend on the outer of the last two loops alone, contiguous in the inner one */
static void run_scatter_rows(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *e = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  int64_t m = loop_size(e, c->m), n = loop_size(in, c->m);
  Walk w = { 0 };
  do {
    const int32_t *j = c->p[SRC + 3].i ? c->p[SRC + 3].i + w.offset[SRC + 3] : NULL;
    v->rows_add(m, n, c->p[0].f + w.offset[0], c->p[SRC + 2].i + w.offset[SRC + 2], t->move,
                c->p[SRC + 1].f ? c->p[SRC + 1].f + w.offset[SRC + 1] : NULL, e->stride[SRC + 1] != 0,
                c->p[SRC].f + w.offset[SRC], j, j ? t->move2 : e->stride[SRC]);
  } while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

/* the same of rows of one number */
static void run_scatter_numbers(Call *c)
{
  const Step *t = c->step;
  const Loop *e = &t->loop[t->nloops - 2];
  int64_t m = loop_size(e, c->m), to = t->move, sw = e->stride[SRC + 1], sa = e->stride[SRC];
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    const double *a = c->p[SRC].f + w.offset[SRC], *f = c->p[SRC + 1].f ? c->p[SRC + 1].f + w.offset[SRC + 1] : NULL;
    const int32_t *i = c->p[SRC + 2].i + w.offset[SRC + 2], *j = c->p[SRC + 3].i ? c->p[SRC + 3].i + w.offset[SRC + 3] : NULL;
    if (!j && !f && to == 1 && sa == 1) for (int64_t k = 0; k < m; k++) d[i[k]] += a[k];
    else if (j) for (int64_t k = 0; k < m; k++) d[i[k] * to] += a[j[k] * t->move2] * (f ? f[k * sw] : 1);
    else if (f) for (int64_t k = 0; k < m; k++) d[i[k] * to] += a[k * sa] * f[k * sw];
    else for (int64_t k = 0; k < m; k++) d[i[k] * to] += a[k * sa];
  } while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

/* the same of a source that lies along the tile: turned, some rows at a time */
static void run_scatter_turned(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *e = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  int64_t m = loop_size(e, c->m), n = in->size, chunk = turned_rows(n), sw = e->stride[SRC + 1];
  double *rows = c->worker->scratch;
  Walk w = { 0 };
  do
    for (int64_t at = 0; at < m; at += chunk) {
      int64_t len = m - at < chunk ? m - at : chunk;
      v->transpose(n, len, rows, n, c->p[SRC].f + w.offset[SRC] + at, in->stride[SRC]);
      v->rows_add(len, n, c->p[0].f + w.offset[0], c->p[SRC + 2].i + w.offset[SRC + 2] + at, t->move,
                  c->p[SRC + 1].f ? c->p[SRC + 1].f + w.offset[SRC + 1] + at * sw : NULL, sw != 0, rows, NULL, n);
    }
  while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

/* products of two sources along the tile, each with a loop of its own: the last but two moves the first, the last but one the second */
static void run_scatter_outer(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *row = &t->loop[t->nloops - 3], *in = row + 1, *e = row + 2;
  int64_t m = loop_size(e, c->m), chunk = turned_rows(row->size + in->size);
  double *x = c->worker->scratch, *y = x + chunk * row->size;
  int o = row->stride[SRC] != 0 ? SRC : SRC + 1, p = 2 * SRC + 1 - o;
  Walk w = { 0 };
  do
    for (int64_t at = 0; at < m; at += chunk) {
      int64_t len = m - at < chunk ? m - at : chunk;
      v->transpose(row->size, len, x, row->size, c->p[o].f + w.offset[o] + at, row->stride[o]);
      v->transpose(in->size, len, y, in->size, c->p[p].f + w.offset[p] + at, in->stride[p]);
      v->outer_add(len, row->size, in->size, c->p[0].f + w.offset[0], c->p[SRC + 2].i + w.offset[SRC + 2] + at, t->move, row->stride[0], x, y);
    }
  while (walk_next(&w, t->loop, t->nloops - 3, c->m));
}

static void run_rows_dot_any(Call *c)
{
  const Step *t = c->step;
  const Loop *red = t->loop + t->nkept;
  int64_t ia = t->move, ib = t->move2;
  Walk w = { 0 };
  do {
    const double *a = c->p[SRC].f + w.offset[SRC], *b = c->p[SRC + 1].f + w.offset[SRC + 1];
    if (c->p[SRC + 2].i) a += c->p[SRC + 2].i[w.offset[SRC + 2]] * ia;
    if (c->p[SRC + 3].i) b += c->p[SRC + 3].i[w.offset[SRC + 3]] * ib;
    double sum = 0;
    Walk r = { 0 };
    do sum += a[r.offset[SRC]] * b[r.offset[SRC + 1]]; while (walk_next(&r, red, t->nreduced, c->m));
    c->p[0].f[w.offset[0]] = t->instr->alpha * sum;
  } while (walk_next(&w, t->loop, t->nkept, c->m));
}

static void run_rows_dot(Call *c)
{
  const Step *t = c->step;
  const VectorKernels *v = c->worker->machine->vec;
  const Loop *e = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  const int32_t *ia = c->p[SRC + 2].i, *ib = c->p[SRC + 3].i;
  v->rows_dot(loop_size(e, c->m), in->size, c->p[0].f, t->instr->alpha, c->p[SRC].f, ia, ia ? t->move : e->stride[SRC],
              c->p[SRC + 1].f, ib, ib ? t->move2 : e->stride[SRC + 1]);
}

/* puts the loop that carries the indices last but one and a contiguous one last; turned: contiguous in what is written,
 * the source along the indices */
static bool as_rows(Step *t, bool turned)
{
  int e = -1, in = -1;
  for (int j = 0; j < t->nloops; j++) {
    const Loop *l = &t->loop[j];
    if (l->stride[SRC + 2] != 0 || l->stride[SRC + 3] != 0) {
      if (e >= 0 || l->stride[SRC + 2] != 1 || (t->operand[SRC + 3].reg && l->stride[SRC + 3] != 1)) return false;
      e = j;
    } else if ((turned ? l->stride[SRC] > 1 && !l->tile : l->stride[SRC] == 1) && l->stride[0] == 1 && l->stride[SRC + 1] == 0) in = j;
  }
  if (e < 0) return false;
  const Loop *l = &t->loop[e];
  if (l->stride[0] != 0 || (l->stride[SRC + 1] != 0 && l->stride[SRC + 1] != 1) || (t->operand[SRC + 3].reg && l->stride[SRC] != 0)) return false;
  if (turned && (in < 0 || l->stride[SRC] != 1 || t->operand[SRC + 3].reg)) return false;
  Loop le = *l, li = { .size = 1 };
  if (in >= 0) li = t->loop[in];
  else if (l->stride[SRC] != 0 && l->stride[SRC] != 1 && t->nloops > 1) return false;
  int n = 0;
  for (int j = 0; j < t->nloops; j++) if (j != e && j != in) t->loop[n++] = t->loop[j];
  t->loop[n++] = le;
  t->loop[n++] = li;
  t->nloops = n;
  return true;
}

/* puts the loops of an outer product last; the inner one lies without gaps in what is written */
static bool as_outer(Step *t)
{
  int row = -1, in = -1, e = t->nloops - 1, n = 0;
  if (!t->operand[SRC + 1].reg || t->operand[SRC + 3].reg || t->nloops < 3) return false;
  const Loop *tile = &t->loop[e];
  if (!tile->tile || tile->stride[SRC] != 1 || tile->stride[SRC + 1] != 1 || tile->stride[SRC + 2] != 1 || tile->stride[0] != 0) return false;
  for (int j = 0; j < e; j++) {
    const Loop *l = &t->loop[j];
    bool a = l->stride[SRC] != 0, b = l->stride[SRC + 1] != 0;
    if (l->stride[SRC + 2] != 0) return false;
    if (a == b || l->stride[0] == 0) continue;
    if (l->stride[0] == 1 && in < 0) in = j; else if (row < 0 || l->size > t->loop[row].size) row = j;
  }
  if (row < 0 || in < 0 || (t->loop[row].stride[SRC] != 0) == (t->loop[in].stride[SRC] != 0)) return false;
  Loop r = t->loop[row], i = t->loop[in], last = *tile;
  for (int j = 0; j < e; j++) if (j != row && j != in) t->loop[n++] = t->loop[j];
  t->loop[n++] = r;
  t->loop[n++] = i;
  t->loop[n++] = last;
  return true;
}

static bool load_rows_dot(Step *t)
{
  if (t->nloops == 0) loops_merge(t);
  loops_arrange(t, NULL);
  t->nloops--;                                   /* the inner loop of one round */
  t->run = run_rows_dot_any;
  if (t->nkept != 1 || t->nreduced != 1) return true;
  const Loop *e = &t->loop[0], *in = &t->loop[1];
  bool a = t->operand[SRC + 2].reg, b = t->operand[SRC + 3].reg;
  if (in->stride[SRC] == 1 && in->stride[SRC + 1] == 1 && e->stride[0] == 1 && (!a || (e->stride[SRC + 2] == 1 && e->stride[SRC] == 0)) &&
      (!b || (e->stride[SRC + 3] == 1 && e->stride[SRC + 1] == 0))) t->run = run_rows_dot;
  return true;
}

static bool load_gather_sum(Step *t)
{
  const Loop inner = t->loop[t->nloops - 1];
  t->nloops--;
  int rows = -1;
  for (int j = 0; j < t->nloops; j++)
    if (!t->loop[j].reduced && t->loop[j].stride[SRC] == 1 && t->loop[j].stride[SRC + 1] == 0 && t->loop[j].size > 1) rows = j;
  if (rows >= 0) {                               /* last of those that are kept */
    Loop l = t->loop[rows];
    for (int j = rows; j + 1 < t->nloops; j++) t->loop[j] = t->loop[j + 1];
    t->loop[t->nloops - 1] = l;
  }
  loops_arrange(t, &inner);
  t->run = rows >= 0 && t->nreduced == 1 && t->loop[t->nkept - 1].stride[SRC] == 1 && inner.stride[0] == 1 && inner.stride[SRC] == 0 ? run_gather_sums : run_gather_sum;
  return true;
}

bool load_index(Machine *m, Step *t)
{
  (void)m;
  if (t->instr->op == OP_GATHER && t->instr->reduced) return load_gather_sum(t);
  if (t->instr->op == OP_ROWS_DOT) return load_rows_dot(t);
  if (t->instr->op == OP_GATHER) {
    if (!t->instr->space.tiled) loops_order(t, 0);
    loops_merge(t);
    t->run = run_gather;
    const Loop *in = &t->loop[t->nloops - 1], *row = in - 1;
    if (t->nloops >= 2 && !row->tile && row->stride[SRC] == 1 && row->stride[SRC + 1] == 0 && in->stride[SRC] == 0 && in->stride[0] == 1 && in->stride[SRC + 1] == 1)
      t->run = run_gather_rows;
    return true;
  }
  loops_merge(t);
  t->run = run_scatter;
  if (as_outer(t)) {
    const Loop *row = &t->loop[t->nloops - 3];
    t->run = run_scatter_outer;
    t->scratch = turned_rows(row->size + row[1].size) * (row->size + row[1].size);
  } else if (as_rows(t, true)) {
    t->run = run_scatter_turned;
    t->scratch = turned_rows(t->loop[t->nloops - 1].size) * t->loop[t->nloops - 1].size;
  } else if (as_rows(t, false)) t->run = t->loop[t->nloops - 1].size == 1 && !t->loop[t->nloops - 1].tile ? run_scatter_numbers : run_scatter_rows;
  return true;
}
