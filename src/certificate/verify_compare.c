/* verify_compare.c: expressions of a record against those that were made anew; see verify_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain.h"
#include "certificate/verify_internal.h"
#include "expr/print.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool verify_fail(Checker *c, const char *format, ...)
{
  va_list arguments;
  if (c->fault) return false;
  va_start(arguments, format);
  Buf b = { 0 };
  char text[2000];
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  buf_put(&b, text);
  for (const Diag *d = c->diags->first; d; d = d->next) buf_printf(&b, "%s%s", d == c->diags->first ? ": " : "; ", d->text);
  c->fault = arena_strdup(c->arena, buf_text(&b));
  buf_free(&b);
  diag_clear(c->diags);
  return false;
}

const char *verify_shortened(Checker *c, const Expr *e)
{
  enum { MOST = 160 };
  const char *text = expr_text(c->arena, e);
  if (strlen(text) <= MOST) return text;
  int n = MOST;
  while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
  return arena_printf(c->arena, "%.*s…", n, text);
}

bool verify_same_words(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

bool verify_words(Checker *c, const char *what, const char *field, const char *made, const char *recorded)
{
  return verify_same_words(made, recorded) || verify_fail(c, "%s: '%s' is not what the library says, %s", what, field, made ? made : "nothing");
}

bool verify_enter_indices(Checker *c, Reread *r, const CertIndices *indices, const char *what, Index **out)
{
  if (indices->len > 2 * ARRAY_MAX_AXES) return verify_fail(c, "%s has too many indices", what);
  for (int i = 0; i < indices->len; i++) {
    Axis *axis = verify_axis(c, indices->data[i].axis);
    if (!axis) return verify_fail(c, "%s: there is no axis %s", what, indices->data[i].axis);
    const Name *name = name_of(indices->data[i].name);
    out[i] = reread_find_index(r, name);
    if (out[i] && out[i]->axis == axis) continue;
    out[i] = index_new(c->pool, name, axis);
    reread_index(r, out[i]);
  }
  return true;
}

const Expr *verify_as_recorded(Checker *c, const Expr *e, int n, Index *const *index, int nrecorded, Index *const *recorded)
{
  const Expr *to[2 * ARRAY_MAX_AXES];
  if (n != nrecorded || n > 2 * ARRAY_MAX_AXES) return NULL;
  for (int i = 0; i < n; i++) {
    if (index[i]->axis != recorded[i]->axis) return NULL;
    to[i] = expr_index(c->pool, recorded[i]);
  }
  return expr_subst_indices(c->pool, e, n, index, to);
}

/* does e use the index elsewhere than as a number? Then its axis is told. */
static bool tells_axis(const Expr *e, const Index *i)
{
  if (!expr_has_free(e, i)) return false;
  for (int k = 0; k < e->nargs; k++)
    if ((e->kind == X_ACCESS && e->arg[k]->kind == X_INDEX && e->arg[k]->u.index == i) || tells_axis(e->arg[k], i)) return true;
  return e->kind == X_MATRIX || (e->kind == X_ACCESS && e->nargs > 0);      /* subscripts that are put together: to be on the safe side */
}

/* a number that is no fraction that somebody would write, to so many digits that the order in which it was computed does not show */
static const Expr *rounded(Pool *pool, const Expr *e)
{
  enum { WRITTEN = 1000000 };
  char text[40];
  if ((e->u.num.exact && e->u.num.q <= WRITTEN) || !isfinite(e->u.num.value)) return e;
  snprintf(text, sizeof text, "%.13g", e->u.num.value);
  return expr_num(pool, strtod(text, NULL));
}

/* {i in 2..4} where i is only a number says nothing of its axis, and the reader gives it one of its own: here all get the same */
static const Expr *as_compared(Pool *pool, const Expr *e, void *context)
{
  Checker *c = context;
  if (e->kind == X_NUM) return rounded(pool, e);
  Index *i[EXPR_OPEN_INDICES];
  const Expr *part[EXPR_OPEN_ARGS];
  double lo, hi;
  if (e->kind != X_REDUCE) return e;
  expr_open(pool, e, i, part);
  if (!part[2] || !part[3] || !expr_number(part[2], &lo) || !expr_number(part[3], &hi) || lo < 1 || tells_axis(part[0], i[0]) || tells_axis(part[1], i[0])) return e;
  if (!c->number_axis) c->number_axis = axis_new(pool, name_of("number"), -1);
  Index *j = index_new(pool, i[0]->name, c->number_axis);
  const Expr *at = expr_index(pool, j);
  return expr_reduce(pool, e->op, j, expr_subst_index(pool, part[0], i[0], at), expr_subst_index(pool, part[1], i[0], at), part[2], part[3]);
}

bool verify_same(Checker *c, const Expr *a, const Expr *b)
{
  if (a == b || !a || !b) return a == b;
  return expr_map(c->pool, a, as_compared, c) == expr_map(c->pool, b, as_compared, c);
}

/* Which recorded index each free index of e stands for, in from and to: those of the term are known, the rest are as they come, axis by
 * axis (their order hangs on which was made first, and a reader makes them in another order). NULL, or the index that has no partner. */
static const Index *pair_indices(Checker *c, const Expr *e, int n, Index *const *index, int nbase, Index *const *base,
                                 Index *const *base_recorded, Index **from, const Expr **to)
{
  bool taken[2 * ARRAY_MAX_AXES] = { false };
  for (int known = 1; known >= 0; known--)
    for (int k = 0; k < e->nfree; k++) {
      const Index *wanted = NULL;
      int at = -1;
      for (int b = 0; b < nbase; b++)
        if (base[b] == e->free[k]) wanted = base_recorded[b];
      if ((wanted != NULL) != known) continue;
      for (int i = 0; i < n && at < 0; i++)
        if (!taken[i] && (wanted ? index[i] == wanted : index[i]->axis == e->free[k]->axis)) at = i;
      if (at < 0) return wanted ? wanted : e->free[k];
      taken[at] = true;
      from[k] = e->free[k];
      to[k] = expr_index(c->pool, index[at]);
    }
  return NULL;
}

bool verify_proofs(Checker *c, Reread *scope, const char *what, int nbase, Index *const *base, Index *const *base_recorded, int n,
                         const Proof *proof, const CertProofs *recorded)
{
  if (n != recorded->len) return verify_fail(c, "%s: it has %d conditions, %d are recorded", what, n, recorded->len);
  for (int i = 0; i < n; i++) {
    const Expr *e = proof[i].condition, *to[2 * ARRAY_MAX_AXES];
    const CertProof *p = &recorded->data[i];
    Index *index[2 * ARRAY_MAX_AXES], *from[2 * ARRAY_MAX_AXES];
    if (!verify_same_words(proof[i].why, p->proof)) return verify_fail(c, "%s: its condition %s is proved by '%s'", what, p->condition, proof[i].why);
    if (e->has_hole) {
      const char *text = proof_text(c->arena, &proof[i]);
      if (strcmp(text, p->condition)) return verify_fail(c, "%s: its condition is %s, not %s", what, text, p->condition);
      continue;
    }
    Reread *own = reread_new(c->sema, scope);
    if (!verify_enter_indices(c, own, &p->indices, what, index)) return false;
    const Expr *read = reread(own, "condition", p->condition);
    if (!read) return verify_fail(c, "%s: the condition '%s' cannot be read", what, p->condition);
    if (e->nfree != p->indices.len) return verify_fail(c, "%s: its condition is %s, not %s", what, verify_shortened(c, e), p->condition);
    const Index *unlike = pair_indices(c, e, p->indices.len, index, nbase, base, base_recorded, from, to);
    if (unlike) return verify_fail(c, "%s: its condition is about %s", what, unlike->name->text);
    if (!verify_same(c, expr_subst_indices(c->pool, e, e->nfree, from, to), read)) return verify_fail(c, "%s: its condition is %s, not %s", what, verify_shortened(c, e), p->condition);
  }
  return true;
}

bool verify_definition(Checker *c, Reread *scope, const char *what, const Symbol *s, const CertDefinition *d)
{
  Index *index[2 * ARRAY_MAX_AXES];
  Reread *own = reread_new(c->sema, scope);
  if (!verify_enter_indices(c, own, &d->indices, what, index)) return false;
  const char *name = d->symbol;
  for (int i = 0; i < d->indices.len; i++) name = arena_printf(c->arena, "%s%s%s", name, i ? ", " : "[", d->indices.data[i].name);
  if (d->indices.len) name = arena_printf(c->arena, "%s]", name);
  if (strcmp(name, d->name)) return verify_fail(c, "%s: %s is called %s", what, name, d->name);
  const Expr *read = reread(own, d->symbol, d->definition);
  if (!read) return verify_fail(c, "%s: the definition of %s cannot be read", what, d->symbol);
  if (verify_same(c, verify_as_recorded(c, s->def, s->naxes, s->own, d->indices.len, index), read)) return true;
  return verify_fail(c, "%s: %s is not %s; it is %s", what, d->symbol, d->definition, verify_shortened(c, s->def));
}
