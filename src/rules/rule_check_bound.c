/* rule_check_bound.c: a bound held against what it bounds: at the touch, along random directions there, and at points near
 * and far. Rules on f(u) are tried with every function of the library, and minus it, for which their conditions are proved.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/conditions.h"
#include "rules/rule_check.h"
#include "expr/diff.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 3000, SAMPLES_OF_FUNCTION = 600, FEWEST = 50 };

static const double TOLERANCE = 1e-9, SLOPE_TOLERANCE = 1e-5;

typedef struct BoundCheck {
  RuleSampler s;
  const Expr *target, *bound;
  bool exact, descent, local;
  const char *instance;                   /* which function stands for f; NULL: none */
  const Function *function;               /* if it is one of the library's */
  const Expr *inner;                      /* what it is applied to, */
  int nover; Index *over[ARRAY_MAX_AXES]; /* at each value of these: under a binder of the rule */
  bool *ok;                               /* samples that meet the conditions */
  double *anchor_value;                   /* the target at the touch */
} BoundCheck;

/* ---- draws -------------------------------------------------------------------------------------------------------------------- */

static double draw_within(RuleSampler *s, const Sampled *h)
{
  double v = random_uniform(&s->random), u = random_uniform(&s->random);
  double x = h->lo + (h->hi - h->lo) * u;
  bool special = h->nargs == 0;                            /* in an array they would be ties, where a minimum has a kink */
  if (special && v < 0.06 && h->lo < 0 && h->hi > 0) x = 0;
  else if (special && v < 0.1) x = h->lo + (h->hi - h->lo) * 1e-6;
  if (h->whole) x = h->lo + floor((h->hi - h->lo + 1) * u);
  return x;
}

/* outside the interval, on the side of 0 where the interval lies: by factors where it has one sign */
static double draw_beyond(RuleSampler *s, const Sampled *h)
{
  double x = draw_within(s, h);
  if (h->whole) return x;
  return h->lo >= 0 || h->hi <= 0 ? x * pow(10, 2 * random_uniform(&s->random) - 1) : x * (1 + 4 * random_uniform(&s->random));
}

static double draw_near(RuleSampler *s, const Sampled *h, double anchor)
{
  double size = pow(10, -4 * random_uniform(&s->random));
  if (h->lo >= 0 || h->hi <= 0) return anchor * exp(size * random_normal(&s->random));
  return anchor + size * (h->hi - h->lo) / 2 * random_normal(&s->random);
}

/* matrices over the last two axes: the touch, and a point near it, that is a little of another, or anywhere */
static void draw_matrices(RuleSampler *s, Array *point, Array *touch)
{
  int64_t n = point->size[point->naxes - 1], size = n * n, count = array_count(point) / size;
  for (int64_t k = 0; k < count; k++) {
    double *p = point->data + k * size, *t = touch ? touch->data + k * size : NULL;
    double share = k * size / (array_count(point) / s->samples) % 2 ? 1 : pow(10, -4 * random_uniform(&s->random));
    if (t) sampler_draw_definite(s, t, n);
    sampler_draw_definite(s, p, n);
    for (int64_t i = 0; t && i < size; i++) p[i] = share * p[i] + (1 - share) * t[i];
  }
}

static void make_directions(Array *a)
{
  int64_t n = a->size[a->naxes - 1], count = array_count(a);
  for (int64_t at = 0; at < count; at += n) {
    double length = 0;
    for (int64_t i = 0; i < n; i++) length = hypot(length, a->data[at + i]);
    for (int64_t i = 0; i < n; i++) a->data[at + i] /= length;
  }
}

/* each row without its part along those above it */
static void make_orthogonal(Array *a)
{
  int64_t n = a->size[a->naxes - 1], rows = a->size[a->naxes - 2], count = array_count(a);
  for (int64_t at = 0; at < count; at += n * rows)
    for (int64_t i = 0; i < rows; i++) {
      double *v = a->data + at + i * n, length = 0;
      for (int twice = 0; twice < 2; twice++)
        for (int64_t j = 0; j < i; j++) {
          double part = 0;
          for (int64_t k = 0; k < n; k++) part += v[k] * v[k + (j - i) * n];
          for (int64_t k = 0; k < n; k++) v[k] -= part * v[k + (j - i) * n];
        }
      for (int64_t k = 0; k < n; k++) length = hypot(length, v[k]);
      for (int64_t k = 0; k < n; k++) v[k] /= length;
    }
}

/* parameters on a surface, where slopes across it say nothing */
static bool is_curved(const RuleSampler *s)
{
  for (int i = 0; i < s->holes.len; i++) if (s->holes.data[i].direction || s->holes.data[i].rotation) return true;
  return false;
}

static void draw_points(RuleSampler *s)
{
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *h = &s->holes.data[i];
    Array *point = sampler_array(s, h->symbol), *touch = h->symbol->kind == SYM_PARAM ? sampler_array(s, symbol_touch(s->pool, h->symbol)) : NULL;
    int64_t n = array_count(point), per = n / s->samples;
    if (h->definite) { draw_matrices(s, point, touch); continue; }
    for (int64_t k = 0; k < n; k++) {
      double anchor = draw_within(s, h);
      int kind = (int)(k / per % 4);
      point->data[k] = !touch ? anchor : kind < 2 ? draw_near(s, h, anchor) : kind == 2 ? draw_within(s, h) : draw_beyond(s, h);
      if (touch) touch->data[k] = anchor;
    }
    for (int side = 0; side < 1 + (touch != NULL); side++) {
      if (h->rotation) make_orthogonal(side ? touch : point);
      else if (h->direction) make_directions(side ? touch : point);
    }
  }
}

/* every parameter to its touch plus t times a direction that depends on the draw's number alone */
static void move_to(RuleSampler *s, double t, uint64_t seed)
{
  Random random = random_stream(seed, random_purpose("direction"), 0);
  for (int i = 0; i < s->holes.len; i++) {
    Symbol *p = s->holes.data[i].symbol;
    if (p->kind != SYM_PARAM) continue;
    const double *from = p->twin->value->data;
    for (int64_t k = 0; k < array_count(p->value); k++)
      p->value->data[k] = from[k] + t * fmax(fabs(from[k]), 0.1) * random_normal(&random);
    int64_t size = p->value->size[p->value->naxes - 1];
    for (int64_t k = 0; s->holes.data[i].definite && k < array_count(p->value); k++) {      /* symmetric again: below as above the diagonal */
      int64_t row = k / size % size, col = k % size;
      if (row > col) p->value->data[k] = p->value->data[k - row * size - col + col * size + row];
    }
  }
}

/* ---- the three properties --------------------------------------------------------------------------------------------------------- */

static bool report_failure(BoundCheck *c, const char *what, int64_t sample, double target, double bound)
{
  buf_printf(c->s.report, "%s%s%s: %s: %.12g, the bound %.12g, at ", c->s.text->name->text, c->instance ? " with f(t) = " : "", c->instance ? c->instance : "",
             what, target, bound);
  sampler_describe(&c->s, sample);
  return false;
}

static bool both_values(BoundCheck *c, double **target, double **bound)
{
  *target = sampler_values(&c->s, c->target, 0, NULL);
  *bound = sampler_values(&c->s, c->bound, 0, NULL);
  return *target && *bound;
}

static bool lies_above(BoundCheck *c, int64_t *tested)
{
  double *t, *b;
  bool good = both_values(c, &t, &b);
  *tested = 0;
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    if (!c->ok[k] || !isfinite(t[k]) || !isfinite(c->anchor_value[k])) continue;
    double slack = TOLERANCE * (fabs(t[k]) + fmin(fabs(b[k]), 1e300) + fabs(c->anchor_value[k])) + 1e-13;
    ++*tested;
    if (c->descent && !(b[k] <= c->anchor_value[k] - slack)) continue;     /* where the bound does not fall nothing is promised */
    double top = c->descent ? c->anchor_value[k] : b[k];
    if (isnan(b[k]) || t[k] - top > slack) good = report_failure(c, "the target lies above the bound", k, t[k], b[k]);
    else if (c->exact && b[k] - t[k] > slack) good = report_failure(c, "the two sides of a rewrite differ", k, t[k], b[k]);
  }
  free(t);
  free(b);
  return good;
}

static bool touches(BoundCheck *c)
{
  double *t, *b;
  move_to(&c->s, 0, 1);
  bool good = both_values(c, &t, &b);
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    c->anchor_value[k] = t[k];
    if (c->ok[k] && isfinite(t[k]) && !(fabs(t[k] - b[k]) <= TOLERANCE * (fabs(t[k]) + fabs(b[k])) + 1e-9)) good = report_failure(c, "the bound does not touch", k, t[k], b[k]);
  }
  free(t);
  free(b);
  return good;
}

/* five-point slopes of target and bound at the touch along one direction: out[0 .. samples-1], out[samples ..] */
static bool slopes(BoundCheck *c, double h, uint64_t seed, double *out)
{
  static const double at[4] = { -2, -1, 1, 2 }, weight[4] = { 1, -8, 8, -1 };
  bool good = true;
  memset(out, 0, (size_t)(2 * c->s.samples) * sizeof *out);
  for (int i = 0; good && i < 4; i++) {
    double *t, *b;
    move_to(&c->s, at[i] * h, seed);
    good = both_values(c, &t, &b);
    for (int64_t k = 0; good && k < c->s.samples; k++) {
      out[k] += weight[i] * t[k] / (12 * h);
      out[c->s.samples + k] += weight[i] * b[k] / (12 * h);
    }
    free(t);
    free(b);
  }
  return good;
}

/* where the target's own slope does not settle, a kink is near: it has no slope there */
static bool has_slope(BoundCheck *c, uint64_t seed)
{
  int64_t n = c->s.samples;
  double *wide = malloc((size_t)(4 * n) * sizeof *wide), *fine = wide ? wide + 2 * n : NULL;
  bool good = wide && slopes(c, 2e-4, seed, wide) && slopes(c, 1e-4, seed, fine);
  for (int64_t k = 0; good && k < n; k++) {
    double dt = fine[k], db = fine[n + k], scale = fabs(c->anchor_value[k]);
    if (!c->ok[k] || !isfinite(dt) || !isfinite(scale) || fabs(dt - wide[k]) > 1e-7 * (fabs(dt) + scale) + 1e-9) continue;
    if (!(fabs(dt - db) <= SLOPE_TOLERANCE * (fabs(dt) + fabs(db)) + 1e-7 * (scale + 1e-2)))
      good = report_failure(c, "the slopes at the touch differ; that of the target is", k, dt, db);
  }
  free(wide);
  return good;
}

/* samples outside the domain of the library's function do not count */
static bool filter_domain(BoundCheck *c)
{
  const Function *f = c->function;
  if (!f) return true;
  int64_t per = 1;
  for (int i = 0; i < c->nover; i++) per *= c->over[i]->axis->size;
  double *now = sampler_values(&c->s, c->inner, c->nover, c->over), *touch = sampler_values(&c->s, expr_touch(c->s.pool, c->inner), c->nover, c->over);
  for (int64_t k = 0; now && touch && k < c->s.samples * per; k++) {
    double least = fmin(now[k], touch[k]), greatest = fmax(now[k], touch[k]);
    c->ok[k / per] &= (f->domain_lo_open ? least > f->domain_lo : least >= f->domain_lo) && (f->domain_hi_open ? greatest < f->domain_hi : greatest <= f->domain_hi);
  }
  bool good = now && touch;
  free(now);
  free(touch);
  return good;
}

static bool check_points(BoundCheck *c, const Expr *where, int64_t fewest, int64_t *tested)
{
  Random start = c->s.random;
  int64_t n = c->s.samples;
  draw_points(&c->s);
  c->ok = malloc((size_t)n * sizeof *c->ok);
  c->anchor_value = calloc((size_t)n, sizeof *c->anchor_value);
  bool good = c->ok && c->anchor_value;
  if (good) memset(c->ok, true, (size_t)n * sizeof *c->ok);
  good = good && sampler_filter(&c->s, where, c->ok) && filter_domain(c) && (c->exact || touches(c));
  c->s.random = start;
  draw_points(&c->s);                                      /* touches() moved the points to the touch */
  good = good && lies_above(c, tested) && (c->exact || is_curved(&c->s) || (has_slope(c, 7) && has_slope(c, 8)));
  free(c->ok);
  free(c->anchor_value);
  if (good && *tested < fewest) {
    buf_printf(c->s.report, "%s: no check: only %lld of %lld samples meet its conditions\n", c->s.text->name->text, (long long)*tested, (long long)n);
    good = false;
  }
  return good;
}

/* a local bound is tried where it is stiff, as its check says: there it must lie above at all points that are drawn */
static double stiffness_of(const RuleText *t, const Symbol *stiffness)
{
  for (int i = 0; i < t->sizes.len; i++)
    if (t->sizes.data[i].axis == stiffness->name) return (double)t->sizes.data[i].size;
  return 1e6;
}

static bool check_instance(BoundCheck *c, const Expr *where, int64_t fewest, int64_t *tested)
{
  const int64_t one = 1;
  Array *stiffness = c->local ? array_new(0, &one) : NULL;
  if (stiffness) stiffness->data[0] = stiffness_of(c->s.text, c->s.rules->stiffness);
  if (c->local) sampler_set_stiffness(c->s.rules, stiffness);
  bool good = (stiffness || !c->local) && check_points(c, where, fewest, tested);
  if (c->local) sampler_set_stiffness(c->s.rules, NULL);
  array_unref(stiffness);
  return good;
}

/* ---- filling the rule ----------------------------------------------------------------------------------------------------------------- */

static void open_bound(BoundCheck *c, const Rules *rules, const Majorizer *m, uint64_t seed, int64_t samples, Buf *report)
{
  *c = (BoundCheck){ .exact = m->exact, .descent = m->descent, .local = m->local };
  sampler_open(&c->s, rules, &m->text, seed, samples, report);
  sampler_add_axes(&c->s, m->pattern);
  sampler_add_axes(&c->s, m->bound);
}

static bool fill(BoundCheck *c, const Majorizer *m)
{
  for (int i = 0; i < m->weights.len; i++)
    if (!sampler_bind_let(&c->s, &m->weights.data[i])) return false;
  return (c->target = instantiate(&c->s.b, m->pattern)) && (c->bound = instantiate(&c->s.b, m->bound));
}

static void set_facts(BoundCheck *c)
{
  Symbol *active[MATCH_MAX_HOLES];
  int n = 0;
  for (int i = 0; i < c->s.holes.len; i++)
    if (c->s.holes.data[i].symbol->kind == SYM_PARAM) active[n++] = c->s.holes.data[i].symbol;
  c->s.b.facts = facts_new(c->s.pool, n, active);
}

/* f in a placeholder that has the range of the pattern's argument */
static Symbol *placeholder(BoundCheck *c, const Expr *hole)
{
  int outer = c->s.b.nmap;
  for (int k = 0; k < hole->arg[0]->nfree && c->nover < ARRAY_MAX_AXES - 1; k++) {
    Index *i = hole->arg[0]->free[k], *to = index_new(c->s.pool, i->name, sampler_axis(&c->s, i->axis));
    c->over[c->nover++] = to;
    bindings_map(&c->s.b, i, expr_index(c->s.pool, to));
  }
  const Expr *inner = instantiate(&c->s.b, hole->arg[0]);
  c->s.b.nmap = outer;
  Symbol *t = symbol_new(c->s.pool, SYM_ATOM, name_of("t"), 0, NULL);
  if (!inner) return NULL;
  c->inner = inner;
  Range r = facts_range(c->s.b.facts, inner);
  t->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = r.lo, .hi = r.hi, .lo_open = r.lo_open, .hi_open = r.hi_open };
  return t;
}

/* besides the library's functions: powers, and compositions whose shape is not in a table */
static const Expr *further_function(Pool *p, int k, const Expr *t)
{
  static const struct { int p, q; } powers[] = { { -2, 1 }, { -1, 1 }, { -1, 2 }, { 1, 2 }, { 3, 2 }, { 2, 1 }, { 3, 1 }, { 4, 1 } };
  enum { POWERS = sizeof powers / sizeof *powers };
  const Expr *one = expr_num(p, 1), *square = expr_pow(p, t, expr_num(p, 2));
  if (k < POWERS) return expr_pow(p, t, expr_rat(p, powers[k].p, powers[k].q));
  const Function *log = function_find(p, "log"), *exp = function_find(p, "exp");
  switch (k - POWERS) {
    case 0: return log ? expr_call1(p, log, expr_add(p, one, square)) : t;
    case 1: return expr_pow(p, expr_add(p, one, square), expr_rat(p, 1, 2));
    case 2: return exp ? expr_call1(p, exp, expr_mul(p, expr_rat(p, -1, 2), square)) : t;
    case 3: return log ? expr_mul(p, t, expr_call1(p, log, t)) : t;
    case 4: return expr_div(p, square, expr_add(p, one, square));
    default: return NULL;
  }
}

static const Expr *candidate(Pool *p, int k, const Expr *t)
{
  int n = function_count(p);
  if (k >= n) return further_function(p, k - n, t);
  const Function *f = function_at(p, k);
  return f->nargs == 1 && f->kernel ? expr_call1(p, f, t) : t;         /* t itself: to be skipped */
}

static bool predicates_hold(BoundCheck *c, const Expr *where)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *p = condition_at(where, i);
    bool numeric = !sampler_is_predicate(p) || !strcmp(p->u.name->text, "whole") || !strcmp(p->u.name->text, "constant");
    if (!numeric && !conditions_hold(&c->s.b, p, NULL, NULL)) return false;
  }
  return true;
}

/* the check of f(u) with one function for f; *tried counts those that the conditions admit */
static bool check_function(const Rules *rules, const Majorizer *m, const Expr *hole, int k, int sign, uint64_t seed, Buf *report, bool *more, int *tried)
{
  BoundCheck c;
  int64_t tested;
  bool good = true;
  open_bound(&c, rules, m, seed, SAMPLES_OF_FUNCTION, report);
  if (!sampler_add_holes(&c.s, m->pattern, m->where, false)) { sampler_close(&c.s); *more = false; return false; }
  set_facts(&c);
  Symbol *t = placeholder(&c, hole);
  const Expr *at = t ? expr_access(c.s.pool, t, NULL) : NULL, *f = at ? candidate(c.s.pool, k, at) : NULL;
  *more = f != NULL;
  if (f && f != at) {
    f = sign < 0 ? expr_neg(c.s.pool, f) : f;
    HoleBinding *h = bindings_set(&c.s.b, hole->u.name, f);
    if (h) h->variable = t;
    if (k < function_count(c.s.pool)) c.function = function_at(c.s.pool, k);
    c.instance = expr_text(c.s.arena, f);
    if (h && predicates_hold(&c, m->where) && fill(&c, m)) {
      good = check_instance(&c, m->where, 0, &tested);
      *tried += tested >= FEWEST;
    }
  }
  sampler_close(&c.s);
  return good;
}

static bool check_functions(const Rules *rules, const Majorizer *m, const Expr *hole, uint64_t seed, Buf *report)
{
  int tried = 0;
  bool more = true;
  for (int k = 0; more; k++)
    for (int sign = 1; more && sign >= -1; sign -= 2)
      if (!check_function(rules, m, hole, k, sign, seed, report, &more, &tried)) return false;
  if (tried == 0) buf_printf(report, "%s: no check: no function of the library meets its conditions\n", m->text.name->text);
  else buf_printf(report, "%s: holds with %d functions\n", m->text.name->text, tried);
  return tried > 0;
}

/* a name in e that nothing binds, or NULL */
static const Name *unbound(BoundCheck *c, const Expr *e)
{
  if (!e || !e->has_hole) return NULL;
  if (e->kind == X_HOLE && !bindings_hole(&c->s.b, e->u.name)) return e->u.name;
  const Name *found = NULL;
  for (int i = 0; i < e->nargs && !found; i++) found = unbound(c, e->arg[i]);
  return found;
}

static void report_unfilled(BoundCheck *c, const Majorizer *m, Buf *report)
{
  const Name *name = NULL;
  for (int i = 0; i < m->weights.len && !name; i++) name = unbound(c, m->weights.data[i].value);
  if (!name) name = unbound(c, m->bound);
  if (name) buf_printf(report, "%s: no check: its bound has '%s', which stands neither in its pattern nor in front of a weight's '='\n", m->text.name->text, name->text);
  else buf_printf(report, "%s: no check: its bound cannot be filled\n", m->text.name->text);
}

bool check_bound(const Rules *rules, const Majorizer *m, uint64_t seed, Buf *report)
{
  const Expr *hole = sampler_function_hole(m->pattern);
  if (hole) return check_functions(rules, m, hole, seed, report);
  BoundCheck c;
  int64_t tested = 0;
  open_bound(&c, rules, m, seed, SAMPLES, report);
  bool good = sampler_add_matches(&c.s, m->where) && sampler_add_holes(&c.s, m->pattern, m->where, false);
  if (good) {
    set_facts(&c);
    if (!(good = fill(&c, m))) report_unfilled(&c, m, report);
  }
  good = good && check_instance(&c, m->where, FEWEST, &tested);
  sampler_close(&c.s);
  if (good) buf_printf(report, "%s: holds at %lld points\n", m->text.name->text, (long long)tested);
  return good;
}

/* ---- bounds of quadratic forms ----------------------------------------------------------------------------------------------------------- */

/* both sides in x, touch(x) and a symmetric A, as functions of the step d = x - touch(x) */
static bool fill_quadratic(BoundCheck *c, const Relaxation *r)
{
  RuleSampler *s = &c->s;
  Pool *p = s->pool;
  AxisBinding *axis = NULL;
  for (int i = 0; i < s->b.naxes; i++)
    if (s->b.axis[i].pattern == r->axis) axis = &s->b.axis[i];
  HoleBinding *A = bindings_hole(&s->b, r->form), *x = bindings_hole(&s->b, r->unknown->name);
  if (!axis || !A || !x) return false;
  Index *j = index_new(p, name_of("j"), axis->target[0]), *l = index_new(p, name_of("l"), axis->target[0]);
  const Expr *at[2] = { expr_index(p, j), expr_index(p, l) };
  A->value = expr_mul(p, expr_rat(p, 1, 2), expr_add(p, A->value, expr_subst_indices(p, A->value, 2, A->arg, (const Expr *[]){ expr_index(p, A->arg[1]), expr_index(p, A->arg[0]) })));
  const Expr *form = expr_subst_indices(p, A->value, 2, A->arg, at);
  const Expr *xj = expr_subst_index(p, x->value, x->arg[0], at[0]), *dj = expr_sub(p, xj, expr_touch(p, xj)), *dl = expr_subst_index(p, dj, j, at[1]);
  int outer = s->b.nmap;
  bindings_map(&s->b, r->own, at[0]);
  const Expr *curvature = instantiate(&s->b, r->curvature);
  s->b.nmap = outer;
  if (!curvature) return false;
  c->target = expr_mul(p, expr_num(p, r->multiple), expr_sum_n(p, 2, (Index *[]){ j, l }, expr_mul(p, form, expr_mul(p, dj, dl))));
  Symbol *v = s->rules->variable;
  const Expr *t = expr_touch(p, xj), *slope = expr_touch(p, expr_subst_access(p, expr_diff(p, r->generator, v, NULL, NULL), v, NULL, t));
  const Expr *gap = expr_sub(p, expr_subst_access(p, r->generator, v, NULL, xj), expr_add(p, expr_subst_access(p, r->generator, v, NULL, t), expr_mul(p, slope, dj)));
  c->bound = expr_sum(p, j, expr_mul(p, expr_touch(p, curvature), gap));
  return true;
}

bool check_relaxation(const Rules *rules, const Relaxation *r, uint64_t seed, Buf *report)
{
  BoundCheck c = { .exact = false };
  int64_t tested = 0;
  sampler_open(&c.s, rules, &r->text, seed, SAMPLES, report);
  sampler_add_axes(&c.s, r->row);
  bool good = sampler_add_holes(&c.s, r->row, NULL, true);
  if (good && !bindings_hole(&c.s.b, r->unknown->name)) {   /* the unknown: any numbers, positive ones, or shares, u^2/(1 + u^2) */
    bool shares = r->domain.kind == DOMAIN_SIMPLEX || (r->domain.kind == DOMAIN_INTERVAL && r->domain.hi == 1);
    bool positive = r->domain.kind == DOMAIN_INTERVAL || shares;
    Axis *axes[2] = { c.s.axis, NULL };
    for (int i = 0; i < c.s.b.naxes; i++)
      if (c.s.b.axis[i].pattern == r->axis) axes[1] = c.s.b.axis[i].target[0];
    good = axes[1] != NULL;
    if (good) {
      Sampled h = { .name = r->unknown->name, .nargs = 1, .lo = positive ? 0.1 : -3, .hi = 3 };
      Index *j = index_new(c.s.pool, name_of("j"), axes[1]);
      h.symbol = symbol_new(c.s.pool, SYM_PARAM, h.name, 2, axes);
      const Expr *u = expr_access(c.s.pool, h.symbol, (const Expr *[]){ expr_index(c.s.pool, c.s.at), expr_index(c.s.pool, j) }), *square = expr_pow(c.s.pool, u, expr_num(c.s.pool, 2));
      HoleBinding *b = bindings_set(&c.s.b, h.name, shares ? expr_div(c.s.pool, square, expr_add(c.s.pool, expr_num(c.s.pool, 1), square)) : u);
      b->nargs = 1;
      b->arg[0] = j;
      vec_push(c.s.arena, &c.s.holes, h);
    }
  }
  if (good && !(good = fill_quadratic(&c, r))) buf_printf(report, "%s: no check: its bound cannot be filled\n", r->text.name->text);
  good = good && check_instance(&c, r->where, FEWEST, &tested);
  sampler_close(&c.s);
  if (good) buf_printf(report, "%s: holds at %lld points\n", r->text.name->text, (long long)tested);
  return good;
}
