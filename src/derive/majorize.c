/* majorize.c: the decision list, from the outside in; see majorize.h.
 *
 * One term at a time: what is free of active parameters is a constant (R-CONST); sums and positive factors are passed through
 * (R-SUM, R-SCALE); what is simple is kept, for exact beats tight (R-AFFINE); otherwise the first rule of the list whose pattern and
 * conditions fit is applied and its bound goes through the same list: a bound of a bound is one (R-TRANS), also in the place of what
 * it bounds, where the sign of its factor says from which side (R-CHAIN). Rules bound their target from above for polarity +;
 * a factor of the other sign turns the target over before matching, so no rule is stated twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/majorize.h"
#include "base/map.h"
#include "derive/collect.h"
#include "derive/collect_function.h"
#include "derive/conditions.h"
#include "derive/inner_solver.h"
#include "derive/rows.h"
#include "expr/function.h"
#include "expr/print.h"
#include <string.h>

typedef struct Walk {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  SurrogateGroup *group;
  Derivation *derivation;
  const Name *const *use_rule;            /* tried before all others */
  int depth, applied;
  Map kept;                               /* is a term left to an inner solver? */
  bool root;                              /* rules that promise descent alone may serve now */
  Map hopeless;                           /* terms that no rule leads on from, and those that are under way: a circle leads nowhere */
} Walk;

enum { DEPTH_MOST = 60,                   /* each rule moves nearer to the leaves; more is a rule that turns in circles */
       APPLIED_FOR_NOTE = 30,             /* where only a note comes of it */
       APPLIED_MOST = 4000 };             /* rules tried in vain branch; a derivation has some ten */

static const Expr *bound_term(Walk *, const Expr *);

/* ---- simple terms ------------------------------------------------------------------------------------------------------ */

static bool is_matrix_atom(const Expr *e, const Symbol *p)
{
  return e->kind == X_MATRIX && (e->op == MAT_INV || e->op == MAT_LOGDET) && p->domain.kind == DOMAIN_SPD &&
         e->arg[0]->kind == X_ACCESS && e->arg[0]->u.sym == p;
}

enum { FACTORS_MOST = 64 };

/* the factors of a product, those inside sums of products too: sum_d a[d] * sum_e b[e] * c[d, e] has three */
static int flat_factors(Pool *pool, const Expr *e, const Expr **out, int n)
{
  if (e->kind == X_MUL) {
    for (int i = 0; i < e->nargs && n >= 0; i++) n = flat_factors(pool, e->arg[i], out, n);
    return n;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM && e->has_param) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    return flat_factors(pool, arg[0], out, n);
  }
  bool product = e->kind == X_CALL && e->u.fn == function_find(pool, "exp") && e->arg[0]->kind == X_ADD && e->has_param;
  for (int i = 0; product && i < e->arg[0]->nargs && n >= 0; i++) {       /* exp(u + v) */
    if (n == FACTORS_MOST) return -1;
    out[n++] = expr_call1(pool, e->u.fn, e->arg[0]->arg[i]);
  }
  if (product) return n;
  if (n < 0 || n == FACTORS_MOST) return -1;
  out[n++] = e;
  return n;
}

/* Factors of a product that hold p: either all polynomial in p, of total degree at most 2, or functions of one and the same
 * entry of p, or one matrix atom. Parameters that share a factor must be polynomial in it jointly. */
static bool is_row_atom(Pool *pool, const RowTerm *t, const Expr *key)
{
  Bindings b = { .pool = pool };                           /* x^p, exp(k * x): p and k are the numbers of the key */
  return t->form == ATOM_SCALAR && (t->atom == key || (t->atom->has_hole && key->kind == t->atom->kind && match(&b, t->atom, key, NULL, NULL)));
}

static bool atom_has_row(const Rules *rules, const Symbol *p, const Expr *key)
{
  for (int i = 0; i < rules->minimizers.len; i++) {
    const Minimizer *m = rules->minimizers.data[i];
    for (int k = 0; k < m->terms.len; k++)
      if (is_row_atom(rules->pool, &m->terms.data[k], key) && row_serves(m, p) != SERVES_NOT) return true;
  }
  return false;
}

/* a row for squares or quadratic forms on the domain of p? There is none on orthonormal frames */
static bool quadratic_has_row(const Rules *rules, const Symbol *p)
{
  for (int i = 0; i < rules->minimizers.len; i++) {
    const Minimizer *m = rules->minimizers.data[i];
    if (m->terms.len == 1 && m->terms.data[0].form == ATOM_QUADRATIC && row_serves(m, p) == SERVES) return true;
  }
  const Expr *x = expr_access(rules->pool, rules->variable, NULL), *square = expr_pow(rules->pool, x, expr_num(rules->pool, 2));
  return atom_has_row(rules, p, square);
}

/* the first `skip` ways in which the rule fits led nowhere: f(u) fits for several u */
typedef struct { const Expr *where; const char *failed; bool matched; int skip; } Acceptance;
static bool accept(Bindings *b, void *context)
{
  Acceptance *a = context;
  a->matched = true;
  return conditions_hold(b, a->where, NULL, &a->failed) && a->skip-- == 0;
}

static bool is_named(const Walk *w, const Name *name)
{
  for (const Name *const *use = w->use_rule; use && *use; use++) if (*use == name) return true;
  return false;
}

/* does a bound that the user asked for fit? */
static bool is_asked_for(Walk *w, const Expr *e)
{
  for (const Name *const *use = w->use_rule; use && *use; use++)
    for (int i = 0; i < w->rules->majorizers.len; i++) {
      const Majorizer *m = w->rules->majorizers.data[i];
      Bindings b = { .pool = w->pool, .facts = w->facts, .where = m->where };
      Acceptance a = { .where = m->where };
      if (m->text.name == *use && !m->descent && match(&b, m->pattern, e, accept, &a)) return true;
    }
  return false;
}

/* products of two entries are simple, but the user may want them taken apart */
static bool product_is_asked_for(Walk *w, int n, const Expr *const *factor)
{
  const Expr *moving = expr_num(w->pool, 1);
  int nm = 0;
  for (int i = 0; w->use_rule && i < n; i++)
    if (facts_is_active(w->facts, factor[i])) { moving = expr_mul(w->pool, moving, factor[i]); nm++; }
  return nm > 1 && (is_asked_for(w, moving) || is_asked_for(w, expr_neg(w->pool, moving)));
}

/* a sum may hold such products */
static bool opens_for_products(Walk *w, const Expr *e)
{
  if (e->kind != X_ADD && !(e->kind == X_REDUCE && e->op == R_SUM)) return false;
  for (const Name *const *use = w->use_rule; use && *use; use++)
    for (int i = 0; i < w->rules->majorizers.len; i++) {
      const Majorizer *m = w->rules->majorizers.data[i];
      const Expr *core;
      expr_split_coef(w->pool, m->pattern, &core);
      if (m->text.name == *use && ((core->kind == X_REDUCE && core->op == R_PROD) || core->kind == X_MUL)) return true;
    }
  return false;
}

static bool term_is_simple(Walk *w, const Expr *e)
{
  Pool *pool = w->pool;
  Facts *facts = w->facts;
  int nactive = w->group->nparams;
  Symbol *const *active = w->group->param;
  const Expr *factor[FACTORS_MOST];
  int n = flat_factors(pool, e, factor, 0);
  if (product_is_asked_for(w, n, factor) || opens_for_products(w, e)) return false;
  for (int a = 0; a < nactive; a++) {
    Symbol *p = active[a];
    int degree = 0, matrix = 0, own = 0;
    if (p->domain.kind == DOMAIN_LABEL) continue;          /* any function of labels will do: collect_labels.h */
    const Expr *product = expr_num(pool, 1);
    for (int i = 0; i < n; i++) {
      if (!expr_has_symbol(factor[i], p)) continue;
      own++;
      product = expr_mul(pool, product, factor[i]);
      if (is_matrix_atom(factor[i], p)) { matrix++; continue; }
      int d = facts_degree(facts, factor[i], p);
      degree = d < 0 || degree < 0 ? -1 : degree + d;
      for (int c = 0; c < nactive; c++) {                  /* a second parameter in the same factor */
        if (c == a || active[c]->domain.kind == DOMAIN_LABEL || !expr_has_symbol(factor[i], active[c])) continue;
        int dc = facts_degree(facts, factor[i], active[c]);
        if (d < 0 || dc < 0) return false;
        if (d + dc > 2 && facts_curvature(facts, factor[i]) == CURV_UNKNOWN) return false;
      }
    }
    if (own == 0) continue;
    if (matrix) { if (matrix > 1 || own > 1) return false; continue; }
    if (degree == 0 || degree == 1) continue;
    if (degree == 2 && !w->group->apart && (!w->group->strict || quadratic_has_row(w->rules, p))) continue;
    if (p->domain.kind == DOMAIN_SPD) return false;
    const Expr *key = atom_of_entry(pool, product, p, expr_access(pool, w->rules->variable, NULL), NULL);
    if (!key) {
      const Expr *rest = expr_num(pool, 1);
      for (int i = 0; i < n; i++)
        if (!expr_has_symbol(factor[i], p)) rest = expr_mul(pool, rest, factor[i]);
      if (own > 1 || !function_is_kink(pool, w->rules, facts, product, rest, p) || is_asked_for(w, product)) return false;
      continue;
    }
    expr_split_coef(pool, key, &key);
    if (w->group->strict && !atom_has_row(w->rules, p, key)) return false;
  }
  return true;
}

/* ---- one rule on one target ---------------------------------------------------------------------------------------------- */

static bool names_weight(const Step *step, const Name *name)
{
  for (int k = 0; k < step->weights.len; k++)
    if (step->weights.data[k]->name == name) return true;
  return false;
}

static bool is_weight(const Walk *w, const Step *step, const Name *name)
{
  for (int g = 0; g <= w->derivation->groups.len; g++) {
    const SurrogateGroup *group = g < w->derivation->groups.len ? &w->derivation->groups.data[g] : w->group;
    for (int s = 0; s < group->steps.len; s++)
      if (names_weight(&group->steps.data[s], name)) return true;
  }
  return names_weight(step, name);
}

/* does the user's text use the name, for a symbol or an index? Gives up, with no, in large expressions */
static bool is_written(const Expr *e, const Name *name, int *budget)
{
  if (--*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->name == name) return true;
  for (int i = 0; i < e->nbound && e->hint; i++)
    if (e->hint[i] == name) return true;
  for (int i = 0; i < e->nargs; i++)
    if (is_written(e->arg[i], name, budget)) return true;
  return false;
}

static const Name *weight_name(Walk *w, const Step *step, const Name *stem)
{
  enum { NODES_MOST = 20000 };
  for (int number = 1;; number++) {
    const Name *name = number == 1 ? stem : name_of(arena_printf(pool_arena(w->pool), "%s%d", stem->text, number));
    int budget = NODES_MOST;
    if (!is_weight(w, step, name) && !is_written(w->group->loss, name, &budget)) return name;
  }
}

/* introduces the weight: a symbol over all free indices of its definition */
static const Expr *weight_access(Walk *w, Step *step, const Name *stem, const Name *origin, const Expr *def)
{
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  double value;
  if (expr_number(def, &value)) return def;
  if (def->nfree > ARRAY_MAX_AXES) return NULL;
  for (int i = 0; i < def->nfree; i++) {
    axis[i] = def->free[i]->axis;
    at[i] = expr_index(w->pool, def->free[i]);
  }
  Symbol *s = NULL;
  for (int k = 0; k < step->weights.len && !s; k++)
    if (step->weights.data[k]->def == def) s = step->weights.data[k];
  if (!s) {
    s = symbol_new(w->pool, SYM_WEIGHT, weight_name(w, step, stem), def->nfree, axis);
    s->def = def;
    s->origin = origin;
    if (def->nfree > 0) memcpy(s->own, def->free, (size_t)def->nfree * sizeof *s->own);
    vec_push(pool_arena(w->pool), &step->weights, s);
  }
  return expr_access(w->pool, s, at);
}

/* the rule's `with` lines: each becomes a hole bound to an access of a new weight */
static bool bind_weights(Walk *w, Bindings *b, const Majorizer *m, Step *step)
{
  for (int i = 0; i < m->weights.len; i++) {
    const RuleLet *let = &m->weights.data[i];
    int outer = b->nmap, pieces = 0;
    const Name *origin = NULL;
    Index *arg[ARRAY_MAX_AXES];
    for (int k = 0; k < let->nargs; k++) {
      const AxisBinding *axis = NULL;
      for (int a = 0; a < b->naxes && !axis; a++)
        if (b->axis[a].pattern == let->arg[k]->axis) axis = &b->axis[a];
      if (!axis) return false;
      if (axis->npieces) { pieces = axis->npieces; continue; }
      arg[k] = index_new(w->pool, axis->hint[0] ? axis->hint[0] : let->arg[k]->name, axis->target[0]);
      origin = arg[k]->name;
      b->from[b->nmap] = let->arg[k];
      b->to[b->nmap++] = expr_index(w->pool, arg[k]);
    }
    const Expr *piece[MATCH_MAX_PIECES];
    for (int k = 0; k < (pieces ? pieces : 1); k++) {
      b->piece = k;
      const Expr *def = instantiate(b, let->value);
      piece[k] = def ? weight_access(w, step, let->name, origin, def) : NULL;
      if (!piece[k]) return false;
    }
    b->piece = 0;
    b->nmap = outer;
    HoleBinding *h = bindings_set(b, let->name, piece[0]);
    if (!h) return false;
    h->npieces = pieces;
    memcpy(h->piece, piece, (size_t)pieces * sizeof *piece);
    if (!pieces) { h->nargs = let->nargs; memcpy(h->arg, arg, (size_t)let->nargs * sizeof *arg); }
  }
  return true;
}

static const Expr *apply(Walk *w, const Majorizer *m, const Expr *target, int skip, Refusal *refusal)
{
  Bindings b = { .pool = w->pool, .facts = w->facts, .where = m->where };
  Acceptance a = { .where = m->where, .skip = skip };
  w->applied += skip > 0;
  ++*w->rules->tries;
  if (m->descent != w->root) return NULL;
  w->root = false;
  if (!match(&b, m->pattern, target, accept, &a)) {
    if (a.matched && refusal && !refusal->nearest && m->pattern->kind != X_HOLE) {      /* a pattern that fits everything is near to nothing */ refusal->nearest = m; refusal->condition = a.failed; }
    return NULL;
  }
  Step step = { .rule = m, .before = target, .skip = skip };
  Proofs proofs = { 0 };
  for (int i = 0; i < b.nholes; i++) {
    const HoleBinding *h = &b.hole[i];
    const StepHole seen = { h->name, h->value, h->variable, h->npieces ? h->npieces : h->nargs };
    vec_push(pool_arena(w->pool), &step.holes, seen);
  }
  if (!conditions_hold(&b, m->where, &proofs, NULL) || !bind_weights(w, &b, m, &step)) return NULL;
  const Expr *bound = instantiate(&b, m->bound);
  if (!bound || bound == target) return NULL;
  step.after = bound;
  w->applied++;
  for (int i = 0; i < b.nholes; i++) {
    if (!b.hole[i].variable) continue;
    const Expr *f = step.outer = b.hole[i].value;
    for (int k = 0; k < b.nholes && !step.inner; k++)
      if (b.hole[k].value && !b.hole[k].variable && expr_subst_access(w->pool, f, b.hole[i].variable, NULL, b.hole[k].value) == target) step.inner = b.hole[k].value;
  }
  step.proofs.data = proofs.data; step.proofs.len = proofs.len; step.proofs.cap = proofs.cap;
  vec_push(pool_arena(w->pool), &w->group->steps, step);
  return bound;
}

/* ---- the walk ---------------------------------------------------------------------------------------------------------------- */

static const Expr *refuse(Walk *w, const Expr *e, Refusal r)
{
  r.term = e;
  vec_push(pool_arena(w->pool), &w->derivation->refusals, r);
  return NULL;
}

/* the bound of e by one rule, finished; NULL: it does not fit, or led nowhere */
static const Expr *bound_by(Walk *w, const Majorizer *m, const Expr *e, Refusal *refusal)
{
  refusal->tried++;
  int steps = w->group->steps.len, factors = w->group->factors.len, refusals = w->derivation->refusals.len;
  for (int skip = 0;; skip++) {
    const Expr *bound = apply(w, m, e, skip, refusal);
    if (!bound) return NULL;
    w->depth++;
    const Expr *done = bound_term(w, bound);
    w->depth--;
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
  const Expr *bound = m ? apply(w, m, e, skip, NULL) : NULL;
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
  if (w->depth > DEPTH_MOST || w->applied > (w->group->note ? APPLIED_FOR_NOTE : APPLIED_MOST) || map_get(&w->hopeless, e)) return refuse(w, e, refusal);
  map_put(pool_arena(w->pool), &w->hopeless, e, (void *)(uintptr_t)e);
  for (const Name *const *use = w->use_rule; use && *use && !done; use++)
    for (int i = 0; i < w->rules->majorizers.len && !done; i++)
      if (w->rules->majorizers.data[i]->text.name == *use) done = bound_by(w, w->rules->majorizers.data[i], e, &refusal);
  for (int i = 0; i < w->rules->majorizers.len && !done; i++)
    if (w->group->loose || !w->rules->majorizers.data[i]->loose) done = bound_by(w, w->rules->majorizers.data[i], e, &refusal);
  if (!done) return refuse(w, e, refusal);
  map_put(pool_arena(w->pool), &w->hopeless, e, NULL);
  return done;
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
    for (int i = 0; i < w->rules->majorizers.len && !done; i++) {
      const Majorizer *m = w->rules->majorizers.data[i];
      if (!m->descent || is_named(w, m->text.name) != asked) continue;
      w->root = true;
      done = bound_by(w, m, e, &refusal);
    }
  w->root = false;
  return done ? done : refuse(w, e, refusal);
}

/* a sum of two terms that a rule bounds as one */
static const Expr *bound_pair(Walk *w, const Expr *e)
{
  if (w->group->replay) return bound_by_record(w, e);
  for (int i = 0; i < w->rules->majorizers.len; i++) {
    const Majorizer *m = w->rules->majorizers.data[i];
    if (m->pattern->kind != X_ADD) continue;
    int steps = w->group->steps.len, factors = w->group->factors.len;
    const Expr *bound = apply(w, m, e, 0, NULL), *done = bound ? bound_term(w, bound) : NULL;
    if (done) return done;
    w->group->steps.len = steps;
    w->group->factors.len = factors;
  }
  return NULL;
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
  for (int i = 0; i < w->rules->majorizers.len; i++) {
    const Majorizer *m = w->rules->majorizers.data[i];
    const Expr *core;
    expr_split_coef(w->pool, m->pattern, &core);
    if (core->kind != X_REDUCE || core->op != R_SUM || m->pattern->kind != e->kind || (m->loose && !w->group->loose)) continue;
    Refusal unsaid = { 0 };                                 /* that a rewrite does not fit, or a rule for sums of any function, says nothing */
    const Expr *body = core->arg[0];
    bool any = m->exact || (body->kind == X_HOLE && body->nargs == 1 && body->arg[0]->kind != X_INDEX);
    const Expr *done = bound_by(w, m, e, any ? &unsaid : refusal);
    if (done) return done;
  }
  return NULL;
}

static const Expr *bound_reduction(Walk *w, const Expr *e, double sign)
{
  Refusal refusal = { 0 };
  int refusals = w->derivation->refusals.len;
  const Expr *target = sign > 0 ? e : expr_neg(w->pool, e), *whole = bound_whole_sum(w, target, &refusal);
  if (whole) return whole;
  Index *i[1];
  const Expr *arg[4];
  expr_open(w->pool, e, i, arg);
  const Expr *body = bound_term(w, expr_mul(w->pool, expr_num(w->pool, sign), arg[0]));
  if (!body && refusal.nearest && refusal.condition) {     /* what the whole lacks tells more than what a term of it lacks */
    w->derivation->refusals.len = refusals;
    return refuse(w, target, refusal);
  }
  if (!body) return NULL;
  arg[0] = body;
  return expr_close(w->pool, e, i, arg);
}

/* c * core, c free of active parameters. The sign of c decides which side of the core is bounded; where it is not known,
 * c is split into its positive and negative part. */
static void record_sign(Walk *w, const Expr *c, int sign)
{
  const Expr *zero = expr_num(w->pool, 0);
  Proof p = { .condition = sign > 0 ? expr_cmp(w->pool, C_LE, zero, c) : expr_cmp(w->pool, C_LE, c, zero) };
  for (int i = 0; i < w->group->factors.len; i++)
    if (w->group->factors.data[i].condition == p.condition) return;
  p.text = expr_text(pool_arena(w->pool), p.condition);
  p.why = facts_why_range(w->facts, c);
  vec_push(pool_arena(w->pool), &w->group->factors, p);
}

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

static bool is_kept_now(Walk *w, const Expr *e);
static bool is_kept_for_solver(Walk *w, const Expr *e)
{
  if (!w->group->solver) return false;
  uintptr_t known = (uintptr_t)map_get(&w->kept, e);
  if (known) return known == 2;
  bool kept = is_kept_now(w, e);
  map_put(pool_arena(w->pool), &w->kept, e, (void *)(uintptr_t)(kept ? 2 : 1));
  return kept;
}

/* A term that an inner solver can take as it is. What can be rewritten, at no cost, is: it may fall apart into parts that rows serve. */
static bool is_kept_now(Walk *w, const Expr *e)
{
  if (is_asked_for(w, e) || !inner_solver_keeps(w->pool, e, w->group->nparams, w->group->param)) return false;
  for (int i = 0; i < w->rules->majorizers.len; i++) {
    const Majorizer *m = w->rules->majorizers.data[i];
    Bindings b = { .pool = w->pool, .facts = w->facts };
    Acceptance a = { .where = m->where };
    if (m->exact && match(&b, m->pattern, e, accept, &a)) return false;
  }
  return true;
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
    expr_open(w->pool, e->arg[i], fresh, arg);
    arg[0] = bound_term(w, expr_mul(w->pool, expr_div(w->pool, e, e->arg[i]), arg[0]));
    return arg[0] ? expr_close(w->pool, e->arg[i], fresh, arg) : NULL;
  }
  return NULL;
}

static const Expr *bound_term(Walk *w, const Expr *e)
{
  if (!facts_is_active(w->facts, e)) return e;
  if (term_is_simple(w, e)) return e;
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
  if (is_kept_for_solver(w, e)) return e;
  int refusals = w->derivation->refusals.len;
  const Expr *done = bound_by_rules(w, e);
  if (done || e->kind != X_MUL || !(done = bound_distributed(w, e))) return done;
  w->derivation->refusals.len = refusals;
  return done;
}

const Expr *majorize(Pool *pool, const Rules *rules, SurrogateGroup *group, const Expr *e, const Name *const *use_rule, Derivation *derivation)
{
  /* a bound holds for all values of what is constant in it: labels are, and whoever minimises over them may change them then */
  Symbol *active[64];
  int n = 0;
  for (int i = 0; i < group->nparams; i++)
    if (group->param[i]->domain.kind != DOMAIN_LABEL) active[n++] = group->param[i];
  Walk w = { .pool = pool, .rules = rules, .facts = facts_new(pool, n, active), .group = group, .derivation = derivation, .use_rule = use_rule };
  return group->descent ? bound_root(&w, e) : bound_term(&w, e);
}

char surrogate_type(const SurrogateGroup *g)
{
  bool bounded = false;
  for (int i = 0; i < g->steps.len; i++) {
    if (g->steps.data[i].rule->descent) return 'D';
    bounded |= !g->steps.data[i].rule->exact;
  }
  for (int i = 0; i < g->blocks.len; i++) bounded |= g->blocks.data[i].relaxed != NULL;
  return bounded ? 'M' : 'E';
}
