/* eval_cell.h: the evaluator's own picture of a DAG, shared by eval.c, eval_walk.c and eval_matrix.c only.
 *
 * Each node that is reached becomes a cell: children, places of its free indices in the environment, a memo. Cells live in
 * an arena of their own that ends with the call. A failure sets Eval.error and every value from then on is NAN.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_EVAL_CELL_H
#define MAJORANT_EXPR_EVAL_CELL_H
#include "base/kernels.h"
#include "base/map.h"
#include "expr/eval.h"
#include "expr/facts.h"

/* A number as sign * exp(log): sign -1, 0, 1; zero has log -inf; not a number has sign 1, log NAN. */
typedef struct LogValue { double sign, log; } LogValue;

typedef struct Memo {
  enum { MEMO_NONE, MEMO_TABLE, MEMO_LAST } kind;      /* LAST: one value with its key, where a table would be too large */
  double *value; LogValue *logvalue; unsigned char *have, *havelog;
  int64_t *key, *keylog;                               /* LAST */
} Memo;

typedef struct Cell Cell;
typedef struct Matrix Matrix;
struct Cell {
  const Expr *x;
  Cell **arg;                                          /* x->nargs of them */
  int nfree; int *slot; int64_t *size;                 /* free indices: places in Eval.env, ascending, and axis sizes */
  int *bound;                                          /* binders: places of the bound indices */
  int uses; bool repeated, compiled;                   /* for the choice of the memo */
  bool wide;                                           /* holds exp, prod or a high power: may leave the range of doubles, has a log form */
  const Kernel *kernel;                                /* CALL */
  Array *array; Cell *def; int *own;                   /* ACCESS: the numbers, or else the definition and its index places */
  Cell *log;                                           /* the logarithm, where it is not computed from the value */
  Matrix *matrix;
  Memo memo;
};

/* A matrix that occurs in the DAG: factorisations, one for each value of the free indices outside. */
typedef struct Factor { double *lower, *inverse, *solution, *values; double logdet; } Factor;      /* inverse: also vectors, what is recomposed */
struct Matrix {
  Matrix *next;
  MatrixOp op;
  const Expr *const *body; Index *const *bound;        /* identity: the matrix, then its vectors */
  int vectors;
  Cell *entry, *right[MATRIX_VECTORS];
  int m; int64_t n, columns;                           /* index positions of a row; rows */
  int *bound_slot; int64_t *bound_size;
  int nfree; int *slot; int64_t *size;
  Factor **table; int64_t *last_key; Factor *last;     /* table, or the last one where it would be too large */
};

typedef struct Eval {
  Pool *pool; Arena *arena;
  const EvalEnv *symbols;
  Map cells;
  Matrix *matrices;
  Facts *facts;                                        /* made when first asked for */
  Index **index; int64_t *env; int nslots, cap;        /* env: current values from 0, -1: not set */
  int64_t budget;                                      /* memo entries still allowed */
  LogValue *stack; size_t depth, room;                 /* terms of the log-sum-exps under way */
  char *error;
} Eval;

enum { EVAL_TABLE_LIMIT = 1 << 22, EVAL_BUDGET = 1 << 24 };

Cell *eval_compile(Eval *, const Expr *);
int eval_slot(Eval *, Index *);
void eval_fail(Eval *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));       /* the first failure stays */
int64_t eval_table_size(const Eval *, int nfree, const int64_t *size);                    /* 0: too large for a table */
int64_t eval_table_at(const Eval *, int nfree, const int *slot, const int64_t *size);

double eval_value(Eval *, Cell *);
LogValue eval_log(Eval *, Cell *);
int64_t eval_whole(Eval *, Cell *, const char *what);                                     /* a whole number, from 1 */

Matrix *eval_matrix_find(Eval *, const Expr *);
double eval_matrix(Eval *, Cell *);

#endif
