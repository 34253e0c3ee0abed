/* function_shape.h: what a rule's conditions may ask of a function f(u) that one of its variables stands for: its shape on the range of u, in u
 * itself or in a coordinate, concave(f, log(u)). Answers are remembered with the facts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_FUNCTION_SHAPE_H
#define MAJORANT_RULES_FUNCTION_SHAPE_H
#include "rules/match.h"

/* how it is known that f has the shape; NULL: it is not, or the call's word is not one of these */
const char *function_shape_proof(Bindings *, const HoleBinding *f, const Expr *call);
const char *function_shape_name(int i);                   /* of these words; NULL behind the last */
bool function_shape_by_coordinate(const Expr *call);      /* does the call ask for a shape in a coordinate? */

/* Has f on all values that a can have, and between them, a derivative of one sign (rises: not negative), and neither poles nor jumps? */
bool function_goes_one_way(Bindings *, const HoleBinding *f, const HoleBinding *a, bool rises);

#endif
