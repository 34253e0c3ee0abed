/* form.c: the order of operations for one place of evaluation.
 *
 * Sums and products gather the terms of equal shape first, small shapes before large ones and, in a pass, what is the same
 * for all rows before what is not, so that no operation runs over more elements than it must. A sum over several loops of a
 * product is planned pairwise: the pair of least cost (elements of its joint space, then of its result) is contracted over
 * the loops that no other factor has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"
#include "code/from.h"
#include <math.h>

/* ---- groups of equal shape ---------------------------------------------------------------------------------------------------- */

typedef struct Shape { LoopSet free; double size; bool tile; Node *num, *den; bool minus; } Shape;
typedef struct Shapes { Shape *s; int n; } Shapes;

static Shape *shape_of(Lower *L, const Key *key, Shapes *all, const Node *x)
{
  for (int k = 0; k < all->n; k++) if (loops_equal(all->s[k].free, x->free)) return &all->s[k];
  all->s[all->n] = (Shape){ .free = x->free, .size = loops_size(L, x->free), .tile = key_holds(key, x) };
  return &all->s[all->n++];
}

static void sort_shapes(Shapes *all)
{
  for (int k = 1; k < all->n; k++) {
    Shape s = all->s[k];
    int j = k;
    for (; j > 0 && (all->s[j - 1].tile > s.tile || (all->s[j - 1].tile == s.tile && all->s[j - 1].size > s.size)); j--) all->s[j] = all->s[j - 1];
    all->s[j] = s;
  }
}

static Node *product(Lower *L, Node *a, Node *b)
{
  if (!a || !b) return a ? a : b;
  if (a->id > b->id) { Node *t = a; a = b; b = t; }
  if (a == b) return node_map1(L, OP_SQUARE, a);
  return node_map2(L, a->rough || b->rough ? OP_MUL0 : OP_MUL, a, b);
}

static Node *form_add(Lower *L, Key *key, const Node *n)
{
  Shapes all = { ARENA_ARRAY(L->arena, Shape, n->nargs), 0 };
  for (int pass = 0; pass < 2; pass++)                    /* terms with coefficient 1 begin */
    for (int k = 0; k < n->nargs; k++) {
      double c = n->coef[k];
      if ((c == 1) != (pass == 0)) continue;
      Shape *s = shape_of(L, key, &all, n->arg[k]);
      if (!s->num) {
        s->minus = c == -1;
        s->num = c == 1 || c == -1 ? n->arg[k] : node_map2(L, OP_MUL, n->arg[k], node_number(L, c));
        continue;
      }
      if (s->minus) c = -c;
      if (c == 1) s->num = node_map2(L, OP_ADD, s->num, n->arg[k]);
      else if (c == -1) s->num = node_map2(L, OP_SUB, s->num, n->arg[k]);
      else s->num = node_map(L, OP_FMA, 3, (Node *[]){ n->arg[k], node_number(L, c), s->num });
    }
  sort_shapes(&all);
  Node *sum = all.s[0].num;
  bool minus = all.s[0].minus;
  for (int k = 1; k < all.n; k++) {
    Node *x = all.s[k].num;
    if (minus == all.s[k].minus) sum = node_map2(L, OP_ADD, sum, x);
    else {
      sum = minus ? node_map2(L, OP_SUB, x, sum) : node_map2(L, OP_SUB, sum, x);
      minus = false;
    }
  }
  return minus ? node_map1(L, OP_NEG, sum) : sum;
}

static Node *form_mul(Lower *L, Key *key, const Node *n)
{
  Shapes all = { ARENA_ARRAY(L->arena, Shape, n->nargs), 0 };
  bool minus = false;
  for (int k = 0; k < n->nargs; k++) {
    Node *x = n->arg[k];
    if (x->kind == N_NUMBER && x->number == -1) { minus = true; continue; }
    bool below = x->kind == N_MAP && x->op == OP_RECIP;
    Shape *s = shape_of(L, key, &all, x);
    if (below) s->den = product(L, s->den, x->arg[0]);
    else s->num = product(L, s->num, x);
  }
  sort_shapes(&all);
  Node *p = NULL;
  LoopSet free = { { 0 } };
  for (int k = 0; k < all.n; k++) {
    Shape *s = &all.s[k];
    if (s->num && s->den) { s->num = node_map2(L, OP_DIV0, s->num, s->den); s->den = NULL; }
    free = loops_union(free, s->free);
    if (s->num) p = product(L, p, s->num);
    else if (p && loops_equal(free, s->free)) p = node_map2(L, OP_DIV0, p, s->den);
    else p = product(L, p, node_map1(L, OP_RECIP, s->den));
  }
  return minus ? node_map1(L, OP_NEG, p) : p;
}

/* ---- contractions ---------------------------------------------------------------------------------------------------------------- */

static double entries_size(const Lower *L, const Key *key, LoopSet s)
{
  if (!key->sparse || !loops_empty(loops_minus(key->loops, s))) return loops_size(L, s);
  return loops_size(L, loops_minus(s, key->loops)) * (double)key->sparse->sym->value->stored;
}

/* the same of columns of sparse data: their squares, once; products of what is stored; squares of v. Not below 0, whatever cancels */
static Node *sparse_sqdist(Lower *L, Key *key, LoopSet over, Node *u, Node *v)
{
  Node *product[2] = { u, v }, *both = node_dot(L, over, 2, product), *square = node_map1(L, OP_SQUARE, u), *other = node_map1(L, OP_SQUARE, v);
  Node *term[3] = { node_dot(L, over, 1, &square), both, node_dot(L, over, 1, &other) };
  if (!columns_summed(L, key, both)) return NULL;
  return node_form(L, key, node_map2(L, OP_MAX, node_add(L, 3, (double[]){ 1, -2, 1 }, term), node_number(L, 0)));
}

/* sum over `over` of (u - v)^2 where u holds the pass and v has loops of its own: a matrix product instead of a difference
 * for each pair. Not for small shapes: a difference is more accurate where it is about 0. */
static Node *form_sqdist(Lower *L, Key *key, LoopSet over, const Node *square)
{
  enum { MIN_OTHER = 8, MIN_OVER = 4 };
  if (!key->row || key->sparse || square->kind != N_MAP || square->op != OP_SQUARE || square->arg[0]->kind != N_ADD) return NULL;
  const Node *a = square->arg[0];
  Node **arg = ARENA_ARRAY(L->arena, Node *, a->nargs);
  double *coef = ARENA_ARRAY(L->arena, double, a->nargs);
  Node *side[2];
  for (int v = 0; v < 2; v++) {
    int n = 0;
    for (int k = 0; k < a->nargs; k++)
      if (key_holds(key, a->arg[k]) == (v == 0)) { arg[n] = a->arg[k]; coef[n++] = v ? -a->coef[k] : a->coef[k]; }
    if (n == 0) return NULL;
    side[v] = node_add(L, n, coef, arg);
  }
  LoopSet both = loops_both(side[0]->free, side[1]->free);
  if (!loops_equal(both, over) || loops_size(L, over) < MIN_OVER) return NULL;
  Node *opened = columns_expanded(L, key, side[0]) ? sparse_sqdist(L, key, over, side[0], side[1]) : NULL;
  if (opened) return opened;
  if (loops_size(L, loops_minus(side[1]->free, over)) < MIN_OTHER) return NULL;
  return node_intern(L, &(Node){ .kind = N_SQDIST, .over = over, .nargs = 2, .arg = side });
}

static Node *reduced(Lower *L, Key *key, LoopSet over, Node *x)
{
  Node *d = form_sqdist(L, key, over, x);
  return d ? d : node_dot(L, over, 1, &x);
}

/* what stored entries add to rows or columns: one tensor, or one of a row and the weight of the entry; how many */
static int form_entries(Lower *L, Key *key, LoopSet inner, int n, Node **f)
{
  if (n == 2 && loops_equal(f[0]->free, key->loops)) { Node *t = f[0]; f[0] = f[1]; f[1] = t; }
  if (n == 2 && loops_empty(inner) && loops_equal(f[1]->free, key->loops)) return 2;
  if (!loops_empty(inner)) f[0] = node_dot(L, inner, n, f);
  else if (n == 2) f[0] = node_mul(L, 2, f);
  return 1;
}

static Node *form_dot(Lower *L, Key *key, Node *n)
{
  LoopSet over = n->over, inner = loops_minus(over, key->loops);
  int nf = n->nargs;
  Node **f = ARENA_ARRAY(L->arena, Node *, nf);
  memcpy(f, n->arg, (size_t)nf * sizeof *f);
  if (nf == 1 && loops_empty(loops_minus(over, inner))) {
    Node *d = form_sqdist(L, key, over, f[0]);
    if (d) return d;
  }
  for (int k = 0; k < nf; k++) {                          /* loops of one factor alone */
    LoopSet alone = loops_both(inner, f[k]->free);
    for (int j = 0; j < nf; j++) if (j != k) alone = loops_minus(alone, f[j]->free);
    if (loops_empty(alone)) continue;
    Node *x = nf == 1 ? form_sqdist(L, key, alone, f[k]) : reduced(L, key, alone, f[k]);
    if (!x) continue;
    f[k] = x;
    over = loops_minus(over, alone);
    inner = loops_minus(inner, alone);
  }
  while (nf > 2) {
    int a = 0, b = 1;
    double least = INFINITY;
    for (int i = 0; i < nf; i++)
      for (int j = i + 1; j < nf; j++) {
        LoopSet space = loops_union(f[i]->free, f[j]->free), gone = loops_both(space, inner);
        for (int m = 0; m < nf; m++) if (m != i && m != j) gone = loops_minus(gone, f[m]->free);
        double cost = entries_size(L, key, space) + entries_size(L, key, loops_minus(space, gone));
        if (cost < least) { least = cost; a = i; b = j; }
      }
    LoopSet gone = loops_both(loops_union(f[a]->free, f[b]->free), inner);
    for (int m = 0; m < nf; m++) if (m != a && m != b) gone = loops_minus(gone, f[m]->free);
    Node *pair[2] = { f[a], f[b] };
    Node *x = loops_empty(gone) ? node_mul(L, 2, pair) : node_dot(L, gone, 2, pair);
    over = loops_minus(over, gone);
    inner = loops_minus(inner, gone);
    f[a] = x;
    f[b] = f[--nf];
  }
  if (loops_empty(over)) return node_form(L, key, node_mul(L, nf, f));
  if (key->sparse && loops_meet(n->over, key->loops) && loops_meet(n->free, key->loops)) {
    nf = form_entries(L, key, inner, nf, f);
    over = loops_minus(over, inner);
  }
  if (nf == 2 && f[0]->id > f[1]->id) { Node *t = f[0]; f[0] = f[1]; f[1] = t; }
  return node_intern(L, &(Node){ .kind = N_DOT, .over = over, .nargs = nf, .arg = f });
}

/* what is scattered, and its weight: what depends on the row alone */
static Node *form_scatter(Lower *L, const Key *key, const Node *n)
{
  Loop *tile = loops_longest(L, key->row ? key->loops : n->over);
  Node **light = ARENA_ARRAY(L->arena, Node *, n->nargs), **rest = ARENA_ARRAY(L->arena, Node *, n->nargs), *arg[2];
  int nlight = 0, nrest = 0, nargs = 0;
  for (int k = 0; k < n->nargs; k++) {
    if (loops_empty(loops_without(n->arg[k]->free, tile))) light[nlight++] = n->arg[k];
    else rest[nrest++] = n->arg[k];
  }
  if (nrest) arg[nargs++] = node_mul(L, nrest, rest);
  if (nlight) arg[nargs++] = node_mul(L, nlight, light);
  return node_intern(L, &(Node){ .kind = N_SCATTER, .over = n->over, .nargs = nargs, .arg = arg, .nown = n->nown, .own = n->own, .nsub = n->nsub, .sub = n->sub });
}

/* a view of a node along other loops is of no use where these are the pass's, unless the node is made as a whole before */
static Node *form_element(Lower *L, Key *key, Node *n)
{
  bool clash = false;
  for (int k = 0; k < n->nsub; k++) clash |= n->sub[k].kind == SUB_LOOP && loops_has(key->loops, n->sub[k].loop);
  if (!n->plain || !clash) return n;
  Node *along = lower_unrenamed(L, n->plain);
  return along->kind == N_SCAN ? n : node_form(L, key, along);
}

Node *node_form(Lower *L, Key *key, Node *n)
{
  Node *f = map_get(&key->form, n);
  if (f) return f;
  switch (n->kind) {
  case N_ADD: f = form_add(L, key, n); break;
  case N_MUL: f = form_mul(L, key, n); break;
  case N_DOT: f = form_dot(L, key, n); break;
  case N_ELEMENT: f = form_element(L, key, n); break;
  case N_SCATTER: f = form_scatter(L, key, n); break;
  default: f = n; break;
  }
  if (!f->expr && f->kind != N_NUMBER) f->expr = n->expr;                  /* the same value */
  map_put(L->arena, &key->form, n, f);
  return f;
}
