/* collect.h: a block's part of a finished surrogate as coefficients of atoms.
 *
 * With the other parameters frozen, the surrogate is  const + sum over atoms of coefficient[own] * atom(p[own]), or a
 * quadratic form in p. The coefficients are derivatives: the surrogate is linear in each atom, so that putting a placeholder
 * array for the atom and differentiating by it contracts everything else (sums over data) away. They are the sufficient
 * statistics of the iteration.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_H
#define MAJORANT_DERIVE_COLLECT_H
#include "expr/facts.h"
#include "rules/rules_internal.h"

typedef struct Atom {
  AtomForm form;
  const Expr *key;                        /* SCALAR: in rules->variable; SLICE: in the parameter at own[] */
  const Expr *coef;                       /* over own[] (SCALAR, QUADRATIC's linear part), own[] with other[] for columns (INVERSE_OF), own[] without the pair (LOGDET), without the slice's axes (SLICE), own[] and label (LABEL), own[] and entry (FUNCTION) */
} Atom;

typedef struct Collected {
  Symbol *param;
  Index *own[ARRAY_MAX_AXES];             /* free indices of the coefficients, one for each axis */
  VEC(Atom) atoms;
  /* the quadratic part, when it couples entries: 1/2 sum H d d' + sum g d with d = p - touch(p). Axes in `dense` are coupled,
   * over the others H is diagonal */
  bool quadratic; unsigned dense;
  unsigned slice;                         /* axes over which atoms of a whole slice run; 0: there is none */
  unsigned spectral;                      /* axes that are coupled as those of a matrix; 0: none */
  unsigned formed;                        /* of these the one that the matrix formed from the parameter has twice (formed.h); 0: there is none */
  const Expr *rest;                       /* the surrogate with placeholders for the atoms: what else is held there is elsewhere, too */
  bool convex;                            /* proved of the whole surrogate in this parameter: a dense quadratic has a minimum where it is stationary */
  bool homogeneous;                       /* a quadratic form alone, without a linear part */
  Index *other[ARRAY_MAX_AXES];           /* second index of H on the dense axes */
  const Expr *H, *g;
  Index *label;                           /* of a parameter of labels: runs over them; else NULL */
  bool in_turn;                           /* labels that meet: what a label of an entry costs holds for one change alone, the others as they are */
  Symbol *entry;                          /* stands for the entry in the coefficient of FUNCTION; NULL without one */
  Symbol *free; bool part_held;           /* NULL, or 1 where an entry is not fixed; some slice of the domain has both kinds. Set by the caller */
  const char *failed;                     /* NULL, or why the surrogate has no such form */
} Collected;

/* the access to the one entry of the parameter that e holds; NULL: several, or one for each value of an index that is bound in e */
const Expr *entry_of(const Expr *e, const Symbol *param);

/* e as a function of one entry of p and numbers alone: the function in `variable`, the access in *access; NULL if it is not */
const Expr *atom_of_entry(Pool *, const Expr *e, const Symbol *p, const Expr *variable, const Expr **access);

/* domains whose rows may couple the entries by a quadratic form */
bool domain_takes_quadratics(const Symbol *param);

/* of a frame, rows that are orthonormal: the form of each row by itself, where no two rows meet; false: they do, or it is no frame */
bool collect_rows_apart(Pool *, const Collected *, Collected *out);
/* the same with all kinks of an entry, |x| and |x - m|, as one FUNCTION, which rows for kinks take; false: there is none, or no such row */
bool collect_kinks(Pool *, const Rules *, const Collected *, Collected *out);

bool collect(Pool *, const Rules *, Facts *, Symbol *param, const Expr *surrogate, Collected *out);

#endif
