/* jumps.c: see jumps.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/jumps.h"
#include "expr/diff.h"
#include "expr/function.h"

typedef struct Taking {
  Pool *pool;
  DefinitionList *list;
  Symbol *t; Index *const *own;
  const Expr *at;                         /* t[own…] */
  /* of the term at hand */
  const Expr *place, *rate;               /* where its arguments vanish; how the first of them changes with t; NULL: not seen yet */
  bool fits;
} Taking;

typedef enum { BEFORE, AFTER } Side;
typedef struct Siding { const Taking *taking; Side side; } Siding;

static bool has_t(const Taking *k, const Expr *e) { return expr_has_symbol(e, k->t); }
static bool opens(const Expr *e, void *context) { return has_t(context, e); }
static const Expr *zero_at(const Taking *k, const Expr *e) { return expr_subst_access(k->pool, e, k->t, k->own, expr_num(k->pool, 0)); }

/* the slope of the function |x|: it jumps at 0 and nowhere else */
static bool is_slope_of_abs(Pool *pool, const Expr *e)
{
  const Function *absolute = function_find(pool, "abs");
  const Expr *slope = absolute ? absolute->derivative[0] : NULL;
  return e->kind == X_CALL && slope && slope->kind == X_CALL && e->u.fn == slope->u.fn;
}

static const Expr *argument_of(const Taking *k, const Expr *e)
{
  if (e->kind == X_CMP) return has_t(k, e) ? expr_sub(k->pool, e->arg[0], e->arg[1]) : NULL;
  return is_slope_of_abs(k->pool, e) && has_t(k, e) ? e->arg[0] : NULL;
}

/* does t decide which place is taken? The slope knows nothing of it */
static bool t_chooses(const Taking *k, const Expr *e)
{
  if (!has_t(k, e)) return false;
  if (e->kind == X_REDUCE && (e->op == R_ARGMIN || e->op == R_ARGMAX)) return true;
  for (int j = 0; j < e->nargs; j++)
    if (t_chooses(k, e->arg[j])) return true;
  return false;
}

/* the slope of an argument that is affine in t; NULL: it is not */
static const Expr *rate_of(const Taking *k, const Expr *argument)
{
  const char *why;
  if (t_chooses(k, argument)) return NULL;
  const Expr *rate = expr_diff_by(k->pool, argument, k->at, &why);
  return rate && !has_t(k, rate) ? rate : NULL;
}

/* may e stand in a term: is it constant but for its jumps, all at one place? */
static void look(Taking *k, const Expr *e)
{
  if (!k->fits || !has_t(k, e)) return;
  const Expr *u = argument_of(k, e);
  if (u) {
    const Expr *rate = rate_of(k, u);
    k->fits = rate && !expr_is_num(rate, 0);
    if (!k->fits) return;
    const Expr *place = expr_div(k->pool, expr_neg(k->pool, zero_at(k, u)), rate);
    if (!k->place) { k->place = place; k->rate = rate; }
    k->fits = place == k->place;
    return;
  }
  k->fits = e->kind == X_IF || e->kind == X_ADD || e->kind == X_MUL || e->kind == X_POW;
  for (int j = 0; j < e->nargs; j++) look(k, e->arg[j]);
}

/* relations and signs as they are on one side of the place, where rate is not 0 */
static const Expr *on_side(Pool *pool, const Expr *e, void *context)
{
  const Siding *s = context;
  const Expr *u = argument_of(s->taking, e);
  if (!u) return e;
  const Expr *rate = rate_of(s->taking, u), *zero = expr_num(pool, 0);
  double number;
  if (e->kind == X_CALL) {
    const Expr *after = expr_number(rate, &number) ? expr_num(pool, number < 0 ? -1 : 1) : expr_call1(pool, e->u.fn, rate);
    return s->side == BEFORE ? expr_neg(pool, after) : after;
  }
  if (e->op == C_EQ || e->op == C_NE) return expr_num(pool, e->op == C_NE);
  return s->side == BEFORE ? expr_cmp(pool, C_LT, zero, rate) : expr_cmp(pool, C_LT, rate, zero);
}

static const Expr *value_on(const Taking *k, const Expr *e, Side side)
{
  Siding s = { k, side };
  return expr_map(k->pool, e, on_side, &s);
}

static bool has_sparse(const Expr *e)
{
  if (e->kind == X_ACCESS && e->u.sym->value && e->u.sym->value->sparse) return true;
  for (int j = 0; j < e->nargs; j++)
    if (has_sparse(e->arg[j])) return true;
  return false;
}

static int position(const JumpSum *s, const Expr *e)
{
  for (int a = 0; e->kind == X_INDEX && a < s->naxes; a++)
    if (s->index[a] == e->u.index) return a;
  return -1;
}

/* the numbers of an expression over the axes of the sum: data as they lie, others by a definition */
static JumpNumbers numbers_of(const Taking *k, const JumpSum *s, const char *name, const Expr *e)
{
  JumpNumbers n = { .symbol = NULL };
  if (expr_number(e, &n.number)) return n;
  bool plain = e->kind == X_ACCESS && (e->u.sym->kind == SYM_DATA || e->u.sym->kind == SYM_LET) && e->u.sym->value;
  for (int a = 0; plain && a < e->nargs; a++) plain = (n.axis[a] = position(s, e->arg[a])) >= 0;
  if (plain) {
    n.symbol = e->u.sym;
    return n;
  }
  Index *own[ARRAY_MAX_AXES];
  Axis *axis[ARRAY_MAX_AXES];
  for (int a = 0; a < e->nfree; a++) {
    const Expr *i = expr_index(k->pool, e->free[a]);
    own[a] = e->free[a];
    axis[a] = own[a]->axis;
    n.axis[a] = position(s, i);
  }
  n.symbol = symbol_new(k->pool, SYM_STAT, name_of(name), e->nfree, axis);
  definition_add(k->pool, k->list, n.symbol, own, e);
  return n;
}

static bool names_label(const Taking *k, const Expr *e, int naxes, int *axis, const Expr **label)
{
  if (e->kind != X_CMP || e->op != C_EQ || has_t(k, e)) return false;
  for (int a = 0; a < naxes; a++)
    for (int j = 0; j < 2; j++)
      if (e->arg[j]->kind == X_INDEX && e->arg[j]->u.index == k->own[a] && !expr_has_free(e->arg[1 - j], k->own[a])) {
        *axis = a;
        *label = e->arg[1 - j];
        return true;
      }
  return false;
}

/* one term, which is added to *before as it is before its jump; false: it is not of the form */
static bool take_term(Taking *k, const Term *term, JumpSum *s, const Expr **before)
{
  Pool *pool = k->pool;
  int naxes = k->t->naxes;
  const Expr *label[ARRAY_MAX_AXES] = { NULL }, *body = term->coef;
  *s = (JumpSum){ .naxes = 0 };
  k->place = k->rate = NULL;
  k->fits = true;
  for (int j = 0; j < term->nfactors; j++) {
    int axis;
    const Expr *named, *f = term->factor[j];
    if (names_label(k, f, naxes, &axis, &named) && !label[axis]) { label[axis] = named; continue; }
    look(k, f);
    body = expr_mul(pool, body, f);
  }
  if (!k->fits || !k->place || has_sparse(body) || has_sparse(k->place)) return false;
  for (int j = 0; j < term->nsums; j++) {
    const TermSum *sum = &term->sum[j];
    if (!expr_is_num(sum->cond, 1) || sum->lo || s->naxes == ARRAY_MAX_AXES) return false;
    s->index[s->naxes++] = sum->index;
  }
  for (int a = 0; a < naxes; a++) {
    s->slice[a] = label[a] ? -1 : s->naxes;
    if (!label[a]) s->index[s->naxes++] = k->own[a];
  }
  const Expr *moves = expr_not(pool, expr_cmp(pool, C_EQ, k->rate, expr_num(pool, 0)));
  const Expr *left = expr_if(pool, moves, value_on(k, body, BEFORE), zero_at(k, body));
  const Expr *size = expr_if(pool, moves, expr_sub(pool, value_on(k, body, AFTER), value_on(k, body, BEFORE)), expr_num(pool, 0)), *at = k->place;
  Term first = *term;
  first.coef = expr_num(pool, 1);
  const Expr **factor = ARENA_ARRAY(pool_arena(pool), const Expr *, naxes + 1);
  first.nfactors = 0;
  for (int a = 0; a < naxes; a++)
    if (label[a]) factor[first.nfactors++] = expr_cmp(pool, C_EQ, expr_index(pool, k->own[a]), label[a]);
  factor[first.nfactors++] = left;
  first.factor = factor;
  *before = expr_add(pool, *before, expr_of_term(pool, &first));
  for (int a = 0; a < naxes; a++) {
    if (!label[a]) continue;
    for (int b = 0; b < naxes; b++) if (label[b] && expr_has_free(label[b], k->own[a])) return false;
    if (has_sparse(label[a])) return false;
    size = expr_subst_index(pool, size, k->own[a], label[a]);
    at = expr_subst_index(pool, at, k->own[a], label[a]);
  }
  if (at->nfree > ARRAY_MAX_AXES || size->nfree > ARRAY_MAX_AXES) return false;
  s->at = numbers_of(k, s, "jump_at", at);
  s->size = numbers_of(k, s, "jump", size);
  for (int a = 0; a < naxes; a++)
    if (label[a]) s->label[a] = numbers_of(k, s, "slice", label[a]);
  return true;
}

Jumps *plan_jumps(Pool *pool, DefinitionList *list, const Expr *equation, Symbol *t, Index *const *own, const Expr **rest)
{
  const Expr *at[ARRAY_MAX_AXES], *before = expr_num(pool, 0);
  for (int a = 0; a < t->naxes; a++) at[a] = expr_index(pool, own[a]);
  Taking k = { .pool = pool, .list = list, .t = t, .own = own, .at = expr_access(pool, t, at) };
  Term *term;
  int n = expr_expand_terms(pool, equation, opens, &k, &term), had = list->n;
  Jumps *jumps = ARENA_NEW(pool_arena(pool), Jumps);
  *jumps = (Jumps){ .sum = ARENA_ARRAY(pool_arena(pool), JumpSum, n + 1) };
  const Expr *remains = expr_num(pool, 0);
  for (int j = 0; j < n; j++) {
    const Expr *e = expr_of_term(pool, &term[j]);
    if (has_t(&k, e) && take_term(&k, &term[j], &jumps->sum[jumps->n], &before)) jumps->n++;
    else if (has_t(&k, e) && term[j].nsums) jumps->n = INT32_MIN;
    else remains = expr_add(pool, remains, e);
    if (jumps->n < 0) break;
  }
  if (jumps->n <= 0) {
    list->n = had;
    return NULL;
  }
  Symbol *sum = symbol_new(pool, SYM_STAT, name_of("before"), t->naxes, t->axis);
  definition_add(pool, list, sum, own, before);
  *rest = expr_add(pool, remains, expr_access(pool, sum, at));
  return jumps;
}

static void print_numbers(Buf *out, const JumpSum *s, const JumpNumbers *n)
{
  if (!n->symbol) buf_printf(out, "%.6g", n->number);
  else buf_put(out, n->symbol->name->text);
  for (int a = 0; n->symbol && a < n->symbol->naxes; a++) buf_printf(out, "%s%s%s", a ? ", " : "[", s->index[n->axis[a]]->name->text, a + 1 < n->symbol->naxes ? "" : "]");
}

void jumps_print(Buf *out, const Jumps *jumps, int naxes)
{
  for (const JumpSum *s = jumps->sum; s < jumps->sum + jumps->n; s++) {
    buf_put(out, "    with jumps of ");
    print_numbers(out, s, &s->size);
    buf_put(out, " at ");
    print_numbers(out, s, &s->at);
    for (int a = 0; a < naxes; a++) {
      buf_put(out, a ? ", " : " in slice ");
      if (s->slice[a] < 0) print_numbers(out, s, &s->label[a]);
      else buf_put(out, s->index[s->slice[a]]->name->text);
    }
    buf_putc(out, '\n');
  }
}
