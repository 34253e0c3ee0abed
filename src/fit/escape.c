/* escape.c: see escape.h.
 *
 * The bounds of |u| and of norms have weights 1/|u|, which a floor keeps finite where u is 0. A point with such a u is as good as
 * nailed down: each step is of the size of the floor (in Weiszfeld's algorithm: an iterate that is one of the data). Runs meet
 * such points where they start, and where several kinks come together before a minimum: each of them alone holds the point, though
 * along all of them the loss still falls.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/escape.h"
#include "derive/derivation.h"
#include "expr/kinks.h"
#include "fit/gradient_sampling.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* every parameter steps on the loss itself; NULL: not possible, or too many unknowns */
static JointState *whole_step(Engine *e)
{
  if (e->whole_made) return e->whole;
  e->whole_made = true;
  DiagList quiet = { .arena = pool_arena(e->pool) };
  Derivation d = { .pool = e->pool, .rules = e->plan->derivation->rules, .loss = e->loss, .njoint = e->loss->nparams };
  d.joint = ARENA_ARRAY(pool_arena(e->pool), Symbol *, d.njoint);
  for (int i = 0; i < d.njoint; i++) d.joint[i] = e->loss->param[i].sym;
  JointStep *step = plan_joint(e->pool, &d, &quiet);
  if (!step || step->unknowns > SAMPLING_MOST) return NULL;
  step->kinked = true;
  return e->whole = joint_new(e->pool, step, e->store, e->crew, UPDATE_GRADIENT, 0, &quiet);
}

/* down from the current point by at most `takes` steps, as long as each gains more than `gain`; false: none did */
static bool step_down(Engine *e, int takes, double gain, double *loss)
{
  JointState *state = whole_step(e);
  if (!state) return false;
  joint_restart(state);
  double begin = *loss, lower;
  for (bool on = true; on && takes > 0; takes--) {
    on = joint_take(state, &lower) && lower < *loss - gain;
    for (int i = 0; i < e->loss->nparams; i++) {
      Array *touch = engine_touch(e, e->loss->param[i].sym), *now = engine_new_values(e, e->loss->param[i].sym);
      size_t bytes = (size_t)array_count(touch) * sizeof *touch->data;
      if (on) memcpy(touch->data, now->data, bytes);
      else memcpy(now->data, touch->data, bytes);
    }
    if (on) *loss = lower;
  }
  if (*loss < begin) engine_loss(e, loss);
  return *loss < begin;
}

/* of the loss, at which surrogates are only kept finite */
static bool has_kinks(Engine *e)
{
  if (e->kinked == 0)
    e->kinked = e->plan->ngroups > 0 && engine_numbers(e) <= SAMPLING_MOST && expr_has_root_or_choice(e->pool, e->loss->value) ? 1 : -1;
  return e->kinked > 0;
}

void escape_kinks(Engine *e, double *loss)
{
  if (has_kinks(e) && engine_touch_gap(e, *loss) > 64 * DBL_EPSILON * e->scale) step_down(e, 1, 0, loss);
}

bool escape_rest(Engine *e, double *loss)
{
  enum { TAKES_MOST = 50 };
  return has_kinks(e) && engine_is_cheap(e) && step_down(e, TAKES_MOST, e->options->tol * fabs(*loss), loss);
}
