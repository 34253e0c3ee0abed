/* function.h: what the library's function blocks say of log, exp, lgamma, …: derivative, range, shape. One table per pool,
 * filled from stdlib/functions.em before anything else is read; C knows no function by name but through this table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_FUNCTION_H
#define MAJORANT_EXPR_FUNCTION_H
#include "expr/expr.h"

enum { FUNCTION_MAX_ARGS = 4 };
typedef enum { SHAPE_UNKNOWN = 0, SHAPE_INCREASING = 1, SHAPE_DECREASING = 2, SHAPE_CONVEX = 4, SHAPE_CONCAVE = 8, SHAPE_EVEN = 16 } ShapeFlags;

/* e is of this shape as a function of coordinate(x), for x in [lo, hi]; coordinate is an expression in the hole arg[0];
 * NULL is x itself. `log e in log x` is not needed by the first rules. */
typedef struct FunctionShape { unsigned flags; const Expr *coordinate; double lo, hi; struct FunctionShape *next; } FunctionShape;

struct Function {
  const Name *name;
  int id, nargs;
  const Name *arg[FUNCTION_MAX_ARGS];                     /* the holes in the expressions below */
  const Expr *derivative[FUNCTION_MAX_ARGS];              /* NULL: not differentiable by this argument */
  double domain_lo, domain_hi; bool domain_lo_open, domain_hi_open;        /* of a one-argument function */
  double range_lo, range_hi; bool range_lo_open, range_hi_open;
  FunctionShape *shapes;
  double curvature_hi, curvature_lo;                      /* bounds of the second derivative; +-inf: none */
  const char *kernel;                                     /* what the machine calls: an entry of the kernel table; NULL: expand `definition` */
  const Expr *definition;                                 /* instead of a kernel, an expression in the holes */
  const Expr *logarithm, *logarithm_rest;                 /* log(f(x)) and log(1 - f(x)), computed without f(x); NULL: nothing better is known */
  const char *limit;                                      /* what to tell where a parameter that is an argument has its best value at infinity; NULL: nothing */
  const char *latex;                                      /* "\\log"; NULL: operatorname */
};

Function *function_new(Pool *, const Name *, int nargs);  /* enters it in the pool's table */
const Function *function_find(Pool *, const char *name);  /* NULL if the library has none */
const Expr *function_put(Pool *, const Function *, const Expr *in_holes, const Expr *const *arg);       /* its holes filled with the arguments */
int function_count(Pool *);
const Function *function_at(Pool *, int);

#endif
