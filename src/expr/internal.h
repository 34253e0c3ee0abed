/* internal.h: what the files of expr share and nobody else sees: the pool, raw nodes, the order of arguments.
 *
 * Bound indices. A binder over nbound indices whose arguments have greatest height h binds the pool's own index objects with
 * numbers h+nbound … h+1 (one object per axis and number) and has itself the height h+nbound. On a path from the root the
 * numbers fall strictly, so a bound index belongs to exactly one binder above it, alpha-equal binders are the same node, and
 * a body can be renamed to free indices without looking at the binders inside.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_INTERNAL_H
#define MAJORANT_EXPR_INTERNAL_H
#include "base/map.h"
#include "base/vec.h"
#include "expr/function.h"
#include "expr/number.h"

typedef struct BoundIndex { Index index; int number; } BoundIndex;        /* every Index with `bound` set is the head of one */

typedef VEC(Index *) IndexList;
typedef struct AxisEntry { Axis *axis; IndexList bound, scratch; } AxisEntry;

struct Pool {
  Arena *arena;
  const Expr **slot; uint32_t *slot_hash;              /* the hash table of nodes: open addressing, cap a power of two; */
  size_t cap; long count;                              /* their hashes beside them, 0: empty */
  VEC(AxisEntry) axes;
  int indices, symbols;
  VEC(Function *) functions;
  const Function *log, *exp, *abs, *sqrt;              /* found when the library enters them; NULL: no simplification */
  const Expr *zero, *one, *minus_one;
  Map touched;                                         /* what expr_touch made of its arguments */
  Axis *single;                                        /* of one place: the columns of vectors; made on first use */
  int depth;                                           /* scratch indices in use, see expr_open_scratch */
};

/* A short list on the stack, for the arguments of a node in the making. */
typedef struct List { const Expr **data; int len, cap; const Expr *inside[24]; } List;
void list_init(List *);
void list_push(List *, const Expr *);
void list_free(List *);

/* expr.c */
static inline uint64_t symbol_bit(const Symbol *s) { return UINT64_C(1) << (((uint32_t)s->id * UINT32_C(0x9E3779B1)) >> 26); }
Expr node_proto(ExprKind, int nargs, const Expr *const *args);                    /* for node_make; the caller fills op, u, … */
const Expr *node_make(Pool *, const Expr *proto);                                 /* interned as it stands, nothing simplified */
int index_number(const Index *);                                                 /* of a bound one */
/* indices by indices of which the new ones occur nowhere in e: nothing can simplify, binders inside stay as they are */
const Expr *expr_rename(Pool *, const Expr *, int n, Index *const *from, Index *const *to);
const Expr *binder_close(Pool *, const Expr *proto, Index *const *fresh);        /* proto: op, nbound, args in terms of fresh */
/* Like expr_open, but the indices are used again after scratch_end: for rewriting that ends before it returns. */
void expr_open_scratch(Pool *, const Expr *binder, Index **fresh, const Expr **args);
void scratch_end(Pool *, const Expr *binder);
bool same_args(const Expr *, const Expr *const *args);
/* the node again around other arguments, through the constructors; not for binders */
const Expr *expr_with_args(Pool *, const Expr *, const Expr *const *args);

/* order.c: a total order of nodes that does not depend on when they were made */
int expr_compare(const Expr *, const Expr *);
void list_sort(List *);

/* build*.c */
/* A binder node whose arguments are closed already. The numeric factor that renaming may have brought to the front of a body
 * (signs of sums follow the order of their terms) goes outside. */
const Expr *binder_finish(Pool *, const Expr *proto);
Number split_number(Pool *, const Expr *, const Expr **rest);                    /* e = number * rest, number 1 where there is none */
const Expr *scaled(Pool *, Number, const Expr *);
const Expr *num_of(Pool *, Number);
/* what takes one value where a step holds and another where not, neither of which moves: if u < v then a else b, a (u < v) + b (u >= v) + c */
typedef struct Choice { const Expr *step, *yes, *no; } Choice;
bool choice_of(Pool *, const Expr *, Choice *);
bool leads_negative(const Expr *);                  /* an ADD whose first term, a MUL or a number that is negative */
const Expr *base_of(const Expr *, const Expr **exponent);                        /* of a power; exponent NULL: 1 */
bool is_call(const Expr *, const Function *);
bool is_truth(const Expr *);                        /* has the values 0 and 1 only */
bool is_whole(const Expr *);                        /* certainly integer-valued */
const Expr *product_of(Pool *, const List *);       /* 1 where it is empty */
/* inv(c A) = inv(A) / c, solve(c A, b h) = b/c solve(A, h): takes the numbers out of args, gives their product or NULL */
const Expr *matrix_coefficient(Pool *, MatrixOp, List *args);

#endif
