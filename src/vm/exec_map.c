/* exec_map.c: element-wise instructions, ramps and conversions: rows of the innermost loop go to the vector kernels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>

static const VecOp vec_op[OP_COUNT] = {
  [OP_COPY] = VEC_COPY, [OP_NEG] = VEC_NEG, [OP_ABS] = VEC_ABS, [OP_RECIP] = VEC_RECIP, [OP_SQUARE] = VEC_SQUARE, [OP_SQRT] = VEC_SQRT,
  [OP_ADD] = VEC_ADD, [OP_SUB] = VEC_SUB, [OP_MUL] = VEC_MUL, [OP_MUL0] = VEC_MUL0, [OP_DIV] = VEC_DIV, [OP_DIV0] = VEC_DIV0, [OP_MIN] = VEC_MIN,
  [OP_MAX] = VEC_MAX, [OP_POW] = VEC_POW, [OP_FMA] = VEC_FMA, [OP_EQ] = VEC_EQ, [OP_NE] = VEC_NE, [OP_LT] = VEC_LT, [OP_LE] = VEC_LE,
  [OP_SELECT] = VEC_SELECT,
};

static bool is_row(int64_t stride) { return stride == 0 || stride == 1; }

static void run_map(Call *c)
{
  const Step *t = c->step;
  const Loop *in = &t->loop[t->nloops - 1];
  int64_t n = loop_size(in, c->m), chunk = CHUNK;
  int64_t sd = in->stride[0], sa = in->stride[SRC], sb = in->stride[SRC + 1], sc = in->stride[SRC + 2];
  double buf[4][CHUNK];
  if (sd == 1 && is_row(sa) && is_row(sb) && is_row(sc)) chunk = n;
  Walk w = { 0 };
  do {
    double *d0 = c->p[0].f + w.offset[0];
    const double *a0 = c->p[SRC].f + w.offset[SRC];
    const double *b0 = t->operand[SRC + 1].reg ? c->p[SRC + 1].f + w.offset[SRC + 1] : a0;
    const double *c0 = t->operand[SRC + 2].reg ? c->p[SRC + 2].f + w.offset[SRC + 2] : a0;
    for (int64_t k = 0; k < n; k += chunk) {
      int64_t len = n - k < chunk ? n - k : chunk;
      int va, vb, vc;
      const double *a = row_load(a0 + k * sa, sa, len, buf[0], &va), *b = row_load(b0 + k * sb, sb, len, buf[1], &vb),
                   *e = row_load(c0 + k * sc, sc, len, buf[2], &vc);
      double *d = d0 + k * sd, *out = sd == 1 ? d : buf[3];
      t->map(len, out, a, va, b, vb, e, vc);
      row_store(d, sd, len, out);
    }
  } while (walk_next(&w, t->loop, t->nloops - 1, c->m));
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
      double x = floor(a[k * sa] - 0.5);
      d[k * sd] = (int32_t)(x > 0 ? x < top ? x : top : 0);         /* a NaN goes to 0 */
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
      t->map = m->vec->call[t->instr->kernel];
      t->run = t->map ? run_map : run_scalar_call;
      return true;
    }
    default: break;
  }
  t->map = m->vec->map[op == OP_POW ? power_op(m, t) : vec_op[op]];
  t->run = is_transpose(t) ? run_transpose : run_map;
  return true;
}
