/* recentred.h: sums of data by way of the same sums about a centre.
 *
 *     sum_n x[n, d] * r[n, k]  =  sum_n (x[n, d] - c[d]) * r[n, k]  +  c[d] * sum_n r[n, k]
 *
 * Where the list holds both sums on the right, the left one needs no pass over the data of its own, and it loses no digits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_PLAN_RECENTRED_H
#define MAJORANT_PLAN_RECENTRED_H
#include "plan/differences.h"

/* all definitions of the list, in place; the differences are those that were opened in it */
void plan_recentre(const Differences *, DefinitionList *);

#endif
