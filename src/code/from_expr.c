/* from_expr.c: expressions become nodes; binders take canonical loops, accesses find their source.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/ir.h"
#include "expr/print.h"
#include <math.h>

void lower_fail(Lower *L, const char *what)
{
  if (!L->failed) diag_add(L->diags, (Span){ 0 }, MSG_CODE_COMPILE, what);
  L->failed = true;
}

/* ---- integers known when compiling, and subscripts -------------------------------------------------------------------- */

static bool expr_constant(const Expr *e, double *v)
{
  double x, y;
  switch (e->kind) {
  case X_NUM: *v = e->u.num.value; return true;
  case X_AXIS: *v = (double)e->u.axis->size; return true;
  case X_ADD: case X_MUL:
    x = e->kind == X_MUL;
    for (int j = 0; j < e->nargs; j++) {
      if (!expr_constant(e->arg[j], &y)) return false;
      x = e->kind == X_MUL ? x * y : x + y;
    }
    *v = x;
    return true;
  default: return false;
  }
}

/* of an axis of this size. A loop that may step outside (under a condition) is a number like any other */
static Sub subscript(Lower *L, const Expr *e, int64_t size)
{
  double v = 0;
  if (expr_constant(e, &v) && fabs(v) < 1e15) return (Sub){ .kind = SUB_CONST, .offset = (int64_t)llround(v) };
  const Expr *i = e;
  if (e->kind == X_ADD && e->nargs == 2 && expr_constant(e->arg[0], &v) && fabs(v) < 1e15) i = e->arg[1];
  else v = 0;
  Loop *l = i->kind == X_INDEX ? map_get(&L->loop_of, i->u.index) : NULL;
  int64_t offset = (int64_t)llround(v);
  if (l && l->lo + offset >= 1 && l->lo + offset + l->n - 1 <= size) return (Sub){ .kind = SUB_LOOP, .loop = l, .offset = offset };
  return (Sub){ .kind = SUB_NODE, .node = lower_expr(L, e) };
}

/* ---- accesses ----------------------------------------------------------------------------------------------------------- */

static Origin *origin_get(Lower *L, Symbol *sym, int def)
{
  for (int k = 0; k < L->origins.len; k++) if (L->origins.data[k]->sym == sym && L->origins.data[k]->def == def) return L->origins.data[k];
  Origin *s = ARENA_NEW(L->arena, Origin);
  *s = (Origin){ .sym = sym, .def = def, .sparse = def < 0 && sym->value && sym->value->sparse, .slot = -1 };
  vec_push(L->arena, &L->origins, s);
  if (s->sparse) {
    s->twin = ARENA_NEW(L->arena, Origin);
    *s->twin = (Origin){ .sym = sym, .def = def, .sparse = true, .slot = -1, .turned = true, .twin = s };
  }
  return s;
}

static Node *lower_access(Lower *L, const Expr *e)
{
  Symbol *sym = e->u.sym;
  int def = -1;
  for (int k = 0; k < L->current; k++) if (L->list->def[k].target == sym) def = k;
  if (def < 0 && sym->def && (sym->kind == SYM_WEIGHT || sym->kind == SYM_STAT))
    return lower_expr(L, expr_subst_indices(L->pool, sym->def, sym->naxes, sym->own, e->arg));
  for (int k = 0; k < sym->naxes; k++)
    if (sym->axis[k]->size < 0) {
      lower_fail(L, arena_printf(L->arena, "the size of axis %s of %s is not known", sym->axis[k]->name->text, sym->name->text));
      return node_number(L, NAN);
    }
  Sub sub[ARRAY_MAX_AXES];
  for (int k = 0; k < e->nargs; k++) sub[k] = subscript(L, e->arg[k], sym->axis[k]->size);
  return node_intern(L, &(Node){ .kind = N_ACCESS, .nsub = e->nargs, .sub = sub, .origin = origin_get(L, sym, def) });
}

/* ---- the same up to the names of its loops -------------------------------------------------------------------------------- */

/* x[i,e] - mu[k,e] is x[i,d] - mu[k,d] read along another loop: the node of the lowest slots is made, and a view of it. */
static Node *lower_renamed(Lower *L, const Expr *e)
{
  if (e->nfree > ARRAY_MAX_AXES) return NULL;
  Loop *own[ARRAY_MAX_AXES];
  Sub sub[ARRAY_MAX_AXES];
  Index *from[ARRAY_MAX_AXES];
  const Expr *to[ARRAY_MAX_AXES];
  int n = 0;
  for (int k = 0; k < e->nfree; k++) {
    Loop *l = map_get(&L->loop_of, e->free[k]);
    if (!l) return NULL;
    int rank = 0;                                         /* of its slot among the free loops of its axis and range */
    for (int m = 0; m < e->nfree; m++) {
      const Loop *o = map_get(&L->loop_of, e->free[m]);
      if (o && o->axis == l->axis && o->lo == l->lo && o->n == l->n && o->slot < l->slot) rank++;
    }
    if (rank == l->slot) continue;
    own[n] = loop_get(L, l->axis, l->lo, l->n, rank);
    sub[n] = (Sub){ .kind = SUB_LOOP, .loop = l };
    from[n] = l->index;
    to[n] = expr_index(L->pool, own[n]->index);
    n++;
  }
  if (n == 0) return NULL;
  Node *base = lower_expr(L, expr_subst_indices(L->pool, e, n, from, to));
  if (loops_empty(base->free)) return base;
  Node *r = node_element(L, base, n, own, sub);
  r->plain = e;
  return r;
}

/* ---- binders -------------------------------------------------------------------------------------------------------------- */

const Expr *lower_open(Lower *L, const Expr *e, LoopSet taken, Loop **loop, const Expr **cond)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS];
  expr_open(L->pool, e, fresh, args);
  Axis *axis = fresh[0]->axis;
  double lo = 1, hi = (double)axis->size;
  bool from = !args[2] || expr_constant(args[2], &lo), to = !args[3] || expr_constant(args[3], &hi);
  if (axis->size < 0) {
    lower_fail(L, arena_printf(L->arena, "the size of axis %s is not known", axis->name->text));
    axis = axis_new(L->pool, axis->name, 1);
    hi = 1;
  }
  if (!from) lo = 1;
  if (!to) hi = (double)axis->size;
  lo = ceil(lo);
  hi = floor(hi);
  if (hi < lo) { *loop = NULL; return args[0]; }
  taken = loops_union(taken, loops_of_expr(L, e));
  *loop = loop_free_slot(L, axis, (int64_t)lo, (int64_t)(hi - lo) + 1, taken, 0);
  const Expr *at = expr_index(L->pool, (*loop)->index);
  const Expr *c = expr_subst_index(L->pool, args[1], fresh[0], at);
  if (!from) c = expr_mul(L->pool, c, expr_cmp(L->pool, C_LE, args[2], at));
  if (!to) c = expr_mul(L->pool, c, expr_cmp(L->pool, C_LE, at, args[3]));
  *cond = expr_is_num(c, 1) ? NULL : c;
  return expr_subst_index(L->pool, args[0], fresh[0], at);
}

static Node *lower_reduce(Lower *L, const Expr *e)
{
  if (e->op == R_SUM) return lower_sum(L, e);
  static const struct { int op; double empty; } of[] = {
    [R_PROD] = { OP_PROD, 1 }, [R_MIN] = { OP_LEAST, INFINITY }, [R_MAX] = { OP_GREATEST, -INFINITY },
    [R_ARGMIN] = { OP_ARGMIN, INFINITY }, [R_ARGMAX] = { OP_ARGMAX, -INFINITY }
  };
  Loop *l;
  const Expr *cond;
  const Expr *body = lower_open(L, e, (LoopSet){ { 0 } }, &l, &cond);
  if (!l) return node_number(L, of[e->op].empty);
  Node *b = lower_expr(L, body);
  if (cond) b = node_select(L, lower_expr(L, cond), b, node_number(L, of[e->op].empty));
  LoopSet over = loops_with((LoopSet){ { 0 } }, l);
  bool arg = e->op == R_ARGMIN || e->op == R_ARGMAX;
  if (!loops_has(b->free, l)) {                           /* the body does not depend on the index */
    if (arg) return node_number(L, (double)l->lo);
    if (e->op == R_PROD) return node_map2(L, OP_POW, b, node_number(L, (double)l->n));
    return b;
  }
  if (!arg && b->kind == N_REDUCE && b->op == of[e->op].op) return node_over(L, N_REDUCE, b->op, loops_union(over, b->over), b->arg[0]);
  return node_over(L, N_REDUCE, of[e->op].op, over, b);
}

/* a linear system given by diagonals: as many columns as there are diagonals (plan/banded.h) */
static bool is_banded(int m, Loop *const *own)
{
  bool other = false;
  for (int k = 0; k < m; k++) other |= own[m + k]->n != own[k]->n;
  return other;
}

/* how far behind the row, in the axes taken as one, the entry on diagonal (o_1, …, o_m) stands; the middle is the main one */
static const Expr *diagonal_offset(Pool *pool, int m, Loop *const *own)
{
  const Expr *sum = expr_num(pool, 0);
  for (int k = 0; k < m; k++) {
    const Expr *off = expr_sub(pool, expr_index(pool, own[m + k]->index), expr_num(pool, (double)((own[m + k]->n + 1) / 2)));
    sum = expr_add(pool, expr_mul(pool, sum, expr_num(pool, (double)own[k]->n)), off);
  }
  return sum;
}

static Node *lower_matrix(Lower *L, const Expr *e)
{
  static const NodeKind kind_of[] = { [MAT_LOGDET] = N_LOGDET, [MAT_INV] = N_INV, [MAT_SOLVE] = N_SOLVE, [MAT_POLAR] = N_POLAR,
    [MAT_EIGENVALUE] = N_EIGENVALUE, [MAT_EIGENVECTOR] = N_EIGENVECTOR, [MAT_SINGULAR] = N_SINGULAR, [MAT_RECOMPOSE] = N_RECOMPOSE, [MAT_RANK] = N_RANK,
    [MAT_POOL] = N_POOL, [MAT_SHRINK] = N_SHRINK, [MAT_WITHIN] = N_WITHIN, [MAT_SHARE] = N_SHARE,
    [MAT_SCALE] = N_SCALE };
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *to[EXPR_OPEN_INDICES];
  Loop *own[EXPR_OPEN_INDICES];
  LoopSet taken = loops_of_expr(L, e);
  int n = e->nbound, m = n / 2;
  expr_open(L->pool, e, fresh, args);
  for (int k = 0; k < n; k++) {
    own[k] = loop_free_slot(L, fresh[k]->axis, 1, fresh[k]->axis->size, taken, MATRIX_SLOT);
    taken = loops_with(taken, own[k]);
    to[k] = expr_index(L->pool, own[k]->index);
  }
  Node *arg[2 + MATRIX_VECTORS] = { lower_expr(L, expr_subst_indices(L->pool, args[0], n, fresh, to)) };
  int nargs = 1;
  int first = matrix_bodies(e);
  for (int k = 1; k < first; k++) arg[nargs++] = lower_expr(L, expr_subst_indices(L->pool, args[k], n, fresh, to));
  if (e->op == MAT_SOLVE && is_banded(m, own)) arg[nargs++] = lower_expr(L, diagonal_offset(L->pool, m, own));
  Node *r = node_intern(L, &(Node){ .kind = kind_of[e->op], .nargs = nargs, .arg = arg, .nown = n, .own = own });
  if (!r->expr) r->expr = e;
  int nsub = matrix_form[e->op].element * m;
  if (nsub == 0) return r;
  Sub sub[EXPR_OPEN_INDICES];
  for (int k = 0; k < nsub; k++) sub[k] = subscript(L, args[first + k], own[k]->n);
  return node_element(L, r, nsub, own, sub);
}

/* ---- everything else -------------------------------------------------------------------------------------------------------- */

static Node *lower_power(Lower *L, const Expr *e)
{
  Node *base = lower_expr(L, e->arg[0]);
  double c;
  if (!expr_number(e->arg[1], &c)) return node_map2(L, OP_POW, base, lower_expr(L, e->arg[1]));
  if (c == 2) return node_map1(L, OP_SQUARE, base);
  if (c == -1) return node_map1(L, OP_RECIP, base);
  if (c == -2) return node_map1(L, OP_RECIP, node_map1(L, OP_SQUARE, base));
  Range of = facts_range(L->facts, e->arg[0]);             /* of roots of what is below 0, 0 times is 0, too */
  if (c == 0.5) return node_map_of(L, OP_SQRT, of, 1, &base);
  if (c == -0.5) return node_map1(L, OP_RECIP, node_map_of(L, OP_SQRT, of, 1, &base));
  return node_map_of(L, OP_POW, of, 2, (Node *[]){ base, node_number(L, c) });
}

typedef struct Holes { const Function *fn; const Expr *const *arg; } Holes;

static const Expr *fill_hole(Pool *pool, const Expr *e, void *context)
{
  const Holes *h = context;
  (void)pool;
  if (e->kind == X_HOLE && e->nargs == 0)
    for (int k = 0; k < h->fn->nargs; k++) if (e->u.name == h->fn->arg[k]) return h->arg[k];
  return e;
}

static Node *lower_call(Lower *L, const Expr *e)
{
  const Function *fn = e->u.fn;
  if (!fn->kernel) {
    if (fn->definition) return lower_expr(L, expr_map(L->pool, fn->definition, fill_hole, &(Holes){ fn, e->arg }));
    lower_fail(L, arena_printf(L->arena, "function '%s' has neither a kernel nor a definition", fn->name->text));
    return node_number(L, NAN);
  }
  if (!strcmp(fn->kernel, "log")) return lower_log(L, e->arg[0]);
  Node *arg[FUNCTION_MAX_ARGS];
  for (int k = 0; k < e->nargs; k++) arg[k] = lower_expr(L, e->arg[k]);
  if (!strcmp(fn->kernel, "abs")) return node_map1(L, OP_ABS, arg[0]);
  return node_call(L, fn->kernel, e->nargs == 1 ? facts_range(L->facts, e->arg[0]) : range_all, e->nargs, arg);
}

static Node *lower_add(Lower *L, const Expr *e)
{
  Node **arg = ARENA_ARRAY(L->arena, Node *, e->nargs);
  double *coef = ARENA_ARRAY(L->arena, double, e->nargs);
  for (int k = 0; k < e->nargs; k++) { arg[k] = lower_expr(L, e->arg[k]); coef[k] = 1; }
  return node_add(L, e->nargs, coef, arg);
}

/* 0 < n: conditions among the factors of n stand for themselves */
static Node *lower_positive(Lower *L, Node *n)
{
  Node **f = ARENA_ARRAY(L->arena, Node *, n->nargs + 1), **rest = ARENA_ARRAY(L->arena, Node *, n->nargs + 1);
  int nf = 0, nrest = 0;
  for (int k = 0; k < (n->kind == N_MUL ? n->nargs : 1); k++) {
    Node *x = n->kind == N_MUL ? n->arg[k] : n;
    if (node_is_condition(x)) f[nf++] = x; else rest[nrest++] = x;
  }
  if (nrest) f[nf++] = node_map2(L, OP_LT, node_number(L, 0), node_mul(L, nrest, rest));
  return node_mul(L, nf, f);
}

static Node *lower_comparison(Lower *L, const Expr *e)
{
  static const int cmp_of[] = { [C_EQ] = OP_EQ, [C_NE] = OP_NE, [C_LT] = OP_LT, [C_LE] = OP_LE };
  Node *a = lower_expr(L, e->arg[0]), *b = lower_expr(L, e->arg[1]);
  return e->op == C_LT && a->kind == N_NUMBER && a->number == 0 ? lower_positive(L, b) : node_map2(L, cmp_of[e->op], a, b);
}

static Node *lower_node(Lower *L, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_NUM: return node_number(L, e->u.num.value);
  case X_AXIS:
    if (e->u.axis->size < 0) lower_fail(L, arena_printf(L->arena, "the size of axis %s is not known", e->u.axis->name->text));
    return node_number(L, (double)e->u.axis->size);
  case X_INDEX: {
    Loop *l = map_get(&L->loop_of, e->u.index);
    if (!l) { lower_fail(L, arena_printf(L->arena, "index %s is bound nowhere", e->u.index->name->text)); return node_number(L, NAN); }
    return node_intern(L, &(Node){ .kind = N_VALUE, .nown = 1, .own = &l });
  }
  case X_ACCESS: return lower_access(L, e);
  case X_ADD: return lower_add(L, e);
  case X_MUL: return lower_scaled_product(L, e->nargs, e->arg);
  case X_POW: return e->arg[1]->kind == X_NUM && e->arg[1]->u.num.value < 0 ? lower_scaled_product(L, 1, &e) : lower_power(L, e);
  case X_CALL: return lower_call(L, e);
  case X_CMP: return lower_comparison(L, e);
  case X_IF: return node_select(L, lower_expr(L, e->arg[0]), lower_expr(L, e->arg[1]), lower_expr(L, e->arg[2]));
  case X_REDUCE: return lower_reduce(L, e);
  case X_MATRIX: return lower_matrix(L, e);
  default: break;
  }
  lower_fail(L, arena_printf(L->arena, "an open pattern variable in %s", expr_text(L->arena, e)));
  return node_number(L, NAN);
}

Node *lower_unrenamed(Lower *L, const Expr *e) { return lower_node(L, e); }

/* a power as it stands, for the callers that have looked for log-domain sums already */
Node *lower_plain(Lower *L, const Expr *e)
{
  return e->kind == X_POW ? lower_power(L, e) : lower_expr(L, e);
}

Node *lower_expr(Lower *L, const Expr *e)
{
  Node *n = map_get(&L->node_of, e);
  if (n) return n;
  bool composite = e->kind == X_ADD || e->kind == X_POW || e->kind == X_CALL || e->kind == X_REDUCE || e->kind == X_IF || e->kind == X_MATRIX;
  if (composite) n = lower_renamed(L, e);
  if (!n) n = lower_node(L, e);
  if (!n->expr && n->kind != N_ELEMENT) n->expr = e;
  map_put(L->arena, &L->node_of, e, n);
  return n;
}
