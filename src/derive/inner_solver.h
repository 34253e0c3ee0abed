/* inner_solver.h: blocks that no row minimises but that a surrogate holds convexly are lowered by a step of Newton's method on
 * the surrogate (or of L-BFGS, where there are many unknowns). A decrease of the surrogate is all that descent of the loss needs,
 * so that the iteration stays a majorization, proved (Lange 1995: one step has the local rate of the full minimisation).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_INNER_SOLVER_H
#define MAJORANT_DERIVE_INNER_SOLVER_H
#include "derive/collect.h"
#include "derive/derivation.h"

/* may this term stay in a surrogate as it is? Smooth, and convex in each of these parameters by itself */
bool inner_solver_keeps(Facts *, Pool *, const Expr *term, bool kinks, int n, Symbol *const *param);
/* Gives the blocks that wait for one (left[i]) their part of the surrogate, and numbers those that are solved together
 * (block->solve): blocks that meet in one term in which the surrogate is convex jointly, those with a row too, which is then given
 * up, for in turn they would creep. False with *failed: a block's part has kinks, or is not proved convex. *turns: two of the
 * inner solvers meet all the same, and must take turns. */
bool inner_solver_blocks(Facts *, Pool *, const SurrogateGroup *, Block *, const bool *left, int n, bool *turns, const char **failed);

/* one block, on a surrogate of its own; false: it is not smooth or not convex there */
bool inner_solver_block(Facts *, Pool *, const Expr *surrogate, Block *);

#endif
