/* weights.h: the weights of a surrogate on their way from the derivation to code. Those without exponentials are put in place, so
 * that their factors can leave the sums; of the others (responsibilities) a twin is made whose definition is computed in the
 * same order as the rest of the list: what both hold is then one computation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_WEIGHTS_H
#define MAJORANT_PLAN_WEIGHTS_H
#include "plan/differences.h"

typedef struct WeightTwin { const Symbol *weight; Symbol *twin; } WeightTwin;
/* zero but for order to start */
typedef struct Weights {
  Differences order;
  VEC(WeightTwin) twins;
} Weights;

/* e with its weights so, and its sums in the order that costs least */
const Expr *weights_ordered(Weights *, const Expr *e);

#endif
