/* pattern.h: expressions of rule files: as in a loss, but unknown names are pattern variables.
 *
 *   v            a name that nothing declares       X_HOLE v without arguments
 *   a[z], f(u)   the same with subscripts, calls     X_HOLE with the arguments; touch(e), slope(e, u) are such calls
 *   p[k], S      names declared by pattern_declare   accesses of their symbols (SYM_ATOM)
 *   z            an index                            one free index for each name and scope; its axis is that of the declared
 *                                                    array it subscripts, else an axis of unknown size named after the index
 * A binder's index takes the axis that an index of that name has in the rule so far, so that sum{z} in `for` and in
 * `bound` are over the same axis. Where an array may stand (dot, quad, matmul, tr, inv, logdet) a bare unknown name takes
 * the axes of the other operand: dot(h, x) with x[D] is sum over d of h[d] * x[d].
 * x in (0, 1) becomes the product of two comparisons; `x in simplex` and other sets stay with the caller (NODE_MEMBER).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_PATTERN_H
#define MAJORANT_SEMA_PATTERN_H
#include "sema/sema.h"

typedef struct PatternScope PatternScope;

PatternScope *pattern_scope_new(Sema *);
/* an unknown of the rule from its ARGUMENT node: x, p[K], S[D, D], with its domain (real if none). Its axes are new. */
Symbol *pattern_declare(Sema *, PatternScope *, const Node *argument);
/* the expression; NULL after an error. It may have free indices (pattern_index) and must not be left an array. */
const Expr *sema_pattern(Sema *, const Node *, PatternScope *);
/* the scope's free index of this name, made if need be; NULL axis name where nothing fixed it yet */
Index *pattern_index(Sema *, PatternScope *, const Name *);
/* makes a free index run over a declared axis, before its first use: the k of `gives p[k] = …` (subject: NAME or INDEX).
 * Returns the declared symbol and fills own[] with its indices; NULL after an error */
Symbol *pattern_subject(Sema *, PatternScope *, const Node *subject, Index **own);

#endif
