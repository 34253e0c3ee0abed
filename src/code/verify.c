/* verify.c: whether a program is one that the machine can run without looking: shapes, bounds, order, who writes what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/program.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct Check {
  const Program *p;
  int section; const Section *s;
  int at; const Instr *i;
  int *written;          /* by register: 0 never, else 1 + the section of the first write */
  const char *fault;
} Check;

static bool fail(Check *c, const char *fmt, ...)
{
  if (c->fault) return false;
  va_list args;
  va_start(args, fmt);
  const char *why = arena_vprintf(c->p->arena, fmt, args);
  va_end(args);
  c->fault = arena_printf(c->p->arena, "section %d, instruction %d (%s): %s", c->section, c->at,
                          c->i && (unsigned)c->i->op < OP_COUNT ? op_info[c->i->op].text : "?", why);
  return false;
}

static int tile_axis(const Instr *i) { return i->space.tiled ? i->space.naxes - 1 : -1; }

/* first and last value of the index of axis j; the tile's is the absolute row for whole registers, nothing for tile registers */
static void axis_range(const Check *c, const Register *r, int j, int64_t *lo, int64_t *hi)
{
  *lo = 0;
  *hi = c->i->space.size[j] - 1;
  if (j != tile_axis(c->i)) return;
  *lo = r->kind == REG_TILE ? 0 : c->s->lo;
  *hi = r->kind == REG_TILE ? 0 : c->s->hi - 1;
}

/* `moved`: how far an index operand moves the view at most */
static bool check_bounds(Check *c, const View *v, const char *name, int64_t moved)
{
  const Register *r = &c->p->reg[v->reg];
  __int128 low = v->offset, high = v->offset;
  if (moved > 0) high += moved; else low += moved;
  for (int j = 0; j < c->i->space.naxes; j++) {
    int64_t lo, hi;
    axis_range(c, r, j, &lo, &hi);
    if (hi < lo) continue;
    __int128 a = (__int128)lo * v->stride[j], b = (__int128)hi * v->stride[j];
    low += a < b ? a : b;
    high += a < b ? b : a;
  }
  if (low < 0 || high >= r->count)
    return fail(c, "%s: the view of register %d reaches %lld..%lld of 0..%lld", name, v->reg, (long long)low, (long long)high, (long long)r->count - 1);
  return true;
}

static bool check_view(Check *c, const View *v, char kind, const char *name, int64_t moved)
{
  const Program *p = c->p;
  if (v->reg == 0) return islower((unsigned char)kind) ? true : fail(c, "%s is missing", name);
  if (v->reg < 0 || v->reg >= p->nreg) return fail(c, "%s: there is no register %d", name, v->reg);
  const Register *r = &p->reg[v->reg];
  ElemType want = toupper((unsigned char)kind) == 'I' ? ELEM_I32 : ELEM_F64;
  if (r->type != want) return fail(c, "%s: register %d holds %s", name, v->reg, r->type == ELEM_I32 ? "indices" : "numbers");
  if (r->kind == REG_TILE) {
    if (r->section != c->section) return fail(c, "%s: register %d belongs to section %d", name, v->reg, r->section);
    if (v->stride[tile_axis(c->i)] != 1) return fail(c, "%s: the tile stride of register %d is not 1", name, v->reg);
  }
  return check_bounds(c, v, name, moved);
}

static bool check_source(Check *c, const View *v, const char *name)
{
  if (v->reg == 0) return true;
  const Register *r = &c->p->reg[v->reg];
  if (r->kind == REG_CONSTANT || r->kind == REG_INPUT) return true;
  int w = c->written[v->reg];
  if (w == 0) return fail(c, "%s: register %d is read before it is written", name, v->reg);
  if (r->kind == REG_WHOLE && c->s->kind == SECTION_PASS && w == c->section + 1)
    return fail(c, "%s: register %d is written by this pass", name, v->reg);
  return true;
}

/* Two elements of the space must not meet at one place. Sufficient: sorted by stride, each step jumps over all before. */
static bool is_injective(const Check *c, const View *v, unsigned reduced)
{
  int order[PROGRAM_MAX_AXES], n = 0;
  const Instr *i = c->i;
  for (int j = 0; j < i->space.naxes; j++) {
    bool tile = j == tile_axis(i);
    if (reduced >> j & 1 || (!tile && i->space.size[j] == 1)) continue;
    if (tile && c->p->reg[v->reg].kind == REG_TILE) continue;
    int k = n++;
    while (k > 0 && llabs(v->stride[order[k - 1]]) > llabs(v->stride[j])) { order[k] = order[k - 1]; k--; }
    order[k] = j;
  }
  __int128 reach = 0;
  for (int k = 0; k < n; k++) {
    int64_t step = llabs(v->stride[order[k]]), lo, hi;
    if (step <= reach) return false;
    axis_range(c, &c->p->reg[v->reg], order[k], &lo, &hi);
    reach += (__int128)step * (hi - lo);
  }
  return true;
}

static bool op_accumulates(Opcode op)
{
  return op == OP_SUM || op == OP_PROD || op == OP_LEAST || op == OP_GREATEST || op == OP_CONTRACT || op == OP_DEVIATION || op_scatters(op);
}

static bool is_descent(Opcode op) { return op == OP_POOL || op == OP_SHRINK || op == OP_WITHIN || op == OP_SHARE; }

static bool op_adds(Opcode op) { return op == OP_SUM || op == OP_CONTRACT || op == OP_DEVIATION || op_scatters(op); }

static bool check_destination(Check *c, const View *v, const char *name)
{
  if (v->reg == 0) return true;
  const Instr *i = c->i;
  const Register *r = &c->p->reg[v->reg];
  int t = tile_axis(i);
  unsigned reduced = i->reduced;
  bool vector = i->op == OP_SOLVE || i->op == OP_SOLVE_BAND || i->op == OP_EIGEN || i->op == OP_SINGULAR || i->op == OP_RANK || is_descent(i->op);
  if (i->op == OP_CHOLESKY || vector) reduced = v == &i->dst[0] ? (vector ? 2u : 3u) : 0;
  if (i->op == OP_SOFTMAX && v == &i->dst[1]) reduced = 0;
  if (i->op == OP_PLACE) reduced = 2u;
  if (r->kind == REG_CONSTANT || r->kind == REG_INPUT) return fail(c, "%s: register %d cannot be written", name, v->reg);
  if (r->kind == REG_TILE && reduced >> t & 1) return fail(c, "%s: the tile is summed over, but register %d is a tile register", name, v->reg);
  for (int j = 0; j < i->space.naxes; j++)
    if (reduced >> j & 1 && v->stride[j] != 0) return fail(c, "%s: axis %d is reduced, its stride is not 0", name, j);
  if (r->kind == REG_WHOLE && c->s->kind == SECTION_PASS && v->stride[t] == 0 && !op_accumulates(i->op)) return fail(c, "%s: this operation cannot accumulate", name);
  if (!op_scatters(i->op) && !is_injective(c, v, reduced)) return fail(c, "%s: elements of the space meet in register %d", name, v->reg);
  if (c->s->kind == SECTION_SHORT && (op_scatters(i->op) || i->accumulate) && c->written[v->reg] == 0)
    return fail(c, "%s: register %d is added to before it is written", name, v->reg);
  if (r->kind == REG_TILE) {
    if (op_scatters(i->op)) return fail(c, "%s: what is scattered goes to whole registers", name);
    if (i->accumulate && c->written[v->reg] == 0) return fail(c, "%s: register %d is added to before it is written", name, v->reg);
  }
  if (r->kind == REG_WHOLE && c->s->kind == SECTION_PASS) {
    bool sums = v->stride[t] == 0;
    if (sums && r->type != ELEM_F64) return fail(c, "%s: indices cannot accumulate", name);
    if (!sums && op_scatters(i->op)) return fail(c, "%s: scatter_add to a register by rows", name);
    if (!sums && i->accumulate) return fail(c, "%s: a store by rows cannot accumulate", name);
    for (int e = 0; sums && e < c->at; e++)        /* all accumulators of one register in a pass use one operation's combination */
      for (int d = 0; d < PROGRAM_MAX_DST; d++) {
        const Instr *o = &c->s->instr[e];
        bool adds = op_adds(o->op), mine = op_adds(i->op);
        if (o->dst[d].reg == v->reg && !(adds && mine) && o->op != i->op) return fail(c, "%s: two kinds of accumulation into register %d", name, v->reg);
        if (o->dst[d].reg == v->reg && o->dst[d].stride[tile_axis(o)] != 0) return fail(c, "%s: register %d is stored by rows as well", name, v->reg);
      }
    if (sums && c->written[v->reg] && c->written[v->reg] != c->section + 1) return fail(c, "%s: register %d was written before this pass", name, v->reg);
  }
  return true;
}

static bool check_space(Check *c)
{
  const Instr *i = c->i;
  const Space *s = &i->space;
  if ((unsigned)i->op >= OP_COUNT) return fail(c, "there is no opcode %d", (int)i->op);
  if (s->naxes < 0 || s->naxes > PROGRAM_MAX_AXES) return fail(c, "%d axes", s->naxes);
  if (s->tiled != (c->s->kind == SECTION_PASS)) return fail(c, s->tiled ? "a tile outside a pass" : "no tile axis in a pass");
  if (s->tiled && s->naxes == 0) return fail(c, "no tile axis in a pass");
  for (int j = 0; j < s->naxes; j++)
    if (j != tile_axis(i) && (s->size[j] < 1 || s->size[j] > INT32_MAX)) return fail(c, "axis %d has size %lld", j, (long long)s->size[j]);
  if (i->reduced >> s->naxes) return fail(c, "an axis is reduced that is not there");
  return true;
}

/* along which of the axes 0 and 1 an operand lies, densely if it holds indices: those that are not named have stride 0 */
static bool lies_along(const Check *c, const View *v, unsigned axes)
{
  bool index = c->p->reg[v->reg].type == ELEM_I32;
  for (int j = 0; v->reg && j < c->i->space.naxes; j++)
    if (j < 2 || index ? (v->stride[j] != 0 && !(axes >> j & 1)) || (index && axes >> j & 1 && v->stride[j] != 1) : false) return false;
  return !(v->reg && index && v->offset != 0);
}

static bool check_range(Check *c)
{
  const Instr *i = c->i;
  if (c->s->kind == SECTION_PASS) return fail(c, "in a pass");
  if (i->op == OP_ORDER) return i->space.naxes == 1 && lies_along(c, &i->dst[0], 1) && lies_along(c, &i->dst[1], 1) ? true : fail(c, "not one axis");
  if (i->space.naxes < 2) return fail(c, "no ranges and elements");
  const Register *order = &c->p->reg[i->src[i->op == OP_PLACE ? 2 : 3].reg];
  if (order->limit != i->space.size[1]) return fail(c, "the order is not one of the elements");
  if (i->op == OP_PLACE)
    return i->space.naxes == 2 && lies_along(c, &i->dst[0], 1) && lies_along(c, &i->src[0], 2) && lies_along(c, &i->src[1], 2) && lies_along(c, &i->src[2], 2) &&
           lies_along(c, &i->src[3], 1) && lies_along(c, &i->src[4], 1) && c->p->reg[i->dst[0].reg].limit == i->space.size[1] + 1
      ? true : fail(c, "not elements along axis 1 and ranges along axis 0");
  if (i->reduced != 1 && i->reduced != 2) return fail(c, "one of the axes 0 and 1 is to be reduced");
  if (i->power && i->src[0].reg) return fail(c, "the logarithm of a weighted sum");
  for (int a = 4; a < 6; a++) if (i->src[a].reg && c->p->reg[i->src[a].reg].limit != i->space.size[1] + 1) return fail(c, "no places among the elements");
  unsigned from = i->reduced, to = 3 - from;
  bool lies = lies_along(c, &i->src[0], from) && lies_along(c, &i->src[1], from) && lies_along(c, &i->src[2], to) && lies_along(c, &i->src[3], 2) && lies_along(c, &i->src[4], 1) &&
              lies_along(c, &i->src[5], 1) && lies_along(c, &i->dst[0], to);
  return lies ? true : fail(c, "an operand lies along an axis that it has no part in");
}

/* columns of entries are made tile by tile, in the pass over them */
static bool check_columns(Check *c, const View *v)
{
  const Register *r = &c->p->reg[v->reg];
  if (v->reg == 0 || r->kind != REG_INPUT || r->part != PART_COLUMNS) return true;
  if (c->s->slot != r->slot || tile_axis(c->i) < 0 || v->offset != 0) return fail(c, "columns of entries outside the pass over them");
  for (int j = 0; j < c->i->space.naxes; j++) if (v->stride[j] != (j == tile_axis(c->i))) return fail(c, "columns of entries not along the tile");
  return true;
}

/* ---- what only one opcode or class asks for ---- */

static bool may_reduce(Opcode op)
{
  return op_info[op].class_ == CLASS_REDUCE || op == OP_CONTRACT || op == OP_BLEND || op == OP_QUADRATIC || op == OP_SQDIST || op == OP_DEVIATION || op == OP_NEAREST || op == OP_ROWS_DOT || op == OP_RANGE_SUM || op == OP_GATHER;
}

static bool check_reduced(Check *c)
{
  const Instr *i = c->i;
  int t = tile_axis(i);
  bool keeps_tile = i->op == OP_ARGMIN || i->op == OP_ARGMAX || i->op == OP_SOFTMAX || i->op == OP_SQDIST || i->op == OP_BLEND || i->op == OP_QUADRATIC || i->op == OP_ROWS_DOT || i->op == OP_GATHER;
  if (!may_reduce(i->op) && i->reduced) return fail(c, "nothing can be reduced here");
  if (op_info[i->op].class_ == CLASS_REDUCE && !i->reduced) return fail(c, "no axis is reduced");
  if ((i->op == OP_ARGMIN || i->op == OP_ARGMAX) && (i->reduced & (i->reduced - 1))) return fail(c, "more than one axis is reduced");
  if (keeps_tile && t >= 0 && i->reduced >> t & 1) return fail(c, "the tile is reduced");
  if (i->accumulate && i->op != OP_CONTRACT) return fail(c, "only contract accumulates on demand");
  return true;
}

static bool check_contract(Check *c)
{
  const Instr *i = c->i;
  int t = tile_axis(i);
  if (i->src[2].reg && (t < 0 || i->reduced != 1u << t || i->src[2].stride[t] != 1)) return fail(c, "the weight is not one of the reduced tile");
  return true;
}

static bool check_quadratic(Check *c)
{
  const Instr *i = c->i;
  int t = tile_axis(i), n = 0, along = 0;
  int64_t size = 0;
  bool even = t >= 0;
  for (int j = 0; j < i->space.naxes; j++) {
    if (!(i->reduced >> j & 1)) continue;
    even &= n++ == 0 || i->space.size[j] == size;
    size = i->space.size[j];
    along += i->src[0].stride[j] != 0;
  }
  if (!even || n != 2 || along != 1 || c->p->reg[i->src[0].reg].kind != REG_TILE || c->p->reg[i->dst[0].reg].kind != REG_TILE || c->p->reg[i->src[1].reg].kind == REG_TILE || i->src[1].stride[t] != 0)
    return fail(c, "no quadratic form of a tile and a matrix");
  return true;
}

static bool check_blend(Check *c)
{
  const Instr *i = c->i;
  const View *b = &i->src[1], *d = &i->src[2];
  int t = tile_axis(i);
  View like = *d;
  like.reg = b->reg;
  if (t < 0 || b->stride[t] != 0 || !view_equal(b, &like, i->space.naxes) || c->p->reg[b->reg].kind == REG_TILE || c->p->reg[d->reg].kind == REG_TILE || c->p->reg[b->reg].count != c->p->reg[d->reg].count)
    return fail(c, "not two factors that lie in the same way outside the tile");
  return true;
}

static bool check_nearest(Check *c)
{
  const Instr *i = c->i;
  const Register *x = &c->p->reg[i->src[0].reg];
  if (tile_axis(i) != 2 || i->reduced != 3 || x->kind != REG_INPUT || !c->p->slot[x->slot].fixed || c->p->reg[i->src[1].reg].kind == REG_TILE || i->src[0].stride[0] != 0
      || i->src[0].stride[1] != 1 || i->src[1].stride[2] != 0) return fail(c, "not rows of a fixed slot and points of their length");
  for (int d = 0; d < PROGRAM_MAX_DST; d++) if (i->dst[d].reg && c->p->reg[i->dst[d].reg].kind != REG_TILE) return fail(c, "no tile register");
  return true;
}

static bool check_by_columns(Check *c)
{
  static const SlotPart part[] = { PART_VALUES, PART_ROWS };
  const Instr *i = c->i;
  int slot = c->p->reg[i->src[1].reg].slot, first = i->op != OP_COLUMNS_EXPAND;
  for (int a = 0; a < 2; a++) {
    const Register *r = &c->p->reg[i->src[first + a].reg];
    if (r->kind != REG_INPUT || r->part != part[a] || r->slot != slot) return fail(c, "not values and rows of one sparse slot");
  }
  if (tile_axis(i) < 0 || c->s->lo != 0 || c->s->hi != c->p->slot[slot].size[1]) return fail(c, "the pass is not over the columns");
  if (i->op != OP_COLUMNS_ADD && c->p->reg[i->dst[0].reg].kind != REG_TILE) return fail(c, "no tile register");
  if (i->op == OP_COLUMNS_EXPAND && (i->space.naxes != 2 || i->space.size[0] != c->p->slot[slot].size[0])) return fail(c, "not the rows of the slot");
  return true;
}

static bool check_deviation(Check *c)
{
  const Instr *i = c->i;
  if (i->power < 0 || i->power > 2) return fail(c, "power %d", i->power);
  for (int j = 0; i->src[3].reg && j < i->space.naxes; j++)
    if (i->reduced >> j & 1 && (i->src[3].stride[j] != 0 || j == tile_axis(i))) return fail(c, "what is added is summed over");
  return true;
}

static bool check_call(Check *c)
{
  int n = program_kernel_args(c->i->kernel);
  if (n < 1) return fail(c, "there is no kernel %d", c->i->kernel);
  for (int a = 0; a < PROGRAM_MAX_SRC; a++)
    if ((c->i->src[a].reg != 0) != (a < n)) return fail(c, "the kernel has %d arguments", n);
  return true;
}

static bool check_ramp(Check *c) { return c->i->axis >= 0 && c->i->axis < c->i->space.naxes ? true : fail(c, "axis %d", c->i->axis); }

static bool check_index(Check *c)
{
  int reg = c->i->dst[0].reg;
  return c->p->reg[reg].limit >= 1 ? true : fail(c, "the limit of register %d is not set", reg);
}

static bool check_rows_dot(Check *c)
{
  const Instr *i = c->i;
  for (int a = 2; a < 4; a++)
    for (int j = 0; i->src[a].reg && j < i->space.naxes; j++)
      if (i->reduced >> j & 1 && i->src[a].stride[j] != 0) return fail(c, "an index depends on the reduced axis %d", j);
  return true;
}

static bool check_matrix(Check *c)
{
  const Instr *i = c->i;
  bool square = i->op == OP_CHOLESKY || i->op == OP_SOLVE || i->op == OP_EIGEN || (is_descent(i->op) && i->op != OP_POOL);
  bool solves = i->op == OP_SOLVE || i->op == OP_SOLVE_BAND || i->op == OP_RECOMPOSE;
  if (i->space.naxes < 2 + (tile_axis(i) >= 0) || (square && i->space.size[0] != i->space.size[1])) return fail(c, "axes 0 and 1 are no square matrix");
  if ((i->op == OP_RANK || i->op == OP_POOL) && i->space.size[1] != 1) return fail(c, "no vector");
  if (solves && i->src[1].stride[1] != 0) return fail(c, "the right side depends on the column");
  for (int a = 1; is_descent(i->op) && a < PROGRAM_MAX_SRC; a++)
    if (i->src[a].reg && i->src[a].stride[1] != 0) return fail(c, "a vector depends on the column");
  if (i->op == OP_SOLVE_BAND && (i->src[2].stride[0] != 0 || i->band < 0 || i->band >= i->space.size[0])) return fail(c, "the offsets are no band of the rows");
  return true;
}

typedef bool Special(Check *);
static Special *const by_class[] = { [CLASS_MATRIX] = check_matrix, [CLASS_RANGE] = check_range };
static Special *const by_op[OP_COUNT] = {
  [OP_CONTRACT] = check_contract, [OP_QUADRATIC] = check_quadratic, [OP_BLEND] = check_blend, [OP_NEAREST] = check_nearest, [OP_COLUMNS_SUM] = check_by_columns,
  [OP_COLUMNS_ADD] = check_by_columns, [OP_COLUMNS_EXPAND] = check_by_columns, [OP_DEVIATION] = check_deviation, [OP_CALL] = check_call, [OP_RAMP] = check_ramp,
  [OP_INDEX] = check_index, [OP_ROWS_DOT] = check_rows_dot };

static bool check_special(Check *c)
{
  Opcode op = c->i->op;
  Special *of_class = by_class[op_info[op].class_], *of_op = by_op[op];
  return check_reduced(c) && (!of_class || of_class(c)) && (!of_op || of_op(c));
}

/* how far index operands move source a (or, for SCATTER_ADD, the destination) */
static int64_t moved_by(const Check *c, const View *index, int64_t stride)
{
  if (index->reg <= 0 || index->reg >= c->p->nreg) return 0;
  return (c->p->reg[index->reg].limit - 1) * stride;
}

static bool check_instr(Check *c)
{
  const Instr *i = c->i;
  if (!check_space(c)) return false;
  const OpInfo *o = &op_info[i->op];
  static const char *const dst_name[] = { "r", "s" }, *const src_name[] = { "a", "b", "c", "d", "e", "f" };
  size_t ndst = strlen(o->dst), nsrc = strlen(o->src);
  bool any = false;
  for (size_t d = 0; d < PROGRAM_MAX_DST; d++) {
    any |= i->dst[d].reg != 0;
    if (d >= ndst && i->dst[d].reg) return fail(c, "too many destinations");
    int64_t moved = op_scatters(i->op) ? moved_by(c, &i->src[2], i->index_stride) : 0;
    if (d < ndst && !check_view(c, &i->dst[d], o->dst[d], dst_name[d], moved)) return false;
  }
  if (!any) return fail(c, "no destination");
  for (size_t a = 0; a < PROGRAM_MAX_SRC; a++) {
    if (a >= nsrc && i->src[a].reg) return fail(c, "too many sources");
    int64_t moved = 0;
    if (i->op == OP_GATHER && a == 0) moved = moved_by(c, &i->src[1], i->index_stride);
    if (i->op == OP_SCATTER_ADD && a == 0) moved = moved_by(c, &i->src[3], i->index_stride2);
    if (i->op == OP_COLUMNS_SUM && a == 0) moved = moved_by(c, &i->src[2], i->index_stride);
    if (i->op == OP_ROWS_DOT && a < 2) moved = moved_by(c, &i->src[2 + a], a == 0 ? i->index_stride : i->index_stride2);
    if (a < nsrc && !(check_view(c, &i->src[a], o->src[a], src_name[a], moved) && check_source(c, &i->src[a], src_name[a]) && check_columns(c, &i->src[a]))) return false;
    if (i->src[a].reg && c->p->reg[i->src[a].reg].type == ELEM_I32 && c->p->reg[i->src[a].reg].limit < 1)
      return fail(c, "%s: the limit of register %d is not set", src_name[a], i->src[a].reg);
  }
  if (!check_special(c)) return false;
  for (size_t d = 0; d < ndst; d++) if (!check_destination(c, &i->dst[d], dst_name[d])) return false;
  for (size_t d = 0; d < ndst; d++) {
    int r = i->dst[d].reg;
    if (r && c->s->once && c->p->reg[r].slot >= 0) return fail(c, "an output is written once");
    if (r && !c->written[r]) c->written[r] = c->section + 1;
  }
  return true;
}

static bool check_section(Check *c)
{
  const Section *s = c->s;
  c->i = NULL; c->at = 0;
  if (s->once && c->section > 0 && !c->p->section[c->section - 1].once) return fail(c, "runs once, but after what does not");
  if (s->kind == SECTION_PASS) {
    if (s->lo < 0 || s->hi <= s->lo) return fail(c, "no rows: %lld to %lld", (long long)s->lo, (long long)s->hi);
    if (s->slot >= 0 && (s->slot >= c->p->nslot || !c->p->slot[s->slot].sparse)) return fail(c, "slot %d is not sparse", s->slot);
    if (s->by_column && s->slot < 0) return fail(c, "by columns of no slot");
  }
  for (c->at = 0; c->at < s->ninstr; c->at++) {
    c->i = &s->instr[c->at];
    if (!check_instr(c)) return false;
  }
  return true;
}

const char *program_verify(const Program *p)
{
  Check c = { .p = p, .written = ARENA_ARRAY(p->arena, int, p->nreg + 1) };
  for (c.section = 0; c.section < p->nsection; c.section++) {
    c.s = &p->section[c.section];
    if (!check_section(&c)) return c.fault;
  }
  for (int s = 0; s < p->nslot; s++)
    if (p->slot[s].output && !c.written[p->slot[s].reg]) return arena_printf(p->arena, "output %s is never written", p->slot[s].name);
  for (int r = 1; r < p->nreg; r++)
    if (p->reg[r].count < 1) return arena_printf(p->arena, "register %d is empty", r);
  return NULL;
}
