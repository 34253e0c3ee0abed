/* group.c: which instructions of a pass run slice by slice of one common axis.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

void program_group(Program *p, Section *s)
{
  s->group = ARENA_ARRAY(p->arena, Group, s->ninstr + 1);
  s->ngroup = s->ninstr;
  for (int k = 0; k < s->ninstr; k++) { s->group[k] = (Group){ k, 1, 1 }; s->instr[k].lead = -1; }
}
