/* explain_update.c: what the page says of the updates: their order, the form of the surrogate in each parameter, its
 * coefficients, the minimiser.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain_writer.h"
#include "derive/substitute.h"
#include "expr/kinks.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

static bool same_set(const Block *a, const Block *b) { return a->solve && a->solve == b->solve; }

/* does some block need the new values of blocks before it, of blocks after it? */
static void look_around(const SurrogateGroup *g, bool *earlier, bool *later)
{
  *earlier = *later = false;
  for (int i = 0; i < g->blocks.len; i++)
    for (int k = 0; k < g->blocks.len; k++) {
      if (k == i || same_set(&g->blocks.data[i], &g->blocks.data[k]) || !block_mentions(&g->blocks.data[i], g->blocks.data[k].param)) continue;
      *(k < i ? earlier : later) = true;
    }
}

/* a closed form, or the one root of a row: where nothing but the slope is known, a search may end at another rest */
static bool has_row_of_its_own(const Block *b) { return b->update == UPDATE_CLOSED_FORM || (b->update == UPDATE_ONE_DIMENSIONAL && b->row); }

bool page_is_exact(const SurrogateGroup *g)
{
  bool earlier, later;
  look_around(g, &earlier, &later);
  for (int i = 0; i < g->blocks.len; i++)
    if (g->blocks.data[i].relaxed || !has_row_of_its_own(&g->blocks.data[i])) return false;
  return !later;
}

/* is every block minimised, and not only lowered? */
static bool ends_at_minimum(const SurrogateGroup *g)
{
  for (int i = 0; i < g->blocks.len; i++)
    if (g->blocks.data[i].relaxed || (g->blocks.data[i].update == UPDATE_INNER_SOLVER && !g->blocks.data[i].row)) return false;
  return true;
}

/* how the blocks of a group hang together */
void page_order(Writer *w, const SurrogateGroup *g)
{
  bool later, earlier;
  bool one = true;
  for (int i = 1; i < g->blocks.len; i++) one &= same_set(&g->blocks.data[0], &g->blocks.data[i]);
  if (one) return;
  look_around(g, &earlier, &later);
  Pieces *p = &page_row(w, "Order")->left;
  bool sets = false;
  for (int i = 0; i < g->blocks.len; i++) {
    bool with = i && same_set(&g->blocks.data[i - 1], &g->blocks.data[i]), last = i + 1 == g->blocks.len;
    page_say(w, p, i == 0 ? "%m" : with ? " with %m" : last ? " and %m" : ", %m", name_as_math(w->pool, g->blocks.data[i].param->name));
    sets |= with;
  }
  if (!later && !earlier) {
    page_say(w, p, sets ? " do not meet in one term of Q but for those named with each other: each is taken by itself, from the same current point." :
                          " do not meet in one term of Q: each is minimised by itself, from the same current point.");
    return;
  }
  if (!later) {
    page_say(w, p, ", one after the other, each with the new values of those before it. None depends on those after it%s",
             ends_at_minimum(g) ? ", so together they are the exact minimum of Q (exact profile)." : " (profile).");
    return;
  }
  page_say(w, p, " in turn, each at the newest values of the others (a cycle of conditional minimisations, ECM): Q falls with each, which is all that descent needs.");
}

void page_coefficients(Writer *w, const BlockView *v)
{
  for (int i = 0; i < v->ncoefs; i++) {
    PageRow *row = page_row(w, NULL);
    row->relation = RELATION_IS;
    page_say(w, &row->left, "%s %m", i ? "and" : "with", v->coef[i].left);
    page_math(w, &row->right, page_in_parts(w, v->coef[i].right));
  }
  page_parts(w);
}

/* the row's pattern variables by the names of the block's coefficients; its touch(x) as of a parameter */
static const Expr *name_coefficient(Pool *pool, const Expr *e, void *context)
{
  const Block *b = context;
  if (e->kind != X_HOLE) return e;
  if (e->nargs == 1 && !strcmp(e->u.name->text, "touch") && e->arg[0]->kind == X_ACCESS) {
    const Symbol *s = e->arg[0]->u.sym;
    return expr_access(pool, symbol_new(pool, SYM_TOUCH, s->name, s->naxes, s->axis), e->arg[0]->arg);
  }
  for (int i = 0; i < b->coefs.len; i++)
    if (!strcmp(b->coefs.data[i].role, e->u.name->text)) return expr_hole(pool, b->coefs.data[i].stat->name, e->nargs, e->arg);
  for (int i = 0; i < b->fixed.len; i++)
    if (!strcmp(b->fixed.data[i].role, e->u.name->text)) return b->fixed.data[i].value;
  return e;
}

/* the row's unknown as the row writes it: x, p[k] */
static const Expr *unknown_access(Writer *w, const Block *b)
{
  const Minimizer *row = b->row;
  const Expr *at[ARRAY_MAX_AXES];
  if (b->is_second) return expr_access(w->pool, row->second, NULL);
  for (int a = 0; a < row->naxes; a++) at[a] = expr_index(w->pool, row->own[a]);
  return expr_access(w->pool, row->unknown, at);
}

/* entries that a quadratic couples are separated by one more bound */
static void write_relaxation(Writer *w, const Block *b)
{
  if (!b->relaxed) return;
  const RuleText *t = &b->relaxed->text;
  page_say(w, &page_row(w, arena_printf(w->arena, "Step %d", ++w->step))->left,
           "Q couples the entries of %m, and no row of the library minimises it so. It is bounded once more, by %s: %s.  [%s]",
           name_as_math(w->pool, b->param->name), b->relaxed->generator->kind == X_POW ? "a quadratic without coupling" : "functions of single entries", t->because ? t->because : t->name->text, page_rule_tag(w, t));
}

/* To a reader guards against overflow are 0 and inf, those against rounding are not there, and |h| <= 0 says that h is 0. */
static const Expr *without_guards(Pool *pool, const Expr *e, void *context)
{
  double x;
  (void)context;
  if (expr_number(e, &x)) {
    if (x > 0 && x < 1e-250) return expr_num(pool, 0);
    if (x >= 1e290) return expr_num(pool, INFINITY);
    return x < 1 && x > 1 - 1e-8 ? expr_num(pool, 1) : e;
  }
  bool of_size = e->kind == X_CMP && e->op == C_LE && expr_is_num(e->arg[1], 0) && e->arg[0]->kind == X_CALL && !strcmp(e->arg[0]->u.fn->name->text, "abs");
  return of_size ? expr_cmp(pool, C_EQ, e->arg[0]->arg[0], e->arg[1]) : e;
}

/* what the facts decide need not be read */
static const Expr *decided(Pool *pool, const Expr *e, void *context)
{
  if (e->kind != X_CMP || e->nfree > EXPR_OPEN_INDICES) return e;
  Range r = facts_range(context, e);
  return r.lo == r.hi ? expr_num(pool, r.lo) : e;
}

static const Expr *readable(Writer *w, const Expr *condition)
{
  return condition ? expr_map(w->pool, expr_map(w->pool, condition, without_guards, NULL), decided, w->d->facts) : NULL;
}

static void page_block(Writer *, const Block *);

static const char *const how[] = {
  [UPDATE_CLOSED_FORM] = "closed form", [UPDATE_ONE_DIMENSIONAL] = "one-dimensional search for each entry",
  [UPDATE_INNER_SOLVER] = "inner solver", [UPDATE_NEWTON] = "Newton step", [UPDATE_GRADIENT] = "gradient step",
};

/* blocks that an inner solver lowers, one or several together. Returns how many */
static int write_inner(Writer *w, const SurrogateGroup *g, int at)
{
  const Block *b = &g->blocks.data[at];
  BlockView v = block_view(w->pool, w->d->loss, b);
  Symbol *param[LOSS_MAX_PARAMS];
  int n = 0;
  while (at + n < g->blocks.len && (n == 0 || same_set(b, &g->blocks.data[at + n]))) { param[n] = g->blocks.data[at + n].param; n++; }
  Pieces *p = &page_row(w, "Update")->left;
  page_say(w, p, "No row of the library has the terms of Q in ");
  page_names(w, p, n, param);
  const Symbol *put_in = g->blocks.data[at].profiled;
  if (put_in) page_say(w, p, ", but Q is convex there with %m where it is least for each value of it (K-PROFILE). Its part,", name_as_math(w->pool, put_in->name));
  else page_say(w, p, n > 1 ? ", but Q is convex in them jointly. Their part," : ", but Q is convex there. Its part,");
  page_formula(w, NULL, name_as_math(w->pool, name_of("Q")), RELATION_IS, naming_apply(&v.naming, b->phi));
  Pieces *does = &page_row(w, NULL)->left;
  if (expr_has_kink(w->pool, b->phi, n, param))
    page_say(w, does, "is lowered by one step on Q, shortened until Q has fallen enough: a decrease of Q is all that descent needs. It is Newton's; where that gains next to "
             "nothing and Q has a kink, a quasi-Newton step that needs no smoothness (Lewis and Overton 2013), and the gradients nearby tell where to stop (Burke, Lewis "
             "and Overton 2005).  [%s]  %s.", b->rule, page_capital(w, how[b->update]));
  else
    page_say(w, does, "is lowered by one step of Newton's method on Q, shortened until Q has fallen enough: a decrease of Q is all that descent needs, and one step "
             "has the local rate of the whole minimisation (Lange 1995).  [%s]  %s.", b->rule, page_capital(w, how[b->update]));
  return n;
}

/* blocks that are one quadratic form: its slope by each of them is 0, as one system of linear equations. Returns how many blocks */
static int write_together(Writer *w, const SurrogateGroup *g, int at)
{
  Symbol *param[LOSS_MAX_PARAMS];
  Loss q = *w->d->loss;
  int n = 0;
  const char *why;
  while (at + n < g->blocks.len && (n == 0 || same_set(&g->blocks.data[at], &g->blocks.data[at + n]))) { param[n] = g->blocks.data[at + n].param; n++; }
  Pieces *p = &page_row(w, "Update")->left;
  page_say(w, p, "Q is one quadratic form in ");
  page_names(w, p, n, param);
  page_say(w, p, ", which solve its normal equations together:");
  q.value = g->surrogate;
  for (int i = 0; i < n; i++) {
    Shown slope = gradient_by(w->pool, &q, param[i], &why);
    if (slope.right) page_formula(w, NULL, slope.right, RELATION_IS, expr_num(w->pool, 0));
  }
  p = &page_row(w, NULL)->left;
  page_say(w, p, "One linear system, by Cholesky; minimum norm where it is singular.  [");
  for (int i = 0; i < n; i++) {
    const RuleText *t = &g->blocks.data[at + i].row->text;
    bool again = false;
    for (int k = 0; k < i; k++) again |= &g->blocks.data[at + k].row->text == t;
    if (!again) page_say(w, p, i ? "; %s" : "%s", page_rule_tag(w, t));
  }
  page_say(w, p, "]  %s.", page_capital(w, how[UPDATE_CLOSED_FORM]));
  return n;
}

void page_updates(Writer *w, const SurrogateGroup *g)
{
  for (int i = 0; i < g->blocks.len;) {
    if (g->blocks.data[i].update == UPDATE_INNER_SOLVER && !g->blocks.data[i].row) i += write_inner(w, g, i);
    else if (g->blocks.data[i].solve) i += write_together(w, g, i);
    else page_block(w, &g->blocks.data[i++]);
  }
}

const char *page_kind(UpdateKind kind) { return how[kind]; }

/* as it is read; NULL where it is proved, so that nobody need read of it */
static const Expr *open_condition(Writer *w, const Expr *condition)
{
  const Expr *e = readable(w, condition);
  return e && expr_is_num(e, 1) ? NULL : e;
}

/* `needs` or something else: what else; NULL: it has another form */
static const Expr *alternative_to(const Expr *condition, const Expr *needs)
{
  bool has = condition && needs && condition->kind == X_IF && condition->arg[0] == needs && expr_is_num(condition->arg[1], 1);
  return has ? condition->arg[2] : NULL;
}

/* What the answer needs, and what is done without it: in full where there is one way out, in short where a row has several. Where it needs a
 * condition, and there is a least value under this one or another, the other decides between the ways out. */
static void page_conditions(Writer *w, Pieces *p, const BlockView *v)
{
  const Expr *needs = open_condition(w, v->needs), *plain = open_condition(w, v->plain);
  const Expr *attained = open_condition(w, v->attained), *bounded = open_condition(w, v->bounded);
  static const char *const at_infinity = "the least value lies at infinity, and the run says so", *const none = "there is no least value: the fit ends and names the entry";
  const struct { const Expr *when; const char *word; } way[] = { { needs, "the old value stays if Q is flat" }, { attained, at_infinity }, { bounded, none } };
  if (plain && (needs || attained || bounded)) {
    int n = 0;
    page_say(w, p, "Needs %c; where that fails, ", plain);
    for (int i = 0; i < 3; i++)
      if (way[i].when) page_say(w, p, n++ ? ", or %s" : "%s", way[i].word);
    page_say(w, p, ".  ");
    return;
  }
  const Expr *flat = alternative_to(bounded, needs), *resting = flat || bounded ? NULL : alternative_to(attained, needs);
  if (needs && (flat || resting)) {
    page_say(w, p, "Needs %c; where that fails, the old value stays if %c, and else %s.  ", needs, flat ? flat : resting, flat ? none : at_infinity);
    if (flat) bounded = NULL; else attained = NULL;
  } else if (needs) page_say(w, p, "Needs %c; where that fails, the old value stays.  ", needs);
  const Expr *spare = plain ? readable(w, expr_subst_node(w->pool, readable(w, v->spare), plain, expr_num(w->pool, 0))) : NULL;
  if (plain && page_is_short(w, spare)) page_say(w, p, "Without %c it is %m instead.  ", plain, spare);
  else if (plain) page_say(w, p, "Without %c the row has another formula, too long for a page.  ", plain);
  const struct { const Expr *when; const char *word; } last[] = { { attained, at_infinity }, { bounded, none } };
  for (int i = 0; i < 2; i++) {
    if (last[i].when && page_is_short(w, last[i].when)) page_say(w, p, "Without %c %s.  ", last[i].when, last[i].word);
    else if (last[i].when) page_say(w, p, "Under a condition too long for a page %s.  ", last[i].word);
  }
}

/* a row may call its unknown what the loss does */
static bool reads_alike(Writer *w, const Expr *a, const Expr *b) { return !strcmp(expr_text(w->arena, a), expr_text(w->arena, b)); }

static void page_block(Writer *w, const Block *b)
{
  BlockView v = block_view(w->pool, w->d->loss, b);
  w->recent = w->parts.len;
  write_relaxation(w, b);
  PageRow *head = page_row(w, "Update");
  if (!b->row) {
    page_say(w, &head->left, "No row of the library has the terms of Q in %m, but each entry stands by itself there. Its part,", v.target);
    page_formula(w, NULL, name_as_math(w->pool, name_of("Q")), RELATION_IS, naming_apply(&v.naming, b->phi));
    page_coefficients(w, &v);
    page_say(w, &page_row(w, NULL)->left, "is lowered by safeguarded Newton steps; an entry where it would not fall keeps its value.  [%s]  %s.", b->rule, page_capital(w, how[b->update]));
    return;
  }
  const Expr *unknown = unknown_access(w, b), *variable = block_is_changed(b) ? substituted_variable(w->pool, &b->by, v.target) : v.target;
  bool twice = block_is_changed(b) && reads_alike(w, unknown, v.target);      /* the row's letter is the parameter's own */
  page_say(w, &head->left, "As a function of %m", twice ? variable : unknown);
  if (twice) page_say(w, &head->left, ", which is called %m in the next line", unknown);
  else if (!reads_alike(w, unknown, variable)) page_say(w, &head->left, " = %m", variable);
  page_say(w, &head->left, ", ");
  if (b->by.chart) page_say(w, &head->left, "a change of variable that moves no minimiser (K-SUBST, %s), ", page_rule_tag(w, &b->by.chart->text));
  else if (block_is_changed(b)) page_say(w, &head->left, "a change of variable that moves no minimiser (K-SUBST), ");
  if (b->profiled) page_say(w, &head->left, "with %m where it is least for each value of it (K-PROFILE), ", name_as_math(w->pool, b->profiled->name));
  page_say(w, &head->left, "up to a constant,");
  PageRow *form = page_row(w, NULL);
  form->relation = RELATION_IS;
  if (b->relaxed) page_say(w, &form->left, "the new bound");
  else page_math(w, &form->left, name_as_math(w->pool, name_of("Q")));
  page_math(w, &form->right, expr_map(w->pool, b->row->row, name_coefficient, (void *)(uintptr_t)b));
  page_coefficients(w, &v);
  page_formula(w, NULL, v.target, RELATION_BECOMES, v.value);
  if (v.inlined != v.value && page_is_short(w, v.inlined)) page_formula(w, NULL, NULL, RELATION_IS, v.inlined);
  PageRow *tail = page_row(w, NULL);
  if (b->row->text.because) page_say(w, &tail->left, "%s.  ", page_capital(w, b->row->text.because));
  page_conditions(w, &tail->left, &v);
  if (b->root) page_say(w, &tail->left, "There %m is the number at which %m rises through 0.  ", name_as_math(w->pool, b->root->name), page_with_names(w, naming_apply(&v.naming, b->equation)));
  page_tag(w, &tail->left, &b->row->text, &v.naming, b->proofs.len, b->proofs.data);
  page_say(w, &tail->left, "  %s.", page_capital(w, how[b->update]));
}
