/* eval.h: the slow reference evaluator: walks the DAG for one assignment of the free indices at a time. It judges the
 * virtual machine in the tests and computes small things (init, let, print). Conventions: 0*log 0 = 0, 0^0 = 1, a product
 * with an exact 0 factor is 0 even if another factor is not finite, empty sums are 0.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_EVAL_H
#define MAJORANT_EXPR_EVAL_H
#include "expr/expr.h"

/* values of symbols: sym->value where the lookup (may be NULL) returns NULL */
typedef struct EvalEnv { Array *(*lookup)(void *, const Symbol *); void *context; } EvalEnv;

/* e over the open indices, in their order: an array of those axes. NULL with *error (arena text) for an unbound symbol,
 * an index out of range, a matrix that is not positive definite. Memoised over subexpressions so that the cost is about
 * (number of nodes) x (values of their free indices). */
Array *expr_eval(Pool *, const Expr *, int nopen, Index *const *open, const EvalEnv *, char **error);
double kernel_value(const char *kernel, int n, const double *x);      /* the scalar functions behind Function.kernel, in double; NAN for an unknown name */

#endif
