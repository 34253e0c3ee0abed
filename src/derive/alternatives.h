/* alternatives.h: the derivations that a loss has: the decision list's own, and those that come of another rule where several
 * fit. `derive all` prints them (explain/print.h, certificate/certificate.h), the rates being predicted by fit/rate.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_ALTERNATIVES_H
#define MAJORANT_DERIVE_ALTERNATIVES_H
#include "base/vec.h"
#include "derive/derivation.h"

/* what remains of a small error after an iteration */
typedef struct Rate {
  bool known; double rate;
  const char *why;                        /* not known: why */
  int flat;                               /* directions left out, in which the loss does not change */
  int held;                               /* entries left out, on an edge of their domain or at a kink */
} Rate;

typedef struct Alternative {
  Derivation *d;
  const Name **using;                     /* what `fit using …` would say, NULL-terminated; none: the decision list's choice */
  bool proved;                            /* what `require = majorizer` would take */
  Rate rate;
} Alternative;
typedef VEC(Alternative) Alternatives;

/* The first is what `fit using …` with these rules (NULL: none) would take. Each further one uses a rule that is asked for by
 * name and bounds otherwise or has updates of another kind, is what a proof that is asked for takes, or is Newton's method. False with messages where the loss has no derivation at all. */
bool derive_alternatives(Pool *, const Rules *, const Loss *, const Name *const *use_rule, Alternatives *out, DiagList *);
/* does the derivation use the rule, as a bound, a row of minimisers, or for separating a quadratic? */
bool derive_uses(const Derivation *, const Name *rule);

#endif
