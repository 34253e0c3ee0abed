/* substitute.h: a block's surrogate in another variable (K-SUBST). A monotone change of variable moves no minimiser: where no
 * row of the library has the atoms in x, one may have them in u with x = chart(u), or with u = chart(x).
 *
 * The charts of single numbers serve, logarithms and logits, both ways; and shifts, which move a half-line or an interval to where the
 * library's rows have theirs: log(x - 2) for x > 2 is the logarithm of a positive number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_SUBSTITUTE_H
#define MAJORANT_DERIVE_SUBSTITUTE_H
#include "derive/collect.h"
#include "derive/derivation.h"

/* the i-th change of variable that may serve a parameter with this domain, from 0; false: there is none */
bool substitution_at(const Rules *, const Domain *, int i, Substitution *by);

/* the collected surrogate as a function of u; out->param is u. False: the change is for another domain, or the surrogate is no
 * sum of functions of single entries */
bool substitute_variable(Pool *, const Rules *, const Collected *, const Substitution *by, Collected *out);

/* what a row gave for u, said of x */
void substitute_back(Pool *, const Collected *, const Collected *changed, const Substitution *by, Block *);

/* u as a function of x: `access` is x */
const Expr *substituted_variable(Pool *, const Substitution *by, const Expr *access);

#endif
