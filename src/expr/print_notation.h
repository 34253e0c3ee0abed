/* print_notation.h: what the printers do alike, whatever the notation: sums with their signs, factors, conditions, relations,
 * the names of free indices. A printer fills a Notation with what it writes in its own way, and calls these.
 * Private to print_*.c; nothing is owned, everything is written to the Buf.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_PRINT_NOTATION_H
#define MAJORANT_EXPR_PRINT_NOTATION_H
#include "expr/print_parts.h"

/* What may stand at a place without brackets. OPEN: an expression that runs on to the right as far as products go, like
 * sum{i} a[i] * b[i], where nothing but + - ) , follows. */
typedef enum { P_ANY, P_SUM, P_OPEN, P_FACTOR, P_ATOM } Place;

typedef struct Notation {
  void (*expression)(Buf *, const Scope *, const Expr *, Place);
  void (*power)(Buf *, const Scope *, const Expr *base, Number);
  void (*fraction)(Buf *, const Scope *, const Fraction *);              /* without its sign */
  const char *either, *both, *negation;                   /* between, between, before */
  const char *relation[C_LE + 1], *turned[C_LE + 1];      /* turned: j >= 2, not 2 <= j */
} Notation;

void notation_put_list(const Notation *, Buf *, const Scope *, int n, const Expr *const *, const char *between);
void notation_put_factor(const Notation *, Buf *, const Scope *, const Factor *, Place);
void notation_put_product(const Notation *, Buf *, const Scope *, const Expr *);           /* any expression as a fraction, with its sign */
void notation_put_sum(const Notation *, Buf *, const Scope *, const Expr *add, bool flip);
void notation_put_relation(const Notation *, Buf *, const Scope *, const Expr *cmp);
void notation_put_condition(const Notation *, Buf *, const Scope *, const Expr *, int level);      /* level 0: or, 1: and, 2: not */
/* the whole: the free indices by their own names, made unlike each other */
void notation_put_whole(const Notation *, Buf *, const Scope *, const Expr *, bool condition);

#endif
