/* monomial.h: sums of a product, sum_{s…} f1 * f2 * …, what they cost and in which order they cost least.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_MONOMIAL_H
#define MAJORANT_PLAN_MONOMIAL_H
#include "expr/expr.h"

double expr_entries(const Expr *);              /* the product of the sizes of its free indices */
bool sum_is_plain(const Expr *);                /* a sum over a whole axis without a condition */
bool holds_sparse(const Expr *);                /* sparse data cost what is stored, in an order of their own */

bool expr_is_given(const Expr *);               /* bound before the first run, and the same in all */

bool holds_comparison(const Expr *);            /* sums over what compares have an order of their own, too (code/scan.c) */

/* what the sums and differences of a nest cost, in multiplications of a matrix product; what is neither is taken as given.
 * Of a sum of given data, which is made once, an iteration bears a part */
double sums_work(Pool *, const Expr *);

/* The sum that costs least is taken first, again and again (the greedy order of tensor contractions); or, first of all, the
 * term's sum number `first` (-1: the cheapest). NULL: a sum has a condition or a range, or there are too many factors. */
const Expr *monomial_ordered(Pool *, const Term *, int first);

#endif
