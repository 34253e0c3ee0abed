/* substitute.h: a block's surrogate in another variable (K-SUBST). A monotone change of variable moves no minimiser: where no
 * row of the library has the atoms in x, one may have them in u with x = chart(u), or with u = chart(x).
 *
 * The charts of single numbers serve: logarithms and logits, both ways.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_SUBSTITUTE_H
#define MAJORANT_DERIVE_SUBSTITUTE_H
#include "derive/collect.h"

/* the collected surrogate as a function of u; out->param is u. False: the chart is for another domain, or the surrogate is no
 * sum of functions of single entries. into: x = chart(u); else u = chart(x) */
bool substitute_variable(Pool *, const Rules *, const Collected *, const Chart *, bool into, Collected *out);

/* what a row gave for u, said of x */
void substitute_back(Pool *, const Collected *, const Collected *changed, const Chart *, bool into, Block *);

/* u as a function of x: `access` is x */
const Expr *substituted_variable(Pool *, const Chart *, bool into, const Expr *access);

#endif
