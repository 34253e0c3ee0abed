/* collect_internal.h: what the files of collect share. The way of a surrogate: collect_atomise puts a placeholder array for each
 * atom, collect.c differentiates by the placeholders, collect_polynomial by the parameter itself for what is left.
 * Expressions live in the pool; a Collector lives on the stack of one `collect`.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_INTERNAL_H
#define MAJORANT_DERIVE_COLLECT_INTERNAL_H
#include "derive/collect.h"

typedef struct Placeholder { AtomForm form; const Expr *key; Symbol *symbol; unsigned without; } Placeholder;      /* without: axes of the parameter that symbol lacks */
typedef struct Collector {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  Symbol *param;
  VEC(Placeholder) found;
  unsigned slice;                         /* axes of its atoms of a whole slice */
  unsigned spectral;                      /* axes of the matrix whose singular values are added up, or of which another is formed; 0: none */
  unsigned formed;                        /* the axis that the other has twice; 0: none */
  Symbol *function, *place;               /* function[entry] multiplies terms that are functions of place[entry] and data; NULL: none so far */
} Collector;

/* the surrogate with placeholders for its atoms; polynomials of degree 2 stay. NULL: a term is no atom of one entry */
const Expr *collect_atomise(Collector *, const Expr *);
/* enters what is polynomial in the parameter: the form H, g where it couples entries, else atoms x^2 and x. False with out->failed */
bool collect_polynomial(Collector *, const Expr *, Collected *out);

/* K-SCALE: a positive factor of all coefficients that holds other parameters: where the least value lies, they have no say */
void collect_drop_factors(Collector *, Collected *out);
void collect_add_atom(Collector *, Collected *out, AtomForm, const Expr *key, const Expr *coef);       /* coefficients of the same atom are added, 0 is left out */
bool collect_fail(Collected *out, const char *why);                     /* always false */
int collect_factors(const Expr *, const Expr *const **factor, const Expr **single);       /* of a product; else *single alone */

#endif
