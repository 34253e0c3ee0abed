/* rule_check_row.c: a closed form held against the row it minimises, for many random coefficients at once: feasible, no lower
 * point along random feasible curves near and far. The power test is the one that is easily forgotten: the answer moved by
 * 5 % must fail the same search, else the search proves nothing. Then the borders: coefficients that are 0, alone and together,
 * where rows divide by them; there what the row keeps must be flat, and what it calls unbounded must fall.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/root.h"
#include "rules/rows.h"
#include "rules/rule_check.h"
#include "expr/diff.h"
#include "expr/feasible.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INSTANCES = 60, CURVES = 60, FEWEST = 10 };

static const double TOLERANCE = 1e-10, MOVED = 0.05, ROUNDING = 1e-13;

typedef struct RowCheck {
  RuleSampler s;
  const Minimizer *row;
  Symbol *x;                              /* the unknown, one for each instance */
  Index *own[ARRAY_MAX_AXES];
  const Expr *objective, *gives, *needs, *bounded, *attained;
  Symbol *y; Array *y_at;                 /* the second unknown of a row in two, and where the search begins in it; NULL: of one */
  const Expr *y_gives;
  double *y_direction;
  Array *held;                            /* of a row for entries that are fixed: their values, NAN where free */
  Symbol *root;                           /* the number of a `search`, one for each instance; NULL: none */
  const Expr *equation, *slope, *lo, *hi, *start; /* slope: of the equation; NULL: not known, as in a fit; start: NULL, anywhere */
  bool *ok;                               /* instances that meet the conditions */
  double *found;                          /* the least value seen, below that of the answer */
} RowCheck;

/* ---- filling the row ---------------------------------------------------------------------------------------------------------------- */

/* f(x) of a row: a sum of kinks, sum{j} w[j] * max(x - y[j], 0) + v * x */
static bool draw_function(RowCheck *c, const Name *hole)
{
  RuleSampler *s = &c->s;
  Axis *axis[2] = { s->axis, axis_new(s->pool, name_of("kinks"), 5) };
  Symbol *x = symbol_new(s->pool, SYM_ATOM, hole, 0, NULL), *part[2];
  const double lo[2] = { -3, 0.1 }, hi[2] = { 3, 1 };
  Index *j = index_new(s->pool, name_of("j"), axis[1]);
  const Expr *at[2] = { expr_index(s->pool, s->at), expr_index(s->pool, j) }, *t = expr_access(s->pool, x, NULL), *value[2];
  for (int i = 0; i < 2; i++) {
    Sampled h = { .name = name_of(i ? "w" : "y"), .nargs = 1, .lo = lo[i], .hi = hi[i] };
    h.symbol = part[i] = symbol_new(s->pool, SYM_DATA, h.name, 2, axis);
    value[i] = expr_access(s->pool, part[i], at);
    vec_push(s->arena, &s->holes, h);
  }
  const Expr *over = expr_sub(s->pool, t, value[0]), *zero = expr_num(s->pool, 0);
  const Expr *kink = expr_mul(s->pool, value[1], expr_if(s->pool, expr_cmp(s->pool, C_LT, zero, over), over, zero));
  HoleBinding *b = bindings_set(&s->b, hole, expr_sub(s->pool, expr_sum(s->pool, j, kink), t));
  if (b) b->variable = x;
  return b != NULL;
}

static bool fill_equation(RowCheck *c)
{
  RuleSampler *s = &c->s;
  Symbol *one = symbol_new(s->pool, SYM_ATOM, c->row->root, 0, NULL);
  const Expr *at = expr_index(s->pool, s->at);
  const char *why;
  if (!(c->equation = instantiate(&s->b, c->row->equation))) return false;
  const Expr *of_one = expr_subst_access(s->pool, c->equation, c->root, &s->at, expr_access(s->pool, one, NULL));
  const Expr *slope = expr_diff(s->pool, of_one, one, NULL, &why);
  if (slope && !expr_is_num(slope, 0)) c->slope = expr_subst_access(s->pool, slope, one, NULL, expr_access(s->pool, c->root, &at));
  return true;
}

static bool fill(RowCheck *c)
{
  RuleSampler *s = &c->s;
  const Minimizer *m = c->row;
  for (int k = 0; k < m->terms.len; k++)
    if (m->terms.data[k].form == ATOM_FUNCTION && !draw_function(c, m->terms.data[k].hole)) return false;
  if (m->root) {
    c->root = symbol_new(s->pool, SYM_DATA, m->root, 1, &s->axis);
    const Expr *at = expr_index(s->pool, s->at), *t = expr_access(s->pool, c->root, &at);
    if (!bindings_set(&s->b, m->root, t)) return false;
  }
  for (int i = 0; i < m->lets.len; i++)
    if (!sampler_bind_let(s, &m->lets.data[i])) return false;
  if (m->root && !fill_equation(c)) return false;
  if (m->root && (!(c->lo = instantiate(&s->b, m->root_lo)) || !(c->hi = instantiate(&s->b, m->root_hi)))) return false;
  if (m->root_start && !(c->start = instantiate(&s->b, m->root_start))) return false;
  for (int a = 0; a < m->naxes; a++) bindings_map(&s->b, m->own[a], expr_index(s->pool, c->own[a]));
  c->gives = instantiate(&s->b, m->gives);
  if (m->second && !(c->y_gives = instantiate(&s->b, m->second_gives))) return false;
  const struct { const Expr *from, **to; } condition[] = { { m->needs, &c->needs }, { m->bounded, &c->bounded }, { m->attained, &c->attained } };
  for (int i = 0; i < 3; i++)
    if (condition[i].from && !(*condition[i].to = instantiate(&s->b, condition[i].from))) return false;
  if (m->plain) {
    const Expr *plain = instantiate(&s->b, m->plain), *spare = instantiate(&s->b, m->spare);
    if (!c->gives || !plain || !spare) return false;
    c->gives = expr_if(s->pool, plain, c->gives, spare);
  }
  s->b.nmap = 0;
  c->objective = instantiate(&s->b, m->row);
  return c->gives && c->objective;
}

/* ---- draws ------------------------------------------------------------------------------------------------------------------------------ */

static void draw_coefficients(RuleSampler *s)
{
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *h = &s->holes.data[i];
    Array *a = sampler_array(s, h->symbol);
    int64_t n = array_count(a);
    if (h->definite)
      for (int64_t d = a->size[a->naxes - 1], at = 0; at < n; at += d * d) sampler_draw_definite(s, a->data + at, d);
    else
      for (int64_t k = 0; k < n; k++) a->data[k] = h->lo + (h->hi - h->lo) * random_uniform(&s->random);
  }
}

/* ---- searching for something lower ---------------------------------------------------------------------------------------------------------- */

/* the objective at the points of x, less what was found so far, where lower; false after a report */
static bool look(RowCheck *c)
{
  double *q = sampler_values(&c->s, c->objective, 0, NULL);
  for (int64_t k = 0; q && k < c->s.samples; k++)
    if (q[k] < c->found[k]) c->found[k] = q[k];
  bool good = q != NULL;
  free(q);
  return good;
}

/* c->found[k] := the least value met on curves through `from`, or infinity */
static bool search(RowCheck *c, const Array *from, double *direction)
{
  int64_t n = array_count(from);
  for (int64_t k = 0; k < c->s.samples; k++) c->found[k] = INFINITY;
  for (int round = 0; round < CURVES; round++) {
    for (int64_t i = 0; i < n; i++) direction[i] = random_normal(&c->s.random);
    for (int64_t i = 0; c->y && i < array_count(c->y_at); i++) c->y_direction[i] = random_normal(&c->s.random);
    double t = round % 8 == 7 ? 3 : round % 8 == 6 ? 1 : pow(10, -1 - round % 8);
    for (int side = -1; side <= 1; side += 2) {
      feasible_move(c->x, from, direction, side * t, c->x->value);
      if (c->y) feasible_move(c->y, c->y_at, c->y_direction, side * t, c->y->value);
      if (c->held) feasible_hold(c->x, c->held, c->x->value);
      if (!look(c)) return false;
    }
  }
  return true;
}

static bool is_lower(double found, double answer) { return answer - found > TOLERANCE * (fabs(found) + fabs(answer)) + 1e-13; }

static bool report_failure(RowCheck *c, const char *what, int64_t k, const Array *answer)
{
  int64_t per = array_count(answer) / c->s.samples;
  buf_printf(c->s.report, "%s: %s: the answer", c->s.text->name->text, what);
  for (int64_t i = 0; i < per && i < 9; i++) buf_printf(c->s.report, " %.9g", answer->data[k * per + i]);
  buf_printf(c->s.report, ", the row's least value met %.12g, at ", c->found[k]);
  sampler_describe(&c->s, k);
  return false;
}

/* the power test: from the answer moved by 5 %, the search must find something lower in nearly every instance */
static bool notices(RowCheck *c, const Array *answer, double *direction)
{
  Array *moved = array_copy(answer);
  if (!moved) return false;
  for (int64_t i = 0; i < array_count(answer); i++) direction[i] = random_normal(&c->s.random) > 0 ? 1 : -1;
  if (c->row->domain.kind == DOMAIN_SIMPLEX || c->row->domain.kind == DOMAIN_ZEROSUM)      /* what all have in common cancels */
    for (int64_t i = 0; i < array_count(answer); i++) direction[i] = i % 2 ? 1 : -1;
  if (domain_has_det(&c->row->domain))
    for (int64_t i = 0, d = c->x->axis[c->x->naxes - 1]->size; i < array_count(answer); i++) direction[i] = i / d % 2 ? 1 : -1;
  feasible_move(c->x, answer, direction, c->row->domain.kind == DOMAIN_LABEL ? 1 : MOVED, moved);      /* the next label */
  if (c->held) feasible_hold(c->x, c->held, moved);
  for (int64_t i = 0; row_asks_for(c->row, "clipped") && i < array_count(answer); i++) moved->data[i] = answer->data[i] * (1 - MOVED);   /* off an end */
  memcpy(c->x->value->data, moved->data, (size_t)array_count(moved) * sizeof *moved->data);
  for (int64_t i = 0; c->y && i < array_count(c->y_at); i++) c->y_direction[i] = 1;
  if (c->y) {
    feasible_move(c->y, c->y_at, c->y_direction, MOVED, c->y->value);
    memcpy(c->y_at->data, c->y->value->data, (size_t)array_count(c->y_at) * sizeof *c->y_at->data);
  }
  double *q = sampler_values(&c->s, c->objective, 0, NULL);
  int64_t tested = 0, caught = 0;
  bool good = q && search(c, moved, direction);
  size_t per = (size_t)(array_count(answer) / c->s.samples);
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    bool moves = memcmp(moved->data + (size_t)k * per, answer->data + (size_t)k * per, per * sizeof *moved->data) != 0;      /* not where bounds hold it */
    tested += c->ok[k] && moves;
    caught += c->ok[k] && moves && is_lower(c->found[k], q[k]);
  }
  if (good && caught < tested * 9 / 10) {
    buf_printf(c->s.report, "%s: the check is too weak: of %lld answers moved by 5 %% only %lld were noticed\n", c->s.text->name->text, (long long)tested, (long long)caught);
    good = false;
  }
  free(q);
  array_unref(moved);
  return good;
}

/* the roots that the answers are made of; the equation must rise where the conditions hold */
static bool find_roots(RowCheck *c)
{
  RuleSampler *s = &c->s;
  Array *t = sampler_array(s, c->root);
  double *lo = sampler_values(s, c->lo, 0, NULL), *hi = sampler_values(s, c->hi, 0, NULL), *from = c->start ? sampler_values(s, c->start, 0, NULL) : NULL;
  Root *root = calloc((size_t)s->samples, sizeof *root);
  bool good = lo && hi && (from || !c->start) && root, left = true;
  for (int64_t k = 0; good && k < s->samples; k++) root_start(&root[k], lo[k], hi[k], from ? from[k] : NAN);
  for (int step = 0; good && left && step < ROOT_STEPS; step++) {
    left = false;
    for (int64_t k = 0; k < s->samples; k++) t->data[k] = root[k].t;
    double *value = sampler_values(s, c->equation, 0, NULL), *slope = c->slope ? sampler_values(s, c->slope, 0, NULL) : NULL;
    good = value && (slope || !c->slope);
    for (int64_t k = 0; good && k < s->samples; k++) {
      double below = root[k].below, above = root[k].beyond ? NAN : root[k].above;
      root_step(&root[k], value[k], slope ? slope[k] : NAN);
      left |= !root[k].done;
      if (c->ok[k] && (value[k] < below - ROUNDING || value[k] > above + ROUNDING)) {
        buf_printf(s->report, "%s: what is searched does not rise, at ", s->text->name->text);
        sampler_describe(s, k);
        good = false;
      }
    }
    free(value);
    free(slope);
  }
  for (int64_t k = 0; good && k < s->samples; k++) t->data[k] = root[k].t;
  free(lo);
  free(hi);
  free(from);
  free(root);
  return good;
}

/* the second unknown's answers, which the first's are made with; interior points where there are none */
static bool solve_second(RowCheck *c)
{
  double *y = c->y ? sampler_values(&c->s, c->y_gives, 0, NULL) : NULL;
  if (c->y && !y) return false;
  for (int64_t k = 0; c->y && k < c->s.samples; k++) {
    if (c->ok[k] && isfinite(y[k])) c->y_at->data[k] = y[k];
    else sampler_set_interior(c->y, c->y_at->data + k, 1);
    c->y->value->data[k] = c->y_at->data[k];
  }
  free(y);
  return true;
}

/* the answers into *answer; instances without one are set to an interior point and left out */
static bool solve(RowCheck *c, Array *answer)
{
  int64_t n = array_count(answer), per = n / c->s.samples;
  if (!sampler_filter(&c->s, c->row->where, c->ok) || (c->root && !find_roots(c)) || !solve_second(c)) return false;
  double *x = sampler_values(&c->s, c->gives, c->row->naxes, c->own);
  double *needs = c->needs ? sampler_values(&c->s, c->needs, c->row->naxes, c->own) : NULL;
  bool good = x && (!c->needs || needs);
  for (int64_t i = 0; good && needs && i < n; i++) c->ok[i / per] &= needs[i] > 0;
  for (int64_t i = 0; good && i < n; i++) {
    answer->data[i] = x[i];
    if (row_asks_for(c->row, "clipped")) answer->data[i] = fmax(c->x->domain.lo, fmin(x[i], c->x->domain.hi));
    if (c->ok[i / per] && !isfinite(x[i])) good = report_failure(c, "not a number", i / per, answer);
  }
  for (int64_t k = 0; good && k < c->s.samples; k++)
    if (!c->ok[k]) sampler_set_interior(c->x, answer->data + k * per, per);
  free(x);
  free(needs);
  return good;
}

static bool check_answers(RowCheck *c, Array *answer, double *direction)
{
  const char *where = NULL;
  if (!solve(c, answer)) return false;
  if (!domain_contains(c->s.pool, c->x, answer, 1e-9, &where)) {
    buf_printf(c->s.report, "%s: the answer is outside its domain (%s)\n", c->s.text->name->text, where);
    return false;
  }
  memcpy(c->x->value->data, answer->data, (size_t)array_count(answer) * sizeof *answer->data);
  double *q = sampler_values(&c->s, c->objective, 0, NULL);
  int64_t tested = 0;
  bool good = q && search(c, answer, direction);
  if (c->y) memcpy(c->y->value->data, c->y_at->data, (size_t)array_count(c->y_at) * sizeof *c->y_at->data);
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    tested += c->ok[k];
    if (c->ok[k] && is_lower(c->found[k], q[k])) good = report_failure(c, "a lower feasible point exists", k, answer);
  }
  free(q);
  if (good && tested < FEWEST) {
    buf_printf(c->s.report, "%s: no check: only %lld of %lld instances meet its conditions\n", c->s.text->name->text, (long long)tested, (long long)c->s.samples);
    good = false;
  }
  good = good && notices(c, answer, direction);
  if (good) buf_printf(c->s.report, "%s: holds for %lld instances\n", c->s.text->name->text, (long long)tested);
  return good;
}

/* ---- borders ------------------------------------------------------------------------------------------------------------------------- */

static const RowTerm *term_of(const Minimizer *m, const Name *hole)
{
  for (int i = 0; i < m->terms.len; i++)
    if (m->terms.data[i].hole == hole) return &m->terms.data[i];
  return NULL;
}

/* the coefficients of the k-th instance that the bits of k name are 0; of those with indices some entries, then all of them */
static void put_zeros(RuleSampler *s, const Minimizer *m)
{
  int bit = 0;
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *h = &s->holes.data[i];
    if (h->definite || !term_of(m, h->name)) continue;                      /* an exponent is no coefficient */
    Array *a = sampler_array(s, h->symbol);
    int64_t per = array_count(a) / s->samples;
    for (int64_t k = 0; k < s->samples; k++)
      for (int64_t e = 0; (k >> bit & 1) && e < per; e++)
        if (k % 3 == 0 || random_uniform(&s->random) < 0.5) a->data[k * per + e] = 0;
    bit++;
  }
}

/* what the row says of each instance: a bit for each condition that fails somewhere */
enum { KEPT = 1, FALLEN = 2, REMOTE = 4 };

static bool say(RowCheck *c, const Expr *condition, int bit, int *said)
{
  double *v = condition ? sampler_values(&c->s, condition, c->row->naxes, c->own) : NULL;
  int64_t per = array_count(c->x->value) / c->s.samples;
  for (int64_t i = 0; v && i < per * c->s.samples; i++)
    if (!(v[i] > 0)) said[i / per] |= bit;
  free(v);
  return v || !condition;
}

/* what the row lets stand must be flat, and what it calls unbounded must fall: seen from the interior */
static bool check_told(RowCheck *c, const int *said, Array *interior, double *direction)
{
  memcpy(c->x->value->data, interior->data, (size_t)array_count(interior) * sizeof *interior->data);
  if (c->y) feasible_move(c->y, c->y_at, c->y_direction, 0, c->y->value);
  double *q = sampler_values(&c->s, c->objective, 0, NULL);
  bool good = q && search(c, interior, direction);
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    if (!c->ok[k]) continue;
    if (said[k] & FALLEN) good = c->found[k] < q[k] || report_failure(c, "called unbounded, but nothing is lower", k, interior);
    else if (said[k] & KEPT) good = !is_lower(c->found[k], q[k]) || report_failure(c, "the old value is kept, but there is a lower one", k, interior);
  }
  free(q);
  return good;
}

static bool check_borders(RowCheck *c, Array *answer, double *direction)
{
  int64_t n = array_count(answer), per = n / c->s.samples;
  int *said = calloc((size_t)c->s.samples, sizeof *said);
  Array *interior = array_copy(answer);
  double *x = NULL, *q = NULL;
  bool good = said && interior;
  for (int64_t k = 0; good && k < c->s.samples; k++) sampler_set_interior(c->x, interior->data + k * per, per);
  if (good && c->held) feasible_hold(c->x, c->held, interior);
  draw_coefficients(&c->s);
  put_zeros(&c->s, c->row);
  for (int64_t k = 0; k < c->s.samples; k++) c->ok[k] = true;
  good = good && sampler_filter(&c->s, c->row->where, c->ok) && (!c->root || find_roots(c));
  for (int64_t k = 0; c->y && k < c->s.samples; k++) {
    sampler_set_interior(c->y, c->y_at->data + k, 1);
    c->y->value->data[k] = c->y_at->data[k];
  }
  good = good && say(c, c->needs, KEPT, said) && say(c, c->bounded, row_asks_for(c->row, "clipped") ? 0 : FALLEN, said) && say(c, c->attained, REMOTE, said);
  good = good && check_told(c, said, interior, direction);
  for (int64_t k = 0; good && k < c->s.samples; k++) c->ok[k] &= !said[k];
  good = good && solve_second(c) && (x = sampler_values(&c->s, c->gives, c->row->naxes, c->own));
  for (int64_t k = 0; good && k < c->s.samples; k++) {
    for (int64_t i = k * per; i < (k + 1) * per; i++) {
      answer->data[i] = c->ok[k] ? x[i] : interior->data[i];
      if (row_asks_for(c->row, "clipped")) answer->data[i] = fmax(c->x->domain.lo, fmin(answer->data[i], c->x->domain.hi));
      if (!isfinite(answer->data[i])) good = report_failure(c, "not a number where coefficients are 0", k, answer);
    }
  }
  const char *where = NULL;
  c->x->domain.lo_open = c->x->domain.hi_open = false;     /* a probability of 0 is an answer on (0, 1) */
  if (good && !domain_contains(c->s.pool, c->x, answer, 1e-9, &where)) {
    buf_printf(c->s.report, "%s: where coefficients are 0 the answer is outside its domain (%s)\n", c->s.text->name->text, where);
    good = false;
  }
  if (good) memcpy(c->x->value->data, answer->data, (size_t)n * sizeof *answer->data);
  good = good && (q = sampler_values(&c->s, c->objective, 0, NULL)) && search(c, answer, direction);
  for (int64_t k = 0; good && k < c->s.samples; k++)
    if (c->ok[k] && is_lower(c->found[k], q[k])) good = report_failure(c, "a lower feasible point exists where coefficients are 0", k, answer);
  free(said);
  free(x);
  free(q);
  array_unref(interior);
  return good;
}

/* ---- a row from its text to the verdict ----------------------------------------------------------------------------------------------- */

/* each third entry is fixed */
static bool is_held(int64_t entry) { return entry % 3 == 0; }

static void add_free_entries(RowCheck *c)
{
  c->s.b.free = symbol_new(c->s.pool, SYM_DATA, name_of("free"), c->x->naxes, c->x->axis);
  Array *a = sampler_array(&c->s, c->s.b.free);
  int64_t per = array_count(a) / c->s.samples;
  for (int64_t i = 0; i < array_count(a); i++) a->data[i] = !is_held(i % per);
}

static void hold_entries(RowCheck *c, const Array *touch)
{
  int64_t per = array_count(touch) / c->s.samples;
  c->held = array_copy(touch);
  for (int64_t i = 0; c->held && i < array_count(touch); i++)
    if (!is_held(i % per)) c->held->data[i] = NAN;
}

bool check_row(const Rules *rules, const Minimizer *m, uint64_t seed, Buf *report)
{
  RowCheck c = { .row = m };
  sampler_open(&c.s, rules, &m->text, seed, INSTANCES, report);
  sampler_add_unknown_axes(&c.s, m->unknown);
  sampler_add_axes(&c.s, m->row);
  bool good = sampler_add_holes(&c.s, m->row, m->where, true);
  Array *answer = NULL;
  double *direction = NULL;
  if (good) {
    c.x = sampler_add_unknown(&c.s, m->unknown, c.own);
    if (m->second) c.y = sampler_add_unknown(&c.s, m->second, NULL);
    if (c.x && row_asks_for(m, "clipped")) c.x->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = -1, .hi = 1 };
    if (c.x && row_asks_for(m, "held")) add_free_entries(&c);
    if (!(good = fill(&c))) buf_printf(report, "%s: no check: the row cannot be filled\n", m->text.name->text);
  }
  if (good) {
    draw_coefficients(&c.s);
    Array *x = sampler_array(&c.s, c.x);
    answer = array_copy(x);
    if (c.y) c.y_at = array_copy(sampler_array(&c.s, c.y));
    if (c.y) c.y_direction = calloc((size_t)array_count(c.y_at), sizeof *c.y_direction);
    direction = calloc((size_t)array_count(x), sizeof *direction);
    c.ok = malloc((size_t)c.s.samples * sizeof *c.ok);
    c.found = calloc((size_t)c.s.samples, sizeof *c.found);
    good = answer && direction && c.ok && c.found && (!c.y || (c.y_at && c.y_direction)) && sampler_draw_feasible(&c.s, c.x, sampler_array(&c.s, symbol_touch(c.s.pool, c.x)));
    if (good && c.s.b.free) hold_entries(&c, symbol_touch(c.s.pool, c.x)->value);
    if (good) memset(c.ok, true, (size_t)c.s.samples * sizeof *c.ok);
    good = good && check_answers(&c, answer, direction) && (m->domain.kind == DOMAIN_SPD || check_borders(&c, answer, direction));
  }
  free(direction);
  free(c.ok);
  free(c.found);
  array_unref(answer);
  array_unref(c.held);
  array_unref(c.y_at);
  free(c.y_direction);
  if (c.s.b.free) {
    array_unref(c.s.b.free->value);
    c.s.b.free->value = NULL;
  }
  if (c.root) {
    array_unref(c.root->value);
    c.root->value = NULL;
  }
  if (c.x) sampler_release(c.x);
  if (c.y) sampler_release(c.y);
  sampler_close(&c.s);
  return good;
}
