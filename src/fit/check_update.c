/* check_update.c: the updates held against the surrogate that they minimise; see check_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/check_internal.h"
#include "expr/feasible.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void draw_direction(Check *c, int64_t n)
{
  for (int64_t i = 0; i < n; i++) c->direction[i] = random_normal(&c->random);
}

bool updates_new(Check *c, const PlanGroup *g, Updates *u)
{
  *u = (Updates){ 0, ARENA_ARRAY(pool_arena(c->pool), StageRun, g->nstages) };
  while (u->n < g->nstages) {
    const Stage *s = &g->stage[u->n];
    if (!stage_run_new(&u->stage[u->n++], c->pool, s, c->store, c->crew, NULL, c->diags)) return false;
  }
  return true;
}

void updates_free(Updates *u)
{
  for (int i = 0; i < u->n; i++) stage_run_free(&u->stage[i]);
}

static bool updates_run(const Updates *u)
{
  for (int i = 0; i < u->n; i++)
    if (!stage_run(&u->stage[i], NULL)) return false;
  return true;
}

/* slices that were left alone, or that have no minimum */
static bool kept_any(const Check *c, const PlanGroup *g, const Symbol *p)
{
  for (int i = 0; i < g->nkept; i++)
    if (g->kept_param[i] == p && check_new(c, g->kept[i])->data[0] > 0) return true;
  for (int i = 0; i < g->nfallen; i++)
    if (g->fallen_param[i] == p && check_new(c, g->fallen[i])->data[0] > 0) return true;
  return false;
}

/* parameters that are minimised together: one block, or those that are solved together */
typedef struct Members { int n; Symbol *param[LOSS_MAX_PARAMS]; Array *at[LOSS_MAX_PARAMS]; } Members;       /* at: the update */

static int64_t entries_of(const Members *m)
{
  int64_t n = 0;
  for (int i = 0; i < m->n; i++) n += array_count(m->at[i]);
  return n;
}

/* the members' arrays := base + t * direction */
static void move_straight(Check *c, const Members *m, const double *base, const double *direction, double t)
{
  for (int i = 0; i < m->n; i++) {
    Array *to = check_new(c, m->param[i]);
    for (int64_t k = 0; k < array_count(to); k++) to->data[k] = *base++ + t * *direction++;
  }
}

/* values of the surrogate at base + s e_i + t e_j */
static double value_near(Check *c, const Members *m, double *base, int64_t i, double s, int64_t j, double t)
{
  double q, l, bi = base[i], bj;
  base[i] += s;
  bj = base[j];
  base[j] += t;
  move_straight(c, m, base, base, 0);
  bool ok = check_values(c, &q, &l);
  base[j] = bj;
  base[i] = bi;
  return ok ? q : NAN;
}

/* direction := minus that part of the surrogate's slope at base along which it has no curvature; false where there is none */
static bool uncurved_slope(Check *c, const Members *m, int64_t n, double *base, double *direction)
{
  static const double h = 1e-3, none = 1e-6;
  double *H = calloc((size_t)(n * n + 2 * n), sizeof *H), *g = H ? H + n * n : NULL, *w = g ? g + n : NULL, most = 0, length = 0;
  bool ok = H != NULL;
  for (int64_t i = 0; ok && i < n; i++) {
    g[i] = (value_near(c, m, base, i, h, i, 0) - value_near(c, m, base, i, -h, i, 0)) / (2 * h);
    for (int64_t j = 0; j <= i; j++) {
      H[i * n + j] = (value_near(c, m, base, i, h, j, h) - value_near(c, m, base, i, h, j, -h) - value_near(c, m, base, i, -h, j, h) +
                      value_near(c, m, base, i, -h, j, -h)) / (4 * h * h);
      ok &= isfinite(H[i * n + j]) != 0;
    }
  }
  ok = ok && LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'L', (lapack_int)n, H, (lapack_int)n, w) == 0;
  for (int64_t k = 0; ok && k < n; k++) most = fmax(most, fabs(w[k]));
  for (int64_t i = 0; ok && i < n; i++) direction[i] = 0;
  for (int64_t k = 0; ok && k < n; k++) {
    double along = 0;
    if (fabs(w[k]) > none * most) continue;
    for (int64_t i = 0; i < n; i++) along += H[i * n + k] * g[i];
    for (int64_t i = 0; i < n; i++) direction[i] -= along * H[i * n + k];
    length += along * along;
  }
  for (int64_t i = 0; ok && i < n && length > 0; i++) direction[i] /= sqrt(length);
  free(H);
  return ok && length > 0;
}

/* A surrogate that has no least value, like a singular quadratic with a linear part across its range: along that part it falls
 * as far as one looks. Towards a minimum that was missed it would rise again. */
static bool falls_for_ever(Check *c, const Members *m)
{
  enum { ENTRIES_MOST = 40 };
  int64_t n = entries_of(m), at = 0;
  double *base = calloc((size_t)(2 * n), sizeof *base), *direction = base ? base + n : NULL, q, l, q0, far = 1e4;
  bool falls = base != NULL && n <= ENTRIES_MOST;
  for (int i = 0; i < m->n && falls; i++) {
    falls &= m->param[i]->domain.kind == DOMAIN_REAL;
    for (int64_t k = 0; k < array_count(m->at[i]) && falls; k++) base[at++] = m->at[i]->data[k];
  }
  falls = falls && uncurved_slope(c, m, n, base, direction);
  if (falls) {
    move_straight(c, m, base, direction, 0);
    falls = check_values(c, &q0, &l);
    for (double t = 1, last = q0; falls && t <= far; t *= 10, last = q) {
      move_straight(c, m, base, direction, t);
      falls = check_values(c, &q, &l) && q < last;
    }
  }
  free(base);
  return falls;
}

/* along random curves from the update the surrogate must not fall */
static void check_least(Check *c, const Members *m, double q0)
{
  double q, l;
  Worst before = c->lower;
  for (int k = 0; k < CURVES; k++) {
    Random start = c->random;
    for (double t = 1; t > 1e-7; t /= 10) {
      c->random = start;                                   /* the same curve */
      for (int i = 0; i < m->n; i++) {
        draw_direction(c, array_count(m->at[i]));
        check_move(c, m->param[i], m->at[i], c->direction, k % 2 ? t : -t);
      }
      if (check_values(c, &q, &l)) check_note(c, &c->lower, (q0 - q) / (fabs(q0) + fabs(q) + c->scale));
    }
  }
  if (c->lower.value > CHECK_TOLERANCE && c->lower.value > before.value && falls_for_ever(c, m)) {
    c->lower = before;
    c->unbounded = true;
  }
}

/* is the surrogate lower only once both have their new values? */
static bool is_lowered_with(const Block *a, const Block *b)
{
  return (a->solve && b->solve == a->solve) || a->profiled == b->param || b->profiled == a->param;
}

/* the block at its new value, those before it at theirs, those after it still at the current point: the surrogate as it was
 * minimised. Along curves from there it must not fall. */
static void check_block(Check *c, const SurrogateGroup *g, int at, Array *const *fresh)
{
  const Block *block = &g->blocks.data[at];
  Symbol *p = block->param;
  double q0, l0, q, l;
  const char *where = NULL;
  for (int i = 0; i < g->blocks.len; i++) {
    Symbol *b = g->blocks.data[i].param;
    check_copy(check_new(c, b), i <= at || is_lowered_with(block, &g->blocks.data[i]) ? fresh[i] : check_touch(c, b));
  }
  if (!check_values(c, &q0, &l0)) return;
  if (!domain_contains(c->pool, p, fresh[at], 1e-8, &where)) {
    if (p->domain.kind != DOMAIN_SPD) check_note(c, &c->lower, INFINITY);   /* a component that collapses on few points has no covariance */
    return;
  }
  for (int i = 0; i < g->blocks.len; i++) {                /* minimiser or not: it must not rise */
    Symbol *b = g->blocks.data[i].param;
    if (i == at || is_lowered_with(block, &g->blocks.data[i])) check_copy(check_new(c, b), check_touch(c, b));
  }
  if (check_values(c, &q, &l)) check_note(c, &c->lower, (q0 - q) / (fabs(q0) + fabs(q) + c->scale));
  if (block->relaxed || block->in_turn || block->update != UPDATE_CLOSED_FORM) return;
  Members m = { .n = 0 };                                  /* what is solved together is least together, not each by itself where the form is singular */
  for (int i = 0; i < g->blocks.len; i++) {
    if (i != at && !(block->solve && g->blocks.data[i].solve == block->solve)) continue;
    if (i < at) return;                                    /* once for all of them */
    m.param[m.n] = g->blocks.data[i].param;
    m.at[m.n++] = fresh[i];
  }
  check_least(c, &m, q0);
}

void updates_check(Check *c, const SurrogateGroup *g, const PlanGroup *plan, const Updates *u)
{
  Array *fresh[LOSS_MAX_PARAMS];
  int n = g->blocks.len;
  check_set_touch(c);
  check_return(c);
  bool ok = updates_run(u);
  for (int i = 0; i < n; i++) {
    fresh[i] = array_copy(check_new(c, g->blocks.data[i].param));
    ok &= fresh[i] != NULL;
    for (int64_t k = 0; ok && k < array_count(fresh[i]); k++) ok &= isfinite(fresh[i]->data[k]) != 0;
  }
  for (int i = 0; ok && i < n; i++)
    if (!kept_any(c, plan, g->blocks.data[i].param)) check_block(c, g, i, fresh);
  for (int i = 0; i < n; i++) {                            /* the next current point is where the update led */
    for (int k = 0; ok && k < c->loss->nparams; k++)
      if (c->loss->param[k].sym == g->blocks.data[i].param) check_copy(c->current[k], fresh[i]);
    array_unref(fresh[i]);
  }
}
