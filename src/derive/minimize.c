/* minimize.c: look-up by (domain, atoms, signs); see minimize.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/minimize.h"
#include "derive/conditions.h"
#include "derive/substitute.h"
#include "expr/diff.h"
#include <math.h>
#include <string.h>

enum { ROW_TERMS = 12 };                  /* most terms of a row */

typedef struct Lookup {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  const Collected *c;
  const Name *const *use_rule;                    /* rows tried before all others */
  Block *block;
  int ncoupled; int coupled[ARRAY_MAX_AXES];      /* positions of the axes that one slice ranges over */
  const Expr *slack;                              /* what a relaxation adds to the surrogate */
  const Minimizer *nearest; const char *failed;   /* the first row that had the atoms but not the conditions */
} Lookup;

/* ---- does the domain of a row serve this parameter? --------------------------------------------------------------------------- */

static bool ends_closed(const Domain *d) { return (d->lo == -INFINITY || !d->lo_open) && (d->hi == INFINITY || !d->hi_open); }

Serves domain_serves(const Minimizer *row, const Symbol *param)
{
  const Domain *r = &row->domain, *p = &param->domain;
  if (domain_is_floored(r) != domain_is_floored(p)) return SERVES_NOT;
  if (r->kind == DOMAIN_SPD) return p->kind == DOMAIN_SPD && p->shape == r->shape ? SERVES : SERVES_NOT;
  bool between = p->lo >= r->lo && p->hi <= r->hi;
  if (r->kind == DOMAIN_ORDERED) return p->kind == r->kind && between && (isfinite(r->lo) || isfinite(r->hi) || ends_closed(p)) ? SERVES : SERVES_NOT;
  if (r->kind == DOMAIN_INTERVAL && row->naxes) return p->kind == r->kind && ends_closed(p) ? SERVES : SERVES_NOT;      /* it asks for the ends itself */
  if (r->kind != DOMAIN_REAL && r->kind != DOMAIN_INTERVAL) return p->kind == r->kind ? SERVES : SERVES_NOT;
  if (r->kind == DOMAIN_INTERVAL && p->kind == DOMAIN_INTERVAL &&   /* a row whose answer may be an end serves no domain without it */
      ((isfinite(r->lo) && !r->lo_open && p->lo == r->lo && p->lo_open) || (isfinite(r->hi) && !r->hi_open && p->hi == r->hi && p->hi_open)))
    return SERVES_NOT;
  if (p->kind == r->kind && (r->kind == DOMAIN_REAL || (p->lo == r->lo && p->hi == r->hi))) return SERVES;
  if (p->kind != DOMAIN_INTERVAL || row->naxes || !ends_closed(p)) return SERVES_NOT;
  if (r->kind == DOMAIN_REAL) return SERVES_CLIPPED;      /* a scalar, unimodal surrogate: the clipped minimiser (K-CLIP) */
  return between ? SERVES_CLIPPED : SERVES_NOT;
}

/* ---- coefficients become statistics ------------------------------------------------------------------------------------------------ */

/* all that a coefficient may be indexed by; how many */
static int stat_indices(const Lookup *l, Index **at)
{
  int n = 0;
  for (int a = 0; a < l->c->param->naxes; a++) at[n++] = l->c->own[a];
  for (int a = 0; a < l->c->param->naxes && l->c->quadratic; a++)
    if (l->c->dense >> a & 1) at[n++] = l->c->other[a];
  if (l->c->label) at[n++] = l->c->label;
  return n;
}

/* an access of a new statistic stat[own…] := value over those of the indices that occur in it; numbers stay numbers */
static const Expr *statistic(Lookup *l, const char *stem, const Expr *value, const Expr *atom)
{
  Arena *arena = pool_arena(l->pool);
  double number;
  if (expr_number(value, &number)) return value;
  Index *all[2 * ARRAY_MAX_AXES + 1], *own[ARRAY_MAX_AXES];
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = 0, nall = stat_indices(l, all);
  for (int i = 0; i < nall; i++)
    if (expr_has_free(value, all[i]) && n < ARRAY_MAX_AXES) {
      own[n] = all[i];
      axis[n] = all[i]->axis;
      at[n++] = expr_index(l->pool, all[i]);
    }
  for (int i = 0; i < l->block->coefs.len; i++)             /* the same coefficient at two atoms */
    if (l->block->coefs.data[i].stat->def == value) return expr_access(l->pool, l->block->coefs.data[i].stat, at);
  Symbol *s = symbol_new(l->pool, SYM_STAT, name_of(arena_printf(arena, "%s_%s", stem, l->c->param->name->text)), n, axis);
  memcpy(s->own, own, sizeof own);
  s->def = value;
  Coefficient k = { s, atom, stem };
  vec_push(arena, &l->block->coefs, k);
  return expr_access(l->pool, s, at);
}

/* ---- one row ---------------------------------------------------------------------------------------------------------------------------- */

static const Expr *times(Lookup *l, double factor, const Expr *e) { return expr_mul(l->pool, expr_num(l->pool, factor), e); }

static bool bind_hole(Lookup *l, Bindings *b, const RowTerm *t, const Expr *value, int nargs, Index *const *arg)
{
  const char *stem = t->hole->text;
  HoleBinding *known = bindings_hole(b, t->hole);
  value = value ? statistic(l, stem, value, t->atom) : expr_num(l->pool, 0);
  if (known) return known->value == value;
  HoleBinding *h = bindings_set(b, t->hole, value);
  if (!h) return false;
  const FixedCoefficient fixed = { stem, value };
  if (value->kind == X_NUM) vec_push(pool_arena(l->pool), &l->block->fixed, fixed);
  for (int i = 0; i < nargs; i++)
    if (expr_has_free(value, arg[i])) h->nargs = nargs;     /* else one number for the whole slice */
  memcpy(h->arg, arg, (size_t)nargs * sizeof *arg);
  return true;
}

/* the atoms that the terms of a row stand for; NULL: the block lacks it, its coefficient is 0 */
typedef struct Assignment { const Atom *of[ROW_TERMS]; } Assignment;

static bool is_open(const RowTerm *t) { return t->form == ATOM_SCALAR && t->atom->has_hole; }

static const Expr *first_hole(const Expr *e)
{
  const Expr *found = e->kind == X_HOLE ? e : NULL;
  for (int i = 0; i < e->nargs && !found; i++) found = first_hole(e->arg[i]);
  return found;
}

/* x^p and exp(k * x): the numbers of this block's atom are bound to p and k; x itself is x^1 */
static bool match_open(Lookup *l, Bindings *b, const RowTerm *t, const Atom *a)
{
  const Expr *hole = first_hole(t->atom);
  Bindings one = *b;
  if (a->form != ATOM_SCALAR) return false;
  if ((bindings_hole(b, hole->u.name) || bindings_set(&one, hole->u.name, expr_num(l->pool, 1))) && instantiate(&one, t->atom) == a->key) {
    *b = one;
    return true;
  }
  return match(b, t->atom, a->key, NULL, NULL);
}

static bool is_taken(const Assignment *as, const Atom *a)
{
  for (int k = 0; k < ROW_TERMS; k++)
    if (as->of[k] == a) return true;
  return false;
}

/* atoms with a name of their own; false: one of the block's atoms is in no term */
static bool assign_named(const Lookup *l, const Minimizer *row, Assignment *as)
{
  bool quadratic = false, open = false;
  for (int k = 0; k < row->terms.len; k++) {
    const RowTerm *t = &row->terms.data[k];
    as->of[k] = NULL;
    quadratic |= t->form == ATOM_QUADRATIC;
    open |= is_open(t);
    for (int i = 0; i < l->c->atoms.len && !is_open(t); i++)
      if (l->c->atoms.data[i].form == t->form && l->c->atoms.data[i].key == t->atom) as->of[k] = &l->c->atoms.data[i];
  }
  for (int i = 0; i < l->c->atoms.len; i++)
    if (!open && !is_taken(as, &l->c->atoms.data[i])) return false;
  return quadratic == l->c->quadratic;
}

/* the holes of the row: coefficients of the block over the slice's indices; 0 where the block lacks the atom */
static bool bind_row(Lookup *l, Bindings *b, const Minimizer *row, const Assignment *as)
{
  Index *slice[2 * ARRAY_MAX_AXES];
  int n = 0;
  for (int i = 0; i < l->ncoupled; i++) slice[n++] = l->c->own[l->coupled[i]];
  for (int i = 0; i < l->ncoupled && l->c->quadratic; i++) slice[n++] = l->c->other[l->coupled[i]];
  if (l->c->label) slice[n] = l->c->label;
  for (int k = 0; k < row->terms.len; k++) {
    const RowTerm *t = &row->terms.data[k];
    const Atom *a = as->of[k];
    const Expr *value = a ? times(l, 1 / t->multiple, a->coef) : NULL;
    int nargs = t->form == ATOM_LOGDET ? 0 : t->form == ATOM_QUADRATIC ? 2 * l->ncoupled : l->ncoupled;
    if (t->form == ATOM_LABEL) nargs = 1;
    if (t->form == ATOM_FUNCTION) {
      HoleBinding *h = value ? bindings_set(b, t->hole, value) : NULL;
      if (!h) return false;
      h->variable = l->c->entry;
      const FixedCoefficient shown = { t->hole->text, value };
      vec_push(pool_arena(l->pool), &l->block->fixed, shown);
      continue;
    }
    if (t->form == ATOM_QUADRATIC) value = times(l, 0.5 / t->multiple, l->c->H);
    if (l->c->quadratic && t->form == ATOM_SCALAR && t->atom == expr_access(l->pool, l->rules->variable, NULL))
      value = times(l, 1 / t->multiple, a ? expr_add(l->pool, a->coef, l->c->g) : l->c->g);
    if (!bind_hole(l, b, t, value, nargs, slice)) return false;
  }
  return true;
}

static void bind_axes(Lookup *l, Bindings *b, const Minimizer *row)
{
  if (l->c->label) {
    b->axis[b->naxes++] = (AxisBinding){ .pattern = row->domain.labels, .ntargets = 1, .target = { l->c->label->axis }, .hint = { l->c->label->name } };
  } else if (row->naxes == 1) {                                  /* one pattern axis for all coupled axes together */
    AxisBinding *x = &b->axis[b->naxes++];
    *x = (AxisBinding){ .pattern = row->axis[0], .ntargets = l->ncoupled };
    for (int i = 0; i < l->ncoupled; i++) {
      x->target[i] = l->c->param->axis[l->coupled[i]];
      x->hint[i] = l->c->own[l->coupled[i]]->name;
      bindings_map(b, row->own[0], expr_index(l->pool, l->c->own[l->coupled[i]]));
    }
  } else if (row->naxes == 2) {                           /* a matrix: the pair */
    b->axis[b->naxes++] = (AxisBinding){ .pattern = row->axis[0], .ntargets = 1, .target = { l->c->param->axis[l->coupled[0]] },
                                         .hint = { l->c->own[l->coupled[0]]->name } };
    if (row->axis[1] != row->axis[0])
      b->axis[b->naxes++] = (AxisBinding){ .pattern = row->axis[1], .ntargets = 1, .target = { l->c->param->axis[l->coupled[1]] },
                                           .hint = { l->c->own[l->coupled[1]]->name } };
    for (int i = 0; i < 2; i++) bindings_map(b, row->own[i], expr_index(l->pool, l->c->own[l->coupled[i]]));
  }
}

static const Expr *param_access(Lookup *l)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < l->c->param->naxes; a++) at[a] = expr_index(l->pool, l->c->own[a]);
  return expr_access(l->pool, l->c->param, at);
}

static const Expr *clipped(Lookup *l, const Expr *value)
{
  const Domain *d = &l->c->param->domain;
  const Expr *lo = expr_num(l->pool, d->lo), *hi = expr_num(l->pool, d->hi);
  if (isfinite(d->lo)) value = expr_if(l->pool, expr_cmp(l->pool, C_LT, value, lo), lo, value);
  if (isfinite(d->hi)) value = expr_if(l->pool, expr_cmp(l->pool, C_LT, hi, value), hi, value);
  return value;
}

/* A minimiser that is cut off at an end of the domain is one, also where the row alone has none */
static const Expr *bounded_by_domain(Lookup *l, const Expr *bounded, const Expr *value)
{
  const Domain *d = &l->c->param->domain;
  const Expr *one = expr_num(l->pool, 1), *lo = expr_num(l->pool, d->lo), *hi = expr_num(l->pool, d->hi);
  if (isfinite(d->lo)) bounded = expr_if(l->pool, expr_cmp(l->pool, C_LT, value, lo), one, bounded);
  if (isfinite(d->hi)) bounded = expr_if(l->pool, expr_cmp(l->pool, C_LT, hi, value), one, bounded);
  return bounded;
}

/* let c[k] = …, B[j, l] = …: over the slice, or over pairs of its entries */
static bool bind_let(Lookup *l, Bindings *b, const Minimizer *row, const RuleLet *let)
{
  int outer = b->nmap, n = 0;
  Index *at[2 * ARRAY_MAX_AXES];
  for (int k = 0; k < let->nargs; k++)
    for (int j = 0; j < l->ncoupled && n < 2 * ARRAY_MAX_AXES; j++) {
      Index *own = l->c->own[l->coupled[j]];
      at[n] = k == 0 || row->naxes == 2 ? own : index_new(l->pool, own->name, own->axis);
      if (row->naxes == 2 && j != k) continue;              /* a matrix: one index each */
      if (let->arg[k] != row->own[row->naxes == 2 ? k : 0]) bindings_map(b, let->arg[k], expr_index(l->pool, at[n]));
      n++;
    }
  const Expr *value = instantiate(b, let->value);
  b->nmap = outer;
  HoleBinding *bound = value && n <= ARRAY_MAX_AXES ? bindings_set(b, let->name, value) : NULL;
  if (!bound) return false;
  bound->nargs = n;
  memcpy(bound->arg, at, (size_t)n * sizeof *at);
  return true;
}

/* the number t that a row searches for each slice: known to the expressions that follow as a hole of the rule */
static bool declare_root(Lookup *l, Bindings *b, const Minimizer *row)
{
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  unsigned coupled = 0;
  int n = 0;
  for (int i = 0; i < l->ncoupled; i++) coupled |= 1u << l->coupled[i];
  for (int a = 0; a < l->c->param->naxes; a++) {
    if (coupled >> a & 1) continue;
    axis[n] = l->c->param->axis[a];
    l->block->root_own[n] = l->c->own[a];
    at[n++] = expr_index(l->pool, l->c->own[a]);
  }
  l->block->root = symbol_new(l->pool, SYM_STAT, name_of(arena_printf(pool_arena(l->pool), "%s_%s", row->root->text, l->c->param->name->text)), n, axis);
  return bindings_set(b, row->root, expr_access(l->pool, l->block->root, at)) != NULL;
}

static bool fill_root(Lookup *l, Bindings *b, const Minimizer *row)
{
  Block *block = l->block;
  const Expr *t = bindings_hole(b, row->root)->value;
  const char *why;
  block->equation = instantiate(b, row->equation);
  block->root_lo = instantiate(b, row->root_lo);
  block->root_hi = instantiate(b, row->root_hi);
  if (!block->equation || !block->root_lo || !block->root_hi) return false;
  Symbol *one = symbol_new(l->pool, SYM_ATOM, row->root, 0, NULL);
  const Expr *of_one = expr_subst_access(l->pool, block->equation, block->root, block->root_own, expr_access(l->pool, one, NULL));
  const Expr *slope = expr_diff(l->pool, of_one, one, NULL, &why);
  block->equation_slope = slope && !expr_is_num(slope, 0) ? expr_subst_access(l->pool, slope, one, NULL, t) : NULL;
  return true;
}

/* b holds the numbers of open atoms */
static bool fill_row(Lookup *l, const Minimizer *row, const Assignment *as, Bindings b)
{
  const Expr *old = param_access(l), *needs = NULL, *bounded = NULL, *attained = NULL;
  int numbers = b.nholes;
  ++*l->rules->tries;
  HoleBinding *h = bindings_set(&b, row->unknown->name, old);
  if (!h) return false;
  h->nargs = l->ncoupled;
  for (int i = 0; i < l->ncoupled; i++) h->arg[i] = l->c->own[l->coupled[i]];
  l->block->coefs.len = l->block->fixed.len = l->block->proofs.len = 0;
  for (int i = 0; i < numbers; i++) {                      /* a number for each entry is a statistic */
    const Expr *number = b.hole[i].value = statistic(l, b.hole[i].name->text, b.hole[i].value, NULL);
    const FixedCoefficient fixed = { b.hole[i].name->text, number };
    if (number->kind == X_NUM) vec_push(pool_arena(l->pool), &l->block->fixed, fixed);
  }
  if (!bind_row(l, &b, row, as)) return false;
  Proofs proofs = { 0 };
  bind_axes(l, &b, row);
  const char *failed = NULL;
  if (!conditions_hold(&b, row->where, &proofs, &failed)) {
    if (!l->nearest) { l->nearest = row; l->failed = failed; }
    return false;
  }
  l->block->root = NULL;
  if (row->root && !declare_root(l, &b, row)) return false;
  for (int i = 0; i < row->lets.len; i++)
    if (!bind_let(l, &b, row, &row->lets.data[i])) return false;
  if (row->root && !fill_root(l, &b, row)) return false;
  const Expr *value = instantiate(&b, row->gives);
  if (!value || (row->needs && !(needs = instantiate(&b, row->needs))) || (row->bounded && !(bounded = instantiate(&b, row->bounded)))) return false;
  const Expr *plain = NULL, *spare = NULL;
  if (row->plain && (!(plain = instantiate(&b, row->plain)) || !(spare = instantiate(&b, row->spare)))) return false;
  if (row->attained && !(attained = instantiate(&b, row->attained))) return false;
  if ((needs && expr_is_num(needs, 0)) || (bounded && expr_is_num(bounded, 0))) return false;        /* an atom that the row cannot do without is missing */
  Block *block = l->block;
  bool cut = domain_serves(row, l->c->param) == SERVES_CLIPPED;
  const Expr *answer = plain ? expr_if(l->pool, plain, value, spare) : value;
  if (cut && bounded) bounded = bounded_by_domain(l, bounded, answer);
  if (cut && attained) attained = bounded_by_domain(l, attained, answer);
  block->row = row;
  block->rule = row->text.id;
  block->update = row->update;
  block->value = cut ? clipped(l, value) : value;
  block->needs = needs && !expr_is_num(needs, 1) ? needs : NULL;
  if (plain && !expr_is_num(plain, 1)) {
    block->plain = plain;
    block->spare = cut ? clipped(l, spare) : spare;
  }
  block->attained = attained && !expr_is_num(attained, 1) ? attained : NULL;
  block->bounded = bounded && !expr_is_num(bounded, 1) ? bounded : NULL;
  block->proofs.data = proofs.data; block->proofs.len = proofs.len; block->proofs.cap = proofs.cap;
  return true;
}

/* the open terms from the k-th on take the atoms that are left, in every order */
static bool assign_open(Lookup *l, const Minimizer *row, int k, Assignment *as, const Bindings *b)
{
  while (k < row->terms.len && !is_open(&row->terms.data[k])) k++;
  if (k == row->terms.len) {
    for (int i = 0; i < l->c->atoms.len; i++)
      if (!is_taken(as, &l->c->atoms.data[i])) return false;
    return fill_row(l, row, as, *b);
  }
  for (int i = 0; i < l->c->atoms.len; i++) {
    const Atom *a = &l->c->atoms.data[i];
    Bindings bound = *b;
    if (is_taken(as, a) || !match_open(l, &bound, &row->terms.data[k], a)) continue;
    as->of[k] = a;
    if (assign_open(l, row, k + 1, as, &bound)) return true;
    as->of[k] = NULL;
  }
  return false;
}

/* is this word among the conditions? `unconstrained`: the least value on the row's own domain, but not of one hump that could be
 * clipped to a smaller one. `held`: entries of its slices are fixed. `clipped`: only cut off at the ends of an interval is it one. `lower_bound`: the parameter's domain
 * ends above that of the row and holds its end. `homogeneous`: a quadratic form without a linear part */
bool row_asks_for(const Minimizer *row, const char *word)
{
  const Expr *where = row->where;
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind == X_HOLE && c->nargs == 0 && !strcmp(c->u.name->text, word)) return true;
  }
  return false;
}

static bool try_row(Lookup *l, const Minimizer *row)
{
  Serves serves = domain_serves(row, l->c->param);
  int slice_axes = row->naxes == 2 ? 2 : row->naxes == 1 ? (l->ncoupled ? l->ncoupled : -1) : 0;
  Assignment as = { { NULL } };
  ++*l->rules->tries;
  if (serves == SERVES_CLIPPED && row_asks_for(row, "unconstrained")) return false;
  if (serves != SERVES_CLIPPED && row_asks_for(row, "clipped")) return false;
  if (row_asks_for(row, "homogeneous") && !(l->c->quadratic && l->c->homogeneous)) return false;
  if (row_asks_for(row, "held") != l->c->part_held) return false;
  if (row_asks_for(row, "lower_bound") && !(serves == SERVES_CLIPPED && l->c->param->domain.lo > row->domain.lo)) return false;
  const Bindings b = { .pool = l->pool, .facts = l->facts, .free = l->c->free };
  if (serves == SERVES_NOT || slice_axes != l->ncoupled) return false;
  return row->terms.len <= ROW_TERMS && assign_named(l, row, &as) && assign_open(l, row, 0, &as, &b);
}

/* ---- the next rung: every entry by itself, a safeguarded Newton search -------------------------------------------------------------- */

static const char *numbered(Lookup *l, const char *stem, int n) { return arena_printf(pool_arena(l->pool), "%s%d", stem, n); }

static bool one_dimensional(Lookup *l)
{
  const Collected *c = l->c;
  Symbol *p = c->param;
  const char *why;
  if (c->quadratic || (p->domain.kind != DOMAIN_REAL && p->domain.kind != DOMAIN_INTERVAL)) return false;
  for (int i = 0; i < c->atoms.len; i++)
    if (c->atoms.data[i].form != ATOM_SCALAR) return false;
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < p->naxes; a++) at[a] = expr_index(l->pool, c->own[a]);
  Symbol *u = symbol_new(l->pool, SYM_ATOM, p->name, p->naxes, p->axis);
  u->domain = p->domain;
  if (p->kind == SYM_PARAM) u->twin = symbol_touch(l->pool, p);
  Symbol *t = symbol_new(l->pool, SYM_ATOM, p->name, 0, NULL);
  const Expr *phi = expr_num(l->pool, 0), *x = expr_access(l->pool, u, at);
  l->block->coefs.len = 0;
  for (int i = 0; i < c->atoms.len; i++) {
    if (c->atoms.data[i].form != ATOM_SCALAR) return false;
    const Expr *key = expr_subst_symbol(l->pool, c->atoms.data[i].key, l->rules->variable, t);
    key = expr_subst_access(l->pool, key, symbol_touch(l->pool, l->rules->variable), NULL, expr_touch(l->pool, expr_access(l->pool, p, at)));
    phi = expr_add(l->pool, phi, expr_mul(l->pool, statistic(l, numbered(l, "c", i + 1), c->atoms.data[i].coef, c->atoms.data[i].key), key));
  }
  const Expr *slope = expr_diff(l->pool, phi, t, NULL, &why);
  const Expr *curve = slope ? expr_diff(l->pool, slope, t, NULL, &why) : NULL;
  if (!curve) return false;
  Block *block = l->block;
  block->unknown = u;
  block->phi = expr_subst_access(l->pool, phi, t, NULL, x);
  block->slope = expr_subst_access(l->pool, slope, t, NULL, x);
  block->curve = expr_subst_access(l->pool, curve, t, NULL, x);
  block->update = UPDATE_ONE_DIMENSIONAL;
  block->rule = "M-NEWTON1";
  return true;
}

/* ---- a quadratic that no row serves: bound it by one without coupling ------------------------------------------------------------------ */

/* 1/2 (sum curvature d^2 - sum H d d'), d the step from the touch */
static const Expr *slack_of(Lookup *l, const Expr *curvature)
{
  Pool *pool = l->pool;
  Symbol *p = l->c->param;
  const Expr *at[ARRAY_MAX_AXES];
  Index *others[ARRAY_MAX_AXES];
  int n = 0;
  const Expr *d = expr_sub(pool, param_access(l), expr_touch(pool, param_access(l)));
  for (int a = 0; a < p->naxes; a++) {
    bool dense = l->c->dense >> a & 1;
    at[a] = expr_index(pool, dense ? l->c->other[a] : l->c->own[a]);
    if (dense) others[n++] = l->c->other[a];
  }
  const Expr *other = expr_access(pool, p, at), *e = expr_sub(pool, other, expr_touch(pool, other));
  const Expr *coupled = expr_mul(pool, d, expr_sum_n(pool, n, others, expr_mul(pool, l->c->H, e)));
  const Expr *separate = expr_mul(pool, curvature, expr_pow(pool, d, expr_num(pool, 2)));
  return expr_mul(pool, expr_rat(pool, 1, 2), expr_sum_n(pool, p->naxes, l->c->own, expr_sub(pool, separate, coupled)));
}

/* the block with the quadratic's coupling bounded away; *out shares everything else. False: the rule's conditions fail */
static bool relax(Lookup *l, const Relaxation *r, Collected *out)
{
  Pool *pool = l->pool;
  const Domain *p = &l->c->param->domain;
  if (r->domain.kind == DOMAIN_INTERVAL && !(p->kind == DOMAIN_INTERVAL && p->lo >= r->domain.lo && p->hi <= r->domain.hi)) return false;
  bool round = p->kind == DOMAIN_SPHERE || p->kind == DOMAIN_ORTHOGONAL;          /* where a sum of squares is one number */
  if (r->domain.kind == DOMAIN_SPHERE && !round) return false;
  Bindings b = { .pool = pool, .facts = l->facts };
  const Expr *form = expr_div(pool, l->c->H, expr_num(pool, r->multiple));
  HoleBinding *x = bindings_set(&b, r->unknown->name, param_access(l)), *A = bindings_set(&b, r->form, form);
  AxisBinding *axis = &b.axis[b.naxes++];
  *axis = (AxisBinding){ .pattern = r->axis, .ntargets = l->ncoupled };
  for (int i = 0; i < l->ncoupled; i++) {
    int a = l->coupled[i];
    x->arg[x->nargs++] = A->arg[i] = l->c->own[a];
    A->arg[l->ncoupled + i] = l->c->other[a];
    axis->target[i] = l->c->param->axis[a];
    axis->hint[i] = l->c->own[a]->name;
    bindings_map(&b, r->own, expr_index(pool, l->c->own[a]));
  }
  A->nargs = 2 * l->ncoupled;
  const Expr *curvature = conditions_hold(&b, r->where, NULL, NULL) ? instantiate(&b, r->curvature) : NULL;
  if (!curvature) return false;
  curvature = expr_subst_symbol(pool, curvature, l->c->param, symbol_touch(pool, l->c->param));     /* others may have new values by then */
  int last = l->ncoupled ? l->coupled[l->ncoupled - 1] : 0;
  if (round && (!l->ncoupled || expr_has_free(curvature, l->c->own[last]))) return false;      /* the squares must have one weight */
  if (p->kind == DOMAIN_ORTHOGONAL && !expr_is_num(curvature, 0)) return false;                 /* on frames a shift makes steps too short */
  l->slack = slack_of(l, curvature);
  const Expr *v = expr_access(pool, l->rules->variable, NULL), *half = expr_rat(pool, 1, 2);
  const Expr *linear = expr_sub(pool, l->c->g, expr_mul(pool, curvature, expr_touch(pool, param_access(l))));
  *out = *l->c;
  out->atoms.data = NULL;
  out->atoms.len = out->atoms.cap = 0;
  const Atom square = { ATOM_SCALAR, expr_pow(pool, v, expr_num(pool, 2)), expr_mul(pool, half, curvature) };
  if (!round) vec_push(pool_arena(pool), &out->atoms, square);
  for (int i = 0; i < l->c->atoms.len; i++) {
    Atom a = l->c->atoms.data[i];
    if (a.form == ATOM_SCALAR && a.key == v) { linear = expr_add(pool, linear, a.coef); continue; }
    vec_push(pool_arena(pool), &out->atoms, a);
  }
  const Atom rest = { ATOM_SCALAR, v, linear };
  vec_push(pool_arena(pool), &out->atoms, rest);
  out->quadratic = false;
  return true;
}

static bool look_up(Lookup *l)
{
  const Collected *c = l->c;
  unsigned coupled = c->quadratic ? c->dense : c->param->domain.axes;
  l->ncoupled = 0;
  for (int a = 0; a < c->param->naxes; a++)
    if (coupled >> a & 1) l->coupled[l->ncoupled++] = a;
  bool round = c->param->domain.kind == DOMAIN_SPHERE;      /* where no convexity is needed: the least eigenvalue is least */
  if (c->quadratic && !round && !domain_takes_quadratics(c->param)) return false;
  if (c->quadratic && !c->convex && !round) return false;   /* where it is stationary it need not be least */
  for (const Name *const *use = l->use_rule; use && *use; use++)
    for (int i = 0; i < l->rules->minimizers.len; i++)
      if (l->rules->minimizers.data[i]->text.name == *use && try_row(l, l->rules->minimizers.data[i])) return true;
  for (int i = 0; i < l->rules->minimizers.len; i++)
    if (!row_asks_for(l->rules->minimizers.data[i], "asked") && try_row(l, l->rules->minimizers.data[i])) return true;
  return false;
}

/* a row for the block without its coupling, which the relaxation bounds away */
static bool look_up_relaxed(Lookup *l, const Relaxation *r)
{
  const Collected *whole = l->c;
  Collected *separate = ARENA_NEW(pool_arena(l->pool), Collected);
  l->ncoupled = 0;
  for (int a = 0; a < whole->param->naxes; a++)
    if (whole->dense >> a & 1) l->coupled[l->ncoupled++] = a;
  bool found = relax(l, r, separate);
  l->c = separate;
  found = found && look_up(l);
  l->c = whole;
  if (!found) return false;
  l->block->relaxed = r;
  l->block->slack = l->slack;
  return true;
}

/* a relaxation that the user asked for goes before rows for the whole */
static bool look_up_asked(Lookup *l)
{
  for (const Name *const *use = l->use_rule; l->c->quadratic && use && *use; use++)
    for (int i = 0; i < l->rules->relaxations.len; i++)
      if (l->rules->relaxations.data[i]->text.name == *use && look_up_relaxed(l, l->rules->relaxations.data[i])) return true;
  return false;
}

bool minimize_block(Pool *pool, const Rules *rules, Facts *facts, const Collected *c, const Name *const *use_rule, Block *block, const Minimizer **nearest, const char **failed)
{
  Lookup l = { .pool = pool, .rules = rules, .facts = facts, .c = c, .use_rule = use_rule, .block = block };
  Symbol *p = c->param;
  memset(block, 0, sizeof *block);
  block->param = p;
  memcpy(block->own, c->own, sizeof block->own);
  if (look_up_asked(&l) || look_up(&l)) return block->majorizer = true;
  for (int i = 0; c->quadratic && i < rules->relaxations.len; i++)
    if (look_up_relaxed(&l, rules->relaxations.data[i])) return block->majorizer = true;
  for (int i = 0; i < 2 * rules->charts.len; i++) {
    const Chart *chart = rules->charts.data[i / 2];
    Collected *changed = ARENA_NEW(pool_arena(pool), Collected);
    if (!substitute_variable(pool, rules, c, chart, i % 2, changed)) continue;
    l.c = changed;
    if (!look_up(&l)) continue;
    substitute_back(pool, c, changed, chart, i % 2, block);
    return block->majorizer = true;
  }
  l.c = c;
  if (one_dimensional(&l)) return block->majorizer = true;
  *nearest = l.nearest;
  *failed = l.failed;
  return false;
}
