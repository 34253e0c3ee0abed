/* majorize.h: from a loss to a finished surrogate by the decision list of rule files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MAJORIZE_H
#define MAJORANT_DERIVE_MAJORIZE_H
#include "derive/rules_internal.h"

/* An upper surrogate of e for the active parameters (touching, first-order), as a sum of finished terms; each rule applied
 * is recorded in group->steps. A term for which no rule serves is recorded as refused and left out: then the result is not
 * a surrogate and only tells which parameters failed. */
const Expr *majorize(Pool *, const Rules *, SurrogateGroup *, const Expr *e, const Name *use_rule, Derivation *);

/* is e, a product, simple: quadratic or one atom in each parameter, so that no bound is needed? */
bool term_is_simple(Pool *, Facts *, const Rules *, int nactive, Symbol *const *active, const Expr *);

#endif
