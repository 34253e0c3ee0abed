/* match_internal.h: what the files of matching share: match.c (structure), match_function.c (f(u)), template.c (filling).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_MATCH_INTERNAL_H
#define MAJORANT_RULES_MATCH_INTERNAL_H
#include "rules/match.h"

typedef bool (*Accept)(Bindings *, void *);

AxisBinding *bindings_axis(Bindings *, const Axis *pattern);                /* NULL: not bound */
const Expr *bindings_mapped(const Bindings *, const Index *from);           /* what a pattern's index stands for; NULL: nothing */
/* all that it stands for, in order: one expression, or several where its axis stands for several; how many */
int bindings_mapped_all(const Bindings *, const Index *from, const Expr **to);

bool bindings_map_axis(Bindings *, Axis *pattern, Axis *target, const Name *hint);      /* false: it is bound to another */

/* match_matrix.c: logdet(A), inv(A)[d, e]; sum{d, e} B[d, e] * inv(A)[d, e] in any arrangement of the sums */
bool bindings_match_matrix(Bindings *, const Expr *pattern, const Expr *target);
bool bindings_match_trace(Bindings *, const Expr *pattern, const Expr *target);

/* template_part.c: e = up - down, both nowhere negative, term by term as far as the signs of the terms are known: up for sign 1, down for -1 */
const Expr *template_part(Pool *, Facts *, const Expr *e, int sign);

/* f(u) against the target: each candidate for u is offered to accept */
bool bindings_apply(Bindings *, const Expr *pattern, const Expr *target, Accept, void *context);

#endif
