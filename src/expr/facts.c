/* facts.c: the front of facts.h: memos, activity, degree, and the one-line proofs. See facts_range.c, facts_curvature.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include <math.h>
#include <string.h>

/* ---- sets of active parameters ------------------------------------------------------------------------------------- */

static Facts *facts_make(Pool *p, FactsCommon *common, int nactive, Symbol *const *active)
{
  Facts *f = ARENA_NEW(p->arena, Facts);
  f->pool = p;
  f->common = common;
  f->nactive = nactive;
  f->active = arena_copy(p->arena, active ? (const void *)active : "", sizeof *active * (size_t)nactive);
  return f;
}

Facts *facts_new(Pool *p, int nactive, Symbol *const *active) { return facts_make(p, ARENA_NEW(p->arena, FactsCommon), nactive, active); }

Facts *facts_beside(Facts *f, int nactive, Symbol *const *active)
{
  FactsCommon *c = f->common;
  Arena *arena = f->pool->arena;
  if (nactive == 1) {
    Facts *one = map_get(&c->of_one, active[0]);
    if (!one) map_put(arena, &c->of_one, active[0], one = facts_make(f->pool, c, 1, active));
    return one;
  }
  for (int k = 0; k < c->of_several.len; k++) {
    Facts *g = c->of_several.data[k];
    if (g->nactive == nactive && !memcmp(g->active, active, sizeof *active * (size_t)nactive)) return g;
  }
  Facts *made = facts_make(f->pool, c, nactive, active);
  vec_push(arena, &c->of_several, made);
  return made;
}

Symbol *facts_placeholder(Facts *f, FactsPlace place, const char *name, Range r)
{
  enum { FIRST_ID = 1 << 28, PLACE_IDS = 1 << 20 };         /* behind all other symbols, in the order of places: as if made just now */
  FactsCommon *c = f->common;
  const Domain d = { .kind = DOMAIN_INTERVAL, .lo = r.lo, .hi = r.hi, .lo_open = r.lo_open, .hi_open = r.hi_open };
  for (Placeholder *p = c->placeholders; p; p = p->next) {
    const Domain *known = &p->symbol->domain;
    if (p->place == place && known->lo == d.lo && known->hi == d.hi && known->lo_open == d.lo_open && known->hi_open == d.hi_open &&
        !strcmp(p->symbol->name->text, name)) return p->symbol;
  }
  Placeholder *made = ARENA_NEW(f->pool->arena, Placeholder);
  *made = (Placeholder){ symbol_new(f->pool, SYM_ATOM, name_of(name), 0, NULL), place, c->placeholders };
  made->symbol->domain = d;
  made->symbol->id = FIRST_ID + (int)place * PLACE_IDS + ++c->nplaceholders;
  c->placeholders = made;
  return made->symbol;
}

void facts_open(Pool *pool, Facts *f, FactsOpening purpose, const Expr *binder, Index **fresh, const Expr **args)
{
  if (!f) {                                                /* nothing that is done again */
    expr_open(pool, binder, fresh, args);
    return;
  }
  Map *memo = &f->common->opened[purpose];
  Opened *o = map_get(memo, binder);
  int nargs = binder->kind == X_REDUCE ? 4 : binder->nargs;
  if (!o) {
    o = ARENA_NEW(f->pool->arena, Opened);
    expr_open(f->pool, binder, o->index, o->arg);
    map_put(f->pool->arena, memo, binder, o);
  }
  memcpy(fresh, o->index, binder->nbound * sizeof *fresh);
  memcpy(args, o->arg, (size_t)nargs * sizeof *args);
}

Index *facts_index(Pool *pool, Facts *f, const Index *of, int depth, const Name *name, Axis *axis)
{
  if (!f) return index_new(pool, name, axis);
  Substitute *first = map_get(&f->common->indices, of);
  for (Substitute *s = first; s; s = s->next)
    if (s->depth == depth && s->index->axis == axis && s->index->name == name) return s->index;
  Substitute *made = ARENA_NEW(f->pool->arena, Substitute);
  *made = (Substitute){ index_new(f->pool, name, axis), depth, first };
  map_put(f->pool->arena, &f->common->indices, of, made);
  return made->index;
}

void *facts_note(const Facts *f, FactsNote kind, const Expr *e) { return map_get(&f->notes[kind], e); }
void facts_set_note(Facts *f, FactsNote kind, const Expr *e, void *note) { map_put(f->pool->arena, &f->notes[kind], e, note); }

/* ---- memos ----------------------------------------------------------------------------------------------------------- */

Range facts_range(Facts *f, const Expr *e)
{
  const Range *known = map_get(&f->common->ranges, e);
  if (known) return *known;
  Range r = range_compute(f, e);
  map_put(f->pool->arena, &f->common->ranges, e, arena_copy(f->pool->arena, &r, sizeof r));
  return r;
}

bool facts_is_positive(Facts *f, const Expr *e)
{
  Range r = facts_range(f, e);
  return r.lo > 0 || (r.lo == 0 && r.lo_open);
}

bool facts_is_nonnegative(Facts *f, const Expr *e) { return facts_range(f, e).lo >= 0; }

int facts_sign(Facts *f, const Expr *e)
{
  Range r = facts_range(f, e);
  return r.lo >= 0 ? 1 : r.hi <= 0 ? -1 : 0;
}

Curvature facts_curvature(Facts *f, const Expr *e)
{
  if (!facts_is_active(f, e)) return CURV_CONSTANT;
  Map *memo = &f->curvatures[f->depth > 0];
  uintptr_t known = (uintptr_t)map_get(memo, e);
  if (!known && f->depth) known = (uintptr_t)map_get(&f->curvatures[0], e);
  if (known) return (Curvature)(known - 1);
  map_put(f->pool->arena, memo, e, (void *)((uintptr_t)CURV_UNKNOWN + 1));     /* what it sees of itself meanwhile */
  Curvature c = curvature_compute(f, e);
  map_put(f->pool->arena, memo, e, (void *)((uintptr_t)c + 1));
  return c;
}

int facts_active(const Facts *f, Symbol *const **active)
{
  *active = f->active;
  return f->nactive;
}

bool facts_is_active(Facts *f, const Expr *e)
{
  if (e->kind == X_ACCESS) for (int k = 0; k < f->nactive; k++) if (e->u.sym == f->active[k]) return true;
  if (e->nargs == 0) return false;
  uintptr_t known = (uintptr_t)map_get(&f->activity, e);
  if (known) return known == 2;
  bool any = false;
  for (int k = 0; k < e->nargs && !any; k++) any = facts_is_active(f, e->arg[k]);
  map_put(f->pool->arena, &f->activity, e, (void *)(uintptr_t)(any ? 2 : 1));
  return any;
}

/* ---- help for the other files ------------------------------------------------------------------------------------- */

bool facts_is_whole_sum(const Expr *e)
{
  return e->kind == X_REDUCE && e->op == R_SUM && e->nargs == 2 && expr_is_num(e->arg[1], 1);
}

const Expr *facts_unbind(Facts *f, const Expr *e)
{
  Index *from[64], *to[64];
  int n = 0;
  for (int k = 0; k < e->nfree && n < 64; k++) {
    if (!e->free[k]->bound) continue;
    int s = 0;
    while (s < f->common->stand_ins.len && f->common->stand_ins.data[s].bound != e->free[k]) s++;
    if (s == f->common->stand_ins.len) {
      StandIn made = { e->free[k], index_new(f->pool, e->free[k]->name, e->free[k]->axis) };
      vec_push(f->pool->arena, &f->common->stand_ins, made);
    }
    from[n] = e->free[k];
    to[n++] = f->common->stand_ins.data[s].free;
  }
  return n ? expr_rename(f->pool, e, n, from, to) : e;
}

int facts_if_extreme(Facts *f, const Expr *e)
{
  if (e->kind != X_IF || e->arg[0]->kind != X_CMP || (e->arg[0]->op != C_LT && e->arg[0]->op != C_LE)) return 0;
  const Expr *cond = facts_unbind(f, e->arg[0]), *yes = facts_unbind(f, e->arg[1]), *no = facts_unbind(f, e->arg[2]), *gain, *gap;
  double gained = expr_split_coef(f->pool, expr_sub(f->pool, yes, no), &gain);
  double met = expr_split_coef(f->pool, expr_sub(f->pool, cond->arg[1], cond->arg[0]), &gap);      /* >= 0 where yes is taken */
  if (gain == gap) return gained * met > 0 ? 1 : -1;
  return gain == expr_neg(f->pool, gap) ? (gained * met > 0 ? -1 : 1) : 0;
}

/* the factors of e, e itself if it is no product; the number in front goes into *coef */
static void factors_of(const Expr *e, List *out, double *coef)
{
  int n = e->kind == X_MUL ? e->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *x = e->kind == X_MUL ? e->arg[k] : e;
    double v;
    if (expr_number(x, &v)) *coef *= v; else list_push(out, x);
  }
}

static bool is_index(const Expr *e, const Index *i) { return e->kind == X_INDEX && e->u.index == i; }

/* M[d,e] or M[e,d] of a positive semidefinite M */
static bool is_definite_element(const Expr *x, const Index *d, const Index *e)
{
  const Expr *a, *b;
  if (x->kind == X_MATRIX && x->op == MAT_INV && x->nbound == 2) { a = x->arg[1]; b = x->arg[2]; }
  else if (x->kind == X_ACCESS) {
    const Symbol *s = x->u.sym->kind == SYM_TOUCH && x->u.sym->twin ? x->u.sym->twin : x->u.sym;
    if (s->domain.kind != DOMAIN_SPD) return false;
    int row = -1, column = -1;
    for (int k = 0; k < s->naxes; k++) if (s->domain.axes >> k & 1) { row = column; column = k; }
    if (row < 0) return false;
    a = x->arg[row]; b = x->arg[column];
  } else return false;
  return (is_index(a, d) && is_index(b, e)) || (is_index(a, e) && is_index(b, d));
}

static const Expr *product_without(Facts *f, const List *factors, int skip)
{
  List rest;
  list_init(&rest);
  for (int k = 0; k < factors->len; k++) if (k != skip) list_push(&rest, factors->data[k]);
  const Expr *e = expr_mul_n(f->pool, rest.len, rest.data);
  list_free(&rest);
  return e;
}

/* outer: what stands beside the inner sum; the canonical form is sum{d} v[d] * sum{e} M[d,e] * v[e] */
static bool inner_matches(Facts *f, const Expr *inner, Index *d, const Expr *outer, QuadForm *q)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  expr_open(f->pool, inner, open, arg);
  List factors;
  list_init(&factors);
  factors_of(arg[0], &factors, &q->coef);
  bool found = false;
  for (int k = 0; k < factors.len && !found; k++) {
    if (!is_definite_element(factors.data[k], d, open[0])) continue;
    q->matrix = factors.data[k];
    const Expr *mirrored = expr_subst_index(f->pool, outer, d, expr_index(f->pool, open[0])), *rest;
    double back = expr_split_coef(f->pool, product_without(f, &factors, k), &rest);
    double front = expr_split_coef(f->pool, mirrored, &mirrored);
    q->vector = outer;
    q->coef *= back / front;                       /* the vector carries front, so the other side misses back / front */
    found = rest == mirrored && !expr_has_free(outer, open[0]);
  }
  list_free(&factors);
  return found;
}

bool facts_quad_form(Facts *f, const Expr *e, QuadForm *q)
{
  if (!facts_is_whole_sum(e) || e->arg[0]->kind != X_MUL) return false;
  bool nested = false;
  for (int k = 0; k < e->arg[0]->nargs; k++) nested = nested || facts_is_whole_sum(e->arg[0]->arg[k]);
  if (!nested) return false;
  e = facts_unbind(f, e);
  q->coef = 1;
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  expr_open(f->pool, e, open, arg);
  List factors;
  list_init(&factors);
  factors_of(arg[0], &factors, &q->coef);
  bool found = false;
  for (int k = 0; k < factors.len && !found; k++) {
    const Expr *inner = factors.data[k];
    if (!facts_is_whole_sum(inner) || !expr_has_free(inner, open[0])) continue;
    double keep = q->coef;
    found = inner_matches(f, inner, open[0], product_without(f, &factors, k), q);
    if (!found) q->coef = keep;
  }
  list_free(&factors);
  return found;
}

/* ---- degree --------------------------------------------------------------------------------------------------------- */

static int degree(Facts *, Map *, const Expr *, const Symbol *);

static int degree_compute(Facts *f, Map *memo, const Expr *e, const Symbol *s)
{
  int d[2] = { 0, 0 }, top = 0, sum = 0;
  bool polynomial = true;
  for (int k = 0; k < e->nargs; k++) {
    int here = degree(f, memo, e->arg[k], s);
    if (here < 0) return -1;
    if (k < 2) d[k] = here;
    polynomial = polynomial && (k == 0 || here == 0);
    top = here > top ? here : top;
    sum += here;
    if (sum > 1000) return -1;
  }
  if (e->kind == X_ACCESS) return top > 0 ? -1 : e->u.sym == s;
  if (top == 0) return 0;
  switch ((ExprKind)e->kind) {
  case X_ADD: return top;
  case X_MUL: return sum;
  case X_POW: {
    double power;
    if (!expr_number(e->arg[1], &power) || power < 0 || power != floor(power) || power * d[0] > 1000) return -1;
    return (int)power * d[0];
  }
  case X_IF: return d[0] > 0 ? -1 : top;
  case X_REDUCE: {
    if (!polynomial) return -1;
    if (e->op == R_SUM) return d[0];
    int64_t size = e->u.bound[0]->axis->size;
    return e->op == R_PROD && size >= 0 && size * d[0] <= 1000 ? (int)size * d[0] : -1;
  }
  case X_MATRIX: return e->op == MAT_SOLVE && d[0] == 0 && top == d[1] && sum == d[1] ? d[1] : -1;
  default: return -1;
  }
}

static int degree(Facts *f, Map *memo, const Expr *e, const Symbol *s)
{
  if (e->nargs == 0 && e->kind != X_ACCESS) return 0;
  intptr_t known = (intptr_t)map_get(memo, e);
  if (known) return (int)(known - 2);
  int d = degree_compute(f, memo, e, s);
  map_put(f->pool->arena, memo, e, (void *)(intptr_t)(d + 2));
  return d;
}

int facts_degree(Facts *f, const Expr *e, const Symbol *s)
{
  DegreeMemo *m = f->common->degrees;
  while (m && m->sym != s) m = m->next;
  if (!m) {
    m = ARENA_NEW(f->pool->arena, DegreeMemo);
    m->sym = s;
    m->next = f->common->degrees;
    f->common->degrees = m;
  }
  return degree(f, &m->map, e, s);
}
