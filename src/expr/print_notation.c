/* print_notation.c: see print_notation.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print_notation.h"

void notation_put_list(const Notation *n, Buf *b, const Scope *s, int count, const Expr *const *e, const char *between)
{
  for (int j = 0; j < count; j++) {
    if (j) buf_put(b, between);
    n->expression(b, s, e[j], P_ANY);
  }
}

void notation_put_factor(const Notation *n, Buf *b, const Scope *s, const Factor *f, Place place)
{
  if (f->base) n->power(b, s, f->base, f->power);
  else if (f->flip) {
    buf_putc(b, '(');
    notation_put_sum(n, b, s, f->e, true);
    buf_putc(b, ')');
  } else n->expression(b, s, f->e, place);
}

void notation_put_product(const Notation *n, Buf *b, const Scope *s, const Expr *e)
{
  Fraction f = fraction_of(e);
  if (f.negative) buf_putc(b, '-');
  n->fraction(b, s, &f);
  fraction_free(&f);
}

void notation_put_sum(const Notation *n, Buf *b, const Scope *s, const Expr *e, bool flip)
{
  for (int k = 0; k < e->nargs; k++) {
    Fraction f = fraction_of(sum_term(e, flip, k));
    bool negative = f.negative != flip;
    if (k) buf_put(b, negative ? " - " : " + ");
    else if (negative) buf_putc(b, '-');
    n->fraction(b, s, &f);
    fraction_free(&f);
  }
}

void notation_put_relation(const Notation *n, Buf *b, const Scope *s, const Expr *e)
{
  bool turn = e->arg[0]->kind == X_NUM;
  n->expression(b, s, e->arg[turn], P_SUM);
  buf_put(b, turn ? n->turned[e->op] : n->relation[e->op]);
  n->expression(b, s, e->arg[!turn], P_SUM);
}

void notation_put_condition(const Notation *n, Buf *b, const Scope *s, const Expr *e, int level)
{
  bool either = is_disjunction(e), both = is_conjunction(e);
  bool brackets = (either && level > 0) || (both && level > 1) || (e->kind == X_CMP && level > 2);
  if (brackets) buf_putc(b, '(');
  if (either) {
    notation_put_condition(n, b, s, e->arg[0], 0);
    buf_put(b, n->either);
    notation_put_condition(n, b, s, e->arg[2], 0);
  } else if (is_negation(e)) {
    buf_put(b, n->negation);
    notation_put_condition(n, b, s, e->arg[0], 3);
  } else if (both) {
    for (int j = 0; j < e->nargs; j++) {
      if (j) buf_put(b, n->both);
      notation_put_condition(n, b, s, e->arg[j], 2);
    }
  } else if (e->kind == X_CMP) notation_put_relation(n, b, s, e);
  else n->expression(b, s, e, P_SUM);
  if (brackets) buf_putc(b, ')');
}

static void put_from(const Notation *n, Buf *b, const Scope *s, const Expr *e, int k, bool condition)
{
  if (k < e->nfree) {
    Scope mine = scope_enter(s, e->free[k], e->free[k]->name, e);
    put_from(n, b, &mine, e, k + 1, condition);
  } else if (condition) notation_put_condition(n, b, s, e, 0);
  else n->expression(b, s, e, P_ANY);
}

void notation_put_whole(const Notation *n, Buf *b, const Scope *s, const Expr *e, bool condition) { put_from(n, b, s, e, 0, condition); }
