/* from.h: what the files from_*.c, expressions to nodes, share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_FROM_H
#define MAJORANT_CODE_FROM_H
#include "code/ir.h"

Node *lower_plain(Lower *, const Expr *);                         /* a power as it stands */
int lower_factors(Lower *, int n, const Expr *const *factor, Node **out);   /* out[5 n + 1] */
Node *lower_log_in_cases(Lower *, const Expr *);                  /* cases.c: log of a sum, and products over such sums, where a comparison of data with a */
Node *lower_product_in_cases(Lower *, int n, const Expr *const *factor);    /* number is a factor of a term: its two cases apart; NULL: there is none */
const Expr *open_sums(Lower *, const Expr *, LoopSet *over, const Expr **cond, bool *empty);
Node *node_sum(Lower *, LoopSet over, Node *body);                /* distributes over terms where that gives contractions */

#endif
