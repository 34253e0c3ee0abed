/* collect_slice.h: atoms that hold a whole slice of a parameter: |v|, lgamma(sum of v). A row states such an atom of its own unknown,
 * `w * (sum{d} v[d]^2)^(1/2)`; a term is one where the row's atom, with the parameter in it, is the same expression.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_SLICE_H
#define MAJORANT_DERIVE_COLLECT_SLICE_H
#include "derive/collect.h"

typedef struct SliceAtom {
  unsigned axes;                          /* of the parameter, over which the atom runs */
  const Expr *key;                        /* with the parameter's own indices for the other axes */
  const Expr *access;                     /* the parameter as the term has it */
} SliceAtom;

/* is e an atom of some row that serves the parameter? */
bool slice_atom_of(Pool *, const Rules *, const Expr *e, Symbol *param, SliceAtom *);
/* and may it stay, by what the row asks of its coefficient alone? rest: what it is multiplied with */
bool slice_atom_stays(Pool *, const Rules *, Facts *, const Expr *e, const Expr *rest, Symbol *param);
/* the row's atom with the parameter at the given places, its axis as those in `axes`; NULL: it cannot be filled */
const Expr *slice_atom_fill(Pool *, const Minimizer *, const RowTerm *, Symbol *param, unsigned axes, const Expr *const *at);

#endif
