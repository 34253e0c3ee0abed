/* minimize.h: the minimiser of a block's collected surrogate, looked up in the rows of the library, or the next rung of the
 * ladder: a one-dimensional search per entry.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_MINIMIZE_H
#define MAJORANT_DERIVE_MINIMIZE_H
#include "derive/collect.h"
#include "derive/derivation.h"

/* fills the block (its coefficients become SYM_STAT symbols); false: no row fits and the block is no set of scalars; then
 * *nearest (may stay NULL) is a row for these atoms and *failed what it lacked. What else could have served is told to TermsMet, or to nobody */
bool minimize_block(Pool *, const Rules *, Facts *, const Collected *, const Name *const *use_rule, struct TermsMet *, Block *, const Minimizer **nearest, const char **failed);

#endif
