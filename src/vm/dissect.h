/* dissect.h: sparse symmetric positive definite matrices whose pattern stays from one to the next: ordered by nested dissection,
 * factored front by front.
 *
 * A set of rows that is small separates the others into two sets that do not meet; these are ordered first, each in the same way,
 * the separating rows last. The rows of a set, and the rows behind them that they touch, make a dense front: its first
 * columns are factored, what is left is added into the front of the set around it. A grid of n x n takes of the order of n^3
 * operations and n^2 log n numbers; its band n^4 and n^3.
 *
 * A Dissection owns all its memory. Nothing is allocated after dissection_new.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_DISSECT_H
#define MAJORANT_VM_DISSECT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The lower triangle by diagonals: entry (j + offset[k], j) is value[k * n + j]; the first offset is 0, the others are greater. */
typedef struct Diagonals { int64_t n; int ndiagonals; const int64_t *offset; const double *value; } Diagonals;

typedef struct Dissection Dissection;

Dissection *dissection_new(const Diagonals *);            /* for the entries that are not 0; NULL: no memory */
void dissection_free(Dissection *);
size_t dissection_bytes(const Dissection *);

typedef enum { DISSECT_OK, DISSECT_SINGULAR, DISSECT_OTHER } DissectResult;     /* OTHER: an entry is not 0 that was */

/* SINGULAR: a square of a diagonal entry of the factor is not above `least` */
DissectResult dissection_factor(Dissection *, const Diagonals *, double least);
void dissection_solve(Dissection *, double *x);           /* x := matrix^-1 x */

#endif
