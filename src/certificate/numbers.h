/* numbers.h: an expression with a number of known range in the place of each part that holds data or parameters held.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_NUMBERS_H
#define MAJORANT_CERTIFICATE_NUMBERS_H
#include "expr/facts.h"

enum { NUMBERS_MOST = 2 };
typedef struct Numbers {
  Pool *pool; Facts *facts;               /* facts: of the ranges */
  int n; Symbol *symbol[NUMBERS_MOST];    /* each with its range as an interval */
  const Expr *from[NUMBERS_MOST];
  bool failed;                            /* a range is not finite, or there are too many */
} Numbers;

/* e with a number for each part that does not hold `keep` (NULL: for all of it); equal parts are one number */
const Expr *numbers_for_data(Numbers *, const Expr *e, const Symbol *keep);

#endif
