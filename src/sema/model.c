/* model.c: losses, models and their results.
 *
 * A model is executed when it is fitted: its arguments are bound in a new scope inside the one where it was declared
 * (model_call.c), its statements run there, and the scope is kept under the result's name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"

/* ---- losses ---- */

/* parameters in order of declaration, outer scopes first */
static void collect_params(Sema *s, const Scope *scope, const Expr *e, Loss *loss, int most)
{
  if (scope->outer) collect_params(s, scope->outer, e, loss, most);
  for (int i = 0; i < scope->params.len && loss->nparams < most; i++)
    if (expr_has_symbol(e, scope->params.data[i]->sym)) loss->param[loss->nparams++] = *scope->params.data[i];
}

void sema_reserved(Sema *s, Span span, const char *what)
{
  static const struct { const char *what, *now; } instead[] = {
    { "a prior", "add minus its log density to the loss, such as - log dirichlet(w | 2): the fit finds the mode" },
    { "'subject to'", "constraints are domains: param x > 0, in [0, 1], in simplex, ordered, in zerosum, …; `fix` holds an entry" },
    { "'over'", "without it all parameters of the loss are found; `fix` holds some of them" },
    { "'noise'", "draw the numbers once and read them as data" },
    { "'alternate'", "write two losses, loss a = … and loss b = …, and fit one after the other" } };
  Diag *d = diag_add(s->diags, span, MSG_RESERVED, what);
  for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
    if (!strcmp(instead[i].what, what)) diag_hint(s->diags, d, "%s", instead[i].now);
}

Loss *sema_loss(Sema *s, const Node *n)
{
  const Expr *e;
  int errors = s->diags->errors;
  if (n->kind != NODE_LOSS && n->nkids > 1 && n->kid[1]) return sema_reserved(s, n->kid[1]->span, "'subject to'"), NULL;
  if (n->kind != NODE_LOSS && n->nkids > 2 && n->kid[2]) return sema_reserved(s, n->kid[2]->span, "'over'"), NULL;
  s->in_loss = true;
  bool ok = elab_scalar(s, n->kid[0], &e);
  s->in_loss = false;
  sema_run_checks(s);
  if (!ok || s->diags->errors > errors) return NULL;
  e = sema_signed_parts(s, e);
  Loss *loss = ARENA_NEW(s->arena, Loss);
  loss->name = n->kind == NODE_LOSS ? n->name : name_of("loss");
  loss->maximize = n->kind == NODE_MAXIMIZE;
  loss->value = loss->maximize ? expr_neg(s->pool, e) : e;
  loss->span = n->span;
  int most = 0;
  for (const Scope *scope = s->scope; scope; scope = scope->outer) most += scope->params.len;
  loss->param = ARENA_ARRAY(s->arena, Param, most + 1);
  collect_params(s, s->scope, e, loss, most);
  if (loss->nparams == 0) {
    Diag *d = diag_add(s->diags, n->kid[0]->span, MSG_LOSS_WITHOUT_PARAMS);
    diag_hint(s->diags, d, "declare what is to be found: param c[K, D]");
    return NULL;
  }
  return loss;
}

const Symbol *sema_param_symbol(Sema *s, const Node *n)
{
  Binding *b = n->kind == NODE_NAME ? scope_find(s->scope, n->name) : NULL;
  if (b && b->param) return b->sym;
  if (n->kind == NODE_NAME && !b) sema_unknown(s, n->span, n->name, "parameter");
  else diag_add(s->diags, n->span, MSG_NOT_A_PARAM, span_text(s, n->span));
  return NULL;
}

/* ---- models ---- */

bool sema_model(Sema *s, const Node *n)
{
  Binding *b = scope_bind(s, n->name, BIND_MODEL, n->at);
  b->node = n;
  b->home = s->scope;
  return true;
}

/* the first argument of the first call of `family` below n */
const Node *model_family_use(const Node *n, const Name *family)
{
  if (n->kind == NODE_CALL && n->name == family && n->nkids > 0) return n->kid[0];
  for (int i = 0; i < n->nkids; i++) {
    const Node *found = n->kid[i] ? model_family_use(n->kid[i], family) : NULL;
    if (found) return found;
  }
  return NULL;
}

/* the axes that are left open in x or x[i], without knowing the binder of i */
bool model_axes_of(Sema *s, const Node *n, Axis **axis, int *naxes)
{
  const Node *base = n->kind == NODE_INDEX ? n->kid[0] : n;
  int skip = n->kind == NODE_INDEX ? n->nkids - 1 : 0;
  *naxes = 0;
  if (base->kind != NODE_NAME) return true;
  Value v;
  if (!elab_array(s, base, &v)) return false;
  for (int i = skip; i < v.nopen; i++) axis[(*naxes)++] = v.open[i]->axis;
  return true;
}

void sema_model_close(Sema *s, const Name *result)
{
  Scope *inner = s->scope;
  s->scope = inner->caller;
  s->model = inner->model;
  if (!result) return;
  scope_bind(s, result, BIND_RESULT, (Span){0})->fields = inner;
}

bool sema_result_open(Sema *s, const Name *result)
{
  Binding *b = scope_find_here(s->scope, result);
  if (b && b->kind != BIND_RESULT) return false;
  scope_bind(s, result, BIND_RESULT, (Span){0})->fields = scope_new(s, NULL);
  return true;
}

void sema_result_field(Sema *s, const Name *result, const char *field, int naxes, Axis *const *axis, Array *value)
{
  Binding *b = scope_find(s->scope, result);
  if (!b || b->kind != BIND_RESULT) { array_unref(value); return; }
  Scope *here = s->scope;
  s->scope = b->fields;
  const Name *name = name_of(field);
  if (naxes == 0) {
    scope_bind(s, name, BIND_VALUE, (Span){0})->value = value_number(s, value->data[0], (Span){0});
    array_unref(value);
  } else {
    Symbol *sym = symbol_new(s->pool, SYM_LET, name, naxes, axis);
    symbol_bind_array(s, sym, value);
    scope_bind(s, name, BIND_SYMBOL, (Span){0})->sym = sym;
  }
  s->scope = here;
}
