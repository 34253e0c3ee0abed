/* carry.h: statistics of a stage as a later list reads them: as numbers, for it would compute them once more from their
 * definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_CARRY_H
#define MAJORANT_FIT_CARRY_H
#include "fit/runner.h"
#include "plan/plan.h"

typedef struct Carry { int n; struct { Array *from, *to; } *item; } Carry;

/* the carried arrays of the stage, and, in all lists, the coefficients of the block (which may be NULL) by symbols without a definition; false: no memory */
bool carry_new(Carry *, Pool *, Store *, const Stage *, const Block *, int nlists, DefinitionList *const *lists);
void carry_run(const Carry *);                             /* after the stage's list ran */
/* a copy of a list, whose values may be changed */
void carry_copy(Pool *, const DefinitionList *from, DefinitionList *to);

#endif
