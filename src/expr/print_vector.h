/* print_vector.h: sums that people write without their index: squared norms, inner products, quadratic forms with an inverse matrix.
 * Private to print_*.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_PRINT_VECTOR_H
#define MAJORANT_EXPR_PRINT_VECTOR_H
#include "expr/expr.h"

typedef enum { VECTOR_SQUARE, VECTOR_DOT, VECTOR_QUADRATIC } VectorKind;

/* sum{i} v[i]^2; sum{i} v[i] * w[i]; sum{i} v[i] * sum{j} v[j] * inv(matrix)[i, j] */
typedef struct VectorForm { VectorKind kind; const Index *index, *other; const Expr *v, *w, *matrix; } VectorForm;
bool is_vector_form(const Expr *, VectorForm *);

#endif
