/* certificate.h: a derivation as a record that others can check: `derive as json` writes it, --verify reads it.
 *
 * A certificate declares the loss anew (axes with their sizes, parameters with their domains, data by the facts that proofs
 * use: least, greatest, whole numbers), names the rule of every step, and states what each step, weight, condition and
 * update says. The check searches for no rule: each one named is matched on the term where it is said to stand, its
 * conditions are proved anew, its bound is made anew and held against the recorded one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_CERTIFICATE_H
#define MAJORANT_CERTIFICATE_CERTIFICATE_H
#include "derive/alternatives.h"
#include "sema/sema.h"

enum { CERTIFICATE_FORMAT = 1 };

/* words for the values in a certificate */
extern const char *const domain_kind_word[], *const spd_shape_word[], *const definite_word[2];      /* Symbol.definite 1, 2 */
enum { DOMAIN_KINDS = DOMAIN_LABEL + 1, SPD_SHAPES = SHAPE_SPHERICAL + 1 };

/* While a certificate is written, axes and symbols bear names that can be read again: each its own. */
typedef struct Declared {
  VEC(Axis *) axes; VEC(Symbol *) symbols;      /* in the order in which they were made */
  VEC(const Name *) axis_name, symbol_name;     /* what they were called before */
} Declared;
Declared *declared_rename(Pool *, const Loss *);
const char *declared_words(Pool *, const Declared *, const char *text);      /* what was said before the renaming, in the new names */
void declared_restore(Pool *, Declared *);

/* Checks a certificate. Lines of what was found go to the report; at the first thing that is wrong a last line says what and
 * where, and the answer is NULL. */
Derivation *certificate_check(Pool *, Sema *, const Rules *, const char *text, size_t len, DiagList *, Buf *report);

void derive_print_json(Buf *, const Derivation *);        /* `derive as json`: certificate_write.c */
void alternatives_print_json(Buf *, const Alternatives *);          /* `derive all as json` */

#endif
