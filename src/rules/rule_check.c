/* rule_check.c: draws for the numeric checks of rules, and which check a rule gets; see rule_check.h, rules.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_check.h"
#include "expr/eval.h"
#include "expr/feasible.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void sampler_open(RuleSampler *s, const Rules *rules, const RuleText *text, uint64_t seed, int64_t samples, Buf *report)
{
  *s = (RuleSampler){ .rules = rules, .pool = rules->pool, .arena = pool_arena(rules->pool), .text = text, .report = report,
                      .random = random_stream(seed, random_purpose(text->name->text), 0), .samples = samples };
  s->axis = axis_new(s->pool, name_of("samples"), samples);
  s->at = index_new(s->pool, name_of("sample"), s->axis);
  s->b = (Bindings){ .pool = s->pool, .stiffness = rules->stiffness };
}

void sampler_release(Symbol *symbol)
{
  Symbol *both[2] = { symbol, symbol->twin };
  for (int i = 0; i < 2 && both[i]; i++) {
    array_unref(both[i]->value);
    both[i]->value = NULL;
  }
}

void sampler_close(RuleSampler *s)
{
  for (int i = 0; i < s->holes.len; i++) sampler_release(s->holes.data[i].symbol);
}

/* ---- axes and pattern variables ----------------------------------------------------------------------------------------- */

static int64_t size_of(const RuleSampler *s, const Name *axis)
{
  if (s->entries) return s->entries;
  for (int i = 0; i < s->text->sizes.len; i++)
    if (axis && !strcasecmp(s->text->sizes.data[i].axis->text, axis->text)) return s->text->sizes.data[i].size;
  return 3;
}

Axis *sampler_axis(RuleSampler *s, Axis *pattern)
{
  for (int i = 0; i < s->b.naxes; i++)
    if (s->b.axis[i].pattern == pattern) return s->b.axis[i].target[0];
  if (s->b.naxes == MATCH_MAX_AXES) return pattern;
  AxisBinding *x = &s->b.axis[s->b.naxes++];
  *x = (AxisBinding){ .pattern = pattern, .ntargets = 1, .target = { axis_new(s->pool, pattern->name, size_of(s, pattern->name)) } };
  return x->target[0];
}

void sampler_add_axes(RuleSampler *s, const Expr *e)
{
  for (int i = 0; i < e->nbound; i++) sampler_axis(s, e->u.bound[i]->axis);
  if (e->kind == X_ACCESS && e->u.sym->domain.labels) sampler_axis(s, e->u.sym->domain.labels);
  if (e->kind == X_INDEX) sampler_axis(s, e->u.index->axis);
  for (int i = 0; i < e->nargs; i++) sampler_add_axes(s, e->arg[i]);
}

/* the axis of an argument of a[z], c[x] (x: an unknown label); NULL: any other expression */
static Axis *argument_axis(const Expr *arg)
{
  if (arg->kind == X_INDEX) return arg->u.index->axis;
  return arg->kind == X_ACCESS ? arg->u.sym->domain.labels : NULL;
}

/* f(u) */
static bool is_function_hole(const Expr *e)
{
  if (e->kind != X_HOLE || e->nargs == 0) return false;
  for (int i = 0; i < e->nargs; i++)
    if (!argument_axis(e->arg[i])) return true;
  return false;
}

const Expr *sampler_function_hole(const Expr *e)
{
  if (is_function_hole(e) && strcmp(e->u.name->text, "touch") != 0) return e;
  const Expr *found = NULL;
  for (int i = 0; i < e->nargs && !found; i++) found = sampler_function_hole(e->arg[i]);
  return found;
}

static bool is_called(const char *word, const Expr *where, const Name *hole)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind == X_HOLE && !strcmp(c->u.name->text, word) && c->nargs && c->arg[0]->kind == X_HOLE && c->arg[0]->u.name == hole) return true;
  }
  return false;
}

const Name *sampler_wants_interval(const RuleText *t, const Name *hole, double *lo, double *hi, bool *whole)
{
  for (int i = 0; i < t->checks.len; i++) {
    const RuleCheck *c = &t->checks.data[i];
    if (c->hole != hole) continue;
    *lo = c->lo;
    *hi = c->hi;
    *whole = c->whole;
    return hole;
  }
  return NULL;
}

/* a variable that stands for an expression of others: check u = x^2 - 1, x in (-2, 2) */
static const Expr *trial_of(const RuleSampler *s, const Name *hole)
{
  for (int i = 0; i < s->text->trials.len; i++)
    if (s->text->trials.data[i].name == hole) return s->text->trials.data[i].value;
  return NULL;
}

static bool add_trial(RuleSampler *s, const Expr *e, const Expr *trial, const Expr *where, bool data_only)
{
  RuleLet let = { .name = e->u.name, .value = trial };
  for (int i = 0; i < e->nargs; i++) if (e->arg[i]->kind == X_INDEX) let.arg[let.nargs++] = e->arg[i]->u.index;
  sampler_add_axes(s, trial);
  return sampler_add_holes(s, trial, where, data_only) && sampler_bind_let(s, &let);
}

static bool add_hole(RuleSampler *s, const Expr *e, const Expr *where, bool data_only)
{
  const Expr *trial = trial_of(s, e->u.name);
  if (trial && !bindings_hole(&s->b, e->u.name)) return add_trial(s, e, trial, where, data_only);
  Sampled h = { .name = e->u.name, .nargs = e->nargs };
  Axis *axis[ARRAY_MAX_AXES] = { s->axis };
  const Expr *at[ARRAY_MAX_AXES] = { expr_index(s->pool, s->at) };
  Index *arg[ARRAY_MAX_AXES];
  if (bindings_hole(&s->b, h.name)) return true;
  bool given = sampler_wants_interval(s->text, h.name, &h.lo, &h.hi, &h.whole) != NULL;
  h.rotation = is_called("rotation", where, h.name) || is_called("frame", where, h.name);
  h.definite = e->nargs >= 2 && !given;
  if (!given && !h.definite) {
    buf_printf(s->report, "%s: no check: its `check` clause has no interval for %s\n", s->text->name->text, h.name->text);
    return false;
  }
  for (int i = 0; i < e->nargs; i++) {
    axis[i + 1] = sampler_axis(s, argument_axis(e->arg[i]));
    arg[i] = index_new(s->pool, axis[i + 1]->name, axis[i + 1]);
    at[i + 1] = expr_index(s->pool, arg[i]);
  }
  h.direction = is_called("direction", where, h.name);
  bool constant = data_only || is_called("constant", where, h.name);
  h.symbol = symbol_new(s->pool, constant ? SYM_DATA : SYM_PARAM, h.name, e->nargs + 1, axis);
  if (h.lo >= 0 && !h.definite) h.symbol->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .lo_open = h.lo > 0 };
  if (h.hi <= 0 && h.lo < 0 && !h.definite) h.symbol->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = -INFINITY, .hi = 0, .lo_open = true, .hi_open = h.hi < 0 };
  if (h.rotation) h.symbol->domain = (Domain){ .kind = DOMAIN_ORTHOGONAL, .axes = 3u << (e->nargs - 1) };
  else if (h.direction) h.symbol->domain = (Domain){ .kind = DOMAIN_SPHERE, .axes = 1u << e->nargs };
  HoleBinding *b = bindings_set(&s->b, h.name, expr_access(s->pool, h.symbol, at));
  if (!b) return false;
  b->nargs = e->nargs;
  memcpy(b->arg, arg, (size_t)e->nargs * sizeof *arg);
  vec_push(s->arena, &s->holes, h);
  return true;
}

bool sampler_add_holes(RuleSampler *s, const Expr *e, const Expr *where, bool data_only)
{
  bool word = e->kind == X_HOLE && !strcmp(e->u.name->text, "touch");
  if (e->kind == X_HOLE && !word && !is_function_hole(e)) return add_hole(s, e, where, data_only);
  for (int i = 0; i < e->nargs; i++)
    if (!sampler_add_holes(s, e->arg[i], where, data_only)) return false;
  return true;
}

bool sampler_add_matches(RuleSampler *s, const Expr *where)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind != X_HOLE || strcmp(c->u.name->text, "matches") || c->nargs != 2 || c->arg[0]->kind != X_HOLE) continue;
    RuleLet let = { .name = c->arg[0]->u.name, .value = c->arg[1] };
    for (int k = 0; k < c->arg[0]->nargs; k++) let.arg[let.nargs++] = c->arg[0]->arg[k]->u.index;
    sampler_add_axes(s, c->arg[1]);
    if (!sampler_add_holes(s, c->arg[1], where, false) || !sampler_bind_let(s, &let)) return false;
  }
  return true;
}

void sampler_draw_definite(RuleSampler *s, double *m, int64_t n)
{
  double b[64];
  if (n * n > 64) return;
  for (int64_t i = 0; i < n * n; i++) b[i] = random_normal(&s->random);
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < n; j++) {
      m[i * n + j] = i == j ? 0.1 : 0;
      for (int64_t k = 0; k < n; k++) m[i * n + j] += b[i * n + k] * b[j * n + k] / (double)n;
    }
}

bool sampler_bind_let(RuleSampler *s, const RuleLet *let)
{
  Index *arg[ARRAY_MAX_AXES];
  int outer = s->b.nmap;
  for (int i = 0; i < let->nargs; i++) {
    arg[i] = index_new(s->pool, let->arg[i]->name, sampler_axis(s, let->arg[i]->axis));
    bindings_map(&s->b, let->arg[i], expr_index(s->pool, arg[i]));
  }
  const Expr *value = instantiate(&s->b, let->value);
  s->b.nmap = outer;
  HoleBinding *h = value ? bindings_set(&s->b, let->name, value) : NULL;
  if (!h) return false;
  h->nargs = let->nargs;
  memcpy(h->arg, arg, (size_t)let->nargs * sizeof *arg);
  return true;
}

/* ---- the unknown of a row or a chart ---------------------------------------------------------------------------------------- */

void sampler_add_unknown_axes(RuleSampler *s, const Symbol *unknown)
{
  for (int a = 0; a < unknown->naxes; a++) sampler_axis(s, unknown->axis[a]);
}

Symbol *sampler_add_unknown(RuleSampler *s, const Symbol *unknown, Index **own)
{
  Axis *axis[ARRAY_MAX_AXES] = { s->axis };
  const Expr *at[ARRAY_MAX_AXES] = { expr_index(s->pool, s->at) };
  for (int a = 0; a < unknown->naxes; a++) {
    axis[a + 1] = sampler_axis(s, unknown->axis[a]);
    own[a] = index_new(s->pool, unknown->axis[a]->name, axis[a + 1]);
    at[a + 1] = expr_index(s->pool, own[a]);
  }
  Symbol *x = symbol_new(s->pool, SYM_PARAM, unknown->name, unknown->naxes + 1, axis);
  x->domain = unknown->domain;
  x->domain.axes = unknown->domain.axes << 1;
  x->domain.together = unknown->domain.together << 1;
  for (int i = 0; unknown->domain.labels && i < s->b.naxes; i++)
    if (s->b.axis[i].pattern == unknown->domain.labels) x->domain.hi = (double)s->b.axis[i].target[0]->size;
  HoleBinding *h = bindings_set(&s->b, unknown->name, expr_access(s->pool, x, at));
  if (!h) return NULL;
  h->nargs = unknown->naxes;
  if (h->nargs) memcpy(h->arg, own, (size_t)h->nargs * sizeof *own);
  return x;
}

void sampler_set_interior(const Symbol *x, double *at, int64_t per)
{
  const Domain *d = &x->domain;
  int64_t n = x->naxes > 1 ? x->axis[x->naxes - 1]->size : 1;
  for (int64_t i = 0; i < per; i++) {
    switch (d->kind) {
      case DOMAIN_INTERVAL: at[i] = isfinite(d->lo) && isfinite(d->hi) ? (d->lo + d->hi) / 2 : isfinite(d->lo) ? d->lo + 1 : d->hi - 1; break;
      case DOMAIN_SIMPLEX: at[i] = 1 / (double)per; break;
      case DOMAIN_SPD: case DOMAIN_ORTHOGONAL: at[i] = i / n == i % n; break;
      case DOMAIN_TRANSPORT: at[i] = (double)(1 + i / n) * (double)(1 + i % n); break;
      case DOMAIN_SPHERE: case DOMAIN_RANK: at[i] = i == 0; break;
      case DOMAIN_ORDERED:
        if (isfinite(d->lo) && isfinite(d->hi)) at[i] = d->lo + (d->hi - d->lo) * (double)(i + 1) / (double)(per + 1);
        else at[i] = isfinite(d->lo) ? d->lo + 1 + (double)i : isfinite(d->hi) ? d->hi - (double)(per - i) : (double)i;
        break;
      case DOMAIN_LABEL: at[i] = 1; break;
      case DOMAIN_REAL: at[i] = 0.5; break;                /* 0 may be a place of its own: a kink, a jump */
      default: at[i] = 0; break;
    }
  }
}

bool sampler_draw_feasible(RuleSampler *s, const Symbol *x, Array *to)
{
  int64_t n = array_count(to), per = n / s->samples;
  Array *interior = array_copy(to);
  double *direction = calloc((size_t)n, sizeof *direction);
  bool good = interior && direction;
  for (int64_t k = 0; good && k < s->samples; k++) sampler_set_interior(x, interior->data + k * per, per);
  for (int64_t i = 0; good && i < n; i++) direction[i] = random_normal(&s->random);
  if (good) feasible_move(x, interior, direction, 1, to);
  array_unref(interior);
  free(direction);
  return good;
}

/* ---- numbers ----------------------------------------------------------------------------------------------------------------- */

Array *sampler_array(RuleSampler *s, Symbol *symbol)
{
  int64_t size[ARRAY_MAX_AXES];
  (void)s;
  for (int a = 0; a < symbol->naxes; a++) size[a] = symbol->axis[a]->size;
  if (!symbol->value) symbol->value = array_new(symbol->naxes, size);
  return symbol->value;
}

double *sampler_values(RuleSampler *s, const Expr *e, int nextra, Index *const *extra)
{
  Index *open[ARRAY_MAX_AXES] = { s->at };
  char *error = NULL;
  for (int i = 0; i < nextra; i++) open[i + 1] = extra[i];
  Array *a = expr_eval(s->pool, e, nextra + 1, open, NULL, &error);
  if (!a) {
    buf_printf(s->report, "%s: no check: %s\n", s->text->name->text, error ? error : "no memory");
    return NULL;
  }
  double *values = malloc((size_t)array_count(a) * sizeof *values);
  if (values) memcpy(values, a->data, (size_t)array_count(a) * sizeof *values);
  array_unref(a);
  return values;
}

bool sampler_is_predicate(const Expr *condition) { return condition->kind == X_HOLE; }

static void filter_whole(RuleSampler *s, const Expr *condition, bool *ok)
{
  if (strcmp(condition->u.name->text, "whole") != 0) return;
  for (int i = 0; i < s->holes.len; i++) {
    if (s->holes.data[i].name != condition->arg[0]->u.name) continue;
    const double *v = sampler_array(s, s->holes.data[i].symbol)->data;
    for (int64_t k = 0; k < s->samples; k++) ok[k] &= v[k] == floor(v[k]);
  }
}

static bool filter_comparison(RuleSampler *s, const Expr *condition, bool *ok)
{
  Index *extra[ARRAY_MAX_AXES];
  int outer = s->b.nmap, n = 0;
  int64_t per = 1;
  for (int k = 0; k < condition->nfree && n < ARRAY_MAX_AXES - 1; k++) {
    extra[n] = index_new(s->pool, condition->free[k]->name, sampler_axis(s, condition->free[k]->axis));
    per *= extra[n]->axis->size;
    bindings_map(&s->b, condition->free[k], expr_index(s->pool, extra[n++]));
  }
  const Expr *e = instantiate(&s->b, condition);
  s->b.nmap = outer;
  double *now = e ? sampler_values(s, e, n, extra) : NULL, *touch = e ? sampler_values(s, expr_touch(s->pool, e), n, extra) : NULL;
  for (int64_t k = 0; now && touch && k < s->samples * per; k++) ok[k / per] &= now[k] > 0 && touch[k] > 0;
  bool done = now && touch;
  free(now);
  free(touch);
  return done;
}

bool sampler_filter(RuleSampler *s, const Expr *where, bool *ok)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (sampler_is_predicate(c)) filter_whole(s, c, ok);
    else if (c->kind != X_NUM && !filter_comparison(s, c, ok)) return false;
  }
  return true;
}

static void put_entries(Buf *out, const Array *a, int64_t sample)
{
  int64_t per = array_count(a) / a->size[0];
  for (int64_t i = 0; i < per && i < 9; i++) buf_printf(out, " %.6g", a->data[sample * per + i]);
}

void sampler_describe(RuleSampler *s, int64_t sample)
{
  for (int i = 0; i < s->holes.len; i++) {
    Symbol *symbol = s->holes.data[i].symbol;
    if (!symbol->value) continue;
    buf_printf(s->report, "%s%s =", i ? "; " : "", s->holes.data[i].name->text);
    put_entries(s->report, symbol->value, sample);
    if (!symbol->twin || !symbol->twin->value) continue;
    buf_put(s->report, ", at the touch");
    put_entries(s->report, symbol->twin->value, sample);
  }
  buf_putc(s->report, '\n');
}

/* ---- all rules ----------------------------------------------------------------------------------------------------------------- */

static bool has_check(const RuleText *t, Buf *report)
{
  if (t->checks.len || t->sizes.len) return true;
  buf_printf(report, "%s: no check: the rule has no `check` clause\n", t->name->text);
  return false;
}

/* one whose text is broken fails as well; what is wrong with it is among the messages */
static bool finds(const RuleText *t, const Name *rule, bool *found)
{
  if (t->name != rule) return false;
  return *found = true;
}

static bool readable(const RuleText *t, Buf *report)
{
  if (!rule_complete(t)) return buf_printf(report, "%s: its text is wrong\n", t->name->text), false;
  return has_check(t, report);
}

#define CHECK(list, check) \
  for (int i = 0; i < (list)->len; i++) \
    if (finds(&(list)->data[i]->text, rule, &found)) ok &= readable(&(list)->data[i]->text, report) && check(r, (list)->data[i], seed, report);

bool rules_check(Rules *r, const Name *rule, uint64_t seed, Buf *report)
{
  bool found = false, ok = true;
  CHECK(rules_majorizers(r), check_bound)
  CHECK(rules_wholes(r), check_whole)
  CHECK(rules_relaxations(r), check_relaxation)
  CHECK(rules_minimizers(r), check_row)
  CHECK(rules_charts(r), check_chart)
  if (!found) buf_printf(report, "%s: there is no such rule\n", rule->text);
  return found && ok;
}
