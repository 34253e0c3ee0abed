/* ir.h: the compiler's own form of a definition list: nodes over loops.
 *
 * A Loop is an index variable with a range. Loops of one axis and range are numbered by slots, and a binder always takes the
 * lowest slot that is not free in it; so sums over the same axis, wherever they stand, run over the same loop, and what they
 * have in common is the same node. A Node is interned: equal nodes are one pointer. Its value is a tensor over its free loops.
 * N_ADD, N_MUL, N_DOT are n-ary and without order; form.c orders them for one place of evaluation (a pass or none).
 *
 * Zero times anything is zero: `rough` marks nodes whose value may be infinite or NaN where the language means 0 after a
 * multiplication by 0 (logarithms, reciprocals, exponentials that may overflow), so that products with them are guarded.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_IR_H
#define MAJORANT_CODE_IR_H
#include "base/map.h"
#include "base/vec.h"
#include "code/compile.h"
#include "expr/facts.h"
#include "expr/function.h"

typedef struct Loop { int id; const Axis *axis; Index *index; int64_t lo, n; int slot; double first, last; } Loop;    /* elements of the data whose first, whose last axis it runs over */   /* values lo .. lo + n - 1, counted from 1 */

enum { LOOPSET_WORDS = 4, LOOPS_MAX = 64 * LOOPSET_WORDS, MATRIX_SLOT = 1000 };   /* slots of matrix rows and columns: never the loop of a pass */
typedef struct LoopSet { uint64_t w[LOOPSET_WORDS]; } LoopSet;

static inline bool loops_has(LoopSet s, const Loop *l) { return s.w[l->id / 64] >> (l->id % 64) & 1; }
static inline LoopSet loops_with(LoopSet s, const Loop *l) { s.w[l->id / 64] |= UINT64_C(1) << (l->id % 64); return s; }
static inline LoopSet loops_without(LoopSet s, const Loop *l) { s.w[l->id / 64] &= ~(UINT64_C(1) << (l->id % 64)); return s; }
static inline LoopSet loops_union(LoopSet a, LoopSet b) { for (int k = 0; k < LOOPSET_WORDS; k++) a.w[k] |= b.w[k]; return a; }
static inline LoopSet loops_minus(LoopSet a, LoopSet b) { for (int k = 0; k < LOOPSET_WORDS; k++) a.w[k] &= ~b.w[k]; return a; }
static inline LoopSet loops_both(LoopSet a, LoopSet b) { for (int k = 0; k < LOOPSET_WORDS; k++) a.w[k] &= b.w[k]; return a; }
static inline bool loops_empty(LoopSet s) { uint64_t x = 0; for (int k = 0; k < LOOPSET_WORDS; k++) x |= s.w[k]; return !x; }
static inline bool loops_equal(LoopSet a, LoopSet b) { return loops_empty(loops_minus(a, b)) && loops_empty(loops_minus(b, a)); }
static inline bool loops_meet(LoopSet a, LoopSet b) { return !loops_empty(loops_both(a, b)); }

typedef enum {
  N_NUMBER,     /* number */
  N_VALUE,      /* the value of loop own[0] */
  N_ACCESS,     /* source[sub…] */
  N_ELEMENT,    /* arg[0] with own[j] replaced by sub[j]: an element of a matrix function, a renaming */
  N_MAP,        /* op (an opcode of class MAP) of arg[…]; kernel for OP_CALL */
  N_ADD,        /* sum of coef[j] * arg[j] */
  N_MUL,        /* product of arg[…]; a number comes first */
  N_DOT,        /* sum over `over` of the product of arg[…] */
  N_SQDIST,     /* sum over `over` of (arg[0] - arg[1])^2; made by form.c */
  N_REDUCE,     /* op OP_PROD, OP_LEAST, OP_GREATEST, OP_ARGMIN, OP_ARGMAX over `over` of arg[0]; arg… give a value counted from 1 */
  N_SCATTER,    /* sum over `over` of [own[j] == label j for all j] * product of arg[…]; labels are sub[j].node */
  N_SCAN,       /* sum over `over`, one loop, for each own[0], of arg[SCAN_FACTOR] * exp(arg[SCAN_EXPONENT] + arg[SCAN_SCALE]) where the pairs of keys that follow compare: scan.c */
  N_LSE,        /* log sum over `over` of exp arg[0] */
  N_WEIGHT,     /* exp(arg[0] - N_LSE): the loops in `over` stay free */
  N_LOGDET,     /* of arg[0] over own[0..m) rows, own[m..2m) columns */
  N_INV,        /* all own[] stay free */
  N_SOLVE,      /* arg[1] over own[0..m); these stay free */
  N_POLAR,      /* as N_INV, of any shape */
  N_EIGENVALUE, /* own[0..m) stay free: which one */
  N_EIGENVECTOR,/* all own[] stay free: component, which one */
  N_SINGULAR,   /* as N_EIGENVALUE, of any shape */
  N_RECOMPOSE,  /* as N_POLAR; arg[1] over own[0..m) */
  N_RANK,       /* of arg[0] over own[0..m), which stay free */
  N_POOL,       /* of arg[0] and arg[1] over own[0..m), which stay free */
  N_SHRINK,     /* as N_SOLVE, with one vector more */
  N_WITHIN,     /* as N_SOLVE, with two vectors more */
  N_SHARE,      /* as N_SOLVE, with two vectors more */
  N_SCALE       /* as N_POLAR; arg[1] over all own[] */
} NodeKind;

typedef struct Node Node;
typedef enum { SUB_LOOP, SUB_CONST, SUB_NODE } SubKind;
typedef struct Sub { SubKind kind; Loop *loop; int64_t offset; Node *node; } Sub;   /* loop + offset; offset alone, from 1; node's value, from 1 */

/* What an access reads: the value of a symbol at the start of the run, or the result of an earlier definition. */
typedef struct Origin {
  Symbol *sym; int def; bool sparse; int slot;             /* def -1: input */
  bool turned; struct Origin *twin;                        /* sparse: its rows are the symbol's second axis; the same in the other order. Accesses have those that are not turned */
  bool by_rows;                                            /* sparse: sums over its entries are made in the turned order (columns.c) */
} Origin;

struct Node {
  NodeKind kind;
  int op, kernel;
  bool rough;
  int id, nargs, nown, nsub;
  uint64_t hash;
  LoopSet free, over;
  double number;
  Node **arg;
  double *coef;
  Loop **own;
  Sub *sub;
  Origin *origin;
  const Expr *expr;               /* what it was made from, for people; may be NULL */
  const Expr *plain;              /* N_ELEMENT that renames: the expression before */
  int avail;                      /* level.c: the short section in which the whole tensor is there; LEVEL_UNKNOWN */
  signed char fixed, kept;        /* fixed.c: 1 yes, -1 no, 0 not known yet */
  bool whole;                     /* scan.c: wanted as a whole tensor; read back where it is dear to make again */
  int64_t bulk;                   /* level.c: elements of the greatest tensor in it; 0: not known yet */
};

typedef enum { SCAN_SAME, SCAN_BELOW, SCAN_NOT_ABOVE } ScanRelation;
enum { SCAN_FACTOR, SCAN_EXPONENT, SCAN_SCALE, SCAN_KEYS };

/* sections that run once, since they depend on the data alone, have levels from LEVEL_ONCE on; the others from 0 */
enum { LEVEL_UNKNOWN = -1000000, LEVEL_ONCE = -1000 };

typedef struct Site Site;

typedef struct Lower {
  Pool *pool;
  Arena *arena;
  Facts *facts;
  DiagList *diags;
  const DefinitionList *list;
  CodeOptions options;
  Program *program;
  int current;                    /* the definition that is being read */
  bool failed;
  VEC(Loop *) loops;
  Map loop_of;                    /* Index -> Loop */
  Map node_of;                    /* Expr -> Node, of the current definition's view of the symbols */
  Map factored;                   /* Node -> Node *; see common.c */
  Map ordered;                    /* Node -> 2: keys that sums over comparisons can be ordered by, 1: not; see scan.c */
  Map exponential;                /* Expr -> 2: better kept as a logarithm, 1: not; see from_log.c */
  VEC(Origin *) origins;
  Node **table; int table_cap, nnodes;
  VEC(struct Key *) keys;
  VEC(Site *) sites;
  Map homes;                      /* Node -> Home */
  VEC(struct ScanIndex *) scans;  /* emit_scan.c */
  VEC(Node *) leveled;            /* those whose avail is known */
  Map whole, whole_index;         /* Node -> Ref of the whole tensor; the same of an index */
  Map turned;                     /* Node -> Ref of a copy with another axis outermost */
  Node **value;                   /* of each definition; */
  Loop *(*own)[ARRAY_MAX_AXES];   /* the loops of its axes; */
  struct Ref *result;             /* where it is, once it is emitted */
  int *result_level;
  const struct Frame *layout;     /* the order of axes that the definition at hand wants, for its value `root` */
  const Node *root, *root_form;
} Lower;

/* ---- loops (ir.c) */
Loop *loop_get(Lower *, const Axis *, int64_t lo, int64_t n, int slot);          /* the same one each time */
Loop *loop_free_slot(Lower *, Axis *, int64_t lo, int64_t n, LoopSet taken, int first_slot);
LoopSet loops_of_expr(Lower *, const Expr *);                                   /* its free indices, all of them loops */
int loops_list(const Lower *, LoopSet, Loop **list);                            /* by id; list[LOOPS_MAX] */
double loops_size(const Lower *, LoopSet);
int64_t loop_weight(const Loop *);                                               /* its length, as that of a pass */
Loop *loops_longest(const Lower *, LoopSet);                                    /* by weight; lowest slot, then first, of equals; NULL if empty */

/* ---- constructors (ir.c) */
Node *node_intern(Lower *, const Node *proto);
Node *node_find(Lower *, const Node *proto);                                     /* NULL: there is none */
bool node_is_condition(const Node *);                                            /* a comparison: 0 or 1 */
Node *node_number(Lower *, double);
/* Which of these are rough is decided in one place, map_is_rough of ir.c */
Node *node_map(Lower *, int op, int n, Node *const *arg);      /* a root, or the base of a power, is not below 0; a select of numbers folds */
Node *node_map_of(Lower *, int op, Range of, int n, Node *const *arg);      /* of: where the first argument lies */
Node *node_map_again(Lower *, const Node *like, Node *const *arg);          /* the same of other arguments, which lie where its own do */
Node *node_map1(Lower *, int op, Node *);
Node *node_map2(Lower *, int op, Node *, Node *);
Node *node_select(Lower *, Node *cond, Node *yes, Node *no);
Node *node_call(Lower *, const char *kernel, Range of, int n, Node *const *arg);      /* of: where the argument of a kernel of one lies */
Node *node_add(Lower *, int n, const double *coef, Node *const *arg);
Node *node_add2(Lower *, double ca, Node *a, double cb, Node *b);
Node *node_mul(Lower *, int n, Node *const *arg);
Node *node_mul2(Lower *, Node *, Node *);
Node *node_dot(Lower *, LoopSet over, int n, Node *const *arg);
Node *node_over(Lower *, NodeKind, int op, LoopSet over, Node *body);           /* N_REDUCE, N_LSE, N_WEIGHT */
Node *node_element(Lower *, Node *base, int n, Loop *const *own, const Sub *sub);

/* ---- orders of products (chain.c); NULL: as it stands */
Node *chain_unfold(Lower *, LoopSet over, int n, Node *const *factor);           /* the sum of a product with sums among its factors */
Node *chain_join(Lower *, const Node *a, double ca, const Node *b, double cb);   /* two sums that differ in one factor, as one */

/* ---- elements that labels pick from tables (picked.c); NULL: there is none, or it does not pay */
Node *picked_map(Lower *, int op, int kernel, bool rough, Node *arg);            /* a function of one */
Node *picked_element(Lower *, Node *access);                                     /* what labels pick from an array, as an element of its table */
Node *picked_sum(Lower *, LoopSet over, int n, Node *const *factor);             /* of one beside what depends on the data alone */

/* ---- sums over comparisons of data (scan.c); NULL: there is none, or it does not come apart */
Node *scan_sum(Lower *, LoopSet over, int n, Node *const *factor);
Node *scan_open(Lower *, LoopSet over, int n, Node *const *factor);              /* one among the factors, where the other order costs less */
Node *scan_lse(Lower *, LoopSet over, Node *body);
Node *scan_key(Lower *, Node *key);                                              /* along the loop of slot 0 */

/* common.c: n as a product of what its terms or branches have in common and a smaller tensor; NULL: there is nothing of that kind */
Node *node_factored(Lower *, Node *n);
Node *node_all_factors(Lower *, Node *n);                                        /* n as a product of as many factors as can be */

/* ---- expressions to nodes (from_expr.c, from_sum.c, from_log.c) */
Node *lower_expr(Lower *, const Expr *);
Node *lower_unrenamed(Lower *, const Expr *);                                    /* its free loops as they stand */
const Expr *lower_open(Lower *, const Expr *reduce, LoopSet taken, Loop **loop, const Expr **cond);   /* body of a REDUCE; *loop NULL: an empty range; *cond NULL: none */
Node *lower_sum(Lower *, const Expr *);
Node *lower_scaled_product(Lower *, int n, const Expr *const *factor);           /* a product; quotients by log-domain sums are found */
Node *lower_log(Lower *, const Expr *);                                          /* log of e, in the log domain where it pays */
void lower_fail(Lower *, const char *what);

#endif
