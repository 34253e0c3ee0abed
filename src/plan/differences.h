/* differences.h: differences within sums of products are opened where that saves work.
 *
 *     sum_d (x[n, d] - m[k, d]) * P[d, e]  =  sum_d x[n, d] * P[d, e]  -  sum_d m[k, d] * P[d, e]
 *
 * takes one product with P for each n and one for each k, not one for each pair. It is done about a centre common to all k, so
 * that data far from the origin lose no digits, and where it at least halves the work of the nest of sums. (The order of the
 * products that stand there is chosen when code is made: code/chain.c.)
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_DIFFERENCES_H
#define MAJORANT_PLAN_DIFFERENCES_H
#include "base/vec.h"
#include "plan/definition.h"

typedef struct Centre { const Expr *data, *mean, *about; } Centre;      /* an access, its centre, and data - mean as an access of a part */

/* zero but for pool and standard.arena to start; the same for all lists whose results meet in one program */
typedef struct Differences {
  Pool *pool;
  DefinitionList standard;                /* for its indices: equal parts are one symbol */
  VEC(Symbol *) parts;                    /* a - c and c - b of the differences a - b that may be opened */
  VEC(Centre) centres;                    /* of given data */
  bool opened;                            /* some were */
} Differences;

const Expr *plan_open_differences(Differences *, const Expr *);

#endif
