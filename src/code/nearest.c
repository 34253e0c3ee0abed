/* nearest.c: the nearest of many points, which mostly stays the same from run to run.
 *
 * d[k] := sum{j} (x[j] - c[k,j])^2;  z, s := argmin{k} d[k]   with x bound data and d read by nobody else becomes one
 * instruction. The machine keeps for each row which c was nearest and how far the others are at least; by the triangle
 * inequality most rows need one distance and not K of them (vm/nearest.c). Not for few or short points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

enum { WORTH = 128, MANY = 8 };                  /* numbers of all points; points */

static bool reads_elsewhere(const Section *s, int reg, int reader)
{
  for (int k = 0; k < s->ninstr; k++)
    for (int a = 0; k != reader && a < PROGRAM_MAX_SRC; a++) if (s->instr[k].src[a].reg == reg) return true;
  return false;
}

/* the axes of a distance: k of the points, j summed; false: another shape */
static bool find_axes(const Program *p, const Instr *d, int *points, int *summed)
{
  int tile = d->space.naxes - 1;
  const Register *x = &p->reg[d->src[0].reg];
  if (d->op != OP_SQDIST || d->alpha != 1 || d->space.naxes != 3 || x->kind != REG_INPUT || x->part != PART_DENSE || !p->slot[x->slot].fixed || p->slot[x->slot].sparse) return false;
  *summed = d->reduced == 1 ? 0 : d->reduced == 2 ? 1 : -1;
  if (*summed < 0) return false;
  *points = 1 - *summed;
  if (p->reg[d->src[1].reg].kind == REG_TILE || d->src[1].stride[tile] != 0 || d->src[0].stride[*points] != 0 || d->src[0].stride[*summed] != 1) return false;
  return d->src[1].stride[*points] > 0 && d->src[1].stride[*summed] > 0 && d->src[0].stride[tile] > 0 && d->space.size[*points] >= MANY
         && d->space.size[*points] * d->space.size[*summed] >= WORTH;
}

void program_nearest(Program *p, int section)
{
  Section *s = &p->section[section];
  for (int k = 0; k < s->ninstr; k++) {
    const Instr *d = &s->instr[k];
    int points, summed, at = -1, reg = d->dst[0].reg;
    if (!find_axes(p, d, &points, &summed) || p->reg[reg].kind != REG_TILE) continue;
    for (int m = k + 1; m < s->ninstr && at < 0; m++) if (s->instr[m].op == OP_ARGMIN && s->instr[m].src[0].reg == reg) at = m;
    if (at < 0 || reads_elsewhere(s, reg, at)) continue;
    const Instr *z = &s->instr[at];
    if (z->space.naxes != 2 || z->reduced != 1 || z->space.size[0] != d->space.size[points] || z->src[0].stride[0] != d->dst[0].stride[points]
        || z->src[0].offset != d->dst[0].offset) continue;
    Instr n = { .op = OP_NEAREST, .space = { .naxes = 3, .tiled = true, .size = { d->space.size[points], d->space.size[summed], 0 } }, .reduced = 3, .alpha = 1 };
    for (int o = 0; o < PROGRAM_MAX_DST; o++) n.dst[o] = (View){ .reg = z->dst[o].reg, .offset = z->dst[o].offset, .stride = { 0, 0, z->dst[o].stride[1] } };
    for (int a = 0; a < 2; a++) {
      const View *v = &d->src[a];
      n.src[a] = (View){ .reg = v->reg, .offset = v->offset, .stride = { v->stride[points], v->stride[summed], v->stride[2] } };
    }
    s->instr[k] = n;
    for (int m = at; m + 1 < s->ninstr; m++) s->instr[m] = s->instr[m + 1];
    s->ninstr--;
  }
}
