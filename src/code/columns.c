/* columns.c: sums over the stored entries of sparse data within a pass over their columns.
 *
 * A sum over the rows of n[v, y],  s[y, z] := sum{v} n[v, y] * b[v, z],  is mostly read again for each y, and a sum over y of what
 * came of it, q[y, z], goes back into rows:  a[v, z] := sum{y} n[v, y] * q[y, z].  Made by passes over the entries, s and q would
 * be stored for all y. In a pass over y both are tiles, and the entries of the tile's columns are gone through twice. Smaller
 * ones are stored: their passes may be shared with others over the same entries.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"

enum { LARGE = 1 << 16 };                 /* numbers that are not stored */

/* the access to sparse data that n sums over, and the product of the other factors; NULL: another form */
static Node *split(Lower *L, const Node *n, Loop **row, Loop **col, Origin **sparse)
{
  if (n->kind != N_DOT || !(*sparse = sparse_factor(n, row, col))) return NULL;
  Node **other = ARENA_ARRAY(L->arena, Node *, n->nargs + 1);
  int m = 0;
  bool found = false;
  for (int k = 0; k < n->nargs; k++) {
    Node *a = n->arg[k];
    bool it = !found && a->kind == N_ACCESS && a->origin == *sparse && a->sub[0].kind == SUB_LOOP && a->sub[0].loop == *row && a->sub[1].kind == SUB_LOOP && a->sub[1].loop == *col;
    found |= it;
    if (!it) other[m++] = a;
  }
  if (!found || m == 0) return NULL;
  return m == 1 ? other[0] : node_mul(L, m, other);
}

static bool is_large(const Lower *L, LoopSet space) { return loops_size(L, space) >= (L->options.small < 0 ? 0 : LARGE); }

Node *columns_summed(Lower *L, const Key *key, const Node *n)
{
  Loop *row, *col;
  Origin *sparse;
  if (!key->row || key->sparse || !loops_has(n->free, key->row)) return NULL;
  Node *other = split(L, n, &row, &col, &sparse);
  if (!other || col != key->row || loops_has(n->over, col) || !loops_has(n->over, row)) return NULL;
  if (loops_has(other->free, col) || !loops_has(other->free, row) || !loops_empty(loops_without(n->over, row))) return NULL;
  return is_large(L, n->free) ? other : NULL;
}

Node *columns_added(Lower *L, const Node *n, Loop **over)
{
  Loop *row;
  Origin *sparse;
  Node *other = split(L, n, &row, over, &sparse);
  if (!other || loops_has(n->over, row) || !loops_has(n->over, *over) || !loops_empty(loops_without(n->over, *over))) return NULL;
  if (loops_has(other->free, row) || !loops_has(other->free, *over) || other->kind == N_ACCESS || node_fixed(other)) return NULL;
  return is_large(L, other->free) ? other : NULL;
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

/* the instruction that goes through the stored entries; `rows`: what it reads, or adds to, by rows */
static Instr through_entries(Lower *L, const Frame *f, int op, const Ref *to, const Ref *from, Origin *sparse, const Ref *rows, const Loop *row, const Node *other)
{
  static const SlotPart part[] = { PART_VALUES, PART_ROWS, PART_COLUMNS };
  Instr i = instr_in(f, op);
  i.dst[0] = view_in(L, f, to);
  i.src[0] = view_in(L, f, from);
  for (int k = 0; k < 3; k++) i.src[1 + k] = view_in(L, f, &(Ref){ .reg = program_reg_input(L->program, origin_slot(L, sparse), part[k]) });
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
