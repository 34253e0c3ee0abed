/* rows.h: which parameters a row of the library's minimizers serves. Of rules and symbols alone: no surrogate is looked at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_ROWS_H
#define MAJORANT_RULES_ROWS_H
#include "rules/rules_internal.h"

/* does a row for one domain serve a parameter of another? Clipped: its answer, cut off at the ends of an interval, is the minimiser */
typedef enum { SERVES_NOT, SERVES, SERVES_CLIPPED } Serves;
Serves row_serves(const Minimizer *, const Symbol *param);
/* the next of the rows that serve a parameter, its left side read; NULL: no more. for (int at = 0; (m = rows_next(rules, p, &at));) */
const Minimizer *rows_next(const Rules *, const Symbol *param, int *at);

/* is this word among the row's conditions? `unconstrained`: the least value on the row's own domain, but not of one hump that could
 * be clipped to a smaller one. `held`: entries of its slices are fixed. `clipped`: only cut off at the ends of an interval is it one.
 * `lower_bound`: the parameter's domain ends above that of the row and holds its end. `homogeneous`: a quadratic form without a linear
 * part. `uncoupled`: no coupling was bounded away before. `asked`: only where the user names the row */
bool row_asks_for(const Minimizer *, const char *word);
bool condition_asks_for(const Expr *where, const char *word);

bool row_has(const Minimizer *, AtomForm);                 /* a term of this form? */
bool row_is_by_sides(const Minimizer *);                   /* one of its terms is a quadratic form by a side of the matrix */

/* is there any row for this parameter… */
bool rows_have_atom(const Rules *, const Symbol *param, const Expr *key);       /* with this function of one entry, in the rules' variable? */
bool rows_have_quadratic(const Rules *, const Symbol *param);                    /* for squares or quadratic forms? */
bool rows_have_function(const Rules *, const Symbol *param);                     /* for a sum of any functions of one entry and data? */

#endif
