/* rule_check.h: what the numeric checks of bounds and of rows share. A rule is filled with symbols instead of expressions:
 * each pattern variable becomes an array with a leading axis, the sample, so that one evaluation tries thousands of points.
 * Nothing of the proofs is trusted: where conditions on numbers are tested on the numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_RULE_CHECK_H
#define MAJORANT_RULES_RULE_CHECK_H
#include "base/random.h"
#include "rules/match.h"
#include "rules/rules_internal.h"

/* a pattern variable u, a[z], A[d, e]: drawn as the `check` clause says */
typedef struct Sampled {
  const Name *name;
  Symbol *symbol;                         /* SYM_PARAM with a touch twin, or SYM_DATA where the rule calls it constant */
  int nargs;
  double lo, hi;
  bool whole, definite, direction, rotation;        /* whole numbers; a symmetric positive definite matrix; of length 1 over its last index; one with orthonormal rows */
} Sampled;

typedef struct RuleSampler {
  const Rules *rules;
  Pool *pool;
  Arena *arena;
  const RuleText *text;
  Buf *report;
  Random random;
  int64_t samples;
  Axis *axis; Index *at;                  /* the leading axis, and its index in all expressions */
  int64_t entries;                        /* of every axis of the rule; 0: as its `check` clause says */
  VEC(Sampled) holes;
  Bindings b;
} RuleSampler;

void sampler_open(RuleSampler *, const Rules *, const RuleText *, uint64_t seed, int64_t samples, Buf *report);
void sampler_close(RuleSampler *);        /* the arrays */

/* the axes of a pattern's binders and holes, with the sizes of the `check` clause */
void sampler_add_axes(RuleSampler *, const Expr *pattern);
/* a symbol for each pattern variable of the pattern but for function holes, not yet known; false if the `check` clause lacks
 * its interval (matrices need none). constants: those that `where` calls constant. data_only: all are data */
bool sampler_add_holes(RuleSampler *, const Expr *pattern, const Expr *where, bool data_only);
const Expr *sampler_function_hole(const Expr *pattern);                  /* the first one in it; NULL: none */
/* the unknown x of a row or a chart: its axes, to be added before further holes; then an array with the sample in front, bound to
 * the name, over own[] there. sampler_release frees its numbers and those of its touch */
void sampler_add_unknown_axes(RuleSampler *, const Symbol *unknown);
Symbol *sampler_add_unknown(RuleSampler *, const Symbol *unknown, Index **own);
void sampler_release(Symbol *);
/* a point in the interior of the domain of one sample with `per` entries; and any points of it, one for each sample */
void sampler_set_interior(const Symbol *x, double *at, int64_t per);
bool sampler_draw_feasible(RuleSampler *, const Symbol *x, Array *to);
/* the variables of matches(A[d, e], pattern), and A as what they make; before the pattern that mentions A */
bool sampler_add_matches(RuleSampler *, const Expr *where);
Axis *sampler_axis(RuleSampler *, Axis *pattern);              /* the one that stands for an axis of the rule, of the size that its check says */
void sampler_draw_definite(RuleSampler *, double *m, int64_t n);         /* a random n by n matrix */
/* `with` and `let`: binds the name to the definition */
bool sampler_bind_let(RuleSampler *, const RuleLet *);
const Name *sampler_wants_interval(const RuleText *, const Name *hole, double *lo, double *hi, bool *whole);      /* NULL: none */

/* values for each sample, freed by the caller; over the further open indices too. NULL after a report */
double *sampler_values(RuleSampler *, const Expr *, int nextra, Index *const *extra);
/* ok[s] &= the conditions on numbers of `where`; predicates of functions are left out */
bool sampler_filter(RuleSampler *, const Expr *where, bool *ok);
bool sampler_is_predicate(const Expr *condition);

/* the array of a symbol, made on first use */
Array *sampler_array(RuleSampler *, Symbol *);
/* "u = 0.3, a = 1 2 3" of one sample */
void sampler_describe(RuleSampler *, int64_t sample);

bool check_bound(const Rules *, const Majorizer *, uint64_t seed, Buf *report);
bool check_whole(const Rules *, const Majorizer *, uint64_t seed, Buf *report);         /* on the loss of its `check` clause */
/* the number that local bounds rise with, while a rule is tried; NULL puts it away */
void sampler_set_stiffness(const Rules *, Array *);
bool check_relaxation(const Rules *, const Relaxation *, uint64_t seed, Buf *report);
bool check_chart(const Rules *, const Chart *, uint64_t seed, Buf *report);
bool check_row(const Rules *, const Minimizer *, uint64_t seed, Buf *report);

#endif
