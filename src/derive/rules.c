/* rules.c: from the text of a rule to what the derivation matches; see rules.h and doc/RULES.md.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/rules_internal.h"
#include "sema/pattern.h"
#include "syntax/parse.h"
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Rules *rules_new(Pool *pool, Sema *sema)
{
  Rules *r = ARENA_NEW(pool_arena(pool), Rules);
  r->pool = pool;
  r->sema = sema;
  r->tries = ARENA_NEW(pool_arena(pool), long);
  r->variable = symbol_new(pool, SYM_ATOM, name_of("x"), 0, NULL);
  return r;
}

long rules_tries(const Rules *r) { return *r->tries; }
int rules_choices(const Rules *r) { return r->majorizers.len + r->relaxations.len + r->minimizers.len; }
int rules_count(const Rules *r) { return rules_choices(r) + r->charts.len; }

static const RuleText *text_at(const Rules *r, int i)
{
  if (i < r->majorizers.len) return &r->majorizers.data[i]->text;
  i -= r->majorizers.len;
  if (i < r->relaxations.len) return &r->relaxations.data[i]->text;
  i -= r->relaxations.len;
  return i < r->minimizers.len ? &r->minimizers.data[i]->text : &r->charts.data[i - r->minimizers.len]->text;
}

const Name *rules_name(const Rules *r, int i) { return text_at(r, i)->name; }

/* ---- clauses ------------------------------------------------------------------------------------------------------------------ */

typedef struct Loading {
  Rules *rules;
  DiagList *diags;
  PatternScope *scope;
  const Node *block;
} Loading;

static const Expr *both(Pool *p, const Expr *a, const Expr *b) { return !a ? b : !b ? a : expr_mul(p, a, b); }

static bool complain(Loading *l, Span span, const char *what)
{
  diag_add(l->diags, span, MSG_RULE, l->block->name->text, what);
  return false;
}

static const Node *kid(const Node *n, int i) { return i < n->nkids ? n->kid[i] : NULL; }
static bool is_word(const Node *clause, const char *word) { return clause->kind == NODE_CLAUSE && !strcmp(clause->name->text, word); }

static void load_checks(Loading *l, RuleText *t, const Node *checks)
{
  Arena *a = pool_arena(l->rules->pool);
  for (int i = 0; i < checks->nkids; i++) {
    const Node *n = checks->kid[i];
    if (n->kind == NODE_OPTION && n->nkids && n->kid[0]->kind == NODE_NUMBER) {
      RuleSize s = { n->name, (int64_t)n->kid[0]->number };
      vec_push(a, &t->sizes, s);
    } else if (n->kind == NODE_SAMPLE && (n->kid[1]->kind == NODE_DOMAIN_INTERVAL || n->kid[1]->kind == NODE_DOMAIN_LABEL)) {
      const Node *place = n->kid[0], *d = n->kid[1];
      RuleCheck c = { place->kind == NODE_INDEX ? place->kid[0]->name : place->name, 0, 0, d->kind == NODE_DOMAIN_LABEL };
      if (sema_number(l->rules->sema, d->kid[0], &c.lo) && sema_number(l->rules->sema, d->kid[1], &c.hi)) vec_push(a, &t->checks, c);
    }
  }
}

/* a rule without an id is known by its name */
static RuleText text_new(const Node *block) { return (RuleText){ .name = block->name, .id = block->name->text, .span = block->span }; }

/* the clauses that majorizers and minimizers share; false: not one of them */
static bool load_text(Loading *l, RuleText *t, const Node *clause)
{
  if (is_word(clause, "id")) t->id = clause->string;
  else if (is_word(clause, "because")) t->because = clause->string;
  else if (is_word(clause, "source")) t->source = clause->string;
  else if (is_word(clause, "order")) t->order = kid(clause, 1)->number;
  else if (is_word(clause, "check")) load_checks(l, t, kid(clause, 1));
  else return false;
  return true;
}

/* NAME[i, j] = e of a `with` or `let` clause */
static bool load_let(Loading *l, const Node *clause, RuleLet *let)
{
  const Node *subject = kid(clause, 0);
  memset(let, 0, sizeof *let);
  let->name = subject->kind == NODE_INDEX ? subject->kid[0]->name : subject->name;
  if (!(let->value = sema_pattern(l->rules->sema, kid(clause, 1), l->scope))) return false;
  if (subject->kind == NODE_INDEX)
    for (int i = 1; i < subject->nkids && let->nargs < ARRAY_MAX_AXES; i++)
      let->arg[let->nargs++] = pattern_index(l->rules->sema, l->scope, subject->kid[i]->name);
  return true;
}

static bool load_condition(Loading *l, const Node *condition, const Expr **where)
{
  if (!condition) return true;
  const Expr *c = sema_pattern(l->rules->sema, condition, l->scope);
  *where = both(l->rules->pool, *where, c);
  return c != NULL;
}

static bool goes_before(const RuleText *a, const RuleText *b)
{
  return a->order != b->order ? a->order < b->order : strcmp(a->name->text, b->name->text) < 0;
}

static const RuleText *rule_at(const char *list, int i)
{
  const RuleText *t;
  memcpy(&t, list + (size_t)i * sizeof t, sizeof t);
  return t;
}

/* moves the newest rule to its place in a list of pointers that is in order but for it; every rule begins with its text */
static void settle_last(void *list, int len)
{
  char *at = list;
  for (int i = len - 1; i > 0; i--) {
    const RuleText *later = rule_at(at, i), *earlier = rule_at(at, i - 1);
    if (!goes_before(later, earlier)) return;
    memcpy(at + (size_t)i * sizeof later, &earlier, sizeof earlier);
    memcpy(at + (size_t)(i - 1) * sizeof later, &later, sizeof later);
  }
}

/* ---- majorizers ------------------------------------------------------------------------------------------------------------------ */

static bool load_majorizer(Loading *l)
{
  Arena *a = pool_arena(l->rules->pool);
  Majorizer *m = ARENA_NEW(a, Majorizer);
  m->text = text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *c = l->block->kid[i];
    bool ok = true;
    if (load_text(l, &m->text, c)) continue;
    if (is_word(c, "for")) {
      ok = (m->pattern = sema_pattern(l->rules->sema, kid(c, 1), l->scope)) && load_condition(l, kid(c, 2), &m->where);
    } else if (is_word(c, "bound")) {
      ok = (m->bound = sema_pattern(l->rules->sema, kid(c, 1), l->scope)) && load_condition(l, kid(c, 2), &m->where);
    } else if (is_word(c, "with")) {
      RuleLet let;
      if ((ok = load_let(l, c, &let))) vec_push(a, &m->weights, let);
    } else if (is_word(c, "update")) {
      m->exact = !strcmp(kid(c, 1)->name->text, "exact");
      m->loose = !strcmp(kid(c, 1)->name->text, "loose");
      m->descent = !strcmp(kid(c, 1)->name->text, "descent");
      if (!m->exact && !m->loose && !m->descent) return complain(l, c->span, "behind `update` of a majorizer stands `exact`, `loose` or `descent`");
    } else {
      return complain(l, c->span, "this clause does not belong in a majorizer");
    }
    if (!ok) return false;
  }
  if (!m->pattern || !m->bound) return complain(l, l->block->at, "a majorizer needs `for` and `bound`");
  vec_push(a, &l->rules->majorizers, m);
  settle_last(l->rules->majorizers.data, l->rules->majorizers.len);
  return true;
}

/* ---- minimizers: the left side in terms of hole * atom ------------------------------------------------------------------------------ */

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

/* the factors of a product, also of those inside sums, the coefficient's hole aside */
static int row_factors(Pool *p, const Expr *e, RowTerm *t, const Expr **atom, int n)
{
  if (e->kind == X_MUL) {
    for (int i = 0; i < e->nargs; i++) n = row_factors(p, e->arg[i], t, atom, n);
  } else if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *i[1];
    const Expr *arg[4];
    expr_open(p, e, i, arg);
    n = row_factors(p, arg[0], t, atom, n);
  } else if (e->kind == X_HOLE && !t->hole) {
    t->hole = e->u.name;
  } else if (n < ROW_FACTORS) {
    atom[n++] = e;
  }
  return n;
}

static bool load_row_term(Loading *l, Minimizer *m, const Expr *e, double multiple)
{
  Pool *p = l->rules->pool;
  Arena *arena = pool_arena(p);
  if (e->kind == X_ADD) {
    for (int i = 0; i < e->nargs; i++)
      if (!load_row_term(l, m, e->arg[i], multiple)) return false;
    return true;
  }
  const Expr *rest, *atom[ROW_FACTORS];
  multiple *= expr_split_coef(p, e, &rest);
  if (rest->kind == X_REDUCE && rest->op == R_SUM) {
    Index *i[1];
    const Expr *arg[4];
    expr_open(p, rest, i, arg);
    return load_row_term(l, m, arg[0], multiple);
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
    if (!of_unknown || !m->domain.labels) return complain(l, l->block->at, "a row for labels reads: for z in 1..K: c[z]");
    t.form = ATOM_LABEL;
    t.hole = rest->u.name;
    vec_push(arena, &m->terms, t);
    return true;
  }
  int n = row_factors(p, rest, &t, atom, 0);
  if (!t.hole) return complain(l, l->block->at, "each term of `for` is a coefficient times an atom of the unknown");
  bool matrix = m->domain.kind == DOMAIN_SPD;
  const Expr *product = expr_mul_n(p, n, atom);
  if (n == 1 && atom[0]->kind == X_MATRIX && (atom[0]->op == MAT_LOGDET || atom[0]->op == MAT_INV)) t.form = atom[0]->op == MAT_LOGDET ? ATOM_LOGDET : ATOM_INVERSE;
  else if (matrix) t.form = ATOM_LINEAR_MATRIX;
  else if (n == 2 && m->naxes && atom[0]->kind == X_ACCESS && atom[1]->kind == X_ACCESS) t.form = ATOM_QUADRATIC;
  else {
    ToVariable v = { m->unknown, expr_access(p, l->rules->variable, NULL) };
    t.form = ATOM_SCALAR;
    t.atom = expr_map(p, product, to_variable, &v);
  }
  vec_push(arena, &m->terms, t);
  return true;
}

static const struct { const char *word; UpdateKind kind; } update_words[] = {
  { "closed-form", UPDATE_CLOSED_FORM }, { "one-dimensional", UPDATE_ONE_DIMENSIONAL }, { "inner-solver", UPDATE_INNER_SOLVER },
};

static bool load_unknown(Loading *l, Minimizer *m, const Node *clause)
{
  const Node *arguments = kid(clause, 0);
  if (!arguments || arguments->nkids != 1) return complain(l, clause->span, "`for` names the one unknown: for x > 0: …");
  if (!(m->unknown = pattern_declare(l->rules->sema, l->scope, arguments->kid[0]))) return false;
  m->domain = m->unknown->domain;
  m->naxes = m->unknown->naxes;
  memcpy(m->axis, m->unknown->axis, sizeof m->axis);
  const Expr *row = sema_pattern(l->rules->sema, kid(clause, 1), l->scope);
  if (!row || !load_condition(l, kid(clause, 2), &m->where)) return false;
  m->row = row;
  row = expr_map(l->rules->pool, row, keep_in_calls, l->rules);
  return load_row_term(l, m, expr_map(l->rules->pool, row, centre, NULL), 1);
}

/* search t in (lo, hi): EXPR */
static bool load_search(Loading *l, Minimizer *m, const Node *clause)
{
  Pool *p = l->rules->pool;
  const Node *arguments = kid(clause, 0), *t = arguments && arguments->nkids == 1 ? arguments->kid[0] : NULL, *domain = t ? t->kid[1] : NULL;
  m->root_lo = expr_num(p, -INFINITY);
  m->root_hi = expr_num(p, INFINITY);
  if (m->root) return complain(l, clause->span, "one `search` is the most");
  if (!t || t->kid[0] || (domain && domain->kind != NODE_DOMAIN_INTERVAL && domain->kind != NODE_DOMAIN_BOUND))
    return complain(l, clause->span, "a search reads `search t in (lowest, highest): EXPR`");
  m->root = t->name;
  if (domain && domain->kind == NODE_DOMAIN_INTERVAL) {
    if (!(m->root_lo = sema_pattern(l->rules->sema, domain->kid[0], l->scope)) || !(m->root_hi = sema_pattern(l->rules->sema, domain->kid[1], l->scope))) return false;
  } else if (domain) {
    const Expr *end = sema_pattern(l->rules->sema, domain->kid[0], l->scope);
    if (!end) return false;
    *(domain->op == OP_GT || domain->op == OP_GE ? &m->root_lo : &m->root_hi) = end;
  }
  m->update = UPDATE_ONE_DIMENSIONAL;
  return (m->equation = sema_pattern(l->rules->sema, kid(clause, 1), l->scope)) != NULL;
}

static bool load_minimizer(Loading *l)
{
  Arena *a = pool_arena(l->rules->pool);
  Minimizer *m = ARENA_NEW(a, Minimizer);
  m->text = text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *c = l->block->kid[i];
    bool ok = true;
    if (load_text(l, &m->text, c)) continue;
    if (is_word(c, "for")) {
      ok = load_unknown(l, m, c);
    } else if (is_word(c, "let")) {
      RuleLet let;
      if ((ok = load_let(l, c, &let))) vec_push(a, &m->lets, let);
    } else if (is_word(c, "gives")) {
      ok = pattern_subject(l->rules->sema, l->scope, kid(c, 0), m->own) &&
           (m->gives = sema_pattern(l->rules->sema, kid(c, 1), l->scope)) && load_condition(l, kid(c, 2), &m->where);
    } else if (is_word(c, "search")) {
      ok = load_search(l, m, c);
    } else if (is_word(c, "needs")) {
      const Node *otherwise = kid(c, 2);
      const char *word = !otherwise ? "keep" : otherwise->kind == NODE_NAME ? otherwise->name->text : "";
      const Expr **to = !strcmp(word, "keep") ? &m->needs : !strcmp(word, "unbounded") ? &m->bounded : !strcmp(word, "infinite") ? &m->attained : &m->plain;
      if (to == &m->plain && m->plain) return complain(l, c->span, "one `needs … else EXPRESSION` is the most");
      ok = load_condition(l, kid(c, 1), to) && (to != &m->plain || (m->spare = sema_pattern(l->rules->sema, otherwise, l->scope)));
    } else if (is_word(c, "update")) {
      ok = false;
      for (size_t k = 0; k < sizeof update_words / sizeof *update_words; k++)
        if (!strcmp(kid(c, 1)->name->text, update_words[k].word)) { m->update = update_words[k].kind; ok = true; }
      if (!ok) return complain(l, c->span, "behind `update` stands `closed-form`, `one-dimensional` or `inner-solver`");
    } else {
      return complain(l, c->span, "this clause does not belong in a minimizer");
    }
    if (!ok) return false;
  }
  if (!m->unknown || !m->gives) return complain(l, l->block->at, "a minimizer needs `for` and `gives`");
  vec_push(a, &l->rules->minimizers, m);
  settle_last(l->rules->minimizers.data, l->rules->minimizers.len);
  return true;
}

/* ---- charts ------------------------------------------------------------------------------------------------------------------------ */

/* the first pattern variable: the coordinate; *touch: is there a touch(…) */
static const Expr *find_coordinate(const Expr *e, bool *touch)
{
  if (e->kind == X_HOLE && strcmp(e->u.name->text, "touch")) return e;
  *touch |= e->kind == X_HOLE;
  const Expr *found = NULL;
  for (int i = 0; i < e->nargs && e->kind != X_HOLE; i++) {
    const Expr *here = find_coordinate(e->arg[i], touch);
    if (!found) found = here;
  }
  return found;
}

/* x[i, j] = value in the coordinate */
static bool load_coordinate(Loading *l, Chart *c, const Node *clause)
{
  const Node *arguments = kid(clause, 0), *equation = kid(clause, 1);
  if (!arguments || arguments->nkids != 1 || equation->kind != NODE_COMPARE || equation->op != OP_EQ)
    return complain(l, clause->span, "a chart reads `for x > 0: x = exp(u)`");
  if (!(c->unknown = pattern_declare(l->rules->sema, l->scope, arguments->kid[0]))) return false;
  if (!pattern_subject(l->rules->sema, l->scope, kid(equation, 0), c->own)) return false;
  if (!(c->value = sema_pattern(l->rules->sema, kid(equation, 1), l->scope))) return false;
  const Expr *hole = find_coordinate(c->value, &c->around);
  if (!hole) return complain(l, clause->span, "the right side has no coordinate");
  c->coordinate = hole->u.name;
  for (int i = 0; i < hole->nargs; i++) {
    if (hole->arg[i]->kind != X_INDEX) return complain(l, clause->span, "the coordinate's first mention has an index that is none");
    c->at[c->nat++] = index_new(l->rules->pool, hole->arg[i]->u.index->name, hole->arg[i]->u.index->axis);
  }
  return true;
}

static bool load_inverse(Loading *l, Chart *c, const Node *clause)
{
  const Node *subject = kid(clause, 0);
  if (!(c->inverse = sema_pattern(l->rules->sema, kid(clause, 1), l->scope))) return false;
  c->nat = 0;
  for (int i = 1; subject->kind == NODE_INDEX && i < subject->nkids && c->nat < ARRAY_MAX_AXES; i++)
    c->at[c->nat++] = pattern_index(l->rules->sema, l->scope, subject->kid[i]->name);
  return true;
}

static bool load_chart(Loading *l)
{
  Chart *c = ARENA_NEW(pool_arena(l->rules->pool), Chart);
  c->text = text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *clause = l->block->kid[i];
    bool ok = true;
    if (load_text(l, &c->text, clause)) continue;
    if (is_word(clause, "for")) ok = load_coordinate(l, c, clause);
    else if (is_word(clause, "inverse")) ok = load_inverse(l, c, clause);
    else return complain(l, clause->span, "this clause does not belong in a chart");
    if (!ok) return false;
  }
  if (!c->value) return complain(l, l->block->at, "a chart needs `for`");
  vec_push(pool_arena(l->rules->pool), &l->rules->charts, c);
  return true;
}

/* ---- majorizers of a quadratic form in an unknown ------------------------------------------------------------------------------------- */

static bool is_relaxation(const Node *block)
{
  for (int i = 0; i < block->nkids; i++)
    if (is_word(block->kid[i], "for") && kid(block->kid[i], 0)) return true;
  return false;
}

/* for v[J]: sum{j, l} A[j, l] * v[j] * v[l]   bound sum{j} c[j] * v[j]^2   with c[j] = … */
static bool load_relaxation(Loading *l)
{
  Arena *a = pool_arena(l->rules->pool);
  Relaxation *r = ARENA_NEW(a, Relaxation);
  Minimizer form = { 0 }, bound = { 0 };
  RuleLet let = { 0 };
  r->text = text_new(l->block);
  for (int i = 0; i < l->block->nkids; i++) {
    const Node *c = l->block->kid[i];
    bool ok = true;
    if (load_text(l, &r->text, c)) continue;
    if (is_word(c, "for")) {
      ok = load_unknown(l, &form, c);
      bound.unknown = form.unknown;
      r->where = form.where;
    } else if (is_word(c, "bound")) {
      const Expr *e = form.unknown ? sema_pattern(l->rules->sema, kid(c, 1), l->scope) : NULL;
      ok = e && load_row_term(l, &bound, e, 1);
    } else if (is_word(c, "with")) {
      ok = load_let(l, c, &let);
    } else {
      return complain(l, c->span, "this clause does not belong in a majorizer of a quadratic form");
    }
    if (!ok) return false;
  }
  bool fits = form.unknown && form.naxes == 1 && form.terms.len == 1 && form.terms.data[0].form == ATOM_QUADRATIC && bound.terms.len == 1 &&
              bound.terms.data[0].form == ATOM_SCALAR && bound.terms.data[0].hole == let.name && let.nargs == 1;
  if (!fits) return complain(l, l->block->at, "a bound of a quadratic form reads: for v[J]: sum{j, l} A[j, l] * v[j] * v[l]; bound sum{j} c[j] * v[j]^2; with c[j] = …");
  r->domain = form.domain;
  r->unknown = form.unknown;
  r->axis = form.axis[0];
  r->own = let.arg[0];
  r->form = form.terms.data[0].hole;
  r->multiple = form.terms.data[0].multiple;
  r->row = form.row;
  r->curvature = expr_mul(l->rules->pool, expr_num(l->rules->pool, bound.terms.data[0].multiple), let.value);
  vec_push(a, &l->rules->relaxations, r);
  settle_last(l->rules->relaxations.data, l->rules->relaxations.len);
  return true;
}

bool rules_add(Rules *r, const Node *block, DiagList *diags)
{
  Loading l = { r, diags, pattern_scope_new(r->sema), block };
  int before = diags->errors;
  bool ok = block->kind == NODE_MAJORIZER ? (is_relaxation(block) ? load_relaxation(&l) : load_majorizer(&l)) : block->kind == NODE_MINIMIZER ? load_minimizer(&l) :
            block->kind == NODE_CHART ? load_chart(&l) : true;
  if (!ok && diags->errors == before) complain(&l, block->at, "it could not be read");
  return ok;
}

/* ---- the library's folders ------------------------------------------------------------------------------------------------------------ */

static int only_em(const struct dirent *d)
{
  size_t n = strlen(d->d_name);
  return n > 3 && !strcmp(d->d_name + n - 3, ".em") && d->d_name[0] != '.';
}

static bool load_folder(Rules *r, const char *dir, DiagList *diags)
{
  Arena *arena = pool_arena(r->pool);
  struct dirent **entry;
  int n = scandir(dir, &entry, only_em, alphasort);
  bool ok = true;
  if (n < 0) {
    diag_add(diags, (Span){ 0 }, MSG_FILE_READ, dir, "the folder of rules is not there");
    return false;
  }
  for (int i = 0; i < n; i++) {
    char *error = NULL;
    const Source *source = source_from_file(arena, arena_printf(arena, "%s/%s", dir, entry[i]->d_name), &error);
    if (!source) {
      diag_add(diags, (Span){ 0 }, MSG_FILE_READ, entry[i]->d_name, error);
      ok = false;
    } else {
      const Node *file = parse_source(arena, source, diags);
      for (int k = 0; file && k < file->nkids; k++) ok &= rules_add(r, file->kid[k], diags);
      ok &= file != NULL;
    }
    free(entry[i]);
  }
  free(entry);
  return ok;
}

bool rules_load(Rules *r, const char *stdlib_dir, DiagList *diags)
{
  Arena *arena = pool_arena(r->pool);
  bool ok = load_folder(r, arena_printf(arena, "%s/majorizers", stdlib_dir), diags);
  ok &= load_folder(r, arena_printf(arena, "%s/minimizers", stdlib_dir), diags);
  return load_folder(r, arena_printf(arena, "%s/charts", stdlib_dir), diags) && ok;
}
