/* print_parts.h: what the two printers share: names of indices, products as fractions, nests of binders, matrices as slices.
 * Private to print_*.c; nothing here makes a node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_PRINT_PARTS_H
#define MAJORANT_EXPR_PRINT_PARTS_H
#include "expr/function.h"
#include "expr/internal.h"
#include "expr/print.h"

/* The indices that have a name here, the innermost first; they live on the C stack of the printer. */
typedef struct Scope {
  const struct Scope *up; const Index *index;
  const char *name; int primes;            /* name NULL: a vector's index, which is not written */
  bool vectors;                            /* sums are shown as norms and products of vectors where they are such */
} Scope;

Scope scope_enter(const Scope *up, const Index *, const Name *wanted, const Expr *where);     /* primes until it is unlike the others that occur in `where` */
/* scope[k] behind scope[0 .. k-1] (or behind up), unlike all of them: the indices of one pair of braces */
void scope_enter_next(Scope *scope, int k, const Scope *up, const Index *, const Name *wanted, const Expr *where);
const Scope *print_scope_find(const Scope *, const Index *);                                  /* NULL: free, not entered */
bool is_vector_place(const Scope *, const Expr *arg);      /* the index of a vector that is written without it */

/* One factor of a product: e itself, or base ^ power with a positive number for the power. flip: show -e, a sum */
typedef struct Factor { const Expr *e, *base; Number power; bool flip; } Factor;
typedef struct Fraction {
  bool negative, pi;                       /* pi: a further factor above */
  Number top, bottom;                      /* positive; 1 where there is none */
  Factor *num, *den;
  int nnum, nden;
} Fraction;
/* Any expression; what is no product is one factor. The sign of -y*(a-b) goes into the sum: y*(b-a). Free with fraction_free */
Fraction fraction_of(const Expr *);
void fraction_free(Fraction *);

/* the order in which the terms of a sum, or of minus the sum, are shown: a positive one first where there is one */
const Expr *sum_term(const Expr *add, bool flip, int k);

/* sum{i} sum{j} …: how many directly nested reductions of one kind show as one binder; node[0] is e itself */
enum { NEST_MOST = 8 };
int nest_of(const Expr *e, const Expr **node, const Expr **body);

bool infers_axis(const Expr *body, const Index *);        /* i stands alone in a place of its axis in some access */
bool is_conjunction(const Expr *);                        /* a product of truths: prints with `and` in conditions */
bool is_disjunction(const Expr *);                        /* if a then 1 else b */
bool is_negation(const Expr *);                           /* if a then 0 else 1 */
/* if a <= b then b else a, or then a else b: max (is_greatest) or min of of[2] */
bool is_extreme(const Expr *, const Expr **of);
bool is_greatest(const Expr *);
/* the matrix or vector of a matrix function as a slice of one array: each of the indices once, alone, in order */
bool is_slice(const Expr *, int n, Index *const *bound);
bool is_bound_place(const Expr *arg, int n, Index *const *bound);
const char *index_name_or(const Name *, const char *fallback);
/* The axis's name; NULL where it is to be shown by its size: it has none, or it was made by a range and bears the name of
 * an index in scope. */
const char *axis_name_in(const Scope *, const Axis *);

#endif
