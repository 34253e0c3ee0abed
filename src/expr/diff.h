/* diff.h: symbolic derivatives in index notation. d/dp[at…] of e; accesses p[idx…] give products of (idx == at), which the
 * sum constructor eliminates. Function derivatives are the library's (function.h). min/max: derivative at the first
 * index that attains it; |x| at 0: 0. log(0)-type limits follow the conventions of the language.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_DIFF_H
#define MAJORANT_EXPR_DIFF_H
#include "expr/expr.h"

/* at[naxes of sym]: free indices of the result; NULL return: not differentiable, *why says where */
const Expr *expr_diff(Pool *, const Expr *, Symbol *sym, Index *const *at, const char **why);
/* by a free index-less "variable": an expression that occurs in e as a node, treated as independent; for tangents */
const Expr *expr_diff_by(Pool *, const Expr *, const Expr *variable, const char **why);

#endif
