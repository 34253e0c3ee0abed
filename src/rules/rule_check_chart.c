/* rule_check_chart.c: a change of coordinates held against what is used of it: every u leads into the domain, the way back leads to
 * the same point, from there and from any other point of the domain, and nothing is left where it was when u moves. A chart
 * around the current point holds near u = 0: there it is that point, and it leaves the domain more slowly than u grows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_check.h"
#include "expr/feasible.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHART_SAMPLES = 200 };

static const double SAME = 1e-8, SMALL = 1e-4;

typedef struct ChartCheck {
  RuleSampler s;
  const Chart *chart;
  Symbol *x, *one;                        /* the unknown, with the sample in front and without */
  Index *own[ARRAY_MAX_AXES], *at[ARRAY_MAX_AXES];
  const Expr *value, *inverse;
  Symbol *u;
  double lo, hi;
} ChartCheck;

static bool fill(ChartCheck *c)
{
  RuleSampler *s = &c->s;
  const Chart *chart = c->chart;
  HoleBinding *h = bindings_hole(&s->b, chart->coordinate);
  if (!c->x || !h) return false;
  for (int a = 0; a < chart->unknown->naxes; a++) bindings_map(&s->b, chart->own[a], expr_index(s->pool, c->own[a]));
  c->value = instantiate(&s->b, chart->value);
  s->b.nmap = 0;
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *drawn = &s->holes.data[i];
    if (drawn->name != chart->coordinate) continue;
    c->u = drawn->symbol;
    c->lo = drawn->lo;
    c->hi = drawn->hi;
  }
  if (!c->u || c->u->naxes != chart->nat + 1) return false;
  for (int i = 0; i < chart->nat; i++) {
    c->at[i] = index_new(s->pool, chart->at[i]->name, c->u->axis[i + 1]);
    if (chart->inverse) bindings_map(&s->b, chart->at[i], expr_index(s->pool, c->at[i]));
  }
  c->inverse = chart->inverse ? instantiate(&s->b, chart->inverse) : NULL;
  s->b.nmap = 0;
  c->one = symbol_new(s->pool, SYM_PARAM, chart->unknown->name, chart->unknown->naxes, c->x->axis + 1);
  c->one->domain = chart->unknown->domain;
  c->one->domain.hi = c->x->domain.hi;
  return c->value && (!chart->inverse || c->inverse);
}

static bool fails(ChartCheck *c, const char *what, int64_t sample)
{
  buf_printf(c->s.report, "%s: %s, at ", c->s.text->name->text, what);
  sampler_describe(&c->s, sample);
  return false;
}

/* to := the chart's values at the u of now */
static bool apply(ChartCheck *c, Array *to)
{
  double *x = sampler_values(&c->s, c->value, c->chart->unknown->naxes, c->own);
  if (x) memcpy(to->data, x, (size_t)array_count(to) * sizeof *x);
  free(x);
  return x != NULL;
}

static bool lies_inside(ChartCheck *c, const Array *x, double slack)
{
  int64_t per = array_count(x) / c->s.samples;
  Array *point = array_new(c->one->naxes, x->size + 1);
  bool good = point != NULL;
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    memcpy(point->data, x->data + k * per, (size_t)per * sizeof *point->data);
    bool finite = true;
    for (int64_t i = 0; i < per; i++) finite &= isfinite(point->data[i]) != 0;
    if (!finite || !domain_contains(c->s.pool, c->one, point, slack, NULL)) good = fails(c, "the chart leaves the domain", k);
  }
  array_unref(point);
  return good;
}

static double distance(const double *a, const double *b, int64_t per)
{
  double far = 0;
  for (int64_t i = 0; i < per; i++) far = fmax(far, isfinite(a[i] - b[i]) ? fabs(a[i] - b[i]) / (1 + fabs(b[i])) : INFINITY);
  return far;
}

/* u := the way back from x; then the chart must lead to x */
static bool comes_back(ChartCheck *c, const Array *x, Array *again, const char *what)
{
  Array *u = sampler_array(&c->s, c->u);
  int64_t per = array_count(x) / c->s.samples;
  memcpy(sampler_array(&c->s, c->x)->data, x->data, (size_t)array_count(x) * sizeof *x->data);
  double *back = sampler_values(&c->s, c->inverse, c->chart->nat, c->at);
  if (!back) return false;
  memcpy(u->data, back, (size_t)array_count(u) * sizeof *back);
  free(back);
  if (!apply(c, again)) return false;
  for (int64_t k = 0; k < c->s.samples; k++)
    if (!(distance(again->data + k * per, x->data + k * per, per) <= SAME)) return fails(c, what, k);
  return true;
}

static void draw(ChartCheck *c, double scale)
{
  Array *u = sampler_array(&c->s, c->u);
  for (int64_t i = 0; i < array_count(u); i++) u->data[i] = scale * (c->lo + (c->hi - c->lo) * random_uniform(&c->s.random));
}

/* a change of u by a random direction changes x in every sample */
static bool moves(ChartCheck *c, const Array *x, Array *moved)
{
  Array *u = sampler_array(&c->s, c->u);
  int64_t per = array_count(x) / c->s.samples;
  for (int64_t i = 0; i < array_count(u); i++) u->data[i] += 0.01 * (c->hi - c->lo) * random_normal(&c->s.random);
  if (!apply(c, moved)) return false;
  for (int64_t k = 0; k < c->s.samples; k++)
    if (distance(moved->data + k * per, x->data + k * per, per) < 1e-12) return fails(c, "nothing moves when the coordinate does", k);
  return true;
}

static bool check_everywhere(ChartCheck *c, Array *x, Array *again)
{
  draw(c, 1);
  if (!apply(c, x) || !lies_inside(c, x, 1e-9) || !moves(c, x, again)) return false;
  if (!c->inverse) return true;
  return comes_back(c, x, again, "the way back and forth leads to another point") && sampler_draw_feasible(&c->s, c->x, x) &&
         comes_back(c, x, again, "the chart does not reach a point of the domain by its way back");
}

static bool check_around(ChartCheck *c, Array *x, Array *touch)
{
  int64_t per = array_count(x) / c->s.samples;
  if (!sampler_draw_feasible(&c->s, c->x, touch)) return false;
  memcpy(sampler_array(&c->s, symbol_touch(c->s.pool, c->x))->data, touch->data, (size_t)array_count(touch) * sizeof *touch->data);
  draw(c, 0);
  if (!apply(c, x)) return false;
  for (int64_t k = 0; k < c->s.samples; k++)
    if (!(distance(x->data + k * per, touch->data + k * per, per) <= SAME)) return fails(c, "at 0 the chart is not the current point", k);
  draw(c, SMALL);
  return apply(c, x) && lies_inside(c, x, 0.1 * SMALL) && moves(c, x, touch);
}

bool check_chart(const Rules *rules, const Chart *chart, uint64_t seed, Buf *report)
{
  ChartCheck c = { .chart = chart };
  sampler_open(&c.s, rules, &chart->text, seed, CHART_SAMPLES, report);
  sampler_add_unknown_axes(&c.s, chart->unknown);
  sampler_add_axes(&c.s, chart->value);
  Array *x = NULL, *other = NULL;
  c.x = sampler_add_unknown(&c.s, chart->unknown, c.own);
  bool good = sampler_add_holes(&c.s, chart->value, NULL, true);
  if (good && !(good = fill(&c))) buf_printf(report, "%s: no check: the chart cannot be filled\n", chart->text.name->text);
  if (good) {
    x = array_copy(sampler_array(&c.s, c.x));
    other = array_copy(x);
    good = x && other && (chart->around ? check_around(&c, x, other) : check_everywhere(&c, x, other));
  }
  if (good) buf_printf(report, "%s: holds at %lld points\n", chart->text.name->text, (long long)c.s.samples);
  array_unref(x);
  array_unref(other);
  if (c.x) sampler_release(c.x);
  sampler_close(&c.s);
  return good;
}
