/* emit_reduce.c: sums of products, least values, softmax; tile by tile, and accumulated over a pass.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"

/* the same node of another kind or operation, if somebody wants it */
static Node *twin(Lower *L, const Node *n, NodeKind kind, int op)
{
  Node proto = { .kind = kind, .op = op, .over = n->over, .nargs = n->nargs, .arg = n->arg };
  return node_find(L, &proto);
}

/* an accumulator of the pass: what is scattered into comes first, so that its rows are contiguous */
static Ref accumulator(Lower *L, Site *site, Node *n, int nfirst, Loop *const *first)
{
  Site *after = site_after(L, site);
  Frame f = { .site = after };
  LoopSet rest = n->free;
  for (int k = 0; k < nfirst; k++) { frame_add(L, &f, first[k]); rest = loops_without(rest, first[k]); }
  if (nfirst == 0 && n == L->root) f = *L->layout;
  else {
    Frame g = frame_of(L, after, rest);
    for (int k = 0; k < g.n; k++) frame_add(L, &f, g.loop[k]);
  }
  return ref_new(L, after, ELEM_F64, f.n, f.loop, n);
}

/* ---- sums of products of at most two factors ------------------------------------------------------------------------------------ */

static bool is_square(const Node *n) { return n->kind == N_MAP && n->op == OP_SQUARE; }

/* Rows of data in a product with another factor that is the same for all rows: with few columns they are better read as they
 * lie, and a large factor goes to BLAS, which packs what it reads. */
static bool is_turned_for(Lower *L, const Key *key, const Node *rows, const Node *other)
{
  enum { MANY = 8, LARGE = 4096 };
  return !loops_meet(other->free, key->loops) && loops_size(L, loops_minus(other->free, rows->free)) >= MANY && loops_size(L, other->free) <= LARGE;
}

/* r = sum of the product over n->over; whether the tile is summed over follows from r */
static void emit_product_sum(Lower *L, Site *site, Node *n, const Ref *r, bool tile)
{
  const Key *key = site->key;
  Node *a = n->arg[0], *b = n->nargs == 2 ? n->arg[1] : NULL;
  if (!b && is_square(a)) a = b = a->arg[0];
  Ref ra = emit_node(L, site, a), rb = b ? emit_node(L, site, b) : (Ref){ 0 };
  bool picked = b && !tile && (ra.pick || rb.pick);
  if (!picked) { ra = ref_unpicked(L, site, ra); if (b) rb = ref_unpicked(L, site, rb); }
  if (b && b != a && !tile && !picked && key->row) {
    if (is_turned_for(L, key, a, b)) ra = emit_turned(L, site, a, ra, false);
    if (is_turned_for(L, key, b, a)) rb = emit_turned(L, site, b, rb, false);
  }
  if (b && b != a && tile && !key->sparse && loops_equal(a->free, b->free)) {   /* entry by entry: both along the tile */
    ra = emit_turned(L, site, a, ra, true);
    rb = emit_turned(L, site, b, rb, true);
  }
  Frame f = frame_of(L, site, loops_union(n->free, n->over));
  Instr i = instr_in(&f, !b ? OP_SUM : picked ? OP_ROWS_DOT : OP_CONTRACT);
  i.reduced = frame_mask(&f, n->over) | (tile ? frame_tile_mask(&f) : 0);
  i.dst[0] = view_in(L, &f, r);
  i.src[0] = view_in(L, &f, &ra);
  if (b) i.src[1] = view_in(L, &f, &rb);
  if (picked) {
    const Ref *of[2] = { &ra, &rb };
    for (int k = 0; k < 2; k++)
      if (of[k]->pick) i.src[2 + k] = view_in(L, &f, &(Ref){ .reg = of[k]->pick, .n = 1, .dim = { { &key->entry, 1 } } });
    i.index_stride = ra.pick_stride;
    i.index_stride2 = rb.pick_stride;
  }
  i.alpha = 1;
  i.guard = b ? (a->rough ? 1u : 0) | (b->rough ? 2u : 0) : 0;
  emit_instr(L, site, &i);
}

Ref emit_dot(Lower *L, Site *site, Node *n)
{
  Ref r = ref_result(L, site, n);
  emit_product_sum(L, site, n, &r, false);
  return r;
}

Ref emit_sqdist(Lower *L, Site *site, Node *n)
{
  Ref a = emit_full(L, site, n->arg[0]), b = emit_full(L, site, n->arg[1]);
  Frame f = frame_of(L, site, loops_union(n->free, n->over));
  Ref r = ref_result(L, site, n);
  Instr i = instr_in(&f, OP_SQDIST);
  i.reduced = frame_mask(&f, n->over);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &a);
  i.src[1] = view_in(L, &f, &b);
  i.alpha = 1;
  emit_instr(L, site, &i);
  return r;
}

/* ---- least, greatest, product; the index that attains it ---------------------------------------------------------------------------- */

static Ref as_number(Lower *L, Site *site, Node *n, const Ref *index)
{
  Loop *over[LOOPS_MAX];
  loops_list(L, n->over, over);
  Ref r = ref_result(L, site, n);
  Frame f = frame_of(L, site, n->free);
  Instr i = instr_in(&f, OP_NUMBER);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, index);
  emit_instr(L, site, &i);
  if (over[0]->lo == 1) return r;
  return emit_shifted(L, site, &f, &r, (double)(over[0]->lo - 1), ref_result(L, site, n));
}

/* index and value of the same body in one instruction; the index, as a register of indices */
static Ref emit_extreme(Lower *L, Site *site, Node *n, Node *value)
{
  Loop *over[LOOPS_MAX];
  loops_list(L, n->over, over);
  Ref a = emit_full(L, site, n->arg[0]), index, least = { 0 };
  Frame out = frame_of(L, site, n->free), f = frame_of(L, site, loops_union(n->free, n->over));
  index = ref_new(L, site, ELEM_I32, out.n, out.loop, n);
  L->program->reg[index.reg].limit = over[0]->n;
  Instr i = instr_in(&f, n->op);
  i.reduced = frame_mask(&f, n->over);
  i.dst[0] = view_in(L, &f, &index);
  if (value) {
    least = ref_result(L, site, value);
    i.dst[1] = view_in(L, &f, &least);
  }
  i.src[0] = view_in(L, &f, &a);
  emit_instr(L, site, &i);
  if (over[0]->lo == 1) remember_index(L, site, n, index);
  if (value) remember(L, site, value, least);
  return index;
}

static Node *value_of_arg(Lower *L, const Node *n) { return twin(L, n, N_REDUCE, n->op == OP_ARGMIN ? OP_LEAST : OP_GREATEST); }

Ref emit_arg_index(Lower *L, Site *site, Node *n) { return emit_extreme(L, site, n, value_of_arg(L, n)); }

Ref emit_reduction(Lower *L, Site *site, Node *n)
{
  Ref r, index;
  if (n->op == OP_ARGMIN || n->op == OP_ARGMAX) {
    if (!recall_index(L, site, n, &index)) index = emit_extreme(L, site, n, value_of_arg(L, n));
    return as_number(L, site, n, &index);
  }
  Node *arg = n->op == OP_LEAST ? twin(L, n, N_REDUCE, OP_ARGMIN) : n->op == OP_GREATEST ? twin(L, n, N_REDUCE, OP_ARGMAX) : NULL;
  if (arg && !recall_index(L, site, arg, &index)) {
    emit_extreme(L, site, arg, n);
    recall(L, site, n, &r);
    return r;
  }
  Ref a = emit_full(L, site, n->arg[0]);
  Frame f = frame_of(L, site, loops_union(n->free, n->over));
  r = ref_result(L, site, n);
  Instr i = instr_in(&f, n->op);
  i.reduced = frame_mask(&f, n->over);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &a);
  emit_instr(L, site, &i);
  return r;
}

/* ---- softmax ------------------------------------------------------------------------------------------------------------------------- */

Ref emit_softmax(Lower *L, Site *site, Node *n)
{
  Node *lse = n->kind == N_LSE ? n : twin(L, n, N_LSE, 0), *weight = n->kind == N_WEIGHT ? n : twin(L, n, N_WEIGHT, 0);
  Ref a = emit_full(L, site, n->arg[0]), sum = { 0 }, w = { 0 };
  Frame f = frame_of(L, site, loops_union(n->free, n->over));
  Instr i = instr_in(&f, OP_SOFTMAX);
  i.reduced = frame_mask(&f, n->over);
  if (lse) {
    sum = ref_result(L, site, lse);
    i.dst[0] = view_in(L, &f, &sum);
  }
  if (weight) {
    w = ref_result(L, site, weight);
    i.dst[1] = view_in(L, &f, &w);
  }
  i.src[0] = view_in(L, &f, &a);
  emit_instr(L, site, &i);
  if (lse) remember(L, site, lse, sum);
  if (weight) remember(L, site, weight, w);
  return n == lse ? sum : w;
}

/* ---- scatters by label ------------------------------------------------------------------------------------------------------------------ */

/* adds to r what a form scatters, at the places that the labels say */
static void emit_scatter_into(Lower *L, Site *site, Node *n, const Ref *r)
{
  Node *a = n->arg[0], *b = n->nargs == 2 ? n->arg[1] : NULL;
  Ref ra = emit_full(L, site, a), rb = b ? emit_full(L, site, b) : (Ref){ 0 };
  Ref index = emit_index(L, site, n->sub[0].node, n->own[0]->n);
  LoopSet space = loops_union(n->free, n->over);
  for (int k = 0; k < n->nown; k++) space = loops_without(space, n->own[k]);
  Frame f = frame_of(L, site, space);
  for (int k = 1; k < n->nown; k++) {
    Ref next = emit_index(L, site, n->sub[k].node, n->own[k]->n);
    LoopSet both = loops_both(loops_union(n->sub[0].node->free, n->over), n->over);
    for (int j = 0; j <= k; j++) both = loops_union(both, n->sub[j].node->free);
    Frame g = frame_of(L, site, both);
    Ref join = ref_new(L, site, ELEM_I32, g.n, g.loop, NULL);
    Instr i = instr_in(&g, OP_INDEX_JOIN);
    i.dst[0] = view_in(L, &g, &join);
    i.src[0] = view_in(L, &g, &index);
    i.src[1] = view_in(L, &g, &next);
    i.index_stride = n->own[k]->n;
    L->program->reg[join.reg].limit = (L->program->reg[index.reg].limit - 1) * i.index_stride + L->program->reg[next.reg].limit;
    emit_instr(L, site, &i);
    index = join;
  }
  Instr i = instr_in(&f, OP_SCATTER_ADD);
  Ref to = *r;
  to.n = 0;
  for (int k = 0; k < r->n; k++) {
    bool own = false;
    for (int j = 0; j < n->nown; j++) own |= r->dim[k].loop == n->own[j];
    if (!own) to.dim[to.n++] = r->dim[k];
  }
  i.dst[0] = view_in(L, &f, &to);
  i.src[0] = view_in(L, &f, &ra);
  if (b) i.src[1] = view_in(L, &f, &rb);
  i.src[2] = view_in(L, &f, &index);
  i.index_stride = ref_stride(r, n->own[n->nown - 1]);
  i.guard = b ? (a->rough ? 1u : 0) | (b->rough ? 2u : 0) : 0;
  emit_instr(L, site, &i);
}

Ref emit_scatter(Lower *L, Site *site, Node *n)
{
  Ref r = accumulator(L, site, n, n->nown, n->own), zero = ref_number(L, 0);
  Frame f = frame_of(L, site, n->free);
  Instr i = instr_in(&f, OP_COPY);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &zero);
  emit_instr(L, site, &i);
  emit_scatter_into(L, site, n, &r);
  return r;
}

/* ---- accumulators of a pass ----------------------------------------------------------------------------------------------------------------- */

/* over the stored entries, into the rows or the columns that they belong to */
static Ref emit_entries_sum(Lower *L, Site *site, Node *n, Node *form)
{
  const Key *key = site->key;
  Loop *to = loops_has(n->free, key->row) ? key->row : key->col;
  Ref r = accumulator(L, site, n, 1, &to), index = { .n = 1, .dim = { { &key->entry, 1 } } };
  Node *a = form->arg[0], *b = form->nargs == 2 ? form->arg[1] : NULL;
  if (b && loops_equal(a->free, key->loops)) { Node *t = a; a = b; b = t; }
  Ref ra = emit_node(L, site, a), rb = b ? emit_full(L, site, b) : (Ref){ 0 };
  Frame f = frame_of(L, site, loops_minus(n->free, key->loops));
  Ref rows = r;
  rows.n = 0;
  for (int k = 0; k < r.n; k++) if (r.dim[k].loop != to) rows.dim[rows.n++] = r.dim[k];
  index.reg = program_reg_input(L->program, origin_slot(L, key->sparse), to == key->row ? PART_ROWS : PART_COLUMNS);
  if (to == key->col) L->program->section[site->section].by_column = true;
  Instr i = instr_in(&f, OP_SCATTER_ADD);
  i.dst[0] = view_in(L, &f, &rows);
  i.src[0] = view_in(L, &f, &ra);
  if (b) i.src[1] = view_in(L, &f, &rb);
  i.src[2] = view_in(L, &f, &index);
  i.index_stride = ref_stride(&r, to);
  if (ra.pick) {
    index.reg = ra.pick;
    i.src[3] = view_in(L, &f, &index);
    i.index_stride2 = ra.pick_stride;
  }
  i.guard = b ? (a->rough ? 1u : 0) | (b->rough ? 2u : 0) : 0;
  emit_instr(L, site, &i);
  return r;
}

Ref emit_sum(Lower *L, Site *site, Node *n)
{
  const Key *key = site->key;
  Loop *over, *row;
  if (!key->sparse && columns_added(L, n, &row, &over)) return emit_columns_add(L, site, n, accumulator(L, site, n, 1, &row));
  Node *form = node_form(L, (Key *)key, n);
  if (n->kind == N_SCATTER) {
    Ref r = accumulator(L, site, n, n->nown, n->own);
    emit_scatter_into(L, site, form, &r);
    return r;
  }
  if (n->kind == N_DOT && key->sparse && loops_meet(n->free, key->loops)) return emit_entries_sum(L, site, n, form);
  Ref r = accumulator(L, site, n, 0, NULL);
  if (n->kind == N_DOT) {
    emit_product_sum(L, site, form, &r, true);
    return r;
  }
  Ref a = emit_full(L, site, n->arg[0]);
  Frame f = frame_of(L, site, loops_union(n->free, n->over));
  Instr i = instr_in(&f, n->op);
  i.reduced = frame_mask(&f, n->over) | frame_tile_mask(&f);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &a);
  emit_instr(L, site, &i);
  return r;
}
