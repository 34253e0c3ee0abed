/* subst.c: rewriting of whole expressions. One walk serves all: it leaves alone what cannot contain the target, opens
 * binders before it goes under them, and remembers each node's result for the length of the call.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"

typedef struct Walk Walk;
struct Walk {
  Pool *pool;
  Arena *memory;                                           /* of the memo tables; made when first needed */
  Map memo, concern;
  bool (*concerns)(Walk *, const Expr *);                  /* may e change? */
  const Expr *(*rewrite)(Walk *, const Expr *);            /* a node whose arguments are done; */
  bool down;                                               /* or before they are: what changes is not gone through again */
  bool fresh;                                              /* open with indices that are used nowhere else */
  bool leaves;                                             /* what is put in stays: t where t itself becomes -t in -1 * t */
  /* the task */
  int n; Index *const *index; const Expr *const *value;
  Symbol *from, *to; const Expr *template_;
  const Expr *(*user)(Pool *, const Expr *, void *); void *context;
  MapEntry inside[MAP_INSIDE];
};

static Arena *memory_of(Walk *w) { return w->memory ? w->memory : (w->memory = arena_new()); }

static const Expr *walk(Walk *w, const Expr *e);

static const Expr *walk_binder(Walk *w, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *done[EXPR_OPEN_ARGS] = { NULL };
  if (w->fresh) expr_open(w->pool, e, fresh, args); else expr_open_scratch(w->pool, e, fresh, args);
  bool same = true;
  for (int j = 0; j < e->nargs; j++) {
    done[j] = walk(w, args[j]);
    if (done[j] != args[j]) same = false;
  }
  const Expr *result = same ? e : expr_close(w->pool, e, fresh, done);
  if (!w->fresh) scratch_end(w->pool, e);
  return result;
}

static const Expr *walk(Walk *w, const Expr *e)
{
  if (!w->concerns(w, e)) return e;
  const Expr *done = map_get(&w->memo, e);
  if (done) return done;
  const Expr *before = w->down ? w->rewrite(w, e) : e;
  if (before != e) done = before;
  else if (e->nbound) done = walk_binder(w, e);
  else if (!e->nargs) done = e;
  else {
    List args;
    list_init(&args);
    for (int j = 0; j < e->nargs; j++) list_push(&args, walk(w, e->arg[j]));
    done = expr_with_args(w->pool, e, args.data);
    list_free(&args);
  }
  if (!w->down && !(w->leaves && done->kind != e->kind)) done = w->rewrite(w, done);
  map_put(memory_of(w), &w->memo, e, (void *)(uintptr_t)done);
  return done;
}

static const Expr *run(Walk *w, const Expr *e)
{
  w->memo = map_on_stack(w->inside);
  const Expr *result = walk(w, e);
  if (w->memory) arena_free(w->memory);
  return result;
}

/* ---- any rewriting --------------------------------------------------------------------------------------------- */

static bool always(Walk *w, const Expr *e) { (void)w, (void)e; return true; }
static const Expr *call_user(Walk *w, const Expr *e) { return w->user(w->pool, e, w->context); }

const Expr *expr_map(Pool *pool, const Expr *e, const Expr *(*rewrite)(Pool *, const Expr *, void *), void *context)
{
  return run(&(Walk){ .pool = pool, .concerns = always, .rewrite = call_user, .fresh = true, .user = rewrite, .context = context }, e);
}

const Expr *expr_map_down(Pool *pool, const Expr *e, const Expr *(*rewrite)(Pool *, const Expr *, void *), void *context)
{
  return run(&(Walk){ .pool = pool, .concerns = always, .rewrite = call_user, .down = true, .fresh = true, .user = rewrite, .context = context }, e);
}

typedef struct Where { bool (*concerns)(const Expr *, void *); void *context; } Where;

static bool concerns_user(Walk *w, const Expr *e)
{
  const Where *where = w->context;
  return where->concerns(e, where->context);
}

static const Expr *call_where(Walk *w, const Expr *e) { return w->user(w->pool, e, ((const Where *)w->context)->context); }

const Expr *expr_map_where(Pool *pool, const Expr *e, bool (*concerns)(const Expr *, void *), const Expr *(*rewrite)(Pool *, const Expr *, void *), void *context)
{
  Where where = { concerns, context };
  return run(&(Walk){ .pool = pool, .concerns = concerns_user, .rewrite = call_where, .fresh = true, .user = rewrite, .context = &where }, e);
}

/* ---- nodes ------------------------------------------------------------------------------------------------------ */

typedef struct Swap { const Expr *from, *to; } Swap;

/* a node is made after what it holds, and has a greater number */
static bool may_hold(Walk *w, const Expr *e)
{
  const Swap *s = w->context;
  return e->id >= s->from->id && !(s->from->symbols & ~e->symbols) && (!e->nbound || e == s->from);
}

static const Expr *swap(Walk *w, const Expr *e)
{
  const Swap *s = w->context;
  return e == s->from ? s->to : e;
}

const Expr *expr_replace(Pool *pool, const Expr *e, const Expr *from, const Expr *to)
{
  Swap s = { from, to };
  return run(&(Walk){ .pool = pool, .concerns = may_hold, .rewrite = swap, .down = true, .context = &s }, e);
}

/* ---- indices --------------------------------------------------------------------------------------------------- */

static bool has_index(Walk *w, const Expr *e)
{
  for (int k = 0; k < w->n; k++) if (expr_has_free(e, w->index[k])) return true;
  return false;
}

static const Expr *put_value(Walk *w, const Expr *e)
{
  if (e->kind == X_INDEX) for (int k = 0; k < w->n; k++) if (e->u.index == w->index[k]) return w->value[k];
  return e;
}

const Expr *expr_subst_indices(Pool *pool, const Expr *e, int n, Index *const *i, const Expr *const *value)
{
  return run(&(Walk){ .pool = pool, .concerns = has_index, .rewrite = put_value, .leaves = true, .n = n, .index = i, .value = value }, e);
}

const Expr *expr_subst_index(Pool *pool, const Expr *e, Index *i, const Expr *value)
{
  return expr_subst_indices(pool, e, 1, &i, &value);
}

/* ---- symbols --------------------------------------------------------------------------------------------------- */

static bool flag_allows(const Expr *e, SymbolKind kind)
{
  switch (kind) {
  case SYM_PARAM: return e->has_param;
  case SYM_TOUCH: case SYM_WEIGHT: case SYM_STAT: return e->has_touch;
  default: return true;
  }
}

static bool is_defined(const Symbol *s) { return (s->kind == SYM_WEIGHT || s->kind == SYM_STAT) && s->def; }

/* is an access of w->from (NULL: of a symbol with a definition) somewhere below? */
static bool has_access(Walk *w, const Expr *e)
{
  if (!flag_allows(e, w->from ? w->from->kind : SYM_WEIGHT) || (w->from && !(e->symbols & symbol_bit(w->from)))) return false;
  if (e->kind == X_ACCESS && (w->from ? e->u.sym == w->from : is_defined(e->u.sym))) return true;
  if (!e->nargs) return false;
  static const char yes, no;
  const char *known = map_get(&w->concern, e);
  if (known) return known == &yes;
  bool found = false;
  for (int j = 0; j < e->nargs && !found; j++) found = has_access(w, e->arg[j]);
  map_put(memory_of(w), &w->concern, e, (void *)(uintptr_t)(found ? &yes : &no));
  return found;
}

typedef struct NodeSwap { const Expr *from, *to; } NodeSwap;

static const Expr *swap_node(Pool *pool, const Expr *e, void *context)
{
  const NodeSwap *s = context;
  (void)pool;
  return e == s->from ? s->to : e;
}

const Expr *expr_subst_node(Pool *pool, const Expr *e, const Expr *from, const Expr *to) { return expr_map(pool, e, swap_node, &(NodeSwap){ from, to }); }

static const Expr *replace_symbol(Walk *w, const Expr *e)
{
  return e->kind == X_ACCESS && e->u.sym == w->from ? expr_access(w->pool, w->to, e->arg) : e;
}

const Expr *expr_subst_symbol(Pool *pool, const Expr *e, Symbol *from, Symbol *to)
{
  return run(&(Walk){ .pool = pool, .concerns = has_access, .rewrite = replace_symbol, .leaves = true, .from = from, .to = to }, e);
}

static const Expr *replace_access(Walk *w, const Expr *e)
{
  return e->kind == X_ACCESS && e->u.sym == w->from ? expr_subst_indices(w->pool, w->template_, e->nargs, w->index, e->arg) : e;
}

const Expr *expr_subst_access(Pool *pool, const Expr *e, Symbol *from, Index *const *own, const Expr *template_)
{
  return run(&(Walk){ .pool = pool, .concerns = has_access, .rewrite = replace_access, .leaves = true, .from = from, .index = own, .template_ = template_ }, e);
}

static const Expr *inline_access(Walk *w, const Expr *e)
{
  if (e->kind != X_ACCESS || !is_defined(e->u.sym)) return e;
  return expr_subst_indices(w->pool, walk(w, e->u.sym->def), e->nargs, e->u.sym->own, e->arg);
}

const Expr *expr_inline_weights(Pool *pool, const Expr *e)
{
  return run(&(Walk){ .pool = pool, .concerns = has_access, .rewrite = inline_access }, e);
}

static bool has_param(Walk *w, const Expr *e) { (void)w; return e->has_param; }
static bool has_touch(Walk *w, const Expr *e) { (void)w; return e->has_touch; }

static const Expr *touch_access(Walk *w, const Expr *e)
{
  return e->kind == X_ACCESS && e->u.sym->kind == SYM_PARAM ? expr_access(w->pool, symbol_touch(w->pool, e->u.sym), e->arg) : e;
}

static const Expr *untouch_access(Walk *w, const Expr *e)
{
  return e->kind == X_ACCESS && e->u.sym->kind == SYM_TOUCH ? expr_access(w->pool, e->u.sym->twin, e->arg) : e;
}

const Expr *expr_touch(Pool *pool, const Expr *e)
{
  if (!e->has_param) return e;
  const Expr *done = map_get(&pool->touched, e);
  if (done) return done;
  done = run(&(Walk){ .pool = pool, .concerns = has_param, .rewrite = touch_access }, e);
  map_put(pool->arena, &pool->touched, e, (void *)(uintptr_t)done);
  return done;
}

const Expr *expr_untouch(Pool *pool, const Expr *e) { return run(&(Walk){ .pool = pool, .concerns = has_touch, .rewrite = untouch_access }, e); }
