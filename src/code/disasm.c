/* disasm.c: programs as text (--dump=bytecode), and what an instruction costs.
 *
 *   section 1, pass over rows 0..1000: tiles of 64, 16 blocks, 67 tile rows
 *     {64 16 t} %9 dist = sqdist x<0 1 16>, %4 c  over 1
 *
 * {…} is the index space, t the tile. An operand is its register; <strides>@offset follow where they are not the register's
 * own layout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/program.h"
#include "base/kernels.h"
#include <math.h>

static void print_sizes(Buf *b, int n, const int64_t *size, bool tiled)
{
  for (int j = 0; j < n; j++)
    if (tiled && j == n - 1) buf_put(b, j ? " t" : "t");
    else buf_printf(b, "%s%lld", j ? " " : "", (long long)size[j]);
}

/* strides of axes without extent do not matter */
static bool is_natural(const Program *p, const Instr *i, const View *v)
{
  const Register *r = &p->reg[v->reg];
  int n = i->space.naxes;
  if (v->offset != 0) return false;
  int64_t step = 1;
  int axis = r->naxes - 1;
  for (int j = n - 1; j >= 0; j--) {
    bool tile = i->space.tiled && j == n - 1;
    if (tile && (r->kind == REG_TILE || v->stride[j] == 0)) continue;
    if (!tile && i->space.size[j] == 1 && v->stride[j] == 0 && (axis < 0 || r->size[axis] != 1)) continue;
    while (axis >= 0 && r->size[axis] == 1 && v->stride[j] != step) axis--;
    if (axis < 0) { if (v->stride[j] != 0) return false; continue; }
    if (v->stride[j] == 0 || v->stride[j] != step || (!tile && i->space.size[j] != r->size[axis])) return false;
    step *= r->size[axis--];
  }
  return axis < 0;
}

static void print_reg(const Program *p, int reg, Buf *b)
{
  const Register *r = &p->reg[reg];
  if (r->kind == REG_CONSTANT && r->naxes == 0) { buf_number(b, r->value[0]); return; }
  static const char *const part[] = { "", ".values", ".rows", ".columns", ".labels" };
  if (r->kind == REG_INPUT) { buf_printf(b, "%s%s", p->slot[r->slot].name, part[r->part]); return; }
  buf_printf(b, r->kind == REG_CONSTANT ? "$%d" : r->kind == REG_WHOLE ? "@%d" : "%%%d", reg);
  if (r->label) buf_printf(b, " %s", r->label);
}

static void print_view(const Program *p, const Instr *i, const View *v, Buf *b)
{
  const Register *r = &p->reg[v->reg];
  print_reg(p, v->reg, b);
  if ((r->kind == REG_CONSTANT && r->naxes == 0) || is_natural(p, i, v)) return;
  buf_putc(b, '<');
  for (int j = 0; j < i->space.naxes; j++) buf_printf(b, "%s%lld", j ? " " : "", (long long)v->stride[j]);
  buf_putc(b, '>');
  if (v->offset) buf_printf(b, "%+lld", (long long)v->offset);
}

void program_print_instr(const Program *p, const Section *s, const Instr *i, Buf *b)
{
  bool first = true, adds = i->accumulate || op_scatters(i->op);
  buf_putc(b, '{');
  print_sizes(b, i->space.naxes, i->space.size, i->space.tiled);
  buf_put(b, "} ");
  for (int d = 0; d < PROGRAM_MAX_DST; d++) {
    if (i->dst[d].reg == 0) { if (d == 0) buf_put(b, "_"), first = false; continue; }
    if (!first) buf_put(b, ", ");
    first = false;
    print_view(p, i, &i->dst[d], b);
    if (s->kind == SECTION_PASS && p->reg[i->dst[d].reg].kind == REG_WHOLE && i->dst[d].stride[i->space.naxes - 1] == 0) adds = true;
  }
  buf_printf(b, " %s %s", adds ? "+=" : "=", op_info[i->op].text);
  if (i->op == OP_CALL) buf_printf(b, " %s", kernel_at((KernelId)i->kernel)->name);
  int used = 0;
  for (int a = 0; a < PROGRAM_MAX_SRC; a++) if (i->src[a].reg) used = a + 1;
  for (int a = 0; a < used; a++) {
    buf_put(b, a ? ", " : " ");
    if (i->src[a].reg == 0) buf_put(b, "_");
    else print_view(p, i, &i->src[a], b);
  }
  if (i->op == OP_RAMP) buf_printf(b, " axis %d", i->axis);
  if (i->reduced) {
    buf_put(b, "  over");
    for (int j = 0; j < i->space.naxes; j++) if (i->reduced >> j & 1) buf_printf(b, i->space.tiled && j == i->space.naxes - 1 ? " t" : " %d", j);
  }
  if (i->op == OP_DEVIATION) buf_put(b, i->power == 2 ? "  squares" : i->power == 1 ? "  plain" : "  sizes");
  if (i->alpha != 1) { buf_put(b, "  times "); buf_number(b, i->alpha); }
  if (i->index_stride) buf_printf(b, "  step %lld", (long long)i->index_stride);
  if (i->index_stride2) buf_printf(b, "  step2 %lld", (long long)i->index_stride2);
  if (i->what) buf_printf(b, "  ; %s", i->what);
}

static void print_section(const Program *p, int n, Buf *b)
{
  const Section *s = &p->section[n];
  if (s->kind == SECTION_SHORT) buf_printf(b, "section %d, short", n);
  else {
    buf_printf(b, "section %d, pass over %s ", n, s->slot >= 0 ? "the entries of" : "rows");
    if (s->slot >= 0) buf_put(b, p->slot[s->slot].name);
    else buf_printf(b, "%lld..%lld", (long long)s->lo, (long long)s->hi);
    if (p->finished)
      buf_printf(b, ": tiles of %lld, %d block%s, %lld tile rows", (long long)s->tile, s->blocks, s->blocks == 1 ? "" : "s", (long long)s->tile_rows);
  }
  if (s->label) buf_printf(b, "  ; %s", s->label);
  if (s->once && s->kind == SECTION_PASS) buf_put(b, ", once");
  buf_putc(b, '\n');
  for (int g = 0; g < s->ngroup || (s->ngroup == 0 && g == 0); g++) {
    int first = s->ngroup ? s->group[g].first : 0, count = s->ngroup ? s->group[g].count : s->ninstr;
    bool loop = s->ngroup && s->group[g].slices > 1;
    if (loop) buf_printf(b, s->group[g].width > 1 ? "  for each of %lld slices of %lld\n" : "  for each of %lld slices\n", (long long)s->group[g].slices, (long long)s->group[g].width);
    for (int k = first, end = first; k < first + count; k++) {
      const char *indent = loop ? "    " : "  ";
      if (s->instr[k].together > 1) {
        buf_printf(b, "%s%d together, strip by strip\n", indent, s->instr[k].together);
        end = k + s->instr[k].together;
      }
      buf_printf(b, "%s%s", indent, k < end ? "  " : "");
      program_print_instr(p, s, &s->instr[k], b);
      buf_putc(b, '\n');
    }
  }
}

void program_disassemble(const Program *p, Buf *b)
{
  for (int n = 0; n < p->nslot; n++) {
    const Slot *s = &p->slot[n];
    buf_printf(b, "%s %s[", s->output ? "out" : "in ", s->name);
    print_sizes(b, s->naxes, s->size, false);
    buf_putc(b, ']');
    if (s->sparse) buf_printf(b, " sparse, %lld stored%s", (long long)s->stored, s->turned ? ", turned" : "");
    if (s->bands > 1) buf_printf(b, ", in %d bands of rows", s->bands);
    if (s->output) buf_printf(b, " = @%d", s->reg);
    buf_putc(b, '\n');
  }
  for (int r = 1; r < p->nreg; r++) {
    const Register *g = &p->reg[r];
    if (g->kind == REG_INPUT || (g->kind == REG_CONSTANT && g->naxes == 0)) continue;
    print_reg(p, r, b);
    buf_putc(b, '[');
    print_sizes(b, g->naxes, g->size, false);
    buf_put(b, g->kind == REG_TILE ? " t]" : "]");
    if (g->type == ELEM_I32) buf_put(b, " index");
    if (g->accumulated_in >= 0) buf_put(b, g->direct ? ", accumulated in place" : ", accumulated");
    if (g->inner) buf_put(b, ", in strips alone");
    if (g->late) buf_put(b, ", turned in strips");
    else if (g->local) buf_put(b, ", one slice");
    buf_putc(b, '\n');
  }
  for (int n = 0; n < p->nsection; n++) print_section(p, n, b);
}

/* ---- cost, for --time ---- */

static double space_count(const Instr *i, int64_t rows)
{
  double n = 1;
  for (int j = 0; j < i->space.naxes; j++) n *= (double)(i->space.tiled && j == i->space.naxes - 1 ? rows : i->space.size[j]);
  return n;
}

/* running sums: elements and ranges are gone through, not their pairs */
static double range_flops(const Instr *i, double n)
{
  double ranges = (double)i->space.size[0], elements = (double)i->space.size[1], batch = n / (ranges * elements);
  return (2 * batch + (i->src[1].reg != 0)) * elements + (batch + (i->src[2].reg != 0)) * ranges;
}

double instr_flops(const Program *p, const Section *s, const Instr *i, int64_t rows)
{
  (void)p; (void)s;
  double n = space_count(i, rows);
  switch (op_info[i->op].class_) {
    case CLASS_MAP: return i->op == OP_COPY ? 0 : i->op == OP_FMA ? 2 * n : n;
    case CLASS_CONTRACT: return (i->op == OP_DEVIATION || i->op == OP_NEAREST ? 3 : 2) * n;
    case CLASS_SCATTER: return 2 * n;
    case CLASS_GATHER: return i->reduced ? n : 0;
    case CLASS_REDUCE: return i->op == OP_SOFTMAX ? 4 * n : n;
    case CLASS_MATRIX:
      if (i->op == OP_SOLVE_BAND && band_is_sparse(i)) return 10 * n / (double)i->space.size[1] * sqrt((double)i->space.size[0]);
      if (i->op == OP_SOLVE_BAND) return n / (double)i->space.size[1] * (double)(i->band + 1) * (double)(i->band + 1);
      if (i->op == OP_RANK || i->op == OP_POOL) return 10 * n;
      if (i->op == OP_SCALE) return 100 * n;
      return n * (double)i->space.size[0] * (i->op == OP_CHOLESKY && i->dst[1].reg ? 1 : 1. / 3);
    case CLASS_RANGE: return i->op == OP_RANGE_SUM ? range_flops(i, n) : 0;
    default: return 0;
  }
}

double instr_bytes(const Program *p, const Section *s, const Instr *i, int64_t rows)
{
  (void)s;
  double bytes = 0;
  for (int o = 0; o < PROGRAM_MAX_DST + PROGRAM_MAX_SRC; o++) {
    const View *v = o < PROGRAM_MAX_DST ? &i->dst[o] : &i->src[o - PROGRAM_MAX_DST];
    if (v->reg == 0 || p->reg[v->reg].inner) continue;
    double n = p->reg[v->reg].type == ELEM_I32 ? 4 : 8;
    for (int j = 0; j < i->space.naxes; j++)
      if (v->stride[j]) n *= (double)(i->space.tiled && j == i->space.naxes - 1 ? rows : i->space.size[j]);
    bytes += n;
  }
  return bytes;
}
