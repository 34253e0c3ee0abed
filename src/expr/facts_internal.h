/* facts_internal.h: what the files of facts share. Facts are asked of nodes as they stand under their binders (a bound index
 * is just an index with the values 1..size); whoever has to build a node first calls facts_unbind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_FACTS_INTERNAL_H
#define MAJORANT_EXPR_FACTS_INTERNAL_H
#include "expr/facts.h"
#include "expr/internal.h"

typedef struct StandIn { Index *bound, *free; } StandIn;
typedef struct DegreeMemo { const Symbol *sym; Map map; struct DegreeMemo *next; } DegreeMemo;

typedef struct Placeholder { Symbol *symbol; FactsPlace place; struct Placeholder *next; } Placeholder;

typedef struct Opened { Index *index[EXPR_OPEN_INDICES]; const Expr *arg[EXPR_OPEN_ARGS]; } Opened;

typedef struct Substitute { Index *index; int depth; struct Substitute *next; } Substitute;

/* what does not hang on which parameters are active: facts about the same numbers share it */
typedef struct FactsCommon {
  Map ranges, reasons;
  DegreeMemo *degrees;
  VEC(StandIn) stand_ins;
  Map of_one;                                       /* symbol -> Facts in which it alone is active */
  VEC(Facts *) of_several;
  Map opened[OPENINGS];                             /* binder -> Opened */
  Map indices;                                      /* index -> Substitute */
  Placeholder *placeholders;
  int nplaceholders;
} FactsCommon;

/* Inside of a second derivative under way less is known (curvature_of_one_argument gives up), so what is found there is kept apart. */
struct Facts {
  Pool *pool;
  FactsCommon *common;
  int nactive; Symbol **active;
  Map curvatures[2], logcurvatures[2], activity, notes[FACTS_NOTES];
  int depth;                                        /* of second derivatives under way */
};

Range range_compute(Facts *, const Expr *);
/* a number, a sum, a product, a power, a function, a comparison, a condition by the ranges of its arguments alone. extreme: of a
 * condition, as facts_if_extreme says. false: another kind of node */
bool range_of_operation(const Expr *, const Range *arg, int extreme, Range *out);
Range range_of_axis(const Axis *, double least);                  /* of an index over it, least 1 or 0 */
Range range_of_reduce(Facts *, const Expr *);                     /* facts_range_sum.c */
Curvature curvature_compute(Facts *, const Expr *);
Curvature curvature_of_one_argument(Facts *, const Expr *);       /* facts_argument.c */
/* is e, as a function of t in its domain, neither convex nor concave, as numbers show? false: they do not tell (facts_sample.c) */
bool facts_bends_both_ways(Facts *, const Expr *e, Symbol *t);

/* the same node with free indices in the place of bound ones, always the same for the same bound one */
const Expr *facts_unbind(Facts *, const Expr *);
/* sum{d, e} v[d] * M[d,e] * v[e] * coef with a positive semidefinite M, in any arrangement of the two sums; v in the index d */
typedef struct QuadForm { const Expr *vector, *matrix; double coef; } QuadForm;     /* matrix: an INV node or an access to a spd symbol */
bool facts_quad_form(Facts *, const Expr *, QuadForm *);
/* sum{d} sum{e} M[d, e] of a positive semidefinite M, whatever stands outside of the inner sum */
bool facts_is_form_on_sphere(Facts *, const Expr *);     /* of a direction, with a definite matrix: above 0 */
bool facts_is_matrix_sum(Facts *, const Expr *);
/* c * (F(u) - F(v)) with c > 0, u >= v and F rising between; and also log-concave in u and v, which are affine (facts_difference.c) */
bool facts_is_gain(Facts *, const Expr *);
bool facts_is_log_concave_gain(Facts *, const Expr *);
Curvature facts_log_curvature(Facts *, const Expr *);             /* of log(e); unknown unless e >= 0 is known */
/* a sum over all of its axis without condition */
bool facts_is_whole_sum(const Expr *);
/* of a sum over all eigenvalues or singular values of a matrix, and of the least or greatest of several (facts_spectral.c) */
Curvature curvature_of_spectral_sum(Facts *, const Expr *);

#endif
