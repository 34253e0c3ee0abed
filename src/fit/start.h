/* start.h: where a run begins: `init` evaluated or drawn, else a random point in the interior of the domain. Draws depend on
 * (seed, parameter, run) alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_START_H
#define MAJORANT_FIT_START_H
#include "base/diag.h"
#include "expr/feasible.h"
#include "sema/loss.h"

bool start_is_random(const Param *);                       /* another run begins elsewhere */
/* fills out (sizes of the parameter); false with a message: not evaluated, outside the domain */
bool start_values(Pool *, const Param *, uint64_t seed, int run, Array *out, DiagList *);

#endif
