/* profile.h: a block with a closed form is put into the surrogate of another block that it takes turns with, so that both are minimised
 * together and not one after the other (K-PROFILE): the rate of gamma laws at given shapes, shape / mean.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_PROFILE_H
#define MAJORANT_DERIVE_PROFILE_H
#include "derive/derivation.h"
#include "expr/facts.h"
#include "rules/rules_internal.h"

/* Blocks of the group that can be minimised so are replaced; block->profiled says what was put in. They come before what was put in,
 * which mentions them: order_blocks sees to it. Blocks with fixed entries and those that are solved together stay as they are. */
void profile_blocks(Pool *, const Rules *, const SurrogateGroup *, Block *block, int n, const Name *const *use_rule, Derivation *);

/* the same for blocks that have no update yet (left), on the loss itself; those that get one are no longer left */
void profile_left(Pool *, const Rules *, const SurrogateGroup *, Block *block, bool *left, int n, const Name *const *use_rule, Derivation *);

/* may a term stay for profile_left? Convex in some parameters, and for each of the others a sum of atoms of its rows where the rest are numbers */
bool profile_keeps(Facts *, Pool *, const Rules *, const Expr *term, int n, Symbol *const *param);

#endif
