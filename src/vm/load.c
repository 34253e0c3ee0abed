/* load.c: from the program's instructions to steps: operands with strides in memory, loops simplified.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>

enum { LIGHT = 100000 };                 /* element operations: some ten microseconds */

static const View *view_at(const Instr *i, int o) { return o < SRC ? &i->dst[o] : &i->src[o - SRC]; }

/* strides of tile registers count rows of the tile's length; those of local ones stay in their slice */
static int64_t width_of(const Section *s, const Instr *i)
{
  for (int g = 0; g < s->ngroup; g++)
    if (i - s->instr >= s->group[g].first && i - s->instr < s->group[g].first + s->group[g].count) return s->group[g].width;
  return 1;
}

static void load_operands(const Machine *m, const Section *s, Step *t)
{
  const Program *p = m->program;
  const Instr *i = t->instr;
  int n = i->space.naxes, tile = i->space.tiled ? n - 1 : -1;
  int lead = tile >= 0 ? i->lead : -1;
  int64_t width = lead >= 0 ? width_of(s, i) : 1;
  for (int j = 0; j < n; j++) {
    Loop *l = &t->loop[j];
    *l = (Loop){ .size = i->space.size[j], .reduced = i->reduced >> j & 1, .tile = j == tile };
  }
  for (int o = 0; o < OPERANDS; o++) {
    const View *v = view_at(i, o);
    const Register *r = &p->reg[v->reg];
    Operand *d = &t->operand[o];
    if (v->reg == 0) continue;
    int64_t unit = r->kind == REG_TILE ? tile_pitch(s) : 1;
    *d = (Operand){ .reg = v->reg, .is_index = r->type == ELEM_I32, .offset = v->offset * unit };
    d->columns = r->kind == REG_INPUT && r->part == PART_COLUMNS;
    if (tile >= 0 && r->kind != REG_TILE) d->tile_stride = v->stride[tile];
    d->partial = o < SRC && tile >= 0 && r->kind == REG_WHOLE && v->stride[tile] == 0 && !r->direct;
    t->adds |= o < SRC && tile >= 0 && r->kind == REG_WHOLE && v->stride[tile] == 0;
    for (int j = 0; j < n; j++) t->loop[j].stride[o] = j == tile ? v->stride[j] : v->stride[j] * unit;
    if (lead >= 0) t->lead[o] = r->local ? 0 : width * t->loop[lead].stride[o];
  }
  const Opcode op = i->op;
  const View *moved = op_scatters(op) ? &i->dst[0] : &i->src[0], *moved2 = op == OP_SCATTER_ADD ? &i->src[0] : &i->src[1];
  t->move = i->index_stride * (op != OP_INDEX_JOIN && p->reg[moved->reg].kind == REG_TILE ? tile_pitch(s) : 1);
  t->move2 = i->index_stride2 * (p->reg[moved2->reg].kind == REG_TILE ? tile_pitch(s) : 1);
  t->nloops = n;
  if (lead >= 0 && width > 1) t->loop[lead].size = width;
  else if (lead >= 0) {
    for (int j = lead; j + 1 < n; j++) t->loop[j] = t->loop[j + 1];
    t->nloops--;
  }
}

static bool joins(const Loop *outer, const Loop *inner)
{
  if (outer->tile || inner->tile || outer->reduced != inner->reduced) return false;
  for (int o = 0; o < OPERANDS; o++) if (outer->stride[o] != inner->stride[o] * inner->size) return false;
  return true;
}

void loops_merge(Step *t)
{
  int n = 0;
  for (int j = 0; j < t->nloops; j++) {
    Loop l = t->loop[j];
    if (!l.tile && l.size == 1) continue;
    if (n > 0 && joins(&t->loop[n - 1], &l)) { l.size *= t->loop[n - 1].size; t->loop[n - 1] = l; }
    else t->loop[n++] = l;
  }
  if (n == 0) {
    t->loop[n] = (Loop){ .size = 1 };
    for (int o = 0; o < OPERANDS; o++) t->loop[n].stride[o] = 1;
    n = 1;
  }
  t->nloops = n;
}

void loops_order(Step *t, int operand)
{
  int n = t->nloops;
  if (n > 0 && t->loop[n - 1].tile) n--;
  for (int j = 1; j < n; j++)                          /* insertion keeps the order of equals */
    for (int k = j; k > 0 && llabs(t->loop[k - 1].stride[operand]) < llabs(t->loop[k].stride[operand]); k--) {
      Loop swap = t->loop[k];
      t->loop[k] = t->loop[k - 1];
      t->loop[k - 1] = swap;
    }
}

void loops_arrange(Step *t, const Loop *inner)
{
  Loop once = { .size = 1 }, in = inner ? *inner : once, kept[MAX_LOOPS], reduced[MAX_LOOPS];
  int nk = 0, nr = 0, n = 0;
  for (int j = 0; j < t->nloops; j++) {
    Loop *l = &t->loop[j];
    if (l == inner || (!l->tile && l->size == 1)) continue;
    Loop *list = l->reduced ? reduced : kept;
    int *len = l->reduced ? &nr : &nk;
    if (*len > 0 && joins(&list[*len - 1], l)) { int64_t size = list[*len - 1].size; list[*len - 1] = *l; list[*len - 1].size *= size; }
    else list[(*len)++] = *l;
  }
  for (int j = 0; j < nk; j++) t->loop[n++] = kept[j];
  for (int j = 0; j < nr; j++) t->loop[n++] = reduced[j];
  t->loop[n++] = in;
  t->nloops = n;
  t->nkept = nk;
  t->nreduced = nr;
}

typedef bool Loader(Machine *, Step *);

/* by class, but for instructions that have a loader of their own */
static Loader *const by_class[] = {
  [CLASS_MAP] = load_map, [CLASS_SHAPE] = load_map, [CLASS_GATHER] = load_index, [CLASS_SCATTER] = load_index, [CLASS_REDUCE] = load_reduce,
  [CLASS_CONTRACT] = load_contract, [CLASS_MATRIX] = load_matrix, [CLASS_RANGE] = load_range };
static Loader *const by_op[OP_COUNT] = {
  [OP_COLUMNS_SUM] = load_entries, [OP_COLUMNS_ADD] = load_entries, [OP_COLUMNS_EXPAND] = load_entries, [OP_ROWS_DOT] = load_index, [OP_BLEND] = load_blend,
  [OP_QUADRATIC] = load_quadratic, [OP_SQDIST] = load_sqdist, [OP_DEVIATION] = load_deviation, [OP_NEAREST] = load_nearest };

static bool load_step(Machine *m, Step *t)
{
  Opcode op = t->instr->op;
  return (by_op[op] ? by_op[op] : by_class[op_info[op].class_])(m, t);
}

/* what the blocks of a pass add up, from the program's instructions */
static void load_accumulators(Machine *m, Stage *g)
{
  const Section *s = g->section;
  g->acc = ARENA_ARRAY(m->arena, Accumulator, s->ninstr + 1);
  for (int k = 0; k < s->ninstr; k++) {
    const Instr *i = &s->instr[k];
    int reg = i->dst[0].reg;
    if (!g->step[k].adds || reg == 0) continue;
    bool known = false;
    for (int a = 0; a < g->nacc; a++) known |= g->acc[a].reg == reg;
    if (known) continue;
    Accumulator a = { .reg = reg, .neutral = 0, .join = VEC_ADD };
    if (i->op == OP_PROD) a.neutral = 1, a.join = VEC_MUL;
    if (i->op == OP_LEAST) a.neutral = INFINITY, a.join = VEC_MIN;
    if (i->op == OP_GREATEST) a.neutral = -INFINITY, a.join = VEC_MAX;
    g->acc[g->nacc++] = a;
  }
}

static void run_nothing(Call *c) { (void)c; }

/* the instructions of a section; those that run with their neighbours after the others: exec_strips.c */
static bool load_steps(Machine *m, int n, int64_t *scratch)
{
  const Program *p = m->program;
  const Section *s = &p->section[n];
  Stage *g = &m->stage[n];
  for (int k = 0; k < s->ninstr; k++) {
    Step *t = &g->step[k];
    t->instr = &s->instr[k];
    t->section = n;
    t->at = m->nsteps++;
    load_operands(m, s, t);
    for (int o = 0; o < OPERANDS; o++) g->columns |= t->operand[o].columns;
    if (s->kind == SECTION_PASS && t->instr->together != 1) continue;
    if (p->reg[t->operand[0].reg].late) { t->run = run_nothing; continue; }      /* they turn what it would */
    bool own_guard = t->instr->op == OP_DEVIATION || op_by_columns(t->instr->op);
    if (!own_guard) guard_before(m, t);
    if (!load_step(m, t)) return false;
    guard_after(t);
    if (t->scratch > *scratch) *scratch = t->scratch;
    if (t->prepared_count > 0) {
      t->prepared = array_room(t->prepared_count, sizeof(double));
      if (!t->prepared) return false;
      m->bytes += (size_t)t->prepared_count * 8;
    }
  }
  for (int k = 0; k < s->ninstr && s->kind == SECTION_PASS; k++) {
    if (s->instr[k].together <= 1) continue;
    if (!strips_load(m, &g->step[k])) return false;
    if (g->step[k].scratch > *scratch) *scratch = g->step[k].scratch;
  }
  return true;
}

/* of a pass, in elements that an instruction makes; a function's take longer */
static double work_of(const Section *s)
{
  enum { CALL = 8 };
  double work = 0;
  for (int k = 0; k < s->ninstr; k++) {
    double elements = (double)(s->hi - s->lo);
    for (int j = 0; j < s->instr[k].space.naxes - 1; j++) elements *= (double)s->instr[k].space.size[j];
    work += elements * (s->instr[k].op == OP_CALL || s->instr[k].op == OP_SOFTMAX ? CALL : 1);
  }
  return work;
}

/* memory of the workers: tiles, columns of entries, scratch */
static bool reserve(Machine *m, int64_t scratch)
{
  const Program *p = m->program;
  int64_t tiles = 0, entries = 0;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    if (s->kind == SECTION_PASS && tile_pitch(s) * s->tile_rows > tiles) tiles = tile_pitch(s) * s->tile_rows;
    if (m->stage[n].columns && s->tile > entries) entries = s->tile;
  }
  m->tile_numbers = (tiles + 15) / 8 * 8;
  m->scratch_numbers = (scratch + 15) / 8 * 8;
  m->column_numbers = entries ? (entries + ARRAY_BEYOND + 15) / 16 * 8 : 0;
  for (int w = 0; w < m->nworkers; w++) {
    Worker *k = &m->worker[w];
    k->machine = m;
    k->seconds = ARENA_ARRAY(m->arena, double, m->nsteps + 1);
    k->calls = ARENA_ARRAY(m->arena, double, m->nsteps + 1);
  }
  m->bytes += (size_t)m->nworkers * (size_t)(tiles + scratch) * 8;
  if (m->calls_blas && !crew_fit_blas(m->crew)) return false;
  return crew_reserve(m->crew, ROOM_TILES, m->nworkers * (m->tile_numbers + m->column_numbers)) && crew_reserve(m->crew, ROOM_SCRATCH, m->nworkers * m->scratch_numbers);
}

bool machine_load(Machine *m)
{
  const Program *p = m->program;
  int64_t scratch = 0;
  m->stage = ARENA_ARRAY(m->arena, Stage, p->nsection + 1);
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    Stage *g = &m->stage[n];
    g->section = s;
    g->nsteps = s->ninstr;
    g->step = ARENA_ARRAY(m->arena, Step, s->ninstr + 1);
    if (s->kind == SECTION_PASS) g->block_lo = ARENA_ARRAY(m->arena, int64_t, s->blocks + 1);
    if (!load_steps(m, n, &scratch)) return false;
    if (s->kind != SECTION_PASS) continue;
    load_accumulators(m, g);
    g->light = work_of(s) < LIGHT;
  }
  return reserve(m, scratch) && partials_load(m);
}
