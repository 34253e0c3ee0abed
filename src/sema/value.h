/* value.h: what an expression of the language means: a number-valued DAG and the indices that are still open.
 *
 * x[i] of data x[N, D] is the DAG x[i, d] with the open index d over D. An open index is a fresh free index of its own:
 * two mentions of the same array never share one. An axis without a name comes from a literal and fits any axis of its size.
 * Values are small and copied; what they point to lies in the pool's arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_VALUE_H
#define MAJORANT_SEMA_VALUE_H
#include "base/source.h"
#include "expr/expr.h"
#include "sema/draw.h"
#include "syntax/ast.h"

typedef enum {
  VALUE_BAD,          /* after an error: makes no further messages */
  VALUE_ARRAY,        /* e over open[]; a number if nopen is 0 */
  VALUE_STRING,       /* string */
  VALUE_DRAW,         /* sample(x), uniform(a, b): drawn anew in each run of a fit; only in `init` */
  VALUE_FAMILY,       /* the name of a density, as an argument of a model */
  VALUE_ARGS,         /* family.args: the parameters behind the bar, given to a call one by one */
  VALUE_UNKNOWN       /* pattern mode: a bare unknown name where an array may stand; a hole that takes the other operand's axes */
} ValueKind;

typedef struct Value {
  ValueKind kind;
  const Expr *e;
  int nopen; Index *open[ARRAY_MAX_AXES];
  const char *string;             /* STRING; DRAW: the word for it */
  const Name *name;               /* FAMILY, UNKNOWN */
  const struct Binding *args;     /* ARGS */
  int nindices; const Expr *const *indices;     /* ARGS: the subscripts of family.args[k] */
  DrawKind draw_kind; const Expr *draw[2];      /* DRAW: how, and its arguments */
  const Node *product;            /* ARRAY: all its terms over the axes open[] are products of arrays, entry by entry; this is one of them */
  const Node *beside;             /* … and this term has fewer axes and fills the others */
  Span span;                      /* where it was written */
} Value;

typedef struct Sema Sema;

Value value_bad(Span);
Value value_number(Sema *, double, Span);
Value value_scalar(const Expr *, Span);
bool value_is_scalar(const Value *);
/* the whole array that a symbol stands for, over fresh indices */
Value value_symbol(Sema *, Symbol *, Span);
/* the same value over fresh open indices */
Value value_fresh(Sema *, const Value *);
/* the value with open index `position` replaced by e (free indices allowed); the axis is gone from the list */
Value value_put_index(Sema *, const Value *, int position, const Expr *e);

/* Lines operands up by axis name: afterwards all share the open indices of *open (as many as the operand with the most).
 * `what` names the operation in the message. */
bool value_align(Sema *, int n, Value *const *operand, Index **open, int *nopen, Span at, const char *what);
/* the same, to the given axes in the given order: an initial value, the source of data, an argument that declares its axes */
bool value_fit_axes(Sema *, Value *, int naxes, Axis *const *axis, Index *const *open, const char *what);
bool value_complain(Sema *, const Value *);                  /* what is neither number nor array: a message, unless it is BAD; false */
const char *value_axes_text(Sema *, const Value *);          /* "N, D", "a number" */

#endif
