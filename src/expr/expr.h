/* expr.h: the expression DAG: immutable, hash-consed, number-valued functions of indices.
 *
 * Everything is scalar: a vector is an expression with a free index, |v|^2 is a sum over that index, a matrix function
 * carries its index pair. Equal expressions of one pool are the same pointer, also up to the names of bound indices,
 * the order of commutative arguments and the merging of like terms: the constructors below are the only way to make a
 * node and they keep the canonical form (see build.c). Nothing here knows of syntax, surrogates or code.
 * All nodes live in the pool's arena. A node does not own the symbols, axes and arrays that it names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_EXPR_H
#define MAJORANT_EXPR_EXPR_H
#include "base/arena.h"
#include "base/array.h"
#include "base/name.h"
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Pool Pool;                  /* one per compilation unit; see pool_new */
typedef struct Expr Expr;
typedef struct Function Function;          /* function.h: what the library says of log, exp, … */

/* ---- axes, indices, symbols ---------------------------------------------------------------------------------- */

typedef struct Axis { const Name *name; int64_t size; int id; } Axis;         /* a named index set 1..size; size -1: not known yet */
static inline bool axis_named(const Axis *a) { return a->name->text[0] != 0; }   /* one of a bare size, `param c[2]`, has the empty name */

/* An index variable. Free ones are made by index_new; bound ones belong to the binders' canonical form and are seen
 * outside this module only through expr_open. As a number an index has the values 1..size. */
typedef struct Index { const Name *name; Axis *axis; int id; bool bound; } Index;

typedef enum { DOMAIN_REAL, DOMAIN_INTERVAL, DOMAIN_SIMPLEX, DOMAIN_SPD, DOMAIN_ORTHOGONAL, DOMAIN_BALL, DOMAIN_SPHERE,
               DOMAIN_ORDERED, DOMAIN_ZEROSUM, DOMAIN_RANK, DOMAIN_TRANSPORT, DOMAIN_LABEL } DomainKind;
typedef enum { SHAPE_FULL, SHAPE_DIAGONAL, SHAPE_SPHERICAL } SpdShape;

typedef struct Domain {
  DomainKind kind;
  double lo, hi; bool lo_open, hi_open;    /* INTERVAL (half-lines too), ORDERED: of the entries; LABEL: 1..hi; BALL: radius in hi, lo is 1 where absolute values are added up for it;
                                            * SIMPLEX: lo is a floor of the cells, hi a ceiling; SPD: lo >= 0, hi < inf are bounds of the eigenvalues;
                                            * RANK: no more than hi; ORTHOGONAL: lo > 0 is a bound of the determinant, which is 1 then */
  unsigned axes;                           /* bit a: axis position a is coupled by the domain (simplex: summed over; spd: the pair; sphere: the vector) */
  SpdShape shape;
  double det;                              /* SPD: the determinant of each matrix; 0: any */
  double ratio; unsigned together;         /* SPD: no eigenvalue exceeds another more often than that, in all matrices over the axes `together`; 0: no such bound */
  struct Symbol *sums[2];                       /* TRANSPORT: of the rows, of the columns: arrays over one axis; NULL: any */
  Axis *labels;                            /* LABEL: the axis whose places are the labels, where `in 1..K` names one; else NULL */
} Domain;

/* is the set smaller than what its name says: cells with a floor, eigenvalues with bounds? */
static inline bool domain_is_floored(const Domain *d)
{
  return (d->kind == DOMAIN_SIMPLEX && d->lo > 0) || (d->kind == DOMAIN_SPD && (d->lo >= 0 || d->hi < INFINITY || d->ratio > 0));
}

/* shares with a ceiling: no coordinates that are free of constraints lead to all of them */
static inline bool domain_is_capped(const Domain *d) { return d->kind == DOMAIN_SIMPLEX && d->hi < 1; }
static inline bool domain_lacks_coordinates(const Domain *d) { return domain_is_capped(d) || d->kind == DOMAIN_TRANSPORT; }

/* matrices of one determinant: a shape without its size */
static inline bool domain_has_det(const Domain *d) { return d->kind == DOMAIN_SPD && d->det > 0; }

/* rotations: of the square orthogonal matrices those that reflect nothing */
static inline bool domain_is_proper(const Domain *d) { return d->kind == DOMAIN_ORTHOGONAL && d->lo > 0; }

/* of balls the one of sums of absolute values */
static inline bool domain_is_cross(const Domain *d) { return d->kind == DOMAIN_BALL && d->lo == 1; }

typedef enum {
  SYM_DATA,      /* given; value is bound */
  SYM_LET,       /* an array value computed from a let (scalar lets become numbers) */
  SYM_PARAM,     /* to be found */
  SYM_TOUCH,     /* the twin of a parameter: its value at the current point, constant while a surrogate is minimised */
  SYM_WEIGHT,    /* introduced by a majorizer: own[] and def say what it is (def contains touch symbols and data only) */
  SYM_STAT,      /* an array computed by the iteration: a collected coefficient; own[] and def as for a weight */
  SYM_ATOM       /* placeholder for an atom of a block while coefficients are collected, or the argument of a rule */
} SymbolKind;

typedef struct Symbol Symbol;
struct Symbol {
  SymbolKind kind;
  const Name *name;
  int id;                                  /* the order of creation; placeholders share theirs, so that what is made again is in the same order */
  uint32_t number;                         /* no two of a pool have the same */
  int naxes; Axis *axis[ARRAY_MAX_AXES];
  int bar;                                 /* phi[W | Z]: number of axes before the bar; -1 without a bar */
  Domain domain;
  Array *value;                            /* data, let: the numbers (owned: a reference); param: start or fitted values, may be NULL */
  Symbol *twin;                            /* param <-> touch */
  Index *own[ARRAY_MAX_AXES]; const Expr *def;   /* weight, stat; own of a parameter: see symbol_own */
  const char *limit;                       /* param: what to tell where its best value lies at infinity, by a density that it is an argument of; NULL: nothing */
  const Name *origin;                      /* weight: the index that the weight is distributed over (the z of r[i,z]), else NULL */
  double least, greatest; bool integer, range_known;   /* facts of the bound numbers (data, let) */
  const ValueRange *place;                 /* the same at each place of the last axis, where there are no numbers to ask; NULL: not known */
  int definite;                            /* the same of matrices over the last two axes, where there are no numbers to ask: 1 semidefinite, 2 definite */
};

Axis *axis_new(Pool *, const Name *, int64_t size);
Index *index_new(Pool *, const Name *, Axis *);                                /* a fresh free index */
Symbol *symbol_new(Pool *, SymbolKind, const Name *, int naxes, Axis *const *axes);
bool access_values(const Expr *access, ValueRange *seen);                       /* of the given numbers that an access reads; false: not known */
Symbol *symbol_touch(Pool *, Symbol *param);                                   /* its twin, made on first use */
Index *symbol_own(Pool *, Symbol *param, int axis);                            /* the one index over this axis that stands for its entries in atoms */

/* ---- nodes --------------------------------------------------------------------------------------------------- */

typedef enum {
  X_NUM,      /* a constant: exact small rational, or a double */
  X_AXIS,     /* the size of an axis, as a number */
  X_INDEX,    /* the value of an index variable, 1.. */
  X_ACCESS,   /* symbol[arg…]: each argument is integer-valued: an index, a constant, index + constant, data, an argmin */
  X_ADD,      /* sum of arguments; at most one number, first */
  X_MUL,      /* product of arguments; at most one number, first */
  X_POW,      /* arg[0] ^ arg[1]; division is a power of -1, sqrt a power of 1/2 */
  X_CALL,     /* function(arg…) */
  X_CMP,      /* relation op of arg[0], arg[1]: 1 or 0. `and` is a product, `or` is if a then 1 else b, `not` flips the relation */
  X_IF,       /* if arg[0] then arg[1] else arg[2] */
  X_REDUCE,   /* op over one bound index: arg[0] body, arg[1] condition (1: none), arg[2], arg[3]: first and last value, NULL for
               * the whole axis. nargs is 2 for the whole axis, else 4, so that arg[0 .. nargs-1] are never NULL */
  X_MATRIX,   /* a matrix function; see MatrixOp */
  X_HOLE,     /* a pattern variable of a rule: name, and arguments: a[z], f(u). Never in a loss */
  X_KINDS
} ExprKind;

typedef enum { R_SUM, R_PROD, R_MIN, R_MAX, R_ARGMIN, R_ARGMAX } ReduceOp;      /* argmin: the first index that attains it; empty sum 0, prod 1, min inf */
typedef enum { C_EQ, C_NE, C_LT, C_LE } CmpOp;

/* Matrix functions. The matrix is arg[0], an expression in 2m bound indices (m row indices, then m column indices;
 * m = 1 mostly; m > 1 flattens several axes into one). LOGDET: no further arguments. INV: 2m index arguments follow: the
 * element. SOLVE: arg[1] is the right side, an expression in the m bound ROW indices, then m index arguments: the element of
 * A^-1 h (Cholesky; minimum norm where A is singular). LOGDET and INV take a symmetric positive definite matrix. POLAR: 2m
 * index arguments: the element of U V' where A = U diag(s) V', of any shape.
 * EIGENVALUE of a symmetric matrix: m index arguments, which one, the least first. EIGENVECTOR: 2m, the component and which one;
 * columns have length 1. SINGULAR: m index arguments, which of the singular values of a matrix of any shape, the greatest first, as many as there are rows
 * (those beyond the number of columns are 0). RECOMPOSE: arg[1] is a vector w over the rows, 2m index arguments: the element of U diag(w) V'.
 * RANK: arg[0] is a vector over the rows alone (the columns are one, and not mentioned), m index arguments: the place of the element in
 * ascending order, from 1; equal ones in the order in which they stand.
 * POOL: arg[0] and arg[1] are vectors h and a like that of RANK, m index arguments: numbers that do not fall, each stretch of equal ones at
 * sum h / sum a. SHRINK: vectors h and l, m index arguments: where x'Ax/2 - h'x + sum l |x| is least. WITHIN: vectors h, lo and hi: where
 * x'Ax/2 - h'x is least over lo <= x <= hi. SHARE: vectors h, lo and one to begin from: where it is least over x >= lo of sum 1. SCALE: arg[1] is a second matrix, 2m index arguments: the element of the matrix
 * exp(A[i, j] + u[i] + v[j]) whose rows and columns have the sums of those of arg[1] (base/transport.h). */
typedef enum { MAT_LOGDET, MAT_INV, MAT_SOLVE, MAT_POLAR, MAT_EIGENVALUE, MAT_EIGENVECTOR, MAT_SINGULAR, MAT_RECOMPOSE, MAT_RANK,
               MAT_POOL, MAT_SHRINK, MAT_WITHIN, MAT_SHARE, MAT_SCALE, MATRIX_OPS } MatrixOp;

/* word: in texts; vectors: how many over the rows follow arg[0]; square: a symmetric matrix; element: groups of m index arguments */
typedef struct MatrixForm { const char *word; int vectors; bool square; int element; bool single, full; } MatrixForm;      /* single: arg[0] is a vector as well; full: the others are matrices */
enum { MATRIX_VECTORS = 3 };
extern const MatrixForm matrix_form[MATRIX_OPS];

typedef struct Number { bool exact; int64_t p, q; double value; } Number;       /* exact: p/q, q > 0, lowest terms */

struct Expr {
  uint8_t kind, op;                        /* op: ReduceOp, CmpOp, MatrixOp */
  uint8_t nbound;                          /* binders: bound indices, REDUCE 1, MATRIX 2m */
  uint8_t has_param, has_touch, has_hole;  /* somewhere below; weights count as has_touch */
  uint8_t has_delta;                       /* an equation of numbers (X_CMP, C_EQ) somewhere below */
  uint16_t height;                         /* binders on the deepest path; canonical numbering of bound indices */
  uint32_t hash, id;                       /* id grows with creation */
  uint64_t symbols;                        /* a bit for each symbol below or in a definition of one; several share a bit: one that is missing tells */
  int nargs, nfree;
  Index *const *free;                      /* the free index variables below, ordered by id, without duplicates */
  union { Number num; Axis *axis; Index *index; Symbol *sym; const Function *fn; const Name *name; Index *const *bound; } u;
  const Name *const *hint;                 /* binders: the names that the user gave to the bound indices, for printing; not part of equality */
  const Expr *const *arg;
};

Pool *pool_new(Arena *);
Arena *pool_arena(Pool *);
long pool_nodes(const Pool *);             /* for limits and --time */

/* ---- constructors (build.c): simplify and canonicalise ---------------------------------------------------------- */

const Expr *expr_num(Pool *, double);                        /* a double that is a small decimal becomes exact: 0.1 is 1/10 */
const Expr *expr_rat(Pool *, int64_t p, int64_t q);
const Expr *expr_axis(Pool *, Axis *);
const Expr *expr_index(Pool *, Index *);
const Expr *expr_access(Pool *, Symbol *, const Expr *const *idx);            /* naxes arguments */
const Expr *expr_add(Pool *, const Expr *, const Expr *);
const Expr *expr_sub(Pool *, const Expr *, const Expr *);
const Expr *expr_neg(Pool *, const Expr *);
const Expr *expr_mul(Pool *, const Expr *, const Expr *);
const Expr *expr_div(Pool *, const Expr *, const Expr *);
const Expr *expr_pow(Pool *, const Expr *, const Expr *);
const Expr *expr_add_n(Pool *, int n, const Expr *const *);
const Expr *expr_mul_n(Pool *, int n, const Expr *const *);
const Expr *expr_call(Pool *, const Function *, int n, const Expr *const *);
const Expr *expr_call1(Pool *, const Function *, const Expr *);
const Expr *expr_cmp(Pool *, CmpOp, const Expr *, const Expr *);
const Expr *expr_not(Pool *, const Expr *);
const Expr *expr_if(Pool *, const Expr *cond, const Expr *yes, const Expr *no);
const Expr *expr_hole(Pool *, const Name *, int n, const Expr *const *);
/* binders close a free index: body mentions i, the result does not. cond, lo, hi may be NULL */
const Expr *expr_reduce(Pool *, ReduceOp, Index *i, const Expr *body, const Expr *cond, const Expr *lo, const Expr *hi);
const Expr *expr_sum(Pool *, Index *i, const Expr *body);
const Expr *expr_sum_n(Pool *, int n, Index *const *, const Expr *body);
const Expr *expr_matrix(Pool *, MatrixOp, int m, Index *const *rows, Index *const *cols, const Expr *body, const Expr *rhs,
                        const Expr *const *element);          /* rhs: arg[1], or NULL; element: as many index arguments as the op has, or NULL */
/* the same with as many vectors as the op has */
const Expr *expr_matrix_of(Pool *, MatrixOp, int m, Index *const *rows, Index *const *cols, const Expr *body, const Expr *const *vector,
                           const Expr *const *element);
const Expr *expr_pool(Pool *, int m, Index *const *rows, const Expr *h, const Expr *a, const Expr *const *element);
const Expr *expr_rank(Pool *, int m, Index *const *rows, const Expr *body, const Expr *const *element);

/* ---- taking apart -------------------------------------------------------------------------------------------------- */

bool expr_is_num(const Expr *, double);                       /* the constant with this value */
bool expr_number(const Expr *, double *value);                /* is a constant */
bool expr_has_free(const Expr *, const Index *);
bool expr_has_symbol(const Expr *, const Symbol *);           /* follows weights' definitions */
double expr_split_coef(Pool *, const Expr *, const Expr **rest);   /* e = coef * rest with a numeric coef */
static inline int matrix_places(const Expr *e, int body) { return (body ? matrix_form[e->op].full : !matrix_form[e->op].single) ? e->nbound : e->nbound / 2; }      /* bound indices of it */
static inline int matrix_bodies(const Expr *e) { return 1 + matrix_form[e->op].vectors; }     /* arguments in front of the element */
/* fresh free indices for the bound ones of a REDUCE or MATRIX node; *body, *cond, … come back as args with them put in.
 * fresh[nbound], args[nargs] are filled, and args[2], args[3] of a REDUCE (NULL for the whole axis): give room for
 * EXPR_OPEN_INDICES and EXPR_OPEN_ARGS. The way to rewrite under a binder. Who only looks may visit binder->arg[] as it
 * stands (the bound indices then appear as indices with `bound` set), but must build no binder around what is seen so. */
enum { EXPR_OPEN_INDICES = ARRAY_MAX_AXES, EXPR_OPEN_ARGS = ARRAY_MAX_AXES + 2 };
void expr_open(Pool *, const Expr *binder, Index **fresh, const Expr **args);
/* the binder again around changed args (same op, bounds by these free indices) */
const Expr *expr_close(Pool *, const Expr *binder, Index *const *fresh, const Expr *const *args);

/* ---- rewriting (subst.c) ------------------------------------------------------------------------------------------- */

/* Bottom-up: children first, binders opened and closed; then `rewrite` sees the rebuilt node and returns it or another.
 * Memoised per call. */
const Expr *expr_map(Pool *, const Expr *, const Expr *(*rewrite)(Pool *, const Expr *, void *), void *);
/* The same, but what does not concern it is left as it is, without a look inside. */
const Expr *expr_map_where(Pool *, const Expr *, bool (*concerns)(const Expr *, void *), const Expr *(*rewrite)(Pool *, const Expr *, void *), void *);
const Expr *expr_replace(Pool *, const Expr *, const Expr *from, const Expr *to);       /* a node, wherever it stands outside of binders */
/* Top-down: `rewrite` sees a node before its children; where it returns another one, that is the result, else they follow. */
const Expr *expr_map_down(Pool *, const Expr *, const Expr *(*rewrite)(Pool *, const Expr *, void *), void *);
const Expr *expr_subst_node(Pool *, const Expr *, const Expr *from, const Expr *to);                         /* wherever it stands as it is */
const Expr *expr_subst_index(Pool *, const Expr *, Index *i, const Expr *value);
const Expr *expr_subst_indices(Pool *, const Expr *, int n, Index *const *i, const Expr *const *value);      /* at the same time */
const Expr *expr_subst_symbol(Pool *, const Expr *, Symbol *from, Symbol *to);                                /* access by access */
/* every access from[idx…] becomes template with own[] replaced by idx… */
const Expr *expr_subst_access(Pool *, const Expr *, Symbol *from, Index *const *own, const Expr *template_);
const Expr *expr_touch(Pool *, const Expr *);                 /* every parameter by its touch twin */
const Expr *expr_untouch(Pool *, const Expr *);               /* and back */
const Expr *expr_inline_weights(Pool *, const Expr *);        /* weights and stats by their definitions */
/* distribute products and integer powers over sums, and sums over their terms, down to a sum of monomials; only factors
 * for which open(factor) is true are opened, others stay whole */
const Expr *expr_expand(Pool *, const Expr *, bool (*open)(const Expr *, void *), void *);

/* The same as a list of monomials, all sums outermost: coef * sum{sum[0]} … sum{sum[nsums-1]} factor[0] * factor[1] * …
 * Needed because the canonical form of a node takes factors out of sums again: (sum{p} f[p])^2 as a node is always that
 * square, as a term it is sum{p, q} f[p] * f[q]. The summation indices of one term are distinct free indices; different
 * terms may share them. Factors are in canonical form, equal bases merged, none is a number or a product. */
typedef struct TermSum { Index *index; const Expr *cond, *lo, *hi; } TermSum;   /* a free index; cond 1: none; lo, hi NULL: whole axis */
typedef struct Term { const Expr *coef; int nsums; TermSum *sum; int nfactors; const Expr **factor; } Term;   /* coef: a constant */
int expr_expand_terms(Pool *, const Expr *, bool (*open)(const Expr *, void *), void *, Term **terms);        /* how many; in the arena */
const Expr *expr_of_term(Pool *, const Term *);

#endif
