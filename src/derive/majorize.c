/* majorize.c: the decision list, from the outside in; see majorize.h.
 *
 * One term at a time: what is free of active parameters is a constant (R-CONST); sums and positive factors are passed through
 * (R-SUM, R-SCALE); what is simple is kept, for exact beats tight (R-AFFINE); otherwise the first rule of the list whose pattern and
 * conditions fit is applied and its bound goes through the same list: a bound of a bound is one (R-TRANS), also in the place of what
 * it bounds, where the sign of its factor says from which side (R-CHAIN). Rules bound their target from above for polarity +;
 * a factor of the other sign turns the target over before matching, so no rule is stated twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/conditions.h"
#include "derive/majorize_internal.h"
#include "expr/print.h"
#include <limits.h>
#include <math.h>
#include <string.h>

enum { DEPTH_MOST = 60,                   /* each rule moves nearer to the leaves; more is a rule that turns in circles */
       APPLIED_FOR_NOTE = 30,             /* where only a note comes of it */
       APPLIED_MOST = 4000 };             /* rules tried in vain branch; a derivation has some ten */

static const Expr *bound_term(Walk *, const Expr *);

/* ---- through rules --------------------------------------------------------------------------------------------------------- */

static const Expr *refuse(Walk *w, const Expr *e, Refusal r)
{
  r.term = e;
  vec_push(pool_arena(w->pool), &w->derivation->refusals, r);
  return NULL;
}

/* What a tangent in a coordinate s of u leaves of f(u): the one term of its bound that moves. A second coordinate r is not tried on it: f
 * is concave in s and s, where f rises, concave in r, so that f is concave in r itself (where it falls, s is convex in r), and the tangent there is as near. NULL:
 * the rule is no such tangent, or the coordinate has fallen apart */
static const Expr *coordinate_left(Walk *w, const Majorizer *m, const Expr *bound)
{
  if (!conditions_name_coordinate(m->where)) return NULL;
  while (bound->kind == X_ADD || bound->kind == X_MUL) {
    const Expr *moving = NULL;
    for (int i = 0; i < bound->nargs; i++) {
      if (!facts_is_active(w->facts, bound->arg[i])) continue;
      if (moving) return NULL;
      moving = bound->arg[i];
    }
    if (!moving) return NULL;
    bound = moving;
  }
  return bound;
}

/* the bound of e by one rule, finished; NULL: it does not fit, or led nowhere */
static const Expr *bound_by(Walk *w, const Majorizer *m, const Expr *e, Refusal *refusal)
{
  refusal->tried++;
  int steps = w->group->steps.len, factors = w->group->factors.len, refusals = w->derivation->refusals.len;
  for (int skip = 0;; skip++) {
    const Expr *bound = walk_apply(w, m, e, skip, refusal);
    if (!bound) return NULL;
    const Expr *outer = w->coordinate;
    w->coordinate = coordinate_left(w, m, bound);
    w->depth++;
    const Expr *done = bound_term(w, bound);
    w->depth--;
    w->coordinate = outer;
    if (done) return done;
    if (!refusal->nearest) refusal->nearest = m;         /* its bound led nowhere: take it back, try the next way */
    w->group->steps.len = steps;
    w->group->factors.len = factors;
    w->derivation->refusals.len = refusals;
  }
}

/* the bound of e by the rule that the record names, finished */
static const Expr *bound_by_record(Walk *w, const Expr *e)
{
  const Replay *r = w->group->replay;
  int skip = 0;
  const Majorizer *m = r->next(r->context, e, &skip);
  const Expr *bound = m ? walk_apply(w, m, e, skip, NULL) : NULL;
  if (!m || !r->taken(r->context, bound ? &w->group->steps.data[w->group->steps.len - 1] : NULL)) return NULL;
  w->depth++;
  const Expr *done = bound_term(w, bound);
  w->depth--;
  return done;
}

static const Expr *bound_by_rules(Walk *w, const Expr *e)
{
  Refusal refusal = { 0 };
  const Expr *done = NULL;
  if (w->group->replay) return bound_by_record(w, e);
  walk_meets(w, e);
  if (w->depth > DEPTH_MOST || w->applied > (w->group->note ? APPLIED_FOR_NOTE : APPLIED_MOST)) {
    walk_cut_off(w);
    return refuse(w, e, refusal);
  }
  Trial *trial = walk_begin_trial(w, e, &refusal);
  if (!trial) return refuse(w, e, refusal);
  for (const Name *const *use = w->use_rule; use && *use && !done; use++)
    for (int i = 0; i < rules_majorizers(w->rules)->len && !done; i++)
      if (rules_majorizers(w->rules)->data[i]->text.name == *use) done = bound_by(w, rules_majorizers(w->rules)->data[i], e, &refusal);
  for (int i = 0; i < rules_majorizers(w->rules)->len && !done; i++) {
    const Majorizer *m = rules_majorizers(w->rules)->data[i];
    if (walk_may_take(w, m, e)) done = bound_by(w, m, e, &refusal);
  }
  walk_end_trial(w, e, trial, done != NULL, &refusal);
  return done ? done : refuse(w, e, refusal);
}

/* the whole loss through the first rule that promises descent, and leads on */
static const Expr *bound_root(Walk *w, const Expr *e)
{
  Refusal refusal = { 0 };
  const Expr *done = NULL, *fixed[64] = { NULL };
  int n = 0;
  for (int i = 0; i < e->nargs && e->kind == X_MUL && n < 64; i++)
    if (!facts_is_active(w->facts, e->arg[i])) fixed[n++] = e->arg[i];
  const Expr *c = expr_mul_n(w->pool, n, fixed);
  int sign = facts_sign(w->facts, c);
  if (n && !expr_is_num(c, -1) && sign) {                   /* a constant in front changes nothing but the sign */
    if (sign < 0) c = expr_neg(w->pool, c);
    done = bound_root(w, expr_div(w->pool, e, c));
    return done ? expr_mul(w->pool, c, done) : NULL;
  }
  if (w->group->replay) { w->root = true; return bound_by_record(w, e); }
  for (int asked = 1; asked >= 0 && !done; asked--)
    for (int i = 0; i < rules_majorizers(w->rules)->len && !done; i++) {
      const Majorizer *m = rules_majorizers(w->rules)->data[i];
      if (!m->descent || walk_is_named(w, m->text.name) != asked) continue;
      w->root = true;
      done = bound_by(w, m, e, &refusal);
    }
  w->root = false;
  return done ? done : refuse(w, e, refusal);
}

/* ---- sums ------------------------------------------------------------------------------------------------------------------ */

static void record_sign(Walk *w, const Expr *c, int sign)
{
  const Expr *zero = expr_num(w->pool, 0);
  Proof p = { .condition = sign > 0 ? expr_cmp(w->pool, C_LE, zero, c) : expr_cmp(w->pool, C_LE, c, zero) };
  for (int i = 0; i < w->group->factors.len; i++)
    if (w->group->factors.data[i].condition == p.condition) return;
  p.why = facts_why_range(w->facts, c);
  vec_push(pool_arena(w->pool), &w->group->factors, p);
}

/* a sum of two terms that a rule bounds as one */
static const Expr *bound_pair_itself(Walk *w, const Expr *e)
{
  const Expr *recorded = w->group->replay ? bound_by_record(w, e) : NULL;
  if (recorded) return recorded;
  for (int i = 0; i < rules_majorizers(w->rules)->len && !w->group->replay; i++) {
    const Majorizer *m = rules_majorizers(w->rules)->data[i];
    if (m->pattern->kind != X_ADD || m->local) continue;
    int steps = w->group->steps.len, factors = w->group->factors.len;
    const Expr *bound = walk_apply(w, m, e, 0, NULL), *done = bound ? bound_term(w, bound) : NULL;
    if (done) return done;
    w->group->steps.len = steps;
    w->group->factors.len = factors;
  }
  return NULL;
}

/* The same behind the factor of one of its terms: 3 lgamma(x + n) - 3 lgamma(x). NULL: there is none, or it leads to no rule. */
static const Expr *bound_scaled_pair(Walk *w, const Expr *e, const Expr *by)
{
  const Expr *fixed[64] = { NULL };
  int n = 0;
  for (int i = 0; i < by->nargs && by->kind == X_MUL && n < 64; i++)
    if (!facts_is_active(w->facts, by->arg[i])) fixed[n++] = by->arg[i];
  const Expr *c = expr_mul_n(w->pool, n, fixed);
  int sign = n ? facts_sign(w->facts, c) : 0;
  if (sign < 0) c = expr_neg(w->pool, c);
  if (!sign || expr_is_num(c, 1)) return NULL;
  const Expr *term[2];
  for (int i = 0; i < 2; i++) term[i] = expr_div(w->pool, e->arg[i], c);
  const Expr *core = expr_add_n(w->pool, 2, term);
  if (core->kind != X_ADD || core->nargs != 2) return NULL;
  const Expr *done = bound_pair_itself(w, core);
  if (done && c->kind != X_NUM) record_sign(w, c, 1);
  return done ? expr_mul(w->pool, c, done) : NULL;
}

static const Expr *bound_pair(Walk *w, const Expr *e)
{
  const Expr *done = bound_pair_itself(w, e);
  for (int i = 0; i < 2 && !done; i++) done = bound_scaled_pair(w, e, e->arg[i]);
  return done;
}

/* Terms that belong together are recognised before the sum is taken apart: lgamma(x + n) - lgamma(x). A rule whose pattern is
 * a sum takes those of the terms that it fits; the rest is bounded by itself. NULL: no such rule fits. */
static const Expr *bound_group(Walk *w, const Expr *e)
{
  enum { MOST = 12 };
  if (e->nargs > MOST) return NULL;
  for (int a = 0; a < e->nargs; a++)
    for (int b = a + 1; b < e->nargs; b++) {
      const Expr *rest[MOST];
      int nrest = 0;
      if (!facts_is_active(w->facts, e->arg[a]) || !facts_is_active(w->facts, e->arg[b])) continue;
      const Expr *done = bound_pair(w, expr_add(w->pool, e->arg[a], e->arg[b]));
      if (!done) continue;
      for (int k = 0; k < e->nargs; k++)
        if (k != a && k != b) rest[nrest++] = e->arg[k];
      const Expr *others = bound_term(w, expr_add_n(w->pool, nrest, rest));
      return others ? expr_add(w->pool, done, others) : NULL;
    }
  return NULL;
}

static const Expr *bound_sum(Walk *w, const Expr *e, double sign)
{
  const Expr **term = ARENA_ARRAY(pool_arena(w->pool), const Expr *, e->nargs);
  const Expr *s = expr_num(w->pool, sign);
  bool ok = true;
  for (int i = 0; i < e->nargs; i++) ok &= (term[i] = bound_term(w, expr_mul(w->pool, s, e->arg[i]))) != NULL;
  return ok ? expr_add_n(w->pool, e->nargs, term) : NULL;
}

/* c times each term of a sum; the canonical form may keep it in front of the sum, then the sum of the terms is not a sum */
static const Expr *scaled_terms(Pool *pool, const Expr *sum, double c)
{
  const Expr **term = ARENA_ARRAY(pool_arena(pool), const Expr *, sum->nargs);
  for (int i = 0; i < sum->nargs; i++) term[i] = expr_mul(pool, expr_num(pool, c), sum->arg[i]);
  return expr_add_n(pool, sum->nargs, term);
}

/* A sum that a rule bounds as one: a trace with an inverse. NULL: none does; *refusal: of one that has its form */
static const Expr *bound_whole_sum(Walk *w, const Expr *e, Refusal *refusal)
{
  if (w->group->replay) return bound_by_record(w, e);
  for (int i = 0; i < rules_majorizers(w->rules)->len; i++) {
    const Majorizer *m = rules_majorizers(w->rules)->data[i];
    const Expr *core;
    expr_split_coef(w->pool, m->pattern, &core);
    if (core->kind != X_REDUCE || core->op != R_SUM || m->pattern->kind != e->kind || !walk_may_take(w, m, e)) continue;
    Refusal unsaid = { 0 };                                 /* that a rewrite does not fit, or a rule for sums of any function, says nothing */
    const Expr *body = core->arg[0];
    bool any = m->exact || (body->kind == X_HOLE && body->nargs == 1 && body->arg[0]->kind != X_INDEX);
    const Expr *done = bound_by(w, m, e, any ? &unsaid : refusal);
    if (done) return done;
  }
  return NULL;
}

/* as it was opened by the attempts before, unless it is open already */
static void open_sum(Walk *w, const Expr *sum, Index **fresh, const Expr **arg)
{
  uintptr_t times = (uintptr_t)map_get(&w->open, sum);
  if (times) expr_open(w->pool, sum, fresh, arg);
  else facts_open(w->pool, w->facts, OPEN_WALK, sum, fresh, arg);
  map_put(pool_arena(w->pool), &w->open, sum, (void *)(times + 1));
}

static void close_sum(Walk *w, const Expr *sum) { map_put(pool_arena(w->pool), &w->open, sum, (void *)((uintptr_t)map_get(&w->open, sum) - 1)); }

static const Expr *bound_reduction(Walk *w, const Expr *e, double sign)
{
  Refusal refusal = { 0 };
  int refusals = w->derivation->refusals.len;
  const Expr *target = sign > 0 ? e : expr_neg(w->pool, e), *whole = bound_whole_sum(w, target, &refusal);
  if (whole) return whole;
  Index *i[1];
  const Expr *arg[4];
  open_sum(w, e, i, arg);
  const Expr *body = bound_term(w, expr_mul(w->pool, expr_num(w->pool, sign), arg[0]));
  close_sum(w, e);
  if (!body && refusal.nearest && (refusal.condition || refusal.unproved)) {     /* what the whole lacks tells more than what a term of it lacks */
    w->derivation->refusals.len = refusals;
    return refuse(w, target, refusal);
  }
  if (!body) return NULL;
  arg[0] = body;
  return expr_close(w->pool, e, i, arg);
}

/* ---- factors and cases ----------------------------------------------------------------------------------------------------- */

/* c * core, c free of active parameters. The sign of c decides which side of the core is bounded; where it is not known,
 * c is split into its positive and negative part. */
static const Expr *bound_scaled(Walk *w, const Expr *c, const Expr *core)
{
  int sign = facts_sign(w->facts, c);
  if (sign > 0 || sign < 0) {
    if (c->kind != X_NUM) record_sign(w, c, sign);
    const Expr *inner = bound_term(w, sign > 0 ? core : expr_neg(w->pool, core));
    return inner ? expr_mul(w->pool, sign > 0 ? c : expr_neg(w->pool, c), inner) : NULL;
  }
  if (core->kind == X_ADD) {                                /* each term may be simple, whatever the sign */
    const Expr **term = ARENA_ARRAY(pool_arena(w->pool), const Expr *, core->nargs);
    for (int i = 0; i < core->nargs; i++)
      if (!(term[i] = bound_term(w, expr_mul(w->pool, c, core->arg[i])))) return NULL;
    return expr_add_n(w->pool, core->nargs, term);
  }
  const Expr *zero = expr_num(w->pool, 0), *positive = expr_cmp(w->pool, C_LT, zero, c);
  const Expr *up = expr_if(w->pool, positive, c, zero), *down = expr_if(w->pool, positive, zero, expr_neg(w->pool, c));
  const Expr *above = bound_term(w, core), *below = bound_term(w, expr_neg(w->pool, core));
  return above && below ? expr_add(w->pool, expr_mul(w->pool, up, above), expr_mul(w->pool, down, below)) : NULL;
}

/* cases decided by data: each bounded by itself under its condition */
static const Expr *bound_cases(Walk *w, const Expr *e, double sign)
{
  const Expr *s = expr_num(w->pool, sign);
  const Expr *yes = bound_term(w, expr_mul(w->pool, s, e->arg[1])), *no = bound_term(w, expr_mul(w->pool, s, e->arg[2]));
  if (!yes || !no) return NULL;
  return expr_add(w->pool, expr_mul(w->pool, e->arg[0], yes), expr_mul(w->pool, expr_not(w->pool, e->arg[0]), no));
}

/* a product with a sum among its factors, that no rule bounds as it stands: term by term */
static const Expr *bound_distributed(Walk *w, const Expr *e)
{
  for (int i = 0; i < e->nargs; i++) {
    if (e->arg[i]->kind != X_ADD || !facts_is_active(w->facts, e->arg[i])) continue;
    const Expr *rest = expr_div(w->pool, e, e->arg[i]), **term = ARENA_ARRAY(pool_arena(w->pool), const Expr *, e->arg[i]->nargs);
    for (int k = 0; k < e->arg[i]->nargs; k++)
      if (!(term[k] = bound_term(w, expr_mul(w->pool, rest, e->arg[i]->arg[k])))) return NULL;
    return expr_add_n(w->pool, e->arg[i]->nargs, term);
  }
  for (int i = 0; i < e->nargs; i++) {                     /* x[p] * sum{q} a[p, q] * x[q] */
    Index *fresh[1];
    const Expr *arg[4];
    if (e->arg[i]->kind != X_REDUCE || e->arg[i]->op != R_SUM || !facts_is_active(w->facts, e->arg[i])) continue;
    open_sum(w, e->arg[i], fresh, arg);
    arg[0] = bound_term(w, expr_mul(w->pool, expr_div(w->pool, e, e->arg[i]), arg[0]));
    close_sum(w, e->arg[i]);
    return arg[0] ? expr_close(w->pool, e->arg[i], fresh, arg) : NULL;
  }
  return NULL;
}

/* The greatest of several bounds lies above the greatest of what they bound (R-CHAIN); no row has such a term, an inner solver takes it. Of what is not
 * bounded, the greatest is convex or it is not: bounds must have been needed. */
static const Expr *bound_greatest(Walk *w, const Expr *e)
{
  double sign = expr_split_coef(w->pool, e, &e);
  Index *fresh[1];
  const Expr *arg[4];
  w->uses |= HANGS_ON_KINKS;
  if (!w->group->kinks || fabs(sign) != 1 || e->kind != X_REDUCE || e->op != (sign > 0 ? R_MAX : R_MIN)) return NULL;
  open_sum(w, e, fresh, arg);
  const Expr *body = bound_term(w, expr_mul(w->pool, expr_num(w->pool, sign), arg[0]));
  close_sum(w, e);
  if (!body) return NULL;
  arg[0] = expr_mul(w->pool, expr_num(w->pool, sign), body);
  return expr_mul(w->pool, expr_num(w->pool, sign), expr_close(w->pool, e, fresh, arg));
}

/* ---- the list -------------------------------------------------------------------------------------------------------------- */

static const Expr *bound_term(Walk *w, const Expr *e)
{
  if (!facts_is_active(w->facts, e)) return e;
  if (walk_keeps_simple(w, e)) return e;
  if (e->kind == X_ADD) {
    const Expr *whole = e->nargs == 2 ? bound_pair(w, e) : bound_group(w, e);
    return whole ? whole : bound_sum(w, e, 1);
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) return bound_reduction(w, e, 1);
  if (e->kind == X_IF && !facts_is_active(w->facts, e->arg[0])) return bound_cases(w, e, 1);
  if (e->kind == X_MUL) {
    const Expr *fixed[64], *moving[64];
    int nf = 0, nm = 0;
    if (e->nargs > 64) return refuse(w, e, (Refusal){ 0 });
    for (int i = 0; i < e->nargs; i++) {
      if (facts_is_active(w->facts, e->arg[i])) moving[nm++] = e->arg[i];
      else fixed[nf++] = e->arg[i];
    }
    const Expr *c = expr_mul_n(w->pool, nf, fixed), *core = expr_mul_n(w->pool, nm, moving);
    if (expr_is_num(c, -1) && core->kind == X_REDUCE && core->op == R_SUM) return bound_reduction(w, core, -1);
    if (expr_is_num(c, -1) && core->kind == X_ADD) {
      const Expr *flipped = scaled_terms(w->pool, core, -1);
      return flipped->kind == X_ADD ? bound_term(w, flipped) : bound_sum(w, core, -1);
    }
    if (expr_is_num(c, -1) && core->kind == X_IF && !facts_is_active(w->facts, core->arg[0])) return bound_cases(w, core, -1);
    if (nf && !expr_is_num(c, -1)) return bound_scaled(w, c, core);
  }
  if (walk_keeps_for_solver(w, e)) return e;
  int refusals = w->derivation->refusals.len;
  const Expr *done = bound_by_rules(w, e);
  if (!done && (done = bound_greatest(w, e))) w->derivation->refusals.len = refusals;
  if (done || e->kind != X_MUL || !(done = bound_distributed(w, e))) return done;
  w->derivation->refusals.len = refusals;
  return done;
}

const Expr *majorize(Pool *pool, const Rules *rules, SurrogateGroup *group, const Expr *e, const Name *const *use_rule, Derivation *derivation)
{
  /* a bound holds for all values of what is constant in it: labels are, and whoever minimises over them may change them then */
  Symbol *active[LOSS_MAX_PARAMS];
  int n = 0;
  for (int i = 0; i < group->nparams; i++)
    if (group->param[i]->domain.kind != DOMAIN_LABEL) active[n++] = group->param[i];
  Walk w = { .pool = pool, .rules = rules, .facts = facts_beside(derivation->facts, n, active), .group = group, .derivation = derivation, .use_rule = use_rule,
             .circle = INT_MAX };
  return group->descent ? bound_root(&w, e) : bound_term(&w, e);
}

char surrogate_type(const SurrogateGroup *g)
{
  static const char types[] = "EMDLF";                     /* from best to worst; a surrogate is as good as the worst of its steps */
  char worst = 'E';
  for (int i = 0; i < g->steps.len; i++) {
    const Majorizer *m = g->steps.data[i].rule;
    char type = m->guarded ? 'F' : m->local ? 'L' : m->descent ? 'D' : m->exact ? 'E' : 'M';
    if (strchr(types, type) > strchr(types, worst)) worst = type;
  }
  for (int i = 0; i < g->blocks.len; i++)
    if (g->blocks.data[i].relaxed && worst == 'E') worst = 'M';
  return worst;
}

bool surrogate_is_proved(const SurrogateGroup *g) { return strchr("EM", surrogate_type(g)) != NULL; }
