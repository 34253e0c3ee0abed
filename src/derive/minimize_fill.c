/* minimize_fill.c: a row with the coefficients of a block in the place of its holes: the coefficients become statistics, the row's
 * clauses the update of the block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/formed.h"
#include "derive/minimize_internal.h"
#include "expr/diff.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

/* ---- coefficients become statistics ---------------------------------------------------------------------------------------- */

const Expr *lookup_param(Lookup *l)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < l->c->param->naxes; a++) at[a] = expr_index(l->pool, l->c->own[a]);
  return expr_access(l->pool, l->c->param, at);
}

/* all that a coefficient may be indexed by; how many */
static int stat_indices(const Lookup *l, Index **at)
{
  int n = 0;
  for (int a = 0; a < l->c->param->naxes; a++) at[n++] = l->c->own[a];
  for (int a = 0; a < l->c->param->naxes; a++)
    if (((l->c->quadratic ? l->c->dense : 0) | l->c->formed) >> a & 1) at[n++] = l->c->other[a];
  if (l->c->label) at[n++] = l->c->label;
  return n;
}

/* an access of a new statistic stat[own…] := value over those of the indices that occur in it; numbers stay numbers */
const Expr *lookup_statistic(Lookup *l, const char *stem, const Expr *value, const Expr *atom)
{
  Arena *arena = pool_arena(l->pool);
  double number;
  if (expr_number(value, &number)) return value;
  Index *all[2 * ARRAY_MAX_AXES + 1], *own[ARRAY_MAX_AXES];
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = 0, nall = stat_indices(l, all);
  for (int i = 0; i < nall; i++)
    if (expr_has_free(value, all[i]) && n < ARRAY_MAX_AXES) {
      own[n] = all[i];
      axis[n] = all[i]->axis;
      at[n++] = expr_index(l->pool, all[i]);
    }
  for (int i = 0; i < l->block->coefs.len; i++)             /* the same coefficient at two atoms */
    if (l->block->coefs.data[i].stat->def == value) return expr_access(l->pool, l->block->coefs.data[i].stat, at);
  Symbol *s = symbol_new(l->pool, SYM_STAT, name_of(arena_printf(arena, "%s_%s", stem, l->block->param->name->text)), n, axis);
  memcpy(s->own, own, sizeof own);
  s->def = value;
  Coefficient k = { s, atom, stem };
  vec_push(arena, &l->block->coefs, k);
  return expr_access(l->pool, s, at);
}

/* ---- coefficients into the holes of a row ---------------------------------------------------------------------------------- */

static const Expr *times(Lookup *l, double factor, const Expr *e) { return expr_mul(l->pool, expr_num(l->pool, factor), e); }

static bool bind_hole(Lookup *l, Bindings *b, const RowTerm *t, const Expr *value, int nargs, Index *const *arg)
{
  const char *stem = t->hole->text;
  HoleBinding *known = bindings_hole(b, t->hole);
  value = value ? lookup_statistic(l, stem, value, atom_is_formed(t->form) ? NULL : t->atom) : expr_num(l->pool, 0);
  if (known) return known->value == value;
  HoleBinding *h = bindings_set(b, t->hole, value);
  if (!h) return false;
  const FixedCoefficient fixed = { stem, value };
  if (value->kind == X_NUM) vec_push(pool_arena(l->pool), &l->block->fixed, fixed);
  for (int i = 0; i < nargs; i++)
    if (expr_has_free(value, arg[i])) h->nargs = nargs;     /* else one number for the whole slice */
  memcpy(h->arg, arg, (size_t)nargs * sizeof *arg);
  return true;
}

/* the indices that tell slices apart; how many */
static int batch_indices(const Lookup *l, Index **at)
{
  unsigned coupled = 0;
  int n = 0;
  for (int i = 0; i < l->ncoupled; i++) coupled |= 1u << l->coupled[i];
  for (int a = 0; a < l->c->param->naxes; a++)
    if (!(coupled >> a & 1)) at[n++] = l->c->own[a];
  return n;
}

static bool bind_hole_of_side(Lookup *l, Bindings *b, const RowTerm *t)
{
  const Collected *c = l->c;
  int rows = l->coupled[0], cols = l->coupled[1];
  Index *const row[2] = { c->own[rows], c->other[rows] }, *const col[2] = { c->own[cols], c->other[cols] };
  RowTerm second = *t;
  second.hole = t->second;
  switch (t->form) {
    case ATOM_LEFT: return bind_hole(l, b, t, times(l, 0.5 / t->multiple, l->sides.left), 2, row);
    case ATOM_RIGHT: return bind_hole(l, b, t, times(l, 0.5 / t->multiple, l->sides.right), 2, col);
    default: return bind_hole(l, b, t, times(l, 0.5 / t->multiple, l->sides.first), 2, row) && bind_hole(l, b, &second, l->sides.second, 2, col);
  }
}

/* the holes of the row: coefficients of the block over the slice's indices; 0 where the block lacks the atom */
static bool bind_row(Lookup *l, Bindings *b, const Minimizer *row, const Assignment *as)
{
  Index *slice[2 * ARRAY_MAX_AXES];
  Index *all[2 * ARRAY_MAX_AXES];                          /* of a row that sees all slices: they come first */
  const Expr *square = expr_pow(l->pool, expr_access(l->pool, l->rules->variable, NULL), expr_num(l->pool, 2));
  int n = 0, nbatch;
  for (int i = 0; i < l->ncoupled; i++) slice[n++] = l->c->own[l->coupled[i]];
  for (int i = 0; i < l->ncoupled && l->c->quadratic; i++) slice[n++] = l->c->other[l->coupled[i]];
  if (l->c->label) slice[n] = l->c->label;
  nbatch = batch_indices(l, all);
  memcpy(all + nbatch, slice, (size_t)l->ncoupled * sizeof *all);
  for (int k = 0; k < row->terms.len; k++) {
    const RowTerm *t = &row->terms.data[k];
    const Atom *a = as->of[k];
    const Expr *value = a ? times(l, 1 / t->multiple, a->coef) : NULL;
    int nargs = t->form == ATOM_LOGDET || t->form == ATOM_LOGDET_OF || t->form == ATOM_SLICE ? 0 : t->form == ATOM_QUADRATIC ? 2 * l->ncoupled : l->ncoupled;
    if (t->form == ATOM_LABEL || t->form == ATOM_SINGULAR) nargs = 1;
    if (row->naxes == 3) nargs += nbatch;
    if (atom_is_by_sides(t->form)) {
      if (!bind_hole_of_side(l, b, t)) return false;
      continue;
    }
    if (row_is_by_sides(row) && t->atom == square) value = l->sides.same ? times(l, 0.5 / t->multiple, l->sides.same) : NULL;
    if (t->form == ATOM_FUNCTION) {
      HoleBinding *h = value ? bindings_set(b, t->hole, value) : NULL;
      if (!h) return false;
      h->variable = l->c->entry;
      const FixedCoefficient shown = { t->hole->text, value };
      vec_push(pool_arena(l->pool), &l->block->fixed, shown);
      continue;
    }
    if (t->form == ATOM_QUADRATIC) value = times(l, 0.5 / t->multiple, l->c->H);
    if (t->form == ATOM_INVERSE_OF) {
      int rows = l->coupled[0];
      Index *const pair[2] = { l->c->own[rows], l->c->other[rows] };
      if (!bind_hole(l, b, t, value, 2, pair)) return false;
      continue;
    }
    if (l->c->quadratic && t->form == ATOM_SCALAR && t->atom == expr_access(l->pool, l->rules->variable, NULL))
      value = times(l, 1 / t->multiple, a ? expr_add(l->pool, a->coef, l->c->g) : l->c->g);
    if (!bind_hole(l, b, t, value, nargs, row->naxes == 3 ? all : slice)) return false;
  }
  return true;
}

static void bind_axes(Lookup *l, Bindings *b, const Minimizer *row)
{
  if (l->c->label) {
    b->axis[b->naxes++] = (AxisBinding){ .pattern = row->domain.labels, .ntargets = 1, .target = { l->c->label->axis }, .hint = { l->c->label->name } };
  } else if (row->naxes == 1) {                                  /* one pattern axis for all coupled axes together */
    AxisBinding *x = &b->axis[b->naxes++];
    *x = (AxisBinding){ .pattern = row->axis[0], .ntargets = l->ncoupled };
    for (int i = 0; i < l->ncoupled; i++) {
      x->target[i] = l->c->param->axis[l->coupled[i]];
      x->hint[i] = l->c->own[l->coupled[i]]->name;
      bindings_map(b, row->own[0], expr_index(l->pool, l->c->own[l->coupled[i]]));
    }
  } else if (row->naxes >= 2) {                           /* a matrix: the pair; before it an axis for all slices */
    int first = row->naxes - 2;
    if (first) {
      Index *batch[ARRAY_MAX_AXES];
      AxisBinding *x = &b->axis[b->naxes++];
      *x = (AxisBinding){ .pattern = row->axis[0], .ntargets = batch_indices(l, batch) };
      for (int i = 0; i < x->ntargets; i++) {
        x->target[i] = batch[i]->axis;
        x->hint[i] = batch[i]->name;
        bindings_map(b, row->own[0], expr_index(l->pool, batch[i]));
      }
    }
    for (int i = 0; i < 2; i++) {
      Index *own = l->c->own[l->coupled[i]];
      if (i == 0 || row->axis[first + 1] != row->axis[first])
        b->axis[b->naxes++] = (AxisBinding){ .pattern = row->axis[first + i], .ntargets = 1, .target = { own->axis }, .hint = { own->name } };
      bindings_map(b, row->own[first + i], expr_index(l->pool, own));
    }
  }
}

/* ---- what a row gives ------------------------------------------------------------------------------------------------------ */

static const Expr *clipped(Lookup *l, const Expr *value)
{
  const Domain *d = &l->c->param->domain;
  const Expr *lo = expr_num(l->pool, d->lo), *hi = expr_num(l->pool, d->hi);
  if (isfinite(d->lo)) value = expr_if(l->pool, expr_cmp(l->pool, C_LT, value, lo), lo, value);
  if (isfinite(d->hi)) value = expr_if(l->pool, expr_cmp(l->pool, C_LT, hi, value), hi, value);
  return value;
}

/* A minimiser that is cut off at an end of the domain is one, also where the row alone has none */
static const Expr *bounded_by_domain(Lookup *l, const Expr *bounded, const Expr *value)
{
  const Domain *d = &l->c->param->domain;
  const Expr *one = expr_num(l->pool, 1), *lo = expr_num(l->pool, d->lo), *hi = expr_num(l->pool, d->hi);
  if (isfinite(d->lo)) bounded = expr_if(l->pool, expr_cmp(l->pool, C_LT, value, lo), one, bounded);
  if (isfinite(d->hi)) bounded = expr_if(l->pool, expr_cmp(l->pool, C_LT, hi, value), one, bounded);
  return bounded;
}

/* does a matrix row's k-th index of a `let` run over rows, 0, or columns, 1? By its axis; where both have the same, in turn */
static int let_side(const Minimizer *row, const Index *at, int k, unsigned used)
{
  bool rows = at->axis == row->axis[0], columns = at->axis == row->axis[1];
  if (rows != columns) return columns;
  return rows ? (used & 1) != 0 : k & 1;
}

/* let c[k] = …, B[j, l] = …: over the slice, or over pairs of its entries */
static bool bind_let(Lookup *l, Bindings *b, const Minimizer *row, const RuleLet *let)
{
  int outer = b->nmap, n = 0;
  Index *at[2 * ARRAY_MAX_AXES];
  for (int k = 0; k < let->nargs && row->naxes == 3; k++) {      /* slices, then rows or columns */
    bool slices = let->arg[k]->axis == row->axis[0];
    int from = n;
    if (slices) n += batch_indices(l, at + n);
    else at[n++] = index_new(l->pool, let->arg[k]->name, l->c->own[l->coupled[0]]->axis);
    for (int i = from; i < n; i++)
      if (let->arg[k] != row->own[0]) bindings_map(b, let->arg[k], expr_index(l->pool, at[i]));
  }
  unsigned used = 0;
  for (int k = 0; k < let->nargs && row->naxes == 2; k++) {      /* a matrix: one index each, for rows, for columns, or both for one of them */
    int side = let_side(row, let->arg[k], k, used);
    Index *own = l->c->own[l->coupled[side]];
    at[n] = used >> side & 1 ? index_new(l->pool, own->name, own->axis) : own;
    used |= 1u << side;
    if (let->arg[k] != row->own[side] || at[n] != own) bindings_map(b, let->arg[k], expr_index(l->pool, at[n]));
    n++;
  }
  for (int k = 0; k < let->nargs && row->naxes < 2; k++)
    for (int j = 0; j < l->ncoupled && n < 2 * ARRAY_MAX_AXES; j++) {
      Index *own = l->c->own[l->coupled[j]];
      at[n] = k == 0 ? own : index_new(l->pool, own->name, own->axis);
      if (let->arg[k] != row->own[0]) bindings_map(b, let->arg[k], expr_index(l->pool, at[n]));
      n++;
    }
  const Expr *value = instantiate(b, let->value);
  b->nmap = outer;
  HoleBinding *bound = value && n <= ARRAY_MAX_AXES ? bindings_set(b, let->name, value) : NULL;
  if (!bound) return false;
  bound->nargs = n;
  memcpy(bound->arg, at, (size_t)n * sizeof *at);
  return true;
}

/* the number t that a row searches for each slice: known to the expressions that follow as a hole of the rule */
static bool declare_root(Lookup *l, Bindings *b, const Minimizer *row)
{
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  unsigned coupled = 0;
  int n = 0;
  for (int i = 0; i < l->ncoupled; i++) coupled |= 1u << l->coupled[i];
  for (int a = 0; a < l->c->param->naxes && row->naxes < 3; a++) {
    if (coupled >> a & 1) continue;
    axis[n] = l->c->param->axis[a];
    l->block->root_own[n] = l->c->own[a];
    at[n++] = expr_index(l->pool, l->c->own[a]);
  }
  l->block->root = symbol_new(l->pool, SYM_STAT, name_of(arena_printf(pool_arena(l->pool), "%s_%s", row->root->text, l->c->param->name->text)), n, axis);
  return bindings_set(b, row->root, expr_access(l->pool, l->block->root, at)) != NULL;
}

static bool fill_root(Lookup *l, Bindings *b, const Minimizer *row)
{
  Block *block = l->block;
  const Expr *t = bindings_hole(b, row->root)->value;
  const char *why;
  block->equation = instantiate(b, row->equation);
  block->root_lo = instantiate(b, row->root_lo);
  block->root_hi = instantiate(b, row->root_hi);
  block->root_start = row->root_start ? instantiate(b, row->root_start) : NULL;
  if (!block->equation || !block->root_lo || !block->root_hi || (row->root_start && !block->root_start)) return false;
  Symbol *one = symbol_new(l->pool, SYM_ATOM, row->root, 0, NULL);
  const Expr *of_one = expr_subst_access(l->pool, block->equation, block->root, block->root_own, expr_access(l->pool, one, NULL));
  const Expr *slope = expr_diff(l->pool, of_one, one, NULL, &why);
  block->equation_slope = slope && !expr_is_num(slope, 0) ? expr_subst_access(l->pool, slope, one, NULL, t) : NULL;
  return true;
}

/* b holds the numbers of open atoms */
static bool fill(Lookup *l, const Minimizer *row, const Assignment *as, Bindings b)
{
  const Expr *old = lookup_param(l), *needs = NULL, *bounded = NULL, *attained = NULL;
  int numbers = b.nholes;
  rules_count_try(l->rules);
  if (!rule_complete(&row->text)) return false;
  HoleBinding *h = bindings_set(&b, row->unknown->name, old);
  if (!h) return false;
  if (row->naxes == 3) h->nargs = batch_indices(l, h->arg);
  for (int i = 0; i < l->ncoupled; i++) h->arg[h->nargs++] = l->c->own[l->coupled[i]];
  l->block->coefs.len = l->block->fixed.len = l->block->proofs.len = 0;
  for (int i = 0; i < numbers; i++) {                      /* a number for each entry is a statistic */
    if (l->second && b.hole[i].name == row->second->name) continue;
    const Expr *number = b.hole[i].value = lookup_statistic(l, b.hole[i].name->text, b.hole[i].value, NULL);
    const FixedCoefficient fixed = { b.hole[i].name->text, number };
    if (number->kind == X_NUM) vec_push(pool_arena(l->pool), &l->block->fixed, fixed);
  }
  if (!bind_row(l, &b, row, as)) return false;
  Proofs proofs = { 0 };
  bind_axes(l, &b, row);
  const Expr *failed = NULL;
  if (!conditions_hold(&b, row->where, &proofs, &failed)) {
    if (!l->nearest) { l->nearest = row; l->failed = failed ? expr_text(pool_arena(l->pool), failed) : NULL; }
    return false;
  }
  l->block->root = NULL;
  if (row->root && !declare_root(l, &b, row)) return false;
  for (int i = 0; i < row->lets.len; i++)
    if (!bind_let(l, &b, row, &row->lets.data[i])) return false;
  if (row->root && !fill_root(l, &b, row)) return false;
  const Expr *value = instantiate(&b, l->second ? row->second_gives : row->gives);
  if (!value || (row->needs && !(needs = instantiate(&b, row->needs))) || (row->bounded && !(bounded = instantiate(&b, row->bounded)))) return false;
  const Expr *plain = NULL, *spare = NULL;
  if (row->plain && (!(plain = instantiate(&b, row->plain)) || !(spare = instantiate(&b, row->spare)))) return false;
  if (row->attained && !(attained = instantiate(&b, row->attained))) return false;
  if ((needs && expr_is_num(needs, 0)) || (bounded && expr_is_num(bounded, 0))) return false;        /* an atom that the row cannot do without is missing */
  Block *block = l->block;
  bool cut = row_serves(row, l->c->param) == SERVES_CLIPPED;
  const Expr *answer = plain ? expr_if(l->pool, plain, value, spare) : value;
  if (cut && bounded) bounded = bounded_by_domain(l, bounded, answer);
  if (cut && attained) attained = bounded_by_domain(l, attained, answer);
  block->row = row;
  block->rule = row->text.id;
  block->update = row->update;
  block->limit = row->limit;
  block->value = cut ? clipped(l, value) : value;
  block->needs = needs && !expr_is_num(needs, 1) ? needs : NULL;
  if (plain && !expr_is_num(plain, 1)) {
    block->plain = plain;
    block->spare = cut ? clipped(l, spare) : spare;
  }
  block->attained = attained && !expr_is_num(attained, 1) ? attained : NULL;
  block->bounded = bounded && !expr_is_num(bounded, 1) ? bounded : NULL;
  block->proofs.data = proofs.data; block->proofs.len = proofs.len; block->proofs.cap = proofs.cap;
  return true;
}

/* the second unknown of a row in two: it goes first, at what is best for both, and the first unknown's update reads it */
static bool fill_second(Lookup *l, const Minimizer *row, const Assignment *as, Bindings b)
{
  HoleBinding *h = bindings_hole(&b, row->second->name);
  const Expr *s = h->value;
  Block *block = ARENA_NEW(pool_arena(l->pool), Block);
  Lookup second = *l;
  second.block = block;
  second.second = true;
  block->param = s->u.sym;
  for (int a = 0; a < s->nargs; a++) block->own[a] = s->arg[a]->u.index;
  h->value = expr_touch(l->pool, s);
  if (!fill(&second, row, as, b)) return false;
  block->profiled = l->c->param;
  block->majorizer = block->is_second = true;
  l->block->second = block;
  l->block->bounded = l->block->attained = NULL;           /* told once, of the second */
  return true;
}

bool lookup_fill_row(Lookup *l, const Minimizer *row, const Assignment *as, Bindings b)
{
  return l->asks_terms || (fill(l, row, as, b) && (!row->second || fill_second(l, row, as, b)));
}
