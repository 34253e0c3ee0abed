/* interval_convex.h: a coordinate of a number in which the gap of a bound is convex. A gap that is 0 with its slope at the touch is nowhere
 * negative then, and no box has to be searched. The term that is bounded is looked at in the coordinate by the library's shapes, as
 * conditions do, but together with the bound as it was made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_INTERVAL_CONVEX_H
#define MAJORANT_CERTIFICATE_INTERVAL_CONVEX_H
#include "expr/facts.h"

/* r: the values of u. "log(u)"; NULL: none is found */
const char *interval_convex_in(Pool *, const Expr *gap, Symbol *u, Range r);

#endif
