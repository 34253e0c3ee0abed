/* majorize_internal.h: what the files of majorize share: a walk through one loss.
 *
 * majorize.c walks from the outside in; it asks majorize_keep.c whether a term may stay and majorize_apply.c what one rule makes of
 * it. A Walk lives on the stack of one `majorize`; what it finds is recorded in the group and the derivation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MAJORIZE_INTERNAL_H
#define MAJORANT_DERIVE_MAJORIZE_INTERNAL_H
#include "base/map.h"
#include "derive/majorize.h"

typedef struct Walk {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  SurrogateGroup *group;
  Derivation *derivation;
  const Name *const *use_rule;            /* tried before all others */
  int depth, applied;
  Map open;                               /* sums that are gone through now */
  Map simple;                             /* does a term stand as it is? */
  Map kept;                               /* is a term left to an inner solver? */
  unsigned uses;                          /* bits of Hanging: what was found under the term that is bounded now would not be so in another manner */
  const Expr *coordinate;                 /* what is bounded now is a multiple of this, which a tangent in a coordinate has left; NULL: it is not */
  int under_way, circle;                  /* terms that are bounded now; the outermost of them that was met again, 0: the search was cut off */
  bool root;                              /* rules that promise descent alone may serve now */
  Map trials;                             /* of terms that no rule leads on from, and of those that are under way: a circle leads nowhere */
} Walk;

/* the choices of a walk that an answer may hang on */
typedef enum { HANGS_ON_STRICT = 1, HANGS_ON_APART = 2, HANGS_ON_ENTRIES = 4, HANGS_ON_CONVEX = 8, HANGS_ON_SOLVER = 16, HANGS_ON_LOOSE = 32,
               HANGS_ON_COORDINATE = 64, HANGS_ON_KINKS = 128 } Hanging;            /* the last of what the term itself is, not of what is below it */

/* ---- majorize_keep.c ---- */
bool walk_keeps_simple(Walk *, const Expr *);             /* exact beats tight: a row, or a search, minimises it as it stands */
bool walk_keeps_for_solver(Walk *, const Expr *);         /* false for all terms where no inner solver is at hand */

/* ---- majorize_vain.c ---- */
typedef struct Trial Trial;
/* Before the rules are tried on a term. NULL: they would be in vain; *refusal says why, where it is known */
Trial *walk_begin_trial(Walk *, const Expr *, Refusal *refusal);
void walk_end_trial(Walk *, const Expr *, Trial *, bool done, const Refusal *);
bool walk_is_coordinate(const Walk *, const Expr *);      /* the term is what a tangent in a coordinate has left */
void walk_cut_off(Walk *);                                /* what is found in vain above may only be so because the search ended here */

/* ---- majorize_apply.c ---- */
bool walk_is_named(const Walk *, const Name *);           /* a rule that the user asked for? */
bool walk_may_take(Walk *, const Majorizer *, const Expr *);      /* without being asked for: local bounds serve by name alone, loose ones where the group takes them */
void walk_meets(Walk *, const Expr *);                    /* a rule that the user asked for is tried on the term */
bool walk_is_asked_for(Walk *, const Expr *);             /* does a bound that the user asked for fit? */
bool walk_rule_fits(Walk *, const Majorizer *, const Expr *);
/* the bound of the target by the rule, with its step recorded; the first `skip` ways in which it fits led nowhere. NULL: it does not
 * fit (any more); *refusal (or NULL) learns of conditions that were near */
const Expr *walk_apply(Walk *, const Majorizer *, const Expr *target, int skip, Refusal *refusal);

#endif
