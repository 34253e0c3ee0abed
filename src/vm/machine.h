/* machine.h: runs a program (code/program.h) on bound arrays with a crew of threads.
 *
 * The machine knows nothing of the compiler but the program's header. What later runs read it owns, what a run makes and uses up lies in
 * the crew's room; both are allocated by machine_new and
 * machine_bind; machine_run allocates nothing, but for what LAPACK and CHOLMOD take for themselves. The program, the crew and the arrays must outlive it (arrays are referenced).
 * The results are the same to the last bit for any number of threads. Several machines may share a crew if they do not run
 * at the same time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_MACHINE_H
#define MAJORANT_VM_MACHINE_H
#include "base/array.h"
#include "base/buf.h"
#include "base/clock.h"
#include "code/program.h"
#include "vm/crew.h"
#include <stdio.h>

typedef struct Machine Machine;

Machine *machine_new(const Program *finished, Crew *);      /* NULL: not enough memory */
void machine_free(Machine *);

/* Sizes must be those of the slot; false if they are not, or for lack of memory. An input may be bound again, also to another
 * array; LABELS and dense copies of sparse slots are made here. An output is written by every run; it must not be
 * bound as an input of the same machine at the same time. */
bool machine_bind(Machine *, int slot, Array *);

/* one evaluation of the program; all slots must be bound. False: a matrix was not positive definite, or could not be factored for lack of
 * memory (see machine_faults) */
bool machine_run(Machine *);

typedef struct MachineFault { int section, instr; int64_t batch; const char *what; bool memory; } MachineFault;     /* what: Instr.what */
/* those of the last run in the program's order; batch counts row-major over the instruction's batch axes. Returns how many
 * there were, at most `cap` are written */
int machine_faults(const Machine *, MachineFault *, int cap);

void machine_time(Machine *, bool on);                      /* measure each instruction from now on; sums up over runs */
double machine_seconds(const Machine *);                   /* of all runs since then */
void machine_report(const Machine *, const char *makes, TimeDetail, Buf *);    /* for --time: by instruction, the slowest first; makes: what the program is for */

#endif
