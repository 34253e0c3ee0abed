/* elab_call.c: calls: a script's fn, a built-in, a function of the library, a density of the library, in this order.
 *
 * A fn is expanded where it is called. Overloads differ in the axes that their arguments declare; the one that fits the
 * given axes with the least help is taken:
 *   x[D]          takes an array over one axis, called D in the body; or a number, which fills D if another argument has it
 *   x in (0, 1)   without axes but with a domain: a number; an array is gone through element by element
 *   x             without both: takes what it is given
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>

enum { MAX_ARGUMENTS = 16, COST_FILL = 1, COST_WHOLE = 2, COST_EACH = 8 };

typedef struct Given { int n; Value value[MAX_ARGUMENTS]; const Name *name[MAX_ARGUMENTS]; } Given;

/* family.args[k] stands for several arguments */
static bool splice(Sema *s, const Value *v, Given *g, Span span)
{
  for (int i = 0; i < v->args->nargs; i++) {
    if (g->n >= MAX_ARGUMENTS) return diag_add(s->diags, span, MSG_TOO_MANY_ARGUMENTS, MAX_ARGUMENTS), false;
    Value x = value_symbol(s, v->args->args[i], span);
    for (int j = 0; j < v->nindices; j++) {
      if (!index_use(s, v->indices[j], x.open[0]->axis, v->span)) return false;
      x = value_put_index(s, &x, 0, v->indices[j]);
    }
    g->value[g->n++] = x;
  }
  return true;
}

static bool read_arguments(Sema *s, const Node *call, Given *g)
{
  *g = (Given){ 0 };
  for (int i = 0; i < call->nkids; i++) {
    const Node *n = call->kid[i];
    if (g->n >= MAX_ARGUMENTS) return diag_add(s->diags, n->span, MSG_TOO_MANY_ARGUMENTS, MAX_ARGUMENTS), false;
    g->name[g->n] = n->kind == NODE_OPTION ? n->name : NULL;
    Value v = elab(s, n->kind == NODE_OPTION ? n->kid[0] : n);
    if (v.kind == VALUE_BAD) return false;
    if (v.kind == VALUE_ARGS) { if (!splice(s, &v, g, n->span)) return false; continue; }
    if (v.kind == VALUE_DRAW) return value_complain(s, &v);
    g->value[g->n++] = v;
  }
  return true;
}

/* ---- overloads ---- */

/* which given value each formal argument takes; -1: its default */
static bool assign_formals(const Node *formals, const Given *g, int *from)
{
  bool used[MAX_ARGUMENTS] = { false };
  int next = 0;
  if (formals->nkids > MAX_ARGUMENTS) return false;
  for (int i = 0; i < formals->nkids; i++) {
    from[i] = -1;
    for (int j = 0; j < g->n; j++)
      if (g->name[j] == formals->kid[i]->name) { from[i] = j; used[j] = true; }
    if (from[i] >= 0) continue;
    while (next < g->n && g->name[next]) next++;
    if (next < g->n) { from[i] = next; used[next++] = true; }
    else if (!formals->kid[i]->kid[2]) return false;
  }
  for (int j = 0; j < g->n; j++)
    if (!used[j]) return false;
  return true;
}

typedef struct AxisPair { const Name *name; Axis *axis; } AxisPair;

/* the cost of this overload for these arguments, -1 if it does not fit; pairs[]: what its axis names stand for */
static int fit_cost(const Node *formals, const Given *g, const int *from, AxisPair *pair, int *npairs)
{
  int cost = 0;
  *npairs = 0;
  for (int i = 0; i < formals->nkids; i++) {
    const Node *f = formals->kid[i], *axes = f->kid[0];
    if (from[i] < 0) continue;
    const Value *v = &g->value[from[i]];
    if (!axes) {
      if (v->nopen > 0) cost += f->kid[1] ? COST_EACH : COST_WHOLE;
      continue;
    }
    if (v->kind != VALUE_ARRAY) return -1;
    if (v->nopen == 0) { cost += COST_FILL; continue; }
    if (v->nopen != axes->nkids) return -1;
    for (int a = 0; a < axes->nkids; a++) {
      if (axes->kid[a]->kind != NODE_NAME) return -1;
      int p = 0;
      while (p < *npairs && pair[p].name != axes->kid[a]->name) p++;
      if (p < *npairs) {
        if (!axis_same(pair[p].axis, v->open[a]->axis)) return -1;
        if (!axis_named(pair[p].axis)) pair[p].axis = v->open[a]->axis;
      } else pair[(*npairs)++] = (AxisPair){ axes->kid[a]->name, v->open[a]->axis };
    }
  }
  for (int i = 0; i < formals->nkids; i++) {          /* a number can fill only axes that another argument has */
    const Node *axes = formals->kid[i]->kid[0];
    for (int a = 0; axes && a < axes->nkids; a++) {
      int p = 0;
      while (p < *npairs && pair[p].name != axes->kid[a]->name) p++;
      if (p == *npairs) return -1;
    }
  }
  return cost;
}

static bool arity_fits(const Fn *fn, const Given *g)
{
  int from[MAX_ARGUMENTS];
  return assign_formals(fn->node->kid[0], g, from);
}

static const char *signature(Sema *s, const Fn *fn)
{
  Buf buf = {0};
  const Node *formals = fn->node->kid[0];
  buf_printf(&buf, "%s(", fn->node->name->text);
  for (int i = 0; i < formals->nkids; i++) {
    if (i) buf_put(&buf, formals->bar == i ? (formals->separator == ';' ? "; " : " | ") : ", ");
    buf_put(&buf, formals->kid[i]->name->text);
    if (formals->kid[i]->kid[0]) ast_to_text(&buf, formals->kid[i]->kid[0]);
  }
  buf_putc(&buf, ')');
  const char *text = arena_strdup(s->arena, buf_text(&buf));
  buf_free(&buf);
  return text;
}

static const Fn *choose(Sema *s, const Fn *first, const Node *call, const Given *g, int *from, AxisPair *pair, int *npairs)
{
  const Fn *best = NULL;
  int least = 0;
  bool any_arity = false;
  for (const Fn *fn = first; fn; fn = fn->next) {
    const Node *formals = fn->node->kid[0];
    AxisPair p[MAX_ARGUMENTS * ARRAY_MAX_AXES];
    int f[MAX_ARGUMENTS], np;
    if (!assign_formals(formals, g, f)) continue;
    any_arity = true;
    int cost = fit_cost(formals, g, f, p, &np);
    if (cost < 0 || (best && cost >= least)) continue;
    best = fn;
    least = cost;
    memcpy(from, f, sizeof f);
    memcpy(pair, p, (size_t)np * sizeof *p);
    *npairs = np;
  }
  if (best) return best;
  Diag *d = diag_add(s->diags, call->span, any_arity ? MSG_NO_OVERLOAD : MSG_FN_ARGUMENTS, first->node->name->text, g->n);
  for (const Fn *fn = first; fn; fn = fn->next) diag_note(s->diags, d, (Span){0}, "it is declared as %s", signature(s, fn));
  if (any_arity)
    for (int i = 0; i < g->n; i++) {
      if (g->value[i].kind != VALUE_ARRAY || !arity_fits(first, g)) continue;
      diag_note(s->diags, d, g->value[i].span, "axes here: %s", value_axes_text(s, &g->value[i]));
    }
  return NULL;
}

/* ---- expansion ---- */

/* values outside an argument's domain are told once the statement is read, when all axes are known */
static void note_check(Sema *s, const Node *formal, const Value *v, const Fn *fn)
{
  const Node *domain = formal->kid[1];
  if (!domain || domain->kind == NODE_DOMAIN_SET || s->guard > 0 || s->conditional > 0 || s->pattern || v->kind != VALUE_ARRAY) return;
  if (v->e->has_param || v->e->has_touch || v->e->has_hole) return;
  ArgumentCheck *c = ARENA_NEW(s->arena, ArgumentCheck);
  if (!domain_of(s, domain, 0, NULL, -1, &c->domain)) return;
  const Expr *e = v->e;
  for (IndexVar *x = s->vars; x; x = x->outer) {
    if (!expr_has_free(e, x->index)) continue;
    if (!x->axis || x->ranged) return;
    e = index_settle(s, x, e);
  }
  c->e = e;
  c->span = v->span;
  c->fn = fn->node->name->text;
  c->arg = formal->name->text;
  c->next = s->checks;
  s->checks = c;
}

/* a parameter that is the argument as it stands is told of by the words that stand behind it */
static void note_limit(const Node *formal, const Value *v)
{
  if (formal->string && v->kind == VALUE_ARRAY && v->e->kind == X_ACCESS && v->e->u.sym->kind == SYM_PARAM) v->e->u.sym->limit = formal->string;
}

static Value expand(Sema *s, const Fn *fn, const Node *call, Given *g, const int *from, const AxisPair *pair, int npairs)
{
  const Node *formals = fn->node->kid[0];
  Scope *outer = s->scope;
  Value *each[MAX_ARGUMENTS], arg[MAX_ARGUMENTS];
  Index *open[ARRAY_MAX_AXES];
  int neach = 0, nopen = 0;
  Scope *scope = scope_new(s, fn->home);
  for (int p = 0; p < npairs; p++) {
    AxisEntry *e = ARENA_NEW(s->arena, AxisEntry);
    /* the body calls the axis by the formal name; messages and printers know the real one */
    *e = (AxisEntry){ .axis = pair[p].axis, .alias = pair[p].name, .span = call->span, .next = scope->axes };
    scope->axes = e;
  }
  s->scope = scope;
  bool ok = true;
  for (int i = 0; i < formals->nkids && ok; i++) {
    const Node *f = formals->kid[i];
    arg[i] = from[i] >= 0 ? g->value[from[i]] : elab(s, f->kid[2]);
    if (arg[i].kind == VALUE_DRAW)                     /* a start for `param family.args`, no default */
      diag_add(s->diags, call->span, MSG_ARGUMENT_MISSING, fn->node->name->text, f->name->text);
    if (arg[i].kind == VALUE_BAD || arg[i].kind == VALUE_DRAW) { ok = false; break; }
    note_check(s, f, &arg[i], fn);
    note_limit(f, &arg[i]);
    if (f->kid[0]) {
      Axis *axis[ARRAY_MAX_AXES];
      Index *own[ARRAY_MAX_AXES];
      int naxes, bar;
      ok = axes_declare(s, f->kid[0], NULL, 0, NULL, axis, &naxes, &bar);
      for (int a = 0; ok && a < naxes; a++) own[a] = index_new(s->pool, index_name(axis[a]), axis[a]);
      ok = ok && value_fit_axes(s, &arg[i], naxes, axis, own, f->name->text);
    } else if (f->kid[1] && arg[i].nopen > 0) each[neach++] = &arg[i];
    scope_bind(s, f->name, BIND_VALUE, f->span)->value = arg[i];       /* later defaults see it */
  }
  if (ok && neach > 0) {
    ok = value_align(s, neach, each, open, &nopen, call->span, fn->node->name->text);
    for (int i = 0; i < neach; i++) each[i]->nopen = 0;
  }
  Value v = value_bad(call->span);
  if (ok) {
    for (int i = 0; i < formals->nkids; i++) scope_find_here(scope, formals->kid[i]->name)->value = arg[i];
    int errors = s->diags->errors;
    v = elab(s, fn->node->kid[1]);
    const Diag *d = s->diags->last;
    bool here = d && d->span.source == call->span.source && d->span.begin >= call->span.begin && d->span.end <= call->span.end;
    if (s->diags->errors > errors && !here)
      diag_note(s->diags, s->diags->last, call->span, "in the call of '%s' here", fn->node->name->text);
  }
  s->scope = outer;
  if (v.kind == VALUE_ARRAY && nopen > 0) {
    if (v.nopen + nopen > ARRAY_MAX_AXES) return diag_add(s->diags, call->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(call->span);
    for (int i = v.nopen - 1; i >= 0; i--) v.open[i + nopen] = v.open[i];
    for (int i = 0; i < nopen; i++) v.open[i] = open[i];
    v.nopen += nopen;
  }
  v.span = call->span;
  return v;
}

Value fn_call(Sema *s, const Fn *first, const Node *call)
{
  Given *g = ARENA_NEW(s->arena, Given);
  AxisPair pair[MAX_ARGUMENTS * ARRAY_MAX_AXES];
  int from[MAX_ARGUMENTS], npairs;
  if (!read_arguments(s, call, g)) return value_bad(call->span);
  const Fn *fn = choose(s, first, call, g, from, pair, &npairs);
  if (!fn) return value_bad(call->span);
  if (s->expansions >= SEMA_MAX_EXPANSIONS) {
    diag_hint(s->diags, diag_add(s->diags, call->span, MSG_FN_TOO_DEEP, fn->node->name->text), "a fn may not call itself");
    return value_bad(call->span);
  }
  s->expansions++;
  Value v = expand(s, fn, call, g, from, pair, npairs);
  s->expansions--;
  return v;
}

/* ---- functions of the library ---- */

static const Expr *put_arguments(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  const Expr *const *pairs = context;
  if (e->kind != X_HOLE || e->nargs > 0) return e;
  for (; pairs[0]; pairs += 2)
    if (pairs[0] == e) return pairs[1];
  return e;
}

static Value function_call(Sema *s, const Function *f, const Node *n)
{
  Value arg[FUNCTION_MAX_ARGS], *p[FUNCTION_MAX_ARGS];
  Index *open[ARRAY_MAX_AXES];
  int nopen;
  if (n->nkids != f->nargs) return diag_add(s->diags, n->span, MSG_ARGUMENT_COUNT, n->name->text, f->nargs, n->nkids), value_bad(n->span);
  for (int i = 0; i < f->nargs; i++) {
    if (n->kid[i]->kind == NODE_OPTION) return diag_add(s->diags, n->kid[i]->span, MSG_NO_OPTION, n->kid[i]->name->text, n->name->text), value_bad(n->span);
    arg[i] = elab(s, n->kid[i]);
    p[i] = &arg[i];
  }
  if (!value_align(s, f->nargs, p, open, &nopen, n->at, n->name->text)) return value_bad(n->span);
  const Expr *e[FUNCTION_MAX_ARGS], *pairs[2 * FUNCTION_MAX_ARGS + 1] = { 0 };
  for (int i = 0; i < f->nargs; i++) {
    e[i] = arg[i].e;
    pairs[2 * i] = expr_hole(s->pool, f->arg[i], 0, NULL);
    pairs[2 * i + 1] = e[i];
  }
  Value v = arg[0];
  v.e = f->kernel || !f->definition ? expr_call(s->pool, f, f->nargs, e) : expr_map(s->pool, f->definition, put_arguments, pairs);
  v.span = n->span;
  return v;
}

static Value call_hole(Sema *s, const Node *n)
{
  const Expr *arg[MAX_ARGUMENTS];
  if (n->nkids > MAX_ARGUMENTS) return diag_add(s->diags, n->span, MSG_TOO_MANY_ARGUMENTS, MAX_ARGUMENTS), value_bad(n->span);
  for (int i = 0; i < n->nkids; i++) {
    Value v;                                           /* an array's open indices stay free: the caller knows what it asked for */
    if (!elab_array(s, n->kid[i], &v)) return value_bad(n->span);
    arg[i] = v.e;
  }
  return value_scalar(expr_hole(s->pool, n->name, n->nkids, arg), n->span);
}

/* ---- calls that only printed expressions have ---- */

static Value reread_touch(Sema *s, const Node *n)
{
  Value v = elab(s, n->kid[0]);
  if (v.kind != VALUE_ARRAY) return v;
  bool unknown = v.e->kind == X_ACCESS && v.e->u.sym->kind == SYM_ATOM && v.e->u.sym->twin;      /* a search's, which stands in for a parameter */
  v.e = unknown ? expr_access(s->pool, v.e->u.sym->twin, v.e->arg) : expr_touch(s->pool, v.e);
  return v;
}

/* solve(A, h), solve_shrunk(A, h, l), …: A over m row and m column axes, the vectors over the row axes; pooled(h, a): vectors alone */
static const MatrixOp reread_ops[] = { MAT_SOLVE, MAT_SHRINK, MAT_WITHIN, MAT_SHARE, MAT_POOL, MAT_SCALE };

static const MatrixOp *reread_op(const Node *n)
{
  for (size_t i = 0; i < sizeof reread_ops / sizeof *reread_ops; i++) {
    const MatrixForm *form = &matrix_form[reread_ops[i]];
    if (n->nkids == 1 + form->vectors && !strcmp(n->name->text, form->word)) return &reread_ops[i];
  }
  return NULL;
}

/* scaled(A, B): two matrices over the same axes */
static Value reread_matrices(Sema *s, const Node *n, MatrixOp op, Value *a)
{
  if (a[0].nopen != 2 || a[1].nopen != 2) return diag_add(s->diags, n->span, MSG_NOT_A_FUNCTION, n->name->text), value_bad(n->span);
  Value v = { .kind = VALUE_ARRAY, .nopen = 2, .span = n->span };
  const Expr *at[2], *element[2];
  for (int i = 0; i < 2; i++) {
    at[i] = expr_index(s->pool, a[0].open[i]);
    v.open[i] = fresh_index(s, a[0].open[i]);
    element[i] = expr_index(s->pool, v.open[i]);
  }
  v.e = expr_matrix(s->pool, op, 1, &a[0].open[0], &a[0].open[1], a[0].e, expr_subst_indices(s->pool, a[1].e, 2, a[1].open, at), element);
  return v;
}

static Value reread_solve(Sema *s, const Node *n)
{
  Value a[1 + MATRIX_VECTORS] = { 0 };
  const MatrixOp op = *reread_op(n);
  const MatrixForm *form = &matrix_form[op];
  for (int k = 0; k <= form->vectors; k++)
    if (!elab_array(s, n->kid[k], &a[k])) return value_bad(n->span);
  if (form->full) return reread_matrices(s, n, op, a);
  int m = a[1].nopen;
  for (int k = 0; k <= form->vectors; k++)
    if (a[k].nopen != (k || form->single ? m : 2 * m)) return diag_add(s->diags, n->span, MSG_NOT_A_FUNCTION, n->name->text), value_bad(n->span);
  const Expr *row[ARRAY_MAX_AXES], *element[ARRAY_MAX_AXES], *vector[MATRIX_VECTORS];
  Value v = { .kind = VALUE_ARRAY, .nopen = m, .span = n->span };
  for (int i = 0; i < m; i++) {
    row[i] = expr_index(s->pool, a[0].open[i]);
    v.open[i] = fresh_index(s, a[0].open[i]);
    element[i] = expr_index(s->pool, v.open[i]);
  }
  for (int k = 0; k < form->vectors; k++) vector[k] = expr_subst_indices(s->pool, a[1 + k].e, m, a[1 + k].open, row);
  if (form->single) v.e = expr_pool(s->pool, m, a[0].open, a[0].e, vector[0], element);
  else v.e = expr_matrix_of(s->pool, op, m, a[0].open, a[0].open + m, a[0].e, vector, element);
  return v;
}

static Value (*reread_call(Sema *s, const Node *n))(Sema *, const Node *)
{
  if (!s->rereading) return NULL;
  if (n->nkids == 1 && !strcmp(n->name->text, "touch")) return reread_touch;
  return reread_op(n) ? reread_solve : NULL;
}

Value elab_call(Sema *s, const Node *n)
{
  Value (*own)(Sema *, const Node *) = reread_call(s, n);
  if (own) return own(s, n);
  Binding *b = sema_find(s, n->name);
  if (b && b->kind == BIND_VALUE && b->value.kind == VALUE_FAMILY) {
    b = scope_find(s->global, b->value.name);
    if (!b && sema_load_densities(s)) b = scope_find_here(s->library, scope_find(s->scope, n->name)->value.name);
  }
  if (b && b->kind == BIND_FN) return fn_call(s, b->fn, n);
  const Builtin *builtin = builtin_find(n->name);
  if (builtin) {
    if (n->nkids < builtin->least || n->nkids > builtin->most) {
      diag_add(s->diags, n->span, MSG_ARGUMENT_COUNT, n->name->text, n->nkids < builtin->least ? builtin->least : builtin->most, n->nkids);
      return value_bad(n->span);
    }
    return builtin->call(s, n);
  }
  const Function *f = function_find(s->pool, n->name->text);
  if (f) return function_call(s, f, n);
  if (s->pattern) return call_hole(s, n);
  if (b) {
    Diag *d = diag_add(s->diags, n->at, MSG_NOT_A_FUNCTION, n->name->text);
    diag_note(s->diags, d, b->span, "it is declared here");
    if (b->kind == BIND_SYMBOL && b->sym->naxes > 0) diag_hint(s->diags, d, "subscripts stand in square brackets: %s[…]", n->name->text);
    if (b->kind == BIND_MODEL) diag_hint(s->diags, d, "a model is made and fitted by: fit m = %s(…)", n->name->text);
  } else sema_unknown(s, n->at, n->name, "function");
  return value_bad(n->span);
}

/* ---- domains of arguments ---- */

static bool inside(const Domain *d, double x)
{
  if (isnan(x)) return false;
  if (d->kind != DOMAIN_INTERVAL && d->kind != DOMAIN_LABEL) return true;
  if (d->kind == DOMAIN_LABEL && x != floor(x)) return false;
  return (d->lo_open ? x > d->lo : x >= d->lo) && (d->hi_open ? x < d->hi : x <= d->hi);
}

void argument_check(Sema *s, const ArgumentCheck *c)
{
  Range r = facts_range(facts_new(s->pool, 0, NULL), c->e);
  bool known = c->domain.kind != DOMAIN_LABEL || r.integer;
  if (known && inside(&c->domain, r.lo) && inside(&c->domain, r.hi)) return;
  if (known && (r.lo_open || inside(&c->domain, r.lo)) && (r.hi_open || inside(&c->domain, r.hi)) && r.lo >= c->domain.lo && r.hi <= c->domain.hi) return;
  Value v = { .kind = VALUE_ARRAY, .e = c->e, .span = c->span };
  if (c->e->nfree > ARRAY_MAX_AXES) return;
  double count = 1;
  for (int i = 0; i < c->e->nfree; i++) {
    v.open[v.nopen++] = c->e->free[i];
    count *= (double)c->e->free[i]->axis->size;
  }
  if (!(count >= 1 && count < 2e7)) return;
  char *error = NULL;
  Array *a = (s->evaluate ? s->evaluate : sema_evaluate_by_reference)(s->evaluate_context, s->pool, v.e, v.nopen, v.open, &error);
  if (!a) return;
  for (int64_t i = 0, n = array_count(a); i < n; i++) {
    double x = a->data[i];
    if (inside(&c->domain, x)) continue;
    Buf domain = {0}, place = {0};
    domain_text(&domain, &c->domain);
    int64_t rest = i, stride = n;
    for (int k = 0; k < v.nopen; k++) {
      stride /= a->size[k];
      buf_printf(&place, "%s%s = %lld", k ? ", " : " at ", v.open[k]->name->text, (long long)(rest / stride + 1));
      rest %= stride;
    }
    bool number = c->e->kind == X_NUM && v.nopen == 0;
    diag_add(s->diags, c->span, MSG_OUTSIDE_SUPPORT, c->fn, c->arg, buf_text(&domain), number ? "it" : span_text(s, c->span), x, buf_text(&place));
    buf_free(&domain);
    buf_free(&place);
    break;
  }
  array_unref(a);
}
