/* rule_check_whole.c: a rule for whole losses, tried on the loss of its `check` clause: it touches, with the same slope along curves that
 * stay in the domain, and keeps what its type promises: a bound lies above everywhere; a local one does where `stiffness` is great enough;
 * a guarded one is convex along straight ways.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/conditions.h"
#include "rules/rule_check.h"
#include "expr/feasible.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 400, FEWEST = 50, STIFFEST = 40 };
static const double TOLERANCE = 1e-9, SLOPE_TOLERANCE = 1e-5;

typedef struct WholeCheck {
  RuleSampler s;
  const Majorizer *rule;
  Symbol *x;
  const Expr *loss, *bound;
  Array *touch;                           /* the points of all samples */
  double *loss_at_touch;
  double stiffness;
} WholeCheck;

void sampler_set_stiffness(const Rules *rules, Array *number) { rules->stiffness->value = number; }

static bool fill(WholeCheck *c)
{
  RuleSampler *s = &c->s;
  const Majorizer *m = c->rule;
  const Expr *form = expr_hole(s->pool, m->form, 0, NULL);
  Index *own[ARRAY_MAX_AXES];
  sampler_add_unknown_axes(s, m->unknown);
  if (!(c->x = sampler_add_unknown(s, m->unknown, own))) return false;
  if (!sampler_add_holes(s, form, NULL, true)) return false;
  s->b.facts = facts_new(s->pool, 1, &c->x);
  s->b.whole = c->loss = instantiate(&s->b, form);
  if (!c->loss || !conditions_hold(&s->b, m->where, NULL, NULL)) return false;
  for (int i = 0; i < m->weights.len; i++)
    if (!sampler_bind_let(s, &m->weights.data[i])) return false;
  const Expr *rest = instantiate(&s->b, m->bound);
  c->bound = rest ? expr_add(s->pool, m->keeps ? c->loss : expr_touch(s->pool, c->loss), rest) : NULL;
  return c->bound != NULL;
}

static double *values(WholeCheck *c, const Expr *e, const Array *at)
{
  memcpy(sampler_array(&c->s, c->x)->data, at->data, (size_t)array_count(at) * sizeof *at->data);
  return sampler_values(&c->s, e, 0, NULL);
}

static bool failure(WholeCheck *c, const char *what, double loss, double bound)
{
  buf_printf(c->s.report, "%s: %s: %.12g, the bound %.12g", c->s.text->name->text, what, loss, bound);
  return false;
}

static void draw_data(WholeCheck *c)
{
  for (int i = 0; i < c->s.holes.len; i++) {
    const Sampled *h = &c->s.holes.data[i];
    Array *a = sampler_array(&c->s, h->symbol);
    for (int64_t k = 0; k < array_count(a); k++) a->data[k] = h->lo + (h->hi - h->lo) * random_uniform(&c->s.random);
  }
}

static bool touches(WholeCheck *c)
{
  double *l = c->loss_at_touch = values(c, c->loss, c->touch), *b = l ? values(c, c->bound, c->touch) : NULL;
  bool good = l && b;
  for (int64_t k = 0; good && k < c->s.samples; k++)
    if (!(fabs(l[k] - b[k]) <= TOLERANCE * (fabs(l[k]) + fabs(b[k])) + 1e-9)) good = failure(c, "the bound does not touch", l[k], b[k]);
  free(b);
  return good;
}

/* loss and bound along a curve through the touch, the difference of both sides over the way */
static bool has_slope(WholeCheck *c, Array *at)
{
  int64_t n = array_count(at);
  const double h = 1e-5;
  double *direction = malloc((size_t)n * sizeof *direction), *side[2][2] = { { NULL } };
  bool good = direction != NULL;
  for (int64_t i = 0; good && i < n; i++) direction[i] = random_normal(&c->s.random);
  for (int i = 0; good && i < 2; i++) {
    feasible_move(c->x, c->touch, direction, i ? -h : h, at);
    good = (side[i][0] = values(c, c->loss, at)) && (side[i][1] = values(c, c->bound, at));
  }
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    double dl = (side[0][0][k] - side[1][0][k]) / (2 * h), db = (side[0][1][k] - side[1][1][k]) / (2 * h);
    if (isfinite(dl) && !(fabs(dl - db) <= SLOPE_TOLERANCE * (fabs(dl) + fabs(db) + fabs(c->loss_at_touch[k])) + 1e-6)) good = failure(c, "the slopes at the touch differ; that of the loss is", dl, db);
  }
  for (int i = 0; i < 2; i++) { free(side[i][0]); free(side[i][1]); }
  free(direction);
  return good;
}

/* a bound lies above; a local one where it is stiff enough */
static bool lies_above(WholeCheck *c, const Array *at, Array *stiffness, int64_t *tested)
{
  double *l = values(c, c->loss, at), *lowest = NULL;
  bool *above = calloc((size_t)c->s.samples, sizeof *above), good = l && above;
  for (int i = 0; good && i <= (c->rule->local ? STIFFEST : 0); i += 4) {
    stiffness->data[0] = ldexp(1, i);
    double *b = values(c, c->bound, at);
    if (!(good = b != NULL)) break;
    for (int64_t k = 0; k < c->s.samples; k++) {
      double slack = TOLERANCE * (fabs(l[k]) + fmin(fabs(b[k]), 1e300) + fabs(c->loss_at_touch[k])) + 1e-12;
      above[k] |= !isfinite(l[k]) || b[k] >= l[k] - slack;
    }
    free(lowest);
    lowest = b;
  }
  stiffness->data[0] = 1;
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    *tested += isfinite(l[k]);
    if (!above[k]) good = failure(c, "the loss lies above the bound", l[k], lowest[k]);
  }
  free(l);
  free(lowest);
  free(above);
  return good;
}

/* between two points of the domain the bound lies below the chord */
static bool is_convex(WholeCheck *c, Array *a, Array *b, int64_t *tested)
{
  double *at_a = values(c, c->bound, a), *at_b = at_a ? values(c, c->bound, b) : NULL;
  for (int64_t i = 0; i < array_count(a); i++) a->data[i] = (a->data[i] + b->data[i]) / 2;
  double *middle = at_b ? values(c, c->bound, a) : NULL;
  bool good = middle != NULL;
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    if (!isfinite(at_a[k]) || !isfinite(at_b[k])) continue;
    ++*tested;
    if (!(middle[k] <= (at_a[k] + at_b[k]) / 2 + TOLERANCE * (fabs(at_a[k]) + fabs(at_b[k])) + 1e-12)) good = failure(c, "the bound is not convex: its chord", (at_a[k] + at_b[k]) / 2, middle[k]);
  }
  free(at_a);
  free(at_b);
  free(middle);
  return good;
}

static bool try(WholeCheck *c, Array *stiffness, int64_t *tested)
{
  Array *a = array_copy(c->touch), *b = array_copy(c->touch);
  bool good = a && b && touches(c) && has_slope(c, a);
  for (int round = 0; good && round < 3; round++) {
    if (!(good = sampler_draw_feasible(&c->s, c->x, a) && sampler_draw_feasible(&c->s, c->x, b))) break;
    good = c->rule->guarded ? is_convex(c, a, b, tested) : lies_above(c, a, stiffness, tested);
  }
  array_unref(a);
  array_unref(b);
  return good;
}

bool check_whole(const Rules *rules, const Majorizer *m, uint64_t seed, Buf *report)
{
  WholeCheck c = { .rule = m };
  const int64_t one = 1;
  int64_t tested = 0;
  Array *stiffness = array_new(0, &one);
  sampler_open(&c.s, rules, &m->text, seed, SAMPLES, report);
  bool good = stiffness && fill(&c);
  if (!good) buf_printf(report, "%s: no check: its `check` clause gives no loss that it fits\n", m->text.name->text);
  if (good) {
    stiffness->data[0] = 1;
    sampler_set_stiffness(rules, stiffness);
    draw_data(&c);
    Array *touch = c.touch = sampler_array(&c.s, symbol_touch(c.s.pool, c.x));
    good = sampler_draw_feasible(&c.s, c.x, touch) && try(&c, stiffness, &tested);
    if (!good) buf_putc(report, '\n');
    sampler_set_stiffness(rules, NULL);
    if (good && tested < FEWEST) {
      buf_printf(report, "%s: no check: only %lld points could be tried\n", m->text.name->text, (long long)tested);
      good = false;
    }
  }
  free(c.loss_at_touch);
  if (c.x) sampler_release(c.x);
  sampler_close(&c.s);
  array_unref(stiffness);
  if (good) buf_printf(report, "%s: holds at %lld points\n", m->text.name->text, (long long)tested);
  return good;
}
