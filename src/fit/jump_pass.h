/* jump_pass.h: one look at all jumps of an equation (plan/jumps.h): what of them lies below a bracket of each slice, what in it,
 * and which they are. Blocks of jumps are looked at side by side; what comes out is put together in the order of blocks, so that
 * it does not depend on the number of threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_JUMP_PASS_H
#define MAJORANT_FIT_JUMP_PASS_H
#include "fit/runner.h"
#include "plan/jumps.h"

typedef struct Jump { double at, size; int64_t slice; } Jump;

/* Brackets hold both ends; lo > hi: the slice is left out. take: 0 or -1, all bits. CELLS of equal numbers of doubles: cell c of slice s begins
 * (c << shift[s]) doubles above lo[s]. */
typedef struct JumpBrackets { double *lo, *hi; unsigned char *shift; int64_t *take; } JumpBrackets;

typedef struct JumpCell { double sum, least, greatest; int64_t count; } JumpCell;       /* sizes, places, number of the jumps in it */

typedef struct JumpPass {
  int64_t slices, jumps;
  int cells;                              /* of each slice, in a pass by cells */
  int64_t most;                           /* jumps that a pass keeps */
  /* results of the last pass, by slice, then cell */
  double *below, *inside;
  JumpCell *cell;
  Jump *kept;                             /* those inside the brackets of slices with `take`, by slice, in any order; */
  int64_t *first;                         /* [slices + 1]: where each slice's begin */
  bool overflow;                          /* there were more: none is kept */
  struct JumpWork *work;
} JumpPass;

/* an array of every slice is t's; false: no memory. What was made is freed by jump_pass_free in any case */
bool jump_pass_new(JumpPass *, const Jumps *, Store *, const Array *t, Crew *);
void jump_pass_free(JumpPass *);
void jump_pass_keep(JumpPass *, const JumpBrackets *);      /* below, inside, kept */
void jump_pass_cells(JumpPass *, const JumpBrackets *);     /* below, cell */

/* doubles by number: neighbours differ by 1 */
int64_t jump_key(double);
double jump_of_key(int64_t);

#endif
