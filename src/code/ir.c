/* ir.c: loops, and the constructors of nodes: interned, flattened, with numbers in one place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/ir.h"
#include "base/kernels.h"
#include <math.h>
#include <stdlib.h>

/* ---- loops ---------------------------------------------------------------------------------------------------------- */

/* n, n', n'' for the slots of axis N; j for an axis without a name (param b[2]) */
static const Name *loop_name(Lower *L, const Axis *axis, int slot)
{
  char *t = arena_printf(L->arena, "%s%.*s", axis->name ? axis->name->text : "j", slot % MATRIX_SLOT, "''''''''");
  for (char *c = t; *c; c++) if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
  return name_of(t);
}

Loop *loop_get(Lower *L, const Axis *axis, int64_t lo, int64_t n, int slot)
{
  for (int k = 0; k < L->loops.len; k++) {
    Loop *l = L->loops.data[k];
    if (l->axis == axis && l->lo == lo && l->n == n && l->slot == slot) return l;
  }
  if (L->loops.len == LOOPS_MAX) { lower_fail(L, "more index variables than the compiler can tell apart"); return L->loops.data[0]; }
  Loop *l = ARENA_NEW(L->arena, Loop);
  *l = (Loop){ .id = L->loops.len, .axis = axis, .index = index_new(L->pool, loop_name(L, axis, slot), (Axis *)axis), .lo = lo, .n = n, .slot = slot };
  vec_push(L->arena, &L->loops, l);
  map_put(L->arena, &L->loop_of, l->index, l);
  return l;
}

Loop *loop_free_slot(Lower *L, Axis *axis, int64_t lo, int64_t n, LoopSet taken, int first_slot)
{
  for (int slot = first_slot;; slot++) {
    Loop *l = loop_get(L, axis, lo, n, slot);
    if (L->failed || !loops_has(taken, l)) return l;
  }
}

LoopSet loops_of_expr(Lower *L, const Expr *e)
{
  LoopSet s = { { 0 } };
  for (int k = 0; k < e->nfree; k++) {
    Loop *l = map_get(&L->loop_of, e->free[k]);
    if (l) s = loops_with(s, l);
  }
  return s;
}

int loops_list(const Lower *L, LoopSet s, Loop **list)
{
  int n = 0;
  for (int k = 0; k < L->loops.len; k++) if (loops_has(s, L->loops.data[k])) list[n++] = L->loops.data[k];
  return n;
}

double loops_size(const Lower *L, LoopSet s)
{
  double size = 1;
  for (int k = 0; k < L->loops.len; k++) if (loops_has(s, L->loops.data[k])) size *= (double)L->loops.data[k]->n;
  return size;
}

/* The last axis of row-major data makes a poor pass: its tiles are strewn over all rows. */
int64_t loop_weight(const Loop *l) { return l->last > l->first ? (l->n + 63) / 64 : l->n; }

Loop *loops_longest(const Lower *L, LoopSet s)
{
  Loop *best = NULL;
  for (int k = 0; k < L->loops.len; k++) {
    Loop *l = L->loops.data[k];
    if (loops_has(s, l) && l->slot < MATRIX_SLOT && (!best || loop_weight(l) > loop_weight(best) || (loop_weight(l) == loop_weight(best) && l->slot < best->slot))) best = l;
  }
  return best;
}

/* ---- interning ------------------------------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t h, uint64_t x)
{
  h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
  return h ^ (h >> 29);
}

static uint64_t bits_of(double x)
{
  uint64_t b;
  memcpy(&b, &x, sizeof b);
  return b;
}

static uint64_t node_hash(const Node *n)
{
  uint64_t h = mix(mix(mix(7, n->kind), (uint64_t)(n->op + 1)), (uint64_t)(n->kernel + 1));
  for (int k = 0; k < LOOPSET_WORDS; k++) h = mix(h, n->over.w[k]);
  h = mix(h, bits_of(n->number));
  h = mix(h, (uint64_t)(uintptr_t)n->origin);
  for (int k = 0; k < n->nargs; k++) h = mix(h, (uint64_t)n->arg[k]->id);
  for (int k = 0; n->coef && k < n->nargs; k++) h = mix(h, bits_of(n->coef[k]));
  for (int k = 0; k < n->nown; k++) h = mix(h, (uint64_t)n->own[k]->id);
  for (int k = 0; k < n->nsub; k++)
    h = mix(h, (uint64_t)n->sub[k].kind * 31 + (uint64_t)n->sub[k].offset * 7 + (uint64_t)(uintptr_t)n->sub[k].loop + (uint64_t)(uintptr_t)n->sub[k].node);
  return h;
}

static bool node_same(const Node *a, const Node *b)
{
  if (a->hash != b->hash || a->kind != b->kind || a->op != b->op || a->kernel != b->kernel || a->nargs != b->nargs || a->nown != b->nown
      || a->nsub != b->nsub || a->origin != b->origin || bits_of(a->number) != bits_of(b->number) || !loops_equal(a->over, b->over)
      || !a->coef != !b->coef) return false;
  for (int k = 0; k < a->nargs; k++) if (a->arg[k] != b->arg[k] || (a->coef && bits_of(a->coef[k]) != bits_of(b->coef[k]))) return false;
  for (int k = 0; k < a->nown; k++) if (a->own[k] != b->own[k]) return false;
  for (int k = 0; k < a->nsub; k++)
    if (a->sub[k].kind != b->sub[k].kind || a->sub[k].loop != b->sub[k].loop || a->sub[k].offset != b->sub[k].offset || a->sub[k].node != b->sub[k].node) return false;
  return true;
}

/* the free loops follow from the rest */
static LoopSet node_free(const Node *n)
{
  LoopSet f = { { 0 } };
  for (int k = 0; k < n->nargs; k++) f = loops_union(f, n->arg[k]->free);
  switch (n->kind) {
  case N_VALUE: return loops_with(f, n->own[0]);
  case N_DOT: case N_SQDIST: case N_REDUCE: case N_SCAN: case N_LSE: return loops_minus(f, n->over);
  case N_LOGDET: case N_ELEMENT: for (int k = 0; k < n->nown; k++) f = loops_without(f, n->own[k]); break;
  case N_INV: case N_POLAR: case N_EIGENVECTOR: case N_RECOMPOSE: case N_SCALE: for (int k = 0; k < n->nown; k++) f = loops_with(f, n->own[k]); break;
  case N_SOLVE: case N_EIGENVALUE: case N_SINGULAR: case N_RANK: case N_POOL: case N_SHRINK: case N_WITHIN: case N_SHARE: for (int k = 0; k < n->nown; k++) f = k < n->nown / 2 ? loops_with(f, n->own[k]) : loops_without(f, n->own[k]); break;
  default: break;
  }
  for (int k = 0; k < n->nsub; k++) {
    if (n->sub[k].kind == SUB_LOOP) f = loops_with(f, n->sub[k].loop);
    if (n->sub[k].kind == SUB_NODE) f = loops_union(f, n->sub[k].node->free);
  }
  if (n->kind == N_SCATTER) {
    f = loops_minus(f, n->over);
    for (int k = 0; k < n->nown; k++) f = loops_with(f, n->own[k]);
  }
  return f;
}

static bool node_rough(const Node *n)
{
  if (n->rough) return true;
  switch (n->kind) {
  case N_WEIGHT: case N_SOLVE: case N_LOGDET: case N_INV: case N_POLAR: case N_EIGENVALUE: case N_EIGENVECTOR: case N_SINGULAR: case N_RECOMPOSE: case N_RANK: case N_POOL: case N_SHRINK: case N_WITHIN: case N_SHARE: case N_SCALE: return false;      /* NaN of a matrix that is not positive definite has a status */
  case N_LSE: return true;
  case N_SCAN: return n->op || n->arg[SCAN_FACTOR]->rough;
  case N_REDUCE: if (n->op == OP_ARGMIN || n->op == OP_ARGMAX) return false; break;
  case N_MAP: if (node_is_condition(n)) return false; break;
  default: break;
  }
  for (int k = 0; k < n->nargs; k++) if (n->arg[k]->rough) return true;
  return false;
}

Node *node_find(Lower *L, const Node *proto)
{
  Node key = *proto;
  key.hash = node_hash(&key);
  if (!L->table_cap) return NULL;
  for (size_t at = key.hash & (size_t)(L->table_cap - 1); L->table[at]; at = (at + 1) & (size_t)(L->table_cap - 1))
    if (node_same(L->table[at], &key)) return L->table[at];
  return NULL;
}

Node *node_intern(Lower *L, const Node *proto)
{
  Node key = *proto;
  key.hash = node_hash(&key);
  Node *known = node_find(L, &key);
  if (known) return known;
  if (2 * (L->nnodes + 1) > L->table_cap) {
    int cap = L->table_cap ? 2 * L->table_cap : 256;
    Node **big = ARENA_ARRAY(L->arena, Node *, cap);
    for (int k = 0; k < L->table_cap; k++) {
      if (!L->table[k]) continue;
      size_t at = L->table[k]->hash & (size_t)(cap - 1);
      while (big[at]) at = (at + 1) & (size_t)(cap - 1);
      big[at] = L->table[k];
    }
    L->table = big;
    L->table_cap = cap;
  }
  size_t at = key.hash & (size_t)(L->table_cap - 1);
  while (L->table[at]) at = (at + 1) & (size_t)(L->table_cap - 1);
  Node *n = ARENA_NEW(L->arena, Node);
  *n = key;
  n->id = ++L->nnodes;
  n->avail = LEVEL_UNKNOWN;
  if (n->nargs) n->arg = arena_copy(L->arena, key.arg, (size_t)n->nargs * sizeof *n->arg);
  if (n->coef) n->coef = arena_copy(L->arena, key.coef, (size_t)n->nargs * sizeof *n->coef);
  if (n->nown) n->own = arena_copy(L->arena, key.own, (size_t)n->nown * sizeof *n->own);
  if (n->nsub) n->sub = arena_copy(L->arena, key.sub, (size_t)n->nsub * sizeof *n->sub);
  n->free = node_free(n);
  n->rough = node_rough(n);
  return L->table[at] = n;
}

/* ---- constructors --------------------------------------------------------------------------------------------------- */

Node *node_number(Lower *L, double v) { return node_intern(L, &(Node){ .kind = N_NUMBER, .number = v + 0.0 }); }

bool node_is_condition(const Node *n) { return n->kind == N_MAP && (n->op == OP_EQ || n->op == OP_NE || n->op == OP_LT || n->op == OP_LE); }

static bool node_is_number(const Node *n, double v) { return n->kind == N_NUMBER && n->number == v; }

/* May it be infinite, or no number, though its arguments are numbers? of: where the first argument lies */
static bool map_is_rough(int op, int kernel, Range of, int n, Node *const *arg)
{
  double power = n == 2 && arg[1]->kind == N_NUMBER ? arg[1]->number : -1;
  switch (op) {
  case OP_RECIP: case OP_DIV: case OP_DIV0: return true;
  case OP_SQRT: return of.lo < 0;
  case OP_POW: return !(power >= 0) || (power != floor(power) && of.lo < 0);
  case OP_CALL: return of.lo < kernel_at((KernelId)kernel)->lo || of.hi > kernel_at((KernelId)kernel)->hi;
  case OP_SELECT: return (arg[1]->kind == N_NUMBER && isinf(arg[1]->number)) || (arg[2]->kind == N_NUMBER && isinf(arg[2]->number));
  default: return false;
  }
}

static Node *map_over(Lower *L, int op, int kernel, Range of, int n, Node *const *arg)
{
  bool rough = map_is_rough(op, kernel, of, n, arg);
  Node *picked = op == OP_CALL && n == 1 ? picked_map(L, op, kernel, rough, arg[0]) : NULL;
  return picked ? picked : node_intern(L, &(Node){ .kind = N_MAP, .op = op, .kernel = kernel, .rough = rough, .nargs = n, .arg = (Node **)(uintptr_t)arg });
}

Node *node_map_of(Lower *L, int op, Range of, int n, Node *const *arg) { return map_over(L, op, 0, of, n, arg); }

Node *node_map(Lower *L, int op, int n, Node *const *arg)
{
  if (op == OP_SELECT && n == 3 && arg[1] == arg[2]) return arg[1];
  if (op == OP_SELECT && n == 3 && node_is_condition(arg[0]) && node_is_number(arg[1], 1) && node_is_number(arg[2], 0)) return arg[0];
  return map_over(L, op, 0, (Range){ 0, INFINITY, false, true, false }, n, arg);
}

Node *node_map_again(Lower *L, const Node *like, Node *const *arg)
{
  return node_intern(L, &(Node){ .kind = N_MAP, .op = like->op, .kernel = like->kernel, .rough = like->rough, .nargs = like->nargs, .arg = (Node **)(uintptr_t)arg });
}

Node *node_map1(Lower *L, int op, Node *a) { return node_map(L, op, 1, &a); }
Node *node_map2(Lower *L, int op, Node *a, Node *b) { return node_map(L, op, 2, (Node *[]){ a, b }); }
Node *node_select(Lower *L, Node *cond, Node *yes, Node *no) { return node_map(L, OP_SELECT, 3, (Node *[]){ cond, yes, no }); }

Node *node_call(Lower *L, const char *kernel, Range of, int n, Node *const *arg)
{
  int id = program_kernel(kernel);
  if (id < 0) { lower_fail(L, arena_printf(L->arena, "there is no function '%s' in the machine", kernel)); return node_number(L, NAN); }
  return map_over(L, OP_CALL, id, of, n, arg);
}

static int by_id(const void *a, const void *b) { return (*(Node *const *)a)->id - (*(Node *const *)b)->id; }

typedef struct AddTerm { Node *node; double coef; } AddTerm;
static int by_term(const void *a, const void *b) { return ((const AddTerm *)a)->node->id - ((const AddTerm *)b)->node->id; }

/* a number in front of a product belongs to the coefficient */
static Node *mul_rest(Lower *L, Node *n, double *coef)
{
  if (n->kind == N_NUMBER) { *coef *= n->number; return NULL; }
  if (n->kind != N_MUL || n->arg[0]->kind != N_NUMBER) return n;
  *coef *= n->arg[0]->number;
  return node_mul(L, n->nargs - 1, n->arg + 1);
}

Node *node_add(Lower *L, int n, const double *coef, Node *const *arg)
{
  VEC(AddTerm) t = { 0 };
  double number = 0;
  for (int k = 0; k < n; k++) {
    if (arg[k]->kind == N_ADD) {
      for (int m = 0; m < arg[k]->nargs; m++) {
        double c = coef[k] * arg[k]->coef[m];
        if (arg[k]->arg[m]->kind == N_NUMBER) number += c * arg[k]->arg[m]->number;
        else vec_push(L->arena, &t, ((AddTerm){ arg[k]->arg[m], c }));
      }
      continue;
    }
    double c = coef[k];
    Node *rest = mul_rest(L, arg[k], &c);
    if (!rest) number += c;
    else vec_push(L->arena, &t, ((AddTerm){ rest, c }));
  }
  if (t.len > 1) qsort(t.data, (size_t)t.len, sizeof *t.data, by_term);
  int kept = 0;
  for (int k = 0; k < t.len; k++) {
    if (kept && t.data[kept - 1].node == t.data[k].node) t.data[kept - 1].coef += t.data[k].coef;
    else t.data[kept++] = t.data[k];
  }
  for (int k = 0; k < kept; k++)                       /* sums that have all but one factor in common */
    for (int m = k + 1; m < kept; m++) {
      Node *both = chain_join(L, t.data[k].node, t.data[k].coef, t.data[m].node, t.data[m].coef);
      if (!both) continue;
      t.data[k] = (AddTerm){ both, 1 };
      t.data[m] = t.data[--kept];
      m = k;
    }
  if (number != 0 || kept == 0) {                      /* after the others: a number is last */
    if (kept == 0) return node_number(L, number);
    vec_push(L->arena, &t, ((AddTerm){ NULL, 0 }));
    t.data[kept++] = (AddTerm){ node_number(L, number), 1 };              /* its coefficient stays 1 */
  }
  if (kept == 1) return t.data[0].coef == 1 ? t.data[0].node : node_mul2(L, node_number(L, t.data[0].coef), t.data[0].node);
  Node **args = ARENA_ARRAY(L->arena, Node *, kept);
  double *coefs = ARENA_ARRAY(L->arena, double, kept);
  for (int k = 0; k < kept; k++) { args[k] = t.data[k].node; coefs[k] = t.data[k].coef; }
  return node_intern(L, &(Node){ .kind = N_ADD, .nargs = kept, .arg = args, .coef = coefs });
}

Node *node_add2(Lower *L, double ca, Node *a, double cb, Node *b)
{
  return node_add(L, 2, (double[]){ ca, cb }, (Node *[]){ a, b });
}

Node *node_mul(Lower *L, int n, Node *const *arg)
{
  VEC(Node *) f = { 0 };
  double number = 1;
  for (int k = 0; k < n; k++) {
    int m = arg[k]->kind == N_MUL ? arg[k]->nargs : 1;
    for (int j = 0; j < m; j++) {
      Node *x = arg[k]->kind == N_MUL ? arg[k]->arg[j] : arg[k];
      if (x->kind == N_NUMBER) number *= x->number;
      else vec_push(L->arena, &f, x);
    }
  }
  if (number == 0 || f.len == 0) return node_number(L, number);
  if (f.len > 1) qsort(f.data, (size_t)f.len, sizeof *f.data, by_id);
  if (f.len == 1 && number == 1) return f.data[0];
  if (f.len == 2 && number == 1 && f.data[0] == f.data[1]) return node_map1(L, OP_SQUARE, f.data[0]);
  if (number != 1) {
    vec_push(L->arena, &f, NULL);
    memmove(f.data + 1, f.data, (size_t)(f.len - 1) * sizeof *f.data);
    f.data[0] = node_number(L, number);
  }
  return node_intern(L, &(Node){ .kind = N_MUL, .nargs = f.len, .arg = f.data });
}

Node *node_mul2(Lower *L, Node *a, Node *b) { return node_mul(L, 2, (Node *[]){ a, b }); }

/* weights of a softmax add up to 1 over its loops, where nothing else depends on these; the loops that are still summed */
static LoopSet drop_weights(LoopSet over, int *n, Node **factor)
{
  for (int k = 0; k < *n; k++) {
    bool whole = factor[k]->kind == N_WEIGHT && loops_empty(loops_minus(factor[k]->over, over));
    for (int j = 0; j < *n && whole; j++) whole = j == k || !loops_meet(factor[j]->free, factor[k]->over);
    if (!whole) continue;
    over = loops_minus(over, factor[k]->over);
    for (int j = k; j + 1 < *n; j++) factor[j] = factor[j + 1];
    (*n)--;
    k = -1;
  }
  return over;
}

/* sum{i, d} a[d] b[i] is (sum{d} a[d]) (sum{i} b[i]): loops of one factor alone are summed there, those that are left with the others */
static LoopSet sum_alone(Lower *L, LoopSet over, int n, Node **factor)
{
  for (int k = 0; k < n && n > 1; k++) {
    LoopSet alone = loops_both(over, factor[k]->free);
    for (int j = 0; j < n; j++) if (j != k) alone = loops_minus(alone, factor[j]->free);
    if (loops_empty(alone)) continue;
    factor[k] = node_dot(L, alone, 1, &factor[k]);
    over = loops_minus(over, alone);
  }
  return over;
}

/* Factors without the summed loops stand outside; loops that no factor has count. */
Node *node_dot(Lower *L, LoopSet over, int n, Node *const *arg)
{
  VEC(Node *) in = { 0 }, out = { 0 };
  LoopSet seen = { { 0 } };
  for (int k = 0; k < n; k++) {
    Node *whole = node_all_factors(L, arg[k]);
    int m = whole->kind == N_MUL ? whole->nargs : 1;
    for (int j = 0; j < m; j++) {
      Node *x = whole->kind == N_MUL ? whole->arg[j] : whole;
      if (loops_meet(x->free, over)) vec_push(L->arena, &in, x);
      else vec_push(L->arena, &out, x);
    }
  }
  over = drop_weights(over, &in.len, in.data);
  for (int k = 0; k < in.len; k++) seen = loops_union(seen, in.data[k]->free);
  double count = loops_size(L, loops_minus(over, seen));
  over = loops_both(over, seen);
  if (in.len > 1) {
    LoopSet left = sum_alone(L, over, in.len, in.data);
    if (!loops_equal(left, over)) {
      vec_push(L->arena, &out, node_dot(L, left, in.len, in.data));
      in.len = 0;
    }
  }
  Node *chain = in.len > 0 ? scan_sum(L, over, in.len, in.data) : NULL;
  if (!chain && in.len > 0) chain = scan_open(L, over, in.len, in.data);
  if (!chain && in.len > 0) chain = chain_unfold(L, over, in.len, in.data);
  if (chain) vec_push(L->arena, &out, chain);
  else if (in.len) {
    if (in.len > 1) qsort(in.data, (size_t)in.len, sizeof *in.data, by_id);
    vec_push(L->arena, &out, node_intern(L, &(Node){ .kind = N_DOT, .over = over, .nargs = in.len, .arg = in.data }));
  }
  if (count != 1 || out.len == 0) vec_push(L->arena, &out, node_number(L, count));
  return node_mul(L, out.len, out.data);
}

Node *node_over(Lower *L, NodeKind kind, int op, LoopSet over, Node *body)
{
  Node *scan = kind == N_LSE ? scan_lse(L, over, body) : NULL;
  if (scan) return scan;
  if ((kind == N_LSE || kind == N_WEIGHT) && body->kind == N_ADD) {        /* what is the same for all that are compared */
    Node **arg = ARENA_ARRAY(L->arena, Node *, body->nargs), **apart = ARENA_ARRAY(L->arena, Node *, body->nargs + 1);
    double *coef = ARENA_ARRAY(L->arena, double, body->nargs), *coef_apart = ARENA_ARRAY(L->arena, double, body->nargs + 1);
    int n = 0, napart = 0;
    for (int k = 0; k < body->nargs; k++) {
      if (loops_meet(body->arg[k]->free, over)) { arg[n] = body->arg[k]; coef[n++] = body->coef[k]; }
      else { apart[napart] = body->arg[k]; coef_apart[napart++] = body->coef[k]; }
    }
    if (n > 0 && napart > 0) {
      Node *rest = node_over(L, kind, op, over, node_add(L, n, coef, arg));
      if (kind == N_WEIGHT) return rest;
      apart[napart] = rest;
      coef_apart[napart++] = 1;
      return node_add(L, napart, coef_apart, apart);
    }
  }
  return node_intern(L, &(Node){ .kind = kind, .op = op, .over = over, .nargs = 1, .arg = &body });
}

Node *node_element(Lower *L, Node *base, int n, Loop *const *own, const Sub *sub)
{
  return node_intern(L, &(Node){ .kind = N_ELEMENT, .nargs = 1, .arg = &base, .nown = n, .own = (Loop **)own, .nsub = n, .sub = (Sub *)sub });
}
