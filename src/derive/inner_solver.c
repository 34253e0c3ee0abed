/* inner_solver.c: see inner_solver.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/inner_solver.h"
#include "expr/diff.h"
#include "expr/kinks.h"
#include <string.h>

enum { TOGETHER_MOST = 2000 };            /* unknowns: a cluster does not grow beyond what Newton's method takes */

/* ---- terms ------------------------------------------------------------------------------------------------------------- */

static bool holds_any(const Expr *e, int n, Symbol *const *param)
{
  for (int i = 0; i < n; i++)
    if (expr_has_symbol(e, param[i])) return true;
  return false;
}

/* a root of what may be 0: a norm has no slope there */
static bool has_root(Facts *facts, const Expr *e)
{
  double power;
  if (!facts_is_active(facts, e)) return false;
  if (e->kind == X_POW && expr_number(e->arg[1], &power) && power > 0 && power < 2 && power != 1 && !facts_is_positive(facts, e->arg[0])) return true;
  for (int i = 0; i < e->nargs; i++)
    if (has_root(facts, e->arg[i])) return true;
  return false;
}

static bool is_smooth(Facts *facts, Pool *pool, const Expr *e, int n, Symbol *const *param)
{
  return !expr_has_kink(pool, e, n, param) && !has_root(facts_beside(facts, n, param), e);
}

static bool is_convex(Facts *facts, const Expr *e, int n, Symbol *const *param)
{
  Curvature c = facts_curvature(facts_beside(facts, n, param), e);
  return c == CURV_CONVEX || c == CURV_AFFINE || c == CURV_CONSTANT;
}

bool inner_solver_keeps(Facts *facts, Pool *pool, const Expr *term, bool kinks, int n, Symbol *const *param)
{
  for (int i = 0; i < n; i++) {
    Symbol *p = param[i];
    if (!expr_has_symbol(term, p)) continue;
    if (p->domain.kind == DOMAIN_LABEL || domain_lacks_coordinates(&p->domain) || !is_convex(facts, term, 1, &p)) return false;
  }
  return kinks || is_smooth(facts, pool, term, n, param);
}

/* the terms of a sum that hold one of these; what else is added is constant for them */
static const Expr *part_with(Pool *pool, const Expr *e, int n, Symbol *const *param)
{
  if (!holds_any(e, n, param)) return expr_num(pool, 0);
  if (e->kind == X_ADD) {
    const Expr *sum = expr_num(pool, 0);
    for (int i = 0; i < e->nargs; i++) sum = expr_add(pool, sum, part_with(pool, e->arg[i], n, param));
    return sum;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    arg[0] = part_with(pool, arg[0], n, param);
    return expr_close(pool, e, fresh, arg);
  }
  if (e->kind == X_MUL) {
    int holding = 0, at = 0;
    for (int i = 0; i < e->nargs; i++)
      if (holds_any(e->arg[i], n, param)) { holding++; at = i; }
    if (holding == 1 && (e->arg[at]->kind == X_ADD || e->arg[at]->kind == X_REDUCE)) {
      const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
      memcpy(arg, e->arg, (size_t)e->nargs * sizeof *arg);
      arg[at] = part_with(pool, arg[at], n, param);
      return expr_mul_n(pool, e->nargs, arg);
    }
  }
  return e;
}

/* ---- clusters ------------------------------------------------------------------------------------------------------------ */

static int64_t unknowns(const Symbol *p)
{
  int64_t n = 1;
  for (int i = 0; i < p->naxes; i++) n *= p->axis[i]->size;
  return n;
}

/* do both stand in one term of the sum? */
static bool meet(Pool *pool, const Expr *part, Symbol *a, Symbol *b)
{
  return expr_has_symbol(part_with(pool, part, 1, &a), b);
}

/* the blocks of one set, numbered like block `of` */
static int members(const Block *block, const int *set, int n, int of, Symbol **out)
{
  int count = 0;
  for (int i = 0; i < n; i++)
    if (set[i] == set[of]) out[count++] = block[i].param;
  return count;
}

/* joins the sets of a and b where the surrogate is convex and smooth in all of them together */
static void join(Facts *facts, Pool *pool, const SurrogateGroup *g, const Block *block, int *set, int n, int a, int b)
{
  Symbol *all[LOSS_MAX_PARAMS];
  int64_t size = 0;
  if (set[a] == set[b] || !meet(pool, g->surrogate, block[a].param, block[b].param)) return;
  int count = members(block, set, n, a, all);
  count += members(block, set, n, b, all + count);
  for (int i = 0; i < count; i++) size += unknowns(all[i]);
  if (size > TOGETHER_MOST) return;
  const Expr *part = part_with(pool, g->surrogate, count, all);
  if (!is_convex(facts, part, count, all) || (!g->kinks && !is_smooth(facts, pool, part, count, all))) return;
  for (int k = 0, from = set[b]; k < n; k++)
    if (set[k] == from) set[k] = set[a];
}

static bool is_inner(const bool *left, const int *set, int n, int i)
{
  for (int k = 0; k < n; k++)
    if (left[k] && set[k] == set[i]) return true;
  return false;
}

/* one block's share of the record */
static void make_inner(Pool *pool, Block *b, const Expr *part, int number, int count, Symbol *const *member)
{
  Arena *arena = pool_arena(pool);
  Block old = *b;
  memset(b, 0, sizeof *b);
  b->param = old.param;
  b->free = old.free;
  memcpy(b->own, old.own, sizeof b->own);
  b->update = UPDATE_INNER_SOLVER;
  b->rule = "R-NEWTON";
  b->phi = part;
  b->solve = count > 1 ? number : 0;
  b->majorizer = true;
  const char *names = member[0]->name->text;
  for (int i = 1; i < count; i++) names = arena_printf(arena, "%s, %s", names, member[i]->name->text);
  Proof p = { expr_hole(pool, name_of("convex"), 0, NULL), arena_printf(arena, "Q is convex in %s", names), "by composition of the library's shapes" };
  vec_push(arena, &b->proofs, p);
}

bool inner_solver_blocks(Facts *facts, Pool *pool, const SurrogateGroup *g, Block *block, const bool *left, int n, bool *turns, const char **failed)
{
  int set[LOSS_MAX_PARAMS];
  Symbol *member[LOSS_MAX_PARAMS];
  for (int i = 0; i < n; i++) set[i] = i;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      if (left[i] && (left[j] ? j > i : block[j].param->domain.kind != DOMAIN_LABEL)) join(facts, pool, g, block, set, n, i, j);
  *turns = false;
  for (int i = 0; i < n; i++) {
    if (!is_inner(left, set, n, i)) continue;
    int count = members(block, set, n, i, member);
    const Expr *part = part_with(pool, g->surrogate, count, member);
    *failed = "a smooth surrogate, for a step of Newton's method on it";
    if (!g->kinks && !is_smooth(facts, pool, part, count, member)) return false;
    *failed = "a surrogate that is convex in this parameter, for a step of Newton's method on it";
    if (!g->whole && !is_convex(facts, part, count, member)) return false;
    for (int k = 0; k < n; k++) *turns |= set[k] != set[i] && expr_has_symbol(part, block[k].param) && is_inner(left, set, n, k);
    /* numbers beyond those of quadratic forms */
    make_inner(pool, &block[i], part, n + 1 + set[i], count, member);
  }
  return true;
}

bool inner_solver_block(Facts *facts, Pool *pool, const Expr *surrogate, Block *block)
{
  Symbol *p = block->param;
  const Expr *part = part_with(pool, surrogate, 1, &p);
  if (!is_smooth(facts, pool, part, 1, &p) || !is_convex(facts, part, 1, &p)) return false;
  make_inner(pool, block, part, 0, 1, &p);
  return true;
}
