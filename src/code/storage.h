/* storage.h: the parts of program_finish.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_STORAGE_H
#define MAJORANT_CODE_STORAGE_H
#include "code/program.h"

void program_share(Program *);                     /* share.c: what is done twice, or in more steps than it needs */
void program_nearest(Program *, int section);     /* nearest.c: distances of which the least is taken */
void program_blend(Program *, int section);       /* blend.c: products with something and with what is left of it */
void program_deviate(Program *, int section);     /* deviate.c: differences that nobody keeps */
/* the view x of m's space as a view of c's space, where c reads through v what m writes through w; false: axes do not match */
bool view_carried(const Instr *m, const View *w, const View *x, const Instr *c, const View *v, View *out);
void program_fuse(Program *, int section);        /* fuse.c: instructions that one does better */
void program_join(Program *);                      /* share.c: accumulators that are only added to each other; products are in their last form */
void program_group(Program *, Section *);         /* group.c: which instructions of a pass run slice by slice */
void program_draw(Program *, int section);        /* strips.c: those that may run together become neighbours */
void program_strips(Program *, Section *);        /* and which of them run together on a few elements at a time */
void program_band(Program *);                     /* bands.c: the order of the stored entries of sparse slots */

#endif
