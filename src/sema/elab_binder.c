/* elab_binder.c: sum{i} e, min{k} e, array{i in N} e: binders, and the same words as calls over whole arrays.
 *
 * The body is read first, so that its uses tell the axes of the indices; then the condition, the ranges, and the binder is
 * closed from the innermost index outward. Each part of the condition goes to the innermost index that it mentions, so that
 * conditions stand at the same place however many indices follow. What is no reduction of the DAG is put together here: mean = sum / size, logsumexp = log sum exp, softmin{k; M} f = -log(sum{k} exp(-M f)) / M.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <ctype.h>
#include <math.h>

typedef struct Binder {
  const Node *node;
  int n; IndexVar *var[ARRAY_MAX_AXES];
  const Expr *cond;                                 /* NULL: none */
  const Expr *parameter;                            /* the M of softmin{k; M} */
  double below[ARRAY_MAX_AXES];                     /* ranges that begin below 1 are moved up so far: axes begin there */
} Binder;

/* ---- closing ---- */

/* takes the factors of *cond that mention the index, all of them at the outermost one; NULL: none */
static const Expr *take_conditions(Sema *s, const Expr **cond, const Index *index, bool outermost)
{
  const Expr *left = NULL, *taken = NULL, *whole = *cond;
  if (!whole || outermost) return whole;
  const Expr *const *factor = whole->kind == X_MUL ? whole->arg : cond;
  for (int i = 0; i < (whole->kind == X_MUL ? whole->nargs : 1); i++) {
    const Expr **part = expr_has_free(factor[i], index) ? &taken : &left;
    *part = *part ? expr_mul(s->pool, *part, factor[i]) : factor[i];
  }
  *cond = left;
  return taken;
}

static Value reduce(Sema *s, const Binder *b, ReduceOp op, Value v)
{
  const Expr *cond = b->cond;
  for (int i = b->n - 1; i >= 0; i--) {
    IndexVar *x = b->var[i];
    Index *index = index_real(s, x);
    const Expr *own = take_conditions(s, &cond, index, i == 0);
    v.e = expr_reduce(s->pool, op, index, v.e, own, x->lo, x->hi);
  }
  return v;
}

static Value reduce_sum(Sema *s, const Binder *b, Value v) { return reduce(s, b, R_SUM, v); }
static Value reduce_prod(Sema *s, const Binder *b, Value v) { return reduce(s, b, R_PROD, v); }
static Value reduce_min(Sema *s, const Binder *b, Value v) { return reduce(s, b, R_MIN, v); }
static Value reduce_max(Sema *s, const Binder *b, Value v) { return reduce(s, b, R_MAX, v); }

static Value reduce_mean(Sema *s, const Binder *b, Value v)
{
  const Expr *size = reduce_sum(s, b, value_scalar(expr_rat(s->pool, 1, 1), v.span)).e;
  v = reduce_sum(s, b, v);
  v.e = expr_div(s->pool, v.e, size);
  return v;
}

static Value reduce_logsumexp(Sema *s, const Binder *b, Value v)
{
  v.e = sema_call(s, "exp", v.e, v.span);
  v = reduce_sum(s, b, v);
  v.e = sema_call(s, "log", v.e, v.span);
  return v;
}

static Value reduce_softmin(Sema *s, const Binder *b, Value v)
{
  const Expr *m = b->parameter ? b->parameter : expr_rat(s->pool, 1, 1);
  v.e = expr_neg(s->pool, expr_mul(s->pool, m, v.e));
  v = reduce_logsumexp(s, b, v);
  v.e = expr_neg(s->pool, expr_div(s->pool, v.e, m));
  return v;
}

/* sum_smallest{i; h} f is sum{i} (ranks(f)[i] <= h) * f: a rank over all the indices; what the condition leaves out comes last */
static Value reduce_sorted(Sema *s, const Binder *b, Value v, bool greatest)
{
  Pool *p = s->pool;
  Index *row[ARRAY_MAX_AXES];
  const Expr *place[ARRAY_MAX_AXES], *inside = b->cond ? b->cond : expr_rat(p, 1, 1), *key = greatest ? expr_neg(p, v.e) : v.e;
  if (!b->parameter) return diag_add(s->diags, v.span, MSG_SORTED_NUMBER, b->node ? b->node->name->text : "sum_smallest"), value_bad(v.span);
  for (int i = 0; i < b->n; i++) {
    IndexVar *x = b->var[i];
    row[i] = index_real(s, x);
    place[i] = expr_index(p, row[i]);
    if (x->lo) inside = expr_mul(p, inside, expr_mul(p, expr_cmp(p, C_LE, x->lo, place[i]), expr_cmp(p, C_LE, place[i], x->hi)));
  }
  for (int i = 0; i < key->nargs && key->kind == X_MUL; i++) {        /* a positive factor of all of them leaves the order as it is */
    bool mentions = false;
    for (int k = 0; k < b->n; k++) mentions |= expr_has_free(key->arg[i], row[k]);
    if (mentions || !facts_is_positive(facts_new(p, 0, NULL), key->arg[i])) continue;
    key = expr_div(p, key, key->arg[i]);
    i = -1;
  }
  bool all = expr_is_num(inside, 1);
  key = all ? key : expr_if(p, inside, key, expr_num(p, INFINITY));
  const Expr *chosen = expr_cmp(p, C_LE, expr_rank(p, b->n, row, key, place), b->parameter);
  v.e = expr_sum_n(p, b->n, row, all ? expr_mul(p, chosen, v.e) : expr_if(p, expr_mul(p, inside, chosen), v.e, expr_num(p, 0)));
  return v;
}

static Value reduce_smallest(Sema *s, const Binder *b, Value v) { return reduce_sorted(s, b, v, false); }
static Value reduce_largest(Sema *s, const Binder *b, Value v) { return reduce_sorted(s, b, v, true); }

static Value one_index(Sema *s, const Binder *b, ReduceOp op, Value v)
{
  if (b->n == 1) return reduce(s, b, op, v);
  diag_add(s->diags, v.span, MSG_ARG_ONE_INDEX, op == R_ARGMIN ? "argmin" : "argmax");
  return value_bad(v.span);
}

static Value reduce_argmin(Sema *s, const Binder *b, Value v) { return one_index(s, b, R_ARGMIN, v); }
static Value reduce_argmax(Sema *s, const Binder *b, Value v) { return one_index(s, b, R_ARGMAX, v); }

static Value open_array(Sema *s, const Binder *b, Value v)
{
  if (b->cond) return diag_add(s->diags, b->node->span, MSG_ARRAY_CONDITION), value_bad(v.span);
  if (v.nopen + b->n > ARRAY_MAX_AXES) return diag_add(s->diags, v.span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(v.span);
  for (int i = v.nopen - 1; i >= 0; i--) v.open[i + b->n] = v.open[i];
  for (int i = 0; i < b->n; i++) {
    if (b->var[i]->lo) {
      const char *name = b->var[i]->name->text;
      Diag *d = diag_add(s->diags, b->var[i]->span, MSG_ARRAY_RANGE, name);
      diag_hint(s->diags, d, "let it begin at 1, array{%s in 1..3} x[%s + 1], or take 0 beside the range: array{%s in N} (if %s > 1 then x[%s] else 0)", name, name, name, name, name);
      return value_bad(v.span);
    }
    v.open[i] = index_real(s, b->var[i]);
  }
  v.nopen += b->n;
  return v;
}

/* what the value of a binder is: of what is added up or compared; a value of its index; an array over its index */
typedef enum { GIVES_NUMBER, GIVES_INDEX, GIVES_ARRAY } Gives;
static const struct { const char *word; Value (*close)(Sema *, const Binder *, Value); Gives gives; } closers[] = {
  { "sum", reduce_sum, GIVES_NUMBER }, { "prod", reduce_prod, GIVES_NUMBER }, { "min", reduce_min, GIVES_NUMBER }, { "max", reduce_max, GIVES_NUMBER },
  { "mean", reduce_mean, GIVES_NUMBER }, { "logsumexp", reduce_logsumexp, GIVES_NUMBER }, { "softmin", reduce_softmin, GIVES_NUMBER },
  { "argmin", reduce_argmin, GIVES_INDEX }, { "argmax", reduce_argmax, GIVES_INDEX }, { "sum_smallest", reduce_smallest, GIVES_NUMBER },
  { "sum_largest", reduce_largest, GIVES_NUMBER }, { "array", open_array, GIVES_ARRAY } };
enum { CLOSERS = sizeof closers / sizeof *closers };

const char *binder_word_at(int i) { return i < CLOSERS ? closers[i].word : NULL; }

static int closer_of(const char *word)
{
  for (int i = 0; i < CLOSERS; i++)
    if (strcmp(closers[i].word, word) == 0) return i;
  return -1;
}

bool binder_word(const Name *name) { return closer_of(name->text) >= 0; }

/* ---- indices and their ranges ---- */

static bool bound_in(Sema *s, IndexVar *v, const Node *range)
{
  if (range->kind == NODE_NAME && s->pattern && !axis_find(s, range->name)) {      /* r in q: r runs where q does */
    v->axis = pattern_variable_axis(s, range->name);
    v->fixed = v->declared = true;
    v->index = index_new(s->pool, v->name, v->axis);
    return true;
  }
  if (range->kind == NODE_NAME) {
    if (!(v->axis = axis_known(s, range->name, range->span, false))) return false;
    v->fixed = true;
    v->told = range->span;
    v->teller = arena_printf(s->arena, "%s in %s", v->name->text, range->name->text);
    v->index = index_new(s->pool, v->name, v->axis);
    return true;
  }
  if (range->kind == NODE_RANGE) {
    v->ranged = true;
    const Node *last = range->kid[1];
    double lo;
    if (!elab_scalar(s, range->kid[0], &v->lo) || !elab_scalar(s, last, &v->hi)) return false;
    /* 1..K where K is an axis: that axis */
    if (last->kind == NODE_NAME && expr_number(v->lo, &lo) && lo == 1 && !scope_find(s->scope, last->name) && axis_find(s, last->name)) {
      v->ranged = false;
      v->lo = v->hi = NULL;
      return bound_in(s, v, last);
    }
    return true;
  }
  Diag *d = diag_add(s->diags, range->span, range->kind == NODE_MAP ? MSG_RESERVED_MAP : MSG_BAD_BOUND);
  if (range->kind == NODE_NUMBER) diag_hint(s->diags, d, "a range has two ends: {%s in 1..N}; behind a ':' stands a condition", v->name->text);
  return false;
}

/* i, j in nz(Y): the axes of Y, and the condition Y[i, j] != 0 */
static bool bound_nz(Sema *s, Binder *b, int last, const Node *range)
{
  Value y;
  if (range->nkids != 1) return diag_add(s->diags, range->span, MSG_ARGUMENT_COUNT, "nz", 1, range->nkids), false;
  if (!elab_array(s, range->kid[0], &y)) return false;
  int first = last - y.nopen + 1;
  if (y.nopen < 1 || first < 0) return diag_add(s->diags, range->span, MSG_NZ_INDICES, span_text(s, range->kid[0]->span), y.nopen), false;
  const Expr *to[ARRAY_MAX_AXES];
  for (int i = 0; i < y.nopen; i++) {
    IndexVar *v = b->var[first + i];
    if (v->axis || v->ranged) return diag_add(s->diags, range->span, MSG_NZ_INDICES, span_text(s, range->kid[0]->span), y.nopen), false;
    v->axis = y.open[i]->axis;
    v->fixed = true;
    v->told = range->span;
    v->teller = span_text(s, range->span);
    v->index = index_new(s->pool, v->name, v->axis);
    to[i] = expr_index(s->pool, v->index);
  }
  const Expr *e = expr_subst_indices(s->pool, y.e, y.nopen, y.open, to);
  e = expr_cmp(s->pool, C_NE, e, expr_rat(s->pool, 0, 1));
  b->cond = b->cond ? expr_mul(s->pool, b->cond, e) : e;
  return true;
}

static bool read_bounds(Sema *s, const Node *bounds, Binder *b)
{
  if (bounds->nkids > ARRAY_MAX_AXES) return diag_add(s->diags, bounds->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), false;
  for (int i = 0; i < bounds->nkids; i++) {
    const Node *n = bounds->kid[i], *range = n->kid[0];
    IndexVar *v = b->var[i] = index_var_new(s, n->name, n->at);
    for (int j = 0; j < i; j++)
      if (b->var[j]->name == n->name) return diag_add(s->diags, n->at, MSG_INDEX_TWICE, n->name->text), false;
    b->n++;
    bool nz = range && range->kind == NODE_CALL && strcmp(range->name->text, "nz") == 0;
    if (range && (nz ? !bound_nz(s, b, i, range) : !bound_in(s, v, range))) return false;
    scope_bind(s, n->name, BIND_INDEX, n->at)->var = v;
  }
  return true;
}

/* by how much is a range moved that begins below 1? 0: not at all */
static double begins_below(const IndexVar *v)
{
  double lo;
  return v->ranged && expr_number(v->lo, &lo) && lo < 1 && lo == floor(lo) ? 1 - lo : 0;
}

/* a..b without an axis from its uses gets one of its own; b may hang on outer indices: then its greatest value counts */
static bool own_axis(Sema *s, IndexVar *v, double below)
{
  double hi;
  if (!expr_number(v->hi, &hi)) {
    if (v->hi->kind == X_AXIS && below == 0) { v->axis = v->hi->u.axis; return true; }
    const Expr *e = v->hi;
    for (IndexVar *o = s->vars; o; o = o->outer)
      if (o->axis) e = index_settle(s, o, e);
    hi = facts_range(facts_new(s->pool, 0, NULL), e).hi;
  }
  hi += below;
  if (!(hi >= 0 && hi < 9e15) || hi != floor(hi)) return diag_add(s->diags, v->span, MSG_BAD_RANGE, v->name->text), false;
  v->axis = axis_new(s->pool, v->name, (int64_t)hi);
  return true;
}

/* t > 1, 1 < t, … in the condition narrow the range */
static void narrow(Sema *s, const Node *c, const IndexVar *v, Range *r)
{
  if (c->kind == NODE_AND) { narrow(s, c->kid[0], v, r); narrow(s, c->kid[1], v, r); return; }
  if (c->kind != NODE_COMPARE) return;
  const Node *l = c->kid[0], *x = c->kid[1];
  bool left = l->kind == NODE_NAME && l->name == v->name, right = x->kind == NODE_NAME && x->name == v->name;
  if (left == right) return;
  const Expr *e;
  double k;
  if (!elab_scalar(s, left ? x : l, &e)) return;
  if (e->kind == X_AXIS) k = (double)e->u.axis->size;
  else if (!expr_number(e, &k)) return;
  Op op = c->op;
  if (right) op = op == OP_LT ? OP_GT : op == OP_LE ? OP_GE : op == OP_GT ? OP_LT : op == OP_GE ? OP_LE : op;
  if (op == OP_GT && k + 1 > r->lo) r->lo = floor(k) + 1;
  if (op == OP_GE && k > r->lo) r->lo = ceil(k);
  if (op == OP_LT && k - 1 < r->hi) r->hi = ceil(k) - 1;
  if (op == OP_LE && k < r->hi) r->hi = floor(k);
  if (op == OP_EQ) r->lo = r->hi = k;
  if (op == OP_NE && k == r->lo) r->lo++;
  if (op == OP_NE && k == r->hi) r->hi--;
}

static bool check_shifts(Sema *s, IndexVar *v, const Node *cond)
{
  if (!v->shifts) return true;
  Range r = index_range(s, v);
  if (cond) narrow(s, cond, v, &r);
  for (const ShiftUse *u = v->shifts; u; u = u->next) {
    double lo = r.lo + (double)u->shift, hi = r.hi + (double)u->shift;
    if (u->axis->size < 0 || r.hi < r.lo || (lo >= 1 && hi <= (double)u->axis->size)) continue;
    Diag *d = diag_add(s->diags, u->span, MSG_INDEX_RANGE, span_text(s, u->span), axis_text(s, u->axis), (long long)u->axis->size);
    diag_note(s->diags, d, v->span, "'%s' runs from %g to %g, so this subscript goes from %g to %g", v->name->text, r.lo, r.hi, lo, hi);
    diag_hint(s->diags, d, "give the index a range: {%s in 2..%s}", v->name->text, axis_text(s, u->axis));
    return false;
  }
  return true;
}

/* for a hint: the axis that has the letter of the index, if there is one */
static const char *likely_axis(Sema *s, const Name *index)
{
  char *upper = arena_printf(pool_arena(s->pool), "%s", index->text);
  for (char *c = upper; *c; c++) *c = (char)toupper((unsigned char)*c);
  return axis_find(s, name_of(upper)) ? upper : "N";
}

/* The index of a range that begins below 1 counts from 1, and what it stands for is so much less: what is kept for each of its values lies on an
 * axis then, from its first element on. */
static void count_from_one(Sema *s, Binder *b, IndexVar *x, double below, Value *v)
{
  Pool *p = s->pool;
  const Expr *index = expr_index(p, index_real(s, x)), *shift = expr_num(p, below), *less = expr_sub(p, index, shift);
  v->e = expr_subst_index(p, v->e, index_real(s, x), less);
  if (b->cond) b->cond = expr_subst_index(p, b->cond, index_real(s, x), less);
  for (int j = 0; j < b->n; j++) {
    IndexVar *y = b->var[j];
    if (y != x && y->lo) y->lo = expr_subst_index(p, y->lo, index_real(s, x), less);
    if (y != x && y->hi) y->hi = expr_subst_index(p, y->hi, index_real(s, x), less);
  }
  x->hi = expr_add(p, x->hi, shift);
  Range end = facts_range(facts_new(p, 0, NULL), x->hi);
  bool whole = end.lo == end.hi && end.hi == (double)x->axis->size;
  x->lo = whole ? NULL : expr_num(p, 1);
  if (whole) x->hi = NULL;
}

static bool settle(Sema *s, Binder *b, const Node *cond, const LaterUse *before, Gives gives, Value *v)
{
  for (int i = 0; i < b->n; i++) {
    IndexVar *x = b->var[i];
    double hi, size = x->axis ? (double)x->axis->size : -1;
    b->below[i] = gives == GIVES_ARRAY || s->pattern ? 0 : begins_below(x);
    if (b->below[i] > 0 && x->axis && !(expr_number(x->hi, &hi) && hi + b->below[i] <= size)) b->below[i] = 0;
    if (!x->axis && x->ranged && !own_axis(s, x, b->below[i])) return false;
    if (!x->axis && s->pattern) x->axis = pattern_variable_axis(s, x->name);
    if (x->axis) { if (s->pattern && x->declared) pattern_tell_axis(s, x->name, x->axis); continue; }
    Diag *d = diag_add(s->diags, x->span, MSG_INDEX_UNUSED, x->name->text);
    diag_hint(s->diags, d, "use it as a subscript, or say its axis: {%s in %s}", x->name->text, likely_axis(s, x->name));
    return false;
  }
  for (int i = 0; i < b->n; i++)
    if (!check_shifts(s, b->var[i], cond)) return false;
  for (int i = 0; i < b->n; i++) {
    IndexVar *x = b->var[i];
    double lo = 0, hi = 0;
    v->e = index_settle(s, x, v->e);
    b->cond = index_settle(s, x, b->cond);
    for (int j = 0; j < b->n; j++) {
      b->var[j]->lo = index_settle(s, x, b->var[j]->lo);
      b->var[j]->hi = index_settle(s, x, b->var[j]->hi);
    }
    bool from_one = x->lo && expr_number(x->lo, &lo) && lo == 1;
    bool to_end = x->hi && ((expr_number(x->hi, &hi) && hi == (double)x->axis->size) || (x->hi->kind == X_AXIS && x->hi->u.axis == x->axis));
    if (from_one && to_end) x->lo = x->hi = NULL;
  }
  if (b->n && !subscripts_close(s, before, b->n, b->var, b->cond)) return false;
  for (int i = 0; i < b->n; i++) if (b->below[i] > 0) count_from_one(s, b, b->var[i], b->below[i], v);
  return true;
}

static Value read_binder(Sema *s, const Node *n, Binder *b, int closer)
{
  const Node *cond = n->kid[1], *parameter = n->kid[2];
  if (parameter && !elab_scalar(s, parameter, &b->parameter)) return value_bad(n->span);
  Scope *outer = s->scope;
  IndexVar *outer_vars = s->vars;
  s->scope = scope_new(s, outer);
  Value v = value_bad(n->span);
  if (read_bounds(s, n->kid[0], b)) {
    const LaterUse *before = s->later;
    for (int i = 0; i < b->n; i++) index_push(s, b->var[i]);
    if (cond) s->conditional++;
    bool ok = elab_array(s, n->kid[3], &v);
    if (cond) s->conditional--;
    const Expr *c;
    if (ok && cond) {
      s->guard++;
      ok = elab_scalar(s, cond, &c);
      s->guard--;
      if (ok) b->cond = b->cond ? expr_mul(s->pool, b->cond, c) : c;
    }
    if (!ok || !settle(s, b, cond, before, closers[closer].gives, &v)) {
      v = value_bad(n->span);
      s->later = (LaterUse *)(uintptr_t)before;
    }
  }
  for (int i = 0; i < b->n; i++) vec_push(s->arena, &s->closed, b->var[i]->name);
  s->vars = outer_vars;
  s->scope = outer;
  if (v.kind == VALUE_BAD) return v;
  v.span = n->span;
  v = closers[closer].close(s, b, v);
  if (v.kind != VALUE_BAD && closers[closer].gives == GIVES_INDEX && b->below[0] > 0) v.e = expr_sub(s->pool, v.e, expr_num(s->pool, b->below[0]));
  return v;
}

Value elab_binder(Sema *s, const Node *n)
{
  int closer = closer_of(n->name->text);
  if (closer < 0) {
    VEC(const Name *) words = {0};
    for (int i = 0; i < CLOSERS; i++) vec_push(s->arena, &words, name_of(closers[i].word));
    Diag *d = diag_add(s->diags, n->at, MSG_UNKNOWN_BINDER, n->name->text);
    const Name *near = name_nearest(n->name, words.data, words.len);
    if (near) diag_hint(s->diags, d, "did you mean '%s'?", near->text);
    return value_bad(n->span);
  }
  Binder b = { .node = n };
  return read_binder(s, n, &b, closer);
}

/* ---- the same words as calls: sum(v) ---- */

Value reduce_named(Sema *s, const char *word, const Value *v, const Expr *parameter, Span at)
{
  Binder b = { .n = v->nopen, .parameter = parameter };
  Value body = *v;
  for (int i = 0; i < v->nopen; i++) {
    IndexVar *x = ARENA_NEW(s->arena, IndexVar);
    x->index = v->open[i];
    x->axis = v->open[i]->axis;
    x->name = v->open[i]->name;
    b.var[i] = x;
  }
  body.nopen = 0;
  body.span = at;
  return closers[closer_of(word)].close(s, &b, body);
}

const Expr *reduce_all(Sema *s, ReduceOp op, const Value *v)
{
  const Expr *e = v->e;
  for (int i = v->nopen - 1; i >= 0; i--) e = expr_reduce(s->pool, op, v->open[i], e, NULL, NULL, NULL);
  return e;
}
