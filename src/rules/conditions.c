/* conditions.c: side conditions of rules; see conditions.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/conditions.h"
#include "rules/function_shape.h"
#include <math.h>
#include <string.h>

/* ---- one condition -------------------------------------------------------------------------------------------------------- */

/* NULL: not so */
static const char *prove_comparison(Bindings *b, const Expr *c)
{
  if (expr_is_num(c, 1)) return "identically";
  if (c->kind != X_CMP) return NULL;
  const Expr *gap = expr_sub(b->pool, c->arg[1], c->arg[0]);           /* a <= b: b - a >= 0 */
  bool ok = c->op == C_LE ? facts_is_nonnegative(b->facts, gap) : c->op == C_LT ? facts_is_positive(b->facts, gap) : false;
  return ok ? facts_why_range(b->facts, c->arg[0]->kind == X_AXIS ? c->arg[0] : gap) : NULL;      /* of a size itself, not how far it is from its limit */
}

/* matches(A[d, e], pattern): takes apart what a variable stands for */
static bool binds(const Expr *condition) { return condition->kind == X_HOLE && !strcmp(condition->u.name->text, "matches"); }

/* is this pattern bound already? The conditions are gone through twice */
static bool is_matched(Bindings *b, const Expr *pattern)
{
  if (pattern->kind == X_HOLE) return bindings_hole(b, pattern->u.name) != NULL;
  bool any = false;
  for (int i = 0; i < pattern->nargs; i++) {
    if (!pattern->arg[i]->has_hole) continue;
    if (!is_matched(b, pattern->arg[i])) return false;
    any = true;
  }
  return any;
}

/* the matrix in the last two indices of a variable, or of each of its pieces */
static bool is_semidefinite(Bindings *b, const HoleBinding *f, bool strictly)
{
  if (f->nargs < 2) return false;
  const Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  int pairs = f->nargs == 3 ? 1 : f->nargs / 2, n = f->npieces ? f->npieces : 1;      /* V[k, d, e]; A over one slice or several axes */
  for (int k = 0; k < pairs; k++) {
    row[k] = f->arg[f->nargs - 2 * pairs + k];
    col[k] = f->arg[f->nargs - pairs + k];
  }
  for (int k = 0; k < n; k++)
    if (!facts_is_semidefinite(b->facts, f->npieces ? f->piece[k] : f->value, pairs, row, col, strictly)) return false;
  return true;
}

/* of what a variable stands for, or of each of its pieces */
static bool all_pieces(Bindings *b, const HoleBinding *f, bool (*is)(Bindings *, const Expr *))
{
  for (int k = 0; k < (f->npieces ? f->npieces : 1); k++)
    if (!is(b, f->npieces ? f->piece[k] : f->value)) return false;
  return true;
}

static bool is_constant(Bindings *b, const Expr *e) { return !facts_is_active(b->facts, e); }

static bool is_entry(Bindings *b, const Expr *e)
{
  const Expr *entry;
  return fabs(expr_split_coef(b->pool, e, &entry)) == 1 && entry->kind == X_ACCESS && facts_is_active(b->facts, entry);
}

static bool is_monomial(Bindings *b, const Expr *e)
{
  double power;
  if (e->kind == X_POW && expr_number(e->arg[1], &power) && power > 0) e = e->arg[0];
  return e->kind == X_ACCESS && facts_is_active(b->facts, e);
}

/* A product of data with a form in the parameters, which stands beside the square of the form: are the two better bounded each by itself? Not where the
 * form has one sign and the product's is unknown: then a solver of quadratics serves the square as it is. */
static bool falls_apart(Bindings *b, const Expr *e)
{
  Symbol *const *active;
  int n = facts_active(b->facts, &active);
  const Expr *form = expr_num(b->pool, 1), *minus = expr_neg(b->pool, e);
  if (facts_is_nonnegative(b->facts, minus)) return true;
  for (int i = 0; i < (e->kind == X_MUL ? e->nargs : 1); i++) {
    const Expr *factor = e->kind == X_MUL ? e->arg[i] : e;
    if (facts_is_active(b->facts, factor)) form = expr_mul(b->pool, form, factor);
  }
  for (int i = 0; i < n; i++)
    if (facts_degree(b->facts, form, active[i]) < 0) return true;
  return !facts_is_nonnegative(b->facts, form) && !facts_is_nonnegative(b->facts, expr_neg(b->pool, form));
}

/* sum{j} b[j] * x[j] of more than a multiple of one entry, which would be an atom already */
static bool is_compound(const HoleBinding *b, const HoleBinding *x)
{
  if (b->npieces != 1) return b->npieces > 1 || b->nargs > 0;
  for (int i = 0; i < x->piece[0]->nfree; i++)
    if (!expr_has_free(b->piece[0], x->piece[0]->free[i])) return true;
  return false;
}

static bool is_quadratic(Bindings *b, const Expr *e)
{
  Symbol *const *active;
  int n = facts_active(b->facts, &active);
  for (int i = 0; i < n; i++) {
    int degree = facts_degree(b->facts, e, active[i]);
    if (degree < 0 || degree > 2) return false;
  }
  return n == 1;
}

/* words of a minimizer that its look-up has held against the block before (rows.c): how it knows; NULL: not one of them */
static const char *seen_by_lookup(const char *word)
{
  static const struct { const char *word, *why; } seen[] = {
    { "unconstrained", "by the parameter's domain" }, { "lower_bound", "by the parameter's domain" }, { "clipped", "by the parameter's domain" },
    { "held", "by the parameter's domain" }, { "asked", "by the parameter's domain" }, { "spectral", "by the parameter's domain" },
    { "uncoupled", "by the parameter's domain" },
    { "steep", "weights of its form grow where what they belong to is near 0" },
    { "homogeneous", "its slope at the current point is the form's own" }, { "in_turn", "labels meet in one term" } };
  for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
    if (!strcmp(seen[i].word, word)) return seen[i].why;
  return NULL;
}

/* f is what the first argument is bound to, NULL where it is an expression: constant(u - v) */
static bool test_constant(Bindings *b, const HoleBinding *f, const Expr *call)
{
  const Expr *e = f || call->nargs != 1 ? NULL : instantiate(b, call->arg[0]);
  return f ? all_pieces(b, f, is_constant) : e && is_constant(b, e);
}

static bool test_falls_apart(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)f;
  const Expr *e = call->nargs == 1 ? instantiate(b, call->arg[0]) : NULL;
  return e && falls_apart(b, e);
}

static bool test_matches(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)f;
  const Expr *e = call->nargs == 2 ? instantiate(b, call->arg[0]) : NULL;
  return e && (is_matched(b, call->arg[1]) || match(b, call->arg[1], e, NULL, NULL));
}

/* what the second argument is bound to, where it is a variable */
static const HoleBinding *second_hole(Bindings *b, const Expr *call)
{
  return call->nargs == 2 && call->arg[1]->kind == X_HOLE ? bindings_hole(b, call->arg[1]->u.name) : NULL;
}

static bool test_compound(Bindings *b, const HoleBinding *f, const Expr *call)
{
  const HoleBinding *x = second_hole(b, call);
  return x && is_compound(f, x);
}

static bool test_one_way(Bindings *b, const HoleBinding *f, const Expr *call, bool rises)
{
  const HoleBinding *a = f->variable ? second_hole(b, call) : NULL;
  return a && !a->variable && function_goes_one_way(b, f, a, rises);
}

static bool test_nonlinear(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)call;
  Curvature c = facts_curvature(b->facts, f->value);
  return c != CURV_AFFINE && c != CURV_CONSTANT;
}

static bool test_rises(Bindings *b, const HoleBinding *f, const Expr *call) { return test_one_way(b, f, call, true); }
static bool test_falls(Bindings *b, const HoleBinding *f, const Expr *call) { return test_one_way(b, f, call, false); }
static bool test_entry(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return all_pieces(b, f, is_entry); }
static bool test_monomial(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return all_pieces(b, f, is_monomial); }
static bool test_concave_jointly(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return facts_curvature(b->facts, f->value) == CURV_CONCAVE; }
static bool test_quadratic(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_quadratic(b, f->value); }
static bool test_semidefinite(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_semidefinite(b, f, false); }
static bool test_definite(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_semidefinite(b, f, true); }
static bool test_occurs(Bindings *b, const HoleBinding *f, const Expr *call) { (void)b, (void)call; return !expr_is_num(f->value, 0); }
static bool test_whole(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return facts_range(b->facts, f->value).integer; }
static bool test_direction(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)b, (void)call;
  return f->nargs == 1 && !f->npieces && facts_is_direction(f->value, f->arg[0]);
}
static bool test_rotation(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)b, (void)call;
  return f->nargs == 2 && !f->npieces && facts_is_rotation(f->value, f->arg[0], f->arg[1]);
}
static bool test_frame(Bindings *b, const HoleBinding *f, const Expr *call)
{
  (void)b, (void)call;
  return f->nargs == 2 && !f->npieces && facts_is_frame(f->value, f->arg[0], f->arg[1]);
}

/* the other words of a `where`, of what a variable is bound to (`bound`) or of an expression */
static const struct { const char *name; bool bound; bool (*test)(Bindings *, const HoleBinding *, const Expr *call); const char *why; } properties[] = {
  { "constant", false, test_constant, "holds no parameter of the block" },
  { "falls_apart", false, test_falls_apart, "its sign is known to be negative, or no form of one sign would be left" },
  { "matches", false, test_matches, "its form" },
  { "monomial", true, test_monomial, "an entry of a parameter, or a positive power of one" },
  { "entry", true, test_entry, "an entry of a parameter, or its negative" },
  { "compound", true, test_compound, "more than one entry, or another multiple of it in each row" },
  { "concave_jointly", true, test_concave_jointly, "by composition, in all parameters of the block jointly" },
  { "nonlinear", true, test_nonlinear, "holds parameters otherwise than in linear terms" },
  { "quadratic", true, test_quadratic, "a polynomial of degree 2" },
  { "semidefinite", true, test_semidefinite, "composed of definite matrices, squares and nonnegative factors; data by Cholesky's decomposition" },
  { "definite", true, test_definite, "composed of definite matrices, squares and nonnegative factors; data by Cholesky's decomposition" },
  { "occurs", true, test_occurs, "the surrogate has this term" },
  { "direction", true, test_direction, "a vector of a sphere" },
  { "rotation", true, test_rotation, "a square matrix with orthonormal rows, so with orthonormal columns" },
  { "frame", true, test_frame, "rows that are orthonormal by the domain" },
  { "whole", true, test_whole, "whole numbers (data)" },
  { "rises", true, test_rises, "the sign of its derivative, on the range of all pieces" },
  { "falls", true, test_falls, "the sign of its derivative, on the range of all pieces" },
};

enum { PROPERTIES = sizeof properties / sizeof *properties, NAMES_MOST = PROPERTIES + 32 };

const Name *condition_unknown(const Expr *where, const Name **near)
{
  if (!where) return NULL;
  if (where->kind != X_HOLE) {
    const Name *unknown = NULL;
    for (int i = 0; i < where->nargs && where->kind == X_MUL && !unknown; i++) unknown = condition_unknown(where->arg[i], near);
    return unknown;
  }
  const Name *names[NAMES_MOST];
  int n = 0;
  for (int i = 0; n < NAMES_MOST && function_shape_name(i); i++) names[n++] = name_of(function_shape_name(i));
  for (size_t i = 0; n < NAMES_MOST && i < PROPERTIES; i++) names[n++] = name_of(properties[i].name);
  for (int i = 0; i < n; i++)
    if (names[i] == where->u.name) return NULL;
  if (seen_by_lookup(where->u.name->text)) return NULL;
  *near = name_nearest(where->u.name, names, n);
  return where->u.name;
}

/* NULL: not so, or not a word that is known */
static const char *prove_word(Bindings *b, const Expr *call)
{
  const char *word = call->u.name->text, *why = call->nargs ? NULL : seen_by_lookup(word);
  const HoleBinding *f = call->nargs && call->arg[0]->kind == X_HOLE ? bindings_hole(b, call->arg[0]->u.name) : NULL;
  if (why) return why;
  for (size_t i = 0; i < PROPERTIES; i++)
    if (!strcmp(word, properties[i].name)) return (f || !properties[i].bound) && properties[i].test(b, f, call) ? properties[i].why : NULL;
  return f && f->variable ? function_shape_proof(b, f, call) : NULL;
}

static bool prove(Bindings *b, const Expr *pattern, Proofs *proofs, const Expr **failed)
{
  const char *why = NULL;
  const Expr *shown = pattern, *c = NULL;
  if (pattern->kind == X_HOLE) why = prove_word(b, pattern);
  else if ((c = instantiate(b, pattern))) {
    if (!expr_is_num(c, 0)) shown = c;                     /* 0: of numbers, and false */
    why = prove_comparison(b, c);
  }
  if (why && proofs && !binds(pattern)) {
    Proof p = { shown, NULL, why };
    vec_push(pool_arena(b->pool), proofs, p);
  }
  if (!why && failed) *failed = shown;
  return why != NULL;
}

static bool is_mapped(const Bindings *b, const Index *i)
{
  for (int k = 0; k < b->nmap; k++)
    if (b->from[k] == i) return true;
  return false;
}

bool conditions_hold(Bindings *b, const Expr *where, Proofs *proofs, const Expr **failed)
{
  int outer = b->nmap;
  int n = condition_count(where);
  for (int i = 0; i < 2 * n; i++) {                        /* first those that bind what the others speak of */
    const Expr *c = condition_at(where, i % n);
    int pieces = 1;
    if (binds(c) != (i < n)) continue;
    b->nmap = outer;
    for (int k = 0; k < c->nfree; k++)                     /* a[z] for every z: a fresh index of the target's axis, or each piece */
      for (int a = 0; a < b->naxes && !is_mapped(b, c->free[k]); a++) {
        if (b->axis[a].pattern != c->free[k]->axis) continue;
        const AxisBinding *axis = &b->axis[a];
        if (axis->npieces) { pieces = axis->npieces; continue; }
        for (int t = 0; t < axis->ntargets; t++)
          bindings_map(b, c->free[k], expr_index(b->pool, facts_index(b->pool, b->facts, c->free[k], b->nmap, axis->hint[t] ? axis->hint[t] : c->free[k]->name, axis->target[t])));
      }
    for (int k = 0; k < pieces; k++) {
      b->piece = k;
      if (!prove(b, c, proofs, failed)) { b->piece = 0; b->nmap = outer; return false; }
    }
    b->piece = 0;
  }
  b->nmap = outer;
  return true;
}

bool conditions_name_coordinate(const Expr *where)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind == X_HOLE && function_shape_by_coordinate(c)) return true;
  }
  return false;
}
