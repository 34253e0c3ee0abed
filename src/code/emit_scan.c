/* emit_scan.c: sums over comparisons of data: the order of the elements and the places where ranges begin and end, found once
 * for all sums that compare the same; running sums in each run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"

/* elements in order, or (ranges not NULL) where ranges begin or end among them; keys along loops of slot 0 */
struct ScanIndex { const Loop *elements, *ranges; Node *key[2], *bound[2]; bool above; Ref ref, rank; };

static Site *site_of(Lower *L, Node *const *key, int n)
{
  int level = LEVEL_ONCE;
  for (int k = 0; k < n; k++) if (key[k] && level_avail(L, key[k]) > level) level = level_avail(L, key[k]);
  return site_get(L, key_once(L, key_short(L)), level);
}

static struct ScanIndex scan_index(Lower *L, struct ScanIndex want)
{
  for (int k = 0; k < L->scans.len; k++) {
    const struct ScanIndex *s = L->scans.data[k];
    if (s->elements == want.elements && s->ranges == want.ranges && s->key[0] == want.key[0] && s->key[1] == want.key[1] && s->bound[0] == want.bound[0] &&
        s->bound[1] == want.bound[1] && s->above == want.above) return *s;
  }
  Site *site = site_of(L, (Node *[]){ want.key[0], want.key[1], want.bound[0], want.bound[1] }, 4);
  Loop ranges = want.ranges ? *want.ranges : *want.elements;          /* of its own, should both be the same */
  Frame f = { .site = site };
  if (want.ranges) { ranges.id = -2; frame_add(L, &f, &ranges); }
  frame_add(L, &f, want.elements);
  Ref order = want.ranges ? scan_index(L, (struct ScanIndex){ .elements = want.elements, .key = { want.key[0], want.key[1] } }).ref : (Ref){ 0 };
  const Loop *along = want.ranges ? &ranges : want.elements;
  want.ref = ref_new(L, site, ELEM_I32, 1, &along, NULL);
  L->program->reg[want.ref.reg].limit = want.elements->n + (want.ranges != NULL);
  if (!want.ranges) {
    L->program->reg[want.ref.reg].label = "order";
    want.rank = ref_new(L, site, ELEM_I32, 1, &along, NULL);
    L->program->reg[want.rank.reg].limit = want.elements->n;
  }
  Instr i = instr_in(&f, want.ranges ? OP_PLACE : OP_ORDER);
  i.power = want.above;
  i.dst[0] = view_in(L, &f, &want.ref);
  if (!want.ranges) i.dst[1] = view_in(L, &f, &want.rank);
  int used = want.ranges && !want.bound[1] ? 1 : 2;
  for (int k = 0; k < used; k++) {
    if (!want.key[k]) continue;
    Ref key = emit_full(L, site, want.key[k]);
    i.src[k] = view_in(L, &f, &key);
    if (!want.ranges) continue;
    Ref bound = emit_full(L, site, want.bound[k]);
    for (int d = 0; d < bound.n; d++) if (bound.dim[d].loop == want.ranges) bound.dim[d].loop = &ranges;
    i.src[3 + k] = view_in(L, &f, &bound);
  }
  if (want.ranges) i.src[2] = view_in(L, &f, &order);
  emit_instr(L, site, &i);
  for (int d = 0; d < want.ref.n; d++) if (want.ref.dim[d].loop == &ranges) want.ref.dim[d].loop = want.ranges;
  vec_push(L->arena, &L->scans, arena_copy(L->arena, &want, sizeof want));
  return want;
}

/* What is summed stands in order, so that it is read and not added to places; unless two bounds share a key of the other side
 * alone. */
static bool x_in_order(const Node *n, const Loop *x)
{
  const Node *key[2] = { NULL };                          /* x's, by which side is the lesser */
  for (int k = SCAN_KEYS; k < n->nargs; k += 2) {
    if ((ScanRelation)n->coef[k] == SCAN_SAME) continue;
    bool y_less = !loops_has(n->arg[k]->free, x);
    key[y_less] = n->arg[k + y_less];
  }
  return !key[0] || !key[1] || key[0] == key[1];
}

Ref emit_scan(Lower *L, Site *site, Node *n)
{
  Loop *over[LOOPS_MAX];
  loops_list(L, n->over, over);
  Loop *x = over[0], *y = n->own[0];
  bool ordered = x_in_order(n, x);
  Loop *elements = ordered ? x : y, *ranges = ordered ? y : x;
  struct ScanIndex base = { .elements = loop_get(L, elements->axis, elements->lo, elements->n, 0), .ranges = loop_get(L, ranges->axis, ranges->lo, ranges->n, 0) };
  Node *low = NULL, *high = NULL, *key = NULL;            /* bounds of the range, and what they bound */
  bool low_above = false, high_above = true;
  int same = 0;
  for (int k = SCAN_KEYS; k < n->nargs; k += 2) {
    bool first = loops_has(n->arg[k]->free, elements);    /* the lesser is the element's */
    Node *mine = scan_key(L, n->arg[k + !first]), *theirs = scan_key(L, n->arg[k + first]);
    if ((ScanRelation)n->coef[k] == SCAN_SAME) { base.key[same] = mine; base.bound[same++] = theirs; continue; }
    key = mine;
    if (first) { high = theirs; high_above = (ScanRelation)n->coef[k] == SCAN_NOT_ABOVE; }
    else { low = theirs; low_above = (ScanRelation)n->coef[k] == SCAN_BELOW; }
  }
  if (key) base.key[same] = key;
  struct ScanIndex lo = base, hi = base, order = { .elements = base.elements, .key = { base.key[0], base.key[1] } };
  if (key) { lo.bound[same] = low; hi.bound[same] = high; }
  lo.above = low && low_above;
  hi.above = !high || high_above;
  Frame f = { .site = site };
  frame_add(L, &f, ranges);
  frame_add(L, &f, elements);
  Frame batch = frame_of(L, site, loops_without(n->free, y));
  for (int k = 0; k < batch.n; k++) frame_add(L, &f, batch.loop[k]);
  Instr i = instr_in(&f, OP_RANGE_SUM);
  i.reduced = ordered ? 2 : 1;
  i.power = n->op;
  for (int k = SCAN_FACTOR; k <= SCAN_SCALE; k++) {
    if (n->arg[k]->kind == N_NUMBER) continue;
    Ref a = emit_full(L, site, n->arg[k]);
    i.src[k] = view_in(L, &f, &a);
  }
  struct ScanIndex found = scan_index(L, order);
  i.src[3] = (View){ .reg = ordered ? found.ref.reg : found.rank.reg, .stride = { 0, 1 } };
  if (low || same) i.src[4] = (View){ .reg = scan_index(L, lo).ref.reg, .stride = { 1 } };
  if (high || same) i.src[5] = (View){ .reg = scan_index(L, hi).ref.reg, .stride = { 1 } };
  Frame rows = { .site = site };                          /* of y, so that they are written as they are read */
  frame_add(L, &rows, y);
  for (int k = 0; k < batch.n; k++) frame_add(L, &rows, batch.loop[k]);
  Ref r = n == L->root || n == L->root_form ? ref_result(L, site, n) : ref_new(L, site, ELEM_F64, rows.n, rows.loop, n);
  i.dst[0] = view_in(L, &f, &r);
  emit_instr(L, site, &i);
  return r;
}
