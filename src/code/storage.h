/* storage.h: the parts of program_finish.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_STORAGE_H
#define MAJORANT_CODE_STORAGE_H
#include "code/program.h"

void program_fuse(Program *, int section);        /* fuse.c: instructions that one does better */
void program_group(Program *, Section *);         /* group.c: which instructions of a pass run slice by slice */
void program_band(Program *);                     /* bands.c: the order of the stored entries of sparse slots */

#endif
