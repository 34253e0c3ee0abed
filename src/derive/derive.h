/* derive.h: from a loss to its surrogate and closed-form updates, with the record of how.
 *
 * The rules are those of the library (rules/rules.h); this module proves the side conditions by facts, majorizes from
 * the outside in by a fixed decision list, collects each block's coefficients of atoms and looks up its minimiser. It does
 * not run anything.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_DERIVE_H
#define MAJORANT_DERIVE_DERIVE_H
#include "base/buf.h"
#include "base/diag.h"
#include "rules/rule.h"
#include "sema/loss.h"

typedef struct Derivation Derivation;
typedef struct TermsMet TermsMet;                         /* majorize.h */

typedef struct DeriveOptions {
  const char *method;             /* "auto", "newton", "gd" */
  double step;                    /* gd: fixed length; 0: backtracked */
  const Name *const *use_rule;    /* `using RULE, …`: tried before all others; NULL-terminated, or NULL */
  bool brief;                     /* without a look for slow bounds, which a note would name */
  const Derivation *no_worse;     /* with more parameters that step on the loss itself than there the derivation need not be finished; NULL: any number */
  TermsMet *met;                  /* learns where a rule that `using` names would have been tried; NULL: nobody asks */
  bool proved;                    /* a proved bound however slow: rules marked loose serve where the others reach none */
} DeriveOptions;

/* never NULL for a loss that is differentiable; NULL with messages otherwise */
Derivation *derive_loss(Pool *, const Rules *, const Loss *, const DeriveOptions *, DiagList *);

/* The smallest change of a model that would give it a proved majorizer: the same loss in other words (an array as its entries, a product
 * as squares), a domain, a bound, a parameter as a difference, a smoothing, a change of variable; each is tried by deriving the changed loss. A
 * sentence with what to type, in the arena; NULL: all is proved, or none was found. */
const char *derive_mend(const Derivation *);

#endif
