/* match.c: matching of patterns and filling of templates; see match.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/match.h"
#include "expr/diff.h"
#include "expr/function.h"
#include <math.h>
#include <string.h>

typedef bool (*Accept)(Bindings *, void *);

HoleBinding *bindings_hole(Bindings *b, const Name *name)
{
  for (int i = 0; i < b->nholes; i++)
    if (b->hole[i].name == name) return &b->hole[i];
  return NULL;
}

HoleBinding *bindings_set(Bindings *b, const Name *name, const Expr *value)
{
  HoleBinding *h = bindings_hole(b, name);
  if (!h) {
    if (b->nholes == MATCH_MAX_HOLES) return NULL;
    h = &b->hole[b->nholes++];
    memset(h, 0, sizeof *h);
    h->name = name;
  }
  h->value = value;
  return h;
}

static AxisBinding *axis_binding(Bindings *b, const Axis *pattern)
{
  for (int i = 0; i < b->naxes; i++)
    if (b->axis[i].pattern == pattern) return &b->axis[i];
  return NULL;
}

static const Expr *mapped(const Bindings *b, const Index *from)
{
  for (int i = b->nmap - 1; i >= 0; i--)
    if (b->from[i] == from) return b->to[i];
  return NULL;
}

/* all that an index stands for, in order: one expression, or several where its axis stands for several */
static int mapped_all(const Bindings *b, const Index *from, const Expr **to)
{
  int n = 0;
  for (int i = 0; i < b->nmap && n < ARRAY_MAX_AXES; i++)
    if (b->from[i] == from) to[n++] = b->to[i];
  return n;
}

void bindings_map(Bindings *b, Index *from, const Expr *to)
{
  b->from[b->nmap] = from;
  b->to[b->nmap++] = to;
}

/* ---- f(u): the subexpressions through which alone the target depends on the active parameters ----------------------- */

static bool is_binder(const Expr *e) { return e->kind == X_REDUCE || e->kind == X_MATRIX; }

/* The frontier holds the nodes that carry the dependence; its youngest node (never a child of another) is opened until one
 * node is left. Binders and accesses are not opened: what is inside a binder is not one number. */
static const Expr *next_dominator(Bindings *b, const Expr *from)
{
  enum { MOST = 64 };
  const Expr *front[MOST];
  int n = 0;
  front[n++] = from;
  bool first = true;
  while (first || n > 1) {
    int youngest = 0;
    for (int i = 1; i < n; i++)
      if (front[i]->id > front[youngest]->id) youngest = i;
    const Expr *open = front[youngest];
    if (is_binder(open) || open->kind == X_ACCESS || open->kind == X_HOLE) return NULL;
    front[youngest] = front[--n];
    for (int a = 0; a < open->nargs; a++) {
      const Expr *child = open->arg[a];
      bool seen = false;
      if (!child || !facts_is_active(b->facts, child)) continue;
      for (int i = 0; i < n; i++) seen |= front[i] == child;
      if (!seen) {
        if (n == MOST) return NULL;
        front[n++] = child;
      }
    }
    if (n == 0) return NULL;
    first = false;
  }
  return front[0];
}

typedef struct { const Expr *from, *to; } Replacement;
static const Expr *replace_node(Pool *p, const Expr *e, void *context)
{
  const Replacement *r = context;
  (void)p;
  return e == r->from ? r->to : e;
}

static bool match_application(Bindings *b, const Expr *pattern, const Expr *target, Accept accept, void *context)
{
  const Expr *inner = pattern->arg[0];                     /* the u of f(u) */
  if (!facts_is_active(b->facts, target)) return false;
  Bindings saved = *b;
  for (const Expr *u = next_dominator(b, target); u; u = next_dominator(b, u)) {
    Symbol *t = symbol_new(b->pool, SYM_ATOM, name_of("t"), 0, NULL);
    Range range = facts_range(b->facts, u);
    t->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = range.lo, .hi = range.hi, .lo_open = range.lo_open, .hi_open = range.hi_open };
    Replacement r = { u, expr_access(b->pool, t, NULL) };
    const Expr *f = expr_map(b->pool, target, replace_node, &r);
    HoleBinding *h = bindings_set(b, pattern->u.name, f);
    if (h) {
      h->variable = t;
      if (match(b, inner, u, NULL, NULL) && (!accept || accept(b, context))) return true;
    }
    *b = saved;
  }
  return false;
}

/* ---- structural matching ---------------------------------------------------------------------------------------------- */

static bool match_args(Bindings *b, const Expr *pattern, const Expr *target)
{
  if (pattern->nargs != target->nargs) return false;
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *p = pattern->arg[i], *t = target->arg[i];
    if (!p != !t) return false;
    if (p && !match(b, p, t, NULL, NULL)) return false;
  }
  return true;
}

static const Expr *rest_of(Bindings *b, const Expr *like, const Expr *const *arg, const bool *used, int n)
{
  const Expr *left[64];
  int m = 0;
  for (int i = 0; i < n; i++)
    if (!used[i]) left[m++] = arg[i];
  if (m == 0) return NULL;
  return like->kind == X_ADD ? expr_add_n(b->pool, m, left) : expr_mul_n(b->pool, m, left);
}

static bool is_plain_hole(const Expr *e) { return e->kind == X_HOLE && e->nargs == 0; }

/* the pattern's arguments that are no plain holes each take one of the target's; plain holes one each, the last the rest */
static bool match_commutative(Bindings *b, const Expr *pattern, int at, const Expr *target, bool *used)
{
  if (at == pattern->nargs) {
    for (int i = 0; i < target->nargs; i++)
      if (!used[i]) return false;
    return true;
  }
  const Expr *p = pattern->arg[at];
  Bindings saved = *b;
  if (is_plain_hole(p) && at == pattern->nargs - 1) {
    const Expr *rest = rest_of(b, pattern, target->arg, used, target->nargs);
    return rest && match(b, p, rest, NULL, NULL);
  }
  for (int i = 0; i < target->nargs; i++) {
    if (used[i]) continue;
    used[i] = true;
    if (match(b, p, target->arg[i], NULL, NULL) && match_commutative(b, pattern, at + 1, target, used)) return true;
    used[i] = false;
    *b = saved;
  }
  return false;
}

/* the body with the binder's condition in it: what is left out adds 0 to a sum and is never the least */
static const Expr *under_condition(Pool *p, ReduceOp op, const Expr *body, const Expr *cond)
{
  if (!cond || expr_is_num(cond, 1)) return body;
  if (op == R_SUM) return expr_mul(p, cond, body);
  return expr_if(p, cond, body, expr_num(p, op == R_PROD ? 1 : op == R_MAX || op == R_ARGMAX ? -INFINITY : INFINITY));
}

static bool match_binder(Bindings *b, const Expr *pattern, const Expr *target)
{
  if (target->kind == X_REDUCE && target->op == pattern->op) {
    Index *pi[1], *ti[1];
    const Expr *pa[4], *ta[4];
    expr_open(b->pool, pattern, pi, pa);
    expr_open(b->pool, target, ti, ta);
    AxisBinding *known = axis_binding(b, pi[0]->axis);
    if (known && (known->npieces || known->ntargets != 1 || known->target[0] != ti[0]->axis)) return false;
    if (!known) {
      if (b->naxes == MATCH_MAX_AXES) return false;
      b->axis[b->naxes++] = (AxisBinding){ .pattern = pi[0]->axis, .ntargets = 1, .target = { ti[0]->axis },
                                           .hint = { target->hint ? target->hint[0] : NULL }, .lo = ta[2], .hi = ta[3] };
    }
    bindings_map(b, pi[0], expr_index(b->pool, ti[0]));
    bool ok = match(b, pa[0], under_condition(b->pool, (ReduceOp)target->op, ta[0], ta[1]), NULL, NULL);
    b->nmap--;
    return ok;
  }
  if (pattern->op == R_SUM && target->kind == X_ADD && target->nargs <= MATCH_MAX_PIECES) {
    Index *pi[1];
    const Expr *pa[4];
    expr_open(b->pool, pattern, pi, pa);
    if (axis_binding(b, pi[0]->axis) || b->naxes == MATCH_MAX_AXES) return false;
    if (pa[0]->kind != X_HOLE || pa[0]->nargs != 1) return false;
    HoleBinding *h = bindings_set(b, pa[0]->u.name, NULL);
    if (!h) return false;
    b->axis[b->naxes++] = (AxisBinding){ .pattern = pi[0]->axis, .npieces = target->nargs };
    h->nargs = 1;
    h->arg[0] = pi[0];
    h->npieces = target->nargs;
    memcpy(h->piece, target->arg, (size_t)target->nargs * sizeof *h->piece);
    return true;
  }
  return false;
}

/* a hole with index arguments: bound on first sight to the body, with the target's indices as its arguments */
static bool match_indexed_hole(Bindings *b, const Expr *pattern, const Expr *target)
{
  HoleBinding *h = bindings_hole(b, pattern->u.name);
  Index *at[ARRAY_MAX_AXES];
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *to = mapped(b, pattern->arg[i]->u.index);
    if (!to || to->kind != X_INDEX) return false;
    at[i] = to->u.index;
  }
  if (h) {
    if (h->npieces || h->nargs != pattern->nargs) return false;
    const Expr *to[ARRAY_MAX_AXES];
    for (int i = 0; i < h->nargs; i++) to[i] = expr_index(b->pool, at[i]);
    return expr_subst_indices(b->pool, h->value, h->nargs, h->arg, to) == target;
  }
  h = bindings_set(b, pattern->u.name, target);
  if (!h) return false;
  h->nargs = pattern->nargs;
  memcpy(h->arg, at, (size_t)pattern->nargs * sizeof *at);
  return true;
}

static bool mentions_pattern_index(const Bindings *b, const Expr *target)
{
  for (int i = 0; i < b->nmap; i++)
    if (b->to[i]->kind == X_INDEX && expr_has_free(target, b->to[i]->u.index)) return true;
  return false;
}

bool match(Bindings *b, const Expr *pattern, const Expr *target, Accept accept, void *context)
{
  if (pattern->kind == X_HOLE) {
    if (pattern->nargs == 0) {
      HoleBinding *h = bindings_hole(b, pattern->u.name);
      if (h) return h->value == target;
      if (mentions_pattern_index(b, target)) return false;
      return bindings_set(b, pattern->u.name, target) != NULL;
    }
    for (int i = 0; i < pattern->nargs; i++)
      if (pattern->arg[i]->kind != X_INDEX) return pattern->nargs == 1 && match_application(b, pattern, target, accept, context);
    return match_indexed_hole(b, pattern, target);
  }
  bool ok;
  switch ((ExprKind)pattern->kind) {
    case X_NUM: return pattern == target;
    case X_INDEX: {
      const Expr *to = mapped(b, pattern->u.index);
      return to ? to == target : pattern == target;
    }
    case X_REDUCE: ok = match_binder(b, pattern, target); break;
    case X_ADD: case X_MUL:
      if (target->kind != pattern->kind || target->nargs > 64) return false;
      ok = match_commutative(b, pattern, 0, target, (bool[64]){ false });
      break;
    case X_CALL: ok = target->kind == X_CALL && target->u.fn == pattern->u.fn && match_args(b, pattern, target); break;
    case X_POW: case X_IF: ok = target->kind == pattern->kind && match_args(b, pattern, target); break;
    case X_CMP: ok = target->kind == X_CMP && target->op == pattern->op && match_args(b, pattern, target); break;
    default: ok = pattern == target; break;
  }
  return ok && (!accept || accept(b, context));
}

/* ---- filling a template ------------------------------------------------------------------------------------------------ */

static const Expr *fill_derivative(Bindings *b, const Expr *t, int order)
{
  const Expr *call = t->arg[0];                            /* f(u) */
  HoleBinding *f = call->kind == X_HOLE ? bindings_hole(b, call->u.name) : NULL;
  if (!f || !f->variable) return NULL;
  const Expr *d = f->value;
  const char *why;
  for (int i = 0; d && i < order; i++) d = expr_diff(b->pool, d, f->variable, NULL, &why);
  const Expr *u = instantiate(b, t->arg[1]);
  return d && u ? expr_subst_access(b->pool, d, f->variable, NULL, u) : NULL;
}

/* the greatest second derivative of f, a bound proved in the function's block: f is c * h(u) or h(u) */
static const Expr *fill_curvature(Bindings *b, const Expr *t)
{
  HoleBinding *f = bindings_hole(b, t->arg[0]->u.name);
  const Expr *rest;
  if (!f || !f->variable) return NULL;
  double c = expr_split_coef(b->pool, f->value, &rest);
  if (rest->kind != X_CALL || rest->nargs != 1 || rest->arg[0]->kind != X_ACCESS) return NULL;
  double bound = c > 0 ? c * rest->u.fn->curvature_hi : c * rest->u.fn->curvature_lo;
  return isfinite(bound) ? expr_num(b->pool, bound) : NULL;
}

/* the bound expression with the template's index arguments in it */
static const Expr *fill_indexed(Bindings *b, const HoleBinding *h, const Expr *t)
{
  const Expr *to[2 * ARRAY_MAX_AXES];
  int n = 0;
  if (h->nargs == 0) return h->value;
  for (int i = 0; i < t->nargs && n < ARRAY_MAX_AXES; i++) {
    const Expr *e = t->arg[i];
    int m = e->kind == X_INDEX ? mapped_all(b, e->u.index, to + n) : 0;
    if (m) n += m;
    else if (!(to[n++] = instantiate(b, e))) return NULL;
  }
  return n == h->nargs ? expr_subst_indices(b->pool, h->value, h->nargs, h->arg, to) : NULL;
}

static void map_fresh(Bindings *b, Index *from, const AxisBinding *axis, Index **fresh)
{
  for (int i = 0; i < axis->ntargets; i++) {
    fresh[i] = index_new(b->pool, axis->hint[i] ? axis->hint[i] : axis->target[i]->name, axis->target[i]);
    bindings_map(b, from, expr_index(b->pool, fresh[i]));
  }
}

/* solve(A, g)[j]: element j of inv(A) g, where A[j, l] and g[j] are bound over the axes that j's axis stands for */
static const Expr *fill_solve(Bindings *b, const Expr *t)
{
  HoleBinding *A = bindings_hole(b, t->arg[0]->u.name), *g = bindings_hole(b, t->arg[1]->u.name);
  const Expr *element[ARRAY_MAX_AXES], *at[2 * ARRAY_MAX_AXES];
  Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  if (!A || !g || t->arg[2]->kind != X_INDEX) return NULL;
  AxisBinding *axis = axis_binding(b, t->arg[2]->u.index->axis);
  int m = mapped_all(b, t->arg[2]->u.index, element);
  if (!axis || m != axis->ntargets || A->nargs != 2 * m || (g->nargs != m && g->nargs != 0)) return NULL;
  map_fresh(b, NULL, axis, row);
  map_fresh(b, NULL, axis, col);
  b->nmap -= 2 * m;
  for (int i = 0; i < m; i++) {
    at[i] = expr_index(b->pool, row[i]);
    at[m + i] = expr_index(b->pool, col[i]);
  }
  const Expr *matrix = expr_subst_indices(b->pool, A->value, 2 * m, A->arg, at), *rhs = g->value;
  if (g->nargs) rhs = expr_subst_indices(b->pool, rhs, m, g->arg, at);
  return expr_matrix(b->pool, MAT_SOLVE, m, row, col, matrix, rhs, element);
}

/* inverse(A)[d, e], polar_factor(A)[d, e]; A is bound over the two axes of a matrix */
static const Expr *fill_matrix(Bindings *b, const Expr *t, MatrixOp op)
{
  HoleBinding *A = bindings_hole(b, t->arg[0]->u.name);
  const Expr *element[2];
  if (!A || A->nargs != 2 || !(element[0] = instantiate(b, t->arg[1])) || !(element[1] = instantiate(b, t->arg[2]))) return NULL;
  Index *row = index_new(b->pool, A->arg[0]->name, A->arg[0]->axis), *col = index_new(b->pool, A->arg[1]->name, A->arg[1]->axis);
  const Expr *at[2] = { expr_index(b->pool, row), expr_index(b->pool, col) };
  return expr_matrix(b->pool, op, 1, &row, &col, expr_subst_indices(b->pool, A->value, 2, A->arg, at), NULL, element);
}

/* radius(v[d]): of the ball that holds v */
static const Expr *fill_radius(Bindings *b, const Expr *t)
{
  const Expr *v = instantiate(b, t->arg[0]);
  return v && v->kind == X_ACCESS && v->u.sym->domain.kind == DOMAIN_BALL ? expr_num(b->pool, v->u.sym->domain.hi) : NULL;
}

static const Expr *fill_hole(Bindings *b, const Expr *t)
{
  const char *word = t->u.name->text;
  HoleBinding *h = bindings_hole(b, t->u.name);
  if (!h) {
    if (!strcmp(word, "touch") && t->nargs == 1) {
      const Expr *e = instantiate(b, t->arg[0]);
      return e ? expr_touch(b->pool, e) : NULL;
    }
    if (!strcmp(word, "solve") && t->nargs == 3) return fill_solve(b, t);
    if (!strcmp(word, "inverse") && t->nargs == 3) return fill_matrix(b, t, MAT_INV);
    if (!strcmp(word, "polar_factor") && t->nargs == 3) return fill_matrix(b, t, MAT_POLAR);
    if (!strcmp(word, "radius") && t->nargs == 1) return fill_radius(b, t);
    if (!strcmp(word, "slope") && t->nargs == 2) return fill_derivative(b, t, 1);
    if (!strcmp(word, "curve") && t->nargs == 2) return fill_derivative(b, t, 2);
    if (!strcmp(word, "curvature") && t->nargs == 1) return fill_curvature(b, t);
    return NULL;
  }
  if (h->variable) {                                       /* f(e) */
    const Expr *e = instantiate(b, t->arg[0]);
    return e ? expr_subst_access(b->pool, h->value, h->variable, NULL, e) : NULL;
  }
  if (h->npieces) return h->piece[b->piece];
  return fill_indexed(b, h, t);
}

static const Expr *fill_binder(Bindings *b, const Expr *t)
{
  Index *pi[1];
  const Expr *pa[4];
  expr_open(b->pool, t, pi, pa);
  AxisBinding *axis = axis_binding(b, pi[0]->axis);
  if (!axis) return NULL;
  if (axis->npieces) {
    if (t->op != R_SUM) return NULL;
    const Expr *term[MATCH_MAX_PIECES];
    int outer = b->piece;
    for (int i = 0; i < axis->npieces; i++) {
      b->piece = i;
      if (!(term[i] = instantiate(b, pa[0]))) return NULL;
    }
    b->piece = outer;
    return expr_add_n(b->pool, axis->npieces, term);
  }
  Index *fresh[ARRAY_MAX_AXES];
  if ((t->op == R_ARGMIN || t->op == R_ARGMAX) && axis->ntargets != 1) return NULL;      /* several axes have no one place */
  map_fresh(b, pi[0], axis, fresh);
  const Expr *body = instantiate(b, pa[0]);
  b->nmap -= axis->ntargets;
  for (int i = axis->ntargets - 1; body && i >= 0; i--)
    body = expr_reduce(b->pool, (ReduceOp)t->op, fresh[i], body, NULL, axis->lo, axis->hi);
  return body;
}

const Expr *instantiate(Bindings *b, const Expr *t)
{
  if (t->kind == X_HOLE) return fill_hole(b, t);
  if (t->kind == X_INDEX) {
    const Expr *to = mapped(b, t->u.index);
    return to ? to : t;
  }
  if (t->kind == X_AXIS) {                                 /* its size: that of all axes that it stands for */
    AxisBinding *axis = axis_binding(b, t->u.axis);
    const Expr *size = axis && axis->npieces ? expr_num(b->pool, axis->npieces) : t;
    for (int i = 0; axis && i < axis->ntargets; i++)
      size = i ? expr_mul(b->pool, size, expr_axis(b->pool, axis->target[i])) : expr_axis(b->pool, axis->target[i]);
    return size;
  }
  if (t->nargs == 0 && t->kind != X_ACCESS) return t;
  if (t->kind == X_REDUCE) return fill_binder(b, t);
  if (t->kind == X_ACCESS && t->u.sym->kind == SYM_ATOM && bindings_hole(b, t->u.sym->name))   /* a row's unknown */
    return fill_indexed(b, bindings_hole(b, t->u.sym->name), t);
  const Expr *arg[64];
  if (t->nargs > 64 || t->kind == X_MATRIX) return NULL;
  for (int i = 0; i < t->nargs; i++)
    if (!(arg[i] = instantiate(b, t->arg[i]))) return NULL;
  switch ((ExprKind)t->kind) {
    case X_ADD: return expr_add_n(b->pool, t->nargs, arg);
    case X_MUL: return expr_mul_n(b->pool, t->nargs, arg);
    case X_POW: return expr_pow(b->pool, arg[0], arg[1]);
    case X_CALL: return expr_call(b->pool, t->u.fn, t->nargs, arg);
    case X_CMP: return expr_cmp(b->pool, (CmpOp)t->op, arg[0], arg[1]);
    case X_IF: return expr_if(b->pool, arg[0], arg[1], arg[2]);
    case X_ACCESS: return expr_access(b->pool, t->u.sym, arg);
    default: return t;
  }
}
