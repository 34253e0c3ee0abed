/* conditions.h: are a rule's side conditions met by this instance? Signs, constancy, shape of a function.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_CONDITIONS_H
#define MAJORANT_RULES_CONDITIONS_H
#include "rules/match.h"
#include "rules/rules_internal.h"

/* tests the conditions that can be decided from what is bound so far; false with *failed for the first that is not
 * proved. With proofs != NULL each is recorded. */
typedef VEC(Proof) Proofs;
bool conditions_hold(Bindings *, const Expr *where, Proofs *proofs, const Expr **failed);

/* the first word of a condition that means nothing, and what may be meant (or NULL); NULL: all are known */
const Name *condition_unknown(const Expr *where, const Name **near);

bool conditions_name_coordinate(const Expr *where);       /* do they ask for the shape of f(u) in a coordinate, as concave(f, log(u)) does? */

#endif
