/* pass.c: one pass: blocks of tiles dealt to the crew, what they add up is combined in partials.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include "base/clock.h"
#include <string.h>

typedef struct Job { Machine *m; Stage *g; } Job;

static void bind_call(Machine *m, Worker *w, const Stage *g, double *partial, const Step *t, Call *c)
{
  const Section *s = g->section;
  for (int o = 0; o < OPERANDS; o++) {
    const Operand *d = &t->operand[o];
    if (d->reg == 0) { c->p[o].f = NULL; continue; }
    const Register *r = &m->program->reg[d->reg];
    int64_t at = d->offset + d->tile_stride * c->row0;
    if (d->columns) c->p[o].i = w->columns;
    else if (r->kind == REG_TILE) {
      double *base = w->tiles + r->place * tile_pitch(s);
      if (d->is_index) c->p[o].i = (int32_t *)base + at; else c->p[o].f = base + at;
    } else if (d->partial) c->p[o].f = partial + r->partial + at;
    else if (d->is_index) c->p[o].i = m->base[d->reg].i + at;
    else c->p[o].f = m->base[d->reg].f + at;
  }
}

/* the call, and those that run together with it */
static void run_step(Machine *m, Worker *w, Call *c)
{
  const Step *t = c->step;
  double start = m->timing ? clock_seconds() : 0;
  if (t->strips) strips_run(c); else t->run(c);
  if (!m->timing) return;
  w->seconds[t->at] += clock_seconds() - start;
  w->calls[t->at]++;
}

enum { MOST_TOGETHER = 32 };             /* calls bound at a time; group.c and strips.c keep theirs shorter */

static void run_slices(Machine *m, Worker *w, const Stage *g, double *partial, const Group *group, int64_t row0, int64_t rows)
{
  Call call[MOST_TOGETHER];
  for (int k = 0; k < group->count; k++) {
    call[k] = (Call){ .step = &g->step[group->first + k], .worker = w, .m = rows, .row0 = row0 };
    bind_call(m, w, g, partial, call[k].step, &call[k]);
  }
  for (int64_t slice = 0; slice < group->slices; slice++) {
    for (int k = 0; k < group->count; k++) if (call[k].step->instr->together) run_step(m, w, &call[k]);
    for (int k = 0; k < group->count; k++)
      for (int o = 0; o < OPERANDS; o++) {
        if (!call[k].p[o].f) continue;
        if (call[k].step->operand[o].is_index) call[k].p[o].i += call[k].step->lead[o]; else call[k].p[o].f += call[k].step->lead[o];
      }
  }
}

static void run_tile(Machine *m, Worker *w, const Stage *g, double *partial, int64_t row0, int64_t rows)
{
  if (g->columns) {
    const Slot *slot = &m->program->slot[g->section->slot];
    array_fill_columns(m->bound[g->section->slot], slot->bands > 1, row0, rows, w->columns);
  }
  for (int n = 0; n < g->section->ngroup; n++) {
    const Group *group = &g->section->group[n];
    if (group->slices > 1 || group->count > 1) { run_slices(m, w, g, partial, group, row0, rows); continue; }
    Call c = { .step = &g->step[group->first], .worker = w, .m = rows, .row0 = row0 };
    bind_call(m, w, g, partial, c.step, &c);
    run_step(m, w, &c);
  }
}

static void run_block(void *context, int block, int worker)
{
  Job *j = context;
  Machine *m = j->m;
  const Stage *g = j->g;
  const Section *s = g->section;
  double *partial = partials_take(m, g, block);
  for (int64_t row = g->block_lo[block]; row < g->block_lo[block + 1]; row += s->tile) {
    int64_t left = g->block_lo[block + 1] - row;
    run_tile(m, &m->worker[worker], g, partial, row, left < s->tile ? left : s->tile);
  }
  partials_give(m, g, block, partial);
}

typedef struct Clear { double *p; int64_t count; } Clear;

static void clear(void *context, int job, int worker)
{
  (void)worker;
  Clear *c = context;
  int64_t lo = (int64_t)job << 16, n = c->count - lo < 1 << 16 ? c->count - lo : 1 << 16;
  memset(c->p + lo, 0, (size_t)n * sizeof *c->p);
}

void machine_pass(Machine *m, Stage *g)
{
  const Section *s = g->section;
  for (int k = 0; k < g->nsteps; k++) if (g->step[k].prepare) g->step[k].prepare(m, &g->step[k]);
  for (int a = 0; a < g->nacc; a++) {
    const Register *r = &m->program->reg[g->acc[a].reg];
    if (!r->direct) continue;
    Clear c = { m->base[g->acc[a].reg].f, r->count };
    crew_run(m->crew, (int)((r->count + 65535) >> 16), clear, &c);
  }
  Job job = { m, g };
  partials_begin(m);
  if (g->light) for (int b = 0; b < s->blocks; b++) run_block(&job, b, 0);
  else crew_run(m->crew, s->blocks, run_block, &job);
  partials_end(m, g);
}
