/* naming.h: free indices under names that read well: those that the user gave them, each its own where several are shown together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_NAMING_H
#define MAJORANT_DERIVE_NAMING_H
#include "derive/derivation.h"

enum { NAMING_MOST = 6 * ARRAY_MAX_AXES };

/* free indices that are shown together, each under a name of its own: S[k, d, e], never S[k, d, d] */
typedef struct Naming {
  Pool *pool;
  const Expr *context;                    /* no index is named as a symbol that occurs here, */
  const Block *block;                     /* nor as one in the coefficients of this block: both may be NULL */
  int n; Index *from[NAMING_MOST]; const Expr *to[NAMING_MOST];
} Naming;

void naming_add(Naming *, Index *, const Name *wanted);
void naming_add_free(Naming *, const Expr *);                            /* all its free indices by their own names */
/* the indices own[] of a parameter by the names that the loss uses for them */
void naming_add_own(Naming *, const Loss *, const Symbol *param, Index *const *own);
const Expr *naming_apply(const Naming *, const Expr *);

#endif
