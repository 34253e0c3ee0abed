/* escape.c: see escape.h.
 *
 * The bounds of |u| and of norms have weights 1/|u|, which a floor keeps finite where u is 0. A point with such a u is as good as
 * nailed down: each step is of the size of the floor (in Weiszfeld's algorithm: an iterate that is one of the data). Runs meet
 * such points only where they start; a minimum on kinks is approached from outside.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/escape.h"
#include "derive/derivation.h"
#include "expr/kinks.h"
#include "fit/gradient_sampling.h"
#include <float.h>
#include <string.h>

static bool lies_on_kink(Engine *e, double loss)
{
  return expr_has_root_or_choice(e->pool, e->loss->value) && engine_touch_gap(e, loss) > 64 * DBL_EPSILON * e->scale;
}

/* every parameter steps on the loss itself */
static JointStep *plan_all(const Engine *e, DiagList *diags)
{
  Derivation d = { .pool = e->pool, .rules = e->plan->derivation->rules, .loss = e->loss, .njoint = e->loss->nparams };
  d.joint = ARENA_ARRAY(pool_arena(e->pool), Symbol *, d.njoint);
  for (int i = 0; i < d.njoint; i++) d.joint[i] = e->loss->param[i].sym;
  return plan_joint(e->pool, &d, diags);
}

void escape_kinks(Engine *e, double *loss)
{
  DiagList quiet = { .arena = pool_arena(e->pool) };
  if (e->plan->ngroups == 0 || engine_numbers(e) > SAMPLING_MOST || !lies_on_kink(e, *loss)) return;
  JointStep *step = plan_all(e, &quiet);
  if (!step || step->unknowns > SAMPLING_MOST) return;
  step->kinked = true;
  JointState *state = joint_new(e->pool, step, e->store, e->crew, UPDATE_GRADIENT, 0, &quiet);
  if (!state) return;
  joint_restart(state);
  double lower;
  bool moved = joint_take(state, &lower) && lower < *loss;
  joint_free(state);
  for (int i = 0; i < e->loss->nparams; i++) {
    Array *touch = engine_touch(e, e->loss->param[i].sym), *now = engine_new_values(e, e->loss->param[i].sym);
    size_t bytes = (size_t)array_count(touch) * sizeof *touch->data;
    if (moved) memcpy(touch->data, now->data, bytes);
    else memcpy(now->data, touch->data, bytes);
  }
  if (moved) engine_loss(e, loss);
}
