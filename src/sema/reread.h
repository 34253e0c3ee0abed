/* reread.h: printed expressions (expr/print.h) read again, over symbols, axes and free indices that the reader supplies.
 * Names are looked up in the reader's scopes only, from the inner one outward; touch(p[k]) is the parameter's twin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_REREAD_H
#define MAJORANT_SEMA_REREAD_H
#include "sema/sema.h"

typedef struct Reread Reread;
Reread *reread_new(Sema *, Reread *outer);                 /* outer may be NULL */
void reread_axis(Reread *, const Name *, Axis *);          /* the name need not be the axis's own: it may be of a bare size */
void reread_symbol(Reread *, const Name *, Symbol *);
void reread_index(Reread *, Index *);
Index *reread_find_index(Reread *, const Name *);          /* NULL: none of this name */
/* a number-valued expression; NULL with messages. `what` stands in them for the name of a file */
const Expr *reread(Reread *, const char *what, const char *text);

#endif
