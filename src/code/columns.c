/* columns.c: sums over the stored entries of sparse data within a pass over their columns.
 *
 * A sum over the rows of n[v, y],  s[y, z] := sum{v} n[v, y] * b[v, z],  is mostly read again for each y, and a sum over y of what
 * came of it, q[y, z], goes back into rows:  a[v, z] := sum{y} n[v, y] * q[y, z].  Made by passes over the entries, s and q would
 * be stored for all y. In a pass over y both are tiles, and the entries of the tile's columns are gone through twice. Smaller
 * ones are stored: their passes may be shared with others over the same entries. Columns are those of the array as it is or as it is turned,
 * so that documents may be columns or rows.
 *
 * Data that are read otherwise (squared distances, products of the data with themselves) are expanded for the columns of one tile; a dense
 * copy of all of them is left to passes over other axes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"

enum { LARGE = 1 << 16 };                 /* numbers that are not stored */

static bool sub_is(const Sub *s, const Loop *l) { return s->kind == SUB_LOOP && s->loop == l; }

/* the access to sparse data that n sums over, and the product of the other factors; NULL: another form */
static Node *split(Lower *L, const Node *n, Loop **row, Loop **col, Origin **sparse)
{
  if (n->kind != N_DOT || !(*sparse = sparse_factor(n, row, col))) return NULL;
  Node **other = ARENA_ARRAY(L->arena, Node *, n->nargs + 1);
  int m = 0;
  bool found = false;
  for (int k = 0; k < n->nargs; k++) {
    Node *a = n->arg[k];
    bool it = !found && a->kind == N_ACCESS && (a->origin == *sparse || a->origin->twin == *sparse) && sub_is(&a->sub[(*sparse)->turned], *row) && sub_is(&a->sub[!(*sparse)->turned], *col);
    found |= it;
    if (!it) other[m++] = a;
  }
  if (!found || m == 0) return NULL;
  return m == 1 ? other[0] : node_mul(L, m, other);
}

static bool is_large(const Lower *L, LoopSet space) { return loops_size(L, space) >= (L->options.small < 0 ? 0 : LARGE); }

/* an access to sparse data that are large if they are full, in what n is made of */
static const Node *sparse_within(const Lower *L, const Node *n)
{
  const Node *found = n->kind == N_ACCESS && n->origin->sparse && is_large(L, n->free) ? n : NULL;
  for (int k = 0; k < n->nargs && !found; k++) found = sparse_within(L, n->arg[k]);
  return found;
}

static bool holds_sparse(const Lower *L, const Node *n) { return sparse_within(L, n) != NULL; }

Node *columns_summed(Lower *L, const Key *key, const Node *n)
{
  Loop *row, *col;
  Origin *sparse;
  if (!key->row || key->sparse || !loops_has(n->free, key->row)) return NULL;
  Node *other = split(L, n, &row, &col, &sparse);
  if (!other || col != key->row || loops_has(n->over, col) || !loops_has(n->over, row)) return NULL;
  if (loops_has(other->free, col) || !loops_has(other->free, row) || !loops_empty(loops_without(n->over, row))) return NULL;
  return is_large(L, n->free) && !holds_sparse(L, other) ? other : NULL;
}

Node *columns_added(Lower *L, const Node *n, Loop **to, Loop **over)
{
  Loop *row;
  Origin *sparse;
  Node *other = split(L, n, &row, over, &sparse);
  if (!other || loops_has(n->over, row) || !loops_has(n->over, *over) || !loops_empty(loops_without(n->over, *over))) return NULL;
  if (loops_has(other->free, row) || !loops_has(other->free, *over)) return NULL;
  if ((other->kind == N_ACCESS || node_fixed(other)) && !holds_sparse(L, other)) return NULL;
  if (to) *to = row;
  return is_large(L, other->free) ? other : NULL;
}

/* ---- the order of the entries ---------------------------------------------------------------------------------------------------- */

/* the same of a sum in which data stand below something else, (n[y, w] - c[z, w])^2: the pass goes along what stays */
static double vote_within(const Lower *L, const Origin *o, const Node *n, bool *by_row)
{
  Loop *row, *col;
  const Node *a = (n->kind == N_DOT || n->kind == N_REDUCE) && !sparse_factor(n, &row, &col) ? sparse_within(L, n) : NULL;
  if (!a || a->origin != o || a->nsub != 2 || a->sub[0].kind != SUB_LOOP || a->sub[1].kind != SUB_LOOP) return 0;
  *by_row = loops_has(n->free, a->sub[0].loop);
  return *by_row != loops_has(n->free, a->sub[1].loop) && is_large(L, n->free) ? loops_size(L, n->free) : 0;
}

/* A sum s[y, z] of data and parameters is best a tile of a pass over y, and so is q[y, z] that is made of such sums or of the data
 * themselves: the pass should go over the axis that stays in the one and is summed over in the other. */
void columns_choose(Lower *L)
{
  for (int k = 0; k < L->origins.len; k++) {
    Origin *o = L->origins.data[k];
    double weight[2] = { 0, 0 };                          /* of passes over the columns; over the rows */
    for (int j = 0; o->sparse && j < L->table_cap; j++) {
      const Node *n = L->table[j];
      Loop *row, *col;
      Origin *sparse;
      bool stays;
      double vote = n ? vote_within(L, o, n, &stays) : 0;
      if (vote > 0) weight[stays] += vote;
      Node *other = n ? split(L, n, &row, &col, &sparse) : NULL;
      if (!other || sparse != o || (loops_has(n->over, row) && loops_has(n->over, col)) || !loops_has(other->free, loops_has(n->over, row) ? row : col)) continue;
      if (loops_has(other->free, loops_has(n->over, row) ? col : row)) continue;
      bool made = holds_sparse(L, other), by_row = loops_has(n->over, row) == made;
      LoopSet tile = made ? other->free : n->free;
      if (is_large(L, tile)) weight[by_row] += loops_size(L, tile);
    }
    o->by_rows = weight[1] > weight[0];
  }
}

Origin *columns_expanded(Lower *L, const Key *key, const Node *n)
{
  if (n->kind != N_ACCESS || !n->origin->sparse || n->nsub != 2 || !key->row || key->sparse || !is_large(L, n->free)) return NULL;
  if (n->origin->sym->value->stored == 0) return NULL;     /* nothing to go through */
  if (n->sub[0].kind != SUB_LOOP || n->sub[1].kind != SUB_LOOP || n->sub[0].loop == n->sub[1].loop) return NULL;
  for (int k = 0; k < 2; k++) {
    const Loop *l = n->sub[k].loop;
    if (n->sub[k].offset != 0 || l->lo != 1 || l->n != l->axis->size) return NULL;
  }
  return n->sub[1].loop == key->row ? n->origin : n->sub[0].loop == key->row ? n->origin->twin : NULL;
}

/* a whole tensor with this loop outermost and the others without gaps: a copy unless it is laid out so */
static Ref by_rows(Lower *L, Node *n, const Loop *row)
{
  Ref r = emit_whole(L, n);
  int64_t stride = 1;
  bool fits = r.n > 0 && r.dim[0].loop == row && r.offset == 0;
  for (int k = r.n - 1; k >= 0 && fits; k--) {
    fits = r.dim[k].stride == stride;
    stride *= r.dim[k].loop->n;
  }
  if (fits) return r;
  Site *before = site_short(L, n);
  Frame f = { .site = before };
  frame_add(L, &f, row);
  for (int k = 0; k < r.n; k++) if (r.dim[k].loop != row) frame_add(L, &f, r.dim[k].loop);
  Ref t = ref_new(L, before, ELEM_F64, f.n, f.loop, n);
  Instr i = instr_in(&f, OP_COPY);
  i.dst[0] = view_in(L, &f, &t);
  i.src[0] = view_in(L, &f, &r);
  emit_instr(L, before, &i);
  return t;
}

/* r within one row; its other loops enter the frame */
static Ref of_one_row(Lower *L, Frame *f, const Ref *r, const Loop *row)
{
  Ref rest = *r;
  rest.n = 0;
  for (int k = 0; k < r->n; k++) {
    if (r->dim[k].loop == row) continue;
    frame_add(L, f, r->dim[k].loop);
    rest.dim[rest.n++] = r->dim[k];
  }
  return rest;
}

static void put_entries(Lower *L, const Frame *f, Instr *i, int first, Origin *sparse)
{
  static const SlotPart part[] = { PART_VALUES, PART_ROWS };
  for (int k = 0; k < 2; k++) i->src[first + k] = view_in(L, f, &(Ref){ .reg = program_reg_input(L->program, origin_slot(L, sparse), part[k]) });
}

/* the instruction that goes through the stored entries; `rows`: what it reads, or adds to, by rows */
static Instr through_entries(Lower *L, const Frame *f, int op, const Ref *to, const Ref *from, Origin *sparse, const Ref *rows, const Loop *row, const Node *other)
{
  Instr i = instr_in(f, op);
  i.dst[0] = view_in(L, f, to);
  i.src[0] = view_in(L, f, from);
  put_entries(L, f, &i, 1, sparse);
  i.index_stride = ref_stride(rows, row);
  i.guard = other->rough ? 1 : 0;
  return i;
}

Ref emit_columns_sum(Lower *L, Site *site, Node *n)
{
  Loop *row, *col;
  Origin *sparse;
  Node *other = split(L, n, &row, &col, &sparse);
  Frame f = { .site = site };
  Ref a = by_rows(L, other, row), one = of_one_row(L, &f, &a, row), r = ref_new(L, site, ELEM_F64, f.n, f.loop, n);
  Instr i = through_entries(L, &f, OP_COLUMNS_SUM, &r, &one, sparse, &a, row, other);
  emit_instr(L, site, &i);
  return r;
}

Ref emit_columns_add(Lower *L, Site *site, Node *n, Ref r)
{
  Loop *row, *col;
  Origin *sparse;
  Node *other = split(L, n, &row, &col, &sparse);
  Frame f = { .site = site };
  Ref a = emit_full(L, site, other), one = of_one_row(L, &f, &r, row);
  Instr i = through_entries(L, &f, OP_COLUMNS_ADD, &one, &a, sparse, &r, row, other);
  emit_instr(L, site, &i);
  return r;
}

Ref emit_columns_expand(Lower *L, Site *site, Node *n, Origin *sparse)
{
  Frame f = { .site = site };
  frame_add(L, &f, n->sub[sparse->turned].loop);
  Ref r = ref_new(L, site, ELEM_F64, f.n, f.loop, n);
  Instr i = instr_in(&f, OP_COLUMNS_EXPAND);
  i.dst[0] = view_in(L, &f, &r);
  put_entries(L, &f, &i, 0, sparse);
  emit_instr(L, site, &i);
  return r;
}
