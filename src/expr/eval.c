/* eval.c: the reference evaluator, front: DAG to cells, choice of memos, the loop over the open indices. See eval.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/eval_cell.h"
#include "expr/function.h"
#include "expr/log_form.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

void eval_fail(Eval *e, const char *fmt, ...)
{
  if (e->error) return;
  va_list ap;
  va_start(ap, fmt);
  e->error = arena_vprintf(pool_arena(e->pool), fmt, ap);
  va_end(ap);
}

int eval_slot(Eval *e, Index *i)
{
  for (int k = 0; k < e->nslots; k++) if (e->index[k] == i) return k;
  if (e->nslots == e->cap) {
    int cap = e->cap ? 2 * e->cap : 16;
    Index **index = ARENA_ARRAY(e->arena, Index *, cap);
    int64_t *env = ARENA_ARRAY(e->arena, int64_t, cap);
    if (e->cap) { memcpy(index, e->index, sizeof *index * (size_t)e->cap); memcpy(env, e->env, sizeof *env * (size_t)e->cap); }
    e->index = index; e->env = env; e->cap = cap;
  }
  e->index[e->nslots] = i;
  e->env[e->nslots] = -1;
  if (i->axis->size < 0) eval_fail(e, "the size of the axis '%s' is not known", i->axis->name->text);
  return e->nslots++;
}

int64_t eval_table_size(const Eval *e, int nfree, const int64_t *size)
{
  int64_t n = 1;
  for (int k = 0; k < nfree; k++) {
    if (size[k] <= 0 || n > EVAL_TABLE_LIMIT / size[k]) return 0;
    n *= size[k];
  }
  return n <= e->budget ? n : 0;
}

int64_t eval_table_at(const Eval *e, int nfree, const int *slot, const int64_t *size)
{
  int64_t at = 0;
  for (int k = 0; k < nfree; k++) at = at * size[k] + e->env[slot[k]];
  return at;
}

/* ---- compiling ---------------------------------------------------------------------------------------------------- */

typedef struct SlotSet { int *slot; int n, cap; } SlotSet;

static void set_add(Eval *e, SlotSet *s, int slot)
{
  int at = s->n;
  for (int k = 0; k < s->n; k++) { if (s->slot[k] == slot) return; if (s->slot[k] > slot) { at = k; break; } }
  if (s->n == s->cap) {
    int cap = s->cap ? 2 * s->cap : 8;
    int *bigger = ARENA_ARRAY(e->arena, int, cap);
    if (s->n) memcpy(bigger, s->slot, sizeof *bigger * (size_t)s->n);
    s->slot = bigger; s->cap = cap;
  }
  memmove(s->slot + at + 1, s->slot + at, sizeof(int) * (size_t)(s->n - at));
  s->slot[at] = slot;
  s->n++;
}

static void set_add_cell(Eval *e, SlotSet *s, const Cell *c, const int *except, int nexcept)
{
  for (int k = 0; k < c->nfree; k++) {
    bool skip = false;
    for (int b = 0; b < nexcept; b++) skip |= except[b] == c->slot[k];
    if (!skip) set_add(e, s, c->slot[k]);
  }
}

static int64_t *sizes_of(Eval *e, int n, const int *slot)
{
  int64_t *size = ARENA_ARRAY(e->arena, int64_t, n + 1);
  for (int k = 0; k < n; k++) size[k] = e->index[slot[k]]->axis->size;
  return size;
}

/* a child is worth a memo if two parents share it, or if its parent runs through values that it does not depend on */
static Cell *child(Eval *e, const Expr *x)
{
  Cell *c = eval_compile(e, x);
  c->uses++;
  return c;
}

static Array *symbol_value(Eval *e, const Symbol *s)
{
  Array *a = e->symbols && e->symbols->lookup ? e->symbols->lookup(e->symbols->context, s) : NULL;
  if (!a) a = s->value;
  return !a && s->kind == SYM_TOUCH && s->twin ? symbol_value(e, s->twin) : a;
}

static void compile_access(Eval *e, Cell *c)
{
  Symbol *s = c->x->u.sym;
  c->array = symbol_value(e, s);
  if (c->array && c->array->naxes != s->naxes) {
    eval_fail(e, "'%s' has %d axes, its numbers have %d", s->name->text, s->naxes, c->array->naxes);
  } else if (!c->array && s->def) {
    c->own = ARENA_ARRAY(e->arena, int, s->naxes + 1);
    for (int k = 0; k < s->naxes; k++) c->own[k] = eval_slot(e, s->own[k]);
    c->def = child(e, s->def);
    c->def->repeated = true;
    c->wide = c->def->wide;
  } else if (!c->array) eval_fail(e, "'%s' has no value", s->name->text);
}

static void compile_call(Eval *e, Cell *c)
{
  const Function *fn = c->x->u.fn;
  if (fn->kernel) {
    c->kernel = kernel_find(fn->kernel);
    if (!c->kernel || c->kernel->nargs != c->x->nargs) eval_fail(e, "the function '%s' names an unknown kernel '%s'", fn->name->text, fn->kernel);
    c->wide = c->kernel && c->kernel->id == KERNEL_exp;
  } else if (fn->definition) {
    c->def = child(e, function_put(e->pool, fn, fn->definition, c->x->arg));
    c->wide = c->def->wide;
  } else eval_fail(e, "the function '%s' has neither kernel nor definition", fn->name->text);
}

static void compile_log(Eval *e, Cell *c)
{
  if (!e->facts) e->facts = facts_new(e->pool, 0, NULL);
  const Expr *form = expr_log_form(e->pool, e->facts, c->x);
  if (form) c->log = child(e, form);
}

static bool is_wide(const Cell *c)
{
  if (c->log) return true;
  const Expr *x = c->x;
  bool any = false;
  switch ((ExprKind)x->kind) {
  case X_ADD: case X_MUL: case X_IF:
    for (int k = 0; k < x->nargs; k++) any |= c->arg[k]->wide;
    return any;
  case X_POW: {
    double power;
    return c->arg[0]->wide || !expr_number(x->arg[1], &power) || fabs(power) > 4;
  }
  case X_REDUCE: return x->op == R_PROD || (c->arg[0]->wide && x->op != R_ARGMIN && x->op != R_ARGMAX);
  default: return c->wide;
  }
}

Cell *eval_compile(Eval *e, const Expr *x)
{
  Cell *c = map_get(&e->cells, x);
  if (c) return c;
  c = ARENA_NEW(e->arena, Cell);
  c->x = x;
  map_put(e->arena, &e->cells, x, c);

  c->bound = ARENA_ARRAY(e->arena, int, x->nbound + 1);
  for (int k = 0; k < x->nbound; k++) c->bound[k] = eval_slot(e, x->u.bound[k]);
  c->arg = ARENA_ARRAY(e->arena, Cell *, x->nargs + 1);
  SlotSet free = { 0 };
  for (int k = 0; k < x->nargs; k++) {
    c->arg[k] = child(e, x->arg[k]);
    set_add_cell(e, &free, c->arg[k], c->bound, x->nbound);
  }
  if (x->kind == X_INDEX) set_add(e, &free, eval_slot(e, x->u.index));
  else if (x->kind == X_ACCESS) compile_access(e, c);
  else if (x->kind == X_CALL) compile_call(e, c);
  else if (x->kind == X_HOLE) eval_fail(e, "the pattern variable '%s' has no value", x->u.name->text);
  else if (x->kind == X_AXIS && x->u.axis->size < 0) eval_fail(e, "the size of the axis '%s' is not known", x->u.axis->name->text);
  if (x->kind == X_CALL && c->def) set_add_cell(e, &free, c->def, NULL, 0);
  if (x->kind == X_CALL || x->kind == X_ADD) compile_log(e, c);
  if (c->log) set_add_cell(e, &free, c->log, NULL, 0);
  c->nfree = free.n;
  c->slot = free.slot;
  c->size = sizes_of(e, free.n, free.slot);
  c->wide = is_wide(c);
  for (int k = 0; k < x->nargs; k++) {
    if (c->arg[k]->nfree < c->nfree + x->nbound) c->arg[k]->repeated = true;
  }
  if (x->kind == X_MATRIX && !e->error) c->matrix = eval_matrix_find(e, x);
  return c;
}

static void choose_memo(Eval *e, Cell *c)
{
  bool leaf = c->x->kind == X_NUM || c->x->kind == X_INDEX || c->x->kind == X_AXIS || (c->x->kind == X_ACCESS && c->array);
  if (leaf || c->x->kind == X_MATRIX || !(c->repeated || c->uses > 1)) return;
  int64_t n = eval_table_size(e, c->nfree, c->size);
  Memo *m = &c->memo;
  m->kind = n ? MEMO_TABLE : MEMO_LAST;
  int64_t room = n ? n : 1;
  m->value = ARENA_ARRAY(e->arena, double, room);
  m->have = ARENA_ARRAY(e->arena, unsigned char, room);
  if (c->wide) {
    m->logvalue = ARENA_ARRAY(e->arena, LogValue, room);
    m->havelog = ARENA_ARRAY(e->arena, unsigned char, room);
  }
  if (!n) {
    m->key = ARENA_ARRAY(e->arena, int64_t, c->nfree + 1);
    m->keylog = ARENA_ARRAY(e->arena, int64_t, c->nfree + 1);
  }
  e->budget -= n * (c->wide ? 3 : 1);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

static Array *run(Eval *e, const Expr *x, int nopen, Index *const *open)
{
  int64_t size[ARRAY_MAX_AXES];
  int slot[ARRAY_MAX_AXES];
  if (nopen > ARRAY_MAX_AXES) { eval_fail(e, "more than %d axes", ARRAY_MAX_AXES); return NULL; }
  for (int k = 0; k < nopen; k++) { slot[k] = eval_slot(e, open[k]); size[k] = open[k]->axis->size; }
  Cell *root = eval_compile(e, x);
  for (int k = 0; k < root->nfree; k++) {
    bool given = false;
    for (int o = 0; o < nopen; o++) given |= slot[o] == root->slot[k];
    if (!given) eval_fail(e, "the index '%s' has no value", e->index[root->slot[k]]->name->text);
  }
  if (e->error) return NULL;
  for (size_t k = 0; k < e->cells.cap; k++) if (e->cells.entry[k].key) choose_memo(e, e->cells.entry[k].value);

  Array *out = nopen ? array_new(nopen, size) : array_scalar(0);
  if (!out) { eval_fail(e, "not enough memory"); return NULL; }
  int64_t count = array_count(out);
  for (int64_t at = 0; at < count && !e->error; at++) {
    int64_t rest = at;
    for (int k = nopen - 1; k >= 0; k--) { e->env[slot[k]] = rest % size[k]; rest /= size[k]; }
    out->data[at] = eval_value(e, root);
  }
  if (e->error) { array_unref(out); return NULL; }
  return out;
}

Array *expr_eval(Pool *p, const Expr *x, int nopen, Index *const *open, const EvalEnv *env, char **error)
{
  Eval e = { .pool = p, .arena = arena_new(), .symbols = env, .budget = EVAL_BUDGET };
  Array *out = run(&e, x, nopen, open);
  if (error) *error = out ? NULL : e.error;
  arena_free(e.arena);
  return out;
}

double kernel_value(const char *kernel, int n, const double *x)
{
  const Kernel *k = kernel_find(kernel);
  return k && k->nargs == n ? kernel_apply(k, x) : NAN;
}
