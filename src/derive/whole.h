/* whole.h: rules for whole losses: what stands beside the loss, or beside its value at the touch, as a function of one block and of the
 * loss's gradient by it. Proximal terms (F + |x - x0|^2 / 2) lie above any loss; gradient splits and mirror steps touch it with the
 * same slope, and their guard is the run's (fit/guard.h). They serve by `using` alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_WHOLE_H
#define MAJORANT_DERIVE_WHOLE_H
#include "derive/derivation.h"
#include "rules/rules_internal.h"

/* the first rule named by `using` that serves the parameter as a part of this loss; NULL: none */
const Majorizer *whole_rule_for(Pool *, const Rules *, const Loss *, Symbol *param, const Name *const *use_rule);
/* The surrogate's beginning for the parameters of the group, each by its rule; recorded in the group's steps. Where a rule keeps the loss it
 * is to be bounded further. NULL: a rule cannot be filled. */
const Expr *whole_apply(Pool *, const Rules *, SurrogateGroup *, const Loss *, const Name *const *use_rule);
/* does the loss itself stand in it still? */
bool whole_keeps(const SurrogateGroup *);

#endif
