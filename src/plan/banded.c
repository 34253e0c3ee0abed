/* banded.c: see banded.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/banded.h"
#include "base/vec.h"
#include <math.h>
#include <stdlib.h>

enum { WORTH = 4 };                       /* the matrix has at least this many times as many entries as its diagonals */
static const int64_t unbounded = INT64_MAX, nowhere = -1;

/* ---- how far from the diagonal? --------------------------------------------------------------------------------------------- */

/* e = 0 says that row and col differ by a number: its size; else unbounded */
static int64_t distance(Pool *pool, const Expr *e, const Index *row, const Index *col)
{
  int at[2] = { 0, 0 };
  double shift = 0, number;
  int n = e->kind == X_ADD ? e->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *rest, *term = e->kind == X_ADD ? e->arg[k] : e;
    if (expr_number(term, &number)) { shift += number; continue; }
    double coef = expr_split_coef(pool, term, &rest);
    if (rest->kind != X_INDEX || fabs(coef) != 1 || (rest->u.index != row && rest->u.index != col)) return unbounded;
    at[rest->u.index == col] += coef > 0 ? 1 : -1;
  }
  return at[0] && at[0] == -at[1] && shift == floor(shift) ? llabs((long long)shift) : unbounded;
}

/* the greatest |row - col| at which e may differ from 0 */
static int64_t reach(Pool *pool, const Expr *e, const Index *row, const Index *col)
{
  double number;
  int64_t r;
  switch (e->kind) {
  case X_NUM: return expr_is_num(e, 0) ? nowhere : unbounded;
  case X_CMP: return e->op == C_EQ ? distance(pool, expr_sub(pool, e->arg[0], e->arg[1]), row, col) : unbounded;
  case X_MUL:
    r = unbounded;
    for (int k = 0; k < e->nargs; k++) { int64_t x = reach(pool, e->arg[k], row, col); if (x < r) r = x; }
    return r;
  case X_ADD: case X_IF:
    r = nowhere;
    for (int k = e->kind == X_IF; k < e->nargs; k++) { int64_t x = reach(pool, e->arg[k], row, col); if (x > r) r = x; }
    return r;
  case X_POW: return expr_number(e->arg[1], &number) && number > 0 ? reach(pool, e->arg[0], row, col) : unbounded;
  case X_REDUCE: return e->op == R_SUM ? reach(pool, e->arg[0], row, col) : unbounded;
  default: return unbounded;
  }
}

/* ---- one matrix --------------------------------------------------------------------------------------------------------------- */

typedef struct Band {
  const Definition *full;
  int m, row[ARRAY_MAX_AXES], col[ARRAY_MAX_AXES];        /* positions in the matrix's axes */
  int64_t reach[ARRAY_MAX_AXES];
  Symbol *diagonals; Index *own[ARRAY_MAX_AXES];           /* own: with the offsets in place of the columns */
  const Expr *value;
} Band;

typedef struct Banding { Pool *pool; const DefinitionList *list; VEC(Band) bands; Arena *arena; } Banding;

static int position(const Expr *access, const Index *i)
{
  for (int a = 0; a < access->nargs; a++)
    if (access->arg[a]->kind == X_INDEX && access->arg[a]->u.index == i) return a;
  return -1;
}

static const Definition *definition_of(const DefinitionList *list, const Symbol *s)
{
  for (int i = 0; i < list->n; i++)
    if (list->def[i].target == s) return &list->def[i];
  return NULL;
}

/* the matrix of an opened solve: rows and columns each stand in one place of the access to a defined array */
static bool recognise(Banding *b, const Expr *body, int m, Index *const *fresh, Band *out)
{
  if (body->kind != X_ACCESS || !(out->full = definition_of(b->list, body->u.sym))) return false;
  double full = 1, kept = 1;
  out->m = m;
  for (int k = 0; k < m; k++) {
    int row = out->row[k] = position(body, fresh[k]), col = out->col[k] = position(body, fresh[m + k]);
    if (row < 0 || col < 0) return false;
    int64_t r = out->reach[k] = reach(b->pool, out->full->value, out->full->own[row], out->full->own[col]), n = fresh[k]->axis->size;
    if (r < 0 || r >= n) r = out->reach[k] = n - 1;
    full *= (double)n;
    kept *= (double)(2 * r + 1);
  }
  return kept * WORTH <= full;
}

static bool same_band(const Band *a, const Band *b)
{
  bool same = a->full == b->full && a->m == b->m;
  for (int k = 0; k < a->m && same; k++) same = a->row[k] == b->row[k] && a->col[k] == b->col[k];
  return same;
}

/* value at (row, row + o - reach - 1), 0 where that is no column */
static void make_diagonals(Banding *b, Band *band)
{
  Pool *pool = b->pool;
  const Symbol *s = band->full->target;
  Axis *axis[ARRAY_MAX_AXES];
  band->value = band->full->value;
  for (int a = 0; a < s->naxes; a++) { axis[a] = s->axis[a]; band->own[a] = band->full->own[a]; }
  for (int k = 0; k < band->m; k++) {
    int col = band->col[k];
    const Name *name = name_of("o");
    axis[col] = axis_new(pool, name_of("diagonal"), 2 * band->reach[k] + 1);
    Index *o = band->own[col] = index_new(pool, name, axis[col]);
    const Expr *shift = expr_sub(pool, expr_index(pool, o), expr_num(pool, (double)band->reach[k] + 1));
    const Expr *at = expr_add(pool, expr_index(pool, band->full->own[band->row[k]]), shift);
    const Expr *value = expr_subst_index(pool, band->value, band->full->own[col], at), *zero = expr_num(pool, 0);
    value = expr_if(pool, expr_cmp(pool, C_LE, at, expr_axis(pool, s->axis[col])), value, zero);
    band->value = expr_if(pool, expr_cmp(pool, C_LE, expr_num(pool, 1), at), value, zero);
  }
  band->diagonals = symbol_new(pool, SYM_STAT, s->name, s->naxes, axis);
}

static const Expr *use_diagonals(Pool *pool, const Expr *e, void *context)
{
  Banding *b = context;
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *at[ARRAY_MAX_AXES];
  if (e->kind != X_MATRIX || e->op != MAT_SOLVE) return e;
  expr_open(pool, e, fresh, args);
  Band found, *band = NULL;
  int m = e->nbound / 2;
  if (!recognise(b, args[0], m, fresh, &found)) return e;
  for (int i = 0; i < b->bands.len && !band; i++)
    if (same_band(&b->bands.data[i], &found)) band = &b->bands.data[i];
  if (!band) {
    make_diagonals(b, &found);
    vec_push(b->arena, &b->bands, found);
    band = &b->bands.data[b->bands.len - 1];
  }
  for (int a = 0; a < args[0]->nargs; a++) at[a] = args[0]->arg[a];
  for (int k = 0; k < m; k++) {
    int col = band->col[k];
    fresh[m + k] = index_new(pool, band->own[col]->name, band->own[col]->axis);
    at[col] = expr_index(pool, fresh[m + k]);
  }
  return expr_matrix(pool, MAT_SOLVE, m, fresh, fresh + m, expr_access(pool, band->diagonals, at), args[1], args + 2);
}

/* ---- a list -------------------------------------------------------------------------------------------------------------------- */

static const Band *band_of(const Banding *b, const Definition *d)
{
  for (int i = 0; i < b->bands.len; i++)
    if (b->bands.data[i].full == d) return &b->bands.data[i];
  return NULL;
}

void plan_banded(Pool *pool, DefinitionList *list)
{
  Arena *arena = pool_arena(pool);
  Banding b = { .pool = pool, .list = list, .arena = arena };
  const Expr **value = ARENA_ARRAY(arena, const Expr *, list->n + 1);
  for (int i = 0; i < list->n; i++) value[i] = expr_map(pool, list->def[i].value, use_diagonals, &b);
  for (int i = 0; i < b.bands.len; i++)                   /* a matrix that something else reads as well stays whole, and all with it */
    for (int k = 0; k < list->n; k++)
      if (expr_has_symbol(value[k], b.bands.data[i].full->target)) return;
  if (!b.bands.len) return;
  DefinitionList out = { .arena = list->arena };
  for (int i = 0; i < list->n; i++) {
    const Definition *d = &list->def[i];
    const Band *band = band_of(&b, d);
    if (band) definition_add(pool, &out, band->diagonals, band->own, band->value);
    else definition_add(pool, &out, d->target, d->own, value[i]);
  }
  *list = out;
}
