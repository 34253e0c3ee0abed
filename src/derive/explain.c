/* explain.c: what the page of a derivation says, and in which order; see explain.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/explain.h"
#include "expr/print.h"
#include <ctype.h>
#include <string.h>

enum { SHORT = 150, CONDITION_SHORT = 60, NODES_MOST = 20000 }; /* characters of a formula that may be shown besides what must be */

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

typedef struct Writer {
  Page *page;
  const Derivation *d;
  Arena *arena;
  Pool *pool;
  bool touched;                           /* some formula so far holds a value at the current point */
  int step;
} Writer;

static PageRow *row_new(Writer *w, const char *label)
{
  PageRow row = { .label = label };
  vec_push(w->arena, &w->page->rows, row);
  return &w->page->rows.data[w->page->rows.len - 1];
}

static void add_words(Writer *w, Pieces *p, const char *words)
{
  Piece piece = { PIECE_WORDS, words, NULL };
  if (words[0]) vec_push(w->arena, p, piece);
}

/* does it show a value at the current point? Weights and statistics only count as such */
static bool shows_touch(const Expr *e, int *budget)
{
  if (!e->has_touch || --*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_TOUCH) return true;
  for (int i = 0; i < e->nargs; i++)
    if (shows_touch(e->arg[i], budget)) return true;
  return false;
}

static void add_piece(Writer *w, Pieces *p, PieceKind kind, const Expr *e)
{
  Piece piece = { kind, NULL, e };
  int budget = NODES_MOST;
  w->touched = w->touched || shows_touch(e, &budget);
  vec_push(w->arena, p, piece);
}

static void add_math(Writer *w, Pieces *p, const Expr *e) { add_piece(w, p, PIECE_MATH, e); }

/* words with %s, %d and, for formulas, %m; %c for conditions */
static void say(Writer *w, Pieces *p, const char *format, ...)
{
  va_list ap;
  va_start(ap, format);
  for (const char *at = format; *at;) {
    size_t n = strcspn(at, "%");
    if (n) add_words(w, p, arena_printf(w->arena, "%.*s", (int)n, at));
    at += n;
    if (!*at) break;
    if (at[1] == 'm') add_math(w, p, va_arg(ap, const Expr *));
    else if (at[1] == 'c') add_piece(w, p, PIECE_CONDITION, va_arg(ap, const Expr *));
    else if (at[1] == 's') add_words(w, p, va_arg(ap, const char *));
    else if (at[1] == 'd') add_words(w, p, arena_printf(w->arena, "%d", va_arg(ap, int)));
    at += 2;
  }
  va_end(ap);
}

static PageRow *formula(Writer *w, const char *label, const Expr *left, Relation relation, const Expr *right)
{
  PageRow *row = row_new(w, label);
  row->relation = relation;
  if (left) add_math(w, &row->left, left);
  add_math(w, &row->right, right);
  return row;
}

static bool is_short(Writer *w, const Expr *e) { return strlen(expr_text(w->arena, e)) <= SHORT; }

/* "phi, theta and v", or with another word for the last */
static void list_names_with(Writer *w, Pieces *p, int n, Symbol *const *symbol, const char *last)
{
  for (int i = 0; i < n; i++) {
    if (i) add_words(w, p, i == n - 1 ? last : ", ");
    add_math(w, p, name_as_math(w->pool, symbol[i]->name));
  }
}

static void list_names(Writer *w, Pieces *p, int n, Symbol *const *symbol) { list_names_with(w, p, n, symbol, " and "); }

static const char *capital(Writer *w, const char *sentence)
{
  char *s = arena_strdup(w->arena, sentence);
  s[0] = (char)toupper((unsigned char)s[0]);
  return s;
}

/* ---- the loss and its gradient ------------------------------------------------------------------------------------------ */

static const char *place(Writer *w, Span span)
{
  int line, column;
  if (!span.source) return "";
  const char *slash = strrchr(span.source->name, '/');
  source_position(span.source, span.begin, &line, &column);
  return arena_printf(w->arena, "    [%s:%d]", slash ? slash + 1 : span.source->name, line);
}

static void write_loss(Writer *w)
{
  const Loss *loss = w->d->loss;
  Symbol *param[64];
  for (int i = 0; i < loss->nparams; i++) param[i] = loss->param[i].sym;
  PageRow *row = row_new(w, loss->maximize ? "Objective" : "Loss");
  row->relation = RELATION_IS;
  say(w, &row->left, "%m(", name_as_math(w->pool, name_of(loss->maximize ? "F" : "L")));
  list_names_with(w, &row->left, loss->nparams, param, ", ");
  say(w, &row->left, ")");
  say(w, &row->right, "%m%s", loss->maximize ? expr_neg(w->pool, loss->value) : loss->value, place(w, loss->span));
  if (loss->maximize) say(w, &row_new(w, NULL)->left, "It is maximised; the loss is its negative, L = -F.");
}

static void write_gradient(Writer *w)
{
  const Loss *loss = w->d->loss;
  const char *label = "Gradient", *why;
  for (int i = 0; i < loss->nparams; i++) {
    Shown g = gradient_by(w->pool, loss, loss->param[i].sym, &why);
    if (!g.right || !is_short(w, g.right)) continue;
    PageRow *row = row_new(w, label);
    Piece partial = { PIECE_PARTIAL, loss->maximize ? "F" : "L", g.left };
    row->relation = RELATION_IS;
    vec_push(w->arena, &row->left, partial);
    add_math(w, &row->right, g.right);
    label = NULL;
  }
}

/* ---- steps -------------------------------------------------------------------------------------------------------------- */

static const char *rule_tag(Writer *w, const RuleText *t)
{
  const char *same = t->id == t->name->text ? "" : arena_printf(w->arena, ", %s", t->id);
  return arena_printf(w->arena, "%s%s%s%s", t->name->text, same, t->source ? "; " : "", t->source ? t->source : "");
}

/* "[jensen_log, R-JENSEN-LOG; source; needs phi >= 0: simplex]"; of a long condition the proof says enough */
static void write_tag(Writer *w, Pieces *p, const RuleText *t, const Naming *names, int nproofs, const Proof *proof)
{
  int shown = 0;
  say(w, p, "[%s", rule_tag(w, t));
  for (int i = 0; i < nproofs; i++) {
    const Proof *f = &proof[i];
    bool seen = expr_is_num(f->condition, 1);
    for (int k = 0; k < i; k++) seen |= proof[k].condition == f->condition;
    if (seen) continue;
    say(w, p, shown++ ? "; " : "; needs ");
    bool brief = strlen(f->text) <= CONDITION_SHORT || !f->why;
    if (brief && f->condition->has_hole) say(w, p, "%s", f->text);
    else if (brief) say(w, p, "%c", naming_apply(names, f->condition));
    if (f->why) say(w, p, brief ? ": %s" : "%s", f->why);
  }
  say(w, p, "]");
}

static void write_bound(Writer *w, const Step *s)
{
  const RuleText *t = &s->rule->text;
  Naming names = { .pool = w->pool, .context = s->before };
  naming_add_free(&names, s->before);
  say(w, &row_new(w, arena_printf(w->arena, "Step %d", ++w->step))->left, "%s.", t->because ? capital(w, t->because) : t->name->text);
  if (s->outer && s->inner) {
    Pieces *p = &w->page->rows.data[w->page->rows.len - 1].left;
    say(w, p, " Here f(t) = %m at t = %m.", s->outer, naming_apply(&names, s->inner));
  }
  formula(w, NULL, naming_apply(&names, s->before), RELATION_AT_MOST, naming_apply(&names, s->after));
  for (int i = 0; i < s->weights.len; i++) {
    Naming own = names;
    Symbol *weight = s->weights.data[i];
    for (int k = 0; k < weight->naxes; k++) naming_add(&own, weight->own[k], weight->own[k]->name);
    Shown d = naming_definition(&own, weight);
    PageRow *row = row_new(w, NULL);
    row->relation = RELATION_IS;
    say(w, &row->left, "%s %m", i ? "and" : "where", d.left);
    add_math(w, &row->right, d.right);
  }
  PageRow *tag = row_new(w, NULL);
  say(w, &tag->left, "with equality and the same slope at the current point.  ");
  write_tag(w, &tag->left, t, &names, s->proofs.len, s->proofs.data);
}

/* rewrites that cost nothing: the reason once, then each equation once */
static int write_rewrites(Writer *w, const SurrogateGroup *g, int from)
{
  int to = from;
  while (to < g->steps.len && g->steps.data[to].rule->exact) to++;
  for (int i = from; i < to; i++) {
    const Step *s = &g->steps.data[i];
    bool reason = true, fresh = true;
    for (int k = from; k < i; k++) {
      reason &= strcmp(g->steps.data[k].rule->text.id, s->rule->text.id) != 0;
      fresh &= g->steps.data[k].before != s->before;
    }
    Naming names = { .pool = w->pool, .context = s->before };
    naming_add_free(&names, s->before);
    if (reason) {
      PageRow *row = row_new(w, arena_printf(w->arena, "Step %d", ++w->step));
      say(w, &row->left, "%s, exactly.  [%s]", s->rule->text.because ? capital(w, s->rule->text.because) : "A rewrite", rule_tag(w, &s->rule->text));
    }
    if (fresh) formula(w, NULL, naming_apply(&names, s->before), RELATION_IS, naming_apply(&names, s->after));
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
    if (strlen(f->text) > CONDITION_SHORT) continue;
    naming_add_free(&names, f->condition);
    if (!p) p = &row_new(w, NULL)->left;
    say(w, p, n++ ? ", %c" : "What the bounds are multiplied with has one sign: %c", naming_apply(&names, f->condition));
    if (f->why) say(w, p, "  [%s]", f->why);
  }
  if (p) say(w, p, ".");
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
    if (!direct.right || !slope.right || is_short(w, direct.right)) continue;
    const Expr *here = expr_touch(w->pool, slope.right);
    if (!is_short(w, here)) continue;
    PageRow *row = row_new(w, label);
    Piece partial = { PIECE_PARTIAL, loss->maximize ? "F" : "L", slope.left };
    row->relation = RELATION_IS;
    vec_push(w->arena, &row->left, partial);
    say(w, &row->right, "%m    at the current point, as of Q", here);
    label = NULL;
  }
}

static void write_surrogate(Writer *w, const SurrogateGroup *g)
{
  bool dropped;
  const Expr *q = active_terms(w->pool, g, g->surrogate, &dropped);
  if (!group_is_bounded(g) && q == g->loss) {
    say(w, &row_new(w, "Surrogate")->left, "Q = L: nothing has to be bounded.");
    return;
  }
  PageRow *row = formula(w, "Surrogate", name_as_math(w->pool, name_of("Q")), RELATION_IS, q);
  if (dropped) say(w, &row->right, " + const");
  say(w, &row_new(w, NULL)->left, group_is_bounded(g) ? "lies above L everywhere and touches it, with the same slope, at the current point." : "is L itself: nothing had to be bounded.");
}

/* ---- updates ---------------------------------------------------------------------------------------------------------------- */

static bool mentions(const Block *b, const Symbol *p)
{
  for (int i = 0; i < b->coefs.len; i++)
    if (expr_has_symbol(b->coefs.data[i].stat->def, p)) return true;
  return false;
}

/* how the blocks of a group hang together */
/* blocks that are one quadratic form: their formulas hold with the new values of each other */
static void write_together(Writer *w, const SurrogateGroup *g)
{
  for (int i = 0; i < g->blocks.len; i++) {
    int set = g->blocks.data[i].solve, n = 0;
    Symbol *param[64];
    if (!set || (i && g->blocks.data[i - 1].solve == set)) continue;
    for (int k = i; k < g->blocks.len && g->blocks.data[k].solve == set; k++) param[n++] = g->blocks.data[k].param;
    Pieces *p = &row_new(w, "Together")->left;
    say(w, p, "Q is one quadratic form in ");
    list_names(w, p, n, param);
    say(w, p, ": its normal equations are solved for all of them at once, so that each formula below holds with the new values of the others.");
  }
}

static bool same_set(const Block *a, const Block *b) { return a->solve && a->solve == b->solve; }

static void write_order(Writer *w, const SurrogateGroup *g)
{
  bool later = false, earlier = false;
  if (g->blocks.len < 2) return;
  write_together(w, g);
  bool one = true;
  for (int i = 1; i < g->blocks.len; i++) one &= same_set(&g->blocks.data[0], &g->blocks.data[i]);
  if (one) return;
  for (int i = 0; i < g->blocks.len; i++)
    for (int k = 0; k < g->blocks.len; k++) {
      if (k == i || same_set(&g->blocks.data[i], &g->blocks.data[k]) || !mentions(&g->blocks.data[i], g->blocks.data[k].param)) continue;
      if (k < i) earlier = true; else later = true;
    }
  Pieces *p = &row_new(w, "Order")->left;
  Symbol *param[64];
  for (int i = 0; i < g->blocks.len; i++) param[i] = g->blocks.data[i].param;
  list_names(w, p, g->blocks.len, param);
  if (!later && !earlier) { say(w, p, " do not meet in one term of Q: each is minimised by itself, from the same current point."); return; }
  if (!later) {
    say(w, p, ", one after the other, each with the new values of those before it. None depends on those after it, so together they are the exact minimum of Q (exact profile).");
    return;
  }
  say(w, p, " in turn, each at the newest values of the others (a cycle of conditional minimisations, ECM): Q falls with each, which is all that descent needs.");
}

static void write_coefficients(Writer *w, const BlockView *v)
{
  for (int i = 0; i < v->ncoefs; i++) {
    PageRow *row = row_new(w, NULL);
    row->relation = RELATION_IS;
    say(w, &row->left, "%s %m", i ? "and" : "with", v->coef[i].left);
    add_math(w, &row->right, v->coef[i].right);
  }
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
static const Expr *unknown_access(Writer *w, const Minimizer *row)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < row->naxes; a++) at[a] = expr_index(w->pool, row->own[a]);
  return expr_access(w->pool, row->unknown, at);
}

/* entries that a quadratic couples are separated by one more bound */
static void write_relaxation(Writer *w, Pieces *p, const Block *b)
{
  if (!b->relaxed) return;
  const RuleText *t = &b->relaxed->text;
  say(w, p, "Q couples the entries of %m, and no row of the library minimises it so. It is bounded once more, by a quadratic without coupling: %s.  [%s]  ",
      name_as_math(w->pool, b->param->name), t->because ? t->because : t->name->text, rule_tag(w, t));
}

static const char *const how[] = {
  [UPDATE_CLOSED_FORM] = "closed form", [UPDATE_ONE_DIMENSIONAL] = "one-dimensional search for each entry",
  [UPDATE_INNER_SOLVER] = "inner solver", [UPDATE_NEWTON] = "Newton step", [UPDATE_GRADIENT] = "gradient step",
};

static void write_block(Writer *w, const Block *b)
{
  BlockView v = block_view(w->pool, w->d->loss, b);
  PageRow *head = row_new(w, "Update");
  if (!b->row) {
    say(w, &head->left, "No row of the library has the terms of Q in %m, but each entry stands by itself there. Its part,", v.target);
    formula(w, NULL, name_as_math(w->pool, name_of("Q")), RELATION_IS, naming_apply(&v.naming, b->phi));
    write_coefficients(w, &v);
    say(w, &row_new(w, NULL)->left, "is lowered by safeguarded Newton steps; an entry where it would not fall keeps its value.  [%s]  %s.", b->rule, capital(w, how[b->update]));
    return;
  }
  write_relaxation(w, &head->left, b);
  say(w, &head->left, "As a function of %m = %m, up to a constant,", unknown_access(w, b->row), v.target);
  PageRow *form = row_new(w, NULL);
  form->relation = RELATION_IS;
  if (b->relaxed) say(w, &form->left, "the new bound");
  else add_math(w, &form->left, name_as_math(w->pool, name_of("Q")));
  add_math(w, &form->right, expr_map(w->pool, b->row->row, name_coefficient, (void *)(uintptr_t)b));
  write_coefficients(w, &v);
  formula(w, NULL, v.target, RELATION_BECOMES, v.value);
  if (v.inlined != v.value && is_short(w, v.inlined)) formula(w, NULL, NULL, RELATION_IS, v.inlined);
  PageRow *tail = row_new(w, NULL);
  if (b->row->text.because) say(w, &tail->left, "%s.  ", capital(w, b->row->text.because));
  if (v.needs) say(w, &tail->left, "Needs %c; where that fails, the old value stays.  ", v.needs);
  if (v.bounded) say(w, &tail->left, "Without %c there is no least value: the fit ends and names the entry.  ", v.bounded);
  write_tag(w, &tail->left, &b->row->text, &v.naming, b->proofs.len, b->proofs.data);
  say(w, &tail->left, "  %s.", capital(w, how[b->update]));
}

/* ---- what has no surrogate ------------------------------------------------------------------------------------------------------ */

static void write_joint(Writer *w)
{
  const Derivation *d = w->d;
  Pieces *p = &row_new(w, "Jointly")->left;
  list_names(w, p, d->njoint, d->joint);
  const char *step = d->fixed_step ? "a gradient step of the length that was asked for" :
                     d->joint_update == UPDATE_NEWTON ? "a damped Newton step" : "a gradient step with backtracking";
  say(w, p, d->njoint > 1 ? " step together, on the loss itself: %s.  [%s]" : " steps on the loss itself: %s.  [%s]", step, d->joint_rule);
  for (int i = 0; i < d->refusals.len; i++) {
    const Refusal *r = &d->refusals.data[i];
    bool seen = false;
    for (int k = 0; k < i; k++) seen |= d->refusals.data[k].term == r->term;
    if (seen) continue;
    Naming names = { .pool = w->pool, .context = r->term };
    naming_add_free(&names, r->term);
    Pieces *why = &row_new(w, "Why")->left;
    const RuleText *near = r->nearest ? &r->nearest->text : r->nearest_row ? &r->nearest_row->text : NULL;
    bool row = !r->nearest && r->tried == d->rules->minimizers.len;
    say(w, why, row ? "No row of the library minimises  %m" : "No rule fits  %m", naming_apply(&names, r->term));
    if (r->tried) say(w, why, "  (%d tried)", r->tried);
    if (near && r->condition) say(w, why, ".  The nearest is %s; it would need %s, which is not proved.", near->name->text, r->condition);
    else if (near) say(w, why, ".  The nearest is %s, but no rule takes its bound on.", near->name->text);
    else if (r->condition) say(w, why, ": %s.", r->condition);
    else say(w, why, row ? ": none has this combination of terms." : ": none has this form.");
  }
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

static void write_conclusion(Writer *w)
{
  const Derivation *d = w->d;
  Pieces *p = &row_new(w, "Hence")->left;
  const char *what = d->loss->maximize ? "F never falls" : "L never rises";
  if (d->fixed_step) say(w, p, "nothing is promised: a step of fixed length may overshoot.");
  else if (d->njoint) say(w, p, "%s, for each step is shortened until the loss has fallen; no majorizer is proved.", what);
  else if (!is_bounded(d)) say(w, p, "%s: each update minimises L itself.", what);
  else say(w, p, "%s: the new point lies lower on Q, Q lies above L, and they met at the old point.", what);
  Symbol *stuck[64];
  int n = 0;
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len && n < 64; i++)
      if (zero_stays(w, &d->groups.data[g].blocks.data[i])) stuck[n++] = d->groups.data[g].blocks.data[i].param;
  if (!n) return;
  say(w, p, " An entry of ");
  list_names(w, p, n, stuck);
  say(w, p, " that is zero stays zero: start from positive values.");
}

static void write_touch(Writer *w, PageRow *row)
{
  Symbol *p = w->d->loss->param[0].sym;
  Symbol *t = symbol_new(w->pool, SYM_TOUCH, p->name, 0, NULL);
  say(w, &row->left, "%m is %m at the current point.", expr_access(w->pool, t, NULL), name_as_math(w->pool, p->name));
}

Page *page_of(const Derivation *d)
{
  Arena *arena = pool_arena(d->pool);
  Writer w = { .page = ARENA_NEW(arena, Page), .d = d, .arena = arena, .pool = d->pool };
  w.page->pool = d->pool;
  write_loss(&w);
  write_gradient(&w);
  int notation = w.page->rows.len;
  row_new(&w, "Notation");
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    if (d->groups.len > 1 || d->njoint) {
      Pieces *p = &row_new(&w, arena_printf(arena, "Part %d", g + 1))->left;
      list_names(&w, p, group->nparams, group->param);
      say(&w, p, ", with all others held at their newest values.");
    }
    write_steps(&w, group);
    write_surrogate(&w, group);
    if (group_is_bounded(group)) write_slope(&w, group);
    write_order(&w, group);
    for (int i = 0; i < group->blocks.len; i++) write_block(&w, &group->blocks.data[i]);
  }
  if (d->njoint) write_joint(&w);
  write_conclusion(&w);
  if (w.touched) {
    write_touch(&w, &w.page->rows.data[notation]);
  } else {
    memmove(&w.page->rows.data[notation], &w.page->rows.data[notation + 1], (size_t)(w.page->rows.len - notation - 1) * sizeof *w.page->rows.data);
    w.page->rows.len--;
  }
  return w.page;
}
