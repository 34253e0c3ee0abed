/* runner.h: definition lists made to run. A store holds one array for each symbol that a fit reads or writes: touch symbols
 * (the current point), parameters (new values), statistics, coordinates of a joint step. A runner is one list, compiled and
 * bound to a store once; running it reads and writes the store's arrays in place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_RUNNER_H
#define MAJORANT_FIT_RUNNER_H
#include "base/buf.h"
#include "base/clock.h"
#include "base/diag.h"
#include "plan/definition.h"
#include "vm/crew.h"

typedef struct Store Store;
Store *store_new(Pool *);
void store_free(Store *);                                  /* its arrays */
/* the array of a symbol, made (zeroed) on first use from the sizes of its axes; data and lets: their bound value. NULL: no
 * memory. The store keeps the reference. */
Array *store_array(Store *, const Symbol *);
/* runners made from now on measure each instruction; what those have measured that took a part of the time worth telling */
void store_time(Store *, TimeDetail);
void store_report(const Store *, Buf *);

typedef struct Runner Runner;
typedef struct Machine Machine;                            /* vm/machine.h */
typedef struct Program Program;                            /* code/program.h */
/* NULL with a message; plan: see CodeOptions, may be NULL */
Runner *runner_new(Pool *, Store *, const DefinitionList *, Crew *, Buf *plan, DiagList *);
void runner_free(Runner *);                                /* NULL is allowed */
/* false: a matrix was not positive definite, or there was no memory to factor it; *what (may be NULL) names it and the slice */
bool runner_run(Runner *, char **what);
bool runner_lacks_memory(const Runner *);                  /* is that why it failed? */
const Program *runner_program(const Runner *);             /* for dumps */

#endif
