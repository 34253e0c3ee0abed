/* storage.h: the steps of program_finish; finish.c has them in their order, with what each needs and leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_STORAGE_H
#define MAJORANT_CODE_STORAGE_H
#include "code/program.h"

/* rewrites */
void program_share(Program *);                     /* share.c: what is done twice, or in more steps than it needs */
void program_nearest(Program *, int section);     /* nearest.c: distances of which the least is taken */
void program_picks(Program *, int section);       /* picked_sums.c: rows that labels pick, added up */
void program_blend(Program *, int section);       /* blend.c: products with something and with what is left of it */
void program_quadratic(Program *, int section);   /* quadratic.c: quadratic forms */
void program_deviate(Program *, int section);     /* deviate.c: differences that nobody keeps */
/* the view x of m's space as a view of c's space, where c reads through v what m writes through w; false: axes do not match */
bool view_carried(const Instr *m, const View *w, const View *x, const Instr *c, const View *v, View *out);
void program_fuse(Program *, int section);        /* fuse.c: instructions that one does better */
void program_draw(Program *, int section);        /* strips.c: those that may run together become neighbours */
bool program_again(Program *, int section);       /* again.c: makes something anew for those that read it after its group; true: group once more */
void program_join(Program *);                      /* share.c: accumulators that are only added to each other */

/* layout */
void program_accumulators(Program *);              /* storage.c: what a pass adds up */
void program_group(Program *, Section *);         /* group.c: which instructions of a pass run slice by slice */
void program_strips(Program *, Section *);        /* strips.c: and which of them run together on a few elements at a time */
void program_place_tiles(Program *, int section); /* storage.c: registers of a tile by their lifetimes */
void program_size_tile(Program *, int section);   /* storage.c: tile and blocks */
void program_place_wholes(Program *);              /* storage.c: registers that sections hand on, by their lifetimes */
void program_band(Program *);                      /* bands.c: the order of the stored entries of sparse slots */

#endif
