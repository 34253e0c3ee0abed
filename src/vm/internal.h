/* internal.h: a program as the machine holds it: steps with resolved operands and simplified loops.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_INTERNAL_H
#define MAJORANT_VM_INTERNAL_H
#include "vm/machine.h"
#include "vm/vector.h"
#include <pthread.h>

enum { OPERANDS = PROGRAM_MAX_DST + PROGRAM_MAX_SRC, SRC = PROGRAM_MAX_DST, MAX_LOOPS = PROGRAM_MAX_AXES + 1, CHUNK = 512, MAX_FAULTS = 64 };

typedef union Pointer { double *f; int32_t *i; } Pointer;

/* one loop of a step: how far each operand moves by one */
typedef struct Loop { int64_t size; int64_t stride[OPERANDS]; bool reduced, tile; } Loop;

typedef struct Operand {
  int reg;                              /* 0: absent */
  bool is_index, partial;               /* I32; an accumulator: moves with the block */
  bool columns;                         /* those of the tile's entries: in the worker's room */
  int64_t offset, tile_stride;          /* elements; per absolute row, 0 for tile registers */
} Operand;

typedef struct Step Step;
typedef struct Worker Worker;

/* one execution of a step: for a tile, or a slice of it */
typedef struct Call {
  const Step *step;
  Worker *worker;
  Pointer p[OPERANDS];
  int64_t m, row0;                      /* rows of this tile, absolute number of the first; short sections: 1, 0 */
  int64_t batch;                        /* slice number, for messages */
} Call;

struct Step {
  const Instr *instr;
  int section, at;
  void (*run)(Call *);
  void (*prepare)(Machine *, const Step *);/* before a pass, by one thread; what does not depend on the tile */
  Operand operand[OPERANDS];
  int nloops; Loop loop[MAX_LOOPS];     /* outer to inner; the tile's is last in a pass. At least one */
  int nkept, nreduced;                  /* reductions: loops are kept outer ones, reduced ones, the inner one */
  bool adds;                            /* the destination is an accumulator */
  int64_t lead[OPERANDS];               /* step of a slice */
  int64_t move, move2;                  /* index_stride, index_stride2 in memory: those of tile registers count rows of the tile's length */
  MapKernel *map;                       /* MAP */
  unsigned turned;                      /* MAP: bit k: source k is read through a transposed copy */
  const Kernel *scalar;                 /* CALL without a vector form */
  struct Contraction *contraction;
  struct Blend *blend;
  struct Quadratic *quadratic;
  struct Strips *strips;                /* the first of a run: what it does to a strip */
  struct Guard *guard;                  /* products in which 0 times anything is 0 */
  double *prepared;                     /* shared by the workers */
  void *kept;                           /* from run to run; released by free, or by: */
  void (*release)(void *kept);
  int64_t prepared_count, scratch;      /* doubles; scratch of one worker */
};

struct Worker {
  Machine *machine;
  double *tiles, *scratch;
  int32_t *columns;                     /* of the entries of a tile, and ARRAY_BEYOND more */
  double *seconds, *calls;              /* by step, when timing */
};

/* copies of a pass's accumulators (partials.c): those given back, those that wait for their neighbours, the last two. In a row: how many there are
 * at most, whose turn it is to take one and to be added, whether somebody adds */
typedef struct Partials {
  double *room, **spare, **waiting, *root[2];
  int nspare, used, levels, blocks;
  int most, taker, joiner; bool joining;
  pthread_cond_t turn;
} Partials;

typedef struct Accumulator { int reg; double neutral; VecOp join; } Accumulator;

typedef struct Stage {                  /* a section */
  const Section *section;
  Step *step; int nsteps;
  int64_t *block_lo;                    /* blocks + 1 rows where blocks begin */
  Accumulator *acc; int nacc;
  bool light;                           /* too little work to wake the crew for */
  bool columns;                         /* some step reads the columns of the entries */
} Stage;

struct Machine {
  bool calls_blas;                        /* some step does: its threads want buffers */
  const Program *program;
  Crew *crew;
  const VectorKernels *vec;
  Arena *arena;                         /* steps and tables */
  Stage *stage; int nsteps;
  Worker *worker; int nworkers;
  Pointer *base;                        /* by register: constants, inputs, wholes */
  Array **bound;                        /* by slot */
  void **made;                          /* by register: what binding made (labels, columns) */
  Array **dense;                        /* by register: dense copy of a sparse slot */
  double *kept;                         /* registers that later runs read */
  int64_t tile_numbers, scratch_numbers, column_numbers;/* of one worker; the last in doubles, behind the tile's */
  Partials partials;
  size_t bytes;
  pthread_mutex_t lock;
  MachineFault fault[MAX_FAULTS]; int nfaults;
  bool timing;
  int bindings;                         /* how often an input was bound */
  bool settled;                         /* what runs once has run on the arrays that are bound */
  double runs, once_runs, seconds;
};

/* Rows of tile registers lie this far apart: not a power of two, or they would meet in the same cache sets. Short ones lie
 * side by side, so that many are one (loop_joined). */
static inline int64_t tile_pitch(const Section *s) { return s->tile <= 64 ? s->tile : s->tile + 8; }

/* ---- loops ---- */

/* offsets of the operands while the outer loops (all but the last `inner`) run; `walk_next` is false after the last round */
typedef struct Walk { int n; int64_t index[MAX_LOOPS], offset[OPERANDS]; } Walk;

static inline int64_t loop_size(const Loop *l, int64_t m) { return l->tile ? m : l->size; }

static inline bool walk_next(Walk *w, const Loop *loop, int n, int64_t m)
{
  for (int j = n - 1; j >= 0; j--) {
    int64_t size = loop_size(&loop[j], m);
    if (++w->index[j] < size) {
      for (int o = 0; o < OPERANDS; o++) w->offset[o] += loop[j].stride[o];
      return true;
    }
    w->index[j] = 0;
    for (int o = 0; o < OPERANDS; o++) w->offset[o] -= (size - 1) * loop[j].stride[o];
  }
  return false;
}

/* the loop outside the tile and the tile as one loop, where a full tile's rows lie side by side */
static inline bool loop_joined(const Step *t, const Loop *out, const Loop *in, int64_t m, Loop *joined)
{
  if (!in->tile || out->reduced != in->reduced) return false;
  for (int o = 0; o < OPERANDS; o++)
    if (t->operand[o].reg && !(in->stride[o] == 1 ? out->stride[o] == m : in->stride[o] == 0 && out->stride[o] == 0)) return false;
  *joined = *in;
  joined->size = out->size * m;
  joined->tile = false;
  return true;
}

/* n elements from p with this stride: themselves, one number (step 0), or gathered into buf */
static inline const double *row_load(const double *p, int64_t stride, int64_t n, double *buf, int *step)
{
  *step = stride != 0;
  if (stride == 0 || stride == 1) return p;
  for (int64_t k = 0; k < n; k++) buf[k] = p[k * stride];
  return buf;
}

static inline void row_store(double *p, int64_t stride, int64_t n, const double *buf)
{
  if (p == buf) return;
  for (int64_t k = 0; k < n; k++) p[k * stride] = buf[k];
}

/* ---- the families: each chooses run, scratch, … of a step whose operands and loops are set; false: no memory ---- */

bool load_map(Machine *, Step *);          /* exec_map.c: MAP, SHAPE */
MapKernel *map_kernel(const Machine *, const Step *);                    /* of MAP; NULL: a call without a vector form */
bool load_index(Machine *, Step *);        /* exec_index.c: GATHER, SCATTER, ROWS_DOT */
bool load_entries(Machine *, Step *);      /* exec_columns.c: COLUMNS_SUM, COLUMNS_ADD, COLUMNS_EXPAND */
bool load_reduce(Machine *, Step *);       /* exec_reduce.c */
bool load_contract(Machine *, Step *);     /* contract.c */
bool load_blend(Machine *, Step *);        /* blend.c */
bool load_quadratic(Machine *, Step *);    /* quadratic.c */
bool load_sqdist(Machine *, Step *);       /* sqdist.c */
void contract_rows(Call *, int combine, bool add);        /* contract.c: any shape; the sum of a VEC_ operation of factors a and b, in rows of the inner loop */
bool load_deviation(Machine *, Step *);    /* deviation.c */
bool load_nearest(Machine *, Step *);      /* nearest.c */
bool load_matrix(Machine *, Step *);       /* matrix.c */
bool load_solve_band(Step *);             /* band.c */
bool load_spectral(Step *);                /* spectral.c; false: none of its operations */
bool load_solve(Machine *, Step *);         /* solve.c */
bool load_range(Machine *, Step *);        /* exec_range.c: RANGE */
bool matrix_factor(int64_t n, double *a, double least);                  /* lower Cholesky factor in place, the upper part is left alone; false: a pivot is not above `least` or not a number */
bool matrix_copy_in(int64_t n, double *to, const double *p, int64_t row_stride, int64_t col_stride);     /* the average of both triangles; false: not finite */
int64_t batch_number(const Step *, const Walk *, const Call *);          /* which matrix of a batch */
void guard_before(Machine *, Step *);      /* guard.c: before and after the family has loaded a step whose products are guarded */
void guard_after(Step *);

bool strips_load(Machine *, Step *);       /* exec_strips.c: the first of the steps that run together, and those behind it */
void strips_run(Call *);                   /* their calls in a row */

bool machine_load(Machine *);              /* load.c: all stages */
void machine_slice(Machine *);             /* bind.c: where blocks begin; those of passes by column when their slot is bound */
void machine_pass(Machine *, Stage *);     /* pass.c */
bool partials_load(Machine *);             /* partials.c */
void partials_begin(Machine *);            /* before the blocks of a pass */
double *partials_take(Machine *, const Stage *, int block);           /* a copy of all accumulators for one block, neutral; NULL: there are none */
void partials_give(Machine *, const Stage *, int block, double *);
void partials_end(Machine *, const Stage *);                          /* all blocks have ended: the sums are where they belong */
void loops_merge(Step *);                  /* drops loops of size 1, joins loops that all operands walk as one */
void loops_order(Step *, int operand);     /* outside a pass: sorts by this operand's strides, the least innermost */
/* loops as kept ones, then reduced ones, then the inner one; NULL: a loop of one round */
void loops_arrange(Step *, const Loop *inner);
void machine_fault(Machine *, const Step *, int64_t batch);
void machine_fault_memory(Machine *, const Step *, int64_t batch);       /* a library that allocates for itself had none */
Pointer machine_whole(Machine *, const Operand *);          /* where an operand lies that is neither tile nor accumulator */

#endif
