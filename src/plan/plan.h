/* plan.h: a derivation put in order: lists of definitions that an iteration runs one after the other.
 *
 * Touch symbols stand for the current point, parameters for the new values, in every list. A stage is one list, and after it,
 * where a block has no closed form, a one-dimensional search with the stage's statistics. The stages of one group share a
 * touch; each group starts with a new one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_PLAN_H
#define MAJORANT_PLAN_PLAN_H
#include "derive/derive.h"
#include "base/vec.h"
#include "plan/definition.h"

typedef struct Block Block;

typedef struct CarriedSymbol { Symbol *stat, *plain; } CarriedSymbol;      /* an array of the list, and its name in what follows */

/* a step on the loss, or on a part of a surrogate: coordinates u without constraints, p = chart(u) for each parameter. The axes of u: those of the parameter that
 * its domain does not couple, then those of one slice's coordinates. */
typedef struct JointPart {
  Symbol *param, *u;
  DefinitionList to_param;                /* param := chart(touch of u) */
  DefinitionList to_u;                    /* u := inverse(touch of param); empty: spd, by Cholesky; around: 0 */
  double floor;                           /* spd: what to_param adds to the diagonal, and the way back takes away first */
  bool identity;                          /* param = u */
  bool around;                            /* to_param reads the touch of param as well, where u is 0, and is followed by taking the
                                           * nearest point of the domain (orthonormal rows). The lists below read param */
  const Array *fixed;                     /* NULL, or which entries (not NAN) stay; then u has the axes of param */
  Symbol *jacobian;                       /* d param / d u within a slice: axes of param, then of one slice's coordinates; identity: NULL */
  int nout;                               /* the first axes of u, those that number the slices */
} JointPart;

typedef struct JointStep {
  int nparts; JointPart *part;
  int64_t unknowns;
  bool kinked;                            /* the loss has kinks in these parameters, or their coordinates have: |x|, min, max, if */
  bool others;                            /* the function changes between two steps: it has further parameters, or is a new surrogate */
  Symbol *loss;
  DefinitionList value;                   /* loss and parameters at u; parameters of charts around a point are read */
  DefinitionList gradient;                /* the same and grad[i]: d loss / d u */
  DefinitionList hessian;                 /* the same and hess[i * nparts + j] for i <= j: axes of u of part i, then of part j */
  Symbol **grad, **hess;
  bool has_hessian;                       /* up to JOINT_NEWTON_MOST unknowns */
} JointStep;

typedef struct Stage {
  DefinitionList list;
  const Block *search;                    /* NULL, or the block that is searched entry by entry after the list ran */
  DefinitionList search_list;             /* phi, slope and curve at block->unknown */
  Symbol *phi, *slope, *curve;
  /* NULL, or the block whose root is searched after the list ran: the ends and the start are in the list; equation and slope at block->root;
   * then what is made of the root */
  const Block *root;
  DefinitionList root_list, after_root;
  struct Jumps *jumps;                    /* NULL, or the sums of the equation, which then holds the rest alone: see jumps.h */
  VEC(CarriedSymbol) carried;
  Symbol *root_lo, *root_hi, *root_start, *equation, *equation_slope;      /* start, slope: NULL without one */
  /* NULL, or the block of labels whose entries take turns after the list ran: turn_label is the one for the entry at turn_at[], the others as the
   * parameter's array has them by then */
  const Block *turns;
  DefinitionList turn_list;
  Symbol *turn_label, *turn_at[ARRAY_MAX_AXES];
  JointStep *inner;                       /* NULL, or blocks whose part of the surrogate is lowered by one step after the list ran */
  /* blocks solved together after the list ran: (curve) (new - touch) = -slope; curve[i * nsolve + j] for i <= j */
  int nsolve; Symbol **solve_param, **solve_slope, **solve_curve;
} Stage;

typedef struct PlanGroup {
  int nparams; Symbol **param;
  int nstages; Stage *stage;
  Symbol *loss;                           /* the loss at the touch, defined in the first stage of the first group, and of one whose surrogate is tested */
  Symbol *loss_scale;                     /* NULL, or that of the terms which cancel in it: see residual.h */
  int nkept; Symbol **kept; Symbol **kept_param;      /* counts of slices that a row left alone, and their parameters */
  int nremote; Symbol **remote; Symbol **remote_param;  /* counts of slices whose least value lies at infinity */
  int nfallen; Symbol **fallen; Symbol **fallen_param;  /* number of a slice without a minimum, 0: none */
  /* of surrogates that need not lie above the loss: its value at the new parameters, to be tested by the run; `surrogate` NULL: none. stiffness: NULL, or the
   * number that is raised; without one a step is shortened */
  Symbol *surrogate, *stiffness;
  DefinitionList surrogate_list;
  bool centred;                           /* coefficients come from moments about the touch: rounded where the steps are huge */
} PlanGroup;

enum { JOINT_NEWTON_MOST = 2000 };

typedef struct Plan {
  Pool *pool;
  const Derivation *derivation;
  DefinitionList loss_list; Symbol *loss; /* the loss at the touch symbols, by itself */
  int ngroups; PlanGroup *group;
  JointStep *joint;                       /* NULL: every parameter has a surrogate */
  int ndivided; Symbol **divided;         /* parameters whose current entries a surrogate divides by: divided.h */
} Plan;

Plan *plan_make(Pool *, const Derivation *, DiagList *);      /* NULL with a message: a domain without coordinates */
void plan_print(Buf *, const Plan *);                         /* --dump=plan, before what lowering adds */

/* joint.c: for parameters that step together; NULL with a message */
JointStep *plan_joint(Pool *, const Derivation *, DiagList *);
bool plan_has_chart(const Rules *, const Symbol *param);      /* has the library coordinates for its domain? */
/* the same for some parameters of the loss and a value that is lowered: all else in it is constant while it is. others: what is constant
 * changes from step to step */
JointStep *plan_descent(Pool *, const Derivation *, const Expr *value, int n, Symbol *const *param, bool others, DiagList *);

#endif
