/* level.c: which pass makes what, and after which others. All by sizes and structure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"

enum { LONG = 64 };                                       /* an axis shorter than that is not worth a pass */
static const int64_t default_small = 8192, large = 32768;

/* ---- keys ------------------------------------------------------------------------------------------------------------------ */

static Key *key_get(Lower *L, Loop *row, Loop *col, Origin *sparse, bool once)
{
  for (int k = 0; k < L->keys.len; k++) {
    Key *key = L->keys.data[k];
    if (key->row == row && key->col == col && key->sparse == sparse && key->once == once) return key;
  }
  Key *key = ARENA_NEW(L->arena, Key);
  *key = (Key){ .row = row, .col = col, .sparse = sparse, .once = once, .id = L->keys.len };
  key->entry = (Loop){ .id = -1, .lo = 1, .n = sparse ? sparse->sym->value->stored : 0 };
  if (row) key->loops = loops_with(key->loops, row);
  if (col) key->loops = loops_with(key->loops, col);
  vec_push(L->arena, &L->keys, key);
  return key;
}

Key *key_short(Lower *L) { return key_get(L, NULL, NULL, NULL, false); }
static Key *key_dense(Lower *L, Loop *l) { return key_get(L, l, NULL, NULL, false); }
static Key *key_sparse(Lower *L, Origin *s, Loop *row, Loop *col) { return key_get(L, row, col, s, false); }
Key *key_once(Lower *L, const Key *k) { return key_get(L, k->row, k->col, k->sparse, true); }

/* ---- sparse data -------------------------------------------------------------------------------------------------------------- */

/* an access to sparse data of which n is a function that is 0 where the access is */
static const Node *vanishes_with(const Node *n)
{
  if (n->kind == N_ACCESS) return n->origin->sparse ? n : NULL;
  if (n->kind == N_MAP && (n->op == OP_SQUARE || n->op == OP_ABS || n->op == OP_SQRT || n->op == OP_NEG)) return vanishes_with(n->arg[0]);
  if (n->kind == N_MAP && n->op == OP_NE && n->arg[0]->kind == N_NUMBER && n->arg[0]->number == 0) return vanishes_with(n->arg[1]);
  if (n->kind == N_MAP && n->op == OP_NE && n->arg[1]->kind == N_NUMBER && n->arg[1]->number == 0) return vanishes_with(n->arg[0]);
  return NULL;
}

static bool is_full(const Sub *s) { return s->kind == SUB_LOOP && s->offset == 0 && s->loop->lo == 1 && s->loop->n == s->loop->axis->size; }

Origin *sparse_factor(const Node *n, Loop **row, Loop **col)
{
  if (n->kind != N_DOT) return NULL;
  for (int k = 0; k < n->nargs; k++) {
    const Node *a = vanishes_with(n->arg[k]);
    if (!a || a->nsub != 2 || !is_full(&a->sub[0]) || !is_full(&a->sub[1]) || a->sub[0].loop == a->sub[1].loop) continue;
    if (a->origin->sym->value->stored == 0 || !(loops_has(n->over, a->sub[0].loop) || loops_has(n->over, a->sub[1].loop))) continue;
    bool turned = a->origin->by_rows;
    *row = a->sub[turned].loop;
    *col = a->sub[!turned].loop;
    return turned ? a->origin->twin : a->origin;
  }
  return NULL;
}

/* ---- homes ---------------------------------------------------------------------------------------------------------------------- */

/* elements of the greatest tensor that the node and what is below it span, about its work; sums that a pass makes apart */
static int64_t bulk(Lower *L, Node *n)
{
  if (n->bulk) return n->bulk;
  double b = loops_size(L, n->kind == N_SCAN ? n->free : loops_union(n->free, n->over));
  if (n->kind == N_LOGDET || n->kind == N_INV || n->kind == N_SOLVE || n->kind >= N_POLAR) b *= 8;
  for (int k = 0; k < n->nargs + n->nsub; k++) {
    Node *below = k < n->nargs ? n->arg[k] : n->sub[k - n->nargs].kind == SUB_NODE ? n->sub[k - n->nargs].node : NULL;
    if (!below) continue;
    double x = (double)bulk(L, below);
    if (x > b && node_home(L, below).kind != HOME_SUM) b = x;
  }
  return n->bulk = b > 9e18 ? INT64_MAX : b < 1 ? 1 : (int64_t)b;
}

static Home find_home(Lower *L, Node *n)
{
  Home here = { HOME_SHORT, key_short(L) };
  Loop *row, *col;
  Origin *sparse = sparse_factor(n, &row, &col);
  Loop *over;
  if (sparse && columns_added(L, n, NULL, &over)) return (Home){ HOME_SUM, key_dense(L, over) };
  if (sparse) return (Home){ HOME_SUM, key_sparse(L, sparse, row, col) };
  if (n->kind == N_SCAN || n->kind == N_NUMBER || n->kind == N_VALUE || n->kind == N_ACCESS || n->kind == N_ELEMENT) return here;
  int64_t small = L->options.small ? L->options.small : default_small, long_axis = L->options.small < 0 ? 1 : LONG, large_space = L->options.small < 0 ? 0 : large;
  Loop *f = loops_longest(L, n->kind == N_WEIGHT ? loops_minus(n->free, n->over) : n->free), *o = loops_longest(L, n->over);
  if (n->kind == N_SCATTER) {
    if (bulk(L, n) <= small) return here;
    for (int k = 0; k < n->nsub; k++)                     /* the labels must move with the pass */
      if (!loops_has(n->sub[k].node->free, o)) {
        Loop *l = loops_longest(L, loops_both(n->sub[k].node->free, n->over));
        if (l) o = l;
      }
    return (Home){ HOME_SUM, key_dense(L, o) };
  }
  if (bulk(L, n) <= small) return here;
  bool sums = n->kind == N_DOT || (n->kind == N_REDUCE && n->op != OP_ARGMIN && n->op != OP_ARGMAX);
  if (sums) {
    Loop *longest = !f || loop_weight(o) > loop_weight(f) ? o : f;
    if (longest->n < long_axis && loops_size(L, loops_union(n->free, n->over)) < (double)large_space) return here;
    if (longest == o) return (Home){ HOME_SUM, key_dense(L, o) };
    return (Home){ HOME_MAP, key_dense(L, f) };
  }
  if (f && f->n >= long_axis && (loops_size(L, n->free) >= (double)small / 2 || bulk(L, n) > large_space)) return (Home){ HOME_MAP, key_dense(L, f) };
  return here;
}

Home node_home(Lower *L, Node *n)
{
  Home *h = map_get(&L->homes, n);
  if (!h) {
    Home found = find_home(L, n);
    if (node_fixed(n)) found.key = key_once(L, found.key);
    h = arena_copy(L->arena, &found, sizeof found);
    map_put(L->arena, &L->homes, n, h);
  }
  return *h;
}

/* made row by row and stored for a sum over comparisons: a sum of products is not made again */
static bool is_read_back(Lower *L, Node *n)
{
  enum { LEAST = 4 };
  return n->whole && n->kind == N_DOT && loops_size(L, n->over) >= LEAST && !node_fixed(n) && node_home(L, n).kind == HOME_MAP;
}

bool is_separate(Lower *L, const Key *key, Node *n)
{
  if (!key->row) return false;
  if (n->kind == N_SCATTER || n->kind == N_SCAN) return true;
  if (n->kind == N_WEIGHT && !loops_empty(loops_both(n->over, key->loops))) return true;       /* of a tile there is no softmax along its rows */
  if (key->sparse) return false;
  if (!key->once && node_kept(L, n)) return true;
  if (is_read_back(L, n)) return true;
  Loop *row, *col;
  if (sparse_factor(n, &row, &col)) return !columns_summed(L, key, n);
  if (n->kind != N_DOT && n->kind != N_REDUCE) return false;
  Home h = node_home(L, n);
  return h.kind == HOME_SUM && loop_weight(h.key->row) > loop_weight(key->row);
}

/* The value of an earlier definition that is stored row by row by this very kind of pass, read at the row itself: it may be
 * taken from the tile. */
Node *same_row(Lower *L, const Key *key, const Node *n)
{
  if (n->kind != N_ACCESS || n->origin->def < 0 || !key->row || key->sparse) return NULL;
  Node *v = L->value[n->origin->def];
  Home h = node_home(L, v);
  if (h.kind != HOME_MAP || h.key != key) return NULL;
  for (int k = 0; k < n->nsub; k++)
    if (n->sub[k].kind != SUB_LOOP || n->sub[k].offset != 0 || n->sub[k].loop != L->own[n->origin->def][k]) return NULL;
  return v;
}

static int level_need(Lower *, Key *, Node *);           /* the short section that must have run before a pass can make its tile */

/* ---- levels --------------------------------------------------------------------------------------------------------------------- */

static int most(int a, int b) { return a > b ? a : b; }

static int need_of_parts(Lower *L, Key *key, Node *f)
{
  int level = node_fixed(f) ? LEVEL_ONCE : f->kind == N_ACCESS && f->origin->def >= 0 ? L->result_level[f->origin->def] : 0;
  for (int k = 0; k < f->nargs; k++) level = most(level, key->row ? level_need(L, key, f->arg[k]) : level_avail(L, f->arg[k]));
  for (int k = 0; k < f->nsub; k++)
    if (f->sub[k].kind == SUB_NODE) level = most(level, key->row ? level_need(L, key, f->sub[k].node) : level_avail(L, f->sub[k].node));
  return level;
}

static int level_to_make(Lower *, Key *, Node *);

static int level_need(Lower *L, Key *key, Node *n)
{
  return !key_holds(key, n) || is_separate(L, key, n) ? level_avail(L, n) : level_to_make(L, key, n);
}

/* the same of a tile that this pass makes */
static int level_to_make(Lower *L, Key *key, Node *n)
{
  int known = (int)(intptr_t)map_get(&key->need, n);
  if (known) return known - 1;
  Node *v = same_row(L, key, n), *other = columns_summed(L, key, n);
  int level = v ? level_need(L, key, v) : other ? level_avail(L, other) : need_of_parts(L, key, node_form(L, key, n));
  map_put(L->arena, &key->need, n, (void *)(intptr_t)(level + 1));
  return level;
}

int level_avail(Lower *L, Node *n)
{
  if (n->avail != LEVEL_UNKNOWN) return n->avail;
  Home h = node_home(L, n);
  Loop *over;
  Node *added = h.kind == HOME_SUM && !h.key->sparse ? columns_added(L, n, NULL, &over) : NULL;
  int level = added ? 1 + level_need(L, h.key, added) : h.kind == HOME_MAP ? 1 + level_to_make(L, h.key, n) : (h.kind == HOME_SUM) + need_of_parts(L, h.key, node_form(L, h.key, n));
  if (h.kind != HOME_SHORT && !h.key->once) {
    level = most(level, h.key->floor);
    h.key->levels |= UINT64_C(1) << (level < 63 ? level : 63);
  }
  vec_push(L->arena, &L->leveled, n);
  return n->avail = level;
}

/* all levels anew; how many passes there are */
static int find_levels(Lower *L)
{
  for (int k = 0; k < L->leveled.len; k++) L->leveled.data[k]->avail = LEVEL_UNKNOWN;
  L->leveled.len = 0;
  for (int k = 0; k < L->keys.len; k++) { L->keys.data[k]->need = (Map){ 0 }; L->keys.data[k]->levels = 0; }
  for (int k = 0; k < L->list->n && !L->failed; k++) L->result_level[k] = most(0, level_avail(L, L->value[k]));
  int passes = 0;
  for (int k = 0; k < L->keys.len; k++) passes += __builtin_popcountll(L->keys.data[k]->levels);
  return passes;
}

/* how much data each loop runs over as the first, as the last axis of an input */
static void weigh_loops(Lower *L)
{
  for (int k = 0; k < L->table_cap; k++) {
    const Node *n = L->table[k];
    if (!n || n->kind != N_ACCESS || n->origin->def >= 0 || n->origin->sparse || n->nsub < 2 || n->origin->sym->kind != SYM_DATA) continue;
    double size = 1;
    for (int j = 0; j < n->nsub; j++) size *= (double)n->origin->sym->axis[j]->size;
    if (n->sub[0].kind == SUB_LOOP) n->sub[0].loop->first += size;
    if (n->sub[n->nsub - 1].kind == SUB_LOOP) n->sub[n->nsub - 1].loop->last += size;
  }
}

/* Every value is made as early as it can be. Where passes of one kind run at several levels, all are tried at the last of
 * them: one pass fewer, unless an early one is needed by a late one. */
void levels_find(Lower *L)
{
  weigh_loops(L);
  columns_choose(L);
  int passes = find_levels(L);
  for (int k = 0; k < L->keys.len && !L->failed; k++) {
    Key *key = L->keys.data[k];
    if (__builtin_popcountll(key->levels) < 2) continue;
    key->floor = 63 - __builtin_clzll(key->levels);
    int fewer = find_levels(L);
    if (fewer < passes) { passes = fewer; continue; }
    key->floor = 0;
    find_levels(L);
  }
}
