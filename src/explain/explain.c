/* explain.c: what the page of a derivation says, and in which order; see explain.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain_writer.h"
#include "expr/kinks.h"
#include <string.h>

enum { NODES_MOST = 20000 };              /* larger expressions are not searched to the end */

/* ---- the loss and its gradient ------------------------------------------------------------------------------------------ */

static const char *place(Writer *w, Span span)
{
  int line, column;
  if (!span.source) return "";
  const char *slash = strrchr(span.source->name, '/');
  source_position(span.source, span.begin, &line, &column);
  return arena_printf(w->arena, "    [%s:%d]", slash ? slash + 1 : span.source->name, line);
}

void page_loss(Writer *w)
{
  const Loss *loss = w->d->loss;
  Symbol *param[LOSS_MAX_PARAMS];
  for (int i = 0; i < loss->nparams; i++) param[i] = loss->param[i].sym;
  PageRow *row = page_row(w, loss->maximize ? "Objective" : "Loss");
  row->relation = RELATION_IS;
  page_say(w, &row->left, "%m(", name_as_math(w->pool, name_of(loss->maximize ? "F" : "L")));
  page_names_with(w, &row->left, loss->nparams, param, ", ");
  page_say(w, &row->left, ")");
  page_say(w, &row->right, "%m%s", loss->maximize ? expr_neg(w->pool, loss->value) : loss->value, place(w, loss->span));
  if (loss->maximize) page_say(w, &page_row(w, NULL)->left, "It is maximised; the loss is its negative, L = -F.");
}

static void write_gradient(Writer *w)
{
  const Loss *loss = w->d->loss;
  const char *label = "Gradient", *why;
  for (int i = 0; i < loss->nparams; i++) {
    Shown g = gradient_by(w->pool, loss, loss->param[i].sym, &why);
    if (!g.right || !page_is_short(w, g.right)) continue;
    PageRow *row = page_row(w, label);
    Piece partial = { PIECE_PARTIAL, loss->maximize ? "F" : "L", g.left };
    row->relation = RELATION_IS;
    vec_push(w->arena, &row->left, partial);
    page_math(w, &row->right, g.right);
    label = NULL;
  }
}

/* ---- steps -------------------------------------------------------------------------------------------------------------- */

static void write_bound(Writer *w, const Step *s)
{
  const RuleText *t = &s->rule->text;
  Naming names = { .pool = w->pool, .context = s->before };
  naming_add_free(&names, s->before);
  page_say(w, &page_row(w, arena_printf(w->arena, "Step %d", ++w->step))->left, "%s.", t->because ? page_capital(w, t->because) : t->name->text);
  if (s->outer && s->inner) {
    Pieces *p = &w->page->rows.data[w->page->rows.len - 1].left;
    page_say(w, p, " Here f(t) = %m at t = %m.", s->outer, naming_apply(&names, s->inner));
  }
  Relation relation = s->rule->descent ? RELATION_FALLS : s->rule->local || s->rule->guarded ? RELATION_TOUCHES : RELATION_AT_MOST;
  int at = w->page->rows.len;
  w->recent = w->parts.len;
  page_formula(w, NULL, naming_apply(&names, s->before), relation, naming_apply(&names, s->after));
  for (int i = 0; i < s->weights.len; i++) {
    Naming own = names;
    Symbol *weight = s->weights.data[i];
    for (int k = 0; k < weight->naxes; k++) naming_add(&own, weight->own[k], weight->own[k]->name);
    Shown d = naming_definition(&own, weight);
    PageRow *row = page_row(w, NULL);
    row->relation = RELATION_IS;
    page_say(w, &row->left, "%s %m", w->page->rows.len > at + 2 ? "and" : "where", d.left);
    page_math(w, &row->right, page_in_parts(w, d.right));
  }
  page_parts(w);
  PageRow *tag = page_row(w, NULL);
  page_say(w, &tag->left, "with equality and the same slope at the current point.  ");
  page_tag(w, &tag->left, t, &names, s->proofs.len, s->proofs.data);
}

/* rewrites that cost nothing: each reason once, then what they make of each term together */
static int write_rewrites(Writer *w, const SurrogateGroup *g, int from)
{
  int to = from;
  while (to < g->steps.len && g->steps.data[to].rule->exact) to++;
  VEC(Shown) equation = { 0 };
  Pieces *p = &page_row(w, arena_printf(w->arena, "Step %d", ++w->step))->left;
  for (int i = from; i < to; i++) {
    const Step *s = &g->steps.data[i];
    bool reason = true, fresh = true;
    for (int k = from; k < i; k++) reason &= strcmp(g->steps.data[k].rule->text.id, s->rule->text.id) != 0;
    if (reason) page_say(w, p, i == from ? "%s, exactly.  [%s]" : "  %s.  [%s]", s->rule->text.because ? page_capital(w, s->rule->text.because) : "A rewrite", page_rule_tag(w, &s->rule->text));
    for (int k = 0; k < equation.len; k++) {
      const Expr *further = expr_subst_node(w->pool, equation.data[k].right, s->before, s->after);
      fresh &= further == equation.data[k].right && equation.data[k].left != s->before;
      equation.data[k].right = further;
    }
    if (fresh) vec_push(w->arena, &equation, ((Shown){ s->before, s->after }));
  }
  for (int i = 0; i < equation.len; i++) {
    Naming names = { .pool = w->pool, .context = equation.data[i].left };
    naming_add_free(&names, equation.data[i].left);
    page_formula(w, NULL, naming_apply(&names, equation.data[i].left), RELATION_IS, naming_apply(&names, equation.data[i].right));
  }
  return to;
}

/* what the bounded terms are multiplied with does not turn them over */
static void write_factors(Writer *w, const SurrogateGroup *g)
{
  Pieces *p = NULL;
  int n = 0;
  for (int i = 0; i < g->factors.len; i++) {
    const Proof *f = &g->factors.data[i];
    Naming names = { .pool = w->pool, .context = g->loss };
    if (strlen(proof_text(w->arena, f)) > CONDITION_SHORT || (f->why && !*f->why)) continue;          /* "": sizes of axes alone */
    naming_add_free(&names, f->condition);
    if (!p) p = &page_row(w, NULL)->left;
    page_say(w, p, n++ ? ", %c" : "What the bounds are multiplied with has one sign: %c", naming_apply(&names, f->condition));
    if (f->why) page_say(w, p, "  [%s]", f->why);
  }
  if (p) page_say(w, p, ".");
}

static bool group_is_bounded(const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len; i++)
    if (!g->steps.data[i].rule->exact) return true;
  return false;
}

static bool is_bounded(const Derivation *d)
{
  for (int g = 0; g < d->groups.len; g++) {
    if (group_is_bounded(&d->groups.data[g])) return true;
    for (int i = 0; i < d->groups.data[g].blocks.len; i++)
      if (d->groups.data[g].blocks.data[i].relaxed) return true;
  }
  return false;
}

static void write_steps(Writer *w, const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len;) {
    if (g->steps.data[i].rule->exact) i = write_rewrites(w, g, i);
    else write_bound(w, &g->steps.data[i++]);
  }
  if (group_is_bounded(g)) write_factors(w, g);
}

/* Where the gradient of L is too long to show, that of Q at the current point is the same and short */
static void write_slope(Writer *w, const SurrogateGroup *g)
{
  const Loss *loss = w->d->loss;
  const char *label = "Gradient", *why;
  for (int i = 0; i < g->nparams; i++) {
    Loss q = *loss;
    Shown direct = gradient_by(w->pool, loss, g->param[i], &why);
    q.value = g->surrogate;
    Shown slope = gradient_by(w->pool, &q, g->param[i], &why);
    if (!direct.right || !slope.right || page_is_short(w, direct.right)) continue;
    const Expr *here = expr_touch(w->pool, slope.right);
    if (!page_is_short(w, here)) continue;
    PageRow *row = page_row(w, label);
    Piece partial = { PIECE_PARTIAL, loss->maximize ? "F" : "L", slope.left };
    row->relation = RELATION_IS;
    vec_push(w->arena, &row->left, partial);
    page_say(w, &row->right, "%m    at the current point, as of Q", here);
    label = NULL;
  }
}

static void write_surrogate(Writer *w, const SurrogateGroup *g)
{
  bool dropped;
  const Expr *q = active_terms(w->pool, g, g->surrogate, &dropped);
  if (!group_is_bounded(g) && q == g->loss) {
    page_say(w, &page_row(w, "Surrogate")->left, "Q = L: nothing has to be bounded.");
    return;
  }
  PageRow *row = page_formula(w, "Surrogate", name_as_math(w->pool, name_of("Q")), RELATION_IS, q);
  if (dropped) page_say(w, &row->right, " + const");
  static const struct { char type; const char *what; } promises[] = {
    { 'D', "It need not lie above L, but L falls where Q does (a descent surrogate, type D)." },
    { 'L', "It lies above L near that point (a local surrogate, type L): a new point at which L is greater than Q is refused, and stiffness, which makes Q steeper, is doubled until L is not." },
    { 'F', "It need not lie above L (a first-order surrogate, type F). It is convex, so that L falls along the way to its minimum, and a step is halved until L has fallen enough." } };
  const char type = surrogate_type(g), *what = NULL;
  for (size_t i = 0; i < sizeof promises / sizeof *promises; i++)
    if (promises[i].type == type) what = promises[i].what;
  if (what) page_say(w, &page_row(w, NULL)->left, "touches L, with the same slope, at the current point. %s", what);
  else page_say(w, &page_row(w, NULL)->left, group_is_bounded(g) ? "lies above L everywhere and touches it, with the same slope, at the current point." : "is L itself: nothing had to be bounded.");
}

/* ---- what has no surrogate ------------------------------------------------------------------------------------------------------ */

static void write_joint(Writer *w)
{
  const Derivation *d = w->d;
  Pieces *p = &page_row(w, "Jointly")->left;
  page_names(w, p, d->njoint, d->joint);
  const char *step = d->fixed_step ? "a gradient step of the length that was asked for" :
                     d->joint_update == UPDATE_NEWTON ? "a damped Newton step" : "a gradient step with backtracking";
  page_say(w, p, d->njoint > 1 ? " step together, on the loss itself: %s.  [%s]" : " steps on the loss itself: %s.  [%s]", step, d->joint_rule);
  if (!d->fixed_step && expr_has_kink(w->pool, d->loss->value, d->njoint, d->joint))
    page_say(w, p, "  Where it gains next to nothing and L has a kink, quasi-Newton steps that need no smoothness go on (Lewis and Overton 2013), and the gradients nearby tell where to stop (Burke, Lewis and Overton 2005).");
  for (int i = 0; i < d->refusals.len; i++) {
    const Refusal *r = &d->refusals.data[i];
    if (!refusal_is_new(d, i)) continue;
    Pieces *why = &page_row(w, "Why")->left;
    page_say(w, why, "%s  %m", refusal_head(r), refusal_term(w->pool, r));
    page_say(w, why, "%s", refusal_tail(w->arena, r));
  }
  if (d->loose)
    page_say(w, &page_row(w, "Proved")->left, "%s would give a bound that is proved, but loose: `require = majorizer` takes it. Its steps are shorter.  [%s]",
             d->loose->text.name->text, d->loose->text.id);
  const char *mend = derive_mend(d);
  if (mend) page_say(w, &page_row(w, "Mend")->left, "%s", mend);
}

/* ---- what follows ---------------------------------------------------------------------------------------------------------------- */

/* is e 0 wherever the entry (zero) is? */
static bool vanishes_with(const Expr *e, const Expr *zero, int *budget)
{
  double power;
  if (e == zero) return true;
  if (--*budget < 0) return false;
  switch ((ExprKind)e->kind) {
  case X_MUL:
    for (int i = 0; i < e->nargs; i++)
      if (vanishes_with(e->arg[i], zero, budget)) return true;
    return false;
  case X_ADD:
    for (int i = 0; i < e->nargs; i++)
      if (!vanishes_with(e->arg[i], zero, budget)) return false;
    return true;
  case X_POW: return expr_number(e->arg[1], &power) && power > 0 && vanishes_with(e->arg[0], zero, budget);
  case X_REDUCE: return e->op == R_SUM && vanishes_with(e->arg[0], zero, budget);
  default: return false;
  }
}

static bool may_be_zero(const Symbol *p)
{
  return p->domain.kind == DOMAIN_SIMPLEX || (p->domain.kind == DOMAIN_INTERVAL && p->domain.lo == 0 && !p->domain.lo_open);
}

static bool zero_stays(Writer *w, const Block *b)
{
  const Expr *at[ARRAY_MAX_AXES];
  int budget = NODES_MOST;
  if (!b->value || !may_be_zero(b->param)) return false;
  for (int a = 0; a < b->param->naxes; a++) at[a] = expr_index(w->pool, b->own[a]);
  const Expr *zero = expr_access(w->pool, symbol_touch(w->pool, b->param), at);
  return vanishes_with(expr_inline_weights(w->pool, b->value), zero, &budget);
}

static bool has_inner(const Derivation *d)
{
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++)
      if (d->groups.data[g].blocks.data[i].update == UPDATE_INNER_SOLVER || d->groups.data[g].blocks.data[i].in_turn) return true;
  return false;
}

/* are all blocks solved together, so that Q is stationary in all of them where the iteration rests? */
static bool is_one_set(const SurrogateGroup *g)
{
  for (int i = 1; i < g->blocks.len; i++)
    if (!g->blocks.data[0].solve || g->blocks.data[i].solve != g->blocks.data[0].solve) return false;
  return true;
}

static bool has_type(const Derivation *d, const char *types)
{
  for (int g = 0; g < d->groups.len; g++) if (strchr(types, surrogate_type(&d->groups.data[g]))) return true;
  return false;
}

static void write_conclusion(Writer *w)
{
  const Derivation *d = w->d;
  Pieces *p = &page_row(w, "Hence")->left;
  const char *what = d->loss->maximize ? "F never falls" : "L never rises";
  if (d->fixed_step) page_say(w, p, "nothing is promised: a step of fixed length may overshoot.");
  else if (d->njoint) page_say(w, p, "%s, for each step is shortened until the loss has fallen; no majorizer is proved.", what);
  else if (!is_bounded(d)) page_say(w, p, "%s: each update %s L itself.", what, has_inner(d) ? "lowers" : "minimises");
  else if (has_type(d, "LF")) page_say(w, p, "%s, for a step is taken only where it has fallen.", what);
  else if (has_type(d, "D")) page_say(w, p, "%s: the new point lies lower on Q, and where Q falls below its value at the old point, so does %s.", what, d->loss->maximize ? "-F" : "L");
  else page_say(w, p, "%s: the new point lies lower on Q, Q lies above L, and they met at the old point.", what);
  Symbol *stuck[LOSS_MAX_PARAMS];
  int n = 0;
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len && n < LOSS_MAX_PARAMS; i++)
      if (zero_stays(w, &d->groups.data[g].blocks.data[i])) stuck[n++] = d->groups.data[g].blocks.data[i].param;
  if (!n) return;
  page_say(w, p, " An entry of ");
  page_names(w, p, n, stuck);
  page_say(w, p, " that is zero stays zero: start from positive values.");
}

/* ---- where the iteration comes to rest ------------------------------------------------------------------------------------------ */

/* its weights are choices, 0 or 1, as where each point goes to its nearest centre */
static bool has_choices(const Derivation *d)
{
  int choices = 0;
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].steps.len; i++) {
      const Step *s = &d->groups.data[g].steps.data[i];
      if (s->rule->exact) continue;
      for (int k = 0; k < s->weights.len; k++) {
        if (s->weights.data[k]->def->kind != X_CMP) return false;
        choices++;
      }
      if (s->weights.len == 0) return false;
    }
  return choices > 0;
}

static bool is_convex(const Derivation *d)
{
  Symbol *param[LOSS_MAX_PARAMS];
  for (int i = 0; i < d->loss->nparams; i++) {
    DomainKind kind = d->loss->param[i].sym->domain.kind;
    if (kind == DOMAIN_ORTHOGONAL || kind == DOMAIN_SPHERE || kind == DOMAIN_LABEL) return false;
    param[i] = d->loss->param[i].sym;
  }
  Curvature c = facts_curvature(facts_beside(d->facts, d->loss->nparams, param), d->loss->value);
  return c == CURV_CONVEX || c == CURV_AFFINE;
}

static void write_limit(Writer *w)
{
  const Derivation *d = w->d;
  const char *l = d->loss->maximize ? "F" : "L", *end = d->loss->maximize ? "greatest" : "least";
  if (d->fixed_step) return;
  bool one = d->groups.len == 1 && d->njoint == 0, exact = one && page_is_exact(&d->groups.data[0]);
  Pieces *p = &page_row(w, "Limit")->left;
  if (exact && !is_bounded(d)) page_say(w, p, "The first iteration ends at the minimum.");
  else if (exact && has_choices(d)) page_say(w, p, "There are finitely many choices, and none comes back once L has fallen, so the iteration ends; where, hangs on the start: try several.");
  else if (is_convex(d) && (exact || (one && has_inner(d) && is_one_set(&d->groups.data[0])) || d->njoint == d->loss->nparams))
    page_say(w, p, d->loss->maximize ? "%s is concave: where the iteration comes to rest, it is %s." : "%s is convex: where the iteration comes to rest, it is %s.", l, end);
  else page_say(w, p, "The iteration comes to rest where %s is stationary, which need not be where it is %s: try several starts.", l, end);
  bool newton = one && has_inner(d) && !is_bounded(d) && is_one_set(&d->groups.data[0]);
  if (!(exact && (!is_bounded(d) || has_choices(d))) && d->njoint == 0 && !newton)
    page_say(w, p, " Near its limit the error shrinks by a constant factor, which derive all predicts after a fit.");
}

void page_touch(Writer *w, PageRow *row)
{
  Symbol *p = w->d->loss->param[0].sym;
  Symbol *t = symbol_new(w->pool, SYM_TOUCH, p->name, 0, NULL);
  page_say(w, &row->left, "%m is %m at the current point.", expr_access(w->pool, t, NULL), name_as_math(w->pool, p->name));
}

Page *page_of(const Derivation *d)
{
  Arena *arena = pool_arena(d->pool);
  Writer w = { .page = ARENA_NEW(arena, Page), .d = d, .arena = arena, .pool = d->pool };
  w.page->pool = d->pool;
  page_loss(&w);
  write_gradient(&w);
  int notation = w.page->rows.len;
  page_row(&w, "Notation");
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    if (d->groups.len > 1 || d->njoint) {
      Pieces *p = &page_row(&w, arena_printf(arena, "Part %d", g + 1))->left;
      page_names(&w, p, group->nparams, group->param);
      page_say(&w, p, ", with all others held at their newest values.");
    }
    write_steps(&w, group);
    write_surrogate(&w, group);
    if (group_is_bounded(group)) write_slope(&w, group);
    page_order(&w, group);
    page_updates(&w, group);
  }
  if (d->njoint) write_joint(&w);
  write_conclusion(&w);
  write_limit(&w);
  if (w.touched) {
    page_touch(&w, &w.page->rows.data[notation]);
  } else {
    memmove(&w.page->rows.data[notation], &w.page->rows.data[notation + 1], (size_t)(w.page->rows.len - notation - 1) * sizeof *w.page->rows.data);
    w.page->rows.len--;
  }
  return w.page;
}
