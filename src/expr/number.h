/* number.h: the constants of expressions: exact rationals p/q while they fit 64 bits, doubles from then on. No zero is
 * negative. Private to expr but for reading Number in a node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_NUMBER_H
#define MAJORANT_EXPR_NUMBER_H
#include "expr/expr.h"

Number number_rat(int64_t p, int64_t q);                   /* q != 0 */
Number number_of(double);                                  /* exact where the double is the nearest to a short decimal */
Number number_add(Number, Number);
Number number_mul(Number, Number);
Number number_neg(Number);
/* base ^ exponent. False: it is no rational and both are exact (2^(1/2) stays symbolic), it leaves the range of doubles, or
 * it is not real. */
bool number_pow(Number base, Number exponent, Number *result);
int number_compare(Number, Number);                        /* by value; nan comes last */
bool number_same(Number, Number);                          /* the same constant, exactness included */
bool number_is(Number, int64_t);
bool number_is_integer(Number);                            /* exact only */
bool number_is_even(Number);                               /* an exact even integer */
bool number_is_odd(Number);

#endif
