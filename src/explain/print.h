/* print.h: a derivation printed for people: the page of a paper as text and LaTeX, and the dumps. Each writes to the end of
 * the buffer and derives nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPLAIN_PRINT_H
#define MAJORANT_EXPLAIN_PRINT_H
#include "base/buf.h"
#include "derive/alternatives.h"
#include "derive/derive.h"

void derive_print_text(Buf *, const Derivation *);        /* `derive` */
void derive_print_latex(Buf *, const Derivation *);       /* `derive as latex` */
void alternatives_print_text(Buf *, const Alternatives *);          /* `derive all` */
void alternatives_print_latex(Buf *, const Alternatives *);
void derive_print_surrogate(Buf *, const Derivation *);   /* --dump=surrogate */
void derive_print_gradient(Buf *, Pool *, const Loss *, const Symbol *param);   /* `grad`, --dump=gradient; param NULL: all */

#endif
