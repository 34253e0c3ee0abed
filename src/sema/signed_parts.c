/* signed_parts.c: differences of data that have one sign become data of their own.
 *
 * What is known of data is the range of each array, so `n[i] - y[i]` has no known sign where the ranges of n and y overlap,
 * although n >= y may hold throughout: successes of trials, a deadline and a time. Rules ask for such signs. The numbers are
 * there, so a sum of data terms whose sign the ranges leave open is looked at, and if it has one, it is computed, and an array
 * takes its place in the loss. Nothing else is touched: most sums of data show both signs within a few elements.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print.h"
#include "sema/internal.h"
#include <math.h>

/* coef * array[index or number, …] */
typedef struct DataTerm { double coef; const Expr *access; const double *at; int64_t step[ARRAY_MAX_AXES]; } DataTerm;

typedef struct DataSum {
  DataTerm *term; int nterms;
  int naxes; Index *index[ARRAY_MAX_AXES];
  int64_t size[ARRAY_MAX_AXES], count;
} DataSum;

static bool is_data_access(const Expr *e)
{
  if (e->kind != X_ACCESS || (e->u.sym->kind != SYM_DATA && e->u.sym->kind != SYM_LET) || e->nargs == 0) return false;
  const Array *a = e->u.sym->value;
  double number;
  if (!a || a->sparse) return false;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k]->kind != X_INDEX && !expr_number(e->arg[k], &number)) return false;
  return true;
}

static bool add_index(DataSum *s, Index *index)
{
  for (int k = 0; k < s->naxes; k++)
    if (s->index[k] == index) return true;
  if (s->naxes == ARRAY_MAX_AXES || index->axis->size <= 0) return false;
  s->size[s->naxes] = index->axis->size;
  s->index[s->naxes++] = index;
  return true;
}

/* where the term's elements lie, as the indices of the sum run; false for a subscript outside of the array */
static bool place_term(const DataSum *s, DataTerm *t)
{
  const Array *a = t->access->u.sym->value;
  int64_t stride = 1;
  t->at = a->data;
  for (int k = a->naxes - 1; k >= 0; stride *= a->size[k], k--) {
    const Expr *arg = t->access->arg[k];
    double number;
    if (expr_number(arg, &number)) {
      if (!(number >= 1 && number <= (double)a->size[k])) return false;
      t->at += ((int64_t)number - 1) * stride;
      continue;
    }
    for (int i = 0; i < s->naxes; i++) {
      if (s->index[i] != arg->u.index) continue;
      if (s->size[i] != a->size[k]) return false;
      t->step[i] += stride;
    }
  }
  return true;
}

/* the terms of e that are data, if there are two or more, over no more elements than the largest of them has */
static bool find_terms(Sema *s, const Expr *e, DataSum *sum)
{
  int64_t largest = 0;
  sum->term = ARENA_ARRAY(s->arena, DataTerm, e->nargs);
  for (int i = 0; i < e->nargs; i++) {
    const Expr *access;
    double coef = expr_split_coef(s->pool, e->arg[i], &access);
    if (!is_data_access(access)) continue;
    sum->term[sum->nterms++] = (DataTerm){ .coef = coef, .access = access };
    for (int k = 0; k < access->nargs; k++)
      if (access->arg[k]->kind == X_INDEX && !add_index(sum, access->arg[k]->u.index)) return false;
    int64_t count = array_count(access->u.sym->value);
    if (count > largest) largest = count;
  }
  sum->count = 1;
  for (int k = 0; k < sum->naxes; k++) {
    if (sum->size[k] > largest / sum->count) return false;
    sum->count *= sum->size[k];
  }
  for (int i = 0; i < sum->nterms; i++)
    if (!place_term(sum, &sum->term[i])) return false;
  return sum->nterms > 1 && sum->naxes > 0;
}

static double value_at(const DataSum *s, const int64_t *at)
{
  double v = 0;
  for (int i = 0; i < s->nterms; i++) {
    const double *x = s->term[i].at;
    for (int k = 0; k < s->naxes; k++) x += at[k] * s->term[i].step[k];
    v += s->term[i].coef * *x;
  }
  return v;
}

static void step(const DataSum *s, int64_t *at)
{
  for (int k = s->naxes - 1; k >= 0; k--) {
    if (++at[k] < s->size[k]) return;
    at[k] = 0;
  }
}

static bool has_one_sign(const DataSum *s)
{
  int64_t at[ARRAY_MAX_AXES] = { 0 };
  bool positive = false, negative = false;
  for (int64_t n = 0; n < s->count; n++, step(s, at)) {
    double v = value_at(s, at);
    if (!isfinite(v)) return false;
    positive |= v > 0;
    negative |= v < 0;
    if (positive && negative) return false;
  }
  return true;
}

/* `(n - y)` of n[i] - y[i]: the array is indexed as a whole */
static const Expr *without_subscripts(Pool *pool, const Expr *e, void *context)
{
  (void)context;
  if (!is_data_access(e)) return e;
  bool plain = true;
  for (int k = 0; k < e->nargs; k++) plain &= e->arg[k]->kind == X_INDEX;
  const Name *name = plain ? e->u.sym->name : name_of(expr_text(pool_arena(pool), e));
  return expr_access(pool, symbol_new(pool, SYM_ATOM, name, 0, NULL), NULL);
}

/* what was computed: the array over indices of its own, and the sum that it stands for */
typedef struct Known { const Expr *part; Symbol *symbol; struct Known *next; } Known;
typedef struct Search { Sema *sema; Facts *facts; Known *known; } Search;

static const Expr *access_to(Search *w, Symbol *symbol, const DataSum *sum)
{
  const Expr *index[ARRAY_MAX_AXES];
  for (int k = 0; k < sum->naxes; k++) index[k] = expr_index(w->sema->pool, sum->index[k]);
  return expr_access(w->sema->pool, symbol, index);
}

/* the same sum under other indices, met before */
static const Expr *find_known(Search *w, const Expr *part, const DataSum *sum)
{
  for (const Known *k = w->known; k; k = k->next) {
    if (k->symbol->naxes != sum->naxes) continue;
    bool same = true;
    for (int a = 0; a < sum->naxes; a++) same &= k->symbol->axis[a] == sum->index[a]->axis;
    const Expr *own[ARRAY_MAX_AXES];
    for (int a = 0; same && a < sum->naxes; a++) own[a] = expr_index(w->sema->pool, k->symbol->own[a]);
    if (same && expr_subst_indices(w->sema->pool, part, sum->naxes, sum->index, own) == k->part) return access_to(w, k->symbol, sum);
  }
  return NULL;
}

static const Expr *as_data(Search *w, const Expr *part, const DataSum *sum)
{
  Sema *s = w->sema;
  Array *array = array_new(sum->naxes, sum->size);
  if (!array) return NULL;
  int64_t at[ARRAY_MAX_AXES] = { 0 };
  for (int64_t n = 0; n < sum->count; n++, step(sum, at)) array->data[n] = value_at(sum, at);
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *own[ARRAY_MAX_AXES];
  for (int k = 0; k < sum->naxes; k++) axis[k] = sum->index[k]->axis;
  const char *text = expr_text(s->arena, expr_map(s->pool, part, without_subscripts, NULL));
  Symbol *symbol = symbol_new(s->pool, SYM_DATA, name_of(arena_printf(s->arena, "(%s)", text)), sum->naxes, axis);
  symbol_bind_array(s, symbol, array);
  for (int k = 0; k < sum->naxes; k++) {
    symbol->own[k] = index_new(s->pool, sum->index[k]->name, axis[k]);
    own[k] = expr_index(s->pool, symbol->own[k]);
  }
  Known *known = ARENA_NEW(s->arena, Known);
  *known = (Known){ expr_subst_indices(s->pool, part, sum->naxes, sum->index, own), symbol, w->known };
  w->known = known;
  return access_to(w, symbol, sum);
}

static const Expr *rewrite(Pool *pool, const Expr *e, void *context)
{
  Search *w = context;
  DataSum sum = { 0 };
  if (e->kind != X_ADD || !find_terms(w->sema, e, &sum)) return e;
  const Expr *part = expr_num(pool, 0);
  for (int i = 0; i < sum.nterms; i++)
    part = expr_add(pool, part, expr_mul(pool, expr_num(pool, sum.term[i].coef), sum.term[i].access));
  if (facts_sign(w->facts, part)) return e;
  const Expr *data = find_known(w, part, &sum);
  if (!data && has_one_sign(&sum)) data = as_data(w, part, &sum);
  return data ? expr_add(pool, expr_sub(pool, e, part), data) : e;
}

const Expr *sema_signed_parts(Sema *s, const Expr *e)
{
  Search w = { s, facts_new(s->pool, 0, NULL), NULL };
  return expr_map(s->pool, e, rewrite, &w);
}
