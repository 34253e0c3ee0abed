/* collect_turns.h: labels that meet in one term, (z[i] == z[j]): what a label of one entry costs while the others stay as they are.
 *
 * Only the terms that hold the entry count. A term with z[a] and z[b] holds entry i where a = i, or where b = i and a is not; so sums
 * over entries contract, and a sum over neighbours costs what the neighbours of one entry are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_TURNS_H
#define MAJORANT_DERIVE_COLLECT_TURNS_H
#include "expr/expr.h"

/* over own[] and label; it holds the labels of the other entries as parameters. NULL: a label is the place of another, z[z[i]] */
const Expr *collect_turns(Pool *, const Expr *surrogate, Symbol *labels, Index *const *own, Index *label);

#endif
