/* sides.h: the quadratic form of a matrix X by its two sides.
 *
 * Rows know forms that do not treat X as one long vector: tr(X'AX), tr(X B X'), tr(A X B X') and sums of such. The matrix H of the form has four
 * indices then, and is a sum of products of a matrix over the rows and one over the columns, most of them the identity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_SIDES_H
#define MAJORANT_RULES_SIDES_H
#include "expr/expr.h"

/* H = [col == col'] left[row, row'] + [row == row'] right[col, col'] + first[row, row'] * second[col, col'] + [both] same; NULL: that part is missing */
typedef struct Sides { const Expr *left, *right, *first, *second, *same; } Sides;

/* row, col: pairs of indices of H. False: H is no such sum, or has two products */
bool sides_split(Pool *, const Expr *H, Index *const row[2], Index *const col[2], Sides *);

#endif
