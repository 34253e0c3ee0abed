/* joint_quadratic.h: parameters in which a surrogate is one quadratic form (an intercept and its slopes) are solved together:
 * one after the other they would take turns for many iterations, and stop at kinks of the loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_JOINT_QUADRATIC_H
#define MAJORANT_DERIVE_JOINT_QUADRATIC_H
#include "derive/collect.h"
#include "derive/derivation.h"

/* is the block nothing but a quadratic form on all real numbers, with a closed form? */
bool is_pure_quadratic(Pool *, const Rules *, const Collected *, const Block *);
/* numbers the sets of pure blocks that the surrogate couples, if it is convex in them jointly: block->solve, 0 for the others */
void join_quadratics(Pool *, Facts *, const SurrogateGroup *, Block *, const bool *pure, int n);

#endif
