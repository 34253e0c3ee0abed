/* formed.h: matrices that are formed from a parameter, W W' + C, as rows write them: their log-determinants and inverses are atoms.
 *
 * A row's pattern of such a matrix holds its unknown, pattern variables, which stand for matrices of the loss, and perhaps a second
 * unknown, which the row minimises together with the first. Nothing here is owned.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_FORMED_H
#define MAJORANT_RULES_FORMED_H
#include "rules/match.h"
#include "rules/rules_internal.h"

static inline bool atom_is_formed(AtomForm f) { return f == ATOM_LOGDET_OF || f == ATOM_INVERSE_OF; }

typedef struct Formed {
  const Minimizer *row;
  const Expr *key;                        /* the log-determinant of the matrix, whichever function of it was met */
  const Expr *first, *second;             /* the accesses of the row's unknowns; second: NULL of a row in one */
  int rows, columns;                      /* axes of the first parameter: that of the matrix, and the other; columns: -1 of a vector */
  Bindings b;                             /* the row's other variables */
} Formed;

/* does e, a log-determinant or inverse, have a matrix as this term of a row writes it? */
bool formed_fits(Pool *, Facts *, const Minimizer *, const RowTerm *, const Expr *e, Formed *out);
/* the first row for which it has, in which param is the first unknown */
bool formed_of(Pool *, const Rules *, Facts *, const Expr *e, const Symbol *param, Formed *out);
/* may e stay in a surrogate, as far as this parameter goes? Facts tell which parameters move; *joint: only a row in two unknowns serves it */
bool formed_stays(Pool *, const Rules *, Facts *, const Expr *e, const Symbol *param, bool *joint);

#endif
