/* majorize.h: from a loss to a finished surrogate by the decision list of rule files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MAJORIZE_H
#define MAJORANT_DERIVE_MAJORIZE_H
#include "base/map.h"
#include "derive/derivation.h"
#include "expr/facts.h"
#include "rules/rules_internal.h"

/* where a rule would be tried if `using` named it, each term with what is known of it */
struct TermsMet {
  VEC(struct TermMet { Facts *facts; const Expr *term; }) list; Map seen;
  VEC(const Name *) rows;                                  /* of minimisers whose terms are those of a block that was looked up */
  bool quadratics;                                         /* a block was quadratic: a relaxation could be asked for */
};
/* false: named besides, the rule would change nothing, for it fits none of these terms. True may be wrong. */
bool terms_met_fit(const Rules *, const TermsMet *, const Majorizer *);
bool terms_met_have_row(const TermsMet *, const Name *row);

/* An upper surrogate of e for the active parameters (touching, first-order), as a sum of finished terms; each rule applied
 * is recorded in group->steps. group->strict: a function of one entry is kept only if a row of the library holds it, so that the
 * bounds go on until closed forms are in reach; otherwise any function of one entry is simple enough (it can be searched).
 * group->apart: products of two entries are not kept either, though they are quadratic. group->loose: rules marked loose may serve too, when nothing before them fits.
 * group->entries: atoms of a whole slice are not kept. group->convex: what is concave is not kept, though rows know it.
 * group->note: with little work. group->kinks: what is convex and has kinks is kept for an inner solver, too, and max{k} of what is bounded term by term.
 * group->solver: smooth terms that are convex in each parameter are kept, whatever their form; an inner solver lowers them (inner_solver.h).
 * group->descent: the whole of e first goes through a rule that promises descent alone; what follows bounds the result. NULL: for some term
 * no rule serves; it is recorded in the derivation's refusals. */
const Expr *majorize(Pool *, const Rules *, SurrogateGroup *, const Expr *e, const Name *const *use_rule, Derivation *);

#endif
