/* rules_internal.h: rules as the derivation sees them; made by rule_read*.c from text, read by majorize.c, minimize.c, explain*.c, and by the
 * plan's joint step (charts).
 *
 * The library has many rules of which a loss needs few. So its folders are opened when a rule of their kind is first asked for, and
 * a rule is read in stages: what tells whether it comes into question when its folder is opened, the rest by rule_complete.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_RULES_INTERNAL_H
#define MAJORANT_RULES_RULES_INTERNAL_H
#include "base/map.h"
#include "base/vec.h"
#include "rules/rules.h"

typedef struct RuleCheck { const Name *hole; double lo, hi; bool whole; } RuleCheck;           /* check a[z] in (lo, hi), n in 1..6 */
typedef struct RuleSize { const Name *axis; int64_t size; } RuleSize;               /* check Z = 4 */
typedef struct RuleLet { const Name *name; int nargs; Index *arg[ARRAY_MAX_AXES]; const Expr *value; } RuleLet;   /* with, let */

typedef struct RuleTrial { const Name *name; const Expr *value; } RuleTrial;         /* check F = x^2: what a pattern variable stands for */

typedef struct RuleReading RuleReading;  /* rule_read.h */

typedef struct RuleText {
  const Name *name;
  const char *id, *because, *source;
  double order;
  Span span;
  RuleReading *reading;                   /* how far the rule was read; name, id and order always are */
  VEC(RuleCheck) checks; VEC(RuleSize) sizes; VEC(RuleTrial) trials;
} RuleText;

/* complete at once: pattern, where, what `update` says */
struct Majorizer {
  RuleText text;
  bool exact;                             /* a rewrite: equal, not only above */
  bool loose;                             /* `update loose`: only where the other rules reach no surrogate */
  bool descent;                           /* `update descent`: of a whole loss alone, which falls where the other side does, though it need not lie below it */
  bool local;                             /* `update local`: holds near the touch; the bound rises with `stiffness`, which a run raises until the loss lies below */
  bool guarded;                           /* `update guarded`: touches with the same slope and is convex; a step is shortened until the loss has fallen */
  const Expr *pattern, *bound;
  const Expr *where;                      /* conditions, multiplied; NULL: none */
  VEC(RuleLet) weights;
  /* of a rule for whole losses, see whole.h; NULL of others. The bound is then what is added to the loss (keeps) or to its value, slice by slice */
  Symbol *unknown; Index *own[ARRAY_MAX_AXES];
  const Name *form;                       /* what the loss is called */
  bool keeps;
};

/* one term of a row's left side: multiple * hole[args] * atom. LABEL: hole[unknown], a cost for each label;
 * FUNCTION: hole(unknown), any function of one entry and data; SLICE: an atom of all entries, |v|; SINGULAR: the sum of
 * all singular values; LOGDET_OF, INVERSE_OF: of a matrix that is formed from the unknown (formed.h). Quadratic forms of a matrix X by its sides
 * (sides.h): LEFT tr(X'A X), RIGHT tr(X A X'), SIDES tr(A X B X') */
typedef enum { ATOM_SCALAR, ATOM_QUADRATIC, ATOM_LOGDET, ATOM_INVERSE, ATOM_LINEAR_MATRIX, ATOM_LABEL, ATOM_FUNCTION, ATOM_SLICE, ATOM_SINGULAR,
               ATOM_LOGDET_OF, ATOM_INVERSE_OF, ATOM_LEFT, ATOM_RIGHT, ATOM_SIDES } AtomForm;
static inline bool atom_is_by_sides(AtomForm f) { return f >= ATOM_LEFT; }
typedef struct RowTerm {
  AtomForm form;
  double multiple; const Name *hole, *second;      /* second: SIDES, that of the columns; else NULL */
  const Expr *atom;                       /* SCALAR: in the row's variable; SLICE: in the row's unknown; LOGDET_OF, INVERSE_OF: the matrix's log-determinant, with unknowns as pattern variables */
} RowTerm;

/* a bound on a quadratic form, for a block whose entries are coupled by nothing else, by what lies between a sum of functions of single
 * entries and its tangent plane at the touch t: with d = v - t
 * sum{j, l} A[j, l] d[j] d[l] <= sum{j} curvature[j] (h(v[j]) - h(t[j]) - h'(t[j]) d[j]); for h(v) = v^2 that is curvature[j] d[j]^2 */
struct Relaxation {                       /* at once: nothing */
  RuleText text;
  Domain domain;
  Symbol *unknown; Axis *axis; Index *own;
  const Name *form; double multiple;      /* the hole A, and the number in front of it */
  const Expr *row;                        /* the form as written */
  const Expr *curvature, *where;
  const Expr *generator;                  /* h, in the rules' variable */
};

struct Minimizer {                        /* at once: unknown, domain, axes; by row_read (rows.h): terms, row, and where */
  RuleText text;
  Domain domain;                          /* the unknown's; real rows also serve intervals, clipped */
  int naxes; Axis *axis[ARRAY_MAX_AXES];  /* of the unknown as the rule declares it: none, [K], [D, D] */
  Symbol *unknown;
  Symbol *second; const Expr *second_gives;      /* NULL, or a number for each slice that is minimised together with the unknown, whose own update reads it */
  VEC(RowTerm) terms;
  const Expr *row;                        /* the left side as written, for people and for the numeric check */
  const Expr *where, *gives, *needs;
  const Expr *bounded;                    /* where it fails the surrogate has no minimum: `needs … else unbounded` */
  const Expr *attained;                   /* where it fails the infimum lies at infinity: `else infinite` */
  const Expr *plain, *spare;              /* where plain fails the answer is spare: `needs plain else spare` */
  Index *own[ARRAY_MAX_AXES];             /* the indices of gives */
  const Name *root;                       /* `search t in (lo, hi): equation`: NULL, or a number of each slice at which the equation, */
  const Expr *equation, *root_lo, *root_hi;      /* which rises in it, is 0 */
  const Expr *root_start;                 /* where the search begins; NULL: anywhere */
  const char *limit;                      /* what it means that the least value lies at infinity, or that there is none; NULL: nothing to tell */
  VEC(RuleLet) lets;
  UpdateKind update;
};

/* coordinates without constraints: unknown[own] = value in holes coordinate[…], and back */
struct Chart {                            /* at once: unknown */
  RuleText text;
  Symbol *unknown;                        /* as the rule declares it, with its domain and axes */
  Index *own[ARRAY_MAX_AXES];
  const Expr *value;
  const Name *coordinate;
  int nat; Index *at[ARRAY_MAX_AXES];     /* the coordinate's indices */
  const Expr *inverse;                    /* coordinate[at]; NULL: found by the joint step itself */
  bool around;                            /* mentions touch: a chart around the current point, where the coordinate is 0 */
};

typedef VEC(Majorizer *) Majorizers;
typedef VEC(Relaxation *) Relaxations;
typedef VEC(Minimizer *) Minimizers;
typedef VEC(Chart *) Charts;

typedef enum { FOLDER_MAJORIZERS, FOLDER_MINIMIZERS, FOLDER_CHARTS, FOLDERS } RuleFolder;

/* by order, then name */
typedef struct RuleLists {
  Majorizers majorizers, wholes;          /* of terms; of whole losses */
  Relaxations relaxations;
  Minimizers minimizers;
  Charts charts;
  Map serving;                            /* parameter -> the Minimizers that serve it; see rows_next */
  const char *folder[FOLDERS];            /* of the library; NULL: opened, or there is none */
  DiagList *diags;                        /* for what is read later */
  long tries;                             /* rules tried on something since the start, whatever came of it */
  long nodes;                             /* expressions made for rules */
} RuleLists;

struct Rules {
  Pool *pool;
  Sema *sema;
  Symbol *variable;                       /* stands for the unknown in scalar atoms, so that equal atoms are one node */
  Symbol *stiffness;                      /* a number that the run raises where a local bound fails, see rules of type L */
  RuleLists *lists;                       /* only the functions below look at them, for they open the folders */
};

const Majorizers *rules_majorizers(const Rules *), *rules_wholes(const Rules *);
const Relaxations *rules_relaxations(const Rules *);
const Minimizers *rules_minimizers(const Rules *);
const Charts *rules_charts(const Rules *);
bool rule_complete(const RuleText *);     /* everything the rule says was read; false: it is broken, which was reported */
static inline void rules_count_try(const Rules *r) { r->lists->tries++; }

/* the conditions of a rule: each factor of a product */
int condition_count(const Expr *where);
const Expr *condition_at(const Expr *where, int);

#endif
