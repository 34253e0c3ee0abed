/* machine.c: see machine.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include "base/clock.h"
#include "base/utf8.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* OpenBLAS: one thread per call, ours are above it; with more the bits depend on their number */
extern void openblas_set_num_threads(int) __attribute__((weak));

Machine *machine_new(const Program *p, Crew *crew)
{
  Machine *m = calloc(1, sizeof *m);
  if (!m) return NULL;
  if (openblas_set_num_threads) openblas_set_num_threads(1);
  pthread_mutex_init(&m->lock, NULL);
  pthread_cond_init(&m->partials.turn, NULL);
  m->program = p;
  m->crew = crew;
  m->vec = vector_kernels();
  m->arena = arena_new();
  m->nworkers = crew_threads(crew);
  m->worker = ARENA_ARRAY(m->arena, Worker, m->nworkers);
  m->base = ARENA_ARRAY(m->arena, Pointer, p->nreg + 1);
  m->made = ARENA_ARRAY(m->arena, void *, p->nreg + 1);
  m->dense = ARENA_ARRAY(m->arena, Array *, p->nreg + 1);
  m->bound = ARENA_ARRAY(m->arena, Array *, p->nslot + 1);
  m->bytes = (size_t)(p->whole_count + p->kept_count) * 8;
  m->kept = array_room(p->kept_count + 8, sizeof *m->kept);
  if (!m->kept || !crew_reserve(crew, ROOM_WHOLES, p->whole_count) || !machine_load(m)) { machine_free(m); return NULL; }
  for (int r = 1; r < p->nreg; r++)
    if (p->reg[r].kind == REG_CONSTANT) m->base[r].f = (double *)(uintptr_t)p->reg[r].value;
  machine_slice(m);
  return m;
}

void machine_free(Machine *m)
{
  if (!m) return;
  for (int r = 1; m->base && r < m->program->nreg; r++) { free(m->made[r]); array_unref(m->dense[r]); }
  for (int s = 0; m->bound && s < m->program->nslot; s++) array_unref(m->bound[s]);
  for (int n = 0; m->stage && n < m->program->nsection; n++)
    for (int k = 0; k < m->stage[n].nsteps; k++) {
      Step *t = &m->stage[n].step[k];
      free(t->prepared);
      if (t->release) t->release(t->kept); else free(t->kept);
    }
  free(m->kept);
  pthread_cond_destroy(&m->partials.turn);
  pthread_mutex_destroy(&m->lock);
  arena_free(m->arena);
  free(m);
}

Pointer machine_whole(Machine *m, const Operand *d)
{
  Pointer p = m->base[d->reg];
  if (d->is_index) p.i += d->offset; else p.f += d->offset;
  return p;
}

/* ---- running ---- */

/* long element-wise instructions and reductions with many results are cut along their outermost loop; every result is
 * made as without the cut */
enum { CUT_WORK = 1 << 16, CUTS = 16 };

static void run_cut(void *context, int job, int worker)
{
  const Call *whole = context;
  Step part = *whole->step;
  Call c = *whole;
  int64_t size = part.loop[0].size, lo = size * job / CUTS, hi = size * (job + 1) / CUTS;
  if (lo == hi) return;
  part.loop[0].size = hi - lo;
  c.step = &part;
  c.worker = &whole->worker->machine->worker[worker];
  for (int o = 0; o < OPERANDS; o++) {
    if (!part.operand[o].reg) continue;
    if (part.operand[o].is_index) c.p[o].i += lo * part.loop[0].stride[o]; else c.p[o].f += lo * part.loop[0].stride[o];
  }
  part.run(&c);
}

static bool worth_cutting(const Machine *m, const Step *t)
{
  OpClass k = op_info[t->instr->op].class_;
  if (m->nworkers == 1 || t->loop[0].size < CUTS || t->instr->op == OP_RAMP) return false;
  if (k != CLASS_MAP && k != CLASS_SHAPE && k != CLASS_GATHER && !(k == CLASS_REDUCE && t->nkept > 0)) return false;
  int64_t work = 1;
  for (int j = 0; j < t->nloops; j++) work *= t->loop[j].size;
  return work >= CUT_WORK;
}

static void run_short(Machine *m, const Step *t)
{
  Worker *w = &m->worker[0];
  Call c = { .step = t, .worker = w, .m = 1, .row0 = 0 };
  for (int o = 0; o < OPERANDS; o++) if (t->operand[o].reg) c.p[o] = machine_whole(m, &t->operand[o]);
  double start = m->timing ? clock_seconds() : 0;
  if (worth_cutting(m, t)) crew_run(m->crew, CUTS, run_cut, &c);
  else t->run(&c);
  if (m->timing) { w->seconds[t->at] += clock_seconds() - start; w->calls[t->at]++; }
}

/* the crew's room is this machine's until the run ends; it may have moved */
static void take_room(Machine *m)
{
  const Program *p = m->program;
  double *wholes = crew_room(m->crew, ROOM_WHOLES);
  for (int r = 1; r < p->nreg; r++) {
    const Register *g = &p->reg[r];
    if (g->kind == REG_WHOLE && g->slot < 0 && g->place >= 0) m->base[r].f = (g->kept ? m->kept : wholes) + g->place;
  }
  for (int w = 0; w < m->nworkers; w++) {
    m->worker[w].tiles = crew_room(m->crew, ROOM_TILES) + w * (m->tile_numbers + m->column_numbers);
    m->worker[w].columns = (int32_t *)(m->worker[w].tiles + m->tile_numbers);
    m->worker[w].scratch = crew_room(m->crew, ROOM_SCRATCH) + w * m->scratch_numbers;
  }
}

bool machine_run(Machine *m)
{
  double start = m->timing ? clock_seconds() : 0;
  take_room(m);
  m->nfaults = 0;
  for (int n = 0; n < m->program->nsection; n++) {
    Stage *g = &m->stage[n];
    if (g->section->once && m->settled) continue;
    if (!g->section->once && !m->settled) { m->settled = m->nfaults == 0; m->once_runs++; }
    if (g->section->kind == SECTION_PASS) machine_pass(m, g);
    else for (int k = 0; k < g->nsteps; k++) run_short(m, &g->step[k]);
  }
  if (m->timing) m->runs++, m->seconds += clock_seconds() - start;
  return m->nfaults == 0;
}

/* ---- faults: the first in the program's order are kept, whoever met them first ---- */

static int fault_order(const MachineFault *a, const MachineFault *b)
{
  if (a->section != b->section) return a->section < b->section ? -1 : 1;
  if (a->instr != b->instr) return a->instr < b->instr ? -1 : 1;
  return (a->batch > b->batch) - (a->batch < b->batch);
}

static void add_fault(Machine *m, const Step *t, int64_t batch, bool memory)
{
  MachineFault f = { .section = t->section, .instr = (int)(t->instr - m->program->section[t->section].instr), .batch = batch, .what = t->instr->what, .memory = memory };
  pthread_mutex_lock(&m->lock);
  int k = m->nfaults < MAX_FAULTS ? m->nfaults++ : MAX_FAULTS;
  while (k > 0 && fault_order(&f, &m->fault[k - 1]) < 0) {
    if (k < MAX_FAULTS) m->fault[k] = m->fault[k - 1];
    k--;
  }
  if (k < MAX_FAULTS) m->fault[k] = f;
  pthread_mutex_unlock(&m->lock);
}

void machine_fault(Machine *m, const Step *t, int64_t batch) { add_fault(m, t, batch, false); }
void machine_fault_memory(Machine *m, const Step *t, int64_t batch) { add_fault(m, t, batch, true); }

int machine_faults(const Machine *m, MachineFault *out, int cap)
{
  for (int k = 0; k < m->nfaults && k < cap; k++) out[k] = m->fault[k];
  return m->nfaults;
}

/* ---- where the time went ---- */

void machine_time(Machine *m, bool on)
{
  m->timing = on;
  m->runs = m->once_runs = 0;
}

double machine_seconds(const Machine *m) { return m->runs > 0 ? m->seconds : 0; }

typedef struct Line { const Stage *g; const Step *t; double seconds, calls; } Line;

static int slowest_first(const void *a, const void *b)
{
  const Line *x = a, *y = b;
  return (x->seconds < y->seconds) - (x->seconds > y->seconds);
}

/* what its run costs, in counts of work */
static void line_work(const Machine *m, const Line *l, double *flops, double *bytes)
{
  const Section *s = l->g->section;
  const Instr *i = l->t->instr;
  double runs = s->once ? m->once_runs : m->runs, rows = s->kind == SECTION_PASS ? (double)(s->hi - s->lo) * runs : runs;
  int together = s->kind == SECTION_PASS ? i->together : 1;
  *flops = *bytes = 0;
  for (int q = 0; q < together; q++) { *flops += instr_flops(m->program, s, i + q, 1) * rows; *bytes += instr_bytes(m->program, s, i + q, 1) * rows; }
}

/* at most so many columns of a text, whole characters; 0: all of it */
static void put_columns(Buf *b, const char *text, int most)
{
  size_t n = strlen(text), at = 0;
  for (int columns = 0, bytes = 1; at < n; at += (size_t)bytes) {
    columns += utf8_width(utf8_decode(text + at, n - at, &bytes));
    if (most && columns >= most && at + (size_t)bytes < n) break;
  }
  buf_printf(b, "%.*s%s\n", (int)at, text, at < n ? "…" : "");
}

static void put_instr(const Machine *m, const Section *s, const Instr *i, int most, Buf *b)
{
  Buf text = { 0 };
  program_print_instr(m->program, s, i, &text);
  put_columns(b, buf_text(&text), most);
  buf_free(&text);
}

void machine_report(const Machine *m, const char *makes, TimeDetail detail, Buf *b)
{
  enum { LINES = 8, COLUMNS = 72 };                       /* of the short report */
  Line *line = m->runs > 0 ? calloc((size_t)m->nsteps + 1, sizeof *line) : NULL;
  if (!line) return;
  bool all = detail == TIME_ALL;
  int n = 0;
  double sum = 0, flops = 0, bytes = 0, f, y;
  for (int s = 0; s < m->program->nsection; s++)
    for (int k = 0; k < m->stage[s].nsteps; k++) {
      Line *l = &line[n++];
      *l = (Line){ .g = &m->stage[s], .t = &m->stage[s].step[k] };
      for (int w = 0; w < m->nworkers; w++) { l->seconds += m->worker[w].seconds[l->t->at]; l->calls += m->worker[w].calls[l->t->at]; }
      sum += l->seconds;
      line_work(m, l, &f, &y);
      flops += f;
      bytes += y;
    }
  qsort(line, (size_t)n, sizeof *line, slowest_first);
  buf_printf(b, "%s: %.0f runs of %.3g ms, %.3f s, %.2f Gflop/s, %.1f GB/s; %d thread%s, %s vectors, %.1f MB\n", makes, m->runs,
             1e3 * m->seconds / m->runs, m->seconds, flops / m->seconds * 1e-9, bytes / m->seconds * 1e-9, m->nworkers, m->nworkers == 1 ? "" : "s",
             m->vec->name, (double)m->bytes / 1e6);
  buf_printf(b, "  seconds  share  %sGflop/s   GB/s  instruction\n", all ? "calls      " : "");
  for (int k = 0; k < n && line[k].seconds > (all ? 0.002 : 0.01) * sum && (all || k < LINES); k++) {
    const Section *s = line[k].g->section;
    const Instr *i = line[k].t->instr;
    line_work(m, &line[k], &f, &y);
    buf_printf(b, "  %7.3f  %4.1f%%  ", line[k].seconds, 100 * line[k].seconds / sum);
    if (all) buf_printf(b, "%-9.0f  ", line[k].calls);
    buf_printf(b, "%7.2f  %5.1f  ", f / line[k].seconds * 1e-9, y / line[k].seconds * 1e-9);
    if (all) buf_printf(b, "%d: ", line[k].t->section);
    put_instr(m, s, i, all ? 0 : COLUMNS, b);
    for (int q = 1; all && s->kind == SECTION_PASS && q < i->together; q++) {
      buf_printf(b, "  %*s", 48, "with ");
      put_instr(m, s, i + q, 0, b);
    }
  }
  free(line);
}
