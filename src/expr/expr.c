/* expr.c: the pool, interned nodes, indices and symbols, opening and closing of binders. How bound indices are numbered:
 * internal.h. SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- short lists --------------------------------------------------------------------------------------------- */

void list_init(List *l) { l->data = l->inside; l->len = 0; l->cap = sizeof l->inside / sizeof *l->inside; }

void list_push(List *l, const Expr *e)
{
  if (l->len == l->cap) {
    const Expr **big = malloc(2 * (size_t)l->cap * sizeof *big);
    if (!big) abort();
    memcpy(big, l->data, (size_t)l->len * sizeof *big);
    list_free(l);
    l->data = big;
    l->cap *= 2;
  }
  l->data[l->len++] = e;
}

void list_free(List *l) { if (l->data != l->inside) free(l->data); l->data = l->inside; }

/* ---- pool, axes, indices, symbols ---------------------------------------------------------------------------- */

Pool *pool_new(Arena *arena)
{
  Pool *pool = ARENA_NEW(arena, Pool);
  pool->arena = arena;
  pool->cap = 1024;
  pool->slot = arena_lend(arena, pool->cap * sizeof *pool->slot);
  pool->slot_hash = arena_lend(arena, pool->cap * sizeof *pool->slot_hash);
  pool->zero = expr_rat(pool, 0, 1);
  pool->one = expr_rat(pool, 1, 1);
  pool->minus_one = expr_rat(pool, -1, 1);
  return pool;
}

Arena *pool_arena(Pool *pool) { return pool->arena; }
long pool_nodes(const Pool *pool) { return pool->count; }

Axis *axis_new(Pool *pool, const Name *name, int64_t size)
{
  Axis *axis = ARENA_NEW(pool->arena, Axis);
  *axis = (Axis){ name ? name : name_of(""), size, pool->axes.len };
  vec_push(pool->arena, &pool->axes, (AxisEntry){ .axis = axis });
  return axis;
}

Index *index_new(Pool *pool, const Name *name, Axis *axis)
{
  Index *i = ARENA_NEW(pool->arena, Index);
  *i = (Index){ name, axis, ++pool->indices, false };
  return i;
}

int index_number(const Index *i) { return ((const BoundIndex *)i)->number; }

static Index *index_bound(Pool *pool, Axis *axis, int number)
{
  IndexList *list = &pool->axes.data[axis->id].bound;
  while (list->len < number) {
    BoundIndex *b = ARENA_NEW(pool->arena, BoundIndex);
    *b = (BoundIndex){ { axis->name, axis, ++pool->indices, true }, list->len + 1 };
    vec_push(pool->arena, list, &b->index);
  }
  return list->data[number - 1];
}

Symbol *symbol_new(Pool *pool, SymbolKind kind, const Name *name, int naxes, Axis *const *axes)
{
  Symbol *s = ARENA_NEW(pool->arena, Symbol);
  s->kind = kind;
  s->name = name;
  s->id = ++pool->symbols;
  s->number = (uint32_t)pool->symbols;
  s->naxes = naxes;
  for (int a = 0; a < naxes; a++) s->axis[a] = axes[a];
  s->bar = -1;
  s->domain = (Domain){ .kind = DOMAIN_REAL, .lo = -INFINITY, .hi = INFINITY, .lo_open = true, .hi_open = true };
  return s;
}

Symbol *symbol_touch(Pool *pool, Symbol *param)
{
  if (!param->twin) {
    Symbol *t = symbol_new(pool, SYM_TOUCH, param->name, param->naxes, param->axis);
    t->bar = param->bar;
    t->domain = param->domain;
    t->twin = param;
    param->twin = t;
  }
  return param->twin;
}

Index *symbol_own(Pool *pool, Symbol *param, int axis)
{
  if (!param->own[axis]) param->own[axis] = index_new(pool, param->axis[axis]->name, param->axis[axis]);
  return param->own[axis];
}

/* ---- interned nodes ------------------------------------------------------------------------------------------ */

static uint32_t mix(uint32_t h, uint64_t v)
{
  uint64_t x = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(x ^ (x >> 32));
}

static uint64_t payload_hash(const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_NUM: {
    uint64_t bits;
    memcpy(&bits, &e->u.num.value, sizeof bits);
    return bits ^ e->u.num.exact;
  }
  case X_AXIS: return (uint64_t)e->u.axis->id;
  case X_INDEX: return (uint64_t)e->u.index->id;
  case X_ACCESS: return e->u.sym->number;
  case X_CALL: return (uint64_t)e->u.fn->id;
  case X_HOLE: return e->u.name->hash;
  default: return 0;
  }
}

static uint32_t node_hash(const Expr *e)
{
  uint32_t h = mix(e->kind * 64u + e->op, payload_hash(e));
  for (int j = 0; j < e->nbound; j++) h = mix(h, (uint64_t)e->u.bound[j]->id);
  for (int j = 0; j < e->nargs; j++) h = mix(h, e->arg[j]->hash);
  return h ? h : 1;                                        /* 0 marks an empty slot */
}

static bool same_payload(const Expr *a, const Expr *b)
{
  switch ((ExprKind)a->kind) {
  case X_NUM: return number_same(a->u.num, b->u.num);
  case X_AXIS: return a->u.axis == b->u.axis;
  case X_INDEX: return a->u.index == b->u.index;
  case X_ACCESS: return a->u.sym == b->u.sym;
  case X_CALL: return a->u.fn == b->u.fn;
  case X_HOLE: return a->u.name == b->u.name;
  default:
    for (int j = 0; j < a->nbound; j++) if (a->u.bound[j] != b->u.bound[j]) return false;
    return true;
  }
}

bool same_args(const Expr *e, const Expr *const *args)
{
  for (int j = 0; j < e->nargs; j++) if (e->arg[j] != args[j]) return false;
  return true;
}

static bool same_node(const Expr *a, const Expr *b)
{
  return a->hash == b->hash && a->kind == b->kind && a->op == b->op && a->nargs == b->nargs && a->nbound == b->nbound
    && same_payload(a, b) && same_args(a, b->arg);
}

static void table_grow(Pool *pool)
{
  size_t cap = 2 * pool->cap;
  const Expr **slot = arena_lend(pool->arena, cap * sizeof *slot);
  uint32_t *hash = arena_lend(pool->arena, cap * sizeof *hash);
  for (size_t k = 0; k < pool->cap; k++) {
    if (!pool->slot_hash[k]) continue;
    size_t at = pool->slot_hash[k] & (cap - 1);
    while (hash[at]) at = (at + 1) & (cap - 1);
    slot[at] = pool->slot[k];
    hash[at] = pool->slot_hash[k];
  }
  arena_give_back(pool->arena, pool->slot);
  arena_give_back(pool->arena, pool->slot_hash);
  pool->slot = slot;
  pool->slot_hash = hash;
  pool->cap = cap;
}

static bool binds(const Expr *e, const Index *i)
{
  for (int j = 0; j < e->nbound; j++) if (e->u.bound[j] == i) return true;
  return false;
}

/* The union of the arguments' free indices without the bound ones; an argument's own list where that is the union. */
static void collect_free(Pool *pool, Expr *e)
{
  if (e->kind == X_INDEX) {
    Index **one = ARENA_ARRAY(pool->arena, Index *, 1);
    one[0] = e->u.index;
    e->free = one;
    e->nfree = 1;
    return;
  }
  int most = 0, all = 0;
  for (int j = 0; j < e->nargs; j++) {
    all += e->arg[j]->nfree;
    if (e->arg[j]->nfree > most) most = e->arg[j]->nfree;
  }
  if (!all) return;
  int at[64], n = 0;
  Index *some[64], **out = all <= 64 ? some : ARENA_ARRAY(pool->arena, Index *, all);
  int *pos = e->nargs <= 64 ? at : ARENA_ARRAY(pool->arena, int, e->nargs);
  memset(pos, 0, (size_t)e->nargs * sizeof *pos);
  for (;;) {                                               /* merge of sorted lists */
    Index *least = NULL;
    for (int j = 0; j < e->nargs; j++) {
      const Expr *a = e->arg[j];
      if (pos[j] < a->nfree && (!least || a->free[pos[j]]->id < least->id)) least = a->free[pos[j]];
    }
    if (!least) break;
    for (int j = 0; j < e->nargs; j++) if (pos[j] < e->arg[j]->nfree && e->arg[j]->free[pos[j]] == least) pos[j]++;
    if (!binds(e, least)) out[n++] = least;
  }
  e->nfree = n;
  if (!n) return;
  for (int j = 0; j < e->nargs; j++)
    if (e->arg[j]->nfree == n && !memcmp(e->arg[j]->free, out, (size_t)n * sizeof *out)) { e->free = e->arg[j]->free; return; }
  e->free = arena_copy(pool->arena, out, (size_t)n * sizeof *out);
}

static void collect_flags(Expr *e)
{
  unsigned height = 0;
  for (int j = 0; j < e->nargs; j++) {
    const Expr *a = e->arg[j];
    e->has_param |= a->has_param;
    e->has_touch |= a->has_touch;
    e->has_hole |= a->has_hole;
    e->has_delta |= a->has_delta;
    e->symbols |= a->symbols;
    if (a->height > height) height = a->height;
  }
  e->height = (uint16_t)(height + e->nbound);
  if (e->kind == X_HOLE) e->has_hole = true;
  if (e->kind == X_CMP && e->op == C_EQ) e->has_delta = true;
  if (e->kind == X_ACCESS) {
    SymbolKind k = e->u.sym->kind;
    e->symbols |= symbol_bit(e->u.sym);
    if (e->u.sym->def) e->symbols |= e->u.sym->def->symbols;
    if (k == SYM_PARAM) e->has_param = true;
    if (k == SYM_TOUCH || k == SYM_WEIGHT || k == SYM_STAT) e->has_touch = true;
  }
}

Expr node_proto(ExprKind kind, int nargs, const Expr *const *args) { return (Expr){ .kind = (uint8_t)kind, .nargs = nargs, .arg = args }; }

const Expr *node_make(Pool *pool, const Expr *proto)
{
  Expr key = *proto;
  key.hash = node_hash(&key);
  size_t at = key.hash & (pool->cap - 1);
  while (pool->slot_hash[at]) {                            /* other nodes are not looked at: they lie anywhere in memory */
    if (pool->slot_hash[at] == key.hash && same_node(pool->slot[at], &key)) return pool->slot[at];
    at = (at + 1) & (pool->cap - 1);
  }
  Expr *e = ARENA_NEW(pool->arena, Expr);
  *e = key;
  e->has_param = e->has_touch = e->has_hole = e->has_delta = false;
  e->free = NULL;
  e->nfree = 0;
  e->symbols = 0;
  e->id = (uint32_t)++pool->count;
  if (e->nargs) {                                          /* a reduction has room for its range, NULL without one */
    int room = e->kind == X_REDUCE ? 4 : e->nargs;
    const Expr **arg = ARENA_ARRAY(pool->arena, const Expr *, room);
    memcpy(arg, proto->arg, (size_t)e->nargs * sizeof *arg);
    e->arg = arg;
  }
  if (e->nbound) {
    e->u.bound = arena_copy(pool->arena, proto->u.bound, e->nbound * sizeof *e->u.bound);
    e->hint = arena_copy(pool->arena, proto->hint, e->nbound * sizeof *e->hint);
  }
  collect_flags(e);
  collect_free(pool, e);
  pool->slot[at] = e;
  pool->slot_hash[at] = e->hash;
  if ((size_t)pool->count * 2 > pool->cap) table_grow(pool);
  return e;
}

/* ---- binders ------------------------------------------------------------------------------------------------- */

typedef struct Rename { Pool *pool; Arena *memory; Map memo; int n; Index *const *from, *const *to; MapEntry inside[MAP_INSIDE]; } Rename;

static const Expr *rename_walk(Rename *r, const Expr *e)
{
  int hit = -1;
  for (int k = 0; k < r->n && hit < 0; k++) if (expr_has_free(e, r->from[k])) hit = k;
  if (hit < 0) return e;
  if (e->kind == X_INDEX) return expr_index(r->pool, r->to[hit]);
  const Expr *done = map_get(&r->memo, e);
  if (done) return done;
  List args;
  list_init(&args);
  for (int j = 0; j < e->nargs; j++) list_push(&args, rename_walk(r, e->arg[j]));
  if (e->nbound) {
    Expr proto = *e;
    proto.arg = args.data;
    done = binder_finish(r->pool, &proto);
  } else done = expr_with_args(r->pool, e, args.data);
  list_free(&args);
  if (!r->memory) r->memory = arena_new();
  map_put(r->memory, &r->memo, e, (void *)(uintptr_t)done);
  return done;
}

const Expr *expr_rename(Pool *pool, const Expr *e, int n, Index *const *from, Index *const *to)
{
  Rename r = { .pool = pool, .n = n, .from = from, .to = to };
  r.memo = map_on_stack(r.inside);
  const Expr *result = rename_walk(&r, e);
  if (r.memory) arena_free(r.memory);
  return result;
}

/* how many of the first arguments lie within the binder: bodies and condition; not the range, not the element */
static int scoped_args(const Expr *binder)
{
  if (binder->kind == X_REDUCE) return 2;
  return matrix_bodies(binder);
}

const Expr *binder_close(Pool *pool, const Expr *proto, Index *const *fresh)
{
  int height = 0, n = proto->nbound;
  for (int j = 0; j < proto->nargs; j++) if (proto->arg[j]->height > height) height = proto->arg[j]->height;
  Index *bound[EXPR_OPEN_INDICES];
  const Name *hint[EXPR_OPEN_INDICES];
  for (int j = 0; j < n; j++) {
    assert(!fresh[j]->bound);
    bound[j] = index_bound(pool, fresh[j]->axis, height + n - j);
    hint[j] = fresh[j]->name;
  }
  List args;
  list_init(&args);
  for (int j = 0; j < proto->nargs; j++)
    list_push(&args, j < scoped_args(proto) ? expr_rename(pool, proto->arg[j], n, fresh, bound) : proto->arg[j]);
  Expr closed = *proto;
  closed.arg = args.data;
  closed.u.bound = bound;
  closed.hint = hint;
  const Expr *e = binder_finish(pool, &closed);
  list_free(&args);
  return e;
}

static void open_with(Pool *pool, const Expr *binder, Index *const *fresh, const Expr **args)
{
  for (int j = 0; j < binder->nargs; j++)
    args[j] = j < scoped_args(binder) ? expr_rename(pool, binder->arg[j], binder->nbound, binder->u.bound, fresh) : binder->arg[j];
  if (binder->kind == X_REDUCE) for (int j = binder->nargs; j < 4; j++) args[j] = NULL;
}

void expr_open(Pool *pool, const Expr *binder, Index **fresh, const Expr **args)
{
  for (int j = 0; j < binder->nbound; j++) fresh[j] = index_new(pool, binder->hint[j], binder->u.bound[j]->axis);
  open_with(pool, binder, fresh, args);
}

void expr_open_scratch(Pool *pool, const Expr *binder, Index **fresh, const Expr **args)
{
  for (int j = 0; j < binder->nbound; j++) {
    Axis *axis = binder->u.bound[j]->axis;
    IndexList *list = &pool->axes.data[axis->id].scratch;
    while (list->len <= pool->depth) vec_push(pool->arena, list, index_new(pool, axis->name, axis));
    fresh[j] = list->data[pool->depth++];
    fresh[j]->name = binder->hint[j];
  }
  open_with(pool, binder, fresh, args);
}

void scratch_end(Pool *pool, const Expr *binder) { pool->depth -= binder->nbound; }

const Expr *expr_close(Pool *pool, const Expr *binder, Index *const *fresh, const Expr *const *args)
{
  if (binder->kind == X_REDUCE) {
    bool range = binder->nargs == 4;
    return expr_reduce(pool, binder->op, fresh[0], args[0], args[1], range ? args[2] : NULL, range ? args[3] : NULL);
  }
  int m = binder->nbound / 2, first = matrix_bodies(binder);
  return expr_matrix_of(pool, binder->op, m, fresh, fresh + m, args[0], args + 1, args + first);
}

/* ---- questions ----------------------------------------------------------------------------------------------- */

bool expr_is_num(const Expr *e, double value) { return e->kind == X_NUM && e->u.num.value == value; }

bool expr_number(const Expr *e, double *value)
{
  if (e->kind != X_NUM) return false;
  *value = e->u.num.value;
  return true;
}

bool expr_has_free(const Expr *e, const Index *i)
{
  for (int lo = 0, hi = e->nfree; lo < hi;) {
    int mid = (lo + hi) / 2;
    if (e->free[mid] == i) return true;
    if (e->free[mid]->id < i->id) lo = mid + 1; else hi = mid;
  }
  return false;
}

/* Nearly all that do not hold the symbol have not its bit; what was gone through in vain is remembered where the search gets long. */
typedef struct SymbolSearch { const Symbol *symbol; uint64_t bit; int steps; Arena *memory; Map seen; } SymbolSearch;

static bool has_symbol(SymbolSearch *q, const Expr *e)
{
  enum { STEPS_FREE = 64 };
  if (!(e->symbols & q->bit)) return false;
  if (e->kind == X_ACCESS && e->u.sym == q->symbol) return true;
  if (++q->steps > STEPS_FREE) {
    if (!q->memory) q->memory = arena_new();
    if (map_get(&q->seen, e)) return false;
    map_put(q->memory, &q->seen, e, (void *)(uintptr_t)e);
  }
  if (e->kind == X_ACCESS && e->u.sym->def && has_symbol(q, e->u.sym->def)) return true;
  for (int j = 0; j < e->nargs; j++) if (has_symbol(q, e->arg[j])) return true;
  return false;
}

bool expr_has_symbol(const Expr *e, const Symbol *s)
{
  if (s->kind == SYM_PARAM && !e->has_param) return false;              /* definitions hold touch symbols and data only */
  SymbolSearch q = { .symbol = s, .bit = symbol_bit(s) };
  bool found = has_symbol(&q, e);
  arena_free(q.memory);
  return found;
}

double expr_split_coef(Pool *pool, const Expr *e, const Expr **rest) { return split_number(pool, e, rest).value; }
