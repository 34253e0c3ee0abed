/* print_parts.c: see print_parts.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif

/* ---- names --------------------------------------------------------------------------------------------------- */

const char *index_name_or(const Name *name, const char *fallback) { return name && name->text[0] ? name->text : fallback; }

const char *axis_name_in(const Scope *s, const Axis *axis)
{
  if (axis->size < 0) return index_name_or(axis->name, "_");
  for (; s; s = s->up) if (s->name && !strcmp(s->name, axis->name->text)) return NULL;
  return axis_named(axis) ? axis->name->text : NULL;
}

/* a symbol of that name somewhere below; gives up, with `no`, in large expressions */
static bool uses_symbol_name(const Expr *e, const char *name, int *budget)
{
  if (--*budget < 0) return false;
  if (e->kind == X_ACCESS && !strcmp(index_name_or(e->u.sym->name, ""), name)) return true;
  for (int j = 0; j < e->nargs; j++) if (uses_symbol_name(e->arg[j], name, budget)) return true;
  return false;
}

static bool is_taken(const Scope *up, const Expr *where, const Index *self, const char *name, int primes)
{
  for (const Scope *s = up; s; s = s->up)
    if (s->index != self && s->name && s->primes == primes && !strcmp(s->name, name) && expr_has_free(where, s->index)) return true;
  int budget = 2000;
  return primes == 0 && uses_symbol_name(where, name, &budget);
}

Scope scope_enter(const Scope *up, const Index *index, const Name *wanted, const Expr *where)
{
  Scope s = { up, index, index_name_or(wanted, "i"), 0, up && up->vectors };
  while (is_taken(up, where, index, s.name, s.primes)) s.primes++;
  return s;
}

void scope_enter_next(Scope *scope, int k, const Scope *up, const Index *i, const Name *wanted, const Expr *where)
{
  scope[k] = scope_enter(k ? &scope[k - 1] : up, i, wanted, where);
  for (int j = 0; j < k; j++)
    if (scope[j].name && scope[j].primes == scope[k].primes && !strcmp(scope[j].name, scope[k].name)) { scope[k].primes++; j = -1; }
}

const Scope *print_scope_find(const Scope *s, const Index *i)
{
  while (s && s->index != i) s = s->up;
  return s;
}

bool is_vector_place(const Scope *scope, const Expr *arg)
{
  const Scope *s = arg->kind == X_INDEX ? print_scope_find(scope, arg->u.index) : NULL;
  return s && !s->name;
}

/* ---- products ------------------------------------------------------------------------------------------------ */

/* 0.3, 1e-9: what a person writes with a point; halves and eighths read better as fractions */
static bool is_decimal(Number c)
{
  int64_t q = c.q;
  if (!c.exact || q % 5) return false;
  while (q % 10 == 0) q /= 10;
  while (q % 2 == 0) q /= 2;
  while (q % 5 == 0) q /= 5;
  return q == 1;
}

static void set_coefficient(Fraction *f, Number c)
{
  f->negative = c.value < 0;
  if (f->negative) c = number_neg(c);
  if (!c.exact) {
    for (int q = 1; q <= 8; q++) {                         /* 2 pi, pi/3 */
      double p = round(c.value / M_PI * q);
      if (p >= 1 && p <= 64 && p * M_PI / q == c.value) {
        f->pi = true;
        c = number_rat((int64_t)p, q);
        break;
      }
    }
  }
  if (is_decimal(c)) c.exact = false;
  f->top = c.exact ? number_rat(c.p, 1) : c;
  f->bottom = number_rat(c.exact ? c.q : 1, 1);
}

static bool is_negative_term(const Expr *t)
{
  if (t->kind == X_MUL) t = t->arg[0];
  return t->kind == X_NUM && t->u.num.value < 0;
}

static bool take_sign(Factor *f)
{
  if (f->base || f->e->kind != X_ADD) return false;
  for (int j = 0; j < f->e->nargs; j++) if (is_negative_term(f->e->arg[j])) return f->flip = true;
  return false;
}

Fraction fraction_of(const Expr *e)
{
  Fraction f = { .top = number_rat(1, 1), .bottom = number_rat(1, 1) };
  int n = e->kind == X_MUL ? e->nargs : 1;
  const Expr *const *arg = e->kind == X_MUL ? e->arg : &e;
  f.num = malloc(2 * (size_t)n * sizeof *f.num);
  if (!f.num) abort();
  f.den = f.num + n;
  for (int j = 0; j < n; j++) {
    const Expr *x = arg[j];
    if (x->kind == X_NUM) { set_coefficient(&f, x->u.num); continue; }
    if (x->kind != X_POW || x->arg[1]->kind != X_NUM) { f.num[f.nnum++] = (Factor){ .e = x }; continue; }
    Number p = x->arg[1]->u.num;
    Factor *place = p.value < 0 ? &f.den[f.nden++] : &f.num[f.nnum++];
    if (p.value < 0) p = number_neg(p);
    *place = number_is(p, 1) ? (Factor){ .e = x->arg[0] } : (Factor){ .base = x->arg[0], .power = p };
  }
  for (int j = 0; f.negative && j < f.nnum; j++) if (take_sign(&f.num[j])) f.negative = false;
  for (int j = 0; f.negative && j < f.nden; j++) if (take_sign(&f.den[j])) f.negative = false;
  return f;
}

void fraction_free(Fraction *f) { free(f->num); }

const Expr *sum_term(const Expr *add, bool flip, int k)
{
  int first = 0;
  while (first < add->nargs && is_negative_term(add->arg[first]) != flip) first++;
  if (first == add->nargs) first = 0;
  if (first == 0 && add->nargs == 2 && add->arg[0]->kind == X_NUM && add->arg[1]->kind == X_INDEX) first = 1;      /* i + 1 */
  if (k == 0) return add->arg[first];
  return add->arg[k <= first ? k - 1 : k];
}

/* ---- binders ------------------------------------------------------------------------------------------------- */

int nest_of(const Expr *e, const Expr **node, const Expr **body)
{
  int n = 0;
  node[n++] = e;
  *body = e->arg[0];
  while (n < NEST_MOST && e->op != R_ARGMIN && e->op != R_ARGMAX && (*body)->kind == X_REDUCE && (*body)->op == e->op) {
    node[n++] = *body;
    *body = (*body)->arg[0];
  }
  return n;
}

/* the axes of places where i stands as a subscript: is its own among them (1), and is no other (2)? */
static int subscript_axes(const Expr *e, const Index *i)
{
  int found = 2;
  if (!expr_has_free(e, i)) return found;
  for (int j = 0; e->kind == X_ACCESS && j < e->nargs; j++)
    if (e->arg[j]->kind == X_INDEX && e->arg[j]->u.index == i) found = e->u.sym->axis[j] == i->axis ? found | 1 : found & 1;
  for (int j = 0; j < e->nargs; j++) {
    int below = subscript_axes(e->arg[j], i);
    found = ((found | below) & 1) | (found & below & 2);
  }
  return found;
}

bool infers_axis(const Expr *e, const Index *i) { return subscript_axes(e, i) == 3; }

bool is_conjunction(const Expr *e) { return e->kind == X_MUL && is_truth(e); }
bool is_disjunction(const Expr *e) { return e->kind == X_IF && expr_is_num(e->arg[1], 1) && is_truth(e->arg[2]); }
bool is_negation(const Expr *e) { return e->kind == X_IF && expr_is_num(e->arg[1], 0) && expr_is_num(e->arg[2], 1); }

bool is_bound_place(const Expr *arg, int n, Index *const *bound)
{
  for (int k = 0; k < n; k++) if (arg->kind == X_INDEX && arg->u.index == bound[k]) return true;
  return false;
}

bool is_slice(const Expr *e, int n, Index *const *bound)
{
  if (e->kind != X_ACCESS) return false;
  int next = 0;
  for (int j = 0; j < e->nargs; j++) {
    const Expr *a = e->arg[j];
    if (next < n && a->kind == X_INDEX && a->u.index == bound[next]) { next++; continue; }
    for (int k = 0; k < n; k++) if (expr_has_free(a, bound[k])) return false;
  }
  return next == n;
}

bool is_extreme(const Expr *e, const Expr **of)
{
  if (e->kind != X_IF || e->arg[0]->kind != X_CMP || (e->arg[0]->op != C_LE && e->arg[0]->op != C_LT)) return false;
  const Expr *low = e->arg[0]->arg[0], *high = e->arg[0]->arg[1];
  if (!((e->arg[1] == high && e->arg[2] == low) || (e->arg[1] == low && e->arg[2] == high))) return false;
  of[0] = e->arg[1];
  of[1] = e->arg[2];
  return true;
}

bool is_greatest(const Expr *e) { return e->arg[1] == e->arg[0]->arg[1]; }
