/* declare.c: let, data, param, fix, fn, require: what a script declares.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>
#include <stdlib.h>

void symbol_bind_array(Sema *s, Symbol *sym, Array *array)
{
  if (!sym->value) vec_push(s->arena, &s->symbols, sym);
  array_unref(sym->value);
  sym->value = array;
  sym->range_known = array_range(array, &sym->least, &sym->greatest, &sym->integer);
}

static bool reserved(Sema *s, const Node *n)
{
  if (!function_find(s->pool, n->name->text)) return false;
  diag_hint(s->diags, diag_add(s->diags, n->at, MSG_NAME_RESERVED, n->name->text), "choose another name");
  return true;
}

/* a derivation writes the number by its name: a parameter would read like it, also in a certificate */
static bool reads_like_constant(Sema *s, const Node *n)
{
  if (!constant_find(n->name, NULL)) return false;
  diag_hint(s->diags, diag_add(s->diags, n->at, MSG_NAME_CONSTANT, n->name->text), "choose another name, as 'w' for weights");
  return true;
}

/* ---- let ---- */

static bool let_symbol(Sema *s, const Node *n, int naxes, Axis *const *axis, Array *a)
{
  Symbol *sym = symbol_new(s->pool, SYM_LET, n->name, naxes, axis);
  symbol_bind_array(s, sym, a);
  scope_bind(s, n->name, BIND_SYMBOL, n->at)->sym = sym;
  return true;
}

/* the name of a density or fn, as an argument of a model */
static bool is_family(Sema *s, const Node *n)
{
  Binding *b = n->kind == NODE_NAME ? sema_find(s, n->name) : NULL;
  return b && b->kind == BIND_FN;
}

/* let y[2] = 3 where there is a y[N]: meant as an assignment, most likely */
static void warn_of_entry(Sema *s, const Node *n)
{
  const Binding *b = scope_find_here(s->scope, n->name);
  const Node *axes = n->kid[0];
  if (!axes || !b || b->kind != BIND_SYMBOL || b->sym->naxes != axes->nkids) return;
  for (int i = 0; i < axes->nkids; i++)
    if (axes->kid[i]->kind != NODE_NUMBER) return;
  Diag *d = diag_add(s->diags, n->span, MSG_LET_ENTRY, n->name->text);
  diag_hint(s->diags, d, "arrays do not change; an array with another entry: let z = array{i in N} (if i == 2 then 3 else y[i])");
}

bool sema_let(Sema *s, const Node *n, const Node *override)
{
  const Node *source = override ? override : n->kid[1];
  Axis *axis[ARRAY_MAX_AXES];
  Index *own[ARRAY_MAX_AXES];
  int naxes, bar;
  int errors = s->diags->errors;
  Value v = is_family(s, source) ? (Value){ .kind = VALUE_FAMILY, .name = source->name, .span = source->span } : elab(s, source);
  sema_run_checks(s);
  if (v.kind == VALUE_BAD || s->diags->errors > errors) return false;
  if (v.kind == VALUE_DRAW) return value_complain(s, &v);
  if (v.kind == VALUE_STRING || v.kind == VALUE_FAMILY) {
    scope_bind(s, n->name, BIND_VALUE, n->at)->value = v;
    return true;
  }
  warn_of_entry(s, n);
  if (n->kid[0]) {
    int64_t sizes[ARRAY_MAX_AXES];
    for (int i = 0; i < v.nopen; i++) sizes[i] = v.open[i]->axis->size;
    if (!axes_declare(s, n->kid[0], v.nopen == n->kid[0]->nkids ? sizes : NULL, v.nopen, n->name, axis, &naxes, &bar)) return false;
    for (int i = 0; i < naxes; i++) own[i] = index_new(s->pool, index_name(axis[i]), axis[i]);
    if (!value_fit_axes(s, &v, naxes, axis, own, n->name->text)) return false;
  } else {
    naxes = v.nopen;
    for (int i = 0; i < naxes; i++) axis[i] = v.open[i]->axis;
  }
  if (naxes == 0) {
    double x;
    if (!sema_evaluate_scalar(s, v.e, v.span, &x)) return false;
    if (v.e->kind != X_NUM) v.e = expr_num(s->pool, x);
    scope_bind(s, n->name, BIND_VALUE, n->at)->value = v;
    return true;
  }
  Array *a = sema_evaluate(s, &v);
  return a && let_symbol(s, n, naxes, axis, a);
}

/* ---- data ---- */

/* a single column fits one axis or two */
static Array *as_declared(Sema *s, const Node *n, Array *a, int naxes)
{
  if (a->naxes == naxes) return a;
  bool drop = naxes == 1 && a->naxes == 2 && a->size[1] == 1 && !a->sparse, add = naxes == 2 && a->naxes == 1;
  bool number = naxes == 0 && array_count(a) == 1 && !a->sparse;
  if (!drop && !add && !number) {
    Diag *d = diag_add(s->diags, n->span, MSG_DECLARED_AXES, n->name->text, naxes, naxes == 1 ? "axis" : "axes", a->naxes);
    if (a->naxes == 2) diag_note(s->diags, d, (Span){0}, "it has %lld row%s and %lld column%s", (long long)a->size[0], a->size[0] == 1 ? "" : "s", (long long)a->size[1], a->size[1] == 1 ? "" : "s");
    if (naxes == 1 && a->naxes == 2) diag_hint(s->diags, d, "declare two axes, %s[N, D], a column of which is %s[:, 1]; of a csv file one can be chosen: csv(\"…\", columns = \"name\")", n->name->text, n->name->text);
    else if (a->naxes == 0) diag_hint(s->diags, d, "a list has brackets, also of one number: [7]");
    else if (a->naxes < 4) diag_hint(s->diags, d, "give each of its axes a name: %s[%s]", n->name->text, a->naxes == 1 ? "N" : a->naxes == 2 ? "N, D" : "I, J, K");
    array_unref(a);
    return NULL;
  }
  int64_t size[2] = { a->size[0], 1 };
  Array *b = array_new(naxes, size);
  if (b) memcpy(b->data, a->data, (size_t)array_count(a) * sizeof *a->data);
  else diag_add(s->diags, n->span, MSG_NO_MEMORY);
  array_unref(a);
  return b;
}

bool sema_data_array(Sema *s, const Node *n, Array *a)
{
  Axis *axis[ARRAY_MAX_AXES];
  int naxes, bar;
  if (reserved(s, n)) return array_unref(a), false;
  if (!(a = as_declared(s, n, a, n->kid[0] ? n->kid[0]->nkids : 0))) return false;
  Domain domain;
  if (!axes_declare(s, n->kid[0], a->size, a->naxes, n->name, axis, &naxes, &bar)
      || !domain_of(s, n->kid[1], naxes, axis, bar, &domain)) return array_unref(a), false;
  Symbol *sym = symbol_new(s->pool, SYM_DATA, n->name, naxes, axis);
  sym->bar = bar;
  sym->domain = domain;
  if ((n->kid[1] || bar > 0) && !domain_check(s, &domain, a, sym, n->span, "the value of")) return array_unref(a), false;
  symbol_bind_array(s, sym, a);
  scope_bind(s, n->name, BIND_SYMBOL, n->at)->sym = sym;
  return true;
}

bool sema_data_value(Sema *s, const Node *n)
{
  Value v;
  int errors = s->diags->errors;
  if (reserved(s, n) || !elab_array(s, n->kid[2], &v)) return false;
  sema_run_checks(s);
  if (s->diags->errors > errors) return false;
  /* axes of the source that are declared by name go where they are declared; all others go by position */
  int naxes = n->kid[0] ? n->kid[0]->nkids : 0;
  if (v.nopen == naxes) {
    Index *open[ARRAY_MAX_AXES] = { 0 };
    bool all = true;
    for (int i = 0; i < naxes && all; i++) {
      const Node *x = n->kid[0]->kid[i];
      for (int j = 0; x->kind == NODE_NAME && j < v.nopen && !open[i]; j++) {
        bool taken = false;
        for (int k = 0; k < i; k++) taken = taken || open[k] == v.open[j];
        if (!taken && v.open[j]->axis->name == x->name) open[i] = v.open[j];
      }
      all = open[i] != NULL;
    }
    if (all) memcpy(v.open, open, sizeof open);
  }
  Array *a = sema_evaluate(s, &v);
  return a && sema_data_array(s, n, a);
}

/* ---- param ---- */

static bool read_init(Sema *s, const Node *n, Param *p)
{
  Value v = elab(s, n);
  Symbol *sym = p->sym;
  if (v.kind == VALUE_BAD) return false;
  if (v.kind == VALUE_DRAW) {
    p->draw = v.draw_kind;
    p->draw_word = v.string;
    p->draw_args[0] = v.draw[0];
    p->draw_args[1] = v.draw[1];
    p->init_nopen = v.nopen;
    for (int i = 0; i < v.nopen; i++) p->init_open[i] = v.open[i];
    if (v.nopen > 0) {                                 /* rows of x: its last axes are those of the parameter's rows */
      if (sym->domain.kind == DOMAIN_LABEL && sym->naxes == 1 && axis_same(v.open[0]->axis, sym->axis[0])) return true;   /* one label for each row */
      int rows = sym->naxes - (v.nopen - 1);
      bool fits = rows >= 0;
      for (int i = 1; fits && i < v.nopen; i++) fits = axis_same(v.open[i]->axis, sym->axis[rows + i - 1]);
      if (!fits) {
        Value whole = value_symbol(s, sym, n->span);
        diag_add(s->diags, n->span, MSG_AXES_DO_NOT_FIT, span_text(s, n->span), value_axes_text(s, &v), sym->name->text, value_axes_text(s, &whole));
        return false;
      }
    }
    return true;
  }
  if (v.kind != VALUE_ARRAY) return value_complain(s, &v);
  Index *own[ARRAY_MAX_AXES];
  for (int i = 0; i < sym->naxes; i++) own[i] = index_new(s->pool, index_name(sym->axis[i]), sym->axis[i]);
  if (!value_fit_axes(s, &v, sym->naxes, sym->axis, own, sym->name->text)) return false;
  p->init = v.e;
  p->init_nopen = sym->naxes;
  for (int i = 0; i < sym->naxes; i++) p->init_open[i] = own[i];
  return true;
}

static Binding *bind_param(Sema *s, Param *p, Span span)
{
  Binding *b = scope_bind(s, p->sym->name, BIND_SYMBOL, span);
  b->sym = p->sym;
  b->param = p;
  vec_push(s->arena, &s->scope->params, p);
  vec_push(s->arena, &s->symbols, p->sym);
  return b;
}

/* mu[D] = sample(x) in a density says how the parameter starts; x is the data that the model gives to the density, whole: the density
 * sees its rows, whose axes `of` it calls by its own names */
static bool family_start(Sema *s, const Node *x, Axis *const *of, const Node *use, const Node *start, Param *p)
{
  Scope *here = s->scope;
  Value data = elab(s, use->kind == NODE_INDEX ? use->kid[0] : use);
  if (data.kind != VALUE_ARRAY) return data.kind != VALUE_BAD;
  s->scope = scope_new(s, s->library);
  for (int i = 0; x->kid[0] && i < x->kid[0]->nkids; i++) {
    AxisEntry *e = ARENA_NEW(s->arena, AxisEntry);
    *e = (AxisEntry){ .axis = of[i], .alias = x->kid[0]->kid[i]->name, .span = use->span, .next = s->scope->axes };
    s->scope->axes = e;
  }
  scope_bind(s, x->name, BIND_VALUE, use->span)->value = data;
  bool ok = read_init(s, start, p);
  s->scope = here;
  return ok;
}

/* param family.args[K]: one array for each argument behind the bar of the overload that fits the model's use of it */
static bool family_params(Sema *s, const Node *n)
{
  Binding *f = scope_find(s->scope, n->name);
  if (!f || f->kind != BIND_VALUE || f->value.kind != VALUE_FAMILY) {
    bool given = f && (f->kind == BIND_VALUE || f->kind == BIND_SYMBOL) && s->model;
    Diag *d = given ? diag_add(s->diags, f->span, MSG_NOT_A_FAMILY, span_text(s, f->span)) : diag_add(s->diags, n->at, MSG_NOT_A_FAMILY, n->name->text);
    diag_hint(s->diags, d, given ? "give the name of a density, or of a fn with a bar: %s = normal" : "it stands in a model that takes a density: model NAME(x, K, %s)", n->name->text);
    return false;
  }
  Binding *density = scope_find(s->global, f->value.name);
  if ((!density || density->kind != BIND_FN) && sema_load_densities(s)) density = scope_find_here(s->library, f->value.name);
  Axis *axis[ARRAY_MAX_AXES], *of[ARRAY_MAX_AXES];
  int naxes, bar, nof = 0;
  if (!axes_declare(s, n->kid[0], NULL, 0, NULL, axis, &naxes, &bar)) return false;
  const Node *first = s->model ? model_family_use(s->model, n->name) : NULL;
  if (first && !model_axes_of(s, first, of, &nof)) return false;
  const Fn *best = NULL;
  for (const Fn *fn = density->fn; fn; fn = fn->next) {
    const Node *formals = fn->node->kid[0], *x = formals->nkids ? formals->kid[0] : NULL;
    if (!x || formals->bar < 1 || formals->separator != '|' || (x->kid[0] ? x->kid[0]->nkids : 0) != nof) continue;
    if (!best || formals->kid[formals->nkids - 1]->kid[0]) best = fn;      /* the last: the most general, as the library orders them */
  }
  if (!best) return diag_add(s->diags, n->span, MSG_FAMILY_AXES, f->value.name->text, nof == 0 ? "a number" : nof == 1 ? "a vector" : "a matrix"), false;
  const Node *formals = best->node->kid[0];
  Binding *args = scope_bind(s, name_of(arena_printf(s->arena, "%s.args", n->name->text)), BIND_ARGS, n->span);
  args->args = ARENA_ARRAY(s->arena, Symbol *, formals->nkids);
  for (int i = formals->bar; i < formals->nkids; i++) {
    const Node *formal = formals->kid[i], *declared = formal->kid[0], *data = formals->kid[0]->kid[0];
    Axis *all[ARRAY_MAX_AXES];
    int count = naxes;
    for (int a = 0; a < naxes; a++) all[a] = axis[a];
    for (int a = 0; declared && a < declared->nkids && count < ARRAY_MAX_AXES; a++)
      for (int b = 0; data && b < data->nkids; b++)
        if (data->kid[b]->name == declared->kid[a]->name) { all[count++] = of[b]; break; }
    Param *p = ARENA_NEW(s->arena, Param);
    p->sym = symbol_new(s->pool, SYM_PARAM, formal->name, count, all);
    p->span = n->span;
    if (!domain_of(s, formal->kid[1], count, all, -1, &p->sym->domain)) return false;
    if (formal->kid[2] && first && !family_start(s, formals->kid[0], of, first, formal->kid[2], p)) return false;
    bind_param(s, p, n->span);
    args->args[args->nargs++] = p->sym;
  }
  return true;
}

/* param b[J, M] init [[-1, 1], [0, 2]]: new axes take their sizes from the literal, as those of data do. The number of sizes; 0: it tells none */
static int sizes_of_start(Sema *s, const Node *axes, const Node *init, int64_t *size)
{
  int rank = 0;
  for (const Node *k = init; k && k->kind == NODE_ARRAY && k->nkids > 0 && rank < ARRAY_MAX_AXES; k = k->kid[0]) size[rank++] = k->nkids;
  if (!axes || rank != axes->nkids) return 0;
  for (int i = 0; i < rank; i++) {
    const Node *n = axes->kid[i];
    if (n->kind != NODE_NAME) return 0;
    Axis *known = axis_find(s, n->name) || scope_find(s->scope, n->name) ? axis_known(s, n->name, n->span, true) : NULL;
    if (known) size[i] = known->size;                      /* whether the start fits it is judged with the start */
    else if (scope_find(s->scope, n->name)) return 0;
  }
  return rank;
}

bool sema_param(Sema *s, const Node *n)
{
  Axis *axis[ARRAY_MAX_AXES];
  int64_t size[ARRAY_MAX_AXES];
  int naxes, bar;
  if (n->nkids > 3 && n->kid[3]) return sema_reserved(s, n->kid[3]->span, "a prior"), false;
  if (n->nkids > 4 && n->kid[4]) return sema_reserved(s, n->kid[4]->span, "'subject to'"), false;
  if (n->kind == NODE_PARAM_ARGS) return family_params(s, n);
  if (reserved(s, n) || reads_like_constant(s, n)) return false;
  int told = sizes_of_start(s, n->kid[0], n->kid[2], size);
  if (!axes_declare(s, n->kid[0], told ? size : NULL, told, n->name, axis, &naxes, &bar)) return false;
  Param *p = ARENA_NEW(s->arena, Param);
  p->sym = symbol_new(s->pool, SYM_PARAM, n->name, naxes, axis);
  p->sym->bar = bar;
  p->span = n->span;
  if (!domain_of(s, n->kid[1], naxes, axis, bar, &p->sym->domain)) return false;
  int errors = s->diags->errors;
  if (n->kid[2] && !read_init(s, n->kid[2], p)) return false;
  sema_run_checks(s);
  if (s->diags->errors > errors) return false;
  bind_param(s, p, n->at);
  return true;
}

/* ---- fix ---- */

bool sema_fix(Sema *s, const Node *n)
{
  const Node *place = n->kid[0], *name = place->kind == NODE_INDEX ? place->kid[0] : place;
  Binding *b = name->kind == NODE_NAME ? scope_find(s->scope, name->name) : NULL;
  if (!b || !b->param) {
    if (name->kind == NODE_NAME && !b) sema_unknown(s, name->span, name->name, "parameter");
    else diag_add(s->diags, name->span, MSG_NOT_A_PARAM, span_text(s, name->span));
    return false;
  }
  Symbol *sym = b->sym;
  Value at = elab(s, place), v;
  if (at.kind != VALUE_ARRAY || !elab_array(s, n->kid[1], &v)) return false;
  if (at.e->kind != X_ACCESS || at.e->u.sym != sym) return diag_add(s->diags, place->span, MSG_NOT_A_PARAM, span_text(s, place->span)), false;
  Axis *axis[ARRAY_MAX_AXES];
  for (int i = 0; i < at.nopen; i++) axis[i] = at.open[i]->axis;
  if (!value_fit_axes(s, &v, at.nopen, axis, at.open, "fix")) return false;
  Array *value = sema_evaluate(s, &v);
  if (!value) return false;
  int64_t size[ARRAY_MAX_AXES], index[ARRAY_MAX_AXES], fixed_at[ARRAY_MAX_AXES];
  int open_of[ARRAY_MAX_AXES];
  for (int a = 0; a < sym->naxes; a++) {
    size[a] = sym->axis[a]->size;
    const Expr *e = at.e->arg[a];
    double k;
    open_of[a] = -1;
    if (expr_number(e, &k)) { fixed_at[a] = (int64_t)k - 1; continue; }
    for (int o = 0; o < at.nopen; o++)
      if (e->kind == X_INDEX && e->u.index == at.open[o]) open_of[a] = o;
    if (open_of[a] < 0) return array_unref(value), diag_add(s->diags, place->span, MSG_FIX_INDEX, span_text(s, place->span)), false;
  }
  Param *p = b->param;
  if (!p->fixed) {
    if (!(p->fixed = array_new(sym->naxes, size))) return array_unref(value), diag_add(s->diags, n->span, MSG_NO_MEMORY), false;
    for (int64_t i = 0, c = array_count(p->fixed); i < c; i++) p->fixed->data[i] = NAN;
    vec_push(s->arena, &s->fixed, p);
  }
  for (int64_t i = 0, c = array_count(value); i < c; i++) {
    int64_t rest = i, flat = 0, open_at[ARRAY_MAX_AXES];
    for (int o = at.nopen - 1; o >= 0; o--) { open_at[o] = rest % value->size[o]; rest /= value->size[o]; }
    for (int a = 0; a < sym->naxes; a++) index[a] = open_of[a] >= 0 ? open_at[open_of[a]] : fixed_at[a];
    for (int a = 0; a < sym->naxes; a++) flat = flat * size[a] + index[a];
    p->fixed->data[flat] = value->data[i];
  }
  array_unref(value);
  return true;
}

/* ---- fn ---- */

static bool same_axes(const Node *a, const Node *b)         /* of two lists of arguments: the overload is declared again */
{
  if (a->nkids != b->nkids) return false;
  for (int i = 0; i < a->nkids; i++) {
    const Node *x = a->kid[i]->kid[0], *y = b->kid[i]->kid[0];
    if ((x ? x->nkids : 0) != (y ? y->nkids : 0)) return false;
    for (int j = 0; x && j < x->nkids; j++)                /* v[D, D] differs from v[D, E] */
      for (int k = 0; k < j; k++)
        if ((x->kid[j]->name == x->kid[k]->name) != (y->kid[j]->name == y->kid[k]->name)) return false;
  }
  return true;
}

bool fn_declare(Sema *s, const Node *n, Scope *home)
{
  Fn *fn = ARENA_NEW(s->arena, Fn);
  fn->node = n;
  fn->home = home;
  Binding *b = scope_find_here(home, n->name);
  if (!b || b->kind != BIND_FN) {
    Scope *here = s->scope;
    s->scope = home;
    b = scope_bind(s, n->name, BIND_FN, n->at);
    s->scope = here;
    b->fn = fn;
    return true;
  }
  Fn **p = &b->fn;
  for (; *p; p = &(*p)->next) {
    if (!same_axes((*p)->node->kid[0], n->kid[0])) continue;
    fn->next = (*p)->next;
    break;
  }
  *p = fn;
  return true;
}

bool sema_fn(Sema *s, const Node *n)
{
  const Node *formals = n->kid[0];
  if (reserved(s, n)) return false;
  for (int i = 0; i < formals->nkids; i++)
    for (int j = 0; j < i; j++)
      if (formals->kid[i]->name == formals->kid[j]->name) return diag_add(s->diags, formals->kid[i]->at, MSG_ARGUMENT_TWICE, formals->kid[i]->name->text), false;
  return fn_declare(s, n, s->scope);
}

bool sema_require(Sema *s, const Node *n)
{
  double holds;
  if (!sema_number(s, n->kid[0], &holds)) return false;
  if (holds != 0 && !isnan(holds)) return true;
  Diag *d = diag_add(s->diags, n->kid[0]->span, MSG_REQUIRED, n->string);
  if (n->kid[1]) diag_hint(s->diags, d, "%s", n->kid[1]->string);
  return false;
}
