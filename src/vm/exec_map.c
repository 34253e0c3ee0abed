/* exec_map.c: element-wise instructions, ramps and conversions: rows of the innermost loop go to the vector kernels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"

enum { TURN = 128, MOST_TURNED = 1024 };      /* rows transposed at a time; loops longer than this are not */

static const VecOp vec_op[OP_COUNT] = {
  [OP_COPY] = VEC_COPY, [OP_NEG] = VEC_NEG, [OP_ABS] = VEC_ABS, [OP_RECIP] = VEC_RECIP, [OP_SQUARE] = VEC_SQUARE, [OP_SQRT] = VEC_SQRT,
  [OP_ADD] = VEC_ADD, [OP_SUB] = VEC_SUB, [OP_MUL] = VEC_MUL, [OP_MUL0] = VEC_MUL0, [OP_DIV] = VEC_DIV, [OP_DIV0] = VEC_DIV0, [OP_QUOTIENT] = VEC_QUOTIENT, [OP_MIN] = VEC_MIN,
  [OP_MAX] = VEC_MAX, [OP_POW] = VEC_POW, [OP_FMA] = VEC_FMA, [OP_EQ] = VEC_EQ, [OP_NE] = VEC_NE, [OP_LT] = VEC_LT, [OP_LE] = VEC_LE,
  [OP_SELECT] = VEC_SELECT,
};

static bool is_row(int64_t stride) { return stride == 0 || stride == 1; }

/* the last two loops; where a source is strided along the inner one but contiguous along the other, blocks of it are
 * transposed into scratch first */
static void map_plane(const Step *t, Call *c, const Loop *out, const Loop *in, double *const p[4])
{
  const VectorKernels *v = c->worker->machine->vec;
  static const int which[4] = { SRC, SRC + 1, SRC + 2, 0 };
  int64_t n = loop_size(in, c->m), rows = out ? out->size : 1, chunk = n, si[4], so[4];
  bool turned[4] = { false }, plain = true;
  double buf[4][CHUNK];
  for (int k = 0; k < 4; k++) {
    si[k] = in->stride[which[k]];
    so[k] = out ? out->stride[which[k]] : 0;
    plain &= k == 3 ? si[k] == 1 : is_row(si[k]);
  }
  if (!plain) chunk = t->turned ? TURN : CHUNK;
  for (int64_t at = 0; at < n; at += chunk) {
    int64_t len = n - at < chunk ? n - at : chunk;
    for (int k = 0; t->turned && k < 3; k++) {
      turned[k] = t->turned >> k & 1;
      if (turned[k]) v->transpose(len, rows, c->worker->scratch + k * TURN * rows, TURN, p[k] + at * si[k], si[k]);
    }
    for (int64_t j = 0; j < rows; j++) {
      const double *x[3];
      int step[3];
      for (int k = 0; k < 3; k++) {
        if (turned[k]) { x[k] = c->worker->scratch + (k * rows + j) * TURN; step[k] = 1; }
        else x[k] = row_load(p[k] + j * so[k] + at * si[k], si[k], len, buf[k], &step[k]);
      }
      double *d = p[3] + j * so[3] + at * si[3], *to = si[3] == 1 ? d : buf[3];
      t->map(len, to, x[0], step[0], x[1], step[1], x[2], step[2]);
      row_store(d, si[3], len, to);
    }
  }
}

static void run_map(Call *c)
{
  const Step *t = c->step;
  int outer = t->nloops >= 2 ? t->nloops - 2 : 0;
  const Loop *in = &t->loop[t->nloops - 1], *out = t->nloops >= 2 ? in - 1 : NULL;
  Loop joined;
  if (out && loop_joined(t, out, in, c->m, &joined)) { in = &joined; out = NULL; }
  Walk w = { 0 };
  do {
    double *p[4] = { c->p[SRC].f + w.offset[SRC] };
    p[1] = t->operand[SRC + 1].reg ? c->p[SRC + 1].f + w.offset[SRC + 1] : p[0];
    p[2] = t->operand[SRC + 2].reg ? c->p[SRC + 2].f + w.offset[SRC + 2] : p[0];
    p[3] = c->p[0].f + w.offset[0];
    map_plane(t, c, out, in, p);
  } while (walk_next(&w, t->loop, outer, c->m));
}

static void run_scalar_call(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC], sb = in->stride[SRC + 1];
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    const double *a = c->p[SRC].f + w.offset[SRC];
    if (t->scalar->nargs == 1) for (int64_t k = 0; k < n; k++) d[k * sd] = t->scalar->of1(a[k * sa]);
    else {
      const double *b = c->p[SRC + 1].f + w.offset[SRC + 1];
      for (int64_t k = 0; k < n; k++) d[k * sd] = t->scalar->of2(a[k * sa], b[k * sb]);
    }
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

/* from contiguous rows of data to contiguous columns of a tile register */
static void run_transpose(Call *c)
{
  const Step *t = c->step;
  const Loop *j = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  const VectorKernels *v = c->worker->machine->vec;
  Walk w = { 0 };
  do v->transpose(loop_size(in, c->m), j->size, c->p[0].f + w.offset[0], j->stride[0], c->p[SRC].f + w.offset[SRC], in->stride[SRC]);
  while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

/* from contiguous columns of a tile register to contiguous rows */
static void run_transpose_back(Call *c)
{
  const Step *t = c->step;
  const Loop *j = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  const VectorKernels *v = c->worker->machine->vec;
  Walk w = { 0 };
  do v->transpose(j->size, loop_size(in, c->m), c->p[0].f + w.offset[0], in->stride[0], c->p[SRC].f + w.offset[SRC], j->stride[SRC]);
  while (walk_next(&w, t->loop, t->nloops - 2, c->m));
}

static void run_ramp(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int axis = t->instr->axis;
  int64_t n = loop_size(in, c->m), sd = in->stride[0];
  bool inner = axis == t->nloops - 1;
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    double first = inner ? (double)(1 + (in->tile ? c->row0 : 0)) : (double)(1 + w.index[axis]);
    for (int64_t k = 0; k < n; k++) d[k * sd] = first + (inner ? (double)k : 0);
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

static void run_index(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC];
  double top = (double)(c->worker->machine->program->reg[t->operand[0].reg].limit - 1);
  Walk w = { 0 };
  do {
    int32_t *d = c->p[0].i + w.offset[0];
    const double *a = c->p[SRC].f + w.offset[SRC];
    for (int64_t k = 0; k < n; k++) {
      double x = a[k * sa] - 0.5;
      d[k * sd] = (int32_t)(x > 0 ? x < top ? x : top : 0);         /* cut off above 0: rounded down; a NaN goes to 0 */
    }
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

static void run_number(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC];
  Walk w = { 0 };
  do {
    double *d = c->p[0].f + w.offset[0];
    const int32_t *a = c->p[SRC].i + w.offset[SRC];
    for (int64_t k = 0; k < n; k++) d[k * sd] = a[k * sa] + 1;
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

static void run_index_join(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), sd = in->stride[0], sa = in->stride[SRC], sb = in->stride[SRC + 1], step = t->instr->index_stride;
  Walk w = { 0 };
  do {
    int32_t *d = c->p[0].i + w.offset[0];
    const int32_t *a = c->p[SRC].i + w.offset[SRC], *b = c->p[SRC + 1].i + w.offset[SRC + 1];
    for (int64_t k = 0; k < n; k++) d[k * sd] = (int32_t)(a[k * sa] * step + b[k * sb]);
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
}

/* the cheap form of a power with a constant exponent, VEC_POW if there is none */
static VecOp power_op(const Machine *m, const Step *t)
{
  const Register *r = &m->program->reg[t->operand[SRC + 1].reg];
  if (r->kind != REG_CONSTANT || r->naxes != 0) return VEC_POW;
  double e = r->value[0];
  return e == 1 ? VEC_COPY : e == 2 ? VEC_SQUARE : e == 3 ? VEC_CUBE : e == -1 ? VEC_RECIP : e == 0.5 ? VEC_SQRT : e == -0.5 ? VEC_RSQRT : VEC_POW;
}

static bool is_transpose(const Step *t)
{
  if (t->instr->op != OP_COPY || t->nloops < 2) return false;
  const Loop *j = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  return in->stride[0] == 1 && j->stride[SRC] == 1 && in->stride[SRC] > 1 && !j->tile;
}

static bool is_transpose_back(const Step *t)
{
  if (t->instr->op != OP_COPY || t->nloops < 2) return false;
  const Loop *j = &t->loop[t->nloops - 2], *in = &t->loop[t->nloops - 1];
  return j->stride[0] == 1 && in->stride[SRC] == 1 && in->stride[0] > 1 && j->stride[SRC] > 0 && !j->tile;
}

/* sources worth transposing: strided along the tile, contiguous along the loop outside it */
static void find_turned(Step *t)
{
  if (t->nloops < 2) return;
  const Loop *out = &t->loop[t->nloops - 2], *in = out + 1;
  for (int k = 0; k < 3; k++)
    if (t->operand[SRC + k].reg && out->stride[SRC + k] == 1 && in->stride[SRC + k] > 1 && out->size > 1) t->turned |= 1u << k;
  if (out->size > MOST_TURNED) t->turned = 0;
  if (t->turned) t->scratch = 3 * TURN * out->size;
}

MapKernel *map_kernel(const Machine *m, const Step *t)
{
  Opcode op = t->instr->op;
  return op == OP_CALL ? m->vec->call[t->instr->kernel] : m->vec->map[op == OP_POW ? power_op(m, t) : vec_op[op]];
}

bool load_map(Machine *m, Step *t)
{
  Opcode op = t->instr->op;
  if (op == OP_RAMP) {
    if (t->nloops == 0) loops_merge(t);
    t->run = run_ramp;
    return true;
  }
  if (!t->instr->space.tiled) loops_order(t, 0);
  loops_merge(t);
  switch (op) {
    case OP_INDEX: t->run = run_index; return true;
    case OP_NUMBER: t->run = run_number; return true;
    case OP_INDEX_JOIN: t->run = run_index_join; return true;
    case OP_CALL: {
      t->scalar = kernel_at((KernelId)t->instr->kernel);
      t->map = map_kernel(m, t);
      t->run = t->map ? run_map : run_scalar_call;
      if (t->map) find_turned(t);
      return true;
    }
    default: break;
  }
  t->map = map_kernel(m, t);
  t->run = is_transpose(t) ? run_transpose : is_transpose_back(t) ? run_transpose_back : run_map;
  if (t->run == run_map) find_turned(t);
  return true;
}
