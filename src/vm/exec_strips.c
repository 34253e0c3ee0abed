/* exec_strips.c: element-wise instructions that run together (code/strips.c): each strip of some hundred elements goes through all
 * of them before the next. What they hand on lies in a buffer of one strip, which stays in the nearest cache.
 *
 * Rows of a short tile lie side by side, so that they are one long row. What lies in another way, or moves with one of the two loops alone, is spread
 * out for each strip, which costs less than to begin every instruction for each short row.
 *
 * Rows of wide data that only one such run reads are not turned into columns of the tile beforehand, which would take a second cache's room and
 * time for them to go there and back: the run turns a few columns at a time, and fetches the next ones while it works on these.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <string.h>

enum { STRIP = 256, MOST_BUFFERS = 24, MOST_SPREAD = 12, MOST_PLACES = 4 * MOST_BUFFERS,
       AHEAD = 16, LATE_NUMBERS = 4096, LATE_ROWS = 64, LINE = 8 };      /* rows fetched ahead; turned at a time: numbers, rows of the register; numbers in a line of the cache */

/* an operand of the program: it moves with the loops */
typedef struct Place { int step, operand, unit, spread; int64_t stride[MAX_LOOPS]; } Place;      /* unit: its step along the strip, 0 or 1; spread: its room, -1: none */

typedef struct Arg { bool used, buffered, late; int at; } Arg;                           /* a buffer, one of the data turned late, or a place */

typedef struct Op {
  MapKernel *map;                        /* NULL: scalar */
  const Kernel *scalar;
  bool sums, guarded;                    /* to is a number: += alpha * the sum of from[0] or of the products; 0 times anything is 0 */
  bool logs;                             /* a logarithm that only the sum behind it reads: both at once */
  double alpha;
  Arg to, from[3];
} Op;

struct Strips {
  int nops, nplaces, nloops, nbuffers;
  Op *op;
  Place place[MOST_PLACES];
  int64_t size[MAX_LOOPS];               /* the last loop is the tile's */
  int nlate; const Step *late[PROGRAM_MOST_LATE];        /* copies that this run turns itself */
  int64_t joined;                        /* the length of a tile whose rows are one where some places are spread, else 0 */
  int nspread, spread[MOST_SPREAD];      /* these places */
};

/* ---- running ---- */

static void call_scalar(const Kernel *f, int64_t n, double *d, const double *a, int sa, const double *b, int sb)
{
  for (int64_t k = 0; k < n; k++) d[k] = f->nargs == 1 ? f->of1(a[k * sa]) : f->of2(a[k * sa], b[k * sb]);
}

/* Data turned late: rows first … first + count - 1 of the tile, as they would lie there, and the lines of those behind them, which are fetched
 * between the instructions, no more at a time than the processor has on the way. */
typedef struct Late {
  const double *from[PROGRAM_MOST_LATE]; double *to[PROGRAM_MOST_LATE];
  int64_t pitch[PROGRAM_MOST_LATE], rows, most, first, count, line, lines, each;
  int64_t before;                        /* element `at` of the strips is element at - before of them */
} Late;

static void fetch(const struct Strips *s, Late *late)
{
  int64_t end = late->line + late->each < late->lines ? late->line + late->each : late->lines, in_row = late->most / LINE;
  for (; late->line < end; late->line++)
    for (int k = 0; k < s->nlate; k++) __builtin_prefetch(late->from[k] + late->first + late->count + late->line / in_row * late->pitch[k] + late->line % in_row * LINE);
}

/* the strip's part of places whose rows do not lie side by side; m: the tile's length */
static void spread_out(const struct Strips *s, double *const *p, int64_t at, int64_t n, int64_t m, double (*room)[STRIP])
{
  for (int k = 0; k < s->nspread; k++) {
    const Place *x = &s->place[s->spread[k]];
    const double *from = p[s->spread[k]];
    double *to = room[k];
    for (int64_t e = 0, row = at / m, first = at % m; e < n; row++, first = 0) {
      int64_t len = m - first < n - e ? m - first : n - e;
      const double *start = from + row * x->stride[s->nloops - 2], *ahead = start + AHEAD * x->stride[s->nloops - 2];
      for (int64_t i = 0; x->unit && x->stride[s->nloops - 2] > STRIP && i < m; i += LINE) __builtin_prefetch(ahead + i);
      if (x->unit) memcpy(to + e, start + first, (size_t)len * sizeof *to);
      else for (int64_t i = 0; i < len; i++) to[e + i] = *start;
      e += len;
    }
  }
}

/* room: of what is spread; NULL: nothing is */
static void run_strip(const VectorKernels *v, const struct Strips *s, double *const *p, int64_t at, int64_t n, double (*buffer)[STRIP], double (*room)[STRIP], double *sum, Late *late)
{
  for (int k = 0; k < s->nops; k++) {
    fetch(s, late);
    const Op *op = &s->op[k];
    const double *x[3] = { 0 };
    int unit[3] = { 0 };
    for (int a = 0; a < 3 && op->from[a].used; a++) {
      const Arg *f = &op->from[a];
      bool spread = room && !f->buffered && !f->late && s->place[f->at].spread >= 0;
      unit[a] = f->buffered || f->late || spread ? 1 : s->place[f->at].unit;
      x[a] = f->buffered ? buffer[f->at] : f->late ? late->to[f->at] + (at - late->before) : spread ? room[s->place[f->at].spread] : p[f->at] + at * unit[a];
    }
    double part;
    if (op->sums) {
      part = x[1] ? v->dot(n, x[0], x[1]) : v->sum(n, x[0]);
      if (op->guarded && !isfinite(part)) {                    /* an infinite number or a NaN, perhaps times 0 */
        v->map[VEC_MUL0](n, buffer[s->nbuffers], x[0], 1, x[1], 1, NULL, 0);
        part = v->sum(n, buffer[s->nbuffers]);
      }
      sum[k] += part;
      continue;
    }
    if (op->logs && unit[0] && v->log_sum(n, x[0], &part)) {
      sum[++k] += part;
      continue;
    }
    double *d = op->to.buffered ? buffer[op->to.at] : p[op->to.at] + at;
    if (op->map) op->map(n, d, x[0], unit[0], x[1], unit[1], x[2], unit[2]);
    else call_scalar(op->scalar, n, d, x[0], unit[0], x[1], unit[1]);
  }
}

/* where rows of a full tile lie side by side for all, the last two loops are one */
static bool rows_joined(const struct Strips *s, int64_t m)
{
  if (s->nloops < 2) return false;
  for (int k = 0; k < s->nplaces; k++) if (s->place[k].stride[s->nloops - 2] != s->place[k].unit * m) return false;
  return true;
}

static void late_begin(const Call *c, const struct Strips *s, Late *late)
{
  int64_t fit = LATE_NUMBERS / c->m / LINE * LINE, strips;
  *late = (Late){ .rows = 1, .most = fit < LINE ? LINE : fit > LATE_ROWS ? LATE_ROWS : fit };
  for (int j = 0; j + 1 < s->nloops; j++) late->rows *= s->size[j];
  strips = late->most * c->m / STRIP + 1;
  late->each = (late->most / LINE * c->m + strips * s->nops - 1) / (strips * s->nops);
  for (int k = 0; k < s->nlate; k++) {
    const Step *t = s->late[k];
    const Operand *d = &t->operand[SRC];
    late->from[k] = c->worker->machine->base[d->reg].f + d->offset + d->tile_stride * c->row0;
    late->pitch[k] = t->loop[t->nloops - 1].stride[SRC];
    late->to[k] = c->worker->scratch + k * late->most * c->m;
  }
}

/* the next of them, from this one on */
static void late_turn(const Call *c, const struct Strips *s, Late *late, int64_t first)
{
  late->first = first;
  late->count = late->rows - first < late->most ? late->rows - first : late->most;
  late->line = 0;
  late->lines = first + late->count < late->rows ? late->most / LINE * c->m : 0;
  for (int k = 0; k < s->nlate; k++) c->worker->machine->vec->transpose(c->m, late->count, late->to[k], c->m, late->from[k] + first, late->pitch[k]);
}

void strips_run(Call *c)
{
  const struct Strips *s = c->step->strips;
  const VectorKernels *v = c->worker->machine->vec;
  _Alignas(64) double buffer[MOST_BUFFERS + 1][STRIP], room[MOST_SPREAD][STRIP];
  double *p[MOST_PLACES], sum[MOST_BUFFERS];
  int64_t n = c->m, index[MAX_LOOPS] = { 0 }, row = 0;
  int outer = s->nloops - 1;
  Late late = { .rows = 0 };
  bool spread = !rows_joined(s, n) && s->joined == n;
  if (spread || rows_joined(s, n)) n *= s->size[--outer];
  if (s->nlate) late_begin(c, s, &late);
  for (int k = 0; k < s->nplaces; k++) p[k] = c[s->place[k].step].p[s->place[k].operand].f;
  for (bool more = true; more; row += n / c->m) {
    for (int k = 0; k < s->nops; k++) sum[k] = 0;
    for (int64_t from = 0, end; from < n; from = end) {
      end = n;
      if (s->nlate) {
        int64_t here = row + from / c->m;
        if (here == late.first + late.count) late_turn(c, s, &late, here);
        int64_t left = (late.first + late.count - here) * c->m;
        if (left < end - from) end = from + left;
        late.before = from - (here - late.first) * c->m;
      }
      int64_t strips = (end - from + STRIP - 1) / STRIP, len = ((end - from + strips - 1) / strips + 7) / 8 * 8;
      for (int64_t at = from; at < end; at += len) {
        int64_t here = end - at < len ? end - at : len;
        if (spread) spread_out(s, p, at, here, c->m, room);
        run_strip(v, s, p, at, here, buffer, spread ? room : NULL, sum, &late);
      }
    }
    for (int k = 0; k < s->nops; k++) if (s->op[k].sums) *p[s->op[k].to.at] += s->op[k].alpha * sum[k];
    int j = outer - 1;
    for (; j >= 0 && ++index[j] == s->size[j]; j--) {
      index[j] = 0;
      for (int k = 0; k < s->nplaces; k++) p[k] -= (s->size[j] - 1) * s->place[k].stride[j];
    }
    more = j >= 0;
    for (int k = 0; more && k < s->nplaces; k++) p[k] += s->place[k].stride[j];
  }
}

/* ---- loading ---- */

/* outer loops of one round go; two that all places walk as one become one */
static void merge(struct Strips *s)
{
  int n = 0, tile = s->nloops - 1;
  for (int j = 0; j <= tile; j++) {
    if (j < tile && s->size[j] == 1) continue;
    bool one = n > 0 && j < tile;
    for (int k = 0; one && k < s->nplaces; k++) one = s->place[k].stride[n - 1] == s->place[k].stride[j] * s->size[j];
    int to = one ? n - 1 : n++;
    s->size[to] = one ? s->size[to] * s->size[j] : s->size[j];
    for (int k = 0; k < s->nplaces; k++) s->place[k].stride[to] = s->place[k].stride[j];
  }
  s->nloops = n;
}

/* which places are spread so that the last two loops are one */
static void join(struct Strips *s, int64_t tile)
{
  int out = s->nloops - 2;
  s->joined = out >= 0 && tile < STRIP ? tile : 0;
  for (int k = 0; k < s->nplaces && s->joined; k++) {
    Place *x = &s->place[k];
    if (x->stride[out] == x->unit * tile) continue;
    if (x->operand < SRC || s->nspread == MOST_SPREAD) { s->joined = 0; break; }
    x->spread = s->nspread;
    s->spread[s->nspread++] = k;
  }
}

static Arg place_of(struct Strips *s, const Step *head, int step, int operand)
{
  const Step *t = &head[step];
  Place *x = &s->place[s->nplaces];
  *x = (Place){ .step = step, .operand = operand, .spread = -1, .unit = t->loop[t->nloops - 1].stride[operand] != 0 };
  for (int j = 0; j < t->nloops; j++) x->stride[j] = t->loop[j].stride[operand];
  return (Arg){ .used = true, .at = s->nplaces++ };
}

/* the last of the steps that reads this register */
static int last_reader(const Step *head, int nops, int reg)
{
  int last = -1;
  for (int k = 0; k < nops; k++) for (int a = 0; a < 3; a++) if (head[k].operand[SRC + a].reg == reg) last = k;
  return last;
}

/* which of the copies that are turned here */
static Arg late_of(Machine *m, struct Strips *s, const Step *head, int reg)
{
  const Stage *g = &m->stage[head->section];
  int k = 0;
  while (k < s->nlate && s->late[k]->operand[0].reg != reg) k++;
  if (k == s->nlate)
    for (int q = 0; q < g->nsteps; q++) if (g->step[q].operand[0].reg == reg) s->late[s->nlate++] = &g->step[q];
  return (Arg){ .used = true, .late = true, .at = k };
}

/* logarithms that nobody but the next reads, which adds them up */
static void find_logs(const Machine *m, struct Strips *s, const Step *head)
{
  for (int k = 0; k + 1 < s->nops; k++) {
    const Instr *i = head[k].instr;
    int reg = head[k].operand[0].reg;
    const Op *next = &s->op[k + 1];
    s->op[k].logs = i->op == OP_CALL && i->kernel == KERNEL_log && m->program->reg[reg].inner && next->sums && !next->from[1].used
                    && head[k + 1].operand[SRC].reg == reg && last_reader(head, s->nops, reg) == k + 1;
  }
}

bool strips_load(Machine *m, Step *head)
{
  struct Strips *s = head->strips = ARENA_NEW(m->arena, struct Strips);
  s->nops = head->instr->together;
  s->nloops = head->nloops;
  s->op = ARENA_ARRAY(m->arena, Op, s->nops);
  for (int j = 0; j < s->nloops; j++) s->size[j] = head->loop[j].size;
  int owner[MOST_BUFFERS], nbuffers = 0;                                   /* the register that a buffer holds, 0: free */
  for (int k = 0; k < s->nops; k++) {
    const Step *t = &head[k];
    Op *op = &s->op[k];
    for (int a = 0; a < 3 && t->operand[SRC + a].reg; a++) {
      int reg = t->operand[SRC + a].reg, b = 0;
      while (b < nbuffers && owner[b] != reg) b++;
      if (m->program->reg[reg].late) { op->from[a] = late_of(m, s, head, reg); continue; }
      op->from[a] = b < nbuffers ? (Arg){ .used = true, .buffered = true, .at = b } : place_of(s, head, k, SRC + a);
    }
    for (int b = 0; b < nbuffers; b++) if (owner[b] && last_reader(head, s->nops, owner[b]) <= k) owner[b] = 0;      /* kernels may write over what they read */
    int reg = t->operand[0].reg;
    op->sums = op_info[t->instr->op].class_ != CLASS_MAP;
    if (m->program->reg[reg].inner) {
      int b = 0;
      while (b < nbuffers && owner[b] && owner[b] != reg) b++;
      if (b == nbuffers) nbuffers++;
      owner[b] = reg;
      op->to = (Arg){ .used = true, .buffered = true, .at = b };
    } else op->to = place_of(s, head, k, 0);
    if (!op->sums) {
      op->map = map_kernel(m, t);
      if (!op->map) op->scalar = kernel_at((KernelId)t->instr->kernel);
      continue;
    }
    op->alpha = t->instr->op == OP_CONTRACT && t->instr->alpha != 0 ? t->instr->alpha : 1;
    op->guarded = t->instr->guard != 0;
  }
  s->nbuffers = nbuffers;
  find_logs(m, s, head);
  merge(s);
  int64_t tile = m->program->section[head->section].tile;
  join(s, tile);
  head->scratch = s->nlate * (LINE * tile > LATE_NUMBERS ? LINE * tile : LATE_NUMBERS);
  return true;
}
