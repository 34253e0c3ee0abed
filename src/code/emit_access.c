/* emit_access.c: elements of arrays. Affine subscripts in range are views and cost nothing; others are gathers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"

/* one axis of an array that is indexed: values lo .. lo + size - 1 by steps of stride */
typedef struct Place { int64_t lo, size, stride; const Sub *sub; } Place;
typedef struct Pick { Ref index; int64_t stride; } Pick;

static Ref gathered(Lower *L, Site *site, const Ref *a, const Ref *index, int64_t stride)
{
  LoopSet loops = { { 0 } };
  for (int k = 0; k < a->n; k++) if (a->dim[k].loop->id >= 0) loops = loops_with(loops, a->dim[k].loop);
  for (int k = 0; k < index->n; k++) if (index->dim[k].loop->id >= 0) loops = loops_with(loops, index->dim[k].loop);
  Frame f = frame_of(L, site, loops);
  Ref r = ref_new(L, site, ELEM_F64, f.n, f.loop, NULL);
  Instr i = instr_in(&f, OP_GATHER);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, a);
  i.src[1] = view_in(L, &f, index);
  i.index_stride = stride;
  emit_instr(L, site, &i);
  return r;
}

static Ref entry_index(Lower *L, const Site *site, const Loop *l)
{
  const Key *key = site->key;
  int reg = program_reg_input(L->program, origin_slot(L, key->sparse), l == key->row ? PART_ROWS : PART_COLUMNS);
  return (Ref){ .reg = reg, .n = 1, .dim = { { &key->entry, 1 } } };
}

Ref ref_unpicked(Lower *L, Site *site, Ref r)
{
  if (!r.pick) return r;
  Ref index = { .reg = r.pick, .n = 1, .dim = { { &site->key->entry, 1 } } };
  int64_t stride = r.pick_stride;
  r.pick = 0;
  return gathered(L, site, &r, &index, stride);
}

/* two indices of a row-major pair as one; a has the greater stride */
static Pick joined(Lower *L, Site *site, Pick a, Pick b)
{
  LoopSet loops = { { 0 } };
  const Ref *both[] = { &a.index, &b.index };
  for (int m = 0; m < 2; m++) for (int k = 0; k < both[m]->n; k++) if (both[m]->dim[k].loop->id >= 0) loops = loops_with(loops, both[m]->dim[k].loop);
  Frame f = frame_of(L, site, loops);
  Ref r = ref_new(L, site, ELEM_I32, f.n, f.loop, NULL);
  Instr i = instr_in(&f, OP_INDEX_JOIN);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &a.index);
  i.src[1] = view_in(L, &f, &b.index);
  i.index_stride = a.stride / b.stride;
  Register *reg = L->program->reg;
  reg[r.reg].limit = (reg[a.index.reg].limit - 1) * i.index_stride + reg[b.index.reg].limit;
  emit_instr(L, site, &i);
  return (Pick){ r, b.stride };
}

static Ref placed(Lower *L, Site *site, Ref r, int n, const Place *place)
{
  Pick pick[PROGRAM_MAX_AXES];
  int npick = 0;
  bool lazy = false;
  const Key *key = site->key;
  for (int k = 0; k < n; k++) {
    const Place *p = &place[k];
    const Sub *s = p->sub;
    if (s->kind == SUB_CONST && s->offset >= p->lo && s->offset < p->lo + p->size) { r.offset += (s->offset - p->lo) * p->stride; continue; }
    int64_t first = s->kind == SUB_LOOP ? s->loop->lo + s->offset - p->lo : 0;
    bool inside = s->kind == SUB_LOOP && first >= 0 && first + s->loop->n <= p->size;
    if (s->kind == SUB_LOOP && s->loop == key->row && L->program->reg[r.reg].kind == REG_TILE) inside = key->sparse;   /* the row's own number picks from its tile */
    if (inside && key->sparse && (s->loop == key->row || s->loop == key->col)) {
      r.offset += first * p->stride;
      pick[npick++] = (Pick){ entry_index(L, site, s->loop), p->stride };
      lazy = true;
      continue;
    }
    if (inside) {
      if (r.n == PROGRAM_MAX_AXES) { lower_fail(L, "an expression with more axes at once than the machine has"); return r; }
      r.dim[r.n++] = (Dim){ s->loop, p->stride };
      r.offset += first * p->stride;
      continue;
    }
    Node *at = s->node;
    if (s->kind == SUB_CONST) at = node_number(L, (double)s->offset);
    if (s->kind == SUB_LOOP) at = node_add2(L, 1, node_intern(L, &(Node){ .kind = N_VALUE, .nown = 1, .own = (Loop *[]){ s->loop } }), 1, node_number(L, (double)s->offset));
    if (p->lo != 1) at = node_add2(L, 1, at, 1, node_number(L, (double)(1 - p->lo)));
    pick[npick++] = (Pick){ emit_index(L, site, at, p->size), p->stride };
  }
  if (npick == 0) return r;
  if (npick == 1 && lazy && r.n <= PROGRAM_MAX_AXES - 1) {
    r.pick = pick[0].index.reg;
    r.pick_stride = pick[0].stride;
    return r;
  }
  for (int k = 1; k < npick; k++)                         /* by falling strides */
    for (int j = k; j > 0 && pick[j - 1].stride < pick[j].stride; j--) { Pick t = pick[j]; pick[j] = pick[j - 1]; pick[j - 1] = t; }
  Pick p = pick[0];
  for (int k = 1; k < npick; k++) {
    if (p.stride % pick[k].stride != 0) { lower_fail(L, "internal: strides of a gather"); return r; }
    p = joined(L, site, p, pick[k]);
  }
  return gathered(L, site, &r, &p.index, p.stride);
}

/* a whole tensor seen from a pass over entries: its row or column is picked. If that axis is innermost, a copy with the
 * axis outermost is made before the pass: its rows are read many times. */
Ref ref_narrowed(Lower *L, Site *site, Node *n, Ref r)
{
  const Key *key = site->key;
  if (!key->sparse) return r;
  if (key_holds(key, n)) {                                /* both: made before, element by element of its dense form */
    Place place[PROGRAM_MAX_AXES];
    Sub sub[PROGRAM_MAX_AXES];
    Ref at = r;
    at.n = 0;
    for (int k = 0; k < r.n; k++) {
      sub[k] = (Sub){ .kind = SUB_LOOP, .loop = (Loop *)r.dim[k].loop };
      place[k] = (Place){ r.dim[k].loop->lo, r.dim[k].loop->n, r.dim[k].stride, &sub[k] };
    }
    return placed(L, site, at, r.n, place);
  }
  const Loop *l = loops_has(n->free, key->row) ? key->row : loops_has(n->free, key->col) ? key->col : NULL;
  if (!l || r.n == 0) return r;
  if (r.n > 1 && ref_stride(&r, l) == 1) {
    Ref *turned = map_get(&L->turned, n);
    if (!turned) {
      Site *before = site_short(L, n);
      Frame f = { .site = before };
      frame_add(L, &f, l);
      for (int k = 0; k < r.n; k++) if (r.dim[k].loop != l) frame_add(L, &f, r.dim[k].loop);
      Ref t = ref_new(L, before, ELEM_F64, f.n, f.loop, n);
      Instr i = instr_in(&f, OP_COPY);
      i.dst[0] = view_in(L, &f, &t);
      i.src[0] = view_in(L, &f, &r);
      emit_instr(L, before, &i);
      turned = arena_copy(L->arena, &t, sizeof t);
      map_put(L->arena, &L->turned, n, turned);
    }
    r = *turned;
  }
  Ref p = r;
  p.pick = entry_index(L, site, l).reg;
  p.pick_stride = ref_stride(&r, l);
  p.n = 0;
  for (int k = 0; k < r.n; k++) if (r.dim[k].loop != l) p.dim[p.n++] = r.dim[k];
  return p;
}

/* Rows that labels pick from a small table are read many times: a copy of it, made before the pass, in which they lie without gaps. What
 * the labels do not move along is such a row. */
static Ref rows_of_table(Lower *L, const Site *site, Node *n, Ref r)
{
  enum { SMALL = 65536, SHORT_ROW = 2 };
  const Key *key = site->key;
  LoopSet moved = { { 0 } };
  const Loop *l = NULL;
  bool labels = false;
  if (!key->row || key->sparse || L->program->reg[r.reg].kind == REG_TILE || loops_size(L, n->arg[0]->free) > SMALL || loops_meet(n->arg[0]->free, key->loops)) return r;
  for (int k = 0; k < n->nsub; k++) {
    moved = loops_with(moved, n->own[k]);
    if (n->sub[k].kind == SUB_NODE) { moved = loops_union(moved, n->sub[k].node->free); labels = true; }
  }
  for (int k = 0; labels && k < r.n; k++) {
    if (r.dim[k].loop->id < 0 || loops_has(moved, r.dim[k].loop) || r.dim[k].loop->n < SHORT_ROW) continue;
    if (r.dim[k].stride == 1) return r;
    if (!l || r.dim[k].loop->n > l->n) l = r.dim[k].loop;
  }
  if (!l) return r;
  Ref *known = map_get(&L->turned, n);
  if (known) return *known;
  Site *before = site_short(L, n->arg[0]);
  Frame f = { .site = before };
  for (int k = 0; k < r.n; k++) if (r.dim[k].loop != l) frame_add(L, &f, r.dim[k].loop);
  frame_add(L, &f, l);
  Ref t = ref_new(L, before, ELEM_F64, f.n, f.loop, n->arg[0]);
  Instr i = instr_in(&f, OP_COPY);
  i.dst[0] = view_in(L, &f, &t);
  i.src[0] = view_in(L, &f, &r);
  emit_instr(L, before, &i);
  map_put(L->arena, &L->turned, n, arena_copy(L->arena, &t, sizeof t));
  return t;
}

/* the entry itself that a pass over sparse data is at */
static bool is_entry(const Node *n, const Key *key)
{
  const Sub *row = &n->sub[key->sparse->turned], *col = &n->sub[!key->sparse->turned];
  return row->kind == SUB_LOOP && row->loop == key->row && row->offset == 0 && col->kind == SUB_LOOP && col->loop == key->col && col->offset == 0;
}

Ref emit_access(Lower *L, Site *site, Node *n)
{
  Origin *s = n->origin, *expanded;
  Place place[ARRAY_MAX_AXES];
  Ref r = { 0 };
  const Key *key = site->key;
  Node *v = same_row(L, key, n);
  if (v && level_avail(L, v) >= site->level) return emit_node(L, site, v);
  Node *picked = key->row && !key->sparse ? picked_element(L, n) : NULL;
  if (picked) return emit_element(L, site, picked);
  if (s->def >= 0) r = L->result[s->def];
  else if (key->sparse && (key->sparse == s || key->sparse == s->twin) && is_entry(n, key))
    return (Ref){ .reg = program_reg_input(L->program, origin_slot(L, key->sparse), PART_VALUES), .n = 1, .dim = { { &key->entry, 1 } } };
  else if ((expanded = columns_expanded(L, key, n))) return emit_columns_expand(L, site, n, expanded);
  else {
    r.reg = program_reg_input(L->program, origin_slot(L, s), PART_DENSE);
    r.n = s->sym->naxes;
    int64_t stride = 1;
    for (int k = r.n - 1; k >= 0; k--) { r.dim[k].stride = stride; stride *= s->sym->axis[k]->size; }
  }
  for (int k = 0; k < n->nsub; k++) place[k] = (Place){ 1, s->sym->axis[k]->size, r.dim[k].stride, &n->sub[k] };
  r.n = 0;
  return placed(L, site, r, n->nsub, place);
}

Ref emit_element(Lower *L, Site *site, Node *n)
{
  Ref base = rows_of_table(L, site, n, emit_full(L, site, n->arg[0])), r = base;
  Place place[PROGRAM_MAX_AXES];
  int np = 0;
  r.n = 0;
  for (int k = 0; k < base.n; k++) {
    int j = 0;
    while (j < n->nown && n->own[j] != base.dim[k].loop) j++;
    if (j == n->nown) r.dim[r.n++] = base.dim[k];
    else place[np++] = (Place){ n->own[j]->lo, n->own[j]->n, base.dim[k].stride, &n->sub[j] };
  }
  return placed(L, site, r, np, place);
}
