/* print.h: expressions as text (re-readable by the parser) and as LaTeX, with minimal brackets. Bound indices print by the
 * user's names, primed where two would clash. Who owns the Buf frees it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_PRINT_H
#define MAJORANT_EXPR_PRINT_H
#include "base/buf.h"
#include "expr/expr.h"

void expr_print(Buf *, const Expr *);
void expr_print_latex(Buf *, const Expr *);
/* a truth, as after `if`: a > 0 and b > 0, where the others would show a product of brackets */
void expr_print_latex_condition(Buf *, const Expr *);
/* for people: |x[i] - c[k]|^2, dot(x[i], b), quad(v, inv(S)) where the others show sums */
void expr_print_vectors(Buf *, const Expr *, bool condition);
char *expr_text(Arena *, const Expr *);                    /* for messages */

#endif
