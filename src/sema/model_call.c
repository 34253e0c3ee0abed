/* model_call.c: `NAME(args)` behind fit: which value each argument of a model takes, and whether it may.
 *
 * Arguments without a name come first, in order; then those with one; a default sees the arguments before it. An argument that
 * declares axes gives names to them in the model; one that declares a domain is held against it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"

/* the model as it is declared: "name(x[N, D], K)" */
static const char *signature(Sema *s, const Node *model)
{
  Buf buf = {0};
  buf_put(&buf, model->name->text);
  buf_putc(&buf, '(');
  for (int i = 0; i < model->kid[0]->nkids; i++) {
    const Node *formal = model->kid[0]->kid[i];
    buf_printf(&buf, "%s%s", i ? ", " : "", formal->name->text);
    if (formal->kid[0]) ast_to_text(&buf, formal->kid[0]);
    if (formal->kid[1]) { buf_putc(&buf, ' '); ast_to_text(&buf, formal->kid[1]); }
    if (!formal->kid[2]) continue;
    buf_put(&buf, " = ");
    ast_to_text(&buf, formal->kid[2]);
  }
  buf_putc(&buf, ')');
  const char *text = arena_strdup(s->arena, buf_text(&buf));
  buf_free(&buf);
  return text;
}

static void declared(Sema *s, Diag *d, const Node *model)
{
  diag_note(s->diags, d, (Span){0}, "it is declared as %s", signature(s, model));
}

/* ---- which value ---- */

static int find_formal(const Node *formals, const Name *name)
{
  for (int k = 0; k < formals->nkids; k++)
    if (formals->kid[k]->name == name) return k;
  return -1;
}

static bool no_such_argument(Sema *s, const Node *model, const Node *given)
{
  VEC(const Name *) seen = {0};
  for (int k = 0; k < model->kid[0]->nkids; k++) vec_push(s->arena, &seen, model->kid[0]->kid[k]->name);
  Diag *d = diag_add(s->diags, given->span, MSG_NO_OPTION, given->name->text, model->name->text);
  const Name *near = name_nearest(given->name, seen.data, seen.len);
  if (near) diag_hint(s->diags, d, "did you mean '%s'?", near->text);
  declared(s, d, model);
  return false;
}

/* given[k]: the expression for argument k, or NULL */
static bool distribute(Sema *s, const Node *model, const Node *call, const Node **given)
{
  const Node *formals = model->kid[0];
  const Node *named = NULL;
  for (int i = 0; i < call->nkids; i++) {
    const Node *n = call->kid[i];
    int k = n->kind == NODE_OPTION ? find_formal(formals, n->name) : i;
    if (k < 0) return no_such_argument(s, model, n);
    if (n->kind != NODE_OPTION && named) {
      Diag *d = diag_add(s->diags, n->span, MSG_ARGUMENT_AFTER_NAMED, span_text(s, n->span), named->name->text);
      return declared(s, d, model), false;
    }
    if (k >= formals->nkids) {
      Diag *d = diag_add(s->diags, n->span, MSG_ARGUMENT_SURPLUS, model->name->text, formals->nkids, call->nkids);
      return declared(s, d, model), false;
    }
    if (given[k]) return diag_add(s->diags, n->span, MSG_ARGUMENT_GIVEN_TWICE, formals->kid[k]->name->text, model->name->text), false;
    if (n->kind == NODE_OPTION) named = n;
    given[k] = n->kind == NODE_OPTION ? n->kid[0] : n;
  }
  return true;
}

static Value model_argument(Sema *s, const Node *n)
{
  Binding *b = n->kind == NODE_NAME ? sema_find(s, n->name) : NULL;
  if (b && b->kind == BIND_FN) return (Value){ .kind = VALUE_FAMILY, .name = n->name, .span = n->span };
  return elab(s, n);
}

/* ---- whether it may ---- */

static bool wrong_axes(Sema *s, const Node *model, const Node *formal, const Value *v)
{
  const char *given = span_text(s, v->span), *has = value_axes_text(s, v);
  Buf wanted = {0};
  Diag *d;
  if (formal->kid[0]) {
    ast_to_text(&wanted, formal->kid[0]);
    d = diag_add(s->diags, v->span, MSG_ARGUMENT_AXES, formal->name->text, model->name->text, buf_text(&wanted), given, has);
    if (formal->kid[0]->nkids == 2 && v->nopen == 1) diag_hint(s->diags, d, "one column is declared with two axes as well: data x[N, D], of a file or of [[1], [2]]");
  } else d = diag_add(s->diags, v->span, MSG_ARGUMENT_NUMBER, formal->name->text, model->name->text, given, has);
  buf_free(&wanted);
  return declared(s, d, model), false;
}

static Axis *known_axis(const Scope *inner, const Name *name)
{
  for (const AxisEntry *e = inner->axes; e; e = e->next)
    if (e->alias == name) return e->axis;
  return NULL;
}

/* weight[N] = 1: a number fills axes that earlier arguments have */
static void fill_axes(Sema *s, const Node *axes, Value *v, const Scope *inner)
{
  Axis *axis[ARRAY_MAX_AXES];
  if (v->nopen > 0 || axes->nkids > ARRAY_MAX_AXES) return;
  for (int i = 0; i < axes->nkids; i++)
    if (axes->kid[i]->kind != NODE_NAME || !(axis[i] = known_axis(inner, axes->kid[i]->name))) return;
  for (int i = 0; i < axes->nkids; i++) v->open[v->nopen++] = index_new(s->pool, index_name(axis[i]), axis[i]);
}

/* gives the names of the declared axes to those of the value */
static bool bind_axes(Sema *s, const Node *model, const Node *formal, const Value *v, Scope *inner)
{
  const Node *axes = formal->kid[0];
  if (axes->nkids != v->nopen) return wrong_axes(s, model, formal, v);
  for (int i = 0; i < v->nopen; i++) {
    if (axes->kid[i]->kind != NODE_NAME) continue;
    AxisEntry *known = NULL;
    for (AxisEntry *e = inner->axes; e; e = e->next)
      if (e->alias == axes->kid[i]->name) known = e;
    if (known && !axis_same(known->axis, v->open[i]->axis)) {
      Diag *d = diag_add(s->diags, v->span, MSG_AXIS_DISAGREES, formal->name->text, (long long)v->open[i]->axis->size, axes->kid[i]->name->text, (long long)known->axis->size);
      diag_note(s->diags, d, known->span, "the axis %s of '%s' comes from here", axes->kid[i]->name->text, model->name->text);
      return declared(s, d, model), false;
    }
    if (known) continue;
    AxisEntry *e = ARENA_NEW(s->arena, AxisEntry);
    *e = (AxisEntry){ .axis = v->open[i]->axis, .alias = axes->kid[i]->name, .span = v->span, .next = inner->axes };
    inner->axes = e;
  }
  return true;
}

/* sets like spd have no numbers to hold an argument against one by one */
static bool inside_domain(Sema *s, const Node *model, const Node *formal, const Value *v)
{
  if (!formal->kid[1] || formal->kid[1]->kind == NODE_DOMAIN_SET || v->e->has_param) return true;
  int errors = s->diags->errors;
  ArgumentCheck c = { .e = v->e, .span = v->span, .fn = model->name->text, .arg = formal->name->text };
  if (!domain_of(s, formal->kid[1], 0, NULL, -1, &c.domain)) return false;
  argument_check(s, &c);
  return s->diags->errors == errors;
}

static bool bind_argument(Sema *s, const Node *model, const Node *formal, Value v, Scope *inner)
{
  if (v.kind == VALUE_BAD || v.kind == VALUE_DRAW) return value_complain(s, &v);
  if (v.kind != VALUE_ARRAY && (formal->kid[0] || formal->kid[1])) return value_complain(s, &v);
  if (v.kind == VALUE_ARRAY && !formal->kid[0] && formal->kid[1] && v.nopen > 0) return wrong_axes(s, model, formal, &v);
  Scope *outer = s->scope;
  s->scope = inner;
  bool ok = true;
  if (v.kind == VALUE_ARRAY && v.nopen == 0) {            /* K = 3: numbers are evaluated, so that they can be axes */
    double x;
    ok = v.e->kind == X_NUM || sema_evaluate_scalar(s, v.e, v.span, &x);
    if (ok && v.e->kind != X_NUM) v.e = expr_num(s->pool, x);
  }
  if (ok && v.kind == VALUE_ARRAY && formal->kid[0]) fill_axes(s, formal->kid[0], &v, inner);
  if (ok && v.kind == VALUE_ARRAY && formal->kid[0]) ok = bind_axes(s, model, formal, &v, inner);
  if (ok && v.kind == VALUE_ARRAY) ok = inside_domain(s, model, formal, &v);
  if (ok) {
    bool whole = v.kind == VALUE_ARRAY && v.e->kind == X_ACCESS && v.e->u.sym->naxes == v.nopen && v.nopen > 0;
    for (int i = 0; whole && i < v.nopen; i++)
      whole = v.e->arg[i]->kind == X_INDEX && v.e->arg[i]->u.index == v.open[i] && v.open[i]->axis == v.e->u.sym->axis[i];      /* r[:, 1..2] is a part */
    Binding *b = scope_bind(s, formal->name, whole ? BIND_SYMBOL : BIND_VALUE, v.span);
    b->value = v;
    if (whole) b->sym = v.e->u.sym;
  }
  s->scope = outer;
  return ok;
}

const Node *sema_model_open(Sema *s, const Node *call)
{
  Binding *b = scope_find(s->scope, call->name);
  if (!b || b->kind != BIND_MODEL) {
    if (!b) sema_unknown(s, call->at, call->name, "model");
    else diag_add(s->diags, call->at, MSG_NOT_A_MODEL, call->name->text);
    return NULL;
  }
  const Node *model = b->node, *formals = model->kid[0];
  Scope *inner = scope_new(s, b->home);
  const Node **given = ARENA_ARRAY(s->arena, const Node *, formals->nkids + 1);
  if (!distribute(s, model, call, given)) return NULL;
  for (int k = 0; k < formals->nkids; k++) {
    const Node *formal = formals->kid[k];
    Value v;
    if (given[k]) v = model_argument(s, given[k]);
    else if (formal->kid[2]) {                            /* a default sees the arguments before it */
      Scope *outer = s->scope;
      s->scope = inner;
      v = model_argument(s, formal->kid[2]);
      s->scope = outer;
    } else {
      Diag *d = diag_add(s->diags, call->span, MSG_ARGUMENT_MISSING, call->name->text, formal->name->text);
      return declared(s, d, model), NULL;
    }
    if (!bind_argument(s, model, formal, v, inner)) return NULL;
  }
  inner->caller = s->scope;
  inner->model = s->model;
  s->scope = inner;
  s->model = model->kid[1];
  return s->model;
}
