/* rule_read_row.c: minimizers, whose left side is a sum of hole * atom.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"
#include <math.h>
#include <string.h>

/* ---- the left side --------------------------------------------------------------------------------------------------------- */

/* unknowns as pattern variables: of a matrix that is formed from them */
static const Expr *to_hole(Pool *p, const Expr *e, void *context)
{
  const Minimizer *m = context;
  return e->kind == X_ACCESS && (e->u.sym == m->unknown || (m->second && e->u.sym == m->second)) ? expr_hole(p, e->u.sym->name, e->nargs, e->arg) : e;
}

/* the log-determinant of the matrix of which e is a function */
static const Expr *formed_matrix(Pool *p, Minimizer *m, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  expr_open(p, e, fresh, arg);
  return expr_map(p, expr_matrix(p, MAT_LOGDET, 1, &fresh[0], &fresh[1], arg[0], NULL, NULL), to_hole, m);
}

typedef struct { Symbol *unknown; const Expr *variable; } ToVariable;
static const Expr *to_variable(Pool *p, const Expr *e, void *context)
{
  ToVariable *c = context;
  (void)p;
  return e->kind == X_ACCESS && e->u.sym == c->unknown ? c->variable : e;
}

static bool is_touch(const Expr *e) { return e->kind == X_HOLE && e->nargs == 1 && !strcmp(e->u.name->text, "touch"); }

/* touch(x) becomes 0: a quadratic row in x - touch(x) is stated in that difference */
static const Expr *centre(Pool *p, const Expr *e, void *context)
{
  (void)context;
  return is_touch(e) ? expr_num(p, 0) : e;
}

static const Expr *to_touched_variable(Pool *p, const Expr *e, void *context)
{
  const Rules *r = context;
  return is_touch(e) ? expr_access(p, symbol_touch(p, r->variable), NULL) : e;
}

/* inside a function it stays: exp(k * (x - touch(x))) is an atom */
static const Expr *keep_in_calls(Pool *p, const Expr *e, void *context)
{
  return e->kind == X_CALL ? expr_map(p, e, to_touched_variable, context) : e;
}

enum { ROW_FACTORS = 16 };

typedef struct Factors { const Expr *hole[2], *atom[ROW_FACTORS]; int holes, n; } Factors;

/* the factors of a product, also of those inside sums: the coefficients' holes, and the rest */
static void row_factors(Pool *p, const Expr *e, Factors *f)
{
  if (e->kind == X_MUL) {
    for (int i = 0; i < e->nargs; i++) row_factors(p, e->arg[i], f);
  } else if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *i[1];
    const Expr *arg[4];
    expr_open(p, e, i, arg);
    row_factors(p, arg[0], f);
  } else if (e->kind == X_HOLE && f->holes < 2) {
    f->hole[f->holes++] = e;
  } else if (f->n < ROW_FACTORS) {
    f->atom[f->n++] = e;
  }
}

static bool is_entry(const Minimizer *m, const Expr *e) { return e->kind == X_ACCESS && e->u.sym == m->unknown; }

/* two entries of a matrix: in one row, in one column, or anywhere. False: the holes are not what stands there */
static bool read_sides(const Minimizer *m, const Factors *f, RowTerm *t)
{
  bool one_row = f->atom[0]->arg[0] == f->atom[1]->arg[0], one_column = f->atom[0]->arg[1] == f->atom[1]->arg[1];
  t->form = one_row ? ATOM_RIGHT : one_column ? ATOM_LEFT : ATOM_SIDES;
  if (t->form != ATOM_SIDES) return !(one_row && one_column) && f->holes == 1 && f->hole[0]->nargs == 2;
  if (f->holes != 2 || f->hole[0]->nargs != 2 || f->hole[1]->nargs != 2 || m->naxes != 2) return false;
  bool turned = f->hole[0]->arg[0] != f->atom[0]->arg[0] && f->hole[0]->arg[0] != f->atom[1]->arg[0];
  t->hole = f->hole[turned]->u.name;
  t->second = f->hole[!turned]->u.name;
  return true;
}

/* the unknown at an index that is bound in e */
static bool holds_slice(const Expr *e, const Symbol *unknown)
{
  if (e->kind == X_ACCESS && e->u.sym == unknown) return e->nargs == 1 && e->arg[0]->kind == X_INDEX && e->arg[0]->u.index->bound;
  for (int i = 0; i < e->nargs; i++)
    if (holds_slice(e->arg[i], unknown)) return true;
  return false;
}

bool rule_read_term(RuleReading *l, Minimizer *m, const Expr *e, double multiple)
{
  Pool *p = l->rules->pool;
  Arena *arena = pool_arena(p);
  if (e->kind == X_ADD) {
    for (int i = 0; i < e->nargs; i++)
      if (!rule_read_term(l, m, e->arg[i], multiple)) return false;
    return true;
  }
  const Expr *rest;
  multiple *= expr_split_coef(p, e, &rest);
  if (rest->kind == X_REDUCE && rest->op == R_SUM) {
    Index *i[1];
    const Expr *arg[4];
    expr_open(p, rest, i, arg);
    return rule_read_term(l, m, arg[0], multiple);
  }
  RowTerm t = { .multiple = multiple };
  bool of_unknown = rest->kind == X_HOLE && rest->nargs == 1 && rest->arg[0]->kind == X_ACCESS && rest->arg[0]->u.sym == m->unknown;
  if (of_unknown && m->domain.kind != DOMAIN_LABEL) {
    t.form = ATOM_FUNCTION;
    t.hole = rest->u.name;
    vec_push(arena, &m->terms, t);
    return true;
  }
  if (m->domain.kind == DOMAIN_LABEL) {
    if (!of_unknown || !m->domain.labels) return rule_complain(l, l->block->at, "a row for labels reads: for z in 1..K: c[z]");
    t.form = ATOM_LABEL;
    t.hole = rest->u.name;
    vec_push(arena, &m->terms, t);
    return true;
  }
  Factors f = { 0 };
  row_factors(p, rest, &f);
  if (!f.holes) return rule_complain(l, l->block->at, "each term of `for` is a coefficient times an atom of the unknown");
  t.hole = f.hole[0]->u.name;
  const Expr *first = f.n ? f.atom[0] : NULL, *product = expr_mul_n(p, f.n, f.atom);
  bool pair = f.n == 2 && m->naxes && is_entry(m, first) && is_entry(m, f.atom[1]);
  if (f.holes == 2 && !(pair && m->naxes == 2)) product = expr_mul(p, product, f.hole[1]);
  bool of_matrix = f.n == 1 && first->kind == X_MATRIX && (first->op == MAT_LOGDET || first->op == MAT_INV);
  if (of_matrix && !is_entry(m, first->arg[0])) {
    t.form = first->op == MAT_LOGDET ? ATOM_LOGDET_OF : ATOM_INVERSE_OF;
    t.atom = formed_matrix(p, m, first);
  } else if (of_matrix) t.form = first->op == MAT_LOGDET ? ATOM_LOGDET : ATOM_INVERSE;
  else if (f.n == 1 && first->kind == X_MATRIX && first->op == MAT_SINGULAR) t.form = ATOM_SINGULAR;
  else if (f.n == 1 && m->domain.kind == DOMAIN_SPD && is_entry(m, first)) t.form = ATOM_LINEAR_MATRIX;
  else if (pair && m->naxes == 2) {
    if (!read_sides(m, &f, &t)) return rule_complain(l, l->block->at, "a quadratic form of a matrix reads A[q, r] * X[q, d] * X[r, d], X[q, d] * X[q, e] * B[d, e], or has both A and B");
  } else if (pair) t.form = ATOM_QUADRATIC;
  else if (m->naxes == 1 && holds_slice(product, m->unknown)) {
    t.form = ATOM_SLICE;
    t.atom = product;
  } else {
    ToVariable v = { m->unknown, expr_access(p, l->rules->variable, NULL) };
    t.form = ATOM_SCALAR;
    t.atom = expr_map(p, product, to_variable, &v);
  }
  vec_push(arena, &m->terms, t);
  return true;
}

/* ---- clauses --------------------------------------------------------------------------------------------------------------- */

bool rule_read_unknown(RuleReading *l, void *minimizer, const Node *clause)
{
  Minimizer *m = minimizer;
  const Node *arguments = clause_kid(clause, 0);
  if (!arguments || arguments->nkids < 1 || arguments->nkids > 2) return rule_complain(l, clause->span, "`for` names the unknown: for x > 0: …");
  if (!(m->unknown = pattern_declare(l->rules->sema, l->scope, arguments->kid[0]))) return false;
  if (arguments->nkids == 2 && !(m->second = pattern_declare(l->rules->sema, l->scope, arguments->kid[1]))) return false;
  if (m->second && (m->second->naxes || m->unknown->naxes == 3)) return rule_complain(l, clause->span, "a second unknown is a number for each slice of the first");
  m->domain = m->unknown->domain;
  m->naxes = m->unknown->naxes;
  memcpy(m->axis, m->unknown->axis, sizeof m->axis);
  return true;
}

bool rule_read_form(RuleReading *l, void *minimizer, const Node *clause)
{
  Minimizer *m = minimizer;
  const Expr *row = clause_pattern(l, clause, 1);
  if (!row || !rule_read_condition(l, clause_kid(clause, 2), &m->where)) return false;
  m->row = row;
  row = expr_map(l->rules->pool, row, keep_in_calls, (void *)(uintptr_t)l->rules);
  return rule_read_term(l, m, expr_map(l->rules->pool, row, centre, NULL), 1);
}

/* search t in (lo, hi): EXPR */
static bool read_search(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  Pool *p = l->rules->pool;
  const Node *arguments = clause_kid(clause, 0), *t = arguments && arguments->nkids == 1 ? arguments->kid[0] : NULL, *domain = t ? t->kid[1] : NULL;
  m->root_lo = expr_num(p, -INFINITY);
  m->root_hi = expr_num(p, INFINITY);
  if (m->root) return rule_complain(l, clause->span, "one `search` is the most");
  if (!t || t->kid[0] || (domain && domain->kind != NODE_DOMAIN_INTERVAL && domain->kind != NODE_DOMAIN_BOUND))
    return rule_complain(l, clause->span, "a search reads `search t in (lowest, highest): EXPR`");
  m->root = t->name;
  if (domain && domain->kind == NODE_DOMAIN_INTERVAL) {
    if (!(m->root_lo = sema_pattern(l->rules->sema, domain->kid[0], l->scope)) || !(m->root_hi = sema_pattern(l->rules->sema, domain->kid[1], l->scope))) return false;
  } else if (domain) {
    const Expr *end = sema_pattern(l->rules->sema, domain->kid[0], l->scope);
    if (!end) return false;
    *(domain->op == OP_GT || domain->op == OP_GE ? &m->root_lo : &m->root_hi) = end;
  }
  m->update = UPDATE_ONE_DIMENSIONAL;
  return (m->equation = clause_pattern(l, clause, 1)) != NULL;
}

static bool read_row_let(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  RuleLet let;
  if (!rule_read_let(l, clause, &let)) return false;
  vec_push(pool_arena(l->rules->pool), &m->lets, let);
  return true;
}

static bool read_gives(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  Index *own[ARRAY_MAX_AXES];
  const Symbol *s = pattern_subject(l->rules->sema, l->scope, clause_kid(clause, 0), own);
  const Expr *value = s ? clause_pattern(l, clause, 1) : NULL;
  if (!value) return false;
  if (m->second && s == m->second) m->second_gives = value;
  else {
    m->gives = value;
    memcpy(m->own, own, sizeof own);
  }
  return rule_read_late_condition(l, clause_kid(clause, 2), &m->where);
}

/* needs CONDITION else keep, unbounded, infinite or EXPRESSION */
static bool read_needs(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  const Node *otherwise = clause_kid(clause, 2);
  const char *word = !otherwise ? "keep" : otherwise->kind == NODE_NAME ? otherwise->name->text : "";
  const struct { const char *word; const Expr **to; } known[] = { { "keep", &m->needs }, { "unbounded", &m->bounded }, { "infinite", &m->attained } };
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (!strcmp(word, known[k].word)) return rule_read_condition(l, clause_kid(clause, 1), known[k].to);
  if (m->plain) return rule_complain(l, clause->span, "one `needs … else EXPRESSION` is the most");
  return rule_read_condition(l, clause_kid(clause, 1), &m->plain) && (m->spare = clause_pattern(l, clause, 2));
}

static const struct { const char *word; UpdateKind kind; } update_words[] = {
  { "closed-form", UPDATE_CLOSED_FORM }, { "one-dimensional", UPDATE_ONE_DIMENSIONAL }, { "inner-solver", UPDATE_INNER_SOLVER },
};

static bool read_update(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  for (size_t k = 0; k < sizeof update_words / sizeof *update_words; k++)
    if (!strcmp(clause_kid(clause, 1)->name->text, update_words[k].word)) { m->update = update_words[k].kind; return true; }
  return rule_complain(l, clause->span, "behind `update` stands `closed-form`, `one-dimensional` or `inner-solver`");
}

/* start EXPR: where the search begins */
static bool read_start(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  if (!m->root) return rule_complain(l, clause->span, "`start` stands behind the `search` that it is for");
  return (m->root_start = clause_pattern(l, clause, 1)) != NULL;
}

static bool read_limit(RuleReading *l, void *rule, const Node *clause)
{
  Minimizer *m = rule;
  (void)l;
  m->limit = clause->string;
  return true;
}

static bool minimizer_finish(RuleReading *l)
{
  const Minimizer *m = l->rule;
  if (!m->unknown || !m->gives) return rule_complain(l, l->block->at, "a minimizer needs `for` and `gives`");
  if (m->second && !m->second_gives) return rule_complain(l, l->block->at, "a minimizer of two unknowns says what it `gives` for both");
  return !m->second || (!m->root && !m->plain) || rule_complain(l, l->block->at, "a minimizer of two unknowns has neither a `search` nor another answer");
}

static void minimizer_enter(RuleReading *l)
{
  Minimizers *list = &l->rules->lists->minimizers;
  vec_push(pool_arena(l->rules->pool), list, l->rule);
  rules_settle_last(list->data, list->len);
}

void rule_begin_minimizer(RuleReading *l)
{
  static const ClauseReader clauses[] = {
    { "for", READ_OUTLINE, rule_read_unknown }, { "for", READ_FORM, rule_read_form }, { "let", READ_REST, read_row_let }, { "gives", READ_REST, read_gives },
    { "search", READ_REST, read_search }, { "needs", READ_REST, read_needs }, { "update", READ_REST, read_update }, { "start", READ_REST, read_start },
    { "limit", READ_REST, read_limit }, { NULL, READ_NOTHING, NULL } };
  static const RuleKind kind = { clauses, "this clause does not belong in a minimizer", READ_OUTLINE, minimizer_finish, minimizer_enter };
  Minimizer *m = l->rule = ARENA_NEW(pool_arena(l->rules->pool), Minimizer);
  l->text = &m->text;
  l->kind = &kind;
}
