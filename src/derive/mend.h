/* mend.h: what the searches for a mend share; see derive_mend in derive.h. A mend is a sentence with what to type; it is offered only where
 * the changed loss was derived and every update is proved.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MEND_H
#define MAJORANT_DERIVE_MEND_H
#include "derive/derivation.h"

typedef struct MendSearch {
  const Derivation *d;                    /* the one that does not serve */
  Pool *pool;
  long nodes; int trials;                 /* nodes of the pool at the start; losses derived since */
} MendSearch;

bool mend_is_joint(const Derivation *, const Symbol *);           /* does the parameter step on the loss itself? */
bool mend_serves(MendSearch *, const Loss *changed);              /* is every update of the changed loss proved? */
const char *mend_declared(Arena *, const Symbol *);               /* "b[P]": as it stands in a declaration */

/* mend_split.c: an array into its entries, a product into squares, an absolute value into the greater of two: the same loss in other words */
const char *mend_by_split(MendSearch *);
/* real parameters as the difference of two that are not negative */
const char *mend_by_parts(MendSearch *);

#endif
