/* program.h: what lowering makes and the virtual machine runs: registers, sections, instructions.
 *
 * This header is all that src/vm knows of the compiler. It knows nothing of expressions: names and ids of symbols are
 * carried for messages and bindings only. A program is made for fixed sizes of all axes (and a fixed number of stored
 * entries of sparse data); its numbers come in through slots.
 *
 *   Program    owns everything below, in one arena. Build: program_new, program_slot_*, program_reg_*, program_section_*,
 *              program_emit; then program_finish (verifies, finds lifetimes, storage, tile and block grid). Then constant.
 *   Register   a number array. CONSTANT, INPUT (a slot), WHOLE (made in a short section or accumulated by a pass; may be an
 *              output slot), TILE (per thread, of one pass: axes […] and the tile innermost). Registers are virtual:
 *              use a fresh one for each value; program_finish shares their storage by lifetimes.
 *   Section    SHORT: instructions run once, in order. PASS: instructions run for each tile of rows [lo, hi), or of the stored
 *              entries of a sparse slot; tiles go to threads. Sections run in order.
 *   Instr      an opcode over an index space (opcodes.def) with strided views as operands.
 *
 * Views. Element (i0, i1, …) of a view lies at offset + sum of stride[j] * i[j] of its register.
 *   - WHOLE, INPUT, CONSTANT: in elements of the row-major array. In a pass the tile axis counts absolute rows: the stride of
 *     data x[i,d] seen as [d][tile] is {1, D}. An offset moves rows: x[t-1,d] in a pass with lo = 1 is offset -D.
 *   - TILE: the strides of the other axes and the offset count rows of tile length (so a register [K][D][tile] has natural
 *     strides {D, 1, 1}); the stride of the tile axis is 1.
 *   Stride 0: the operand does not depend on that axis.
 *
 * Sections that run once come first. What they write stays for all runs; it is no output slot.
 *
 * What an instruction of a pass may write:
 *   - a TILE register of its pass;
 *   - a WHOLE register with a tile stride that is not 0: a store by rows; read it in later sections only;
 *   - a WHOLE register without a tile stride: an accumulator. Only by SUM, PROD, LEAST, GREATEST, CONTRACT, DEVIATION over the tile and
 *     SCATTER_ADD. It starts at the operation's neutral element, each block of tiles has a partial copy, they are combined in
 *     a fixed order after the last tile. Read it in later sections only. Several instructions of one pass may add to the same one.
 * Views of TILE registers for reading: same pass, after they were written. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_PROGRAM_H
#define MAJORANT_CODE_PROGRAM_H
#include "base/arena.h"
#include "base/buf.h"
#include <stdbool.h>
#include <stdint.h>

enum { PROGRAM_MAX_AXES = 12, PROGRAM_MAX_DST = 2, PROGRAM_MAX_SRC = 6, PROGRAM_MOST_LATE = 4 };        /* the last: in one run of strips */

typedef enum {
#define OPCODE(NAME, text, class_, dst, src, doc) OP_##NAME,
#include "code/opcodes.def"
#undef OPCODE
  OP_COUNT
} Opcode;

typedef enum { CLASS_MAP, CLASS_SHAPE, CLASS_GATHER, CLASS_SCATTER, CLASS_REDUCE, CLASS_CONTRACT, CLASS_MATRIX, CLASS_RANGE } OpClass;

typedef struct OpInfo { const char *text; OpClass class_; const char *dst, *src; const char *doc; } OpInfo;
extern const OpInfo op_info[OP_COUNT];

static inline bool op_by_columns(Opcode op) { return op == OP_COLUMNS_SUM || op == OP_COLUMNS_ADD || op == OP_COLUMNS_EXPAND; }     /* over the entries of a tile's columns */
static inline bool op_scatters(Opcode op) { return op == OP_SCATTER_ADD || op == OP_COLUMNS_ADD; }     /* adds to places that an index moves */

/* ---- registers and slots ------------------------------------------------------------------------------------------ */

typedef enum { REG_CONSTANT, REG_INPUT, REG_WHOLE, REG_TILE } RegKind;
typedef enum { ELEM_F64, ELEM_I32 } ElemType;
/* what of a slot an INPUT register shows. VALUES, ROWS, COLUMNS: the stored entries of a sparse slot (one axis, entries by
 * column, rows ascending, or in bands of rows (Slot.bands); ROWS and COLUMNS are I32 from 0; COLUMNS are there in the pass over the entries alone, made tile by tile). DENSE of a sparse slot: the machine makes a dense copy at binding.
 * LABELS: I32 from 0 made at binding from a dense slot of values 1..limit, rounded and clamped. */
typedef enum { PART_DENSE, PART_VALUES, PART_ROWS, PART_COLUMNS, PART_LABELS } SlotPart;

typedef struct Register {
  RegKind kind; ElemType type;
  int naxes; int64_t size[PROGRAM_MAX_AXES];     /* TILE: without the tile axis */
  int64_t count;                                 /* product of size: elements; TILE: rows of tile length */
  int64_t limit;                                 /* I32: values lie in 0..limit-1 */
  int slot; SlotPart part;                       /* INPUT; WHOLE: output slot or -1 */
  const double *value;                           /* CONSTANT */
  int section;                                   /* TILE: its pass */
  const char *label;                             /* for people, may be NULL */
  /* by program_finish: */
  int64_t place;                                 /* WHOLE (no output), TILE: offset into the machine's storage; elements, rows */
  bool kept;                                     /* WHOLE: later runs read it without making it again: its storage is its own */
  int accumulated_in;                            /* WHOLE: the pass that accumulates it, -1 none */
  int64_t partial;                               /* its offset in a block's partial storage */
  int64_t local;                                 /* TILE: used within one group only; storage for one slice, so many rows of its first axis. 0: no */
  bool inner;                                    /* TILE: lives in the strips of one run (strips.c) only; no storage */
  bool late;                                     /* TILE: a copy of rows of data that one run turns itself, a few columns at a time; no storage */
  bool direct;                                   /* accumulated in place: the blocks of the pass own disjoint parts of it */
} Register;

typedef struct Slot {
  int symbol;                                    /* the id of the symbol, whatever the compiler means by it */
  const void *owner;                             /* the compiler's own object for it; the machine does not look */
  const char *name;
  bool output, sparse;
  bool turned;                                   /* sparse: shows the bound array with rows for columns; sizes are those seen */
  bool fixed;                                    /* bound before the first run, and the same in all */
  int naxes; int64_t size[PROGRAM_MAX_AXES];
  int64_t stored;                                /* sparse: number of stored entries */
  int reg;                                       /* output: its WHOLE register */
  int bands;                                     /* sparse, by program_finish: entries of a stretch of columns go by bands of rows, in each by columns */
} Slot;

/* ---- instructions --------------------------------------------------------------------------------------------------- */

typedef struct Space {
  int naxes; int64_t size[PROGRAM_MAX_AXES];
  bool tiled;                                    /* the last axis is the tile; its size is not used (0) */
} Space;

typedef struct View { int reg; int64_t offset; int64_t stride[PROGRAM_MAX_AXES]; } View;      /* reg 0: absent */

static inline bool space_equal(const Space *a, const Space *b)
{
  if (a->naxes != b->naxes || a->tiled != b->tiled) return false;
  for (int j = 0; j < a->naxes; j++) if (a->size[j] != b->size[j]) return false;
  return true;
}

static inline bool view_equal(const View *a, const View *b, int naxes)
{
  if (a->reg != b->reg || a->offset != b->offset) return false;
  for (int j = 0; j < naxes; j++) if (a->stride[j] != b->stride[j]) return false;
  return true;
}

typedef struct Instr {
  Opcode op;
  Space space;
  View dst[PROGRAM_MAX_DST], src[PROGRAM_MAX_SRC];
  unsigned reduced;                              /* bit j: axis j is summed over, or whatever the operation does */
  int axis;                                      /* RAMP */
  int kernel;                                    /* CALL */
  double alpha;                                  /* CONTRACT, SQDIST, DEVIATION, ROWS_DOT; 0 is taken as 1 */
  int power;                                     /* DEVIATION: 0: |y|, 1: y, 2: y^2; PLACE, RANGE_SUM: see opcodes.def */
  bool accumulate;                               /* CONTRACT: += also where r is no accumulator of a pass */
  unsigned guard;                                /* CONTRACT, DEVIATION, ROWS_DOT, SCATTER_ADD: bit k: source k may be infinite or NaN, and 0 times that is 0 (as in MUL0) */
  int64_t index_stride, index_stride2;           /* GATHER, SCATTER_ADD, ROWS_DOT, INDEX_JOIN */
  const char *what;                              /* MATRIX: the name of the matrix, for messages; else NULL or a note for people */
  int64_t band;                                  /* SOLVE_BAND */
  int lead;                                      /* by program_finish: the axis that the group's loop runs over */
  int together;                                  /* by program_finish: so many instructions from this one on run strip by strip; 0: one of those before */
} Instr;

/* Instructions of a pass that run slice by slice of one common axis, so that what they hand on stays in the nearest cache. */
typedef struct Group { int first, count; int64_t slices, width; } Group;       /* slices 1: one after the other, as they stand; width: rows of the common axis in a slice */

typedef enum { SECTION_SHORT, SECTION_PASS } SectionKind;

typedef struct Section {
  SectionKind kind;
  int64_t lo, hi;                                /* PASS: rows */
  int slot;                                      /* PASS over the entries of this sparse slot, else -1 */
  bool once;                                     /* depends on the bound data alone: run when these were bound, not again */
  bool by_column;                                /* blocks end where columns of the slot end, so that what is scattered by COLUMNS needs no partials */
  Instr *instr; int ninstr, cap;
  const char *label;
  /* by program_finish: */
  Group *group; int ngroup;
  int64_t tile, tile_rows;                       /* length of a tile; tile rows that live at the same time */
  int64_t partial_count; int blocks;             /* doubles of one block's accumulators; blocks of the grid */
} Section;

typedef struct Program {
  Arena *arena;
  Register *reg; int nreg, reg_cap;              /* reg[0] is not used */
  Slot *slot; int nslot, slot_cap;
  Section *section; int nsection, section_cap;
  bool finished;
  int64_t whole_count, kept_count;               /* doubles of storage for WHOLE registers: those of one run, those that are kept */
} Program;

/* SOLVE_BAND: few diagonals far apart, as of a grid: as a sparse system it takes of the order of n^1.5 operations. The machine solves it so
 * where it is built with CHOLMOD */
static inline bool band_suits_sparse(const Instr *i) { return i->band >= 64 && 4 * i->space.size[1] <= i->band && !i->space.tiled; }
static inline bool band_is_sparse(const Instr *i) { return HAVE_CHOLMOD && band_suits_sparse(i); }

/* ---- building (program.c) -------------------------------------------------------------------------------------------- */

Program *program_new(Arena *);                                                  /* labels and constants are copied into the arena */

int program_slot_input(Program *, int symbol, const char *name, int naxes, const int64_t *size);
int program_slot_sparse(Program *, int symbol, const char *name, int64_t rows, int64_t columns, int64_t stored);
int program_slot_output(Program *, int symbol, const char *name, int whole_reg);
int program_slot_find(const Program *, int symbol, bool output);                /* -1: none */

int program_reg_number(Program *, double);                                      /* a constant without axes; equal numbers share it */
int program_reg_constant(Program *, int naxes, const int64_t *size, const double *value);
int program_reg_input(Program *, int slot, SlotPart);                           /* the same register each time; limit of LABELS: set it in reg[] */
int program_reg_whole(Program *, ElemType, int naxes, const int64_t *size, const char *label);
int program_reg_tile(Program *, int section, ElemType, int naxes, const int64_t *size, const char *label);    /* axes without the tile */

int program_section_short(Program *, const char *label);
int program_section_pass(Program *, int64_t lo, int64_t hi, const char *label);           /* rows [lo, hi) */
int program_section_entries(Program *, int sparse_slot, const char *label);               /* the stored entries of a sparse slot */

/* appends a copy of the instruction to the section (any section, at any time before program_finish) */
void program_emit(Program *, int section, const Instr *);
int program_kernel(const char *name);                                           /* id of a kernel of base/kernels.def, -1: none */
int program_kernel_args(int kernel);                                            /* 0: there is no such kernel */

/* the register as it is laid out: row-major strides. Its axes are the first of the space; `tiled`: the space's tile axis is
 * axis naxes. For a TILE register give tiled = true always. */
View view_of(const Program *, int reg, bool tiled);
View view_number(Program *, double);                                            /* program_reg_number, all strides 0 */

/* Verifies; then lifetimes, storage, tile length, block grid. NULL, or what is wrong (arena text): an error of the compiler,
 * never of the user. */
const char *program_finish(Program *);

/* ---- verify.c, disasm.c ------------------------------------------------------------------------------------------------ */

const char *program_verify(const Program *);                                    /* NULL, or the first fault: section, instruction, reason */
void program_disassemble(const Program *, Buf *);                               /* --dump=bytecode */
void program_print_instr(const Program *, const Section *, const Instr *, Buf *);   /* one line, without a line end */
double instr_flops(const Program *, const Section *, const Instr *, int64_t rows);   /* for --time: of `rows` rows of the tile (1 in short sections) */
double instr_bytes(const Program *, const Section *, const Instr *, int64_t rows);

#endif
