/* derive_internal.h: what the files of derive share.
 *
 * derive.c chooses the parameters and the manners, derive_attempt.c majorizes the loss in some of them and looks up their updates,
 * derive_order.c puts these in order, derive_fixed.c takes out entries that the user fixed. An Attempt lives on the stack of one derive_loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_DERIVE_INTERNAL_H
#define MAJORANT_DERIVE_DERIVE_INTERNAL_H
#include "derive/collect.h"
#include "derive/derivation.h"

typedef struct Attempt {
  Pool *pool;
  const Rules *rules;
  Derivation *d;
  const DeriveOptions *options;
  bool solver, loose, kinks;              /* inner solvers, rules marked loose may serve; solvers of what has kinks */
  bool note;                              /* only to say that there is a bound: little work is spent on it */
  uint64_t hopeless;                      /* parameters, by their place in the loss, that no surrogate serves alone without an inner solver */
  bool descent;                           /* the whole loss goes through a rule that promises descent alone */
  uint64_t lacking;                       /* where not 0: the parameters, by their bits, that `using` was lengthened for; the others go by `asked` */
  const Name *const *asked;
  bool whole;                             /* rules for whole losses that `using` names come first */
  int most;                               /* so many parameters may step on the loss itself; with more, what is derived is not taken */
  bool done[LOSS_MAX_PARAMS];             /* parameters, by their place in the loss, that have their update already */
} Attempt;

/* majorizes the loss in these parameters, the others held; true if every one of them gets an update */
bool derive_attempt(Attempt *, int n, Symbol *const *param, Manner, const Replay *, SurrogateGroup *);
bool derive_is_bounded(const SurrogateGroup *);           /* a step of it is no equality */
bool derive_has_kink(const Attempt *);                    /* the loss, in any parameter */

const Block *derive_block_of(const Block *, int n, const Symbol *param);         /* the one among n that updates the parameter; NULL: none */

/* the blocks go to the group in the order of their solution */
void derive_order_blocks(Pool *, const Loss *, SurrogateGroup *, Block *, int n);

/* the entries of a parameter that are not fixed, as an array that expressions can mention; NULL: none is fixed */
Symbol *derive_free_entries(Pool *, const Loss *, const Symbol *param);
/* are some entries of a slice fixed, others not? */
bool derive_holds_part(const Array *mask, unsigned axes);
/* fixed entries leave a coupled quadratic: their rows and columns become those of the identity, their slope 0 */
void derive_hold_fixed(Pool *, Collected *, Symbol *mask);

#endif
